"""Memory that one chunk has freed is kept for the next, where the C library lets us say so."""

from __future__ import annotations

import ctypes
import sys

# Names and numbers: malloc.h of glibc.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
# What is freed at the end of the heap is given back from so many bytes on, and what is larger than so many
# has a mapping of its own. Dask has its workers give back from 64 KiB on: then each batch of an engine asks
# the system anew for what the last one gave back. See `python -m bench.batch scale`.
_TRIM_BYTES = 64 * 1024 * 1024
_MMAP_BYTES = 4 * 1024 * 1024


def keep_freed_memory() -> bool:
    """Keep some freed memory in this process; tell whether the C library can be told so (glibc can)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    return bool(set_option(_TRIM_THRESHOLD, _TRIM_BYTES)) and bool(set_option(_MMAP_THRESHOLD, _MMAP_BYTES))

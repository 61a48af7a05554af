"""Freed memory that is kept: no new pages for what was just given back."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

COUNT = """
import resource, sys
from translate_pipe.batch.allocation import keep_freed_memory
if sys.argv[1] == "keep":
    assert keep_freed_memory()
bytearray(1_000_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(100):
    bytearray(1_000_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told so")
def test_freed_memory_is_used_again() -> None:
    def count(mode: str) -> int:
        # As Dask sets it for its workers.
        here = {**os.environ, "MALLOC_TRIM_THRESHOLD_": "65536"}
        command = [sys.executable, "-c", COUNT, mode]
        return int(subprocess.run(command, env=here, check=True, capture_output=True, text=True).stdout)

    assert count("keep") * 10 < count("let")

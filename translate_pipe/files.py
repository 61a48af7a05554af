"""Bytes go in; a complete file or no file comes out."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from translate_pipe.errors import TranslatePipeError


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` completely, or leave what was there untouched.

    Missing parent folders are made. The permissions of an existing file are kept.

    Raises:
        TranslatePipeError: the folder cannot be written or the disk is full; no temporary file remains.
    """
    path = Path(path)
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise TranslatePipeError(
            f"cannot write: {error.strerror or error}",
            path=path,
            remedy="choose another folder with --out, or free some space; nothing was written",
        ) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

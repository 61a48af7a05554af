"""Bytes go in; complete files come out, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from translate_pipe.errors import TranslatePipeError

# From so many files on, all of the system's are written out at once instead.
_MANY = 16


class Staging:
    """Files that appear together: each is written beside its place and moved there when all are.

    If anything fails before that, none appears, what was there is untouched, and nothing is left lying.
    """

    def __init__(self) -> None:
        self._waiting: dict[Path, tuple[Path, int]] = {}

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._put_in_place()
        finally:
            for temporary, _ in self._waiting.values():
                temporary.unlink(missing_ok=True)

    def write(self, path: Path, content: bytes | Iterable[bytes]) -> None:
        """Write what is to become the file at `path`, whole or in pieces; missing folders are made.

        Raises:
            TranslatePipeError: the folder cannot be written or the disk is full.
        """
        path = Path(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # The permissions of an existing file are kept.
            mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
            descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
            self._waiting[path] = Path(name), mode
            with os.fdopen(descriptor, "wb") as stream:
                stream.writelines([content] if isinstance(content, bytes) else content)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise _unwritable(path, error) from error

    def _put_in_place(self) -> None:
        for path, (temporary, mode) in list(self._waiting.items()):
            try:
                temporary.chmod(mode)
                temporary.replace(path)
            except OSError as error:
                raise _unwritable(path, error) from error
            del self._waiting[path]


def write_aside(path: Path, content: Iterable[bytes]) -> None:
    """Write a file to a folder where nobody looks for it before it is moved, and `sync_files` comes first.

    Raises:
        TranslatePipeError: the folder cannot be written or the disk is full; part of the file may remain.
    """
    try:
        try:
            stream = path.open("wb")
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            stream = path.open("wb")
        with stream:
            stream.writelines(content)
    except OSError as error:
        raise _unwritable(path, error) from error


def sync_files(paths: Collection[Path]) -> None:
    """Let files that were written survive a power cut; many cost no more than a few.

    Raises:
        TranslatePipeError: the disk is full or broken.
    """
    if len(paths) >= _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        try:
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
        except OSError as error:
            raise _unwritable(path, error) from error


@contextmanager
def temporary_space() -> Iterator[None]:
    """Say in words, and with the folder, that a temporary file cannot be made, written or read.

    Raises:
        TranslatePipeError: instead of any OSError from within.
    """
    try:
        yield
    except OSError as error:
        raise TranslatePipeError(
            f"a temporary file cannot be used: {error.strerror or error}",
            path=tempfile.gettempdir(),
            remedy="free some space there, or name another folder in TMPDIR",
        ) from error


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` completely, or leave what was there untouched.

    Missing parent folders are made. The permissions of an existing file are kept.

    Raises:
        TranslatePipeError: the folder cannot be written or the disk is full; no temporary file remains.
    """
    with Staging() as staging:
        staging.write(path, content)


def _unwritable(path: Path, error: OSError) -> TranslatePipeError:
    return TranslatePipeError(
        f"cannot write: {error.strerror or error}",
        path=path,
        remedy="choose another folder with --out, or free some space; nothing was written",
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Files appear whole, and those that belong together appear together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from translate_pipe.errors import TranslatePipeError
from translate_pipe.files import Staging, write_atomically


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_staged_files_appear_only_at_the_end(tmp_path: Path) -> None:
    with Staging() as staging:
        staging.write(tmp_path / "a.txt", b"one")
        staging.write(tmp_path / "sub" / "b.txt", iter([b"t", b"wo"]))
        assert not (tmp_path / "a.txt").exists()
    assert (tmp_path / "a.txt").read_bytes() == b"one"
    assert (tmp_path / "sub" / "b.txt").read_bytes() == b"two"
    assert names(tmp_path) == ["a.txt", "sub"]


def test_failure_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")

    def breaking() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("no more")

    def write_both() -> None:
        with Staging() as staging:
            staging.write(tmp_path / "a.txt", b"new")
            staging.write(tmp_path / "b.txt", breaking())

    with pytest.raises(ValueError, match="no more"):
        write_both()
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


def test_permissions_of_an_existing_file_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TranslatePipeError, match="cannot write"):
        write_atomically(tmp_path / "file" / "a.txt", b"new")

"""The file of the memory: made, shared by processes, damaged, of another kind, or killed while written."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from translate_pipe.errors import MemoryFileError
from translate_pipe.memory import default_memory_path, open_memory
from translate_pipe.memory.store import MemoryUnit


def make_units(name: str, count: int) -> list[MemoryUnit]:
    return [MemoryUnit(f"Source {name} {n}", f"Цель {name} {n}", "en", "ru") for n in range(count)]


def add_in_pieces(path: Path, name: str) -> None:
    with open_memory(path) as memory:
        for start in range(0, 200, 20):
            memory.add(make_units(name, 200)[start : start + 20])


def test_memory_and_its_folder_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "memory.sqlite"
    open_memory(path).close()
    assert path.is_file()


def test_memory_is_kept_between_runs(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    with open_memory(path) as memory:
        memory.add(make_units("a", 3))
    with open_memory(path) as memory:
        assert [unit.target for unit in memory.units()] == ["Цель a 0", "Цель a 1", "Цель a 2"]


def test_default_memory_is_in_the_data_folder_and_not_made_by_asking(own_home: Path) -> None:
    assert default_memory_path().is_relative_to(own_home)
    assert default_memory_path().name == "memory.sqlite"
    assert not default_memory_path().exists()


def test_two_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=add_in_pieces, args=(path, name)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    with open_memory(path) as memory:
        assert {unit.source for unit in memory.units()} == {
            unit.source for name in ("a", "b") for unit in make_units(name, 200)
        }


def test_reader_sees_what_another_connection_has_written(tmp_path: Path) -> None:
    with open_memory(tmp_path / "m") as reader, open_memory(tmp_path / "m") as writer:
        assert list(reader.units()) == []
        writer.add(make_units("a", 2))
        assert len(list(reader.units())) == 2


def test_killed_writer_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom translate_pipe.memory import open_memory\n"
        "from translate_pipe.memory.store import MemoryUnit\n"
        "memory = open_memory(Path(sys.argv[1]))\n"
        "memory.add([MemoryUnit('committed', 'да', 'en', 'ru')])\n"
        "connection = memory._connection\nconnection.execute('BEGIN IMMEDIATE')\n"
        "connection.execute('UPDATE unit SET target = \"half written\"')\n"
        "print('writing', flush=True)\ntime.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(60)
    process.stdout.close()
    with open_memory(path) as memory:
        assert [(unit.source, unit.target) for unit in memory.units()] == [("committed", "да")]
        memory.add(make_units("after", 1))


def test_batch_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with open_memory(tmp_path / "m") as memory:
        broken = [*make_units("a", 2), MemoryUnit("x", "y", "en", "ru", date=None)]  # type: ignore[arg-type]
        with pytest.raises(MemoryFileError):
            memory.add(broken)
        assert list(memory.units()) == []
        assert memory.add(make_units("b", 1)) == 1


@pytest.mark.parametrize("content", [b"This is not a database at all, but a text.", b"\x00" * 5000])
def test_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m"
    path.write_bytes(content)
    with pytest.raises(MemoryFileError) as caught:
        open_memory(path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content


def test_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "m"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(MemoryFileError, match="not a translation memory"):
        open_memory(path)
    assert path.read_bytes() == before


def test_memory_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m"
    open_memory(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(MemoryFileError, match=r"newer version \(schema 99"):
        open_memory(path)


def test_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MemoryFileError, match="cannot be opened"):
        open_memory(tmp_path)


def test_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    with pytest.raises(MemoryFileError):
        open_memory(tmp_path / "f" / "memory.sqlite")


def test_lock_that_lasts_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_pipe.memory.database.BUSY_SECONDS", 0.1)
    path = tmp_path / "m"
    with open_memory(path) as holder, open_memory(path) as other:
        holder._connection.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(MemoryFileError, match="another process has been writing"):
            other.add(make_units("a", 1))
        assert time.monotonic() - started < 30
        holder._connection.execute("ROLLBACK")
        assert other.add(make_units("a", 1)) == 1

"""A journal gives back what was written to it, however it ended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from translate_pipe.bilingual.journal import Journal, journal_path, read_journal
from translate_pipe.errors import TranslatePipeError
from translate_pipe.model import Bitext, Provenance, Segment, Span, TranslationUnit


def unit(number: int) -> TranslationUnit:
    segment = Segment(f"s{number:08x}", number, Span(0, 5), "Hello", 0)
    return TranslationUnit(segment, f"Привет {number}")


HEAD = Bitext("a.txt", "en", "ru", (), Provenance("tool", engine="one"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return journal_path(tmp_path / "out" / "a.ru.bitext.jsonl")


def numbers(path: Path) -> list[int]:
    left = read_journal(path)
    assert left is not None
    return [one.segment.number for one in left.units]


def test_units_come_back_in_the_order_they_came(path: Path) -> None:
    journal = Journal(path, HEAD)
    journal.add([unit(1), unit(2)])
    journal.add([unit(7)])
    assert path.name == ".a.ru.bitext.jsonl.unfinished"
    assert numbers(path) == [1, 2, 7]
    assert replace(read_journal(path) or HEAD, units=()) == HEAD


def test_line_that_was_cut_off_is_left_out_and_written_over(path: Path) -> None:
    Journal(path, HEAD).add([unit(1), unit(2)])
    path.write_bytes(path.read_bytes()[:-9])
    assert numbers(path) == [1]
    Journal(path, HEAD).add([unit(3)])
    assert numbers(path) == [1, 3]


def test_journal_of_another_model_begins_anew(path: Path) -> None:
    Journal(path, HEAD).add([unit(1)])
    other = replace(HEAD, provenance=Provenance("tool", engine="two"))
    Journal(path, other).add([unit(2)])
    assert numbers(path) == [2]


def test_damaged_or_missing_journal_is_none(path: Path) -> None:
    assert read_journal(path) is None
    path.parent.mkdir()
    path.write_bytes(b"\x00\n\xff")
    assert read_journal(path) is None
    Journal(path, HEAD).add([unit(1)])
    assert numbers(path) == [1]


def test_removed_journal_is_gone_and_may_never_have_been(path: Path) -> None:
    journal = Journal(path, HEAD)
    journal.remove()
    journal.add([unit(1)])
    journal.remove()
    assert not path.exists()


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TranslatePipeError, match="cannot write"):
        Journal(tmp_path / "file" / ".a.unfinished", HEAD).add([unit(1)])


def test_long_line_that_was_cut_off_is_found(path: Path) -> None:
    Journal(path, HEAD).add([unit(1), replace(unit(2), target="я" * 200_000)])
    path.write_bytes(path.read_bytes()[:-9])
    Journal(path, HEAD).add([unit(3)])
    assert numbers(path) == [1, 3]

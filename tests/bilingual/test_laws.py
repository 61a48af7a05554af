"""What holds for every format and every text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.bilingual.samples import make_bitext, make_unit
from tests.bilingual.strategies import bitexts
from translate_pipe.bilingual import FORMATS, parse_bitext, write_bitext
from translate_pipe.bilingual.formats import parse_bilingual
from translate_pipe.model import Bitext, Mark

WRITTEN = ["tsv", "csv", "jsonl", "xlsx", "tmx", "xliff", "xliff2", "po", "md", "docx"]
WITH_MARKS = ["jsonl", "tmx", "xliff", "xliff2"]
LIGHT = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def _bare(marks: tuple[Mark, ...] | None) -> list[tuple[str, str, int, int]]:
    assert marks is not None
    return sorted((mark.id, mark.kind, mark.span.start, mark.span.end) for mark in marks)


@pytest.mark.parametrize("name", WRITTEN)
@LIGHT
@given(bitext=bitexts())
def test_reading_gives_back_what_was_written_the_same_each_time(name: str, bitext: Bitext) -> None:
    written = write_bitext(bitext, name)
    assert written == write_bitext(bitext, name)
    read = parse_bilingual(written, Path("x" + FORMATS[name].extension))
    assert read.format == name
    assert read.article == bitext.article
    assert (read.source_locale, read.target_locale) == (bitext.source_locale, bitext.target_locale)
    assert read.provenance == bitext.provenance.signature()
    assert [row.id for row in read.rows] == [unit.segment.id for unit in bitext.units]
    for row, unit in zip(read.rows, bitext.units, strict=True):
        assert row.source == unit.segment.source
        assert row.target == unit.target
        assert row.state == unit.state
        assert row.comment == unit.comment
        assert row.number == unit.segment.number
    if name in WITH_MARKS:
        for row, unit in zip(read.rows, bitext.units, strict=True):
            assert _bare(row.marks) == _bare(unit.target_marks)
            assert _bare(row.source_marks) == _bare(unit.segment.marks)


@LIGHT
@given(bitext=bitexts())
def test_jsonl_holds_every_field(bitext: Bitext) -> None:
    assert parse_bitext(write_bitext(bitext, "jsonl"), Path("x.jsonl")) == bitext


@pytest.mark.parametrize("comment", ["\n", "first\n\nsecond\n\nthird", "same\nsame"])
def test_po_keeps_equal_lines_of_a_comment(comment: str) -> None:
    written = write_bitext(make_bitext(make_unit(1, "a", "b", comment=comment)), "po")
    assert parse_bilingual(written, Path("news.ru.po")).rows[0].comment == comment

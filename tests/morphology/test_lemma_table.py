"""Inflected terms are recognised in languages that have a dictionary of lemmas only, row by row."""

from __future__ import annotations

import pytest

from bench.found import Sought, read_sought
from bench.lemmas import TABLES, find_places
from translate_pipe.morphology import load_morphology

# Twenty dictionaries take half a minute to read.
pytestmark = pytest.mark.long
FIRST, SECOND = (read_sought(table) for table in TABLES)
# (locale, term, found) → why not.
KNOWN = {
    ("fi", "vaali", "Vaaleissa"): "the dictionary has it as a form of vaalea only",
    ("et", "raamat", ""): "raamatukogu is a compound, but a thing of its own",
    ("lv", "ministrs", "Ministri"): "the dictionary has it as a form of ministre only",
    ("ro", "lege", "legi"): "the dictionary has it as a form of lega only",
    ("lt", "karas", "Karo"): "the dictionary has it as a form of karoti only",
    ("ga", "conradh", "conarthaí"): "the dictionary has it as a form of conarthach only",
}


def as_case(row: Sought) -> object:
    why = KNOWN.get((row.locale, row.term, ";".join(row.places)))
    marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
    return pytest.param(row, id=f"{row.locale} {row.term}: {row.text}", marks=marks)


@pytest.mark.parametrize("row", [as_case(row) for row in (*FIRST, *SECOND)])
def test_terms_are_found_where_the_table_says(row: Sought) -> None:
    assert find_places(row, load_morphology(row.locale)) == row.places


@pytest.mark.parametrize("locale", dict.fromkeys(row.locale for row in FIRST))
def test_each_language_has_fifteen_terms_to_find_and_ten_to_leave(locale: str) -> None:
    own = [row for row in FIRST if row.locale == locale]
    assert sum(bool(row.places) for row in own) == 15
    assert sum(not row.places for row in own) == 10


@pytest.mark.parametrize("rows", [FIRST, SECOND], ids=TABLES)
def test_of_each_table_nineteen_in_twenty_are_right(rows: list[Sought]) -> None:
    right = sum(find_places(row, load_morphology(row.locale)) == row.places for row in rows)
    assert right / len(rows) >= 0.95

"""Workbooks as people keep them: several sheets, titles, hidden and merged columns."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.workbook import read_workbook


def saved(*sheets: tuple[str, list[list[str]]], hidden: str = "") -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title == hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TERMS = [["English", "Russian"], ["war", "война"]]
READ_ME = [["How to use this glossary"], ["Fill the second sheet in."]]


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_workbook(content, "t.xlsx")]


def test_the_sheet_with_a_header_is_read_wherever_it_is() -> None:
    assert cells(saved(("Read me", READ_ME), ("Terms", TERMS))) == [("English", "Russian"), ("war", "война")]


def test_a_title_and_empty_first_columns_are_passed_over() -> None:
    rows = [["Our glossary", "", ""], [], ["", "en", "ru"], ["", "war", "война"]]
    read = read_workbook(saved(("Terms", rows)), "t.xlsx")
    assert [(row.line, row.cells) for row in read] == [(3, ("", "en", "ru")), (4, ("", "war", "война"))]


def test_hidden_and_merged_columns_are_read_as_any() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["Subject", "en", "ru"], ["law", "court", "суд"], [None, "judge", "судья"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.column_dimensions["C"].hidden = True
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue()) == [("Subject", "en", "ru"), ("law", "court", "суд"), ("", "judge", "судья")]


def test_two_sheets_that_could_be_meant_are_refused_by_name() -> None:
    content = saved(("Old", TERMS), ("New", TERMS))
    with pytest.raises(GlossaryError, match=r"t\.xlsx: the sheets 'Old', 'New' could each be the glossary"):
        read_workbook(content, "t.xlsx")
    assert cells(saved(("Old", TERMS), ("New", TERMS), hidden="Old")) == [tuple(row) for row in TERMS]


def test_without_a_header_the_first_sheet_with_rows_counts() -> None:
    content = saved(("Empty", []), ("Terms", [["war", "война"], ["peace", "мир"]]))
    assert cells(content) == [("war", "война"), ("peace", "мир")]

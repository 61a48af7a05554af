"""An Excel workbook: sources protected, targets and comments to edit, terms and issues in colour."""

from __future__ import annotations

import errno
import io
import os
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from translate_pipe.bilingual.archive import open_members, save_repacked
from translate_pipe.bilingual.delimited import guard_formula
from translate_pipe.bilingual.escape import CONTROLS, escape_characters, unescape_characters
from translate_pipe.bilingual.rows import UNIT_STATES, BilingualFile
from translate_pipe.bilingual.table import (
    COLUMNS,
    EDITABLE,
    TableLine,
    closing_cells,
    parse_table,
    unit_cells,
)
from translate_pipe.errors import BitextError
from translate_pipe.files import temporary_space
from translate_pipe.locales import is_right_to_left
from translate_pipe.model import Bitext

SHEET, TERMS, ABOUT = "bitext", "terms", "about"
MAX_CELL = 32_767
"""Characters that Excel holds in a cell. Source: Excel specifications and limits."""
MAX_ROWS = 1_048_576
"""Rows of a sheet. Same source."""

TERM_COLUMNS = ("number", "id", "source term", "wanted", "in the target", "state", "form", "method", "reason")

_WIDTHS = dict(zip(COLUMNS, (10, 8, 13, 60, 60, 30, 40, 40, 40, 11), strict=True))
_STATE_FILLS = {
    "reviewed": "C6EFCE",
    "recalled": "DDEBF7",
    "translated": "FFF2CC",
    "untranslated": "E7E6E6",
}
_ISSUE_FILLS = {"error": "FFC7CE", "warning": "FFEB9C"}
_TERM_FILLS = {"unresolved": "FFC7CE", "overruled": "FFEB9C"}

# `_x0041_` is an escape in this format, and openpyxl drops every `x005F_`.
_FORBIDDEN = re.compile(f"{CONTROLS.pattern}|_(?=x[0-9A-Fa-f]{{4}}_)|x(?=005F_)")


def stream(bitext: Bitext) -> Iterator[bytes]:
    """Yield the bitext as a workbook with a sheet each for units, terms and provenance.

    Raises:
        BitextError: a source, target or comment is longer than a cell can be, or there are more units than
            rows.
    """
    if 1 + len(bitext.units) > MAX_ROWS:
        raise BitextError(
            f"{len(bitext.units):,} segments are more than the {MAX_ROWS:,} rows of an Excel sheet",
            remedy="choose another format",
        )
    # Rows go to the disk as they are made.
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "translate-pipe"
    workbook.properties.title = escape_characters(bitext.article, _FORBIDDEN)
    for style in _styles(right_to_left=is_right_to_left(bitext.target_locale)):
        workbook.add_named_style(style)
    for name, write in ((SHEET, _write_units), (TERMS, _write_terms), (ABOUT, _write_about)):
        sheet = workbook.create_sheet(name)
        with temporary_space(), _told_by_lxml():
            try:
                # The library's stubs know nothing of what such a sheet has in common with others.
                write(cast("Worksheet", sheet), bitext)
            finally:
                # Also of a sheet that will not be saved: it has begun an XML file.
                sheet.close()
    yield from save_repacked(workbook.save)


@contextmanager
def _told_by_lxml() -> Iterator[None]:
    """Raise what lxml says of a file that it could not write (`IO_ENOSPC`) as the error that it is."""
    try:
        yield
    except etree.SerialisationError as error:
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        raise OSError(number, os.strerror(number)) from error


class _FreeHeight(RowDimension):
    """A row's height that is only a start: a fixed one would cut off what is typed."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the library's name
        """Whether the height is fixed."""
        return False


def _styles(*, right_to_left: bool) -> Iterator[NamedStyle]:
    for name in ("locked", "open", "open target", "heading"):
        style = NamedStyle(name)
        order = 2 if right_to_left and name == "open target" else 0
        style.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=order)
        style.protection = Protection(locked=not name.startswith("open"))
        style.number_format = "@"
        style.font = Font(bold=name == "heading", color="595959" if name == "locked" else "000000")
        yield style


def _style_of(column: str) -> str:
    if column == "target":
        return "open target"
    return "open" if column in EDITABLE else "locked"


def _write_units(sheet: Worksheet, bitext: Bitext) -> None:
    last = len(bitext.units) + 1
    for name, letter in zip(COLUMNS, "ABCDEFGHIJ", strict=True):
        sheet.column_dimensions[letter].width = _WIDTHS[name]
    sheet.column_dimensions["J"].hidden = True
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:J{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    _offer_states(sheet, last)
    _protect(sheet)
    sheet.append(_row(sheet, COLUMNS, ["heading"] * len(COLUMNS)))
    styles = [_style_of(name) for name in COLUMNS]
    for row, unit in enumerate(bitext.units, start=2):
        texts = unit_cells(unit)
        _check_lengths(texts, row)
        cells = _row(sheet, texts, styles)
        worst = next((s for s in _ISSUE_FILLS if any(i.severity == s for i in unit.issues)), None)
        if worst:
            _colour(cells, "issues", _ISSUE_FILLS[worst])
        if any(outcome.state == "unresolved" for outcome in unit.terms):
            _colour(cells, "terms", _TERM_FILLS["unresolved"])
        sheet.row_dimensions[row] = _FreeHeight(sheet, row, ht=_height(texts))
        sheet.append(cells)
        del sheet.row_dimensions[row]


def _offer_states(sheet: Worksheet, last: int) -> None:
    cells = f"C2:C{max(last, 2)}"
    choice = DataValidation("list", formula1=f'"{",".join(UNIT_STATES)}"', allow_blank=True)
    choice.add(cells)
    sheet.data_validations.append(choice)
    for state, colour in _STATE_FILLS.items():
        rule = Rule("expression", formula=[f'$C2="{state}"'], dxf=DifferentialStyle(fill=_fill(colour)))
        sheet.conditional_formatting.add(cells, rule)


def _protect(sheet: Worksheet) -> None:
    # Against slips only: there is no password, and "Unprotect Sheet" is one click.
    sheet.protection.sheet = True
    sheet.protection.autoFilter = False
    sheet.protection.formatCells = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _write_terms(sheet: Worksheet, bitext: Bitext) -> None:
    for letter, width in zip("ABCDEFGHI", (8, 10, 32, 32, 32, 12, 24, 12, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    _protect(sheet)
    sheet.append(_row(sheet, TERM_COLUMNS, ["heading"] * len(TERM_COLUMNS)))
    row = 1
    for unit in bitext.units:
        for outcome in unit.terms:
            row += 1
            match = outcome.match
            wanted = " | ".join(match.entry.targets) or match.surface
            made = (outcome.surface, outcome.state, outcome.grammemes, outcome.method or "", outcome.reason)
            texts = (str(unit.segment.number), unit.segment.id, match.surface, wanted, *made)
            cells = _row(sheet, texts, ["locked"] * len(texts))
            if outcome.state in _TERM_FILLS:
                _colour(cells, "state", _TERM_FILLS[outcome.state], TERM_COLUMNS)
            sheet.append(cells)
    sheet.auto_filter.ref = f"A1:I{row}"


def _write_about(sheet: Worksheet, bitext: Bitext) -> None:
    for letter, width in zip("ABC", (14, 100, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    _protect(sheet)
    columns = ("id", "source", "target")
    sheet.append(_row(sheet, columns, ["heading"] * 3))
    for cells in closing_cells(bitext):
        held = [cells[COLUMNS.index(name)] for name in columns]
        sheet.append(_row(sheet, held, ["locked"] * 3))


def _height(cells: Sequence[str]) -> float:
    """Return about how high a row must be for its wrapped text, in points; Excel allows 409."""
    lines = 1
    for name, text in zip(COLUMNS, cells, strict=True):
        if name != "fingerprint":
            lines = max(lines, sum(1 + len(line) // _WIDTHS[name] for line in text.split("\n")))
    return min(15.0 * lines, 409.0)


def _check_lengths(cells: Sequence[str], row: int) -> None:
    for name, text in zip(COLUMNS, cells, strict=True):
        if name in ("source", "target", "comment") and len(escape_characters(text, _FORBIDDEN)) > MAX_CELL:
            raise BitextError(
                f"the {name} of row {row} is longer than the {MAX_CELL:,} characters of an Excel cell",
                remedy="choose another format",
            )


def _row(sheet: Worksheet, texts: Sequence[str], styles: Sequence[str]) -> list[Cell | None]:
    """Return the cells of a row; one that is empty and locked is none."""
    cells: list[Cell | None] = []
    for text, style in zip(texts, styles, strict=True):
        if not text and style == "locked":
            cells.append(None)
            continue
        cell = WriteOnlyCell(sheet)
        cells.append(cell)
        cell.style = style
        if text:
            cell.value = escape_characters(text, _FORBIDDEN)[:MAX_CELL]
            # A string, whatever it looks like; the prefix keeps it one when the cell is edited.
            cell.data_type = "s"
            if guard_formula(text) != text:
                cell.quotePrefix = True
    return cells


def _colour(cells: Sequence[Cell | None], name: str, colour: str, columns: Sequence[str] = COLUMNS) -> None:
    cell = cells[columns.index(name)]
    if cell is not None:
        cell.fill = _fill(colour)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def read(content: bytes, path: Path) -> BilingualFile:
    """Return the rows of a workbook: of its sheet "bitext", or of its first one.

    Raises:
        BitextError: no workbook, or as `parse_table`; with the row.
    """
    open_members(content, path, needed="xl/workbook.xml")
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it does not carry over; nothing is written back here.
            warnings.simplefilter("ignore")
            lines = _sheet_lines(content, path)
    except BitextError:
        raise
    except Exception as error:
        # The library answers damaged parts with whatever its code runs into.
        raise BitextError(f"is no Excel workbook that can be read: {error}", path=path) from error
    return parse_table(lines, path=path, format="xlsx", decode=unescape_characters)


def _sheet_lines(content: bytes, path: Path) -> list[TableLine]:
    workbook = load_workbook(io.BytesIO(content), read_only=True)
    names = workbook.sheetnames
    units = _lines(workbook[SHEET if SHEET in names else names[0]], path)
    if ABOUT in names and units:
        header = [name.strip().lower() for name in units[0].cells]
        for line in _lines(workbook[ABOUT], path)[1:]:
            said = dict(zip(("id", "source", "target"), line.cells, strict=False))
            units.append(TableLine([said.get(name, "") for name in header], line.place))
    return units


def _lines(sheet: object, path: Path) -> list[TableLine]:
    lines: list[TableLine] = []
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):  # type: ignore[attr-defined]
        texts = [_text(value, path, number) for value in values]
        if any(texts):
            while texts and not texts[-1]:
                texts.pop()
            width = len(lines[0].cells) if lines else 0
            texts += [""] * (width - len(texts))
            lines.append(TableLine(texts, f"{path}, row {number}"))
    return lines


def _text(value: object, path: Path, row: int) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    raise BitextError(
        f"{path}, row {row}: a cell holds {value!r} instead of text",
        remedy="give the cell the number format Text and enter the text again",
    )

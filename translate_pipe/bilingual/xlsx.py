"""An Excel workbook: sources protected, targets and comments to edit, terms and issues in colour."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from translate_pipe.bilingual.archive import open_members, repack
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
from translate_pipe.locales import is_right_to_left
from translate_pipe.model import Bitext

SHEET, TERMS, ABOUT = "bitext", "terms", "about"
MAX_CELL = 32_767
"""Characters that Excel holds in a cell. Source: Excel specifications and limits."""

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

_FIXED_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')

# `_x0041_` is an escape in this format, and openpyxl drops every `x005F_`.
_FORBIDDEN = re.compile(f"{CONTROLS.pattern}|_(?=x[0-9A-Fa-f]{{4}}_)|x(?=005F_)")


def write(bitext: Bitext) -> bytes:
    """Return the bitext as a workbook with a sheet each for units, terms and provenance.

    Raises:
        BitextError: a source, target or comment is longer than a cell can be.
    """
    workbook = Workbook()
    workbook.properties.creator = "translate-pipe"
    workbook.properties.title = escape_characters(bitext.article, _FORBIDDEN)
    for style in _styles(right_to_left=is_right_to_left(bitext.target_locale)):
        workbook.add_named_style(style)
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = SHEET
    _write_units(sheet, bitext)
    _write_terms(workbook.create_sheet(TERMS), bitext)
    _write_about(workbook.create_sheet(ABOUT), bitext)
    stream = io.BytesIO()
    workbook.save(stream)
    return repack(stream.getvalue(), rewrite=_free_heights)


def _free_heights(member: bytes) -> bytes:
    """Leave row heights to the program: given ones are a start, fixed ones would cut off what is typed."""
    return _FIXED_HEIGHT.sub(rb"\1", member)


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
    _write_row(sheet, 1, COLUMNS, ["heading"] * len(COLUMNS))
    styles = [_style_of(name) for name in COLUMNS]
    for row, (cells, unit) in enumerate(zip(unit_cells(bitext), bitext.units, strict=True), start=2):
        _check_lengths(cells, row)
        sheet.row_dimensions[row].height = _height(cells)
        _write_row(sheet, row, cells, styles)
        worst = next((s for s in _ISSUE_FILLS if any(i.severity == s for i in unit.issues)), None)
        if worst:
            sheet.cell(row, COLUMNS.index("issues") + 1).fill = _fill(_ISSUE_FILLS[worst])
        if any(outcome.state == "unresolved" for outcome in unit.terms):
            sheet.cell(row, COLUMNS.index("terms") + 1).fill = _fill(_TERM_FILLS["unresolved"])
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


def _offer_states(sheet: Worksheet, last: int) -> None:
    cells = f"C2:C{max(last, 2)}"
    choice = DataValidation("list", formula1=f'"{",".join(UNIT_STATES)}"', allow_blank=True)
    choice.add(cells)
    sheet.add_data_validation(choice)
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
    _write_row(sheet, 1, TERM_COLUMNS, ["heading"] * len(TERM_COLUMNS))
    row = 1
    for unit in bitext.units:
        for outcome in unit.terms:
            row += 1
            match = outcome.match
            wanted = " | ".join(match.entry.targets) or match.surface
            made = (outcome.surface, outcome.state, outcome.grammemes, outcome.method or "", outcome.reason)
            cells = (str(unit.segment.number), unit.segment.id, match.surface, wanted, *made)
            _write_row(sheet, row, cells, ["locked"] * len(cells))
            if outcome.state in _TERM_FILLS:
                sheet.cell(row, TERM_COLUMNS.index("state") + 1).fill = _fill(_TERM_FILLS[outcome.state])
    for letter, width in zip("ABCDEFGHI", (8, 10, 32, 32, 32, 12, 24, 12, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:I{row}"
    _protect(sheet)


def _write_about(sheet: Worksheet, bitext: Bitext) -> None:
    _write_row(sheet, 1, ("id", "source", "target"), ["heading"] * 3)
    for row, cells in enumerate(closing_cells(bitext), start=2):
        held = (cells[COLUMNS.index("id")], cells[COLUMNS.index("source")], cells[COLUMNS.index("target")])
        _write_row(sheet, row, held, ["locked"] * 3)
    for letter, width in zip("ABC", (14, 100, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    _protect(sheet)


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


def _write_row(sheet: Worksheet, row: int, texts: Sequence[str], styles: Sequence[str]) -> None:
    for column, (text, style) in enumerate(zip(texts, styles, strict=True), start=1):
        if not text and style == "locked":
            continue
        cell = sheet.cell(row, column)
        assert isinstance(cell, Cell)
        cell.style = style
        if text:
            cell.value = escape_characters(text, _FORBIDDEN)[:MAX_CELL]
            # A string, whatever it looks like; the prefix keeps it one when the cell is edited.
            cell.data_type = "s"
            if guard_formula(text) != text:
                cell.quotePrefix = True


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

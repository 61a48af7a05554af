"""Untrusted workbooks go in as rows of text; rows go out as a workbook in which text stays text."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.grid_row import GridRow
from translate_pipe.glossary.tables.table import MOST_TITLES, is_header

# A glossary of 100,000 rows unpacks to some 40 MB; sheets compress about twentyfold.
MOST_BYTES = 300 * 1024 * 1024
MOST_RATIO = 200
MOST_PARTS = 2_000
MOST_CELL = 32_767  # Source: Excel specifications and limits, total characters in a cell
_EPOCH = (1980, 1, 1, 0, 0, 0)


def read_workbook(content: bytes, path: str) -> list[GridRow]:
    """Return the filled rows of the sheet that holds a glossary; formulas give the value last saved.

    That is the one visible sheet whose first row, or the first below a title, names columns; else the first.

    Raises:
        GlossaryError: it is no workbook, is damaged, unpacks to an absurd size, or several sheets could be
            meant.
    """
    from openpyxl import load_workbook

    _refuse_bomb(content, path)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever the damaged part happens to cause
        raise _damaged(path, error) from error
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets[
            :1
        ]
        sheets = [(sheet.title, _filled_rows(sheet)) for sheet in visible]
    except Exception as error:
        raise _damaged(path, error) from error
    finally:
        book.close()
    found = [(title, below) for title, rows in sheets for below in [_below_titles(rows)] if below]
    if len(found) > 1:
        names = ", ".join(repr(title) for title, _ in found)
        raise GlossaryError(
            f"the sheets {names} could each be the glossary",
            path=path,
            remedy="hide or delete all but one, or save each in a file of its own",
        )
    if found:
        return found[0][1]
    return next((rows for _, rows in sheets if rows), [])


def _filled_rows(sheet: Any) -> list[GridRow]:
    # Some programs write a wrong size of the sheet; without it the rows are counted.
    sheet.reset_dimensions()
    rows: list[GridRow] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = tuple(_as_text(value) for value in values)
        if any(cell.strip() for cell in cells):
            rows.append(GridRow(number, cells))
    return rows


def _below_titles(rows: list[GridRow]) -> list[GridRow]:
    """Return the rows from the one that names columns on, none where there is no such row at the top."""
    for number, row in enumerate(rows[: MOST_TITLES + 1]):
        if is_header(row.cells, below_title=number > 0):
            return rows[number:]
        if sum(bool(cell.strip()) for cell in row.cells) > 1:
            break
    return []


def _damaged(path: str, error: Exception) -> GlossaryError:
    return GlossaryError(
        f"cannot be read as a workbook: {error}",
        path=path,
        remedy="open it in a spreadsheet and save it again",
    )


def _refuse_bomb(content: bytes, path: str) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _damaged(path, error) from error
    size = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MOST_PARTS or size > MOST_BYTES or (size > 10_000_000 and size / packed > MOST_RATIO):
        raise GlossaryError(
            f"the workbook unpacks to {size // 1_000_000:,} MB in {len(parts):,} parts and is refused",
            path=path,
            remedy="copy the glossary's sheet into a new workbook",
        )


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return str(value)


def write_workbook(rows: Iterable[Sequence[str]], title: str = "glossary") -> bytes:
    """Return a workbook with one sheet; every cell is text, also what begins with = + - @.

    The same rows give the same bytes: nothing in it depends on the clock.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if not text:
                continue
            cell = sheet.cell(number, column)
            cell.value = text[:MOST_CELL]
            cell.data_type = "s"
            cell.number_format = "@"
            cell.quotePrefix = text[0] in "=+-@"
            if number == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for name in "ABCDEFGH":
        sheet.column_dimensions[name].width = 28
    stream = io.BytesIO()
    book.save(stream)
    return _without_clock(stream.getvalue())


def _without_clock(content: bytes) -> bytes:
    """Return the archive with the times of its parts and of its properties fixed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            body = old.read(part)
            if part.filename == "docProps/core.xml":
                body = re.sub(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<", b">1980-01-01T00:00:00Z<", body)
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, body)
    return stream.getvalue()

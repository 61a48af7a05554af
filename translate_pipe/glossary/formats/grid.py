"""CSV, TSV and workbooks go in as rows of cells with their lines; rows of cells go out the same way."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.grid_row import GridRow
from translate_pipe.glossary.formats.workbook import read_workbook, write_workbook
from translate_pipe.glossary.tables.encoding import decode_table
from translate_pipe.glossary.tables.records import quote_cell

# A cell of half a megabyte is a broken quotation mark, not a term.
csv.field_size_limit(1 << 20)
_DELIMITERS = (",", ";", "\t")
# Enough to tell a format and a delimiter by.
PEEK = 50_000


def read_grid(content: bytes, path: str, *, delimiter: str = "", quotes: bool = True) -> list[GridRow]:
    """Return the rows of a CSV, TSV or workbook that have any filled cell.

    Args:
        delimiter: of a text file; without it the one that most rows agree on.
        quotes: whether a quotation mark at the start of a cell quotes it.

    Raises:
        GlossaryError: the file cannot be decoded, or a row's quotation marks do not pair up.
    """
    if content.startswith(b"PK\x03\x04"):
        return read_workbook(content, path)
    text, _ = decode_table(content, path=path)
    if quotes:
        return _read_quoted(text, delimiter or guess_delimiter(text, path), path)
    rows: list[GridRow] = []
    for number, line in enumerate(io.StringIO(text, newline=None), 1):
        cells = tuple(line.rstrip("\n").split(delimiter or "\t"))
        if any(cell.strip() for cell in cells):
            rows.append(GridRow(number, cells))
    return rows


def _read_quoted(text: str, delimiter: str, path: str) -> list[GridRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[GridRow] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(GridRow(line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise GlossaryError(
            f"the quotation marks of this row do not pair up ({error})",
            path=path,
            line=line,
            remedy='close them, and write a mark inside a quoted cell twice: ""',
        ) from error
    return rows


def peek_grid(content: bytes, path: str) -> list[GridRow]:
    """Return the first rows of a file, quotation marks that do not pair up notwithstanding.

    Raises:
        GlossaryError: the file cannot be decoded.
    """
    if content.startswith(b"PK\x03\x04"):
        return read_grid(content, path)
    text = decode_table(content, path=path)[0][:PEEK]
    lines = io.StringIO(text, newline="")
    rows = csv.reader(lines, delimiter=guess_delimiter(text, path))
    return [GridRow(number, tuple(cells)) for number, cells in enumerate(rows, 1) if any(cells)]


def guess_delimiter(text: str, path: str) -> str:
    """Return the delimiter of a text: tab for .tsv, else the one that splits the first rows most evenly."""
    if Path(path).suffix.lower() in (".tsv", ".tab"):
        return "\t"
    best, best_score = ",", 0.0
    sample = text[:PEEK]
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row]
        except csv.Error:
            continue
        widths = [len(row) for row in rows[:50]]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=widths.count)
        score = widths.count(usual) / len(widths) + (0.5 if widths[0] > 1 else 0) if usual > 1 else 0.1
        if score > best_score:
            best, best_score = delimiter, score
    return best


def write_grid(
    rows: Iterable[Sequence[str]],
    path: str,
    *,
    delimiter: str = "",
    quotes: bool = True,
    quote_all: bool = False,
    bom: bool = False,
) -> bytes:
    """Return rows as the container that the ending of `path` asks for: .xlsx, .tsv, else CSV."""
    suffix = Path(path).suffix.lower()
    if suffix == ".xlsx":
        return write_workbook(rows)
    separator = delimiter or ("\t" if suffix in (".tsv", ".tab") else ",")
    quoted = _DELIMITERS if separator == "," else ()
    lines = [
        separator.join(
            quote_cell(cell, separator, always=quote_all or any(d in cell for d in quoted), quotes=quotes)
            for cell in row
        )
        + "\n"
        for row in (_equally_wide(rows) if quotes else rows)
    ]
    return ("\ufeff" if bom else "").encode() + "".join(lines).encode("utf-8")


def _equally_wide(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Fill rows up with empty cells, so that whoever guesses the delimiter finds the one they agree on."""
    filled = list(rows)
    widest = max(map(len, filled), default=0)
    return ([*row, *[""] * (widest - len(row))] for row in filled)


def is_workbook_path(path: str) -> bool:
    """Tell whether a path is to hold a workbook."""
    return Path(path).suffix.lower() == ".xlsx"

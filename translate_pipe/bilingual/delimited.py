r"""TSV for text editors and CSV for spreadsheets; every cell comes back as it went in.

TSV: one line a unit; within a cell tab is `\t`, line feed `\n`, carriage return `\r`, a backslash `\\`.
CSV: RFC 4180 with a byte order mark, so that Excel sees UTF-8. In both, a cell that a spreadsheet would run
as a formula has an apostrophe before it, control characters are `\u{HEX}`, and a cell that begins with a
quotation mark is quoted.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from translate_pipe.bilingual.escape import CONTROLS, escape_characters, unescape_characters
from translate_pipe.bilingual.rows import BilingualFile
from translate_pipe.bilingual.source import decode_text
from translate_pipe.bilingual.table import COLUMNS, TableLine, parse_table, table_cells
from translate_pipe.errors import BitextError
from translate_pipe.model import Bitext

# Source: OWASP, "CSV Injection"; the full-width signs count as formulas in East Asian set-ups.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")

_BACKSLASHED = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
_UNBACKSLASHED = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
_SPECIAL = re.compile(r"[\t\n\r]|\\(?!u\{)")
_BACKSLASH = re.compile(r"\\([tnr\\])|(\\u\{[0-9A-Fa-f]{1,6}\})")

# A quoted cell holds no tab: a lone quotation mark at the start of a cell cannot swallow the cells after it.
_CELL = re.compile(r'"((?:[^"\t]|"")*)"(?=\t|\r?\n|\r|\Z)|([^\t\r\n]*)')


def guard_formula(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet would take it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguard_formula(text: str) -> str:
    """Return the text that `guard_formula` was given."""
    return text[1:] if _GUARDED.match(text) else text


def stream_tsv(bitext: Bitext) -> Iterator[bytes]:
    """Yield the bitext as tab-separated lines in UTF-8, ending in line feeds."""
    for cells in chain([COLUMNS], table_cells(bitext)):
        yield ("\t".join(map(_tsv_cell, cells)) + "\n").encode()


def stream_csv(bitext: Bitext) -> Iterator[bytes]:
    """Yield the bitext as comma-separated lines in UTF-8 with a byte order mark."""
    yield b"\xef\xbb\xbf"
    for cells in chain([COLUMNS], table_cells(bitext)):
        line = io.StringIO()
        writer = csv.writer(line, lineterminator="\r\n")
        writer.writerow([guard_formula(escape_characters(cell, CONTROLS)) for cell in cells])
        yield line.getvalue().encode()


def read_tsv(content: bytes, path: Path) -> BilingualFile:
    """Return the rows of a TSV file, also of one that a spreadsheet saved as text.

    Raises:
        BitextError: as `parse_table`.
    """
    return parse_table(
        _tsv_lines(decode_text(content, path), path), path=path, format="tsv", decode=_tsv_text
    )


def read_csv(content: bytes, path: Path) -> BilingualFile:
    """Return the rows of a CSV file; spreadsheets may have changed its separator to `;` or tab.

    Raises:
        BitextError: as `parse_table`, or a quotation is not closed.
    """
    return parse_table(
        _csv_lines(decode_text(content, path), path), path=path, format="csv", decode=_csv_text
    )


def _tsv_cell(text: str) -> str:
    text = escape_characters(guard_formula(text), CONTROLS_IN_TSV)
    text = _SPECIAL.sub(lambda found: _BACKSLASHED.get(found[0], "\\\\"), text)
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text


CONTROLS_IN_TSV = re.compile(CONTROLS.pattern.replace("\x0b-\x1f", "\x0b\x0c\x0e-\x1f"))
r"""Carriage returns are `\r` in TSV, like the other white space."""


def _tsv_text(cell: str) -> str:
    text = _BACKSLASH.sub(_unbackslash, cell.replace("\r\n", "\n"))
    return unguard_formula(text)


def _unbackslash(found: re.Match[str]) -> str:
    return _UNBACKSLASHED[found[1]] if found[1] else unescape_characters(found[2])


def _tsv_lines(text: str, path: Path) -> Iterator[TableLine]:
    position, line = 0, 1
    while position < len(text):
        cells, began = [], line
        while True:
            found = _CELL.match(text, position)
            assert found is not None
            quoted = found[1]
            cells.append(found[2] if quoted is None else quoted.replace('""', '"'))
            line += found[0].count("\n")
            position = found.end()
            if text[position : position + 1] != "\t":
                break
            position += 1
        position += 2 if text.startswith("\r\n", position) else 1
        line += 1
        yield TableLine(cells, f"{path}:{began}", began)


def _csv_text(cell: str) -> str:
    return unescape_characters(unguard_formula(cell.replace("\r\n", "\n")))


def _csv_lines(text: str, path: Path) -> Iterator[TableLine]:
    hint = re.match(r"sep=(.)\r?\n", text)
    if hint:
        text = text[hint.end() :]
    skipped = 1 if hint else 0
    header = re.split("[\r\n]", text, maxsplit=1)[0]
    separator = hint[1] if hint else max(",;\t", key=header.count)
    # A cell is at most as long as the file; the module's own limit would refuse a long paragraph.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    began = 1 + skipped
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BitextError(f"no CSV: {error}", path=path, line=reader.line_num + skipped) from None
        if cells is None:
            return
        yield TableLine(cells, f"{path}:{began}", began)
        began = reader.line_num + 1 + skipped

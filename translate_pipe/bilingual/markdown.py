"""A Markdown table, for reviews in a forge or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from translate_pipe.bilingual.escape import CONTROLS, escape_ends
from translate_pipe.bilingual.rows import BilingualFile
from translate_pipe.bilingual.source import decode_text
from translate_pipe.bilingual.table import COLUMNS, TableLine, parse_table, table_cells
from translate_pipe.model import Bitext

# What would be markup within a table cell. Source: GitHub Flavored Markdown, 2.4 and 4.10.
_MARKUP = re.compile(r"[\\|`*_<>\[\]~&]")
_UNSAFE = re.compile(f"{CONTROLS.pattern}|\t")
_WRITTEN = re.compile(r"\\([!-/:-@\[-`{-~])|&#([0-9]{1,7});|<br ?/?>")
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")


def stream(bitext: Bitext) -> Iterator[bytes]:
    """Yield the bitext as a heading and one table."""
    yield f"# {_cell(bitext.article)}: {bitext.source_locale} → {bitext.target_locale}\n\n".encode()
    yield _row(COLUMNS) + _row(("---",) * len(COLUMNS))
    for cells in table_cells(bitext):
        yield _row([_cell(cell) for cell in cells])


def read(content: bytes, path: Path) -> BilingualFile:
    """Return the rows of the first table of a Markdown file whose header names our columns.

    Raises:
        BitextError: there is no such table, or as `parse_table`.
    """
    return parse_table(_lines(decode_text(content, path), path), path=path, format="md", decode=_text)


def _row(cells: Sequence[str]) -> bytes:
    return f"| {' | '.join(cells)} |\n".encode()


def _cell(text: str) -> str:
    text = _MARKUP.sub(lambda found: "\\" + found[0], text)
    text = _UNSAFE.sub(lambda found: "".join(f"&#{ord(char)};" for char in found[0]), text)
    text = text.replace("\n", "<br>")
    return escape_ends(text, lambda char: f"&#{ord(char)};")


def _text(cell: str) -> str:
    return _WRITTEN.sub(_character, cell.strip())


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return found[1]
    if found[2]:
        code = int(found[2])
        return chr(code) if code <= 0x10FFFF else found[0]
    return "\n"


def _lines(text: str, path: Path) -> Iterator[TableLine]:
    begun = False
    for number, line in enumerate(re.split("\r\n|\n|\r", text), start=1):
        stripped = line.strip()
        if "|" not in stripped:
            if begun and stripped:
                return
            continue
        cells = _split(stripped)
        if begun and all(re.fullmatch(" *:?-+:? *", cell) for cell in cells):
            continue
        if begun or "target" in {cell.strip().lower() for cell in cells}:
            begun = True
            yield TableLine(cells, f"{path}:{number}", number)


def _split(line: str) -> list[str]:
    """Return the cells of a table line; a bar after an odd number of backslashes is text."""
    line = line.removeprefix("|")
    cells, start = [], 0
    for found in _BAR.finditer(line):
        cells.append(line[start : found.end() - 1])
        start = found.end()
    if line[start:].strip():
        cells.append(line[start:])
    return cells

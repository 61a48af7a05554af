"""The text of a CSV or TSV goes in; its records, each with its line and its own raw text, come out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

RecordKind = Literal["header", "row", "comment", "blank", "directive"]
RecordDamage = Literal["", "unclosed-quote", "stray-quote"]

# A quoted cell longer than this is a forgotten quotation mark, not a note with line breaks.
_MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: `raw` is its exact text with its line end, `line` counts from 1.

    `cells` are unquoted but otherwise as written, spaces included; comments, blank lines and Excel's
    `sep=;` line have none. `damage` says that the quotation marks do not pair up; the cells are then the
    parts of the first line as they stand.
    """

    line: int
    raw: str
    cells: tuple[str, ...]
    kind: RecordKind = "row"
    damage: RecordDamage = ""


@dataclass(frozen=True, slots=True)
class Field:
    """Where one cell stands in the raw text of its record, quotation marks included."""

    start: int
    end: int
    quoted: bool


def split_lines(text: str) -> list[str]:
    """Return the lines of `text` with their ends; only CR, LF and CR LF end a line."""
    return list(io.StringIO(text, newline=""))


def line_end(raw: str) -> str:
    """Return the line end that `raw` closes with, or ""."""
    if raw.endswith("\r\n"):
        return "\r\n"
    return raw[-1:] if raw.endswith(("\n", "\r")) else ""


def find_fields(raw: str, delimiter: str, *, quotes: bool) -> tuple[tuple[Field, ...], RecordDamage]:
    """Return where the cells of a record stand, and whether its quotation marks are sound.

    A quotation mark opens a cell only as its first character; elsewhere it is a character like any other.
    An open quotation mark at the end of `raw` is `unclosed-quote`, text after a closing one `stray-quote`;
    in both cases the fields are those of the raw text split without regard to quotation marks.
    """
    stop = len(raw) - len(line_end(raw))
    fields: list[Field] = []
    start = 0
    while True:
        if quotes and raw.startswith('"', start) and start < stop:
            close = _closing_quote(raw, start, stop)
            if close < 0:
                return _plain_fields(raw, delimiter), "unclosed-quote"
            end = close + 1
            if end < stop and not raw.startswith(delimiter, end):
                return _plain_fields(raw, delimiter), "stray-quote"
            fields.append(Field(start, end, True))
        else:
            end = raw.find(delimiter, start, stop)
            end = stop if end < 0 else end
            fields.append(Field(start, end, False))
        if end >= stop:
            return tuple(fields), ""
        start = end + 1


def _closing_quote(raw: str, start: int, stop: int) -> int:
    at = start + 1
    while True:
        at = raw.find('"', at, stop)
        if at < 0:
            return -1
        if raw.startswith('"', at + 1) and at + 1 < stop:
            at += 2
            continue
        return at


def _plain_fields(raw: str, delimiter: str) -> tuple[Field, ...]:
    stop = len(raw) - len(line_end(raw))
    fields: list[Field] = []
    start = 0
    for part in raw[:stop].split(delimiter):
        fields.append(Field(start, start + len(part), False))
        start += len(part) + 1
    return tuple(fields)


class CellReader:
    """Unquotes the cells of one record after another; made once a file, for speed.

    The standard reader knows when quotation marks do not pair up but not where, so it is asked first.
    """

    def __init__(self, delimiter: str, *, quotes: bool) -> None:
        self._delimiter = delimiter
        self._quotes = quotes
        self._waiting: list[str] = []
        self._reader = csv.reader(self, delimiter=delimiter, strict=True)

    def __iter__(self) -> CellReader:
        return self

    def __next__(self) -> str:
        if not self._waiting:
            raise StopIteration
        return self._waiting.pop()

    def read(self, raw: str) -> tuple[tuple[str, ...], RecordDamage]:
        """Return the unquoted cells of a record and the damage to its quotation marks."""
        if not self._quotes or '"' not in raw:
            return tuple(raw.rstrip("\r\n").split(self._delimiter)), ""
        self._waiting.append(raw)
        try:
            return tuple(next(self._reader)), ""
        except csv.Error:
            self._waiting.clear()
        fields, damage = find_fields(raw, self._delimiter, quotes=True)
        cells = tuple(
            raw[f.start + 1 : f.end - 1].replace('""', '"') if f.quoted else raw[f.start : f.end]
            for f in fields
        )
        return cells, damage


def read_cells(raw: str, delimiter: str, *, quotes: bool) -> tuple[tuple[str, ...], RecordDamage]:
    """Return the unquoted cells of one record and the damage to its quotation marks."""
    return CellReader(delimiter, quotes=quotes).read(raw)


def quote_cell(value: str, delimiter: str, *, always: bool, quotes: bool) -> str:
    """Return a cell as it is written; without `quotes` the format has no way to hold a line break."""
    if not quotes:
        return value
    needed = always or any(c in value for c in (delimiter, '"', "\n", "\r")) or value.startswith("#")
    return '"' + value.replace('"', '""') + '"' if needed else value


def read_records(
    text: str, delimiter: str, *, quotes: bool, header: bool, titles: int = 0
) -> Iterator[Record]:
    """Yield the records of a file in order; their raw texts joined are `text`.

    With `header` the first record that is not blank, a comment, a `sep=` line or one of the `titles` above it
    is the header.
    """
    lines = split_lines(text)
    at = 0
    awaiting_header = header
    reader = CellReader(delimiter, quotes=quotes)
    while at < len(lines):
        raw, number = lines[at], at + 1
        at += 1
        kind = _kind_of_line(raw, number)
        if kind != "row":
            yield Record(number, raw, (), kind)
            continue
        cells, damage = reader.read(raw)
        if damage == "unclosed-quote":
            joined = _join_lines(lines, at - 1, delimiter)
            if joined:
                raw = joined
                at = number - 1 + len(split_lines(joined))
                cells, damage = reader.read(raw)
        if not any(cells) or _is_spreadsheet_comment(cells):
            # A spreadsheet fills blank lines and comments up with delimiters, and quotes the latter.
            yield Record(number, raw, (), "comment" if any(cells) else "blank")
            continue
        if awaiting_header and titles:
            kind, titles = "comment", titles - 1
        elif awaiting_header:
            kind, awaiting_header = "header", False
        yield Record(number, raw, cells, kind, damage)


def _is_spreadsheet_comment(cells: tuple[str, ...]) -> bool:
    return cells[0].startswith("#") and not any(cells[1:])


def _kind_of_line(raw: str, number: int) -> RecordKind:
    if raw.startswith("#"):
        return "comment"
    if raw.isspace() and not raw.strip("\r\n "):
        return "blank"
    if number == 1 and re.fullmatch(r'"?sep=.?"?[\r\n]*', raw):
        return "directive"
    return "row"


def _join_lines(lines: list[str], first: int, delimiter: str) -> str:
    """Return the lines from `first` on that make one sound record, or "" where none do."""
    raw = lines[first]
    for line in lines[first + 1 : first + _MOST_LINES]:
        raw += line
        if '"' not in line:
            continue
        damage = find_fields(raw, delimiter, quotes=True)[1]
        if damage == "":
            return raw
        if damage == "stray-quote":
            return ""
    return ""

"""A glossary file goes in; a table that keeps every byte of it, and can be edited in place, comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from translate_pipe.errors import GlossaryError
from translate_pipe.files import write_atomically
from translate_pipe.glossary.tables.columns import (
    Column,
    is_exact,
    is_exact_name,
    override_columns,
    parse_column,
    parse_columns,
)
from translate_pipe.glossary.tables.encoding import Encoding, decode_table
from translate_pipe.glossary.tables.records import (
    Record,
    find_fields,
    line_end,
    quote_cell,
    read_cells,
    read_records,
    split_lines,
)

Layout = Literal["wide", "headerless"]
HEADERLESS_COLUMNS = ("source", "target", "note")
_OMEGAT_SUFFIXES = {".txt", ".utf8", ".tab"}
MOST_TITLES = 3
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the records of a file are written.

    `layout` is `wide` (a header names the columns) or `headerless` (OmegaT: source, target, comment).
    Without `quotes` a quotation mark is a character like any other. `quote_all` says that the file quotes
    every cell; rows that are added do the same.
    """

    delimiter: str = ","
    newline: str = "\n"
    layout: Layout = "wide"
    quotes: bool = True
    quote_all: bool = False
    encoding: Encoding = field(default_factory=Encoding)


@dataclass(frozen=True, slots=True)
class GlossaryTable:
    """A glossary file as it is: its dialect and all its records, comments and blank lines included.

    Every edit returns a new table in which only the records concerned are written anew. `origin` is the
    content of the file when it was read, by which a change on the disk meanwhile is noticed. `chosen` are
    columns whose meaning was given by hand, whatever the header says (position from 0, what it holds).
    """

    path: str
    dialect: Dialect
    records: tuple[Record, ...]
    origin: bytes | None = field(default=None, repr=False, compare=False)
    chosen: tuple[tuple[int, str], ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The column names as written; `source`, `target`, `note` where the file has no header."""
        if self.dialect.layout == "headerless":
            return HEADERLESS_COLUMNS if not self.chosen else self._numbered_names()
        return next((record.cells for record in self.records if record.kind == "header"), ())

    @property
    def header_line(self) -> int:
        """The 1-based line of the header, 1 where there is none."""
        return next((record.line for record in self.records if record.kind == "header"), 1)

    @property
    def columns(self) -> tuple[Column, ...]:
        """What each column means, in order."""
        return override_columns(parse_columns(self.header), self.chosen)

    @property
    def is_plain_pair(self) -> bool:
        """Whether the first two columns are source and target because nothing says otherwise."""
        return self.dialect.layout == "headerless" and not self.chosen

    def _numbered_names(self) -> tuple[str, ...]:
        width = max((len(record.cells) for record in self.rows), default=0)
        return tuple(f"column {number}" for number in range(1, width + 1))

    @property
    def rows(self) -> tuple[Record, ...]:
        """The records that hold terms, in order."""
        return tuple(record for record in self.records if record.kind == "row")

    def column_index(self, name: str | int) -> int:
        """Return the position of the column called `name` (letter case does not matter), or at a position.

        Raises:
            GlossaryError: there is no such column.
        """
        if isinstance(name, int):
            return name
        wanted = name.strip().lower()
        for index, title in enumerate(self.header):
            if title.strip().lower() == wanted:
                return index
        raise GlossaryError(
            f"there is no column {name!r}",
            path=self.path,
            line=self.header_line,
            remedy="the columns are " + ", ".join(self.header),
        )

    def cell(self, record: Record, name: str) -> str:
        """Return the stripped cell of a row, "" where the row is shorter than the header."""
        index = self.column_index(name)
        return record.cells[index].strip() if index < len(record.cells) else ""

    def to_text(self) -> str:
        """Return the whole file as text."""
        return "".join(record.raw for record in self.records)

    def to_bytes(self) -> bytes:
        """Return the whole file; byte-identical to what was read where nothing was edited.

        Raises:
            GlossaryError: an edited cell holds a letter that the file's encoding lacks.
        """
        return self.dialect.encoding.encode(self.to_text())

    def with_cell(self, line: int, name: str, value: str) -> GlossaryTable:
        """Return the table with one cell of the row at `line` set."""
        return self.with_cells({line: {name: value}})

    def with_cells(self, changes: Mapping[int, Mapping[str, str] | Mapping[int, str]]) -> GlossaryTable:
        """Return the table with cells set, by line of the row and by name or position of the column.

        The header is a row too: `{1: {"En": "en"}}` renames a column.

        Raises:
            GlossaryError: no row begins at that line, no such column, or the dialect cannot hold the value.
        """
        indexed = {
            line: {self.column_index(name): value for name, value in cells.items()}
            for line, cells in changes.items()
        }
        missing = set(indexed) - {r.line for r in self.records if r.kind in ("row", "header")}
        if missing:
            raise GlossaryError("no row begins here", path=self.path, line=min(missing))
        return self._rewritten(
            lambda r: self._changed(r, indexed[r.line]) if r.line in indexed else r,
        )

    def with_row(self, values: Mapping[str, str], *, after: int | None = None) -> GlossaryTable:
        """Return the table with a row added, at the end or after the record at line `after`.

        Raises:
            GlossaryError: a column does not exist, or the dialect cannot hold a value.
        """
        return self.with_rows([values], after=after)

    def with_rows(self, rows: Iterable[Mapping[str, str]], *, after: int | None = None) -> GlossaryTable:
        """Return the table with rows added in order, at the end or after the record at line `after`."""
        added = [self._new_row(values) for values in rows]
        records = list(self.records)
        at = len(records)
        if after is not None:
            at = next((i + 1 for i, record in enumerate(records) if record.line == after), at)
        if at and added and not line_end(records[at - 1].raw):
            records[at - 1] = replace(records[at - 1], raw=records[at - 1].raw + self.dialect.newline)
        return replace(self, records=_renumbered([*records[:at], *added, *records[at:]]))

    def without_rows(self, lines: Iterable[int]) -> GlossaryTable:
        """Return the table without the rows that begin at `lines`; comments around them stay.

        Raises:
            GlossaryError: no row begins at one of the lines.
        """
        unwanted = set(lines)
        missing = unwanted - {record.line for record in self.records if record.kind == "row"}
        if missing:
            raise GlossaryError("no row begins here", path=self.path, line=min(missing))
        kept = [record for record in self.records if record.line not in unwanted]
        return replace(self, records=_renumbered(kept))

    def with_column(self, name: str) -> GlossaryTable:
        """Return the table with an empty column called `name` after the last one.

        Raises:
            GlossaryError: the file has no header to name it in.
        """
        if self.dialect.layout == "headerless":
            raise GlossaryError(
                f"a file without a header cannot hold a column {name!r}",
                path=self.path,
                remedy="convert it to the wide format first: `translate-pipe glossary convert`",
            )
        width = len(self.header)
        return self._rewritten(
            lambda r: (
                self._changed(r, {width: name if r.kind == "header" else ""})
                if r.kind in ("row", "header")
                else r
            ),
        )

    def with_line_ends(self, newline: str) -> GlossaryTable:
        """Return the table with every line that has an end ending in `newline`; quoted line breaks stay."""
        return self._rewritten(
            lambda r: (
                replace(r, raw=r.raw[: len(r.raw) - len(line_end(r.raw))] + newline) if line_end(r.raw) else r
            ),
        )

    def _rewritten(self, change: Callable[[Record], Record]) -> GlossaryTable:
        return replace(self, records=_renumbered([change(record) for record in self.records]))

    def _changed(self, record: Record, values: Mapping[int, str]) -> Record:
        """Return a record with cells replaced; its other cells keep their exact writing."""
        dialect = self.dialect
        fields, _ = find_fields(record.raw, dialect.delimiter, quotes=dialect.quotes)
        written = [record.raw[f.start : f.end] for f in fields]
        quoted = [f.quoted for f in fields]
        everywhere = dialect.quote_all or (len(quoted) > 1 and all(quoted))
        while len(written) <= max(values):
            written.append('""' if everywhere and dialect.quotes else "")
            quoted.append(everywhere)
        for index, value in values.items():
            if index < len(record.cells) and record.cells[index] == value and not record.damage:
                continue
            written[index] = self._written(value, always=quoted[index])
        end = line_end(record.raw)
        raw = dialect.delimiter.join(written) + end
        cells, damage = read_cells(raw, dialect.delimiter, quotes=dialect.quotes)
        return Record(record.line, raw, cells, record.kind, damage)

    def _new_row(self, values: Mapping[str, str]) -> Record:
        cells = [""] * len(self.header)
        for name, value in values.items():
            cells[self.column_index(name)] = value
        if self.dialect.layout == "headerless":
            while len(cells) > 2 and not cells[-1]:
                cells.pop()
        always = self.dialect.quote_all
        raw = self.dialect.delimiter.join(self._written(value, always=always) for value in cells)
        return Record(0, raw + self.dialect.newline, tuple(cells))

    def _written(self, value: str, *, always: bool) -> str:
        dialect = self.dialect
        if not dialect.quotes and any(c in value for c in (dialect.delimiter, "\n", "\r")):
            raise GlossaryError(
                f"this file cannot hold a tab or a line break in a cell: {value!r}", path=self.path
            )
        return quote_cell(value, dialect.delimiter, always=always, quotes=dialect.quotes)


def _renumbered(records: Sequence[Record]) -> tuple[Record, ...]:
    numbered: list[Record] = []
    line = 1
    for record in records:
        numbered.append(record if record.line == line else replace(record, line=line))
        line += len(split_lines(record.raw)) if '"' in record.raw else 1
    return tuple(numbered)


def new_table(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, str]] = (),
    *,
    path: str = "",
    dialect: Dialect | None = None,
) -> GlossaryTable:
    """Return a table with a header (none in a `headerless` dialect) and rows given by column name."""
    dialect = dialect or Dialect()
    table = GlossaryTable(path, dialect, ())
    if dialect.layout == "wide":
        raw = dialect.delimiter.join(
            quote_cell(name, dialect.delimiter, always=dialect.quote_all, quotes=dialect.quotes)
            for name in columns
        )
        table = replace(table, records=(Record(1, raw + dialect.newline, tuple(columns), "header"),))
    return table.with_rows(rows)


def read_table(path: Path, *, chosen: Sequence[tuple[int, str]] = ()) -> GlossaryTable:
    """Read a glossary as it is: any delimiter, quoting, line ends and encoding a spreadsheet writes.

    Args:
        chosen: columns whose meaning is given by hand; see `parse_choice`.

    Raises:
        GlossaryError: the file is missing, unreadable, binary, or in an encoding that cannot be told.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise GlossaryError(
            f"cannot read the glossary: {error.strerror or error}",
            path=path,
            remedy="check the name given with --glossary",
        ) from error
    return parse_table(content, path=str(path), chosen=chosen)


def parse_table(content: bytes, *, path: str = "", chosen: Sequence[tuple[int, str]] = ()) -> GlossaryTable:
    """Return the table that `content` holds; the ending of `path` tells OmegaT files by their name."""
    text, encoding = decode_table(content, path=path)
    delimiter, layout, titles = _find_dialect(text, Path(path).suffix.lower())
    # OmegaT never quotes in its tab-separated files; spreadsheets do, in theirs.
    quotes = not (layout == "headerless" and delimiter == "\t")
    records = tuple(read_records(text, delimiter, quotes=quotes, header=layout == "wide", titles=titles))
    dialect = Dialect(
        delimiter=delimiter,
        newline=_usual_line_end(records),
        layout=layout,
        quotes=quotes,
        quote_all=quotes and _quotes_all(records, delimiter),
        encoding=encoding,
    )
    return GlossaryTable(path, dialect, records, content, tuple(chosen))


def _find_dialect(text: str, suffix: str) -> tuple[str, Layout, int]:
    """Return the delimiter under which the first row reads as a header, else what most rows agree on.

    The third value counts the rows above the header that are a title: one filled cell and nothing else.
    """
    lines = [line for line in split_lines(text[:200_000]) if line.strip() and not line.startswith("#")]
    if lines and lines[0].strip('"\r\n').startswith("sep=") and len(lines[0].strip('"\r\n')) == 5:
        delimiter = lines.pop(0).strip('"\r\n')[4]
        titles = _titles_above_header(lines, delimiter, suffix)
        return delimiter, "headerless" if titles is None else "wide", titles or 0
    ranked = sorted(_DELIMITERS, key=lambda delimiter: -_header_score(lines[:1], delimiter))
    titles = _titles_above_header(lines, ranked[0], suffix)
    if titles is not None:
        return ranked[0], "wide", titles
    if suffix in _OMEGAT_SUFFIXES:
        return "\t", "headerless", 0
    return _common_delimiter(lines[:50], suffix), "headerless" if lines else "wide", 0


def _titles_above_header(lines: list[str], delimiter: str, suffix: str) -> int | None:
    """Return how many rows are a title above the header, None if there is no header."""
    titles = 0
    for line in lines[: 2 * MOST_TITLES + 1]:
        cells = read_cells(line, delimiter, quotes=True)[0]
        filled = sum(bool(cell.strip()) for cell in cells)
        if filled and is_header(cells, suffix, below_title=titles > 0):
            return titles
        titles += filled
        if filled > 1 or titles > MOST_TITLES:
            return None
    return None


def _header_score(lines: list[str], delimiter: str) -> int:
    """Return how much a delimiter finds in a row: cells named to the letter first, then any."""
    cells = read_cells(lines[0], delimiter, quotes=True)[0] if lines else ()
    return sum(map(is_exact_name, cells)) * 100 + len(cells)


def is_header(cells: Sequence[str], suffix: str = "", *, below_title: bool = False) -> bool:
    """Tell whether a row names columns.

    A row of terms may begin with a short word that is also a language tag (`it`), or translate the name of a
    language, so one cell that could be a heading is not enough where the other cell is none, and two cells
    that name the same language in words are terms. In OmegaT's files, which have no header, two must be sure.
    """
    columns = [column for column in parse_columns(cells) if column.name.strip()]
    single = [parse_column(column.name, 0) for column in columns]
    named = [column.locale or column.feature for column in single if column.kind in ("locale", "side")]
    freely = [column for column in single if column.kind in ("locale", "side") and not is_exact(column)]
    if freely and len(named) > 1 and len(set(named)) == 1:
        return False
    terms = sum(column.kind in ("locale", "side") for column in columns)
    known = sum(column.kind != "unknown" for column in columns)
    if suffix in _OMEGAT_SUFFIXES or below_title:
        return terms >= 2 and known * 2 > len(columns)
    if terms >= 2 or (terms == 1 and known >= 2):
        return True
    others = [column.name for column in columns if column.kind == "unknown"]
    return terms == 1 and not freely and len(columns) <= 2 and all(map(str.isascii, others))


def _common_delimiter(lines: list[str], suffix: str) -> str:
    if suffix == ".tsv":
        return "\t"

    def agreement(delimiter: str) -> int:
        widths = Counter(len(read_cells(line, delimiter, quotes=True)[0]) for line in lines)
        return max((count for width, count in widths.items() if width > 1), default=0)

    # `|` separates alternatives inside a cell, so it is no guess for a file without a header.
    return max(_DELIMITERS[:3], key=agreement)


def _usual_line_end(records: Sequence[Record]) -> str:
    counts = Counter(line_end(record.raw) for record in records[:1000])
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else "\n"


def _quotes_all(records: Sequence[Record], delimiter: str) -> bool:
    rows = [record for record in records if record.kind in ("header", "row")][:20]
    return bool(rows) and all(
        f.quoted for record in rows for f in find_fields(record.raw, delimiter, quotes=True)[0]
    )


def save_table(table: GlossaryTable, path: Path | None = None) -> None:
    """Write a table to its file (or to `path`), unless that would undo somebody else's work.

    Raises:
        GlossaryError: an office program has the file open, or it changed since it was read.
    """
    target = Path(path if path is not None else table.path)
    content = table.to_bytes()
    lock = find_office_lock(target)
    if lock is not None:
        raise GlossaryError(
            f"the file is open in another program ({lock.name})",
            path=target,
            remedy="save and close it there, then run this again; nothing was written",
        )
    if path is None and table.origin is not None and _read_or_none(target) != table.origin:
        raise GlossaryError(
            "the file has changed since it was read",
            path=target,
            remedy="run this again; nothing was written",
        )
    write_atomically(target, content)


def _read_or_none(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def find_office_lock(path: Path) -> Path | None:
    """Return the lock file that LibreOffice (`.~lock.name#`) or Excel (`~$name`) keeps while it is open."""
    locks = (path.with_name(f".~lock.{path.name}#"), path.with_name(f"~${path.name}"))
    return next((lock for lock in locks if lock.exists()), None)

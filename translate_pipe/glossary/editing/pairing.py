"""Two glossary tables go in; their rows, paired by what they are about, come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from translate_pipe.glossary.faults.check import find_layout
from translate_pipe.glossary.faults.fault import refuse_errors
from translate_pipe.glossary.faults.row_rules import Layout
from translate_pipe.glossary.tables.columns import Column
from translate_pipe.glossary.tables.records import Record
from translate_pipe.glossary.tables.rows import missing_column_fault
from translate_pipe.glossary.tables.table import GlossaryTable
from translate_pipe.glossary.tables.values import source_key
from translate_pipe.locales import parse_locale


@dataclass(frozen=True, slots=True)
class KeyedRow:
    """A row with its cells by what their columns mean: `ru`, `ru.forms`, `status`, or an unknown name."""

    record: Record
    source: str
    status: str
    cells: dict[str, str]


class KeyedTable:
    """The rows of a table by what their columns mean, so that tables with other columns compare."""

    def __init__(self, table: GlossaryTable, source_locale: str = "en", target_locale: str = "") -> None:
        asked = (parse_locale(target_locale),) if target_locale else ()
        layout = find_layout(table, parse_locale(source_locale), asked)
        if layout is None:
            refuse_errors([missing_column_fault(table, source_locale)])
        assert layout is not None
        self.table = table
        self.layout: Layout = layout
        columns = table.columns
        if table.dialect.layout == "headerless":
            columns = (layout.source, *layout.targets, Column(2, "note", "feature", feature="note"))
        self.names: dict[str, str] = {key_of(column): column.name for column in columns if key_of(column)}
        self._columns = columns

    def rows(self) -> list[KeyedRow]:
        """Return the rows that have a source term, in order."""
        found: list[KeyedRow] = []
        width = len(self.table.header)
        for record in self.table.rows:
            cells = record.cells + ("",) * (width - len(record.cells))
            source = cells[self.layout.source.index].strip()
            if source:
                keyed = {key_of(c): cells[c.index].strip() for c in self._columns if key_of(c)}
                found.append(KeyedRow(record, source, self.layout.status(cells), keyed))
        return found

    def case_sensitive(self, row: KeyedRow) -> bool | None:
        """Return what a row says of letter case."""
        return self.layout.case_sensitive(row.record.cells + ("",) * len(self.table.header))


def key_of(column: Column) -> str:
    """Return what a column means as one word, the same for `RU` and `ru`; "" for an unnamed column."""
    if column.kind == "locale":
        return column.locale
    if column.kind == "feature":
        return f"{column.locale}.{column.feature}" if column.locale else column.feature
    return column.name.strip().lower()


def pair_rows(one: KeyedTable, two: KeyedTable) -> Iterator[tuple[KeyedRow | None, KeyedRow | None]]:
    """Yield the rows of both tables in pairs about the same source term, in the order of the first table.

    Of several rows of a term those with the same cells belong together, then those with the same status,
    then those in the same order. A row without a partner is paired with None; those of the second table
    that have none come last.
    """
    theirs: dict[tuple[str, bool], list[KeyedRow]] = {}
    for row in two.rows():
        theirs.setdefault(source_key(row.source, two.case_sensitive(row)), []).append(row)
    ours: dict[tuple[str, bool], list[KeyedRow]] = {}
    order = one.rows()
    for row in order:
        ours.setdefault(source_key(row.source, one.case_sensitive(row)), []).append(row)
    partners: dict[int, KeyedRow] = {}
    left: list[KeyedRow] = []
    for key, rows in theirs.items():
        left += _match_up(ours.get(key, []), rows, partners)
    for row in order:
        yield row, partners.get(row.record.line)
    for row in sorted(left, key=lambda row: row.record.line):
        yield None, row


def _match_up(ours: list[KeyedRow], theirs: list[KeyedRow], partners: dict[int, KeyedRow]) -> list[KeyedRow]:
    """Give each of `ours` a partner of `theirs` as long as there are any; return those left over."""
    free, left = list(ours), list(theirs)

    def take(same: int) -> None:
        for row in list(left):
            for own in free:
                if _likeness(own, row) >= same:
                    partners[own.record.line] = row
                    free.remove(own)
                    left.remove(row)
                    break

    for same in (3, 2, 1, 0):
        take(same)
    return left


def _likeness(one: KeyedRow, two: KeyedRow) -> int:
    """Return 3 for rows of the same cells, 2 for the same status and a target in common, 1 for the status.

    An admitted or forbidden row is about its rendering: with none in common it is another row (-1).
    """
    shared = {k: v for k, v in one.cells.items() if v and two.cells.get(k) == v}
    if {k: v for k, v in one.cells.items() if v} == {k: v for k, v in two.cells.items() if v}:
        return 3
    targets = [k for k in shared if "." not in k and k not in _OTHER and shared[k] != one.source]
    if one.status == two.status and targets:
        return 2
    if one.status in ("admitted", "forbidden") or two.status in ("admitted", "forbidden"):
        return 0 if targets else -1
    return 1 if one.status == two.status else 0


_OTHER = frozenset(
    (
        "pos",
        "gender",
        "number",
        "animate",
        "indeclinable",
        "forms",
        "case_sensitive",
        "match",
        "status",
        "note",
    )
)

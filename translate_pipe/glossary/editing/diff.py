"""Two states of a glossary go in; what changed, entry by entry, comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from translate_pipe.glossary.editing.pairing import KeyedTable, pair_rows


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that changed, by what its column means."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One row that was added, removed or changed; the lines are 1-based, 0 where the row is not there."""

    kind: Literal["added", "removed", "changed"]
    source: str
    before_line: int
    after_line: int
    cells: tuple[CellChange, ...]


def diff_tables(before: KeyedTable, after: KeyedTable) -> tuple[EntryChange, ...]:
    """Return the rows that differ; order of rows and columns, quoting and encoding do not count."""
    return tuple(_changes(before, after))


def _changes(before: KeyedTable, after: KeyedTable) -> Iterator[EntryChange]:
    columns = tuple(dict.fromkeys((*before.names, *after.names)))
    for old, new in pair_rows(before, after):
        old_cells = old.cells if old is not None else {}
        new_cells = new.cells if new is not None else {}
        cells = tuple(
            CellChange(column, old_cells.get(column, ""), new_cells.get(column, ""))
            for column in columns
            if old_cells.get(column, "") != new_cells.get(column, "")
        )
        if not cells:
            continue
        source = new.source if new is not None else old.source if old is not None else ""
        yield EntryChange(
            "added" if old is None else "removed" if new is None else "changed",
            source,
            old.record.line if old is not None else 0,
            new.record.line if new is not None else 0,
            cells,
        )


def show_change(change: EntryChange) -> str:
    """Return a change in lines: the term with a sign and its line, then one line a cell."""
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
    line = change.after_line or change.before_line
    lines = [f"{sign} {change.source} (line {line})"]
    for cell in change.cells:
        if change.kind == "changed":
            lines.append(f"    {cell.column}: {cell.before or '(empty)'} → {cell.after or '(empty)'}")
        elif (cell.after or cell.before) != change.source:
            lines.append(f"    {cell.column}: {cell.after or cell.before}")
    return "\n".join(lines)

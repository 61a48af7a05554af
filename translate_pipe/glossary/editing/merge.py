"""A glossary and another one go in; the first with what the other adds, and where they disagree, come out."""

from __future__ import annotations

from dataclasses import dataclass

from translate_pipe.glossary.editing.pairing import KeyedTable, pair_rows
from translate_pipe.glossary.tables.columns import parse_column
from translate_pipe.glossary.tables.table import GlossaryTable


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """A cell that two glossaries fill differently; `kept` stands in the result."""

    source: str
    column: str
    line: int
    kept: str
    dropped: str


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged table, how many rows were added and cells filled, and every cell that was decided."""

    table: GlossaryTable
    added: int
    filled: int
    conflicts: tuple[MergeConflict, ...]


def merge_tables(base: KeyedTable, other: KeyedTable, *, prefer_other: bool = False) -> Merge:
    """Add the rows of `other` to `base` and fill its empty cells; where both fill one, `base` wins.

    The order, comments, quoting and unknown columns of `base` stay; columns that only `other` has are
    added at the right if any of their cells is needed.
    """
    names = dict(base.names)
    missing: list[str] = []
    changes: dict[int, dict[str, str]] = {}
    rows: list[dict[str, str]] = []
    conflicts: list[MergeConflict] = []
    filled = 0

    def name_of(column: str) -> str:
        if column not in names:
            names[column] = (
                other.names[column] if parse_column(other.names[column], 0).kind == "unknown" else column
            )
            missing.append(names[column])
        return names[column]

    for ours, theirs in pair_rows(base, other):
        if theirs is None:
            continue
        if ours is None:
            rows.append({name_of(column): cell for column, cell in theirs.cells.items() if cell})
            continue
        for column, cell in theirs.cells.items():
            own = ours.cells.get(column, "")
            if not cell or cell == own or (column == "status" and cell == "preferred" and not own):
                continue
            if not own:
                filled += 1
            else:
                kept, dropped = (cell, own) if prefer_other else (own, cell)
                conflicts.append(MergeConflict(ours.source, column, ours.record.line, kept, dropped))
                if not prefer_other:
                    continue
            changes.setdefault(ours.record.line, {})[name_of(column)] = cell
    table = base.table
    for name in missing:
        table = table.with_column(name)
    table = table.with_cells(changes) if changes else table
    return Merge(table.with_rows(rows), len(rows), filled, tuple(conflicts))

"""What a table file and a workbook are both read as: a row of cells and its line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: its cells, and the 1-based line (or row of the workbook) it begins on."""

    line: int
    cells: tuple[str, ...]

    def cell(self, index: int) -> str:
        """Return a cell, "" where the row is too short."""
        return self.cells[index] if 0 <= index < len(self.cells) else ""

"""The columns that TSV, CSV, XLSX, DOCX and Markdown share; a bitext becomes cells, and cells become rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translate_pipe.bilingual.rows import (
    BilingualFile,
    BilingualRow,
    account_lines,
    parse_number,
    parse_state,
    unit_fingerprint,
)
from translate_pipe.errors import BitextError
from translate_pipe.model import Bitext, TranslationUnit

COLUMNS = (
    "id",
    "number",
    "state",
    "source",
    "target",
    "comment",
    "terms",
    "issues",
    "memory",
    "fingerprint",
)
"""In every table, in this order; a person edits `target`, `comment` and `state`."""

REQUIRED = ("id", "source", "target")
EDITABLE = ("state", "target", "comment")

ARTICLE, LOCALES, PROVENANCE = "#article", "#locales", "#provenance"
"""Ids of the last rows, which say what the table belongs to."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of a table as read: its cells, where it stands, and its line number in a text file."""

    cells: Sequence[str]
    place: str
    line: int | None = None


def table_cells(bitext: Bitext) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table below its header: one a unit, and the last ones."""
    yield from map(unit_cells, bitext.units)
    yield from closing_cells(bitext)


def unit_cells(unit: TranslationUnit) -> tuple[str, ...]:
    """Return the cells of a unit, in the order of `COLUMNS`."""
    terms, issues, memory = account_lines(unit)
    segment = unit.segment
    texts = (segment.source, unit.target, unit.comment, terms, issues, memory)
    return (segment.id, str(segment.number), unit.state, *texts, unit_fingerprint(unit))


def closing_cells(bitext: Bitext) -> list[tuple[str, ...]]:
    """Return the last rows of a table: article, locales and provenance, below `source` and `target`."""
    said = (
        (ARTICLE, bitext.article, ""),
        (LOCALES, bitext.source_locale, bitext.target_locale),
        (PROVENANCE, bitext.provenance.signature(), ""),
    )
    return [(name, "", "", source, target, "", "", "", "", "") for name, source, target in said]


def parse_table(
    lines: Iterable[TableLine],
    *,
    path: Path,
    format: str,
    decode: Callable[[str], str],
    also: Sequence[str] = (),
) -> BilingualFile:
    """Return the rows of a table whose first line names the columns, in any order.

    Args:
        also: columns of our own that this format has besides.
        decode: gives the text of a cell back from what the format holds.

    Raises:
        BitextError: a column is missing or named twice, or a row is longer than the header.
    """
    remaining = iter(lines)
    header = next(remaining, None)
    if header is None:
        raise BitextError("holds no table", path=path)
    names = [name.strip().lower() for name in header.cells]
    _check_header(names, path, header.line)
    rows: list[BilingualRow] = []
    said: dict[str, tuple[str, str]] = {}
    for line in remaining:
        if not any(cell.strip() for cell in line.cells):
            continue
        cells = _named_cells(names, line, decode)
        identifier = cells["id"].strip()
        if identifier.startswith("#"):
            said[identifier] = (cells["source"], cells["target"])
        else:
            row = _row(identifier, cells, line, path)
            # Editors drop the empty cells at the end of a line; a row may end before its target.
            rows.append(replace(row, has_target=len(line.cells) > names.index("target")))
    locales = said.get(LOCALES, ("", ""))
    return BilingualFile(
        path,
        format,
        tuple(rows),
        article=said.get(ARTICLE, ("", ""))[0],
        source_locale=locales[0],
        target_locale=locales[1],
        provenance=said.get(PROVENANCE, ("", ""))[0],
        ignored=tuple(name for name in names if name and name not in (*COLUMNS, *also)),
    )


def _check_header(names: Sequence[str], path: Path, line: int | None) -> None:
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise BitextError(
            f"no column {' and no column '.join(missing)}",
            path=path,
            line=line,
            remedy=f"the first row must name the columns ({', '.join(COLUMNS)}), in any order",
        )
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise BitextError(f"two columns are named {twice[0]}", path=path, line=line)


def _named_cells(names: Sequence[str], line: TableLine, decode: Callable[[str], str]) -> dict[str, str]:
    cells = list(line.cells)
    surplus = [cell for cell in cells[len(names) :] if cell.strip()]
    if surplus:
        raise BitextError(
            f"{line.place}: {len(cells)} cells where the header has {len(names)}",
            remedy="a separator within a cell must be quoted",
        )
    cells += [""] * (len(names) - len(cells))
    return {name: decode(cell) for name, cell in zip(names, cells, strict=False) if name in COLUMNS}


def _row(identifier: str, cells: dict[str, str], line: TableLine, path: Path) -> BilingualRow:
    try:
        state = parse_state(cells.get("state", ""), path=path, line=line.line)
    except BitextError as error:
        if line.line is not None:
            raise
        raise BitextError(f"{line.place}: {error.problem}", remedy=error.remedy) from None
    return BilingualRow(
        identifier,
        cells["source"],
        cells["target"],
        line.place,
        number=parse_number(cells.get("number", "")),
        state=state,
        comment=cells.get("comment"),
        fingerprint=cells.get("fingerprint", "").strip(),
    )

"""A glossary table and an edit in words of terms go in; the edited table comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.faults.check import check_read_tables, find_layout
from translate_pipe.glossary.faults.fault import refuse_errors
from translate_pipe.glossary.tables.columns import find_locale_column, parse_column
from translate_pipe.glossary.tables.records import Record
from translate_pipe.glossary.tables.rows import missing_column_fault
from translate_pipe.glossary.tables.table import GlossaryTable
from translate_pipe.glossary.tables.values import split_alternatives
from translate_pipe.glossary.tokens import fold_text
from translate_pipe.locales import parse_locale


def find_rows(table: GlossaryTable, term: str, *, source_locale: str = "en") -> tuple[Record, ...]:
    """Return the rows of a source term: those that spell it so, else those that read alike.

    Raises:
        GlossaryError: no column holds source terms.
    """
    at = _source_index(table, source_locale)
    rows = [row for row in table.rows if at < len(row.cells)]
    exact = tuple(row for row in rows if term in split_alternatives(row.cells[at]))
    if exact:
        return exact
    wanted = fold_text(term)
    return tuple(
        row
        for row in rows
        if any(fold_text(source) == wanted for source in split_alternatives(row.cells[at]))
    )


def choose_row(
    table: GlossaryTable, term: str, *, source_locale: str = "en", line: int | None = None
) -> Record:
    """Return the one row of a source term; with `line` the one that begins there.

    Raises:
        GlossaryError: there is none, or several and no line to choose by.
    """
    rows = find_rows(table, term, source_locale=source_locale)
    if line is not None:
        rows = tuple(row for row in rows if row.line == line)
    if not rows:
        raise GlossaryError(
            f'no row has the source term "{term}"' + (f" at line {line}" if line is not None else ""),
            path=table.path,
            remedy="`translate-pipe glossary add` makes one",
        )
    if len(rows) > 1:
        lines = ", ".join(str(row.line) for row in rows)
        raise GlossaryError(
            f'"{term}" has {len(rows)} rows (lines {lines})',
            path=table.path,
            line=rows[0].line,
            remedy="choose one with --line",
        )
    return rows[0]


def add_term(
    table: GlossaryTable, term: str, cells: Mapping[str, str], *, source_locale: str = "en"
) -> GlossaryTable:
    """Return the table with a row for a source term at its end, in the style of the file.

    Columns that have a meaning but are missing are added; a column that has none must exist already.

    Raises:
        GlossaryError: the row would be at fault, or contradict another.
    """
    at = _source_index(table, source_locale)
    table = _with_columns(table, cells)
    values = {table.header[at]: term, **{_name_of(table, name): value for name, value in cells.items()}}
    added = table.with_row(values)
    refuse_new_errors(table, added, source_locale, line=added.rows[-1].line)
    return added


def set_cells(
    table: GlossaryTable,
    term: str,
    cells: Mapping[str, str],
    *,
    source_locale: str = "en",
    line: int | None = None,
) -> GlossaryTable:
    """Return the table with cells of the row of a source term changed; see `add_term` for columns.

    Raises:
        GlossaryError: there is not one such row, or the row would be at fault.
    """
    row = choose_row(table, term, source_locale=source_locale, line=line)
    table = _with_columns(table, cells)
    changed = table.with_cells({row.line: {_name_of(table, name): value for name, value in cells.items()}})
    refuse_new_errors(table, changed, source_locale, line=row.line)
    return changed


def remove_term(
    table: GlossaryTable,
    term: str,
    *,
    source_locale: str = "en",
    line: int | None = None,
    every: bool = False,
) -> GlossaryTable:
    """Return the table without the row of a source term, or without all its rows.

    Raises:
        GlossaryError: there is none; or there are several, and neither a line nor `every` is given.
    """
    rows = find_rows(table, term, source_locale=source_locale)
    if not every or not rows:
        rows = (choose_row(table, term, source_locale=source_locale, line=line),)
    return table.without_rows(row.line for row in rows)


def parse_assignments(assignments: Sequence[str]) -> dict[str, str]:
    """Return columns and cells from `column=cell` words, in order.

    Raises:
        GlossaryError: a word has no `=`.
    """
    cells: dict[str, str] = {}
    for word in assignments:
        name, sign, value = word.partition("=")
        if not sign or not name.strip():
            raise GlossaryError(f"not a column and a cell: {word!r}", remedy='write them as ru="State Duma"')
        cells[name.strip()] = value
    return cells


def _source_index(table: GlossaryTable, source_locale: str) -> int:
    layout = find_layout(table, parse_locale(source_locale), ())
    if layout is None:
        refuse_errors([missing_column_fault(table, source_locale)])
    assert layout is not None
    return layout.source.index


def _name_of(table: GlossaryTable, name: str) -> str:
    """Return the header cell that a column is asked for by: its name, or another name of the same locale."""
    wanted = name.strip().lower()
    if any(title.strip().lower() == wanted for title in table.header):
        return name
    column = parse_column(name, 0)
    if column.kind == "locale" and table.dialect.layout == "wide":
        found = find_locale_column(table.columns, column.locale)
        if found is not None and found.locale == column.locale:
            return found.name
    if column.kind == "locale" and table.dialect.layout == "headerless":
        return "target"
    return name


def _with_columns(table: GlossaryTable, cells: Mapping[str, str]) -> GlossaryTable:
    for name in cells:
        known = {title.strip().lower() for title in table.header}
        if _name_of(table, name).strip().lower() in known:
            continue
        if parse_column(name, 0).kind == "unknown":
            table.column_index(name)
        table = table.with_column(name)
    return table


def refuse_new_errors(
    before: GlossaryTable, after: GlossaryTable, source_locale: str, *, line: int | None = None
) -> None:
    """Refuse an edit that brings errors into a table, into one row of it if `line` is given.

    Raises:
        GlossaryError: the message lists the errors that were not there before.
    """
    known = {(f.kind, f.message) for f in check_read_tables([before], source_locale, (), False)}
    faults = check_read_tables([after], source_locale, (), False)
    refuse_errors([f for f in faults if line in (None, f.line) and (f.kind, f.message) not in known])

"""The project's own table, a column per locale: as CSV or TSV, or as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.grid import read_grid, write_grid
from translate_pipe.glossary.formats.grid_row import GridRow
from translate_pipe.glossary.formats.terms import (
    Exchange,
    LossLog,
    TermList,
    TermRow,
    choose_source,
    choose_targets,
    clean_text,
    make_list,
    make_row,
)
from translate_pipe.glossary.tables.columns import Column, parse_columns
from translate_pipe.glossary.tables.table import GlossaryTable, parse_table


def read_wide(content: bytes, exchange: Exchange) -> TermList:
    """Read a wide table from CSV, TSV or a workbook.

    Raises:
        GlossaryError: a row is broken, or the header names no language.
    """
    if content.startswith(b"PK\x03\x04"):
        rows = read_grid(content, exchange.path)
        return read_header_rows(rows, exchange)
    table = parse_table(content, path=exchange.path)
    for record in table.records:
        if record.kind == "comment":
            exchange.losses.add("comment line", record.line, record.raw.strip())
    return read_header_rows(_rows_of(table), exchange)


def _rows_of(table: GlossaryTable) -> list[GridRow]:
    if table.dialect.layout == "headerless":
        raise GlossaryError(
            "the first row names no languages",
            path=table.path,
            line=1,
            remedy="put a header such as en,ru above the rows, or say what the file is with --from-format",
        )
    rows: list[GridRow] = []
    for record in table.records:
        if record.damage == "unclosed-quote":
            raise GlossaryError(
                "a quotation mark opens a cell and is never closed",
                path=table.path,
                line=record.line,
                remedy='close it, or double it ("") if it belongs to the term',
            )
        if record.kind in ("header", "row"):
            rows.append(GridRow(record.line, record.cells))
    return rows


def read_header_rows(rows: Sequence[GridRow], exchange: Exchange) -> TermList:
    """Return the terms of rows whose first names the columns, by locale and otherwise.

    Raises:
        GlossaryError: the header names no language, or a row is longer than the header.
    """
    header = rows[0].cells if rows else ()
    columns = parse_columns(header)
    if not any(column.kind == "locale" for column in columns):
        raise GlossaryError(
            "the header names no language",
            path=exchange.path,
            line=rows[0].line if rows else 1,
            remedy="name the columns of terms en, ru, pt-BR, …",
        )
    named = [(column, column_name(column)) for column in columns]
    found: list[TermRow] = []
    for row in rows[1:]:
        if any(cell.strip() for cell in row.cells[len(columns) :]):
            raise GlossaryError(
                f"the row has {len(row.cells)} cells, the header {len(columns)}",
                path=exchange.path,
                line=row.line,
                remedy="quote cells that hold the delimiter",
            )
        terms = [(c.locale, row.cell(c.index).split("|")) for c in columns if c.kind == "locale"]
        features = [(name, row.cell(c.index)) for c, name in named if c.kind != "locale"]
        made = make_row(terms, features, row.line)
        if not made.terms and made.features:
            exchange.losses.add(
                "row without any term (left out)", row.line, "; ".join(made.features.values())
            )
        found.append(made)
    locales = [column.locale for column in columns if column.kind == "locale"]
    return make_list(found, locales=locales, columns=[n for c, n in named if c.kind != "locale" and n])


def column_name(column: Column) -> str:
    """Return the canonical name of a column: `ru`, `ru.gender`, `note`; an unknown one keeps its own."""
    if column.kind == "locale":
        return column.locale
    if column.kind == "feature":
        return f"{column.locale}.{column.feature}" if column.locale else column.feature
    return column.name.strip()


def write_wide(terms: TermList, exchange: Exchange) -> bytes:
    """Write a wide table; it holds all but what its own separators forbid."""
    source = choose_source(terms, exchange)
    locales = (source, *choose_targets(terms, source, exchange))
    rows: list[Sequence[str]] = [(*locales, *terms.columns)]
    losses = exchange.losses
    for row in terms.rows:
        cells = [_term_cell(row, locale, losses) for locale in locales]
        cells += [clean_text(row.features.get(n, ""), line=row.line, losses=losses) for n in terms.columns]
        if cells[0].startswith("#") and not any(cells[1:]):
            losses.add("row of one cell that begins with # (it reads as a comment)", row.line, cells[0])
        if not any(cells[: len(locales)]):
            losses.add("row without a term in the languages written (left out)", row.line, _any_term(row))
            continue
        rows.append(cells)
    delimiter = "\t" if Path(exchange.path).suffix.lower() in (".tsv", ".tab") else ","
    return write_grid(rows, exchange.path, delimiter=delimiter)


def _any_term(row: TermRow) -> str:
    return next((term for alternatives in row.terms.values() for term in alternatives), "")


def _term_cell(row: TermRow, locale: str, losses: LossLog) -> str:
    alternatives: list[str] = []
    for term in row.terms.get(locale, ()):
        cleaned = clean_text(term, line=row.line, losses=losses)
        if "|" in cleaned:
            losses.add('"|" inside a term (written as "¦", for | separates alternatives)', row.line, term)
            cleaned = cleaned.replace("|", "¦")
        alternatives.append(cleaned)
    return "|".join(alternatives)

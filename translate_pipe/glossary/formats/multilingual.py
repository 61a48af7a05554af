"""Tables of cloud services with a column per language: Google's equivalent term sets, Amazon's terminology.

Source: cloud.google.com/translate/docs/advanced/glossary (header of language codes, optional `pos` and
`description`); docs.aws.amazon.com/translate/latest/dg/creating-custom-terminology.html (header of language
codes, the source language first, case-sensitive).
"""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.grid import read_grid, write_grid
from translate_pipe.glossary.formats.terms import (
    Exchange,
    TermList,
    TermRow,
    choose_source,
    choose_targets,
    clean_text,
    locale_or_empty,
    make_list,
    make_row,
    only_first,
    plain_targets,
    report_features,
)

_GOOGLE_COLUMNS = {"pos": "pos", "description": "note"}


def read_google_terms(content: bytes, exchange: Exchange) -> TermList:
    """Read Google's equivalent term sets."""
    return _read(content, exchange, _GOOGLE_COLUMNS)


def write_google_terms(terms: TermList, exchange: Exchange) -> bytes:
    """Write Google's equivalent term sets, with `pos` and `description` where they are filled."""
    return _write(terms, exchange, _GOOGLE_COLUMNS)


def read_aws(content: bytes, exchange: Exchange) -> TermList:
    """Read an Amazon Translate custom terminology (CSV or TSV)."""
    return _read(content, exchange, {})


def write_aws(terms: TermList, exchange: Exchange) -> bytes:
    """Write an Amazon Translate custom terminology (CSV or TSV), the source language first."""
    return _write(terms, exchange, {})


def _read(content: bytes, exchange: Exchange, extra: dict[str, str]) -> TermList:
    rows = read_grid(content, exchange.path)
    header = rows[0].cells if rows else ()
    locales = ["" if name.strip().lower() in extra else locale_or_empty(name) for name in header]
    features = [extra.get(name.strip().lower(), "") for name in header]
    for index, name in enumerate(header):
        if name.strip() and not locales[index] and not features[index]:
            raise GlossaryError(
                f"the header names {name.strip()!r}, which is no language",
                path=exchange.path,
                line=rows[0].line,
                remedy="name each column by its language code; read other tables with --from-format wide",
            )
    if not any(locales):
        raise GlossaryError(
            "the first row names no languages",
            path=exchange.path,
            line=1,
            remedy="put en,ru,… above the rows",
        )
    found = [
        make_row(
            [(locale, (row.cell(i),)) for i, locale in enumerate(locales) if locale],
            [(name, row.cell(i)) for i, name in enumerate(features) if name],
            row.line,
        )
        for row in rows[1:]
    ]
    return make_list(found, locales=[locale for locale in locales if locale])


def _write(terms: TermList, exchange: Exchange, extra: dict[str, str]) -> bytes:
    source = choose_source(terms, exchange)
    targets = choose_targets(terms, source, exchange)
    held = {name: title for title, name in extra.items() if any(name in row.features for row in terms.rows)}
    rows: list[Sequence[str]] = [(source, *targets, *held.values())]
    seen: set[str] = set()
    for row in terms.rows:
        report_features(row, exchange.losses, held=held)
        cells = _cells(row, source, targets, exchange)
        if not cells:
            continue
        if cells[0] in seen:
            exchange.losses.add("second row for a source term (left out)", row.line, cells[0])
            continue
        seen.add(cells[0])
        notes = (clean_text(row.features.get(n, ""), line=row.line, losses=exchange.losses) for n in held)
        rows.append((*cells, *notes))
    return write_grid(rows, exchange.path)


def _cells(row: TermRow, source: str, targets: Sequence[str], exchange: Exchange) -> list[str]:
    """Return one term per language, [] for a row that says nothing the service can use."""
    losses = exchange.losses
    first = only_first(row.terms.get(source, ()), row.line, losses)
    if not first:
        losses.add("row without a source term (left out)", row.line)
        return []
    cells = [first]
    for target in targets:
        # An empty cell says "no translation here", so a missing target is no loss in these tables.
        missing = target not in row.terms and row.status(target) != "do-not-translate"
        found = () if missing else plain_targets(row, source, target, losses)
        cells.append(only_first(found, row.line, losses))
    if not any(cells[1:]):
        if all(row.status(target) != "forbidden" for target in targets):
            losses.add("row without any target (left out)", row.line, first)
        return []
    return [clean_text(cell, line=row.line, losses=losses) for cell in cells]

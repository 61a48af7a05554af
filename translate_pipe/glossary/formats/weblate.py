"""The CSV of a Weblate glossary: location, source, target, id, fuzzy, context and two kinds of comments.

Source: docs.weblate.org, CSV files (the fields are those of the Translate Toolkit).
"""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.grid import read_grid, write_grid
from translate_pipe.glossary.formats.terms import (
    Exchange,
    TermList,
    TermRow,
    choose_pair,
    clean_text,
    make_list,
    make_row,
    only_first,
    plain_targets,
    report_features,
    required_pair,
)

HEADER = (
    *("location", "source", "target", "id", "fuzzy", "context"),
    *("translator_comments", "developer_comments"),
)


def read_weblate(content: bytes, exchange: Exchange) -> TermList:
    """Read a Weblate CSV with its header; comments of developers become notes.

    Raises:
        GlossaryError: there is no column `source` or `target`.
    """
    source, target = required_pair(exchange)
    rows = read_grid(content, exchange.path)
    header = [name.strip().lower() for name in (rows[0].cells if rows else ())]
    for name in ("source", "target"):
        if name not in header:
            raise GlossaryError(
                f"there is no column called {name}",
                path=exchange.path,
                line=1,
                remedy="export the glossary from Weblate as CSV with a header",
            )
    found: list[TermRow] = []
    for row in rows[1:]:
        cells = {name: row.cell(index) for index, name in enumerate(header)}
        features = [("note", cells.get("developer_comments", ""))]
        features.append((f"{target}.note", cells.get("translator_comments", "")))
        for name in ("context", "location", "id"):
            features.append((f"weblate.{name}", cells.get(name, "")))
        if cells.get("fuzzy", "").strip().lower() in ("true", "1", "yes", "fuzzy"):
            features.append(("weblate.fuzzy", "yes"))
        terms = [(source, (cells["source"],)), (target, (cells["target"],))]
        found.append(make_row(terms, features, row.line))
    return make_list(found, locales=(source, target))


def write_weblate(terms: TermList, exchange: Exchange) -> bytes:
    """Write a Weblate CSV for one pair of languages."""
    source, target = choose_pair(terms, exchange)
    losses = exchange.losses
    rows: list[Sequence[str]] = [HEADER]
    seen: set[tuple[str, str]] = set()
    kept = ("note", f"{target}.note", *(f"weblate.{name}" for name in ("context", "location", "id", "fuzzy")))
    for row in terms.rows:
        report_features(row, losses, held=kept)
        first = only_first(row.terms.get(source, ()), row.line, losses)
        second = only_first(plain_targets(row, source, target, losses), row.line, losses)
        if not first or not second:
            continue
        features = row.features
        context = features.get("weblate.context", "")
        if (first, context) in seen:
            losses.add("second row for a source term (left out)", row.line, first)
            continue
        seen.add((first, context))
        cells = [features.get("weblate.location", ""), first, second, features.get("weblate.id", "")]
        cells += ["True" if features.get("weblate.fuzzy") else "", context]
        cells += [features.get(f"{target}.note", ""), features.get("note", "")]
        rows.append([clean_text(cell, line=row.line, losses=losses) for cell in cells])
    return write_grid(rows, exchange.path, quote_all=True)

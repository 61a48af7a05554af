"""Glossary files that exist go in; the source terms they have already come out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from translate_pipe.glossary.tables.columns import find_locale_column, settle_sides
from translate_pipe.glossary.tables.table import read_table
from translate_pipe.glossary.tables.values import split_alternatives


def known_terms(paths: Iterable[Path], locale: str) -> frozenset[str]:
    """Return all source terms of glossary files, whatever their status; other columns do not matter.

    Raises:
        GlossaryError: a file cannot be read.
    """
    terms: set[str] = set()
    for path in paths:
        table = read_table(path)
        if table.is_plain_pair:
            index = 0
        else:
            column = find_locale_column(settle_sides(table.columns, locale, ""), locale)
            if column is None:
                continue
            index = column.index
        for row in table.rows:
            terms.update(split_alternatives(row.cells[index]) if index < len(row.cells) else ())
    return frozenset(terms)

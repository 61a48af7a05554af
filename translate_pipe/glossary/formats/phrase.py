"""The term base table of Phrase Strings: term, case_sensitive, translatable, description, and languages.

Source: support.phrase.com, Uploading and Downloading Terms (Strings): a header of supported column names and
locale codes, in any order.
"""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.grid import read_grid, write_grid
from translate_pipe.glossary.formats.terms import (
    Exchange,
    TermList,
    choose_source,
    choose_targets,
    clean_text,
    locale_or_empty,
    make_list,
    make_row,
    only_first,
    report_features,
)
from translate_pipe.glossary.tables.values import UnknownValueError, parse_truth

HEADER = ("term", "case_sensitive", "translatable", "description")


def column_of(name: str) -> str:
    """Return which of the four named columns a header cell means, "" for none."""
    cleaned = name.strip().lower().replace(" ", "_")
    return cleaned if cleaned in HEADER else ""


def read_phrase(content: bytes, exchange: Exchange) -> TermList:
    """Read a Phrase term base, CSV or the same table in a workbook.

    `term` is in the language of --source, or of the column that holds the same terms.

    Raises:
        GlossaryError: the header is another, or the language of `term` cannot be told.
    """
    rows = read_grid(content, exchange.path)
    header = rows[0].cells if rows else ()
    named = {column_of(name): index for index, name in enumerate(header) if column_of(name)}
    locales = ["" if column_of(name) else locale_or_empty(name) for name in header]
    if "term" not in named:
        raise GlossaryError(
            "there is no column called term",
            path=exchange.path,
            line=1,
            remedy="export it from Phrase as CSV",
        )
    at = named["term"]
    same = [
        locale
        for index, locale in enumerate(locales)
        if locale and all(row.cell(index).strip() == row.cell(at).strip() for row in rows[1:])
    ]
    source = exchange.source or (same[0] if same else "")
    if not source:
        raise GlossaryError(
            "the file does not say in which language the column term is",
            path=exchange.path,
            remedy="say it: --source en",
        )
    losses = exchange.losses
    found = []
    for row in rows[1:]:
        terms = [(source, (row.cell(at),))]
        for index, locale in enumerate(locales):
            if locale and locale != source:
                terms.append((locale, (row.cell(index),)))
            elif not locale and not column_of(header[index]) and row.cell(index).strip():
                losses.add(f"column {header[index].strip()}", row.line, row.cell(index))
        features = [("note", row.cell(named.get("description", -1)))]
        features.append(("case_sensitive", _truth_cell(row.cell(named.get("case_sensitive", -1)))))
        translatable = _truth_cell(row.cell(named.get("translatable", -1)))
        features.append(("status", "do-not-translate" if translatable == "no" else ""))
        found.append(make_row(terms, features, row.line))
    return make_list(found, locales=[source, *(locale for locale in locales if locale)])


def _truth_cell(cell: str) -> str:
    try:
        truth = parse_truth(cell)
    except UnknownValueError:
        return cell
    return "" if truth is None else "yes" if truth else "no"


def write_phrase(terms: TermList, exchange: Exchange) -> bytes:
    """Write a Phrase term base; `term` repeats the source term, which also has its own column."""
    source = choose_source(terms, exchange)
    targets = choose_targets(terms, source, exchange)
    losses = exchange.losses
    rows: list[Sequence[str]] = [(*HEADER, source, *targets)]
    for row in terms.rows:
        report_features(row, losses, held=("note", "case_sensitive"))
        first = only_first(row.terms.get(source, ()), row.line, losses)
        if not first:
            losses.add("row without a source term (left out)", row.line)
            continue
        cells = [first]
        for target in targets:
            status = row.status(target)
            if status == "forbidden":
                losses.add("forbidden term (left out)", row.line, " | ".join(row.terms.get(target, ())))
                cells.append("")
                continue
            if status == "admitted":
                losses.add("status admitted", row.line, row.first(target))
            cells.append(only_first(row.terms.get(target, ()), row.line, losses))
        if not any(cells[1:]) and any(row.status(target) == "forbidden" for target in targets):
            continue
        kept = row.status(targets[0] if targets else "") != "do-not-translate"
        sensitive = {"yes": "true", "no": "false"}.get(
            _truth_cell(row.features.get("case_sensitive", "")), ""
        )
        named = [first, sensitive, "" if kept else "false", row.features.get("note", "")]
        rows.append([clean_text(cell, line=row.line, losses=losses) for cell in (*named, *cells)])
    return write_grid(rows, exchange.path)

"""Lists of source and target without a header: OmegaT, DeepL, Google (one direction) and Azure.

Source: OmegaT manual, Glossaries (tab-separated, UTF-8, optional comment; lines with # are skipped);
developers.deepl.com/docs/customize/managing-glossaries (CSV or TSV, source first, unique sources, at most
1,024 bytes a phrase, optional language columns); cloud.google.com/translate/docs/advanced/glossary (no
header); learn.microsoft.com, Use glossaries with Document Translation (TSV preferred, one pair).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.grid import is_workbook_path, read_grid, write_grid
from translate_pipe.glossary.formats.grid_row import GridRow
from translate_pipe.glossary.formats.terms import (
    Exchange,
    LossLog,
    TermList,
    TermRow,
    choose_pair,
    choose_source,
    choose_targets,
    clean_text,
    locale_or_empty,
    make_list,
    make_row,
    only_first,
    plain_targets,
    report_features,
    required_pair,
)
from translate_pipe.locales import language_of


@dataclass(frozen=True, slots=True)
class PairRules:
    """What one service allows in its list.

    `comment` says that a third column holds notes, `repeated` that a source may stand on several lines, which
    then are alternatives. `most_bytes` limits a phrase, 0 for no limit. In a TSV without `quoted_tsv` a
    quotation mark is a character like any other.
    """

    comment: bool = False
    repeated: bool = False
    most_bytes: int = 0
    quoted_tsv: bool = False


OMEGAT = PairRules(comment=True, repeated=True)
DEEPL = PairRules(most_bytes=1024)
GOOGLE = PairRules()
AZURE = PairRules()


def _is_tabbed(path: str, *, tsv_by_default: bool) -> bool:
    suffix = Path(path).suffix.lower()
    return suffix in (".tsv", ".tab", ".txt", ".utf8") or (tsv_by_default and suffix != ".csv")


def _read_rows(content: bytes, exchange: Exchange, *, tsv_by_default: bool) -> list[GridRow]:
    if _is_tabbed(exchange.path, tsv_by_default=tsv_by_default):
        return read_grid(content, exchange.path, delimiter="\t", quotes=False)
    return read_grid(content, exchange.path)


def read_omegat(content: bytes, exchange: Exchange) -> TermList:
    """Read an OmegaT glossary; several lines for one source become alternatives."""
    source, target = required_pair(exchange)
    rows = _read_rows(content, exchange, tsv_by_default=True)
    return _read_pairs([r for r in rows if not r.cell(0).startswith("#")], source, target, OMEGAT, exchange)


def write_omegat(terms: TermList, exchange: Exchange) -> bytes:
    """Write an OmegaT glossary: source, target and note, a line per alternative."""
    return _write_pairs(terms, exchange, OMEGAT, tsv_by_default=True)


def read_google(content: bytes, exchange: Exchange) -> TermList:
    """Read Google's list for one direction (CSV or TSV)."""
    source, target = required_pair(exchange)
    rows = _read_rows(content, exchange, tsv_by_default=False)
    return _read_pairs(rows, source, target, GOOGLE, exchange)


def write_google(terms: TermList, exchange: Exchange) -> bytes:
    """Write Google's list for one direction (CSV or TSV)."""
    return _write_pairs(terms, exchange, GOOGLE, tsv_by_default=False)


def read_azure(content: bytes, exchange: Exchange) -> TermList:
    """Read an Azure glossary or phrase dictionary (TSV, or CSV by its ending)."""
    source, target = required_pair(exchange)
    rows = _read_rows(content, exchange, tsv_by_default=True)
    return _read_pairs(rows, source, target, AZURE, exchange)


def write_azure(terms: TermList, exchange: Exchange) -> bytes:
    """Write an Azure glossary or phrase dictionary (TSV, or CSV by its ending)."""
    return _write_pairs(terms, exchange, AZURE, tsv_by_default=True)


def read_deepl(content: bytes, exchange: Exchange) -> TermList:
    """Read a DeepL glossary of two columns, or of four with the languages of each row."""
    rows = _read_rows(content, exchange, tsv_by_default=False)
    named = [_languages(row) for row in rows]
    if not rows or not all(named):
        if any(named):
            at = next(row.line for row, languages in zip(rows, named, strict=True) if not languages)
            raise GlossaryError(
                "the row does not name its two languages as the others do",
                path=exchange.path,
                line=at,
                remedy="fill the third and the fourth column, or leave them out everywhere",
            )
        source, target = required_pair(exchange)
        return _read_pairs(rows, source, target, DEEPL, exchange)
    merged: list[tuple[dict[str, tuple[str, ...]], int]] = []
    locales: dict[str, None] = {}
    for row, (source, target) in zip(rows, [pair for pair in named if pair], strict=True):
        locales.update({source: None, target: None})
        for name in (cell for cell in row.cells[4:] if cell.strip()):
            exchange.losses.add("DeepL column 5 (relevance)", row.line, name)
        made = make_row([(source, (row.cell(0),)), (target, (row.cell(1),))], (), row.line)
        last = merged[-1][0] if merged else {}
        if last.get(source) == made.terms.get(source) and target not in last:
            last.update(made.terms)
        else:
            merged.append((dict(made.terms), row.line))
    return make_list((TermRow(terms, {}, line) for terms, line in merged), locales=locales)


def _languages(row: GridRow) -> tuple[str, str] | None:
    if len(row.cells) < 4 or not row.cell(2).strip() or not row.cell(3).strip():
        return None
    source, target = locale_or_empty(row.cell(2)), locale_or_empty(row.cell(3))
    return (source, target) if source and target else None


def write_deepl(terms: TermList, exchange: Exchange) -> bytes:
    """Write a DeepL glossary of two columns (CSV or TSV)."""
    return _write_pairs(terms, exchange, DEEPL, tsv_by_default=False)


def write_deepl_locales(terms: TermList, exchange: Exchange) -> bytes:
    """Write a DeepL CSV of four columns: source, target and their languages, a row per target language."""
    source = choose_source(terms, exchange)
    targets = choose_targets(terms, source, exchange)
    rows: list[Sequence[str]] = []
    seen: set[tuple[str, str]] = set()
    for row in terms.rows:
        report_features(row, exchange.losses, held=())
        for target in targets:
            if target not in row.terms and row.status(target) != "do-not-translate":
                continue
            for pair in _row_pairs(row, source, target, DEEPL, exchange.losses, seen):
                names = (_deepl_language(locale, row, exchange.losses) for locale in (source, target))
                rows.append((*pair[:2], *names))
    tabbed = _is_tabbed(exchange.path, tsv_by_default=False)
    return write_grid(rows, exchange.path, delimiter="\t" if tabbed else ",", quotes=not tabbed)


def _deepl_language(locale: str, row: TermRow, losses: LossLog) -> str:
    """Return the tag without its territory, which DeepL's glossaries do not know; scripts they do."""
    parts = [part for part in locale.split("-") if len(part) != 2 or part == language_of(locale)]
    if len(parts) < len(locale.split("-")):
        losses.add(f"territory of {locale} (written as {'-'.join(parts)})", row.line, row.first(locale))
    return "-".join(parts)


def _read_pairs(
    rows: Sequence[GridRow], source: str, target: str, rules: PairRules, exchange: Exchange
) -> TermList:
    found: list[TermRow] = []
    width = 3 if rules.comment else 2
    for row in rows:
        for cell in row.cells[width:]:
            if cell.strip():
                exchange.losses.add(f"column beyond the {width} of this format", row.line, cell)
        if not row.cell(0).strip() or not row.cell(1).strip():
            exchange.losses.add("row without a source or a target (left out)", row.line, "".join(row.cells))
            continue
        features = [("note", row.cell(2))] if rules.comment else []
        made = make_row([(source, (row.cell(0),)), (target, (row.cell(1),))], features, row.line)
        last = found[-1] if found else None
        if (
            rules.repeated
            and last
            and last.terms.get(source) == made.terms.get(source)
            and last.features == made.features
        ):
            joined = tuple(dict.fromkeys((*last.terms[target], *made.terms.get(target, ()))))
            found[-1] = TermRow({**last.terms, target: joined}, last.features, last.line)
        else:
            found.append(made)
    return make_list(found, locales=(source, target))


def _write_pairs(terms: TermList, exchange: Exchange, rules: PairRules, *, tsv_by_default: bool) -> bytes:
    source, target = choose_pair(terms, exchange)
    tabbed = _is_tabbed(exchange.path, tsv_by_default=tsv_by_default) and not is_workbook_path(exchange.path)
    losses = exchange.losses
    rows: list[Sequence[str]] = []
    seen: set[tuple[str, str]] = set()
    for row in terms.rows:
        report_features(row, losses, held=("note", f"{target}.note") if rules.comment else ())
        note = row.feature("note", target) if rules.comment else ""
        for first, second in _row_pairs(row, source, target, rules, losses, seen):
            cells = [first, second, note] if note else [first, second]
            cells = [clean_text(cell, line=row.line, losses=losses, one_line=tabbed) for cell in cells]
            if rules.comment and cells[0].startswith("#"):
                losses.add("source term that begins with # (OmegaT would skip the line)", row.line, cells[0])
                continue
            rows.append(cells)
    return write_grid(rows, exchange.path, delimiter="\t" if tabbed else ",", quotes=not tabbed)


def _row_pairs(
    row: TermRow,
    source: str,
    target: str,
    rules: PairRules,
    losses: LossLog,
    seen: set[tuple[str, str]],
) -> list[tuple[str, str]]:
    """Return the lines that one row becomes."""
    sources = row.terms.get(source, ())
    if not sources:
        losses.add("row without a source term (left out)", row.line, " | ".join(row.terms.get(target, ())))
        return []
    targets = plain_targets(row, source, target, losses)
    if not targets:
        return []
    for other in sources[1:]:
        losses.add("alternative source term (written as a row of its own)", row.line, other)
    if not rules.repeated:
        targets = (only_first(targets, row.line, losses),)
    pairs: list[tuple[str, str]] = []
    for first in sources:
        if not rules.repeated and (first, target) in seen:
            losses.add("second row for a source term (left out)", row.line, first)
            continue
        seen.add((first, target))
        for second in targets:
            if rules.most_bytes and max(len(t.encode("utf-8", "ignore")) for t in (first, second)) > (
                rules.most_bytes
            ):
                losses.add(f"term of more than {rules.most_bytes:,} bytes (left out)", row.line, first)
                continue
            pairs.append((first, second))
    return pairs

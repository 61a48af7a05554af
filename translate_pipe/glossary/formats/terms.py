"""What all glossary formats share: rows of terms by locale, and a log of what a format cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from translate_pipe.errors import UsageError
from translate_pipe.glossary.tables.values import UnknownValueError, parse_status, tidy_term
from translate_pipe.locales import name_of, parse_locale
from translate_pipe.model import TermStatus


@dataclass(frozen=True, slots=True)
class TermRow:
    """One row: the alternatives of each locale, the first preferred, and the other columns that are filled.

    `features` has canonical names (`pos`, `ru.gender`, `note`) and the names of unknown columns as written.
    `line` is the line, or the row of a workbook, that it was read from.
    """

    terms: Mapping[str, tuple[str, ...]]
    features: Mapping[str, str] = field(default_factory=dict)
    line: int = field(default=0, compare=False)

    def first(self, locale: str) -> str:
        """Return the preferred term of a locale, "" if there is none."""
        return self.terms.get(locale, ("",))[0]

    def feature(self, name: str, locale: str = "") -> str:
        """Return a feature for a locale (`ru.gender`), else the general one, else ""."""
        return self.features.get(f"{locale}.{name}") or self.features.get(name, "")

    def status(self, locale: str) -> TermStatus:
        """Return the status of the terms of a locale; what cannot be understood counts as preferred."""
        try:
            return parse_status(self.feature("status", locale))
        except UnknownValueError:
            return "preferred"


@dataclass(frozen=True, slots=True)
class TermList:
    """A glossary as rows; `locales` and `columns` (all others) keep the order of the file."""

    locales: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """What the other format cannot hold: in words, how often, and the first case with its line."""

    kind: str
    count: int
    line: int
    example: str


class LossLog:
    """Collects losses of one conversion by kind."""

    def __init__(self) -> None:
        self._found: dict[str, Loss] = {}

    def add(self, kind: str, line: int = 0, example: str = "") -> None:
        """Count one loss; the first of a kind gives the example."""
        known = self._found.get(kind)
        if known is None:
            self._found[kind] = Loss(kind, 1, line, _short(example))
        else:
            self._found[kind] = Loss(kind, known.count + 1, known.line, known.example)

    def report(self) -> tuple[Loss, ...]:
        """Return what was lost, in order of first occurrence."""
        return tuple(self._found.values())


def _short(text: str) -> str:
    shown = re.sub(r"\s+", " ", text)
    return shown if len(shown) <= 60 else shown[:59] + "…"


@dataclass(frozen=True, slots=True)
class Exchange:
    """How one file is read or written: its name, the locales asked for, and where losses go.

    `source` and `targets` are normalised tags, "" and () where nothing was asked for.
    """

    path: str
    losses: LossLog
    source: str = ""
    targets: tuple[str, ...] = ()


def choose_source(terms: TermList, exchange: Exchange) -> str:
    """Return the locale of the source terms: as asked for, else the first.

    Raises:
        UsageError: the glossary has no terms in it.
    """
    source = exchange.source or (terms.locales[0] if terms.locales else "")
    _require_locale(terms, source, "--source")
    return source


def choose_targets(terms: TermList, source: str, exchange: Exchange) -> tuple[str, ...]:
    """Return the locales of the targets: as asked for, else all but the source.

    Raises:
        UsageError: the glossary has no terms in one of them.
    """
    for target in exchange.targets:
        _require_locale(terms, target, "--target")
    return exchange.targets or tuple(locale for locale in terms.locales if locale != source)


def choose_pair(terms: TermList, exchange: Exchange) -> tuple[str, str]:
    """Return the source and the only target of a format that holds one pair.

    Raises:
        UsageError: several targets are possible, or none.
    """
    source = choose_source(terms, exchange)
    targets = choose_targets(terms, source, exchange)
    if len(targets) != 1:
        found = ", ".join(targets) or "none"
        raise UsageError(
            f"this format holds one target language, the glossary has {found}",
            path=exchange.path or None,
            remedy="choose one with --target",
        )
    return source, targets[0]


def _require_locale(terms: TermList, locale: str, option: str) -> None:
    if locale not in terms.locales:
        found = ", ".join(terms.locales) or "none"
        shown = f"{name_of(locale)} terms" if locale else "terms"
        raise UsageError(f"the glossary has no {shown} (languages: {found})", remedy=f"choose with {option}")


def required_pair(exchange: Exchange) -> tuple[str, str]:
    """Return the locales of a file that does not name them itself.

    Raises:
        UsageError: they were not given.
    """
    if not exchange.source or len(exchange.targets) != 1:
        raise UsageError(
            "the file does not say which languages it holds",
            path=exchange.path or None,
            remedy="give them: --source en --target ru",
        )
    return exchange.source, exchange.targets[0]


# Controls but tab and line feed, lone surrogates, what is no character in XML, and the byte order mark,
# which at the start of a file would be taken for one.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def clean_text(text: str, *, line: int, losses: LossLog, one_line: bool = False) -> str:
    """Return text without what no file should hold: control characters and lone surrogates.

    With `one_line` tabs and line breaks become spaces. Both are logged.
    """
    cleaned = _UNWRITABLE.sub("", text)
    if cleaned != text:
        losses.add("control character (left out)", line, ascii(text)[1:-1])
    if one_line and ("\t" in cleaned or "\n" in cleaned):
        losses.add("tab or line break in a cell (written as a space)", line, cleaned)
        cleaned = re.sub(r"[\t\n]+", " ", cleaned)
    return cleaned


def tidy_cell(text: str) -> str:
    """Return a cell other than a term: outer white space off, line ends as `\\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def make_row(
    terms: Iterable[tuple[str, Sequence[str]]], features: Iterable[tuple[str, str]], line: int
) -> TermRow:
    """Return a row of tidy, non-empty terms and cells; several entries for one locale are joined."""
    joined: dict[str, tuple[str, ...]] = {}
    for locale, alternatives in terms:
        tidy = [tidied for term in alternatives if (tidied := tidy_term(term))]
        if tidy:
            joined[locale] = tuple(dict.fromkeys((*joined.get(locale, ()), *tidy)))
    filled = {name: tidied for name, cell in features if (tidied := tidy_cell(cell))}
    return TermRow(joined, filled, line)


def make_list(
    rows: Iterable[TermRow], *, locales: Iterable[str] = (), columns: Iterable[str] = ()
) -> TermList:
    """Return a list of the rows that hold any term, with all their locales and columns in order."""
    kept = tuple(row for row in rows if row.terms)
    seen_locales = dict.fromkeys([*locales, *(locale for row in kept for locale in row.terms)])
    seen_columns = dict.fromkeys([*columns, *(name for row in kept for name in row.features)])
    return TermList(tuple(seen_locales), tuple(seen_columns), kept)


def locale_or_empty(tag: str) -> str:
    """Return the normalised tag, "" for what names no language."""
    try:
        return parse_locale(tag) if tag.strip() else ""
    except UsageError:
        return ""


def report_features(row: TermRow, losses: LossLog, *, held: Iterable[str]) -> None:
    """Log the filled columns of a row that a format does not hold."""
    kept = set(held)
    for name, cell in row.features.items():
        if name in kept or name.rpartition(".")[2] == "status" or name == "status":
            continue
        losses.add(f"column {name}", row.line, cell)


def plain_targets(row: TermRow, source: str, target: str, losses: LossLog) -> tuple[str, ...]:
    """Return the targets of a format that knows no status, () where the row must be left out.

    Forbidden terms are left out, for the other side would use them; do-not-translate becomes a target equal
    to the source, which is how such services are told so.
    """
    status = row.status(target)
    if status == "forbidden":
        losses.add("forbidden term (left out)", row.line, " | ".join(row.terms.get(target, ())))
        return ()
    if status == "do-not-translate":
        losses.add("status do-not-translate (written as target = source)", row.line, row.first(source))
        return (row.first(source),)
    if status == "admitted":
        losses.add("status admitted", row.line, row.first(target))
    targets = row.terms.get(target, ())
    if not targets:
        losses.add(f"row without a {name_of(target)} target (left out)", row.line, row.first(source))
    return targets


def only_first(alternatives: Sequence[str], line: int, losses: LossLog) -> str:
    """Return the first alternative of a cell that can hold one term, logging the others."""
    for term in alternatives[1:]:
        losses.add("alternative term (only the first is written)", line, term)
    return alternatives[0] if alternatives else ""

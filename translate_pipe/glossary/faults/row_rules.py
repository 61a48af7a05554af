"""One row of a glossary goes in; what its cells have wrong with one another comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translate_pipe.glossary.faults.common_words import COMMON_WORDS
from translate_pipe.glossary.faults.fault import Fault
from translate_pipe.glossary.tables import values
from translate_pipe.glossary.tables.columns import Column
from translate_pipe.locales import language_of
from translate_pipe.model import Severity

# A source term and its folded tokens.
Term = tuple[str, Sequence[str]]
# Letters and single spaces, more than one letter and not too many: most terms need no closer look.
_PLAIN = re.compile(r"(?=..)(?!.{121})[^\W\d_]+(?:[ -][^\W\d_]+)*")
_LONGEST_WORDS = 12
_LONGEST = 120
_ADDRESS = re.compile(r"https?://|www\.|\w@\w")
_SENTENCES = re.compile(r"[a-zа-яё]{3,}[.!?]\s+[A-ZА-ЯЁ]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns of a table hold what: the source terms, the targets, the features in order."""

    source: Column
    targets: tuple[Column, ...]
    features: tuple[Column, ...] = ()

    @classmethod
    def of(cls, columns: Sequence[Column], source: Column) -> Layout:
        """Sort the columns of a table out."""
        targets = tuple(c for c in columns if c.kind == "locale" and c.index != source.index)
        return cls(source, targets, tuple(c for c in columns if c.kind == "feature"))

    def feature(self, cells: Sequence[str], name: str, locale: str = "") -> str:
        """Return the cell of a feature for a locale, else the general one, "" if there is neither."""
        general = ""
        for column in self.features:
            if column.feature == name and column.locale in (locale, ""):
                if column.locale == locale:
                    return cells[column.index].strip()
                general = cells[column.index].strip()
        return general

    def status(self, cells: Sequence[str], locale: str = "") -> str:
        """Return the status of a row for a locale, `preferred` where it cannot be told."""
        try:
            return values.parse_status(self.feature(cells, "status", locale))
        except values.UnknownValueError:
            return "preferred"

    def case_sensitive(self, cells: Sequence[str]) -> bool | None:
        """Return what a row says of letter case, None where it says nothing that can be told."""
        return _truth(self.feature(cells, "case_sensitive"))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: a fault without its file and line."""

    kind: str
    severity: Severity
    column: str
    message: str
    remedy: str

    def at(self, path: str, line: int) -> Fault:
        """Return the finding as the fault of a line."""
        return Fault(self.kind, self.severity, path, line, self.column, self.message, self.remedy)


class RowChecker:
    """Checks the rows of one table; remembers what it said of combinations of features."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._common = COMMON_WORDS.get(language_of(layout.source.locale), frozenset())
        # Names and nouns begin with a capital of their own right.
        self._lower = [c for c in layout.targets if language_of(c.locale) != "de"]
        self._values = [c for c in layout.features if c.feature in values.ALLOWED]
        self._forms = [c for c in layout.features if c.feature == "forms"]
        self._known: dict[tuple[str, ...], tuple[Finding, ...]] = {}

    def check(self, cells: Sequence[str], terms: Sequence[Term]) -> Iterator[Finding]:
        """Yield what the cells of a row, as many as the header has, have wrong with one another.

        `terms` are the source terms of the row with their folded tokens.
        """
        source = cells[self._layout.source.index].strip()
        filled = [column for column in self._layout.targets if cells[column.index].strip()]
        if not source:
            if filled:
                yield Finding(
                    "empty-source",
                    "error",
                    self._layout.source.name,
                    "a target without a source term",
                    "fill in the source term, or delete the row",
                )
            return
        for term, tokens in terms:
            if (
                not tokens
                or len(tokens) > _LONGEST_WORDS
                or tokens[0] in self._common
                or not _PLAIN.fullmatch(term)
            ):
                yield from self._check_source(term, tokens, cells)
        key = tuple([cells[column.index] for column in self._values])
        if key not in self._known:
            self._known[key] = tuple(self._check_values(cells))
        yield from self._known[key]
        if not filled or "do-not-translate" in key or "dnt" in key:
            yield from self._check_targets(source, cells, filled)
        for column in self._forms:
            if cells[column.index].strip():
                yield from self._check_forms(column, cells)
        if source == source.lower():
            yield from self._check_capitals(source, cells)

    def _check_source(self, term: str, tokens: Sequence[str], cells: Sequence[str]) -> Iterator[Finding]:
        name = self._layout.source.name
        if tokens and all(token in self._common for token in tokens):
            sensitive = values.is_case_sensitive(term, self._layout.case_sensitive(cells))
            if not (sensitive and term.isupper()):
                yield _too_common(name, f"{term!r} is so common that it will match where it is not meant")
        elif len(term) == 1 and term.isascii() and term.isalpha():
            yield _too_common(name, f"{term!r} is a single letter")
        reason = _never_matches(term, tokens)
        if reason:
            yield Finding(
                "never-matches", "warning", name, f"{term!r} can never match: {reason}", "rewrite it"
            )
        elif len(tokens) > _LONGEST_WORDS or len(term) > _LONGEST:
            yield Finding(
                "long-term",
                "warning",
                name,
                f"the term has {len(tokens)} words",
                "keep sentences in the translation memory and terms in the glossary",
            )

    def _check_values(self, cells: Sequence[str]) -> Iterator[Finding]:
        for column in self._values:
            cell = cells[column.index].strip()
            try:
                values.check_value(column.feature, cell)
            except values.UnknownValueError:
                yield Finding(
                    "unknown-value",
                    "warning" if column.feature == "pos" else "error",
                    column.name,
                    f"{cell!r} is not a value of {column.name}",
                    f"write one of {values.ALLOWED[column.feature]}",
                )

    def _check_targets(self, source: str, cells: Sequence[str], filled: list[Column]) -> Iterator[Finding]:
        status = self._layout.status(cells)
        if not filled and self._layout.targets and status in ("preferred", "admitted"):
            yield Finding(
                "no-target",
                "warning",
                "",
                f'"{source}" has no target in any locale',
                "fill one in, or set status to do-not-translate",
            )
        for column in filled:
            target = cells[column.index].strip()
            if status == "do-not-translate" and target != source:
                yield Finding(
                    "contradiction",
                    "warning",
                    column.name,
                    f'the row is do-not-translate but has the target "{target}"',
                    "delete the target or the status",
                )

    def _check_forms(self, column: Column, cells: Sequence[str]) -> Iterator[Finding]:
        cell = cells[column.index].strip()
        if _truth(self._layout.feature(cells, "indeclinable", column.locale)):
            yield Finding(
                "contradiction",
                "warning",
                column.name,
                "the term is indeclinable but has forms",
                "delete the forms, or the mark in the indeclinable column",
            )
        forms = values.split_forms(cell)
        targets = [c for c in self._layout.targets if column.locale in ("", c.locale)]
        stems = [cells[c.index].strip().casefold()[:3] for c in targets if cells[c.index].strip()]
        if ";" not in cell and re.search(r"[,|/]", cell):
            yield Finding(
                "wrong-forms",
                "warning",
                column.name,
                "the forms are not separated by semicolons",
                "write them as: form; form; form",
            )
        elif stems and not any(form.casefold().startswith(stem) for form in forms for stem in stems):
            yield Finding(
                "wrong-forms",
                "warning",
                column.name,
                f"these are no forms of the target: {cell}",
                "give the forms of the first target of the row",
            )

    def _check_capitals(self, source: str, cells: Sequence[str]) -> Iterator[Finding]:
        for column in self._lower:
            target = cells[column.index].strip()
            if not target[:1].isupper() or target[1:2].isupper() or not re.search(r"[^\W\d_]", source):
                continue
            if self._layout.feature(cells, "pos", column.locale).lower() in ("name", "propn", "proper noun"):
                continue
            yield Finding(
                "capital",
                "warning",
                column.name,
                f'"{target}" has a capital and the source term has none; it would stand so in mid-sentence',
                "write it with a small letter, or set pos to name",
            )


def _too_common(column: str, message: str) -> Finding:
    return Finding("too-common", "warning", column, message, "write a longer term, or make it case-sensitive")


def _never_matches(term: str, tokens: Sequence[str]) -> str:
    if not any(token[0].isalnum() for token in tokens):
        return "it has no letter and no figure"
    if _ADDRESS.search(term):
        return "addresses are copied to the letter"
    return "it goes beyond the end of a sentence" if _SENTENCES.search(term) else ""


def _truth(cell: str) -> bool | None:
    try:
        return values.parse_truth(cell)
    except values.UnknownValueError:
        return None

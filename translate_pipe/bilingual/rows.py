"""What every bilingual file holds: rows that a person edits, and the words in which the account is told."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from translate_pipe.bilingual.codec import member_defaults
from translate_pipe.errors import BitextError
from translate_pipe.model import (
    Bitext,
    FigureOutcome,
    Issue,
    Mark,
    MemoryMatch,
    TermOutcome,
    TranslationUnit,
    UnitState,
)

UNIT_STATES: tuple[UnitState, ...] = ("translated", "recalled", "reviewed", "untranslated")


@dataclass(frozen=True, slots=True)
class BilingualRow:
    """One unit as a bilingual file holds it after editing.

    `place` says where it stands ("file:line", "file, row 7"). `fingerprint` is that of the unit when the
    file was written ("" if the file no longer says). `comment` is None where there is no place for one.
    `marks` and `source_marks` are None where the format holds no inline markup; their attributes are not
    in the file. `has_target` is False where the file has no target for the unit, or not for all parts of
    it, as many programs write units that were not touched; nobody meant what `target` then holds.
    """

    id: str
    source: str
    target: str
    place: str
    number: int | None = None
    state: UnitState | None = None
    comment: str | None = ""
    fingerprint: str = ""
    marks: tuple[Mark, ...] | None = None
    source_marks: tuple[Mark, ...] | None = None
    has_target: bool = True


@dataclass(frozen=True, slots=True)
class BilingualFile:
    """A bilingual file as read; `article`, the locales and `provenance` are "" where it does not say."""

    path: Path
    format: str
    rows: tuple[BilingualRow, ...]
    article: str = ""
    source_locale: str = ""
    target_locale: str = ""
    provenance: str = ""
    ignored: tuple[str, ...] = field(default=())
    """What the file holds beyond our own columns (names of extra columns); it is not carried over."""


def normalise_text(text: str) -> str:
    """Return the text without what editors change unasked: line ends, BOM, composition, outer spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    return unicodedata.normalize("NFC", text).strip(" \t\n\u00a0")


_FINGERPRINT = re.compile("[0-9a-f]{8}(-[0-9a-f]{4})?")

_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛′`", "'") | dict.fromkeys("“”„‟″«»", '"'))
_DASHES = re.compile("--|[\u2010-\u2015\u2212]")


def normalise_source(text: str) -> str:
    """Return the text without what word processors correct as well: quotes, dashes, ellipses, spaces."""
    text = unicodedata.normalize("NFKC", normalise_text(text)).translate(_QUOTES)
    return " ".join(_DASHES.sub("-", text).split())


def fingerprint(target: str) -> str:
    """Return eight hexadecimal digits that tell whether a target was edited since it was written."""
    return hashlib.sha256(normalise_text(target).encode()).hexdigest()[:8]


def comment_fingerprint(comment: str) -> str:
    """Return four hexadecimal digits that tell whether a comment was edited; "" for none."""
    text = normalise_text(comment)
    return hashlib.sha256(text.encode()).hexdigest()[:4] if text else ""


def unit_fingerprint(unit: TranslationUnit) -> str:
    """Return what a file carries of a unit to tell later what a person changed: `295d99e7-1a2b`."""
    return "-".join(part for part in (fingerprint(unit.target), comment_fingerprint(unit.comment)) if part)


def split_fingerprint(text: str) -> tuple[str, str]:
    """Return the fingerprints of target and comment; two empty ones if an editor damaged them."""
    if not _FINGERPRINT.fullmatch(text):
        return "", ""
    target, _, comment = text.partition("-")
    return target, comment


def parse_state(word: str, *, path: Path, line: int | None = None) -> UnitState | None:
    """Return the state that a cell names, None for an empty cell.

    Raises:
        BitextError: the word is no state.
    """
    wanted = word.strip().lower()
    if not wanted:
        return None
    for state in UNIT_STATES:
        if state == wanted:
            return state
    raise BitextError(
        f"{word.strip()!r} is no state", path=path, line=line, remedy=f"write one of {', '.join(UNIT_STATES)}"
    )


def parse_number(word: str) -> int | None:
    """Return the segment number that a cell holds, None if a spreadsheet turned it into something else."""
    cleaned = word.strip().removesuffix(".0")
    return int(cleaned) if cleaned.isascii() and cleaned.isdigit() and len(cleaned) < 10 else None


def describe_term(outcome: TermOutcome) -> str:
    """Return one line: `Kremlin → Кремле: applied, locative singular, stand-in`."""
    match = outcome.match
    wanted = match.entry.targets[0] if match.entry.targets else match.surface
    details = [outcome.state, outcome.grammemes, outcome.method or "", outcome.reason]
    return f"{match.surface} → {outcome.surface or wanted}: " + ", ".join(part for part in details if part)


def describe_figure(outcome: FigureOutcome) -> str:
    """Return one line: `figure 550 → 550: applied, repair`."""
    details = [outcome.state, outcome.method or "", outcome.reason]
    written = f"figure {outcome.surface} → {outcome.target or '—'}: "
    return written + ", ".join(part for part in details if part)


def told_figures(unit: TranslationUnit) -> tuple[FigureOutcome, ...]:
    """Return the figures that a reader is told of: all but those that the engine said right by itself."""
    return tuple(outcome for outcome in unit.figures if outcome.state != "already")


def describe_issue(issue: Issue) -> str:
    """Return one line: `warning: numbers differ (numbers)`."""
    return f"{issue.severity}: {issue.message} ({issue.check})"


def describe_suggestion(match: MemoryMatch) -> str:
    """Return one line: `87 %: source → target (article)`."""
    return f"{match.score} %: {match.source} → {match.target}" + (
        f" ({match.article})" if match.article else ""
    )


def account_lines(unit: TranslationUnit) -> tuple[str, str, str]:
    """Return the terms (and figures put right), the issues and the memory suggestions, one a line."""
    return (
        "\n".join([*map(describe_term, unit.terms), *map(describe_figure, told_figures(unit))]),
        "\n".join(map(describe_issue, unit.issues)),
        "\n".join(map(describe_suggestion, unit.suggestions)),
    )


def refuse_surrogates(value: object, *, what: str, path: Path | None = None) -> None:
    """Check that every string in a value can be written as UTF-8.

    Raises:
        BitextError: a string holds half a surrogate pair.
    """
    for text in _strings_of(value):
        found = None if text.isascii() else _SURROGATE.search(text)
        if found:
            raise BitextError(
                f"{what} holds half of a character (U+{ord(found[0]):04X}) in {text[:40]!a}",
                path=path,
                remedy="read the article again in its right encoding",
            )


def check_bitext(bitext: Bitext) -> None:
    """Check what every format relies on: text that can be encoded, ids that are distinct and not empty.

    Raises:
        BitextError: otherwise, with the segment.
    """
    refuse_surrogates((bitext.article, bitext.provenance), what="the article's description")
    # Numbers, for less memory; two ids may share one, and are then looked for.
    seen: set[int] = set()
    for place, unit in enumerate(bitext.units):
        identifier = unit.segment.id
        refuse_surrogates(unit, what=f"segment {unit.segment.number}")
        twice = hash(identifier) in seen and any(
            other.segment.id == identifier for other in islice(bitext.units, place)
        )
        if not identifier or identifier.startswith("#") or twice:
            raise BitextError(
                f"segment {unit.segment.number} has the id {identifier!r}, which cannot be used"
            )
        seen.add(hash(identifier))


def _strings_of(value: object) -> Iterator[str]:
    waiting = [value]
    while waiting:
        held = waiting.pop()
        if isinstance(held, str):
            yield held
        elif isinstance(held, tuple):
            waiting += held
        else:
            waiting += [getattr(held, name) for name, _ in member_defaults(type(held))]

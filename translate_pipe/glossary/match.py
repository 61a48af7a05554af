"""Segments and a glossary go in; where its source terms occur comes out."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate_pipe.glossary.casing import fits_case
from translate_pipe.glossary.collection import paused_collection
from translate_pipe.glossary.counting import count_before, shows_number
from translate_pipe.glossary.index import Hit, TermIndexes, build_index
from translate_pipe.glossary.inflected import SourceTerms
from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.tokens import TOKEN, fold_text
from translate_pipe.glossary.words import word_set
from translate_pipe.locales import language_of
from translate_pipe.model import Morphology, Segment, Span, TermEntry, TermMatch

# Endings of web addresses that are written without a scheme; a missing space after a full stop is not one.
_DOMAINS = (
    "com|org|net|info|io|gov|edu|mil|int|eu|uk|de|fr|es|it|pl|ru|su|ua|by|kz|us|cn|jp|tv|me|media|news|"
    "рф|укр|бел"
)
_ADDRESS = re.compile(
    r"(?:https?|ftp|file|mailto|tel):\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w+"
    rf"|(?<![\w.-])(?:[\w-]+\.)+(?:{_DOMAINS})\b(?!\.\w)(?:/\S*)?"
)
_ADDRESS_SIGN = re.compile(r"[.:@]\S")
# A term after one of these is part of another word: pro-Kremlin, anti-war.
_PREFIXES = word_set(
    """
    anti co counter de ex extra inter intra mid mini multi neo non out over post pre pro pseudo quasi re
    semi sub super trans ultra un under vice анти про экс вице псевдо пост супер екс віце
    """
)
_HYPHENS = "-\u2010\u2011"
_APOSTROPHES = "'\u2019\u02bc"
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS](?!\w)")
# What may follow an apostrophe after a whole English word: Putin's, Putin'd, Putin'll.
_CONTRACTIONS = re.compile(rf"[{_APOSTROPHES}](?:s|d|ll|re|ve|m)(?!\w)", re.IGNORECASE)
_LONGEST_QUOTATION = 500
# In these languages an article or preposition is joined by an apostrophe: d'Ukraine, l'Ucraina.
_ELIDING = frozenset(("fr", "it", "ca", "oc", "pms"))


@dataclass(frozen=True, slots=True)
class TermOverlap:
    """Two terms claim the same words of a segment; the longer one was kept."""

    segment_id: str
    kept: TermMatch
    dropped: TermMatch

    @property
    def nested(self) -> bool:
        """Whether the dropped term lies wholly within the kept one, which is no cause for concern."""
        return self.kept.span.contains(self.dropped.span)


@dataclass(frozen=True, slots=True)
class MatchReport:
    """What `find_terms` found: one tuple per segment, in text order, and the claims it decided.

    `inner` holds, for each segment too, the terms that are part of a longer word with a hyphen: no matches.
    """

    matches: list[tuple[TermMatch, ...]]
    overlaps: tuple[TermOverlap, ...]
    inner: list[tuple[TermMatch, ...]]


def match_terms(
    segments: Sequence[Segment], glossary: Glossary, *, morphology: Morphology | None = None
) -> list[tuple[TermMatch, ...]]:
    """Return the term matches of each of n segments, in text order and without overlaps.

    The longest term wins. In English the span and the surface include a plural ending and a possessive
    `'s`, and the match says so. With `morphology` (of the source language) inflected forms match too.
    """
    return find_terms(segments, glossary, morphology=morphology).matches


@paused_collection()
def find_terms(
    segments: Sequence[Segment], glossary: Glossary, *, morphology: Morphology | None = None
) -> MatchReport:
    """Match as `match_terms` does, and report which terms gave way to longer ones or are parts of words."""
    matcher = _Matcher(glossary, build_index(glossary, morphology), morphology)
    overlaps: list[TermOverlap] = []
    found = [matcher.match(segment, overlaps) for segment in segments]
    return MatchReport([matches for matches, _ in found], tuple(overlaps), [inner for _, inner in found])


class _Matcher:
    """Matches segments one by one; holds what is the same for all of them."""

    def __init__(self, glossary: Glossary, indexes: TermIndexes, morphology: Morphology | None) -> None:
        self._entries = glossary.entries
        self._indexes = indexes
        self._language = language_of(glossary.source_locale)
        self._morphology = morphology
        self._terms = SourceTerms(morphology) if morphology is not None else None

    def match(
        self, segment: Segment, overlaps: list[TermOverlap]
    ) -> tuple[tuple[TermMatch, ...], tuple[TermMatch, ...]]:
        """Return the matches of a segment, and the terms in it that are parts of words."""
        tokens = fold_text(segment.source)
        hits = self._indexes.find(tokens, segment.source)
        if not hits:
            return (), ()
        spans = [found.span() for found in TOKEN.finditer(segment.source)]
        protected = find_protected(segment)
        found: list[TermMatch] = []
        parts: list[TermMatch] = []
        for hit in hits:
            match = self._accept(hit, segment.source, spans)
            if match is None or (protected and any(map(match.span.overlaps, protected))):
                continue
            if hit.inflected and self._terms is not None and self._terms.judges:
                formed = self._judge(match, segment.source)
                if formed is not None:
                    found.append(formed)
                elif _is_joined(segment.source, match.span):
                    parts.append(match)
                continue
            (parts if _is_prefixed(segment.source, match.span.start) else found).append(match)
        matches = _resolve(found, segment.id, overlaps)
        # A row of the glossary may have the whole word, and what is in it is settled then.
        loose = [part for part in parts if not any(part.span.overlaps(match.span) for match in matches)]
        return matches, _resolve(loose, segment.id, [])

    def _accept(self, hit: Hit, text: str, spans: list[tuple[int, int]]) -> TermMatch | None:
        """Return the match of a candidate, or None where it is part of another word or the case is wrong."""
        entry = self._entries[hit.entry]
        start, end = spans[hit.first][0], spans[hit.first + hit.count - 1][1]
        if end == len(text) and text[end - 1] == "." and entry.source[-1] != "." and end - start > 2:
            # The last dot of "the U.S." ends the sentence as well and must stay.
            end -= 1
        if not self._is_whole(text, start, end):
            return None
        surface = text[start:end]
        if not fits_case(entry, surface, start, text):
            return None
        possessive = _possessive_length(text, start, end) if self._language == "en" else 0
        if entry.match == "exact" and (possessive or not _is_spelled(entry.source, surface)):
            return None
        plural = hit.plural or self._is_plural(entry, surface)
        span = Span(start, end + possessive)
        numbered = self._language == "en" and shows_number(entry.source, surface)
        count = count_before(text, start) if numbered else None
        return TermMatch(entry, span, span.of(text), plural, possessive > 0, count, numbered)

    def _judge(self, match: TermMatch, text: str) -> TermMatch | None:
        """Return a match by lemmas with the number of its form, None where it is not the term after all."""
        assert self._terms is not None
        occurrence = self._terms.at(match.entry, text, match.span)
        if occurrence is None:
            return None
        form = occurrence[1]
        told = form is not None and form.number and match.surface.casefold() != match.entry.source.casefold()
        return replace(match, plural=form.number == "plural") if form and told else match

    def _is_whole(self, text: str, start: int, end: int) -> bool:
        """Tell whether the stretch is not a part of a longer word, number or contraction."""
        before, after = text[start - 1 : start], text[end : end + 1]
        joined = bool(before) and before in _APOSTROPHES and text[start - 2 : start - 1].isalpha()
        if joined and self._language not in _ELIDING:
            return False
        if after in _APOSTROPHES and after and text[end + 1 : end + 2].isalpha():
            return self._language == "en" and _CONTRACTIONS.match(text, end) is not None
        if after in ".," and after and text[end - 1].isdigit() and text[end + 1 : end + 2].isdigit():
            return False
        if before in ".," and before and text[start].isdigit():
            return not text[start - 2 : start - 1].isdigit()
        return True

    def _is_plural(self, entry: TermEntry, surface: str) -> bool:
        """Tell whether every noun reading of some inflected word of the surface is plural."""
        if self._morphology is None or surface.casefold() == entry.source.casefold():
            return False
        for token in fold_text(surface):
            nouns = [form for form in self._morphology.analyse(token) if form.pos == "noun"]
            if nouns:
                return all(form.number == "plural" for form in nouns)
        return False


def find_protected(segment: Segment) -> list[Span]:
    """Return the stretches where no term is looked for: protected ones, code, and addresses."""
    spans = list(segment.protected)
    spans += [mark.span for mark in segment.marks if mark.kind == "code"]
    text = segment.source
    if _ADDRESS_SIGN.search(text):
        spans += [Span(*found.span()) for found in _ADDRESS.finditer(text)]
    return spans


def _is_prefixed(text: str, start: int) -> bool:
    """Tell whether a hyphen joins what begins there to a prefix, which makes another word of it."""
    if text[start - 1 : start] not in _HYPHENS or not start:
        return False
    prefix = re.search(r"\w+$", text[: start - 1])
    return prefix is not None and prefix.group().casefold() in _PREFIXES


def _is_joined(text: str, span: Span) -> bool:
    """Tell whether a hyphen joins a stretch to another word, before or behind it."""
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    return (before[-1:] in _HYPHENS and before[:1].isalnum() and bool(before)) or (
        after[:1] in _HYPHENS and after[1:].isalnum() and bool(after)
    )


def _is_spelled(source: str, surface: str) -> bool:
    """Tell whether the surface is the source term itself but for letter case and kinds of space."""
    return " ".join(surface.split()).casefold() == " ".join(source.split()).casefold()


def _possessive_length(text: str, start: int, end: int) -> int:
    """Return how many characters after `end` make the term a possessive: 2 for 's, 1 for s', else 0."""
    if text[end : end + 1] not in _APOSTROPHES or end == len(text):
        return 0
    if _POSSESSIVE.match(text, end):
        return 2
    if (
        text[end - 1] in "sSxXzZ"
        and not text[end + 1 : end + 2].isalnum()
        and not _closes_quotation(text, start, end)
    ):
        return 1
    return 0


def _closes_quotation(text: str, start: int, end: int) -> bool:
    """Tell whether the mark at `end` closes a quotation in single marks that is open there.

    Looks back as far as a quotation in single marks is ever long.
    """
    head = text[max(0, start - _LONGEST_QUOTATION) : start + 1]
    if text[end] == "\u2019":
        return head.count("\u2018") > len(re.findall(r"\u2019(?!\w)", head))
    opened = len(re.findall(r"(?:^|(?<=[\s(\[\u2014\u201c\"]))'(?=\w)", head))
    closed = len(re.findall(r"(?<=[\w.,!?])'(?!\w)", head))
    return opened > closed


def _resolve(found: list[TermMatch], segment_id: str, overlaps: list[TermOverlap]) -> tuple[TermMatch, ...]:
    """Keep the longest of the matches that share words; of equally long ones the one spelled alike."""
    if len(found) < 2:
        return tuple(found)
    starts: list[int] = []
    kept: list[TermMatch] = []
    for match in sorted(found, key=_preference):
        # Those kept are disjoint and at least as long, so only the two neighbours can share words.
        at = bisect(starts, match.span.start)
        rival = next(
            (other for other in kept[max(0, at - 1) : at + 1] if other.span.overlaps(match.span)), None
        )
        if rival is None:
            starts.insert(at, match.span.start)
            kept.insert(at, match)
        elif rival.entry is not match.entry:
            overlaps.append(TermOverlap(segment_id, rival, match))
    return tuple(kept)


def _preference(match: TermMatch) -> tuple[int, int, bool, bool]:
    spelled = match.surface == match.entry.source
    return (-len(match.span), match.span.start, not spelled, match.plural)

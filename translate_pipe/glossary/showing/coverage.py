"""A glossary and the segments of articles go in; where each entry matches, and which never do, comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.match import find_terms
from translate_pipe.model import Morphology, Segment, TermEntry, TermMatch


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where an entry matches: the article and the number of the segment, from 1."""

    article: str
    segment: int
    match: TermMatch


@dataclass(frozen=True, slots=True)
class EntryUse:
    """An entry with its occurrences; `hidden` counts those that a longer term took."""

    entry: TermEntry
    occurrences: tuple[Occurrence, ...]
    hidden: int


def find_uses(
    glossary: Glossary,
    articles: Mapping[str, Sequence[Segment]],
    *,
    morphology: Morphology | None = None,
) -> tuple[EntryUse, ...]:
    """Return every entry of a glossary, in its order, with where it matches in segmented articles."""
    found: dict[int, list[Occurrence]] = {id(entry): [] for entry in glossary.entries}
    hidden: dict[int, int] = dict.fromkeys(found, 0)
    for name, segments in articles.items():
        report = find_terms(segments, glossary, morphology=morphology)
        for segment, matches in zip(segments, report.matches, strict=True):
            for match in matches:
                found[id(match.entry)].append(Occurrence(name, segment.number, match))
        for overlap in report.overlaps:
            hidden[id(overlap.dropped.entry)] += 1
    return tuple(EntryUse(entry, tuple(found[id(entry)]), hidden[id(entry)]) for entry in glossary.entries)

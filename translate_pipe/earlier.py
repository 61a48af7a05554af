"""What is known of a segment before anything is translated: its unit of an earlier run, or the memory's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from translate_pipe.figures.account import account_standing
from translate_pipe.job import BILINGUAL, LINKS, Job, describe_job, mark_fresh
from translate_pipe.model import Bitext, MemoryMatch, Segment, TermMatch, TranslationUnit
from translate_pipe.terminology import Candidate, settle_terms

# Segments that the memory is asked about at one go.
RECALLED_AT_ONCE = 4096
# From this score on, what the translation memory knows stands as it is.
EXACT = 100


@dataclass(frozen=True, slots=True)
class PendingSegment:
    """A segment on its way, with the unit of an earlier run and what the memory knows of it."""

    article: str
    segment: Segment
    earlier: TranslationUnit | None
    remembered: tuple[MemoryMatch, ...]


@dataclass(frozen=True, slots=True)
class FinishedUnit:
    """A unit as it will be written; `reused` if an earlier run made it."""

    unit: TranslationUnit
    reused: bool = False
    candidates: tuple[Candidate, ...] = ()


class EarlierUnits:
    """The units of earlier runs that may stand, found by their segments."""

    def __init__(self, bitexts: Sequence[Bitext | None], job: Job) -> None:
        self._found = [
            (bitext.units, _standing_units(bitext, job)) for bitext in bitexts if bitext is not None
        ]

    def find(self, segment: Segment) -> TranslationUnit | None:
        """Return the unit of a segment, of the first bitext that has it."""
        for units, places in self._found:
            place = places.get(segment.id)
            if place is not None and units[place].segment.source == segment.source:
                return units[place]
        return None


def recall_segments(
    segments: Iterable[Segment], job: Job
) -> Iterator[tuple[Segment, tuple[MemoryMatch, ...]]]:
    """Yield each segment with what the memory knows of it."""
    if job.memory is None:
        yield from ((segment, ()) for segment in segments)
        return
    rest = iter(segments)
    before: list[Segment] = []
    window = list(islice(rest, RECALLED_AT_ONCE + 1))
    while window:
        # A match in context takes both neighbours; beyond the ends of the article there are none.
        after = window[RECALLED_AT_ONCE:]
        asked = [*before, *window]
        matches = job.memory.recall(asked, job.source_locale, job.target_locale)
        end = len(asked) - len(after)
        yield from zip(asked[len(before) : end], map(tuple, matches[len(before) : end]), strict=True)
        before = window[:RECALLED_AT_ONCE][-1:] if after else []
        window = [*after, *islice(rest, RECALLED_AT_ONCE)] if after else []


def known_unit(item: PendingSegment, matches: Sequence[TermMatch], job: Job) -> FinishedUnit | None:
    """Return the unit of a segment if it is known already: from an earlier run or the memory."""
    segment, earlier = item.segment, item.earlier
    if earlier is not None and _same_terms(earlier, matches):
        return FinishedUnit(replace(earlier, segment=segment), reused=True)
    if earlier is not None and earlier.state == "reviewed":
        terms = settle_terms(earlier.target, matches, job.morphology, standing=True)
        return FinishedUnit(replace(earlier, segment=segment, terms=terms), reused=True)
    if item.remembered and item.remembered[0].score >= EXACT:
        return FinishedUnit(_recalled_unit(segment, matches, item.remembered, job))
    return None


def _standing_units(bitext: Bitext, job: Job) -> dict[str, int]:
    """Return the places of the units that may stand, by the ids of their segments.

    Reviewed units stand whatever has changed; others only if everything that made them is the same, and in
    a job that makes all afresh, if they were made so: by a run of the same kind that was broken off.
    """
    locales = (bitext.source_locale, bitext.target_locale)
    if locales != (job.source_locale, job.target_locale):
        return {}
    now = replace(describe_job(job), glossary_digest="")
    # How the article was written is no matter of its units.
    options = tuple(option for option in bitext.provenance.options if option[0] not in (LINKS, BILINGUAL))
    made = replace(bitext.provenance, glossary_digest="", options=options)
    same = made in (mark_fresh(now), *(() if job.fresh else (now,)))
    return {
        unit.segment.id: place
        for place, unit in enumerate(bitext.units)
        if unit.state == "reviewed" or (same and unit.state == "translated")
    }


def dropped_units(previous: Bitext | None, units: Sequence[TranslationUnit]) -> tuple[TranslationUnit, ...]:
    """Return the reviewed units of an earlier run whose segments are gone."""
    if previous is None:
        return ()
    present = {unit.segment.id for unit in units}
    return tuple(
        unit for unit in previous.units if unit.state == "reviewed" and unit.segment.id not in present
    )


def _same_terms(unit: TranslationUnit, matches: Sequence[TermMatch]) -> bool:
    """Tell whether the glossary still says the same of a segment; where it says it does not matter."""
    before = [replace(outcome.match.entry, path="", line=0, note="") for outcome in unit.terms]
    now = [replace(match.entry, path="", line=0, note="") for match in matches]
    return before == now


def _recalled_unit(
    segment: Segment, matches: Sequence[TermMatch], remembered: Sequence[MemoryMatch], job: Job
) -> TranslationUnit:
    target = remembered[0].target
    terms = settle_terms(target, matches, job.morphology, standing=True)
    figures = (
        account_standing(segment, target, terms, job.source_locale, job.target_locale)
        if job.numbers != "off"
        else ()
    )
    return TranslationUnit(
        segment,
        target,
        state="recalled",
        terms=terms,
        suggestions=tuple(remembered),
        figures=figures,
    )

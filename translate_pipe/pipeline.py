"""The flow, one call a stage: documents go in, their bitexts come out."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from translate_pipe.errors import AlignmentError
from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.match import match_terms
from translate_pipe.markup import project_marks
from translate_pipe.model import (
    SEVERITIES,
    Bitext,
    Document,
    Engine,
    Hypothesis,
    Issue,
    MemoryMatch,
    Morphology,
    Provenance,
    Segment,
    TermMatch,
    TranslationUnit,
)
from translate_pipe.qa import check_unit, find_inconsistent
from translate_pipe.segment import SEGMENTER, find_segments
from translate_pipe.spool import Spool
from translate_pipe.terminology import (
    Candidate,
    Enforced,
    enforce_terms,
    is_all_capitals,
    learn_casing,
    restore_capitals,
    settle_terms,
    truecase_segment,
    words_in_capitals,
)
from translate_pipe.terminology.enforce import SOURCES, Source
from translate_pipe.version import __version__

if TYPE_CHECKING:
    from translate_pipe.memory.store import TranslationMemory

# Distinct segments that go to the engine at one go: enough for full batches, few enough for a moving progress
# bar. Two chunks at a time keep the cores busy with one while the other waits for Python.
ENGINE_CHUNK = 512
CHUNKS_AT_A_TIME = 2
# Segments that the memory is asked about at one go.
RECALLED_AT_ONCE = 4096
# Hypotheses asked for where there are terms to choose by.
TERM_HYPOTHESES = 4
# From this score on, what the translation memory knows stands as it is.
EXACT = 100

Progress = Callable[[str, int, int], None]
Keep = Callable[[str, Sequence[TranslationUnit]], None]


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing."""


def keep_nothing(article: str, units: Sequence[TranslationUnit]) -> None:
    """Leave it to the end of the run."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything a run needs for one pair of locales.

    `source_morphology` finds inflected source terms where the source language inflects them; English has
    rules of its own. `previous` holds earlier bitexts by article name: what has not changed since is taken
    from them; with `fresh` only what a reviewer wrote is. `unfinished` holds what a broken run had made.
    `keep` is called with an article's name and new units whenever some of many are made.
    `explain` keeps every candidate.
    `checks` maps the name of a check to `off` or another severity.
    `progress` is called with a stage, segments done and segments in all.
    """

    source_locale: str
    target_locale: str
    engine: Engine
    morphology: Morphology
    glossary: Glossary
    source_morphology: Morphology | None = None
    memory: TranslationMemory | None = None
    previous: Mapping[str, Bitext] = field(default_factory=dict)
    unfinished: Mapping[str, Bitext] = field(default_factory=dict)
    keep: Keep = keep_nothing
    sources: Collection[Source] = SOURCES
    stand_in_cache: Path | None = None
    checks: Mapping[str, str] = field(default_factory=dict)
    explain: bool = False
    fresh: bool = False
    progress: Progress = no_progress


@dataclass(frozen=True, slots=True)
class Translation:
    """One article in one target locale: the document, its bitext, and what the run has to say of it.

    `reused` counts the units taken over from an earlier run, `dropped` holds its reviewed units whose
    source is no longer in the article; `candidates` holds, if asked for, every text that was weighed for a
    segment, the chosen one first.
    """

    document: Document
    bitext: Bitext
    reused: int = 0
    dropped: tuple[TranslationUnit, ...] = ()
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)


def translate_documents(documents: Sequence[Document], job: Job) -> list[Translation]:
    """Translate n documents into n bitexts with as few engine calls as can be.

    However long the documents are, few of their segments and units are in memory at a time.

    Raises:
        EngineError: the engine failed.
        AlignmentError: a stage returned another number of results than it got.
    """
    articles = [_open_article(document, job) for document in documents]
    _make_all(articles, _learn_casing(articles), job)
    return [_close_article(article, job) for article in articles]


@dataclass(frozen=True, slots=True)
class _PendingSegment:
    """A segment on its way, with the unit of an earlier run and what the memory knows of it."""

    article: str
    segment: Segment
    earlier: TranslationUnit | None
    remembered: tuple[MemoryMatch, ...]


@dataclass(frozen=True, slots=True)
class _FinishedUnit:
    """A unit as it will be written; `reused` if an earlier run made it."""

    unit: TranslationUnit
    reused: bool = False
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class _Article:
    """A document on its way: its segments with what the memory knows of each, and the places of its units."""

    document: Document
    segments: Spool[tuple[Segment, tuple[MemoryMatch, ...]]]
    earlier: _EarlierUnits
    units: Spool[TranslationUnit]
    reused: int = 0
    candidates: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)

    def sources(self) -> Iterator[str]:
        """Yield the source of each segment."""
        return (segment.source for segment, _ in self.segments)

    def item(self, index: int) -> _PendingSegment:
        """Return a segment with all that is known of it."""
        segment, remembered = self.segments[index]
        return _PendingSegment(self.document.name, segment, self.earlier.find(segment), remembered)

    def put(self, index: int, made: _FinishedUnit) -> None:
        """Put a unit in its place."""
        self.units[index] = made.unit
        self.reused += made.reused
        if made.candidates:
            self.candidates[made.unit.segment.id] = made.candidates


class _EarlierUnits:
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


def _open_article(document: Document, job: Job) -> _Article:
    earlier = [job.previous.get(document.name), job.unfinished.get(document.name)]
    segments = Spool(_recall(find_segments(document, job.source_locale), job))
    return _Article(document, segments, _EarlierUnits(earlier, job), Spool(places=len(segments)))


def _close_article(article: _Article, job: Job) -> Translation:
    """Return what became of an article, with the issues that take all its units to see."""
    units = article.units
    for index, issues in find_inconsistent(units).items():
        units[index] = replace(units[index], issues=units[index].issues + _as_wished(issues, job))
    name = article.document.name
    bitext = Bitext(name, job.source_locale, job.target_locale, units.settle(), describe_job(job))
    return Translation(
        article.document,
        bitext,
        reused=article.reused,
        dropped=_dropped_units(job.previous.get(name), bitext.units),
        candidates=article.candidates,
    )


def _learn_casing(articles: Sequence[_Article]) -> dict[str, str]:
    """Headlines in capitals hide how names are written; the rest of the articles shows it."""
    wanted = words_in_capitals(source for article in articles for source in article.sources())
    if not wanted:
        return {}
    return learn_casing((source for article in articles for source in article.sources()), wanted)


Place = tuple[int, int]
"""Which article, and which segment of it."""


def _make_all(articles: Sequence[_Article], casing: Mapping[str, str], job: Job) -> None:
    """Make a unit of each segment, chunk by chunk, two chunks at a time.

    While one chunk is decoded, terms are matched and weighed and targets checked in the other; and what a
    chunk needs on the way is gone when it is done, however long the article.
    """
    total = sum(len(article.segments) for article in articles)
    chunks = _cut_chunks(articles)
    done, several = 0, len(chunks) > 1
    pool = ThreadPoolExecutor(max_workers=CHUNKS_AT_A_TIME)
    running: deque[tuple[Sequence[Place], Future[list[_FinishedUnit]]]] = deque()
    try:
        while chunks or running:
            # One more than can run, so that no thread waits for its segments to be read.
            while chunks and len(running) <= CHUNKS_AT_A_TIME:
                places: Sequence[Place] = list(zip(*chunks.popleft(), strict=True))
                items = [articles[article].item(index) for article, index in places]
                running.append((places, pool.submit(_make_chunk, items, casing, job)))
            places, future = running.popleft()
            made = future.result()
            # A finished future keeps its result.
            del future
            for (article, index), one in zip(places, made, strict=True):
                articles[article].put(index, one)
            if several:
                _keep_new([articles[article].document.name for article, _ in places], made, job)
            done += len(made)
            job.progress("translate", done, total)
    finally:
        # After a fault or an interruption nobody waits half a minute for what the other chunk will make.
        pool.shutdown(wait=False, cancel_futures=True)


def _keep_new(names: Sequence[str], made: Sequence[_FinishedUnit], job: Job) -> None:
    new: dict[str, list[TranslationUnit]] = {}
    for name, one in zip(names, made, strict=True):
        if not one.reused:
            new.setdefault(name, []).append(one.unit)
    for article, units in new.items():
        job.keep(article, units)


def _cut_chunks(articles: Sequence[_Article]) -> deque[tuple[array[int], array[int]]]:
    """Share the segments out, in order; equal sources go together, so that each is translated once.

    A chunk names its segments by two arrays: the article of each, and its place there.
    """
    chunks: deque[tuple[array[int], array[int]]] = deque()
    # Two sources with one hash would share a chunk, which harms neither.
    homes: dict[int, tuple[array[int], array[int]]] = {}
    for number, article in enumerate(articles):
        for index, source in enumerate(article.sources()):
            home = homes.get(hash(source))
            if home is None:
                if len(homes) % ENGINE_CHUNK == 0:
                    chunks.append((array("L"), array("L")))
                home = homes[hash(source)] = chunks[-1]
            home[0].append(number)
            home[1].append(index)
    return chunks


def _make_chunk(items: Sequence[_PendingSegment], casing: Mapping[str, str], job: Job) -> list[_FinishedUnit]:
    """Match, translate, enforce and check n items; return n results in order."""
    segments = [item.segment for item in items]
    matches = match_terms(segments, job.glossary, morphology=job.source_morphology)
    made = [_known_unit(item, found, job) for item, found in zip(items, matches, strict=True)]
    fresh = [index for index, known in enumerate(made) if known is None]
    open_segments = [segments[index] for index in fresh]
    open_matches = [matches[index] for index in fresh]
    enforced = translate_segments(open_segments, open_matches, job, casing=casing)
    suggestions = [items[index].remembered for index in fresh]
    units = _units(open_segments, enforced, suggestions, job)
    for index, unit, result in zip(fresh, units, enforced, strict=True):
        made[index] = _FinishedUnit(unit, candidates=result.candidates)
    return [replace(one, unit=_check(one.unit, job)) for one in made if one is not None]


def translate_segments(
    segments: Sequence[Segment],
    matches: Sequence[Sequence[TermMatch]],
    job: Job,
    *,
    casing: Mapping[str, str],
) -> list[Enforced]:
    """Translate n segments and enforce their terms, those in capitals by way of ordinary letters.

    Args:
        casing: how words are written that are not in small letters, as `learn_casing` found.
    """
    capitals = [is_all_capitals(segment.source) for segment in segments]
    asked = [
        truecase_segment(segment, found, casing) if has_capitals else (segment, tuple(found))
        for segment, found, has_capitals in zip(segments, matches, capitals, strict=True)
    ]
    truecased, truecased_matches = [one for one, _ in asked], [found for _, found in asked]
    hypotheses = _translate(truecased, truecased_matches, job)
    enforced = _enforce(truecased, truecased_matches, hypotheses, job)
    return [
        restore_capitals(result, segment, found) if has_capitals else result
        for result, segment, found, has_capitals in zip(enforced, segments, matches, capitals, strict=True)
    ]


def _recall(segments: Iterable[Segment], job: Job) -> Iterator[tuple[Segment, tuple[MemoryMatch, ...]]]:
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


def _known_unit(item: _PendingSegment, matches: Sequence[TermMatch], job: Job) -> _FinishedUnit | None:
    """Return the unit of a segment if it is known already: from an earlier run or the memory."""
    segment, earlier = item.segment, item.earlier
    if earlier is not None and _same_terms(earlier, matches):
        return _FinishedUnit(replace(earlier, segment=segment), reused=True)
    if earlier is not None and earlier.state == "reviewed":
        terms = settle_terms(earlier.target, matches, job.morphology, standing=True)
        return _FinishedUnit(replace(earlier, segment=segment, terms=terms), reused=True)
    if item.remembered and item.remembered[0].score >= EXACT:
        return _FinishedUnit(_recalled_unit(segment, matches, item.remembered, job))
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
    made = replace(bitext.provenance, glossary_digest="")
    same = made in (mark_fresh(now), *(() if job.fresh else (now,)))
    return {
        unit.segment.id: place
        for place, unit in enumerate(bitext.units)
        if unit.state == "reviewed" or (same and unit.state == "translated")
    }


def _dropped_units(previous: Bitext | None, units: Sequence[TranslationUnit]) -> tuple[TranslationUnit, ...]:
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
    return TranslationUnit(
        segment,
        target,
        state="recalled",
        terms=settle_terms(target, matches, job.morphology, standing=True),
        suggestions=tuple(remembered),
    )


def _translate(
    segments: Sequence[Segment], matches: Sequence[Sequence[TermMatch]], job: Job
) -> list[tuple[Hypothesis, ...]]:
    """Ask for several hypotheses where there are terms to choose by, for one elsewhere."""
    results: list[tuple[Hypothesis, ...]] = [()] * len(segments)
    plain = [index for index, found in enumerate(matches) if not found]
    termed = [index for index, found in enumerate(matches) if found]
    for indices, n_best in ((termed, TERM_HYPOTHESES), (plain, 1)):
        if not indices:
            continue
        answers = job.engine.translate([segments[index].source for index in indices], n_best=n_best)
        if len(answers) != len(indices):
            raise AlignmentError(f"the engine returned {len(answers)} results for {len(indices)} segments")
        for index, answer in zip(indices, answers, strict=True):
            results[index] = answer
    return results


def _enforce(
    segments: Sequence[Segment],
    matches: Sequence[Sequence[TermMatch]],
    hypotheses: Sequence[tuple[Hypothesis, ...]],
    job: Job,
) -> list[Enforced]:
    return enforce_terms(
        segments,
        matches,
        hypotheses,
        job.engine,
        job.morphology,
        sources=job.sources,
        cache=job.stand_in_cache,
        explain=job.explain,
    )


def _units(
    segments: Sequence[Segment],
    enforced: Sequence[Enforced],
    suggestions: Sequence[tuple[MemoryMatch, ...]],
    job: Job,
) -> list[TranslationUnit]:
    """Make units of the results, with inline marks where the engine's attention says they belong."""
    marked = [index for index, segment in enumerate(segments) if segment.marks]
    links = job.engine.align(
        [_quieten(segments[index].source, segments[index]) for index in marked],
        [_quieten(enforced[index].target, segments[index]) for index in marked],
    )
    marks = {
        index: project_marks(segments[index], enforced[index].target, enforced[index].outcomes, link)
        for index, link in zip(marked, links, strict=True)
    }
    return [
        TranslationUnit(
            segment,
            result.target,
            engine_text=result.engine_text,
            score=result.score,
            terms=result.outcomes,
            changes=result.changes,
            target_marks=marks.get(index, ()),
            suggestions=suggestions[index],
        )
        for index, (segment, result) in enumerate(zip(segments, enforced, strict=True))
    ]


def _quieten(text: str, segment: Segment) -> str:
    """The engine follows small letters better than capitals; where length changes, positions would too."""
    small = text.lower()
    return small if is_all_capitals(segment.source) and len(small) == len(text) else text


def _check(unit: TranslationUnit, job: Job) -> TranslationUnit:
    issues = check_unit(unit, job.source_locale, job.target_locale, job.morphology)
    return replace(unit, issues=_as_wished(issues, job))


def _as_wished(issues: Sequence[Issue], job: Job) -> tuple[Issue, ...]:
    """A check may be off or have another severity by the user's wish."""
    wished = [(issue, job.checks.get(issue.check, issue.severity)) for issue in issues]
    return tuple(replace(issue, severity=level) for issue, level in wished if level in SEVERITIES)


def mark_fresh(provenance: Provenance) -> Provenance:
    """Return the provenance of what a run with `fresh` has made so far; it is in journals alone."""
    return replace(provenance, options=(*provenance.options, ("fresh", "yes")))


def describe_job(job: Job) -> Provenance:
    """Return everything in a job that decides on its results."""
    return Provenance(
        tool=f"translate-pipe {__version__}",
        engine=job.engine.name,
        packages=job.engine.packages,
        glossary_digest=job.glossary.digest,
        segmenter=SEGMENTER,
        options=(
            ("models", job.engine.fingerprint),
            ("terms", "+".join(source for source in SOURCES if source in job.sources) or "none"),
        ),
    )

"""The flow, one call a stage: documents go in, their bitexts come out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from translate_pipe import __version__
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
    MemoryMatch,
    Morphology,
    Provenance,
    Segment,
    TermMatch,
    TranslationUnit,
)
from translate_pipe.qa import check_bitext
from translate_pipe.segment import SEGMENTER, segment_document
from translate_pipe.terminology import Candidate, Enforced, enforce_terms, settle_terms
from translate_pipe.terminology.enforce import SOURCES, Source

if TYPE_CHECKING:
    from translate_pipe.memory.store import TranslationMemory

# Segments that go to the engine at one go: enough for full batches, few enough for a moving progress bar.
ENGINE_CHUNK = 2048
# Hypotheses asked for where there are terms to choose by.
TERM_HYPOTHESES = 4
# From this score on, what the translation memory knows stands as it is.
EXACT = 100

Progress = Callable[[str, int, int], None]


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything a run needs for one pair of locales.

    `source_morphology` finds inflected source terms where the source language inflects them; English has
    rules of its own. `previous` holds earlier bitexts by article name: what has not changed since is taken
    from them; with `fresh` only what a reviewer wrote is. `explain` keeps every candidate.
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

    Raises:
        EngineError: the engine failed.
        AlignmentError: a stage returned another number of results than it got.
    """
    segments = [segment_document(document, job.source_locale) for document in documents]
    matches = [match_terms(parts, job.glossary, morphology=job.source_morphology) for parts in segments]
    recalled = [_recall(parts, job) for parts in segments]
    known = [
        _known_units(*stages, job) for stages in zip(documents, segments, matches, recalled, strict=True)
    ]
    fresh = _pick_open(segments, known)
    open_segments = [segments[d][s] for d, s in fresh]
    open_matches = [matches[d][s] for d, s in fresh]
    hypotheses = _translate(open_segments, open_matches, job)
    enforced = _enforce(open_segments, open_matches, hypotheses, job)
    suggestions = [recalled[d][s] for d, s in fresh]
    made = dict(zip(fresh, _units(open_segments, enforced, suggestions, job), strict=True))
    candidates = {place: result.candidates for place, result in zip(fresh, enforced, strict=True)}
    translations = []
    for d, (document, taken) in enumerate(zip(documents, known, strict=True)):
        units = tuple(unit if unit is not None else made[d, s] for s, unit in enumerate(taken))
        bitext = Bitext(document.name, job.source_locale, job.target_locale, units, _provenance(job))
        translations.append(
            Translation(
                document,
                _check(bitext, job),
                reused=sum(unit is not None and unit.state != "recalled" for unit in taken),
                dropped=_dropped_units(job.previous.get(document.name), units),
                candidates={
                    unit.segment.id: candidates[d, s]
                    for s, unit in enumerate(units)
                    if candidates.get((d, s))
                },
            )
        )
    return translations


def _recall(segments: Sequence[Segment], job: Job) -> list[tuple[MemoryMatch, ...]]:
    if job.memory is None:
        return [()] * len(segments)
    return job.memory.recall(segments, job.source_locale, job.target_locale)


def _known_units(
    document: Document,
    segments: Sequence[Segment],
    matches: Sequence[Sequence[TermMatch]],
    recalled: Sequence[Sequence[MemoryMatch]],
    job: Job,
) -> list[TranslationUnit | None]:
    """Return, for each segment, the unit that is known already: from an earlier run or the memory."""
    earlier = _earlier_units(job.previous.get(document.name), job)
    known: list[TranslationUnit | None] = []
    for segment, found, remembered in zip(segments, matches, recalled, strict=True):
        unit = earlier.get((segment.id, segment.source))
        if unit is not None and _same_terms(unit, found):
            known.append(replace(unit, segment=segment))
        elif unit is not None and unit.state == "reviewed":
            terms = settle_terms(unit.target, found, job.morphology, standing=True)
            known.append(replace(unit, segment=segment, terms=terms))
        elif remembered and remembered[0].score >= EXACT:
            known.append(_recalled_unit(segment, found, remembered, job))
        else:
            known.append(None)
    return known


def _earlier_units(bitext: Bitext | None, job: Job) -> dict[tuple[str, str], TranslationUnit]:
    """Reviewed units stand whatever has changed; others only if everything that made them is the same."""
    if bitext is None or (bitext.source_locale, bitext.target_locale) != (
        job.source_locale,
        job.target_locale,
    ):
        return {}
    now = replace(_provenance(job), glossary_digest="")
    same = replace(bitext.provenance, glossary_digest="") == now
    return {
        (unit.segment.id, unit.segment.source): unit
        for unit in bitext.units
        if unit.state == "reviewed" or (same and unit.state == "translated" and not job.fresh)
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


def _pick_open(
    segments: Sequence[Sequence[Segment]], known: Sequence[Sequence[TranslationUnit | None]]
) -> list[tuple[int, int]]:
    """Return the places (document, segment) that nothing is known of, in order."""
    return [(d, s) for d, parts in enumerate(segments) for s in range(len(parts)) if known[d][s] is None]


def _translate(
    segments: Sequence[Segment], matches: Sequence[Sequence[TermMatch]], job: Job
) -> list[tuple[Hypothesis, ...]]:
    """Ask for several hypotheses where there are terms to choose by, for one elsewhere."""
    results: list[tuple[Hypothesis, ...]] = [()] * len(segments)
    plain = [index for index, found in enumerate(matches) if not found]
    termed = [index for index, found in enumerate(matches) if found]
    done = 0
    for indices, n_best in ((termed, TERM_HYPOTHESES), (plain, 1)):
        for chunk in _chunks(indices, ENGINE_CHUNK):
            answers = job.engine.translate([segments[index].source for index in chunk], n_best=n_best)
            if len(answers) != len(chunk):
                raise AlignmentError(f"the engine returned {len(answers)} results for {len(chunk)} segments")
            for index, answer in zip(chunk, answers, strict=True):
                results[index] = answer
            done += len(chunk)
            job.progress("translate", done, len(segments))
    return results


def _chunks(indices: Sequence[int], size: int) -> Iterator[list[int]]:
    rest = iter(indices)
    while chunk := list(islice(rest, size)):
        yield chunk


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
        [segments[index].source for index in marked], [enforced[index].target for index in marked]
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


def _check(bitext: Bitext, job: Job) -> Bitext:
    """Run all checks; a check may be off or have another severity by the user's wish."""
    units = []
    for unit, issues in zip(bitext.units, check_bitext(bitext, job.morphology), strict=True):
        wished = [(issue, job.checks.get(issue.check, issue.severity)) for issue in issues]
        kept = tuple(replace(issue, severity=level) for issue, level in wished if level in SEVERITIES)
        units.append(replace(unit, issues=kept))
    return replace(bitext, units=tuple(units))


def _provenance(job: Job) -> Provenance:
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

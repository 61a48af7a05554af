"""The flow, one call a stage: documents go in, their bitexts come out.

`translate_chunk` is the flow; how articles of any length go through it is in `chunks`, what is known of a
segment before it in `earlier`, what a run is asked for in `job`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from translate_pipe.chunks import Article, make_all, open_article
from translate_pipe.earlier import FinishedUnit, PendingSegment, dropped_units, known_unit
from translate_pipe.errors import AlignmentError
from translate_pipe.glossary.match import find_terms
from translate_pipe.job import Job, Progress, Translation, describe_job, mark_fresh, no_progress
from translate_pipe.markup import project_marks
from translate_pipe.model import (
    SEVERITIES,
    Bitext,
    Document,
    Hypothesis,
    Issue,
    MemoryMatch,
    Segment,
    TermMatch,
    TranslationUnit,
)
from translate_pipe.qa import check_unit, find_inconsistent
from translate_pipe.terminology import (
    Enforced,
    enforce_terms,
    is_all_capitals,
    learn_casing,
    restore_capitals,
    truecase_segment,
    words_in_capitals,
)

__all__ = [
    "Job",
    "Progress",
    "Translation",
    "describe_job",
    "mark_fresh",
    "no_progress",
    "translate_apart",
    "translate_documents",
    "translate_segments",
]

# Hypotheses asked for where there are terms to choose by.
TERM_HYPOTHESES = 4


def translate_documents(documents: Sequence[Document], job: Job) -> list[Translation]:
    """Translate n documents into n bitexts with as few engine calls as can be.

    However long the documents are, few of their segments and units are in memory at a time.

    Raises:
        EngineError: the engine failed.
        AlignmentError: a stage returned another number of results than it got.
    """
    articles = [open_article(document, job) for document in documents]
    casing = _learn_casing(articles)
    casings = {article.document.name: casing for article in articles}
    make_all(articles, partial(translate_chunk, casings=casings, job=job), job)
    return [_close_article(article, job) for article in articles]


def translate_apart(documents: Sequence[Document], job: Job) -> list[Translation]:
    """Translate n documents that have nothing to do with each other: each as if it were alone.

    They share engine calls all the same. How words in capitals are written otherwise, each shows for itself.

    Raises:
        EngineError, AlignmentError: as `translate_documents`.
    """
    articles = [open_article(document, job) for document in documents]
    casings = {article.document.name: _learn_casing([article]) for article in articles}
    make_all(articles, partial(translate_chunk, casings=casings, job=job), job)
    return [_close_article(article, job) for article in articles]


def translate_chunk(
    items: Sequence[PendingSegment], *, casings: Mapping[str, Mapping[str, str]], job: Job
) -> list[FinishedUnit]:
    """Match, translate, enforce and check n items; return n results in order.

    Args:
        casings: for each article by name, how its words are written that are not in small letters.
    """
    segments = [item.segment for item in items]
    report = find_terms(segments, job.glossary, morphology=job.source_morphology)
    matches = report.matches
    made = [known_unit(item, found, job) for item, found in zip(items, matches, strict=True)]
    fresh = [index for index, known in enumerate(made) if known is None]
    open_segments = [segments[index] for index in fresh]
    open_matches = [matches[index] for index in fresh]
    written = [casings[items[index].article] for index in fresh]
    enforced = translate_segments(open_segments, open_matches, job, casings=written)
    suggestions = [items[index].remembered for index in fresh]
    units = _units(open_segments, enforced, suggestions, job)
    for index, unit, result in zip(fresh, units, enforced, strict=True):
        made[index] = FinishedUnit(unit, candidates=result.candidates)
    done = [one for one in made if one is not None]
    return [
        replace(one, unit=_check(replace(one.unit, inner_terms=inner), job))
        for one, inner in zip(done, report.inner, strict=True)
    ]


def translate_segments(
    segments: Sequence[Segment],
    matches: Sequence[Sequence[TermMatch]],
    job: Job,
    *,
    casings: Sequence[Mapping[str, str]],
) -> list[Enforced]:
    """Translate n segments and enforce their terms, those in capitals by way of ordinary letters.

    Args:
        casings: for each segment, how words not in small letters are written, as `learn_casing` found.
    """
    capitals = [is_all_capitals(segment.source) for segment in segments]
    asked = [
        truecase_segment(segment, found, casing) if has_capitals else (segment, tuple(found))
        for segment, found, has_capitals, casing in zip(segments, matches, capitals, casings, strict=True)
    ]
    truecased, truecased_matches = [one for one, _ in asked], [found for _, found in asked]
    hypotheses = _translate(truecased, truecased_matches, job)
    enforced = _enforce(truecased, truecased_matches, hypotheses, job)
    return [
        restore_capitals(result, segment, found) if has_capitals else result
        for result, segment, found, has_capitals in zip(enforced, segments, matches, capitals, strict=True)
    ]


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
        numbers=job.numbers,
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
            figures=result.figures,
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


def _close_article(article: Article, job: Job) -> Translation:
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
        dropped=dropped_units(job.previous.get(name), bitext.units),
        candidates=article.candidates,
    )


def _learn_casing(articles: Sequence[Article]) -> dict[str, str]:
    """Headlines in capitals hide how names are written; the rest of the articles shows it."""
    wanted = words_in_capitals(source for article in articles for source in article.sources())
    if not wanted:
        return {}
    return learn_casing((source for article in articles for source in article.sources()), wanted)

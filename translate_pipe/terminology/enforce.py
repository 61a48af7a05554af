"""Segments, matches and n-best hypotheses come in; one target a segment goes out, as the glossary wants it.

Every step works on all open segments at once, so that the engine gets a few large calls:

1. verify: the best hypothesis that holds every term is taken as it is;
2. annotation: a package trained for it gets the terms inline;
3. stand-ins: an ordinary word holds the term's place and tells its case;
4. repair: the wrong rendering, found by attention, is replaced by each form of the term;
5. prefix, if asked for: the engine finishes the segment anew after a form that had to be put in;
6. choose: the engine's score on the unaltered source, and agreement, decide;
7. figures: what the chosen text says wrongly is put right, what it lost is sought.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from translate_pipe.model import (
    Change,
    Engine,
    Hypothesis,
    Morphology,
    NumbersMode,
    Segment,
    Span,
    TermMatch,
)
from translate_pipe.terminology.annotate import annotate_source
from translate_pipe.terminology.candidates import Candidate, Enforced, Task, draft, with_method
from translate_pipe.terminology.case_table import CaseTable, case_likelihoods, load_case_table
from translate_pipe.terminology.figures import FigureRestorer, account_figures
from translate_pipe.terminology.pool import CandidatePool, rank_candidate, score_candidates
from translate_pipe.terminology.protect import protected_matches, split_targets
from translate_pipe.terminology.repair import FINISHED, repair_terms
from translate_pipe.terminology.standins import (
    StandIn,
    choose_stand_in,
    find_stand_ins,
    put_stand_ins,
    take_back,
)
from translate_pipe.terminology.verify import settle_terms

Source = Literal["n-best", "annotation", "stand-in", "repair", "prefix"]
# What pays; finishing anew after a form ("prefix") gained nothing.
# Source: bench/terms.py, docs/accuracy-and-speed.md.
SOURCES: tuple[Source, ...] = ("n-best", "annotation", "stand-in", "repair")
ALL_SOURCES: tuple[Source, ...] = (*SOURCES, "prefix")


def enforce_terms(
    segments: Sequence[Segment],
    matches: Sequence[Sequence[TermMatch]],
    hypotheses: Sequence[Sequence[Hypothesis]],
    engine: Engine,
    morphology: Morphology,
    *,
    sources: Collection[Source] = SOURCES,
    cache: Path | None = None,
    numbers: NumbersMode = "off",
    explain: bool = False,
) -> list[Enforced]:
    """Choose for each segment the target that holds its terms best.

    Args:
        segments: n segments.
        matches: n lists of matches.
        hypotheses: n non-empty lists, best first, from `engine` for the unaltered sources.
        sources: where candidates may come from; "n-best" alone verifies and changes nothing.
        cache: where the stand-ins of a package are remembered.
        numbers: how figures that are put right are written; `verify` accounts for them and changes nothing,
            `off` leaves them out.
        explain: keep all candidates in the result.

    Raises:
        EngineError: the engine failed.
    """
    table = load_case_table(engine.source_locale, engine.target_locale)
    pools = [
        _open(segment, tuple(found), tuple(ranked), morphology, table)
        for segment, found, ranked in zip(segments, matches, hypotheses, strict=True)
    ]

    def unsettled() -> list[CandidatePool]:
        return [pool for pool in pools if not pool.settled]

    if "repair" in sources:
        _suppress_forbidden(unsettled(), engine, morphology)
    if "annotation" in sources and engine.annotation is not None:
        _annotate(unsettled(), engine, morphology)
    if "stand-in" in sources and (wanting := unsettled()):
        _stand_in(wanting, engine, morphology, cache)
    if "repair" in sources:
        _split(unsettled(), engine, morphology)
        repair_terms(unsettled(), engine, morphology)
    if "prefix" in sources:
        _finish(unsettled(), engine, morphology)
    score_candidates([pool for pool in pools if len(pool.candidates) > 1], engine)
    if numbers == "verify":
        FigureRestorer(engine, morphology).read(pools)
    elif numbers != "off":
        FigureRestorer(engine, morphology, numbers).restore(pools)
    return [_close(pool, morphology, explain) for pool in pools]


def _open(
    segment: Segment,
    terms: tuple[TermMatch, ...],
    ranked: tuple[Hypothesis, ...],
    morphology: Morphology,
    table: CaseTable | None,
) -> CandidatePool:
    matches = terms + protected_matches(segment, terms)
    cases = tuple(case_likelihoods(segment.source, match, table) if table else {} for match in matches)
    task = Task(segment.source, matches, cases)
    pool = CandidatePool(segment, task, len(terms))
    for rank, hypothesis in enumerate(ranked):
        candidate = draft(task, hypothesis.text, "n-best" if rank else "plain", morphology)
        candidate = replace(candidate, score=hypothesis.score)
        if rank == 0 or candidate.complete:
            pool.add(candidate)
    return pool


def _suppress_forbidden(pools: Sequence[CandidatePool], engine: Engine, morphology: Morphology) -> None:
    """Ask again without the words that are forbidden, where they came up."""
    asked, bans = [], []
    for pool in pools:
        banned = pool.candidates[0].verification.banned
        if banned:
            text = pool.candidates[0].text
            asked.append(pool)
            bans.append([span.of(text) for _, span in banned])
    if asked:
        answers = engine.translate([pool.segment.source for pool in asked], suppress=bans)
        for pool, answer in zip(asked, answers, strict=True):
            for hypothesis in answer:
                pool.add(draft(pool.task, hypothesis.text, "n-best", morphology))


def _annotate(pools: Sequence[CandidatePool], engine: Engine, morphology: Morphology) -> None:
    template = engine.annotation or ""
    sources = [annotate_source(pool.segment.source, pool.matches, template) for pool in pools]
    if not pools:
        return
    for pool, answer in zip(pools, engine.translate(sources, annotated=True), strict=True):
        indices = pool.candidates[0].verification.missing
        for hypothesis in answer:
            candidate = draft(pool.task, hypothesis.text, "annotation", morphology)
            held = tuple(index for index in indices if candidate.verification.found[index] is not None)
            pool.add(with_method(candidate, held, "annotation"))


def _stand_in(
    pools: Sequence[CandidatePool], engine: Engine, morphology: Morphology, cache: Path | None
) -> None:
    stand_ins = find_stand_ins(engine, morphology, cache)
    asked: list[tuple[CandidatePool, tuple[StandIn | None, ...]]] = []
    for pool in pools:
        chosen = _choose_all(pool, stand_ins, morphology)
        if any(chosen):
            asked.append((pool, chosen))
    if not asked:
        return
    sources = [put_stand_ins(pool.segment.source, pool.matches, chosen) for pool, chosen in asked]
    for (pool, chosen), answer in zip(asked, engine.translate(sources), strict=True):
        indices = tuple(index for index, word in enumerate(chosen) if word is not None)
        for hypothesis in answer:
            text = take_back(hypothesis.text, pool.matches, chosen, morphology)
            if text is not None:
                candidate = draft(pool.task, text, "stand-in", morphology)
                pool.add(with_method(candidate, indices, "stand-in"))


def _choose_all(
    pool: CandidatePool, stand_ins: Sequence[StandIn], morphology: Morphology
) -> tuple[StandIn | None, ...]:
    """Choose a stand-in for each missing term, no word twice."""
    missing = pool.candidates[0].verification.missing
    avoid, chosen = pool.segment.source, []
    for index, match in enumerate(pool.matches):
        word = choose_stand_in(match, stand_ins, morphology, avoid) if index in missing else None
        if word is not None:
            avoid += " " + word.singular
        chosen.append(word)
    return tuple(chosen)


def _split(pools: Sequence[CandidatePool], engine: Engine, morphology: Morphology) -> None:
    """Translate around what must be copied, where no candidate copied it."""
    asked = [
        pool
        for pool in pools
        if any(
            pool.matches[index].entry.status == "do-not-translate"
            for index in pool.candidates[0].verification.missing
        )
    ]
    for pool, text in zip(asked, split_targets([_copies(pool) for pool in asked], engine), strict=True):
        candidate = draft(pool.task, text, "copy", morphology)
        indices = tuple(
            index for index, match in enumerate(pool.matches) if match.entry.status == "do-not-translate"
        )
        pool.add(with_method(candidate, indices, "copy"))


def _copies(pool: CandidatePool) -> tuple[str, tuple[Span, ...]]:
    spans = tuple(match.span for match in pool.matches if match.entry.status == "do-not-translate")
    return pool.segment.source, spans


def _finish(pools: Sequence[CandidatePool], engine: Engine, morphology: Morphology) -> None:
    """Let the engine write the rest of a segment anew after the last form that was put in."""
    asked: list[tuple[CandidatePool, Candidate, str]] = []
    for pool in pools:
        complete = sorted((c for c in pool.candidates if c.complete), key=rank_candidate)
        for candidate in complete[:FINISHED]:
            ends = [
                found.span.end
                for found, method in zip(candidate.verification.found, candidate.methods, strict=True)
                if found is not None and method in ("repair", "stand-in")
            ]
            if ends:
                asked.append((pool, candidate, candidate.text[: max(ends)]))
    if not asked:
        return
    answers = engine.translate(
        [pool.segment.source for pool, _, _ in asked], prefixes=[prefix for _, _, prefix in asked]
    )
    for (pool, candidate, _), answer in zip(asked, answers, strict=True):
        indices = tuple(index for index, method in enumerate(candidate.methods) if method is not None)
        for hypothesis in answer:
            offer = draft(pool.task, hypothesis.text, "prefix", morphology)
            pool.add(with_method(offer, indices, "prefix"))


def _close(pool: CandidatePool, morphology: Morphology, explain: bool) -> Enforced:
    ranked = sorted(pool.candidates, key=rank_candidate)
    best, plain = ranked[0], pool.candidates[0]
    changes: tuple[Change, ...] = ()
    if pool.restored is not None:
        best, changes = pool.restored.candidate, pool.restored.changes
        ranked = [best, *(one for one in ranked if one.text != best.text)]
    terms = pool.matches[: pool.terms]
    outcomes = settle_terms(
        best.text,
        terms,
        morphology,
        methods=best.methods[: pool.terms],
        reason="no candidate held the term",
    )
    unmended = changes[0].before if changes else best.text
    if unmended != plain.text:
        step = best.origin if best.origin.startswith("figures") else f"terms: {best.origin}"
        changes = (Change(step, plain.text, unmended), *changes)
    return Enforced(
        best.text,
        outcomes,
        plain.text,
        best.score,
        changes,
        tuple(ranked) if explain else (),
        account_figures(pool),
    )

"""Segments, matches and n-best hypotheses come in; one target a segment goes out, as the glossary wants it.

Every step works on all open segments at once, so that the engine gets a few large calls:

1. verify: the best hypothesis that holds every term is taken as it is;
2. annotation: a package trained for it gets the terms inline;
3. stand-ins: an ordinary word holds the term's place and tells its case;
4. repair: the wrong rendering, found by attention, is replaced by each form of the term;
5. prefix: the engine finishes the segment anew after a form that had to be put in;
6. choose: the engine's score on the unaltered source, and agreement, decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from translate_pipe.model import (
    Change,
    Engine,
    Hypothesis,
    Link,
    Morphology,
    Segment,
    Span,
    TermMatch,
    TermOutcome,
)
from translate_pipe.terminology.annotate import annotate_source
from translate_pipe.terminology.candidates import (
    Candidate,
    Task,
    draft,
    form_likelihood,
    is_shouting,
    likely_forms,
    with_method,
)
from translate_pipe.terminology.case_table import CaseTable, case_likelihoods, load_case_table
from translate_pipe.terminology.protect import protected_matches, split_targets
from translate_pipe.terminology.repair import Placed, find_places, place_forms
from translate_pipe.terminology.standins import (
    StandIn,
    choose_stand_in,
    find_stand_ins,
    put_stand_ins,
    take_back,
)
from translate_pipe.terminology.verify import settle_terms

Source = Literal["n-best", "annotation", "stand-in", "repair", "prefix"]
SOURCES: tuple[Source, ...] = ("n-best", "annotation", "stand-in", "repair", "prefix")

# A candidate whose terms surely disagree with their neighbours must be better by this much
# mean log-probability per token to be preferred to one that agrees.
DISAGREEMENT_COST = 0.5
# What the likelihood of the cases counts beside the engine's score. Source: bench/terms.py on the hand set.
CASE_WEIGHT = 0.2
# How many texts of a segment are repaired (two gain nothing), how many of the best-scored attempts are
# looked at more closely, and how many are finished anew after the form.
REPAIRED = 1
DRAFTED = 4
FINISHED = 2


@dataclass(frozen=True, slots=True)
class Enforced:
    """The target of one segment, the account of its matches, and how it came to be.

    `candidates` is in the order of preference, the chosen one first; empty unless asked for.
    """

    target: str
    outcomes: tuple[TermOutcome, ...]
    engine_text: str
    score: float | None
    changes: tuple[Change, ...] = ()
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class _Open:
    """A segment on its way: what is known of it (terms first, then protected stretches), its candidates."""

    segment: Segment
    task: Task
    terms: int
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def matches(self) -> tuple[TermMatch, ...]:
        return self.task.matches

    def add(self, candidate: Candidate) -> None:
        if all(candidate.text != other.text for other in self.candidates):
            self.candidates.append(candidate)

    @property
    def settled(self) -> bool:
        """Whether some candidate holds every term, and nothing speaks against their forms.

        What the engine wrote of itself is not doubted, only what came by way of a trick.
        """
        return any(
            candidate.complete
            and candidate.agreement is not False
            and not (candidate.doubtful and any(candidate.methods))
            for candidate in self.candidates
        )


def enforce_terms(
    segments: Sequence[Segment],
    matches: Sequence[Sequence[TermMatch]],
    hypotheses: Sequence[Sequence[Hypothesis]],
    engine: Engine,
    morphology: Morphology,
    *,
    sources: Collection[Source] = SOURCES,
    cache: Path | None = None,
    explain: bool = False,
) -> list[Enforced]:
    """Choose for each segment the target that holds its terms best.

    Args:
        segments: n segments.
        matches: n lists of matches.
        hypotheses: n non-empty lists, best first, from `engine` for the unaltered sources.
        sources: where candidates may come from; "n-best" alone verifies and changes nothing.
        cache: where the stand-ins of a package are remembered.
        explain: keep all candidates in the result.

    Raises:
        EngineError: the engine failed.
    """
    table = load_case_table(engine.source_locale, engine.target_locale)
    work = [
        _open(segment, tuple(found), tuple(ranked), morphology, table)
        for segment, found, ranked in zip(segments, matches, hypotheses, strict=True)
    ]

    def unsettled() -> list[_Open]:
        return [item for item in work if not item.settled]

    if "repair" in sources:
        _suppress_forbidden(unsettled(), engine, morphology)
    if "annotation" in sources and engine.annotation is not None:
        _annotate(unsettled(), engine, morphology)
    if "stand-in" in sources and (wanting := unsettled()):
        _stand_in(wanting, engine, morphology, cache)
    if "repair" in sources:
        _split(unsettled(), engine, morphology)
        _repair(unsettled(), engine, morphology)
    if "prefix" in sources:
        _finish(unsettled(), engine, morphology)
    _score([item for item in work if len(item.candidates) > 1], engine)
    return [_close(item, morphology, explain) for item in work]


def _open(
    segment: Segment,
    terms: tuple[TermMatch, ...],
    ranked: tuple[Hypothesis, ...],
    morphology: Morphology,
    table: CaseTable | None,
) -> _Open:
    matches = terms + protected_matches(segment, terms)
    cases = tuple(case_likelihoods(segment.source, match, table) if table else {} for match in matches)
    task = Task(segment.source, matches, cases, is_shouting(segment.source))
    item = _Open(segment, task, len(terms))
    for rank, hypothesis in enumerate(ranked):
        candidate = draft(task, hypothesis.text, "n-best" if rank else "plain", morphology)
        candidate = replace(candidate, score=hypothesis.score)
        if rank == 0 or candidate.complete:
            item.add(candidate)
    return item


def _suppress_forbidden(items: Sequence[_Open], engine: Engine, morphology: Morphology) -> None:
    """Ask again without the words that are forbidden, where they came up."""
    asked, bans = [], []
    for item in items:
        banned = item.candidates[0].verification.banned
        if banned:
            text = item.candidates[0].text
            asked.append(item)
            bans.append([span.of(text) for _, span in banned])
    if asked:
        answers = engine.translate([item.segment.source for item in asked], suppress=bans)
        for item, answer in zip(asked, answers, strict=True):
            for hypothesis in answer:
                item.add(draft(item.task, hypothesis.text, "n-best", morphology))


def _annotate(items: Sequence[_Open], engine: Engine, morphology: Morphology) -> None:
    template = engine.annotation or ""
    sources = [annotate_source(item.segment.source, item.matches, template) for item in items]
    if not items:
        return
    for item, answer in zip(items, engine.translate(sources, n_best=2, annotated=True), strict=True):
        indices = item.candidates[0].verification.missing
        for hypothesis in answer:
            candidate = draft(item.task, hypothesis.text, "annotation", morphology)
            held = tuple(index for index in indices if candidate.verification.found[index] is not None)
            item.add(with_method(candidate, held, "annotation"))


def _stand_in(items: Sequence[_Open], engine: Engine, morphology: Morphology, cache: Path | None) -> None:
    stand_ins = find_stand_ins(engine, morphology, cache)
    asked: list[tuple[_Open, tuple[StandIn | None, ...]]] = []
    for item in items:
        chosen = _choose_all(item, stand_ins, morphology)
        if any(chosen):
            asked.append((item, chosen))
    if not asked:
        return
    sources = [put_stand_ins(item.segment.source, item.matches, chosen) for item, chosen in asked]
    for (item, chosen), answer in zip(asked, engine.translate(sources, n_best=2), strict=True):
        indices = tuple(index for index, word in enumerate(chosen) if word is not None)
        for hypothesis in answer:
            text = take_back(hypothesis.text, item.matches, chosen, morphology, shouting=item.task.shouting)
            if text is not None:
                candidate = draft(item.task, text, "stand-in", morphology)
                item.add(with_method(candidate, indices, "stand-in"))


def _choose_all(
    item: _Open, stand_ins: Sequence[StandIn], morphology: Morphology
) -> tuple[StandIn | None, ...]:
    """Choose a stand-in for each missing term, no word twice."""
    missing = item.candidates[0].verification.missing
    avoid, chosen = item.segment.source, []
    for index, match in enumerate(item.matches):
        word = choose_stand_in(match, stand_ins, morphology, avoid) if index in missing else None
        if word is not None:
            avoid += " " + word.singular
        chosen.append(word)
    return tuple(chosen)


def _split(items: Sequence[_Open], engine: Engine, morphology: Morphology) -> None:
    """Translate around what must be copied, where no candidate copied it."""
    asked = [
        item
        for item in items
        if any(
            item.matches[index].entry.status == "do-not-translate"
            for index in item.candidates[0].verification.missing
        )
    ]
    for item, text in zip(asked, split_targets([_copies(item) for item in asked], engine), strict=True):
        candidate = draft(item.task, text, "copy", morphology)
        indices = tuple(
            index for index, match in enumerate(item.matches) if match.entry.status == "do-not-translate"
        )
        item.add(with_method(candidate, indices, "copy"))


def _copies(item: _Open) -> tuple[str, tuple[Span, ...]]:
    spans = tuple(match.span for match in item.matches if match.entry.status == "do-not-translate")
    return item.segment.source, spans


def _repair(items: Sequence[_Open], engine: Engine, morphology: Morphology) -> None:
    """Complete the best texts of each segment, one missing term a round, by the engine's score."""
    active = [_Repair(item, candidate) for item in items for candidate in _worth_repairing(item)]
    while active:
        links = engine.align([one.source for one in active], [one.base.text for one in active])
        for one, attention in zip(active, links, strict=True):
            one.find_places(attention)
        # All forms in the likeliest place; then the best of them in the other places.
        _try_forms(active, [one.place_all_forms(morphology) for one in active], engine)
        _try_forms(active, [one.place_best_form() for one in active], engine)
        active = [again for one in active for again in _settle_repair(one, morphology)]


@dataclass(slots=True)
class _Repair:
    """A text that lacks a term, where the term may go, and what has been tried, with its score."""

    item: _Open
    base: Candidate
    places: tuple[Span, ...] = ()
    tried: list[tuple[float, Placed]] = field(default_factory=list)

    @property
    def source(self) -> str:
        return self.item.segment.source

    @property
    def match(self) -> TermMatch:
        return self.item.matches[self.base.verification.missing[0]]

    def find_places(self, links: Sequence[Link]) -> None:
        """A forbidden or broken rendering is where the term belongs; else the engine's attention tells."""
        verification = self.base.verification
        broken = verification.found[verification.missing[0]]
        occupied = [found.span for found in verification.found if found is not None and len(found.span)]
        banned = tuple(span for entry, span in verification.banned if entry == self.match.entry)
        if broken is not None:
            self.places = (broken.span,)
        else:
            self.places = banned[:1] or find_places(self.base.text, self.match, links, occupied, self.source)

    def place_all_forms(self, morphology: Morphology) -> tuple[Placed, ...]:
        cases = self.item.task.cases[self.base.verification.missing[0]]
        forms = likely_forms(self.match, self.places[0].of(self.base.text), cases, morphology)
        return place_forms(self.base.text, self.places[:1], forms, shouting=self.item.task.shouting)

    def place_best_form(self) -> tuple[Placed, ...]:
        _, best = max(self.tried, key=lambda pair: pair[0])
        return place_forms(self.base.text, self.places[1:], [best.form], shouting=self.item.task.shouting)


def _try_forms(repairs: Sequence[_Repair], placed: Sequence[Sequence[Placed]], engine: Engine) -> None:
    """Score all placed forms in one call and note them with their repairs."""
    flat = [(repair, one) for repair, own in zip(repairs, placed, strict=True) for one in own]
    scores = engine.score([repair.source for repair, _ in flat], [one.text for _, one in flat])
    for (repair, one), score in zip(flat, scores, strict=True):
        repair.tried.append((score, one))


def _settle_repair(repair: _Repair, morphology: Morphology) -> list[_Repair]:
    """Keep the best complete texts of a repair, or go on with its best one that still lacks a term."""
    item, base = repair.item, repair.base
    index = base.verification.missing[0]
    offers = []
    entry, cases = item.matches[index].entry, item.task.cases[index]
    rated = [
        (score + CASE_WEIGHT * form_likelihood(entry, placed.form, cases, morphology), score, placed)
        for score, placed in repair.tried
    ]
    for _, score, placed in sorted(rated, key=lambda one: -one[0])[:DRAFTED]:
        offer = draft(item.task, placed.text, "repair", morphology, base.methods)
        if len(offer.verification.missing) < len(base.verification.missing):
            offers.append(replace(with_method(offer, (index,), "repair"), score=score))
    offers.sort(key=_preference)
    if offers and offers[0].verification.missing:
        return [_Repair(item, offers[0])]
    for offer in offers[:FINISHED]:
        item.add(offer)
    return []


def _worth_repairing(item: _Open) -> list[Candidate]:
    """Fewest missing terms first; of equals, the texts that the engine made knowing of the terms."""
    order = {"annotation": 0, "stand-in": 1, "plain": 2, "copy": 3, "n-best": 4}
    lacking = [candidate for candidate in item.candidates if candidate.verification.missing]
    lacking.sort(key=lambda candidate: (len(candidate.verification.missing), order.get(candidate.origin, 5)))
    return lacking[:REPAIRED]


def _finish(items: Sequence[_Open], engine: Engine, morphology: Morphology) -> None:
    """Let the engine write the rest of a segment anew after the last form that was put in."""
    asked: list[tuple[_Open, Candidate, str]] = []
    for item in items:
        complete = sorted((c for c in item.candidates if c.complete), key=_preference)
        for candidate in complete[:FINISHED]:
            ends = [
                found.span.end
                for found, method in zip(candidate.verification.found, candidate.methods, strict=True)
                if found is not None and method in ("repair", "stand-in")
            ]
            if ends:
                asked.append((item, candidate, candidate.text[: max(ends)]))
    if not asked:
        return
    answers = engine.translate(
        [item.segment.source for item, _, _ in asked], prefixes=[prefix for _, _, prefix in asked]
    )
    for (item, candidate, _), answer in zip(asked, answers, strict=True):
        indices = tuple(index for index, method in enumerate(candidate.methods) if method is not None)
        for hypothesis in answer:
            offer = draft(item.task, hypothesis.text, "prefix", morphology)
            item.add(with_method(offer, indices, "prefix"))


def _score(items: Iterable[_Open], engine: Engine) -> None:
    _score_lists([(item, item.candidates) for item in items], engine)


def _score_lists(lists: Sequence[tuple[_Open, list[Candidate]]], engine: Engine) -> None:
    """Score every candidate that has no score yet, given the unaltered source, in one call."""
    wanted = [
        (item, candidates, index)
        for item, candidates in lists
        for index, candidate in enumerate(candidates)
        if candidate.score is None
    ]
    if not wanted:
        return
    scores = engine.score(
        [item.segment.source for item, _, _ in wanted],
        [candidates[index].text for _, candidates, index in wanted],
    )
    for (_, candidates, index), score in zip(wanted, scores, strict=True):
        candidates[index] = replace(candidates[index], score=score)


def _preference(candidate: Candidate) -> tuple[int, float]:
    """Sort key: fewest terms missing or forbidden, then score, likely cases and agreement together."""
    faults = len(candidate.verification.missing) + len(candidate.verification.banned)
    score = candidate.score if candidate.score is not None else float("-inf")
    score += CASE_WEIGHT * candidate.case_likelihood
    return faults, -(score - (DISAGREEMENT_COST if candidate.agreement is False else 0.0))


def _close(item: _Open, morphology: Morphology, explain: bool) -> Enforced:
    ranked = sorted(item.candidates, key=_preference)
    best, plain = ranked[0], item.candidates[0]
    terms = item.matches[: item.terms]
    outcomes = settle_terms(
        best.text,
        terms,
        morphology,
        methods=best.methods[: item.terms],
        reason="no candidate held the term",
    )
    changes = () if best.text == plain.text else (Change(f"terms: {best.origin}", plain.text, best.text),)
    return Enforced(best.text, outcomes, plain.text, best.score, changes, tuple(ranked) if explain else ())

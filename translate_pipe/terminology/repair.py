"""Targets that lack terms come in; targets go out in which wrong renderings gave way to the terms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from translate_pipe.model import (
    Engine,
    FittingMorphology,
    Link,
    Morphology,
    Span,
    TermEntry,
    TermMatch,
    WeighingMorphology,
)
from translate_pipe.terminology.candidates import (
    QUOTE_PAIRS,
    Candidate,
    candidate_forms,
    draft,
    form_likelihood,
    likely_forms,
    put_form,
    with_method,
)
from translate_pipe.terminology.pool import CASE_WEIGHT, DISAGREEMENT_COST, CandidatePool, rank_candidate
from translate_pipe.terminology.verify import Found

# How many forms are tried where it is known how likely their cases are (more cost time and gain nothing), how
# many of the best-scored attempts are looked at more closely, and how many are finished anew after the form.
TRIED = 4
DRAFTED = 4
FINISHED = 2
# A word belongs to the rendering if it gets at least this share of the best word's attention.
SHARE_OF_BEST = 0.4


@dataclass(frozen=True, slots=True)
class Placed:
    """A text into which a form was put, where the form stands, and the form as the glossary has it."""

    text: str
    span: Span
    form: str


def find_place(
    target: str,
    match: TermMatch,
    links: Sequence[Link],
    occupied: Sequence[Span],
    source: str,
) -> Span:
    """Return the likeliest place for a term: the run of words that attend mainly to the source term.

    Without attention it is the word that stands as far into the target as the term into the source. Words in
    `occupied` belong to other terms; where all do, it is the end of the target.
    """
    words = [Span(*found.span()) for found in re.finditer(r"\w+(?:[-'’]\w+)*", target)]
    free = [word for word in words if not any(word.overlaps(span) for span in occupied)]
    if not free:
        return Span(len(target.rstrip(" .!?…")), len(target.rstrip(" .!?…")))
    weight, own = _attention(free, match, links)
    if not any(weight.values()):
        middle = (match.span.start + match.span.end) / 2
        return free[min(len(free) - 1, int(len(free) * middle / max(1, len(source))))]
    best = max(free, key=lambda word: weight[word])
    run = [best]
    position = words.index(best)
    for step in (-1, 1):
        at = position + step
        while 0 <= at < len(words) and words[at] in own and weight[words[at]] >= SHARE_OF_BEST * weight[best]:
            between = target[min(run[0].end, words[at].end) : max(run[0].start, words[at].start)]
            if any(sign in between for sign in ".;:!?"):
                break
            run.append(words[at])
            at += step
    return Span(min(word.start for word in run), max(word.end for word in run))


def _attention(
    words: Sequence[Span], match: TermMatch, links: Sequence[Link]
) -> tuple[dict[Span, float], set[Span]]:
    """Sum each word's attention to the term; the second value holds the words that attend to it most."""
    weight = dict.fromkeys(words, 0.0)
    strongest: dict[Span, tuple[float, bool]] = {}
    for link in links:
        inside = link.source.overlaps(match.span)
        for word in words:
            if not word.overlaps(link.target):
                continue
            if inside:
                weight[word] += link.weight
            if link.weight > strongest.get(word, (0.0, False))[0]:
                strongest[word] = (link.weight, inside)
    return weight, {word for word, (_, inside) in strongest.items() if inside}


def place_forms(target: str, place: Span, forms: Sequence[str], morphology: Morphology) -> tuple[Placed, ...]:
    """Put every form in the place, widened to quotation marks that the form brings itself."""
    placed: dict[str, Placed] = {}
    for form in forms:
        text, span = put_form(target, _without_half_quotes(target, place), form, morphology)
        placed.setdefault(text, Placed(text, span, form))
    return tuple(placed.values())


def read_case(target: str, place: Span, morphology: Morphology) -> str:
    """Return the case in which the words in a place stand, by their forms and what is before; "" if unknown.

    Where no table tells which cases the source makes likely, forms in this case are tried first.
    """
    if isinstance(morphology, WeighingMorphology) and (case := morphology.case_at(target, place)):
        return case
    rendering = place.of(target)
    held = TermEntry(rendering, (morphology.dictionary_form(rendering), rendering))
    found = [form for span, form in morphology.find_term(held, target) if span.overlaps(place)]
    return next((form.case for form in found if form is not None), "")


def _as_told(found: Found | None, case: str, match: TermMatch) -> float:
    """Return what speaks against a form of a term where what gave way to it was in a case: 0 for nothing."""
    form = found.form if found is not None else None
    right = form is not None and form.case == case and form.number != (_other_number(match) or None)
    return 0.0 if right else -DISAGREEMENT_COST / CASE_WEIGHT


def _other_number(match: TermMatch) -> str:
    """Return the number in which the term cannot stand, "" if it may be in either."""
    return "singular" if match.plural else "plural" if match.numbered else ""


def _in_case_first(
    forms: Sequence[str], case: str, match: TermMatch, morphology: Morphology
) -> tuple[str, ...]:
    # "ustawy" is an accusative, but of several.
    other = "singular" if match.plural else "plural" if match.numbered else None
    first = {
        form.text for form in morphology.paradigm(match.entry) if form.case == case and form.number != other
    }
    # Of two forms of a case the one without article comes first: "Scholz'" is nothing but a genitive.
    usual = morphology.inflect_phrase(match.entry, case, "plural" if match.plural else "singular")
    return tuple(sorted(forms, key=lambda form: (form not in first, form != usual))) if case else tuple(forms)


def fit_forms(
    target: str, place: Span, match: TermMatch, morphology: FittingMorphology, case: str = ""
) -> tuple[Placed, ...]:
    """Put every form in the place together with the articles and adjectives that it needs before it.

    Forms in `case` come first.
    """
    placed: dict[str, Placed] = {}
    number = "plural" if match.plural else "singular" if match.numbered else ""
    for form in _in_case_first(candidate_forms(match, morphology), case, match, morphology):
        for text, span in morphology.fit_form(target, place, match.entry, form, number):
            placed.setdefault(text, Placed(text, span, form))
    return tuple(placed.values())


def _without_half_quotes(target: str, place: Span) -> Span:
    """A place that holds only one mark of a pair of quotation marks shrinks to leave the pair whole."""
    inside = place.of(target)
    for opening, closing in QUOTE_PAIRS.items():
        if opening != closing and inside.count(opening) != inside.count(closing):
            cut = max(inside.rfind(opening), inside.rfind(closing))
            if inside[cut] == opening and cut == 0:
                return Span(place.start + 1, place.end)
            return Span(place.start, place.start + cut) if cut else place
    return place


def repair_terms(pools: Sequence[CandidatePool], engine: Engine, morphology: Morphology) -> None:
    """Complete the best text of each segment, one missing term a round, by the engine's score."""
    active = [_Repair(pool, base) for pool in pools for base in [_most_worth_repairing(pool)] if base]
    while active:
        links = engine.align([one.source for one in active], [one.base.text for one in active])
        placed = [
            one.place_likely_forms(attention, morphology)
            for one, attention in zip(active, links, strict=True)
        ]
        flat = [(one, form) for one, own in zip(active, placed, strict=True) for form in own]
        scores = engine.score([one.source for one, _ in flat], [form.text for _, form in flat])
        for (one, form), score in zip(flat, scores, strict=True):
            one.tried.append((score, form))
        active = [again for one in active for again in _settle_repair(one, morphology)]


@dataclass(slots=True)
class _Repair:
    """A text that lacks a term, and what has been tried, with its score.

    `told` is the case in which the words stand that give way, where no table tells cases by the source; a
    form in another must be better by as much as one that disagrees.
    """

    pool: CandidatePool
    base: Candidate
    tried: list[tuple[float, Placed]] = field(default_factory=list)
    told: str = ""

    @property
    def source(self) -> str:
        return self.pool.segment.source

    @property
    def match(self) -> TermMatch:
        return self.pool.matches[self.base.verification.missing[0]]

    def place_likely_forms(self, links: Sequence[Link], morphology: Morphology) -> tuple[Placed, ...]:
        place, text = self._find_place(links), self.base.text
        cases = self.pool.task.cases[self.base.verification.missing[0]]
        read = "" if cases else read_case(text, place, morphology)
        if self.match.possessive and not cases and read in ("", "nominative"):
            # Scholz's plan, where the words that stood there tell nothing: the owner is in the genitive.
            read = "genitive"
        self.told = read
        if isinstance(morphology, FittingMorphology) and self.match.entry.targets:
            fitted = fit_forms(text, place, self.match, morphology, read)
            if fitted:
                return fitted
        forms = likely_forms(self.match, place.of(text), cases, morphology)
        forms = _in_case_first(forms, read, self.match, morphology)
        if cases:
            entry = self.match.entry
            forms = tuple(sorted(forms, key=lambda form: -form_likelihood(entry, form, cases, morphology)))
            forms = forms[:TRIED]
        return place_forms(text, place, forms, morphology)

    def _find_place(self, links: Sequence[Link]) -> Span:
        """A forbidden or broken rendering is where the term belongs; else the engine's attention tells."""
        verification = self.base.verification
        broken = verification.found[verification.missing[0]]
        if broken is not None:
            return broken.span
        banned = [span for entry, span in verification.banned if entry == self.match.entry]
        if banned:
            return banned[0]
        occupied = [found.span for found in verification.found if found is not None and len(found.span)]
        return find_place(self.base.text, self.match, links, occupied, self.source)


def _settle_repair(repair: _Repair, morphology: Morphology) -> list[_Repair]:
    """Keep the best complete texts of a repair, or go on with its best one that still lacks a term."""
    pool, base = repair.pool, repair.base
    index = base.verification.missing[0]
    offers = []
    entry, cases = pool.matches[index].entry, pool.task.cases[index]
    rated = [
        (score + CASE_WEIGHT * form_likelihood(entry, placed.form, cases, morphology), score, placed)
        for score, placed in repair.tried
    ]
    for _, score, placed in sorted(rated, key=lambda one: -one[0])[:DRAFTED]:
        offer = draft(pool.task, placed.text, "repair", morphology, base.methods)
        if repair.told:
            own = _as_told(offer.verification.found[index], repair.told, pool.matches[index])
            offer = replace(offer, case_likelihood=base.case_likelihood + own)
        if len(offer.verification.missing) < len(base.verification.missing):
            offers.append(replace(with_method(offer, (index,), "repair"), score=score))
    offers.sort(key=rank_candidate)
    if offers and offers[0].verification.missing:
        return [_Repair(pool, offers[0])]
    for offer in offers[:FINISHED]:
        pool.add(offer)
    return []


def _most_worth_repairing(pool: CandidatePool) -> Candidate | None:
    """Return the text that lacks terms to begin with: the one that the engine wrote unasked, if it does.

    Its prose is the best; texts that were made knowing of the terms come after it. Source: bench/terms.py,
    where beginning with the fewest missing terms gave fewer right forms (58.8 against 60.4 %).
    """
    order = {"plain": 0, "annotation": 1, "stand-in": 2, "copy": 3, "n-best": 4}
    lacking = [candidate for candidate in pool.candidates if candidate.verification.missing]
    return min(lacking, key=lambda candidate: order.get(candidate.origin, 5), default=None)

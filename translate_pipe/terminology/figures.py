"""Candidate pools come in, ranked by their terms; each best target has its figures put right.

A figure that is said wrongly is swapped. Where one is lost altogether, other hypotheses are asked for, and
the engine finishes its text anew after the figure, put where it scores best. Terms come first: a text that
holds fewer of them is never preferred for a figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from translate_pipe.figures.account import settle_figures
from translate_pipe.figures.compare import Comparison, compare_figures
from translate_pipe.figures.conform import conform_quantities, judge_quantities
from translate_pipe.figures.find import may_hold_figures
from translate_pipe.figures.free import blank, find_all, is_rendered
from translate_pipe.figures.mend import mend_figures
from translate_pipe.figures.render import FigureStyle, render_figure
from translate_pipe.model import Change, Engine, FigureOutcome, Link, Method, Morphology, Span
from translate_pipe.terminology.candidates import Candidate, draft
from translate_pipe.terminology.pool import CandidatePool, Restored, rank_candidate

# Hypotheses asked for where a figure is lost, and the places after which the text is finished anew.
HYPOTHESES = 8
PLACES = 4
# Characters on either side of a figure that belong to its surroundings.
AROUND = 16
# What a figure is worth in mean log-probability per token: a text that scores worse by more is none.
# Source: on newstest2019 the texts that a person took for sound lay within 0.4.
MARGIN = 0.5
# A segment that loses more than this is beyond repair.
_MOST_LOST = 4
_METHODS: dict[str, Method] = {
    "figures: n-best": "n-best",
    "figures: finished anew": "prefix",
    "n-best": "n-best",
}
_GAP = re.compile(r"(?<=\S) (?=\S)|(?=[.!?…»”\"]*$)")


class FigureRestorer:
    """Puts figures right in the targets of one pair of locales."""

    def __init__(self, engine: Engine, morphology: Morphology, style: FigureStyle = "locale") -> None:
        self._engine, self._morphology, self._style = engine, morphology, style

    def restore(self, pools: Sequence[CandidatePool]) -> None:
        """Settle the best candidate of each pool, in place, with its figures put right."""
        wanting: list[CandidatePool] = []
        for pool in pools:
            if not may_hold_figures(pool.segment.source):
                continue
            ranked = sorted(pool.candidates, key=rank_candidate)
            plain = self._compare(pool, pool.candidates[0])
            pool.restored = self._mend(pool, ranked[0], plain if ranked[0] is pool.candidates[0] else None)
            if pool.restored.lost and len(ranked) > 1:
                self._choose(pool, [self._mend(pool, one) for one in ranked[1:]])
            if 0 < pool.restored.lost <= _MOST_LOST:
                wanting.append(pool)
            lost = frozenset(figure.span for figure in plain.lost)
            pool.restored = replace(pool.restored, plainly_lost=lost)
        self._seek(wanting)

    def read(self, pools: Sequence[CandidatePool]) -> None:
        """Settle the best candidate of each pool as it is, with its figures compared."""
        for pool in pools:
            if may_hold_figures(pool.segment.source):
                best = min(pool.candidates, key=rank_candidate)
                pool.restored = self._read(pool, best)

    def _seek(self, pools: Sequence[CandidatePool]) -> None:
        """Look for texts that say what is lost: first among more hypotheses, then by finishing anew."""
        if not pools:
            return
        answers = self._engine.translate([pool.segment.source for pool in pools], n_best=HYPOTHESES)
        for pool, answer in zip(pools, answers, strict=True):
            self._choose(
                pool,
                [self._draft(pool, found.text, found.score, "figures: n-best") for found in answer],
            )
        active = list(pools)
        for _ in range(_MOST_LOST):
            active = [pool for pool in active if pool.restored is not None and pool.restored.compared.lost]
            before = [self._lost(pool) for pool in active]
            self._finish(active)
            active = [pool for pool, lost in zip(active, before, strict=True) if self._lost(pool) < lost]

    @staticmethod
    def _lost(pool: CandidatePool) -> int:
        return pool.restored.lost if pool.restored is not None else 0

    def _finish(self, pools: Sequence[CandidatePool]) -> None:
        """Put the first lost figure where attention says, and let the engine finish from there."""
        if not pools:
            return
        standing = [pool.restored for pool in pools if pool.restored is not None]
        links = self._engine.align(
            [pool.segment.source for pool in pools], [one.candidate.text for one in standing]
        )
        offers: list[tuple[CandidatePool, str, str]] = []
        for pool, one, attention in zip(pools, standing, links, strict=True):
            text, figure = one.candidate.text, one.compared.lost[0]
            occupied = _term_spans(one.candidate)
            written = render_figure(figure, self._engine.target_locale, style=self._style)
            for at in find_gaps(text, pool.segment.source, figure.span, attention, occupied):
                prefix = f"{text[:at]} {written}".lstrip()
                offers.append((pool, prefix, prefix + text[at:]))
        if not offers:
            return
        sources = [pool.segment.source for pool, _, _ in offers]
        scores = self._engine.score(sources, [whole for _, _, whole in offers])
        answers = self._engine.translate(sources, prefixes=[prefix for _, prefix, _ in offers])
        made: dict[int, list[Restored]] = {}
        for (pool, _, whole), score, answer in zip(offers, scores, answers, strict=True):
            own = made.setdefault(id(pool), [])
            own.append(self._draft(pool, whole, score, "figures: inserted"))
            own += [self._draft(pool, found.text, found.score, "figures: finished anew") for found in answer]
        for pool in pools:
            self._choose(pool, made.get(id(pool), []))

    def _draft(self, pool: CandidatePool, text: str, score: float, origin: str) -> Restored:
        candidate = draft(pool.task, text, origin, self._morphology)
        return self._mend(pool, replace(candidate, score=score))

    def _choose(self, pool: CandidatePool, offers: Sequence[Restored]) -> None:
        """Take the best offer that loses fewer figures, holds the terms, and is not much worse."""
        standing = pool.restored
        if standing is None:
            return
        floor = (standing.candidate.score if standing.candidate.score is not None else -1.0) - MARGIN
        faults = rank_candidate(standing.candidate)[0]
        fitting = [
            one
            for one in offers
            if one.lost < standing.lost
            and len(one.compared.added) <= len(standing.compared.added)
            and rank_candidate(one.candidate)[0] <= faults
            and not (one.candidate.agreement is False and standing.candidate.agreement is not False)
            and (one.candidate.score or 0.0) >= floor
        ]
        if fitting:
            best = min(fitting, key=lambda one: (one.lost, rank_candidate(one.candidate)))
            pool.restored = replace(best, plainly_lost=standing.plainly_lost)

    def _mend(
        self, pool: CandidatePool, candidate: Candidate, compared: Comparison | None = None
    ) -> Restored:
        """Put right what a candidate says wrongly or in foreign signs, if that costs no term.

        Args:
            compared: its figures and those of the source, where they are compared already.
        """
        compared = compared or self._compare(pool, candidate)
        locales = self._engine.source_locale, self._engine.target_locale
        text, mends = mend_figures(
            free_source(pool),
            candidate.text,
            *locales,
            style=self._style,
            kept=_kept_spans(pool, candidate),
            compared=compared,
            morphology=self._morphology,
        )
        restored = Restored(candidate, (), (), compared)
        if text != candidate.text and (offer := self._redraft(pool, candidate, text)):
            step = Change("figures: put right", candidate.text, offer.text)
            restored = Restored(offer, (step,), mends, self._compare(pool, offer))
        return self._conform(pool, restored)

    def _read(self, pool: CandidatePool, candidate: Candidate) -> Restored:
        """Compare a candidate as it is."""
        compared = self._compare(pool, candidate)
        verdicts = judge_quantities(
            free_source(pool),
            blank(candidate.text, _kept_spans(pool, candidate)),
            self._engine.source_locale,
            self._engine.target_locale,
            compared=compared,
            morphology=self._morphology,
        )
        misstated = frozenset(one.source for one in verdicts if one.state == "wrong")
        return Restored(candidate, (), (), compared, misstated=misstated)

    def _conform(self, pool: CandidatePool, restored: Restored) -> Restored:
        """Put right what makes a number money, a percentage, a time or a date, in the locale's way."""
        candidate = restored.candidate
        conformed = conform_quantities(
            free_source(pool),
            candidate.text,
            self._engine.source_locale,
            self._engine.target_locale,
            compared=restored.compared,
            style=self._style,
            kept=_kept_spans(pool, candidate),
            morphology=self._morphology,
        )
        offer = self._redraft(pool, candidate, conformed.text) if conformed.text != candidate.text else None
        if offer is None:
            return replace(restored, misstated=conformed.misstated | conformed.restated)
        name = "figures: put right" if conformed.restated else "figures: written as the locale does"
        return replace(
            restored,
            candidate=offer,
            changes=(*restored.changes, Change(name, candidate.text, offer.text)),
            compared=conformed.compared,
            restated=conformed.restated,
            misstated=conformed.misstated,
        )

    def _redraft(self, pool: CandidatePool, candidate: Candidate, text: str) -> Candidate | None:
        """Return a candidate with another text, None if that holds fewer terms."""
        offer = draft(pool.task, text, candidate.origin, self._morphology, candidate.methods)
        offer = replace(offer, score=candidate.score)
        return offer if rank_candidate(offer)[0] <= rank_candidate(candidate)[0] else None

    def _compare(self, pool: CandidatePool, candidate: Candidate) -> Comparison:
        free = blank(candidate.text, _kept_spans(pool, candidate))
        return compare_figures(
            free_source(pool), free, self._engine.source_locale, self._engine.target_locale
        )


def account_figures(pool: CandidatePool) -> tuple[FigureOutcome, ...]:
    """Return what became of each figure of a segment, in order."""
    restored = pool.restored
    if restored is None:
        return ()
    method = _METHODS.get(restored.candidate.origin, "repair")
    return settle_figures(
        pool.segment.source,
        restored.candidate.text,
        restored.compared,
        changed=restored.plainly_lost | _restated_figures(restored),
        misstated=restored.misstated,
        method="repair" if restored.mends or restored.restated else method,
    )


def _restated_figures(restored: Restored) -> frozenset[Span]:
    return frozenset(
        figure.span
        for figure in restored.compared.source
        if any(figure.span.overlaps(span) for span in restored.restated)
    )


def find_gaps(
    text: str, source: str, figure: Span, links: Sequence[Link], occupied: Sequence[Span]
) -> list[int]:
    """Return the positions between words where a figure most likely belongs, the likeliest first.

    Those whose neighbours attend most to what stands around the figure in the source; a figure that stands as
    far into the target comes before others where the engine tells nothing.
    """
    around = Span(max(0, figure.start - AROUND), figure.end + AROUND)
    share = figure.start / max(1, len(source))
    weights: dict[int, float] = {}
    for gap in _GAP.finditer(text):
        at = gap.start()
        if any(span.start < at < span.end for span in occupied):
            continue
        beside = Span(max(0, at - 1), at + 2)
        attended = sum(
            link.weight for link in links if link.source.overlaps(around) and link.target.overlaps(beside)
        )
        weights[at] = attended - abs(at / max(1, len(text)) - share)
    return sorted(weights, key=lambda at: -weights[at])[:PLACES]


def free_source(pool: CandidatePool) -> str:
    """Return the source without what is copied, and without terms: their figures are theirs."""
    return blank(pool.segment.source, [match.span for match in pool.matches if is_rendered(match.entry)])


def _term_spans(candidate: Candidate) -> list[Span]:
    return [found.span for found in candidate.verification.found if found is not None and len(found.span)]


def _kept_spans(pool: CandidatePool, candidate: Candidate) -> list[Span]:
    copied = find_all(candidate.text, {span.of(pool.segment.source) for span in pool.segment.protected})
    return [*_term_spans(candidate), *copied]

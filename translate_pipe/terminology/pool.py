"""A segment on its way through enforcement: what is known of it, its candidates, and how they are ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from translate_pipe.figures.compare import Comparison
from translate_pipe.figures.mend import Mend
from translate_pipe.model import Change, Engine, Segment, Span, TermMatch
from translate_pipe.terminology.candidates import Candidate, Task

# A candidate whose terms surely disagree with their neighbours must be better by this much
# mean log-probability per token to be preferred to one that agrees. Source: bench/terms.py.
DISAGREEMENT_COST = 1.0
# What the likelihood of the cases counts beside the engine's score: the best of 0.05 to 0.5 on one half of
# the hand set, and on the other. Source: bench/terms.py.
CASE_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Restored:
    """A candidate with its figures put right: how it came to be, and how its figures compare now.

    `plainly_lost` holds the figures that the engine's own best text did not say, `restated` the stretches of
    the source that it said wrongly (money, a time of day, a date), `misstated` those that are so still.
    """

    candidate: Candidate
    changes: tuple[Change, ...]
    mends: tuple[Mend, ...]
    compared: Comparison
    plainly_lost: frozenset[Span] = frozenset()
    restated: frozenset[Span] = frozenset()
    misstated: frozenset[Span] = frozenset()

    @property
    def lost(self) -> int:
        """How many figures of the source it does not say, or says too often."""
        return len(self.compared.lost) + len(self.compared.doubled)


@dataclass(slots=True)
class CandidatePool:
    """A segment on its way: what is known of it (terms first, then protected stretches), its candidates.

    `restored` is the best of them with its figures put right, where there are figures to look at.
    """

    segment: Segment
    task: Task
    terms: int
    candidates: list[Candidate] = field(default_factory=list)
    restored: Restored | None = None

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


def score_candidates(pools: Sequence[CandidatePool], engine: Engine) -> None:
    """Score the candidates that may be chosen, given the unaltered source, in one call.

    Where one holds every term, those that do not are out of the running; where one alone is in the running,
    there is nothing to choose. Neither needs a score.
    """
    wanted = [
        (pool, index)
        for pool in pools
        for running in [_in_the_running(pool)]
        if len(running) > 1
        for index in running
        if pool.candidates[index].score is None
    ]
    if not wanted:
        return
    scores = engine.score(
        [pool.segment.source for pool, _ in wanted],
        [pool.candidates[index].text for pool, index in wanted],
    )
    for (pool, index), score in zip(wanted, scores, strict=True):
        pool.candidates[index] = replace(pool.candidates[index], score=score)


def _in_the_running(pool: CandidatePool) -> list[int]:
    complete = [index for index, candidate in enumerate(pool.candidates) if candidate.complete]
    return complete or list(range(len(pool.candidates)))


def rank_candidate(candidate: Candidate) -> tuple[int, float]:
    """Sort key: fewest terms missing or forbidden, then score, likely cases and agreement together."""
    faults = len(candidate.verification.missing) + len(candidate.verification.banned)
    score = candidate.score if candidate.score is not None else float("-inf")
    score += CASE_WEIGHT * candidate.case_likelihood
    return faults, -(score - (DISAGREEMENT_COST if candidate.agreement is False else 0.0))

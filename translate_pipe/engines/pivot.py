"""A chain of engines goes in; an engine from the first source to the last target comes out."""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipe.errors import AlignmentError
from translate_pipe.model import Engine, Hypothesis, Link, Span

WEAKEST_LINK = 0.05


class PivotEngine:
    """Translates through other languages, openly: `packages` names every model on the way.

    The score of a hypothesis is the mean of the scores of the steps that led to it. `prefixes` and
    `suppress` are for the last step. There is no annotation: a pivot would have to carry it.
    """

    annotation: str | None = None

    def __init__(self, engines: Sequence[Engine]) -> None:
        if len(engines) < 2:
            raise ValueError("a pivot needs two engines")
        self._first: Engine = engines[0]
        self._rest: Engine = engines[1] if len(engines) == 2 else PivotEngine(engines[1:])
        self._steps = len(engines)
        self.source_locale = engines[0].source_locale
        self.target_locale = engines[-1].target_locale
        self.name = engines[0].name
        self.packages: tuple[str, ...] = tuple(name for engine in engines for name in engine.packages)

    @property
    def fingerprint(self) -> str:
        """The fingerprints of all steps."""
        return f"{self._first.fingerprint}+{self._rest.fingerprint}"

    def translate(
        self,
        sources: Sequence[str],
        *,
        n_best: int = 1,
        prefixes: Sequence[str] | None = None,
        suppress: Sequence[Sequence[str]] | None = None,
        annotated: bool = False,
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate n sources into n tuples of one to `n_best` hypotheses, best first."""
        del annotated
        halfway = self._first.translate(sources, n_best=n_best)
        owners = [i for i, hypotheses in enumerate(halfway) for _ in hypotheses]
        between = [hypothesis for hypotheses in halfway for hypothesis in hypotheses]
        ended = self._rest.translate(
            [hypothesis.text for hypothesis in between],
            n_best=n_best,
            prefixes=None if prefixes is None else [prefixes[i] for i in owners],
            suppress=None if suppress is None else [suppress[i] for i in owners],
        )
        pools: list[dict[str, float]] = [{} for _ in sources]
        for owner, via, hypotheses in zip(owners, between, ended, strict=True):
            for hypothesis in hypotheses:
                score = self._mean(via.score, hypothesis.score)
                known = pools[owner].get(hypothesis.text)
                pools[owner][hypothesis.text] = score if known is None else max(known, score)
        return [
            tuple(
                Hypothesis(text, score)
                for text, score in sorted(pool.items(), key=lambda one: (-one[1], one[0]))[:n_best]
            )
            for pool in pools
        ]

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        """Return n mean log-probabilities per target token, through the best text in the pivot language."""
        if len(sources) != len(targets):
            raise AlignmentError("sources and targets differ in number")
        between = [hypotheses[0] for hypotheses in self._first.translate(sources)]
        ended = self._rest.score([via.text for via in between], targets)
        return [self._mean(via.score, score) for via, score in zip(between, ended, strict=True)]

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """Return, for each pair, which source words the target's words attend to, through the pivot."""
        if len(sources) != len(targets):
            raise AlignmentError("sources and targets differ in number")
        between = [hypotheses[0].text for hypotheses in self._first.translate(sources)]
        first = self._first.align(sources, between)
        second = self._rest.align(between, targets)
        return [compose_links(one, other) for one, other in zip(first, second, strict=True)]

    def _mean(self, first: float, rest: float) -> float:
        return (first + rest * (self._steps - 1)) / self._steps


def compose_links(first: Sequence[Link], second: Sequence[Link]) -> tuple[Link, ...]:
    """Join source-pivot links with pivot-target links over the pivot words; weights multiply and add up."""
    weights: dict[tuple[Span, Span], float] = {}
    for late in second:
        for early in first:
            if early.target.overlaps(late.source):
                key = (late.target, early.source)
                weights[key] = weights.get(key, 0.0) + early.weight * late.weight
    links = [
        Link(source, target, min(1.0, weight))
        for (target, source), weight in weights.items()
        if weight >= WEAKEST_LINK
    ]
    return tuple(sorted(links, key=lambda link: (link.target, -link.weight, link.source)))

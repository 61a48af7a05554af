"""An engine goes in; one that leaves out the best it would say comes out: what alternatives are made with."""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipe.model import Engine, Hypothesis, Link


class RankedEngine:
    """Gives, instead of its best hypotheses, those from a rank on; the last one where there are fewer.

    The whole flow goes over them as it does over the best, so that alternatives hold the terms too.
    """

    def __init__(self, engine: Engine, rank: int) -> None:
        self._engine, self._rank = engine, rank
        self.source_locale = engine.source_locale
        self.target_locale = engine.target_locale
        self.name = engine.name
        self.packages = engine.packages
        self.annotation = engine.annotation

    @property
    def fingerprint(self) -> str:
        """Another than the engine's: what is measured with one does not hold for the other."""
        return f"{self._engine.fingerprint}@{self._rank}"

    def translate(
        self,
        sources: Sequence[str],
        *,
        n_best: int = 1,
        prefixes: Sequence[str] | None = None,
        suppress: Sequence[Sequence[str]] | None = None,
        annotated: bool = False,
    ) -> list[tuple[Hypothesis, ...]]:
        """Translate n sources into n tuples of one to `n_best` hypotheses, best of the rest first."""
        found = self._engine.translate(
            sources, n_best=n_best + self._rank, prefixes=prefixes, suppress=suppress, annotated=annotated
        )
        return [hypotheses[self._rank :] or hypotheses[-1:] for hypotheses in found]

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:
        """Return n mean log-probabilities per target token."""
        return self._engine.score(sources, targets)

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:
        """Return, for each pair, which source words the target's words attend to."""
        return self._engine.align(sources, targets)

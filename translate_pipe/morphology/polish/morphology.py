"""Polish: what differs from the other inflecting languages, which is how nouns follow numbers."""

from __future__ import annotations

from translate_pipe.model import TermEntry
from translate_pipe.morphology.core import hints_of
from translate_pipe.morphology.inflecting import InflectingMorphology


class PolishMorphology(InflectingMorphology):
    """Implements `Morphology` for Polish."""

    def inflect_with_numeral(
        self, entry: TermEntry, number: int, case: str = "nominative", target: str | None = None
    ) -> str | None:
        """Return the target as it stands after a whole number: 2 → nowe operacje, 5, 21 → nowych operacji.

        Men are counted in the genitive from two on: 2 → ministrów (dwóch ministrów).
        """
        target = self._target(entry, target)
        if abs(number) == 1:
            return self.inflect_phrase(entry, case, "singular", target)
        if case not in ("nominative", "accusative"):
            return self.inflect_phrase(entry, case, "plural", target)
        last, tens = abs(number) % 10, abs(number) % 100 // 10
        few = last in (2, 3, 4) and tens != 1
        men = self._reader.read(target, hints_of(entry)).virile
        return self.inflect_phrase(entry, "nominative" if few and not men else "genitive", "plural", target)

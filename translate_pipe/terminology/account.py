"""Term outcomes come in; their counts by state go out, adding up to the number of matches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from translate_pipe.model import TermState, TranslationUnit

STATES: tuple[TermState, ...] = ("already", "applied", "kept", "overruled", "unresolved")


@dataclass(frozen=True, slots=True)
class TermAccount:
    """How many matches ended in each state."""

    already: int = 0
    applied: int = 0
    kept: int = 0
    overruled: int = 0
    unresolved: int = 0

    @property
    def total(self) -> int:
        """The number of matches."""
        return self.already + self.applied + self.kept + self.overruled + self.unresolved

    def by_state(self) -> dict[TermState, int]:
        """Return the counts in a fixed order of states."""
        return {
            "already": self.already,
            "applied": self.applied,
            "kept": self.kept,
            "overruled": self.overruled,
            "unresolved": self.unresolved,
        }


def count_states(units: Iterable[TranslationUnit]) -> TermAccount:
    """Count the outcomes of all units."""
    counts = dict.fromkeys(STATES, 0)
    for unit in units:
        for outcome in unit.terms:
            counts[outcome.state] += 1
    return TermAccount(**counts)

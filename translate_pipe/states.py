"""How far a unit is, in the words of every format: one table to write by and one to read by.

A word that a format does not know, or that says nothing of how far a unit is, gives no state.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from translate_pipe.model import UnitState

Vocabulary = Literal["xliff", "xliff2", "sdlxliff", "mqxliff"]

WRITTEN: Mapping[Vocabulary, Mapping[UnitState, tuple[str, str]]] = {
    # Source: XLIFF 1.2, "state" and "state-qualifier".
    "xliff": {
        "translated": ("needs-review-translation", "leveraged-mt"),
        "recalled": ("translated", "exact-match"),
        "reviewed": ("signed-off", ""),
        "untranslated": ("needs-translation", ""),
    },
    # Source: XLIFF 2.1, 4.3.1.36 (state) and 4.3.1.38 (subState).
    "xliff2": {
        "translated": ("translated", "tp:machine"),
        "recalled": ("translated", "tp:memory"),
        "reviewed": ("reviewed", ""),
        "untranslated": ("initial", ""),
    },
    "sdlxliff": {
        "translated": ("Draft", ""),
        "recalled": ("Translated", ""),
        "reviewed": ("Translated", ""),
        "untranslated": ("Unspecified", ""),
    },
    "mqxliff": {
        "translated": ("MachineTranslated", ""),
        "recalled": ("PreTranslated", ""),
        "reviewed": ("ManuallyConfirmed", ""),
        "untranslated": ("NotStarted", ""),
    },
}
"""State and what qualifies it, as we write them; those of XLIFF itself are read back to the letter."""

READ: Mapping[Vocabulary, Mapping[str, UnitState]] = {
    "xliff": {
        "final": "reviewed",
        "signed-off": "reviewed",
        "translated": "reviewed",
        "needs-adaptation": "translated",
        "needs-l10n": "translated",
        "needs-review-adaptation": "translated",
        "needs-review-l10n": "translated",
        "needs-review-translation": "translated",
        "new": "untranslated",
        "needs-translation": "untranslated",
    },
    "xliff2": {
        "initial": "untranslated",
        "translated": "reviewed",
        "reviewed": "reviewed",
        "final": "reviewed",
    },
    # Source: the SDLXLIFF schema of Trados Studio, "conf" of `sdl:seg`.
    "sdlxliff": {
        "Unspecified": "untranslated",
        "Draft": "translated",
        "Translated": "reviewed",
        "ApprovedTranslation": "reviewed",
        "ApprovedSignOff": "reviewed",
        "RejectedTranslation": "translated",
        "RejectedSignOff": "translated",
    },
    # Source: memoQ's documentation of MQXLIFF, "mq:status" of a `trans-unit`.
    "mqxliff": {
        "NotStarted": "untranslated",
        "PreTranslated": "translated",
        "MachineTranslated": "translated",
        "PartiallyEdited": "translated",
        "AssembledFromFragments": "translated",
        "Edited": "translated",
        "Rejected": "translated",
        "ManuallyConfirmed": "reviewed",
        "Reviewer1Confirmed": "reviewed",
        "Proofread": "reviewed",
    },
}
"""What other programs set. A translator's "translated" is a person's word for it: the unit is reviewed."""

LEAST_FIRST: tuple[UnitState, ...] = ("untranslated", "translated", "recalled", "reviewed")


def read_state(vocabulary: Vocabulary, word: str, qualifier: str = "") -> UnitState | None:
    """Return the state that a format's word means, None if it means none."""
    if vocabulary == "xliff" or vocabulary == "xliff2":
        for state, words in WRITTEN[vocabulary].items():
            if words == (word, qualifier):
                return state
    return READ[vocabulary].get(word)


def least_of(states: list[UnitState | None]) -> UnitState | None:
    """Return the state of the part that is least far; None if one has none."""
    known = [state for state in states if state is not None]
    return min(known, key=LEAST_FIRST.index) if known and len(known) == len(states) else None


def state_of_message(said: UnitState | None, target: str, *, fuzzy: bool) -> UnitState | None:
    """Return the state of a gettext message: one that is no longer fuzzy was approved."""
    if not target:
        return said
    if fuzzy:
        return "translated" if said == "reviewed" else said
    return said if said == "recalled" else "reviewed"

"""Targets of a language that inflects go in; those that are not in their dictionary form come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from translate_pipe.model import Morphology, WordForm

_FIRST_WORD = re.compile(r"[^\W\d_][^\s|«»“”„\"(),]*")
_INFLECTED = frozenset(("noun", "adjective", "participle"))


@dataclass(slots=True)
class FormChecker:
    """Tells whether targets of one locale are in the dictionary form; looks up so many words only."""

    # Analysing a word takes about as long as all other checks of several rows together.
    MOST_WORDS: ClassVar[int] = 2000
    # In files of tens of thousands of rows a sample must do, or it would take most of the time.
    LARGE_FILE: ClassVar[int] = 20_000
    MOST_WORDS_IN_LARGE: ClassVar[int] = 300

    morphology: Morphology
    rows: int = 0
    _known: dict[str, bool] = field(default_factory=dict)

    @property
    def spent(self) -> bool:
        """Whether so many different words were analysed that no more are."""
        return len(self._known) >= self.most

    @property
    def most(self) -> int:
        """How many different words are looked up."""
        return self.MOST_WORDS_IN_LARGE if self.rows > self.LARGE_FILE else self.MOST_WORDS

    def suggest(self, target: str) -> str:
        """Return the dictionary form of a target that is given in another form, else "".

        A target is suspect if its first word is a noun or an adjective that cannot be a nominative.
        """
        first = _FIRST_WORD.search(target)
        if first is None or not self._is_oblique(first.group()):
            return ""
        meant = self.morphology.dictionary_form(target)
        return meant if meant.casefold() != target.casefold() else ""

    def may_be_oblique(self, cell: str) -> bool:
        """Tell quickly whether a cell, perhaps of several alternatives, is worth asking about."""
        if "|" in cell:
            return True
        first = _FIRST_WORD.search(cell)
        return first is not None and self._is_oblique(first.group())

    def _is_oblique(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = False if self.spent else is_oblique(self.morphology.analyse(word))
            self._known[word] = known
        return known


def is_oblique(readings: Sequence[WordForm]) -> bool:
    """Tell whether every reading of a known word is a noun or adjective in a case but the nominative."""
    return bool(readings) and all(
        reading.known and reading.pos in _INFLECTED and reading.case not in ("", "nominative")
        for reading in readings
    )


def load_checkers(locales: Sequence[str], rows: int) -> Iterator[tuple[str, FormChecker]]:
    """Yield a checker for each locale whose words inflect and whose dictionary is installed."""
    from translate_pipe.morphology import load_morphology
    from translate_pipe.morphology.default import DefaultMorphology

    for locale in dict.fromkeys(locales):
        morphology = load_morphology(locale)
        if not isinstance(morphology, DefaultMorphology):
            yield locale, FormChecker(morphology, rows)

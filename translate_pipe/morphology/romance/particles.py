"""A language goes in; its articles and the like, and what they join with, come out."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Any

from translate_pipe.morphology.romance.words import is_elided, key


@dataclass(frozen=True, slots=True)
class Determiner:
    """One reading of a determiner; `onset` is the beginning of the next word that this form asks for."""

    name: str
    gender: str
    number: str
    onset: str


class Particles(ABC):
    """The tables of one language, and what they tell of determiners, prepositions and conjunctions."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._lists: dict[str, frozenset[str]] = {}

    @abstractmethod
    def onset(self, word: str) -> str:
        """Return the class of the beginning of a word, by which what stands before it is chosen."""

    @cached_property
    def _table(self) -> Mapping[str, Any]:
        place = resources.files("translate_pipe.morphology") / "tables" / f"{self.language}.json"
        content: Mapping[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        return content

    def words(self, name: str) -> frozenset[str]:
        """Return the words of one list."""
        if name not in self._lists:
            self._lists[name] = frozenset(str(self._table.get(name, "")).split())
        return self._lists[name]

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Return one table."""
        found: Mapping[str, Any] = self._table.get(name, {})
        return found

    # Determiners and prepositions.

    @cached_property
    def _readings(self) -> Mapping[str, tuple[Determiner, ...]]:
        found: dict[str, list[Determiner]] = {}
        for name, forms in self.mapping("determiners").items():
            for cell, written in forms.items():
                place, _, onset = cell.partition(".")
                number = "plural" if place[1] == "p" else "singular"
                found.setdefault(written, []).append(Determiner(name, place[0], number, onset))
        return {word: tuple(readings) for word, readings in found.items()}

    def read_determiner(self, word: str) -> tuple[Determiner, ...]:
        """Return every reading of an article, demonstrative or the like; () for other words."""
        return self._readings.get(key(word), ())

    @cached_property
    def _pronouns(self) -> Mapping[str, tuple[str, str, str]]:
        found = {}
        for name, forms in self.mapping("pronouns").items():
            for cell, written in forms.items():
                found[written] = (name, cell[0], "plural" if cell[1] == "p" else "singular")
        return found

    def read_pronoun(self, word: str) -> tuple[str, str, str] | None:
        """Return name, gender and number of a word for one or some of many (una de las guerras)."""
        parts = self.contraction(word)
        return self._pronouns.get(parts[1] if parts else key(word))

    def write_pronoun(self, name: str, gender: str, number: str) -> str:
        """Return a form of such a word."""
        return str(self.mapping("pronouns")[name][gender + ("p" if number == "plural" else "s")])

    def write_determiner(self, name: str, gender: str, number: str, onset: str) -> str | None:
        """Return a form of a determiner, None where it has none (cada in the plural)."""
        return form_before(self.mapping("determiners")[name], gender, number, onset)

    @cached_property
    def _contracted(self) -> Mapping[str, tuple[str, str]]:
        joined = {**self.mapping("contractions"), **self.mapping("optional_contractions")}
        return {written: (parts.split()[0], parts.split()[1]) for parts, written in joined.items()}

    def contraction(self, word: str) -> tuple[str, str] | None:
        """Return the preposition and the determiner in a word: del → de, el; None if it is no contraction."""
        return self._contracted.get(key(word))

    def contract(self, preposition: str, determiner: str, *, optional: bool = False) -> str | None:
        """Return the two as one word, None where they stay two."""
        parts = f"{self.base(preposition)} {determiner}"
        found: str | None = self.mapping("contractions").get(parts)
        if found is None and optional:
            found = self.mapping("optional_contractions").get(parts)
        return found

    def contract_added(self, preposition: str, determiner: str) -> str | None:
        """Return what an article makes of a preposition that had none after it: fr. en, le → au."""
        found: str | None = self.mapping("added_contractions").get(f"{self.base(preposition)} {determiner}")
        return found

    @cached_property
    def _junctures(self) -> Mapping[str, str]:
        found = {}
        for word, variants in self.mapping("junctures").items():
            found[word] = word
            found |= dict.fromkeys(variants.values(), word)
        return found

    def base(self, word: str) -> str:
        """Return a small word as it is before most others: ed → e."""
        return self._junctures.get(key(word), key(word))

    def join_before(self, word: str, following: str) -> str | None:
        """Return how a small word is written before another: y, Italia → e; None where it never changes."""
        base = self._junctures.get(key(word))
        if base is None:
            return None
        onset = self.onset(following)
        if is_elided(word) and self.is_free_juncture(onset):
            return key(word)
        variants: Mapping[str, str] = self.mapping("junctures")[base]
        return variants.get(onset, base)

    def is_free_juncture(self, onset: str) -> bool:
        """Tell whether small words may stand in either form before such a beginning (it. e, ed Italia)."""
        return onset[:1] in self.words("free_junctures")


def form_before(forms: Mapping[str, str], gender: str, number: str, onset: str) -> str | None:
    """Return the form for a cell before a beginning, whose class may be told more exactly than the table."""
    cell = gender + ("p" if number == "plural" else "s")
    exact = (forms.get(f"{cell}.{onset[:end]}") for end in range(len(onset), 0, -1))
    return next(filter(None, exact), forms.get(cell))

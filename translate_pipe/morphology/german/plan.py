"""A German phrase that has been understood goes in with a case, number and declension; its forms come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

from translate_pipe.model import WordForm
from translate_pipe.morphology.german.endings import (
    CASES,
    DECLENSIONS,
    adjective_ending,
    read_determiner,
    table,
    write_determiner,
)
from translate_pipe.morphology.german.lexicon import Noun

SlotKind = Literal["fixed", "noun", "adjective", "article", "title", "name", "place"]
FormCell = tuple[str, str, str]
"""A case, a number and a declension."""


@dataclass(frozen=True)
class Slot:
    """One word of a phrase and how it inflects.

    An adjective takes endings by the phrase's declension and the gender of its noun. A title before a name
    inflects only after a determiner (des Präsidenten Putin), the name only without (Präsident Putins). The
    name of a place may do so after one too (des modernen Moskaus).
    """

    text: str
    before: str
    kind: SlotKind = "fixed"
    noun: Noun | None = None
    stem: str = ""
    gender: str = ""
    number: str = ""

    def write(self, case: str, number: str, declension: str) -> tuple[str, ...]:
        """Return the forms of the word in a cell, the usual one first; () where it has none."""
        number = self.number or number
        if self.kind == "adjective":
            return (self.stem + adjective_ending(declension, self.gender or "m", case, number),)
        if self.kind == "article":
            model = read_determiner("der")[0]
            written = write_determiner(model, case, number, self.gender or "m")
            return (written.capitalize() if self.text[0].isupper() else written,)
        if self.noun is None or (self.kind == "title" and declension == "strong"):
            return (self.text,)
        if self.kind in ("name", "place") and declension != "strong":
            both = (self.text, *self.noun.write(case, number, declension))
            return tuple(dict.fromkeys(both)) if self.kind == "place" else (self.text,)
        forms = self.noun.write(case, number, declension)
        return tuple(form.upper() for form in forms) if self._shouts else forms

    @property
    def _shouts(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @cached_property
    def keys(self) -> frozenset[str]:
        """All forms of the word in small letters, by which it is found in a text."""
        if self.kind == "fixed":
            return frozenset({self.text.lower()})
        cells = product(CASES, ("singular", "plural"), DECLENSIONS)
        forms = {form.lower() for cell in cells for form in self.write(*cell)}
        return frozenset({*forms, *(form.lower() for form in (self.noun.rare if self.noun else ()))})

    def is_form(self, word: str) -> bool:
        """Tell whether a word of a text is a form of this one: a noun needs its capital."""
        folded = word.lower()
        capital = self.kind in ("adjective", "article") or not self.text[0].isupper() or word[0].isupper()
        return capital and folded in self.keys

    def stands_in(self, word: str, cell: FormCell) -> bool:
        """Tell whether a word of a text is the form of this one in a cell."""
        folded = word.lower()
        if any(folded == form.lower() for form in self.write(*cell)):
            return True
        rare = self.noun.rare if self.noun and self.kind == "noun" else frozenset()
        return cell[:2] == ("dative", "singular") and folded in {form.lower() for form in rare}


@dataclass(frozen=True)
class Plan:
    """A phrase understood: its words, its head, and the numbers and declensions that it occurs in.

    `kind` "fixed" without a head means that nothing is known of it; an "adjective" has no gender of its own.
    """

    target: str
    kind: Literal["noun", "adjective", "fixed"]
    slots: tuple[Slot, ...]
    tail: str
    head: WordForm | None = None
    gender: str = ""
    numbers: tuple[str, ...] = ("singular",)
    declensions: tuple[str, ...] = DECLENSIONS

    @cached_property
    def forms(self) -> tuple[tuple[str, FormCell], ...]:
        """Every form with its cell: strong before weak before mixed, the usual variant first."""
        found = []
        for number, case, declension in product(self.numbers, CASES, self.declensions):
            cell = (case, number, declension)
            found += [(text, cell) for text in self.inflect(cell)]
        return tuple(dict.fromkeys(found))

    def inflect(self, cell: FormCell) -> Iterator[str]:
        """Yield the phrase in a cell, with each variant of its words."""
        words = [self._write(place, cell) for place in range(len(self.slots))]
        for chosen in product(*words):
            parts = (slot.before + word for slot, word in zip(self.slots, chosen, strict=True))
            yield "".join(parts) + self.tail

    def _write(self, place: int, cell: FormCell) -> tuple[str, ...]:
        """Return the forms of a word in a cell; after an adjective one that is a noun is weak in the dative.

        Source: Duden on the declension of nominalised adjectives, in own words: mit hohem Beamten.
        """
        slot = self.slots[place]
        forms = slot.write(*cell)
        nominalised = slot.noun is not None and bool(slot.noun.stem) and slot.noun.gender in ("m", "n")
        if not nominalised or cell != ("dative", "singular", "strong"):
            return forms
        if all(before.kind != "adjective" for before in self.slots[:place]):
            return forms
        return tuple(dict.fromkeys((*slot.write("dative", "singular", "weak"), *forms)))

    def cells(self, words: tuple[str, ...]) -> tuple[FormCell, ...]:
        """Return the cells in which the words of a text, one per slot, can stand together."""
        return tuple(
            cell
            for number in self.numbers
            for case in CASES
            for declension in self.declensions
            for cell in [(case, number, declension)]
            if all(
                slot.stands_in(word, cell)
                or word.lower() in {form.lower() for form in self._write(place, cell)}
                for place, (slot, word) in enumerate(zip(self.slots, words, strict=True))
            )
        )


def is_invariable(word: str) -> bool:
    """Tell whether an adjective never takes an ending: rosa, Berliner."""
    listed = table()
    return (
        word.lower() in listed["invariable_adjectives"].split()
        or word in listed["irregular_demonyms"].split()
    )

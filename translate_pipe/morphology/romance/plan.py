"""A phrase that has been understood goes in with a number; its forms come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

from translate_pipe.model import WordForm
from translate_pipe.morphology.romance.grammar import NUMBERS, Naming
from translate_pipe.morphology.romance.words import is_elided, key


@dataclass(frozen=True)
class Slot:
    """One word of a phrase: its forms in the singular and in the plural, the usual one first.

    A word that stays as it is has no forms; one that is not known in a number has none there.
    """

    text: str
    before: str
    singular: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()

    def write(self, number: str) -> tuple[str, ...]:
        """Return the forms of the word in a number."""
        return (self.plural if number == "plural" else self.singular) or (self.text,)

    @cached_property
    def keys(self) -> frozenset[str]:
        """All forms of the word in small letters, by which it is found in a text."""
        return frozenset(key(form) for number in NUMBERS for form in self.write(number))

    def stands_in(self, word: str, number: str) -> bool:
        """Tell whether a word of a text is the form of this one in a number."""
        return key(word) in {key(form) for form in self.write(number)}


@dataclass(frozen=True)
class Plan:
    """A phrase understood: its words, its head, and the numbers that it occurs in.

    `kind` "fixed" means that nothing is known of it; an "adjective" has no gender of its own. `gender` is ""
    where nothing tells it; the plural of a few nouns is feminine although they are not. `article` is the
    article that the glossary has before the term; the slots begin after it. `naming` tells whether the term
    is a name without article (Rusia), one that has it (el Kremlin), or that of a place which has it, but not
    after every preposition (it. la Russia, in Russia). `head_at` is the slot of the head.
    """

    target: str
    kind: Literal["noun", "adjective", "fixed"]
    slots: tuple[Slot, ...]
    tail: str
    head: WordForm | None = None
    gender: str = ""
    numbers: tuple[str, ...] = ("singular",)
    naming: Naming = ""
    article: str = ""
    feminine_plural: bool = False
    head_at: int = 0

    def gender_in(self, number: str) -> str:
        """Return the gender of the phrase in a number, "" where nothing tells it."""
        return "f" if self.feminine_plural and number == "plural" else self.gender

    def shown_gender(self, number: str) -> str:
        """Return the gender of the phrase in a number, the likeliest where nothing tells it."""
        return self.gender_in(number) or (self.head.gender if self.head and self.head.gender else "m")

    @cached_property
    def forms(self) -> tuple[tuple[str, str], ...]:
        """Every form, without the article, with its number."""
        return tuple(dict.fromkeys((text, n) for n in self.numbers for text in self.inflect(n)))

    def inflect(self, number: str) -> Iterator[str]:
        """Yield the phrase in a number, with each variant of its words."""
        for chosen in product(*(slot.write(number) for slot in self.slots)):
            text = ""
            for slot, word in zip(self.slots, chosen, strict=True):
                # bell'uomo, begli uomini: only after an apostrophe words stand together.
                joined = slot.before if slot.before or not text or is_elided(text) else " "
                text += joined + word
            yield text + self.tail

    def numbers_of(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the numbers in which the words of a text, one per slot, can stand together."""
        return tuple(
            number
            for number in self.numbers
            if all(slot.stands_in(word, number) for slot, word in zip(self.slots, words, strict=True))
        )

    def is_phrase(self, words: tuple[str, ...]) -> bool:
        """Tell whether the words of a text, one per slot, are each a form of the term's word.

        A name of one word is not written small.
        """
        if len(self.slots) == 1 and self.slots[0].text[0].isupper() and words[0].islower():
            return False
        return all(key(word) in slot.keys for slot, word in zip(self.slots, words, strict=True))

"""A phrase that has been understood goes in, with a case and a number; the inflected phrase comes out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from translate_pipe.model import MORPHOLOGY_CASES, WordForm
from translate_pipe.morphology.readings import Form
from translate_pipe.morphology.words import fold, recase

PlanKind = Literal["noun", "adjective", "verb", "fixed"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One word of a phrase: its forms if it inflects with the head, none if it stays.

    `gender` and `animate` choose among an adjective's forms; `number` is set where the word keeps its own
    number whatever the phrase's. `keys` are what a word of a text must share with it to be an occurrence.
    """

    text: str
    before: str
    keys: frozenset[str]
    forms: tuple[Form, ...] = ()
    gender: str = ""
    animate: bool | None = None
    number: str = ""
    virile: bool | None = None

    def select(self, case: str, number: str, *, second: bool = False) -> str | None:
        """Return the usual form for a case and number, or None; `second` asks for the second case form."""
        cells = [form for form in self.fitting(case, number) if form.second == second]
        return min(cells, key=lambda form: form.rank).text if cells else None

    def declines_like_adjective(self) -> bool:
        """Tell whether a noun has the endings of an adjective (учёный, столовая)."""
        nominative = self.select("nominative", "singular") or ""
        genitive = self.select("genitive", "singular") or ""
        return genitive.endswith(("ого", "его")) or nominative.endswith(("ая", "яя"))

    def fitting(self, case: str, number: str) -> list[Form]:
        """Return every form, usual or not, that the word may take in this phrase in a case and number."""
        number = self.number or number
        return [
            form for form in self.forms if form.case == case and form.number == number and self._suits(form)
        ]

    def cells(self, word: str, *, second_genitive: bool) -> frozenset[tuple[str, str]]:
        """Return every (case, number) of the phrase in which this word may read `word` (folded)."""
        found: set[tuple[str, str]] = set()
        for form in self.forms:
            rare = form.second and form.case == "genitive" and not second_genitive
            if rare or fold(form.text) != word or not self._suits(form):
                continue
            if not self.number:
                found.add((form.case, form.number))
            elif form.number == self.number:
                # A word that keeps its number stands in it whatever the number of the phrase.
                found |= {(form.case, "singular"), (form.case, "plural")}
        return frozenset(found)

    def _suits(self, form: Form) -> bool:
        """Tell whether gender and animacy of a form are those that the phrase asks for."""
        gender = form.number == "plural" or not form.gender or not self.gender or form.gender == self.gender
        virile = form.virile is None or self.virile is None or form.virile == self.virile
        return (
            gender
            and virile
            and (form.animate is None or self.animate is None or form.animate == self.animate)
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A phrase understood: which words inflect, with what head.

    `numbers` are the numbers the phrase occurs in, its own first. `words` are all forms of a phrase headed
    by a verb or adverb, which have no case. `shouting` means the whole phrase is in capitals; `plain_e`
    that it writes е where the dictionary has ё.
    """

    target: str
    kind: PlanKind
    slots: tuple[Slot, ...]
    tail: str
    head: WordForm | None = None
    gender: str = ""
    animate: bool | None = None
    numbers: tuple[str, ...] = ("singular", "plural")
    words: tuple[str, ...] = ()
    shouting: bool = False
    plain_e: bool = False
    virile: bool | None = None

    @property
    def number(self) -> str:
        """Return the number the phrase naturally stands in."""
        return self.numbers[0]

    def inflect(self, case: str, number: str, *, second: bool = False) -> str | None:
        """Return the phrase in a case and number, or None where some word has no such form.

        With `second`, words that have a second form of the case take it; None if none has one.
        """
        parts: list[str] = []
        seen = False
        for slot in self.slots:
            parts.append(slot.before)
            if not slot.forms:
                parts.append(slot.text)
                continue
            form = slot.select(case, number, second=True) if second else None
            seen = seen or form is not None
            form = form or slot.select(case, number)
            if form is None:
                return None
            parts.append(self._dress(form, slot.text))
        return None if second and not seen else "".join(parts) + self.tail

    def is_paucal(self, words: tuple[str, ...], cell: tuple[str, str]) -> bool:
        """Tell whether words of a text can be the phrase after 2, 3, 4 (два муниципальных совета).

        Args:
            cell: the case and number of a noun in that place.
        """
        for slot, word in zip(self.slots, words, strict=True):
            adjective = any(form.gender for form in slot.forms) or slot.declines_like_adjective()
            cells = [("nominative", "plural"), ("genitive", "plural")] if adjective else [cell]
            fits = any(fold(form.text) == fold(word) for each in cells for form in slot.fitting(*each))
            if not fits and (slot.forms or fold(slot.text) != fold(word)):
                return False
        return True

    def inflect_paucal(self) -> str | None:
        """Return the phrase as Russian has it after 2, 3, 4 in the nominative.

        The noun stands in the genitive singular; an adjective before it in the nominative plural if the
        noun is feminine (две новые операции), else in the genitive plural (два новых совета).
        """
        parts: list[str] = []
        for slot in self.slots:
            parts.append(slot.before)
            adjective = any(form.gender for form in slot.forms)
            if not slot.forms or (slot.number and not adjective):
                parts.append(slot.text)
                continue
            plural = "nominative" if self.gender == "f" else "genitive"
            adjective = adjective or slot.declines_like_adjective()
            form = slot.select(plural, "plural") if adjective else slot.select("genitive", "singular")
            form = form or slot.select("genitive", "plural")
            if form is None:
                return None
            parts.append(self._dress(form, slot.text))
        return "".join(parts) + self.tail

    def for_every_gender(self) -> tuple[Plan, ...]:
        """Return the plan of an adjective in each gender and animacy, its own first."""
        genders = [self.gender, *(gender for gender in "mfn" if gender != self.gender)]
        return tuple(
            replace(self, slots=tuple(replace(s, gender=gender, animate=animate) for s in self.slots))
            for animate in (False, True)
            for gender in genders
        )

    def _dress(self, form: str, model: str) -> str:
        if self.plain_e:
            form = form.replace("ё", "е")
        return form.upper() if self.shouting else recase(form, model)

    def cells(self, words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Return every (case, number) that words of a text, one per slot, can stand in together."""
        folded = [fold(word) for word in words]
        for slot, word in zip(self.slots, folded, strict=True):
            if not slot.forms and fold(slot.text) != word:
                return ()
        # The second genitive (лесу) is too rare to compete with the dative of the same form.
        return self._cells(folded, second_genitive=False) or self._cells(folded, second_genitive=True)

    def _cells(self, folded: list[str], *, second_genitive: bool) -> tuple[tuple[str, str], ...]:
        possible = [
            slot.cells(word, second_genitive=second_genitive)
            for slot, word in zip(self.slots, folded, strict=True)
            if slot.forms
        ]
        return tuple(
            (case, number)
            for number in ("singular", "plural")
            for case in MORPHOLOGY_CASES
            if all((case, number) in cells for cells in possible)
        )

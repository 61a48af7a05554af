"""A phrase in a sentence goes in; whether the words around agree with it comes out.

A disagreement is reported only where the sentence has no other reading: every doubt (a modifier that may
stand alone, a subject of several parts, a title in quotation marks) ends in None.
"""

from __future__ import annotations

from collections.abc import Callable

from translate_pipe.model import MORPHOLOGY_CASES, Span
from translate_pipe.morphology.context import PAUCAL_DIGITS, Cell, Cells, Place
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.plan import Plan
from translate_pipe.morphology.predicates import SubjectJudge
from translate_pipe.morphology.words import fold, gap, split_words


def judge_agreement(lexicon: Lexicon, language: Language, plan: Plan, text: str, span: Span) -> bool | None:
    """Tell whether the words around `span` agree with the phrase there; None if nothing can be told."""
    words = split_words(text)
    inside = [i for i, word in enumerate(words) if span.overlaps(word.span)]
    if plan.kind != "noun" or len(inside) != len(plan.slots):
        return None
    phrase = tuple(words[i].text for i in inside)
    cells = frozenset(plan.cells(phrase))
    # A name that has no plural is hardly meant in it (w Moskwy).
    if plan.numbers == ("singular",) and language.names_stay_singular:
        cells = frozenset(cell for cell in cells if cell[1] == "singular") or cells
    judge = _Judge(lexicon, language, plan, words, inside[0], inside[-1] + 1)
    subject = SubjectJudge(lexicon, language, plan, words, inside[0], inside[-1] + 1)
    if judge.left.after_paucal() and plan.is_paucal(phrase, language.paucal_cell):
        return True
    if not cells:
        return False if _clashes_within(plan, phrase) else None
    checks: tuple[Callable[[Cells], tuple[bool | None, Cells]], ...] = (
        judge.numeral,
        judge.modifiers,
        judge.preposition,
        subject.predicate_after,
        subject.predicate_before,
        subject.relative_pronoun,
    )
    agreed: bool | None = None
    for check in checks:
        verdict, cells = check(cells)
        if verdict is False:
            return False
        agreed = agreed or verdict
    return agreed


def _clashes_within(plan: Plan, phrase: tuple[str, ...]) -> bool:
    """Tell whether each word is a form of the term's word but no case and number suits all of them."""
    return all(
        fold(word) in {fold(form.text) for form in slot.forms}
        if slot.forms
        else fold(word) == fold(slot.text)
        for slot, word in zip(plan.slots, phrase, strict=True)
    )


def _indeclinable(cells: Cells) -> bool:
    return len({case for case, _ in cells}) == len(MORPHOLOGY_CASES)


class _Judge(Place):
    """Checks of what stands before the phrase; each returns its verdict and the cells still possible."""

    def numeral(self, cells: Cells) -> tuple[bool | None, Cells]:
        """Two, three, four take the genitive singular, five and more the genitive plural (in Russian)."""
        before = self.left.before
        if before is None or _indeclinable(cells):
            return None, cells
        numerals = [r for r in self.readings(before) if r.pos == "numeral" and r.case]
        word = self.words[before].text
        if word.isdigit():
            return self._digits(before, int(word), cells)
        if not numerals:
            return None, cells
        allowed: set[Cell] = set()
        for reading in numerals:
            direct = reading.case in ("nominative", "accusative") and reading.animate is not True
            if not direct:
                allowed.add((reading.case, "plural"))
            elif fold(reading.lemma) in self.language.paucals:
                # With an adjective inside, only `is_paucal` knows the right forms, and it has said no.
                adjective = any(form.gender for slot in self.plan.slots for form in slot.forms)
                allowed |= set() if adjective else {self.language.paucal_cell}
            else:
                allowed.add(("genitive", "plural"))
        kept = cells & allowed
        if kept:
            return True, kept
        # пятеро, оба and the like are numerals too, but много may be an adverb.
        sure = all(r.pos == "numeral" for r in self.readings(before)) and not self.is_quoted()
        return (False if sure else None), cells

    def _digits(self, before: int, number: int, cells: Cells) -> tuple[bool | None, Cells]:
        if number % 10 == 1 and number % 100 != 11:
            return None, cells
        first = before == 0 or bool(gap(self.words[before].before))
        counted = first or any(r.pos in ("verb", "adverb") for r in self.readings(before - 1))
        nominative = all(cell == ("nominative", "plural") for cell in cells)
        year = 1900 < number < 2100
        paucal_plural = number % 10 in PAUCAL_DIGITS and self.language.paucal_cell[1] == "plural"
        if counted and nominative and not year and not paucal_plural and not self.is_quoted():
            return False, cells
        return None, cells

    def modifiers(self, cells: Cells) -> tuple[bool | None, Cells]:
        """Adjectives right before the phrase have its case, number and gender."""
        left = self.left
        if left.before is not None and self._is_numeral(left.before):
            return None, cells
        agreed: bool | None = None
        for position in reversed(left.modifiers):
            kept = frozenset(cell for cell in cells if left.fits(position, cell, self.plan))
            if not kept:
                return (False if self._surely_modifies(position) else agreed), cells
            if any(r.modifies for r in self.readings(position)):
                agreed, cells = True, kept
        return agreed, cells

    def _is_numeral(self, position: int) -> bool:
        return self.words[position].text.isdigit() or any(r.pos == "numeral" for r in self.readings(position))

    def _surely_modifies(self, position: int) -> bool:
        readings = self.readings(position)
        if position + 1 != self.start or self.is_quoted() or self._in_longer_name():
            return False
        if self._continues_list() and any(r.number == "plural" for r in readings):
            return False
        if self._one_of_several(position) and all(r.number == "singular" for r in readings):
            return False
        adjectives = ["ADJF" in r.tags and r.known for r in readings]
        if not (any(adjectives) if self.language.adjectives_are_nouns else all(adjectives)):
            return False
        doubtful = self.language.standing_alone | self.language.governing
        if any(fold(r.lemma) in doubtful or fold(r.lemma).removeprefix("не") in doubtful for r in readings):
            return False
        if position == 0 or gap(self.words[position].before):
            return True
        before = self.readings(position - 1)
        joined = fold(self.words[position - 1].text) in self.language.conjunctions
        verbal = any(r.pos in ("verb", "participle") for r in before)
        copula = verbal and any(r.case == "instrumental" for r in readings)
        after_noun = any(
            noun.pos in ("noun", "pronoun") and noun.case == r.case and noun.number == r.number
            for noun in before
            for r in readings
        )
        return not (joined or copula or after_noun)

    def preposition(self, cells: Cells) -> tuple[bool | None, Cells]:
        """A preposition before the phrase (and its modifiers) governs its case."""
        left = self.left
        governed = left.governed_cases()
        if not governed or left.before is None or _indeclinable(cells):
            return None, cells
        # Об этом президенту сообщили: what the preposition governs is the modifier alone.
        if any(not any(left.fits(each, cell, self.plan) for cell in cells) for each in left.modifiers):
            return None, cells
        kept = frozenset(cell for cell in cells if cell[0] in governed)
        if kept:
            return True, kept
        if self.is_quoted() or self._in_longer_name() or self._alone(left.modifiers):
            return None, cells
        word = fold(self.words[left.before].text)
        becoming = word in ("в", "во", "у", "на") and ("nominative", "plural") in cells and self.plan.animate
        what_a = left.before > 0 and fold(self.words[left.before - 1].text) in ("что", "що")
        contact = any(
            fold(r.lemma) in self.language.contact_verbs
            for position in range(max(0, self.start - 8), self.start)
            for r in self.readings(position)
        )
        if becoming or what_a or (contact and any(case == "accusative" for case, _ in cells)):
            return None, cells
        return (None if word in self.language.loose_prepositions else False), cells

    def _alone(self, modifiers: list[int]) -> bool:
        """Tell whether the first modifier may stand for a noun itself (связанным с этим проблемам)."""
        first = self.readings(modifiers[0]) if modifiers else ()
        return any(fold(r.lemma) in self.language.standing_alone for r in first)

    def _in_longer_name(self) -> bool:
        """Tell whether the phrase may be part of a name (Джон Стрит, Канзас Сити)."""
        follows = self.words[self.end : self.end + 1]
        capital = self.words[self.start].text[0].isupper()
        return capital and any(word.text[0].isupper() and not gap(word.before) for word in follows)

    def _continues_list(self) -> bool:
        follows = self.words[self.end : self.end + 1]
        return any("," in word.before or fold(word.text) in self.language.conjunctions for word in follows)

    def _one_of_several(self, modifier: int) -> bool:
        """Tell whether a singular modifier may share a plural noun (на федеральном и на местном уровнях)."""
        before = self.words[max(0, modifier - 5) : modifier]
        return any(fold(word.text) in self.language.conjunctions for word in before)

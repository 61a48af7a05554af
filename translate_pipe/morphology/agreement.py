"""A phrase in a sentence goes in; whether the words around agree with it comes out.

A disagreement is reported only where the sentence has no other reading: every doubt (a modifier that may
stand alone, a subject of several parts, a title in quotation marks) ends in None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from translate_pipe.model import MORPHOLOGY_CASES, Span
from translate_pipe.morphology.context import PAUCAL_DIGITS, Cell, LeftContext
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon, Reading
from translate_pipe.morphology.plan import Plan
from translate_pipe.morphology.words import QUOTES, Word, fold, gap, split_words

_Cells = frozenset[Cell]


def judge_agreement(lexicon: Lexicon, language: Language, plan: Plan, text: str, span: Span) -> bool | None:
    """Tell whether the words around `span` agree with the phrase there; None if nothing can be told."""
    words = split_words(text)
    inside = [i for i, word in enumerate(words) if span.overlaps(word.span)]
    if plan.kind != "noun" or len(inside) != len(plan.slots):
        return None
    phrase = tuple(words[i].text for i in inside)
    cells = frozenset(plan.cells(phrase))
    judge = _Judge(lexicon, language, plan, words, inside[0], inside[-1] + 1)
    if judge.left.after_paucal() and plan.is_paucal(phrase, language.paucal_cell):
        return True
    if not cells:
        return False if _clashes_within(plan, phrase) else None
    checks: tuple[Callable[[_Cells], tuple[bool | None, _Cells]], ...] = (
        judge.numeral,
        judge.modifiers,
        judge.preposition,
        judge.predicate_after,
        judge.predicate_before,
        judge.relative_pronoun,
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


def _indeclinable(cells: _Cells) -> bool:
    return len({case for case, _ in cells}) == len(MORPHOLOGY_CASES)


@dataclass(slots=True)
class _Judge:
    """Checks of one phrase, words `start` to `end`; each returns its verdict and the cells still possible."""

    lexicon: Lexicon
    language: Language
    plan: Plan
    words: tuple[Word, ...]
    start: int
    end: int

    @property
    def left(self) -> LeftContext:
        """Return the words directly before the phrase."""
        return LeftContext(self.lexicon, self.language, self.words, self.start)

    def _readings(self, position: int) -> tuple[Reading, ...]:
        return self.lexicon.readings(self.words[position].text)

    def _quoted(self) -> bool:
        return any(mark in self.words[self.start].before for mark in QUOTES)

    def numeral(self, cells: _Cells) -> tuple[bool | None, _Cells]:
        """Two, three, four take the genitive singular, five and more the genitive plural (in Russian)."""
        before = self.left.before
        if before is None or _indeclinable(cells):
            return None, cells
        numerals = [r for r in self._readings(before) if r.pos == "numeral" and r.case]
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
                allowed |= {self.language.paucal_cell, ("genitive", "plural")}
            else:
                allowed.add(("genitive", "plural"))
        kept = cells & allowed
        if kept:
            return True, kept
        # пятеро, оба and the like are numerals too, but много may be an adverb.
        sure = all(r.pos == "numeral" for r in self._readings(before)) and not self._quoted()
        return (False if sure else None), cells

    def _digits(self, before: int, number: int, cells: _Cells) -> tuple[bool | None, _Cells]:
        if number % 10 == 1 and number % 100 != 11:
            return None, cells
        first = before == 0 or bool(gap(self.words[before].before))
        counted = first or any(r.pos in ("verb", "adverb") for r in self._readings(before - 1))
        nominative = all(cell == ("nominative", "plural") for cell in cells)
        year = 1900 < number < 2100
        paucal_plural = number % 10 in PAUCAL_DIGITS and self.language.paucal_cell[1] == "plural"
        if counted and nominative and not year and not paucal_plural and not self._quoted():
            return False, cells
        return None, cells

    def modifiers(self, cells: _Cells) -> tuple[bool | None, _Cells]:
        """Adjectives right before the phrase have its case, number and gender."""
        left = self.left
        if left.before is not None and self._is_numeral(left.before):
            return None, cells
        agreed: bool | None = None
        for position in reversed(left.modifiers):
            kept = frozenset(cell for cell in cells if left.fits(position, cell, self.plan))
            if not kept:
                return (False if self._surely_modifies(position) else agreed), cells
            if any(r.modifies for r in self._readings(position)):
                agreed, cells = True, kept
        return agreed, cells

    def _is_numeral(self, position: int) -> bool:
        return self.words[position].text.isdigit() or any(
            r.pos == "numeral" for r in self._readings(position)
        )

    def _surely_modifies(self, position: int) -> bool:
        readings = self._readings(position)
        if position + 1 != self.start or self._quoted() or self._in_longer_name():
            return False
        if self._continues_list() and any(r.number == "plural" for r in readings):
            return False
        if self._one_of_several(position) and all(r.number == "singular" for r in readings):
            return False
        if not all("ADJF" in r.tags and r.known for r in readings):
            return False
        doubtful = self.language.standing_alone | self.language.governing
        if any(fold(r.lemma) in doubtful or fold(r.lemma).removeprefix("не") in doubtful for r in readings):
            return False
        if position == 0 or gap(self.words[position].before):
            return True
        before = self._readings(position - 1)
        joined = fold(self.words[position - 1].text) in self.language.conjunctions
        verbal = any(r.pos in ("verb", "participle") for r in before)
        copula = verbal and any(r.case == "instrumental" for r in readings)
        after_noun = any(
            noun.pos in ("noun", "pronoun") and noun.case == r.case and noun.number == r.number
            for noun in before
            for r in readings
        )
        return not (joined or copula or after_noun)

    def preposition(self, cells: _Cells) -> tuple[bool | None, _Cells]:
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
        if self._quoted() or self._in_longer_name() or self._alone(left.modifiers):
            return None, cells
        word = fold(self.words[left.before].text)
        becoming = word in ("в", "во", "у", "на") and ("nominative", "plural") in cells and self.plan.animate
        what_a = left.before > 0 and fold(self.words[left.before - 1].text) in ("что", "що")
        contact = any(
            fold(r.lemma) in self.language.contact_verbs
            for position in range(max(0, self.start - 8), self.start)
            for r in self._readings(position)
        )
        if becoming or what_a or (contact and any(case == "accusative" for case, _ in cells)):
            return None, cells
        return (None if word in self.language.loose_prepositions else False), cells

    def _alone(self, modifiers: list[int]) -> bool:
        """Tell whether the first modifier may stand for a noun itself (связанным с этим проблемам)."""
        first = self._readings(modifiers[0]) if modifiers else ()
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

    def predicate_after(self, cells: _Cells) -> tuple[bool | None, _Cells]:
        """A verb or short adjective right after a subject has its number, and in the past its gender."""
        if self.end >= len(self.words) or gap(self.words[self.end].before):
            return None, cells
        if self.left.governed_cases():
            return None, cells
        verdict = self._match_predicate(self.end, cells)
        other_subject = self._quoted() or self._after_nominative(self.left.before)
        doubtful = other_subject or (verdict is False and self._in_a_list(self.end))
        return (None if doubtful else verdict), cells

    def predicate_before(self, cells: _Cells) -> tuple[bool | None, _Cells]:
        """The same for a verb before the subject; after an infinitive no thing stands in the nominative."""
        before = self.left.before
        if before is None or self._quoted():
            return None, cells
        readings = self._readings(before)
        if all({"INFN", "tran"} <= r.tags for r in readings):
            nominative = all(case == "nominative" for case, _ in cells)
            return (False if nominative and self.plan.animate is False else None), cells
        verdict = self._match_predicate(before, cells)
        if verdict is False and (self._in_a_list(before) or self._is_copula(before)):
            verdict = None
        return verdict, cells

    def _is_copula(self, position: int) -> bool:
        return any(fold(r.lemma) in self.language.copulas for r in self._readings(position))

    def _match_predicate(self, position: int, cells: _Cells) -> bool | None:
        """Compare a predicate with the phrase as its subject; None if it is no predicate or no subject."""
        readings = self._readings(position)
        finite = [
            r for r in readings if ("VERB" in r.tags and not r.tags & {"impr", "infn", "Impe"}) or r.short
        ]
        if not finite or any(r.case for r in readings) or len(finite) < len(readings):
            return None
        subjects = [cell for cell in cells if cell[0] == "nominative"]
        if any(self._subject_fits(reading, number) for reading in finite for _, number in subjects):
            return True
        # Выборы выиграл депутат: the phrase may be the object, unless the verb takes none.
        direct = all(case in ("nominative", "accusative") for case, _ in cells)
        objectless = all(r.short or "intr" in r.tags for r in finite)
        if not subjects or not (len(subjects) == len(cells) or (direct and objectless)):
            return None
        woman = self.plan.animate and self.plan.gender == "m" and all(r.gender == "f" for r in finite)
        # Аэропорт пришлось закрыть; о петиции говорилось; известно.
        neuter = all(r.gender == "n" for r in finite)
        impersonal = neuter and (
            len(subjects) < len(cells)
            or any(
                r.short or r.lemma.endswith(("ся", "сь")) or fold(r.lemma) in self.language.impersonal
                for r in finite
            )
        )
        other_person = any(r.tags & {"1per", "2per"} for r in finite)
        return None if woman or impersonal or other_person else False

    def _subject_fits(self, predicate: Reading, number: str) -> bool:
        if predicate.tags & {"1per", "2per"} or (predicate.number and predicate.number != number):
            return False
        if number == "plural" or not predicate.gender or not self.plan.gender:
            return True
        return predicate.gender == self.plan.gender

    def _in_a_list(self, predicate: int) -> bool:
        """Tell whether the predicate is plural and the phrase may be one of several subjects."""
        if all(r.number != "plural" for r in self._readings(predicate)):
            return False
        joining = self.language.conjunctions | {"с", "со", "з", "із", "зі", "ни", "ні", "да", "та", "й"}
        around = self.words[max(0, self.start - 6) : self.start] + self.words[self.end : self.end + 2]
        commas = any("," in word.before for word in around)
        return commas or any(fold(word.text) in joining for word in around)

    def _after_nominative(self, before: int | None) -> bool:
        """Tell whether the word before may be the real subject (компания Газпром, остатки урагана Роза)."""
        if before is None:
            return False
        if self.words[self.start].text[0].isupper() and any(r.pos == "noun" for r in self._readings(before)):
            return True
        compared = fold(self.words[before].text) in self.language.comparing
        return compared or any(
            r.pos in ("noun", "pronoun", "numeral") and r.case == "nominative" for r in self._readings(before)
        )

    def relative_pronoun(self, cells: _Cells) -> tuple[bool | None, _Cells]:
        """`который` right after a phrase that nothing precedes has the gender and number of its head."""
        if self.end >= len(self.words) or gap(self.words[self.end].before) != ",":
            return None, cells
        readings = [r for r in self._readings(self.end) if fold(r.lemma) in self.language.relatives]
        before = self.left.before
        direct = all(case in ("nominative", "accusative") for case, _ in cells)
        free = before is None or all(r.pos in ("verb", "other", "adverb") for r in self._readings(before))
        if not readings or not direct or not free or self.words[self.start].before.strip() == ",":
            return None, cells
        gender, human = self.plan.gender, self.plan.animate and self.plan.gender == "m"
        for reading in readings:
            for _, number in cells:
                same_gender = not gender or not reading.gender or reading.gender == gender
                if reading.number == number and (number == "plural" or same_gender):
                    return True, cells
        complement = any(not slot.forms for slot in self.plan.slots)
        return (None if human or complement or self._in_a_list(self.end) else False), cells

"""A phrase that may be a subject goes in; whether its predicate and its relative pronoun agree comes out."""

from __future__ import annotations

from translate_pipe.morphology.context import Cell, Cells, Place, choose_cell
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.plan import Plan, Slot
from translate_pipe.morphology.readings import Reading
from translate_pipe.morphology.words import Word, fold, gap


def without_subjects(judge: SubjectJudge, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return the cells in which a phrase can stand without being the subject of a verb that refuses it.

    Napisali kodeks, kodeks zmieniono: who wrote is several people, and who changed is not said.
    """
    return (
        tuple(cell for cell in cells if cell[0] != "nominative" or not judge.is_refused(frozenset({cell})))
        or cells
    )


def read_case(lexicon: Lexicon, language: Language, words: tuple[Word, ...], position: int) -> str:
    """Return the case in which a noun stands, by all that it may be and what is around it; "" for no noun."""
    nouns = [r for r in lexicon.readings(words[position].text) if r.pos == "noun" and r.case != "vocative"]
    cells = tuple(dict.fromkeys((r.case, r.number) for r in nouns if r.case and r.number))
    genders, animate = {r.gender for r in nouns}, {r.animate for r in nouns}
    slot = Slot(words[position].text, words[position].before, frozenset())
    plan = Plan(
        slot.text,
        "noun",
        (slot,),
        "",
        gender=genders.pop() if len(genders) == 1 else "",
        animate=animate.pop() if len(animate) == 1 else None,
    )
    judge = SubjectJudge(lexicon, language, plan, words, position, position + 1)
    cell = choose_cell(lexicon, language, plan, without_subjects(judge, cells), words, position)
    return cell[0] if cell else ""


class SubjectJudge(Place):
    """Checks of the phrase as a subject; each returns its verdict and the cells still possible."""

    def is_refused(self, cells: Cells) -> bool:
        """Tell whether a verb right before or after surely has another subject."""
        return False in (self.predicate_before(cells)[0], self.predicate_after(cells)[0])

    def predicate_after(self, cells: Cells) -> tuple[bool | None, Cells]:
        """A verb or short adjective right after a subject has its number, and in the past its gender."""
        if self.end >= len(self.words) or gap(self.words[self.end].before):
            return None, cells
        if self.left.governed_cases():
            return None, cells
        verdict = self._match_predicate(self.end, cells)
        other_subject = self.is_quoted() or self._after_nominative(self.left.before)
        doubtful = other_subject or (verdict is False and self._in_a_list(self.end))
        return (None if doubtful else verdict), cells

    def predicate_before(self, cells: Cells) -> tuple[bool | None, Cells]:
        """The same for a verb before the subject; after an infinitive no thing stands in the nominative."""
        before = self.left.before
        if before is None or self.is_quoted():
            return None, cells
        readings = self.readings(before)
        if readings and all({"INFN", "tran"} <= r.tags for r in readings):
            nominative = all(case == "nominative" for case, _ in cells)
            return (False if nominative and self.plan.animate is False else None), cells
        verdict = self._match_predicate(before, cells)
        if verdict is not None and (self._is_copula(before) or (not verdict and self._in_a_list(before))):
            return None, cells
        if verdict and self._has_subject(before):
            # Генерал гордится операция: one verb, two nominatives.
            return (False if all(case == "nominative" for case, _ in cells) else None), cells
        return verdict, cells

    def _has_subject(self, verb: int) -> bool:
        """Tell whether a noun that can only be the subject stands right before the verb."""
        if verb == 0 or gap(self.words[verb].before) or gap(self.words[verb - 1].before):
            return False
        nouns = [r for r in self.readings(verb - 1) if r.known]
        if not nouns or any(r.pos != "noun" or r.case != "nominative" for r in nouns):
            return False
        finite = [r for r in self.readings(verb) if "VERB" in r.tags]
        return any(
            noun.number == r.number and (not r.gender or not noun.gender or r.gender == noun.gender)
            for noun in nouns
            for r in finite
        )

    def _is_copula(self, position: int) -> bool:
        return any(fold(r.lemma) in self.language.copulas for r in self.readings(position))

    def _match_predicate(self, position: int, cells: Cells) -> bool | None:
        """Compare a predicate with the phrase as its subject; None if it is no predicate or no subject."""
        readings = self.readings(position)
        if fold(self.words[position].text) in self.language.seldom_nouns:
            readings = tuple(r for r in readings if r.pos != "noun")
        if readings and all("Imps" in r.tags for r in readings):
            # Ustawę zmieniono: such a form has no subject.
            return False if all(case == "nominative" for case, _ in cells) else None
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
        if all(r.number != "plural" for r in self.readings(predicate)):
            return False
        joining = self.language.conjunctions | {"с", "со", "з", "із", "зі", "ни", "ні", "да", "та", "й"}
        around = self.words[max(0, self.start - 6) : self.start] + self.words[self.end : self.end + 2]
        commas = any("," in word.before for word in around)
        return commas or any(fold(word.text) in joining for word in around)

    def _after_nominative(self, before: int | None) -> bool:
        """Tell whether the word before may be the real subject (компания Газпром, остатки урагана Роза)."""
        if before is None:
            return False
        if self.words[self.start].text[0].isupper() and any(r.pos == "noun" for r in self.readings(before)):
            return True
        compared = fold(self.words[before].text) in self.language.comparing
        return compared or any(
            r.pos in ("noun", "pronoun", "numeral") and r.case == "nominative" for r in self.readings(before)
        )

    def relative_pronoun(self, cells: Cells) -> tuple[bool | None, Cells]:
        """`который` right after a phrase that nothing precedes has the gender and number of its head."""
        if self.end >= len(self.words) or gap(self.words[self.end].before) != ",":
            return None, cells
        readings = [r for r in self.readings(self.end) if fold(r.lemma) in self.language.relatives]
        before = self.left.before
        direct = all(case in ("nominative", "accusative") for case, _ in cells)
        free = before is None or all(r.pos in ("verb", "other", "adverb") for r in self.readings(before))
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

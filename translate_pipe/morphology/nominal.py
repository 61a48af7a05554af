"""The words of a term go in; the plan of a noun or adjective phrase comes out, or None if it is none.

The readings of all words are chosen together: the head is the noun that the adjectives before it agree with,
what follows it stays (genitive complements, prepositional phrases, quoted names), unless it stands in the
same case beside it (names of persons after titles, город Москва, спрос и предложение).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from translate_pipe.model import WordForm
from translate_pipe.morphology.core import Core, CoreFinder, Hints, agrees
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.persons import Person
from translate_pipe.morphology.plan import Plan, Slot
from translate_pipe.morphology.readings import Reading
from translate_pipe.morphology.slots import fixed_slot, inflecting_slot, name_slot
from translate_pipe.morphology.words import Word, fold, gap

_ONE_OF_A_KIND = frozenset({"Sgtm", "Geox", "Name", "Surn", "Patr", "Orgn", "Trad"})


@dataclass(slots=True)
class NominalReader:
    """Reads one phrase; `inside` are the positions of quoted words, `persons` the names of persons."""

    lexicon: Lexicon
    language: Language
    target: str
    words: tuple[Word, ...]
    inside: frozenset[int]
    persons: tuple[Person, ...]
    hints: Hints
    finder: CoreFinder = field(init=False)
    _slots: dict[int, Slot] = field(default_factory=dict)
    _own_number: bool = False
    _names: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        taken = {i for person in self.persons for i in range(person.start, person.end)}
        self.finder = CoreFinder(self.lexicon, self.language, self.words, self.inside | taken, self.hints)

    def likelihood(self, case: str) -> float:
        """Return how well the phrase reads with its head in `case`; only comparable within one phrase."""
        person = next((person for person in self.persons if person.case == case), None)
        if person is not None:
            return 1.0 if self._title_fits(person) else 0.001
        core = self.finder.find(case)
        adjective = self._adjective_core(case, core)
        return max(core.score if core else 0.0, 0.5 * adjective[1].score if adjective else 0.0)

    def _title_fits(self, person: Person) -> bool:
        """Tell whether the nouns right before a name can stand in its case (королю Карлу)."""
        for position in range(person.start):
            nouns = [r for r in self.lexicon.readings(self.words[position].text) if r.pos == "noun"]
            if nouns:
                return any(r.case == person.case for r in nouns)
        return True

    def plan(self, case: str) -> Plan | None:
        """Return the plan of the phrase if its head stands in `case`, else None."""
        self._slots, self._names, self._own_number = {}, [], False
        person = next((person for person in self.persons if person.case == case), None)
        core = self.finder.find(case)
        if person and (core is None or person.start < core.position):
            return self._person_plan(person)
        adjective = self._adjective_core(case, core)
        if adjective is not None:
            return self._adjective_plan(adjective)
        return self._noun_plan(core, case) if core else None

    def _adjective_core(self, case: str, core: Core | None) -> tuple[int, Reading] | None:
        """Return the adjective that heads the phrase, if no noun does."""
        positions = [i for i in self.finder.open_positions() if self._modifiers(i, case)]
        if not positions or self.hints.pos == "verb":
            return None
        if core is not None:
            single = len(self.words) == 1 and self.hints.pos not in ("noun", "name")
            # Adjectives are entered in the singular: данные is the noun.
            single = single and (core.head.number == "singular" or self.hints.pos == "adjective")
            readings = self.lexicon.readings(self.words[0].text)
            adjectival = sum(r.score for r in readings if r.modifies and r.case == case)
            nominal = sum(r.score for r in readings if r.pos == "noun" and r.case == case)
            if not (single and (self.hints.pos == "adjective" or adjectival > nominal)):
                return None
        last = positions[-1] if self.hints.pos != "adjective" else positions[0]
        readings = tuple(self._modifiers(last, case))
        wanted = [r for r in readings if self.hints.gender in (None, r.gender)]
        return last, max(
            wanted or readings, key=lambda r: (r.number == "singular", r.score, "ADJF" in r.tags)
        )

    def _modifiers(self, position: int, case: str) -> list[Reading]:
        return [r for r in self.finder.readings(position, case) if r.modifies]

    def _adjective_plan(self, found: tuple[int, Reading]) -> Plan:
        position, head = found
        noun = self.hints.pos in ("noun", "name")
        gender = self.hints.gender or head.gender or "m"
        animate = self.hints.animate if self.hints.animate is not None else (gender == "m" if noun else None)
        # A noun that declines as an adjective (uczony) is a man.
        virile = (gender == "m" and animate is not False) if noun else None
        for before in range(position + 1):
            readings = self.lexicon.readings(self.words[before].text)
            agreeing = [r for r in readings if r.modifies and agrees(r, head)]
            if agreeing and before not in self.inside:
                best = head if before == position else max(agreeing, key=lambda r: r.score)
                slot_gender = gender if noun else ""
                self._slots[before] = inflecting_slot(
                    self.lexicon,
                    self.words[before],
                    best,
                    gender=slot_gender,
                    animate=animate,
                    virile=virile,
                )
        words = () if noun else self.lexicon.short_forms(head) if len(self.words) == 1 else ()
        number = self.hints.number or ("plural" if head.number == "plural" and noun else "")
        numbers = (number,) if number else ("singular", "plural")
        text = self.words[position].text
        shown = (
            WordForm(text, head.lemma, "noun", "nominative", numbers[0], gender, animate) if noun else None
        )
        return self._finish(
            "noun" if noun else "adjective", shown, gender, animate, numbers, [(text, head)], words
        )

    def _noun_plan(self, core: Core, case: str) -> Plan:
        head = core.head
        gender = self.hints.gender or head.gender
        animate = head.animate if self.hints.animate is None else self.hints.animate
        chosen = [(self.words[core.position].text, head)]
        for position, modifier in core.modifiers:
            self._slots[position] = inflecting_slot(
                self.lexicon,
                self.words[position],
                modifier,
                gender=gender,
                animate=animate,
                virile=head.virile,
            )
            chosen.append((self.words[position].text, modifier))
        self._slots[core.position] = inflecting_slot(
            self.lexicon, self.words[core.position], head, gender=head.gender, animate=animate
        )
        if self.hints.animate is None and self._either_animacy(core):
            animate = None
        self._read_rest(core.position + 1, head, gender, animate, case)
        numbers = self._numbers(core, case)[: 1 if self._own_number else 2]
        shown = WordForm(
            self.words[core.position].text, head.lemma, "noun", "nominative", numbers[0], gender, animate
        )
        plan = self._finish("noun", shown, gender, animate, numbers, chosen)
        return replace(plan, virile=head.virile)

    def _either_animacy(self, core: Core) -> bool:
        """Tell whether the dictionary has the head both as a person and as a thing (агент, патрон)."""
        twins = (
            r
            for r in self.finder.readings(core.position, core.head.case)
            if r.lemma == core.head.lemma and r.number == core.head.number and r.gender == core.head.gender
        )
        return any(r.animate not in (None, core.head.animate) and r.score > 0.1 for r in twins)

    def _numbers(self, core: Core, case: str) -> tuple[str, ...]:
        head, word = core.head, self.words[core.position].text
        if self.hints.number:
            return (self.hints.number,)
        if head.number == "plural" and (case == "nominative" or "Pltm" in head.tags):
            return ("plural",)
        capital = word[0].isupper() and not self.target.isupper()
        whole = self.hints.proper and all(each.text[0].isupper() for each in self.words)
        named = capital and (core.position > 0 or whole)
        if head.tags & _ONE_OF_A_KIND or self.hints.pos == "name" or named:
            return ("singular",)
        return ("singular", "plural")

    def _person_plan(self, person: Person) -> Plan:
        gender = self.hints.gender or person.gender
        self._place_person(person)
        first = self.words[person.start].text
        head = _person_reading(first, gender, person.case)
        for before in range(person.start):
            readings = [
                r for r in self.finder.readings(before, person.case) if r.modifies and agrees(r, head)
            ]
            if readings:
                self._slots[before] = inflecting_slot(
                    self.lexicon, self.words[before], readings[0], gender=gender, animate=True
                )
        self._read_rest(person.end, head, gender, True, person.case)
        shown = WordForm(
            self.words[person.end - 1].text, head.lemma, "noun", "nominative", "singular", gender, True
        )
        return self._finish("noun", shown, gender, True, ("singular",), [])

    def _place_person(self, person: Person) -> None:
        self._own_number = True
        for offset, forms in enumerate(person.forms):
            position = person.start + offset
            self._slots[position] = name_slot(self.words[position], forms, person.gender)
            word = self.words[position].text
            self._names += [(word, form.text) for form in forms if fold(form.text) == fold(word)]

    def _read_rest(self, start: int, head: Reading, gender: str, animate: bool | None, case: str) -> None:
        """Give slots to the words after the head that inflect with it; all others stay."""
        persons = {person.start: person for person in self.persons if person.case == case}
        position, after_complement = start, False
        while position < len(self.words):
            word = self.words[position]
            person = persons.get(position)
            if person and animate is not False and (person.certain or person.gender == gender):
                self._place_person(person)
                position = person.end
                continue
            step = 0
            if position not in self.inside and not after_complement:
                step = self._apposition(position, head, gender, animate, case)
            if not step and position not in self.inside:
                step = self._coordinate(position, case, after_complement)
            if not step:
                after_complement = True
                if fold(word.text) in self.language.prepositions:
                    return self._late_persons(position, persons, animate)
            position += step or 1
        return None

    def _late_persons(self, start: int, persons: dict[int, Person], animate: bool | None) -> None:
        """After a prepositional phrase only a full name still belongs to the head."""
        for position in range(start, len(self.words)):
            person = persons.get(position)
            if person and animate is not False and person.certain:
                self._place_person(person)

    def _apposition(self, position: int, head: Reading, gender: str, animate: bool | None, case: str) -> int:
        """Place a modifier or noun right after the head that takes its case; return how many words."""
        if gap(self.words[position].before):
            return 0
        readings = self.finder.readings(position, case)
        word = self.words[position]
        # Площадь Ленина is no adjective, although the dictionary has one.
        modifiers = [r for r in readings if r.modifies and "Poss" not in r.tags and agrees(r, head)]
        if modifiers and not self._belongs_to_next(position):
            self._slots[position] = inflecting_slot(
                self.lexicon, word, modifiers[0], gender=gender, animate=animate, virile=head.virile
            )
            return 1
        nouns = [r for r in readings if r.pos == "noun"]
        if not nouns:
            return 0
        other_case = any(r.case == "genitive" and r.known for r in self.lexicon.readings(word.text))
        generic = fold(head.lemma) in self.language.agreeing_generics and word.text[0].isupper()
        generic = generic and not other_case
        people = animate and any(r.animate for r in nouns) and not other_case
        if not generic and not people:
            return 0
        noun = max((r for r in nouns if generic or r.animate), key=lambda r: (r.proper == generic, r.score))
        own = noun.number if generic else ""
        self._own_number = self._own_number or generic
        self._slots[position] = inflecting_slot(self.lexicon, word, noun, gender=noun.gender, number=own)
        return 1

    def _belongs_to_next(self, position: int) -> bool:
        if position + 1 >= len(self.words):
            return False
        modifiers = [r for r in self.lexicon.readings(self.words[position].text) if r.modifies]
        nouns = [r for r in self.lexicon.readings(self.words[position + 1].text) if r.pos == "noun"]
        return any(agrees(modifier, noun) for modifier in modifiers for noun in nouns)

    def _coordinate(self, position: int, case: str, after_complement: bool) -> int:
        """Place a second head joined by a conjunction (спрос и предложение); return how many words."""
        if fold(self.words[position].text) not in self.language.conjunctions:
            return 0
        for last in range(position + 1, min(position + 4, len(self.words))):
            readings = self.finder.readings(last, case)
            nouns = [r for r in readings if r.pos == "noun"]
            genitive = any(
                r.pos == "noun" and r.case == "genitive" for r in self.lexicon.readings(self.words[last].text)
            )
            if nouns and not (after_complement and genitive):
                return self._place_group(position + 1, last, nouns) - position
            if not any(r.modifies for r in readings):
                return 0
        return 0

    def _place_group(self, start: int, last: int, nouns: list[Reading]) -> int:
        noun = max(nouns, key=lambda r: (r.number == "singular", r.score))
        self._own_number = True
        for position in range(start, last):
            modifiers = [
                r for r in self.lexicon.readings(self.words[position].text) if r.modifies and agrees(r, noun)
            ]
            if modifiers:
                self._slots[position] = inflecting_slot(
                    self.lexicon,
                    self.words[position],
                    modifiers[0],
                    gender=noun.gender,
                    animate=noun.animate,
                    number=noun.number,
                    virile=noun.virile,
                )
        self._slots[last] = inflecting_slot(
            self.lexicon, self.words[last], noun, gender=noun.gender, number=noun.number
        )
        return last + 1

    def _finish(
        self,
        kind: Literal["noun", "adjective"],
        head: WordForm | None,
        gender: str,
        animate: bool | None,
        numbers: tuple[str, ...],
        chosen: list[tuple[str, Reading]],
        words: tuple[str, ...] = (),
    ) -> Plan:
        slots = tuple(
            self._slots.get(i) or fixed_slot(self.lexicon, word) for i, word in enumerate(self.words)
        )
        abbreviation = len(self.words) == 1 and len(self.target) < 7
        return Plan(
            self.target,
            kind,
            slots,
            self.target[self.words[-1].span.end :],
            head,
            gender,
            animate,
            numbers,
            words,
            shouting=self.target.isupper() and not abbreviation,
            plain_e=writes_plain_e([*((word, reading.text) for word, reading in chosen), *self._names]),
        )


def writes_plain_e(spellings: list[tuple[str, str]]) -> bool:
    """Tell whether words were entered with е where the dictionary spells them with ё."""
    return any("ё" in spelt and "ё" not in entered.lower() for entered, spelt in spellings)


def _person_reading(word: str, gender: str, case: str) -> Reading:
    return Reading(
        word=word,
        index=0,
        text=word,
        lemma=word,
        pos="noun",
        case=case,
        number="singular",
        gender=gender,
        animate=True,
        tags=frozenset({"Name"}),
        score=1.0,
        known=True,
    )

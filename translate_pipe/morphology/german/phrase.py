"""A German term goes in; its plan comes out: which words inflect, with what head noun."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from translate_pipe.model import WordForm
from translate_pipe.morphology.core import Hints
from translate_pipe.morphology.german.endings import (
    DECLENSIONS,
    adjective_stem,
    governed_cases,
    read_determiner,
    table,
    word_list,
)
from translate_pipe.morphology.german.heads import Core, PhraseWords
from translate_pipe.morphology.german.lexicon import Noun, NounLexicon, decline_name, guess_noun
from translate_pipe.morphology.german.plan import Plan, Slot, SlotKind, is_invariable
from translate_pipe.morphology.words import Word, gap, split_words, word_set

_PARTICLES = word_set("von van de der den zu zur di da du del bin ibn al el")
# A name is hardly a compound if its first part is shorter than this (Donbass).
_LONG_FIRST_PART = 4


class PhraseReader:
    """Understands German phrases; every phrase is read once."""

    def __init__(self, lexicon: NounLexicon) -> None:
        self.lexicon = lexicon
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, target: str, hints: Hints) -> Plan:
        """Return the plan of a target, which should stand in its dictionary form but need not."""
        words = split_words(target)
        if not words or hints.indeclinable or hints.pos in ("adverb", "verb"):
            return _fixed(target, words, hints)
        phrase = _Phrase(self.lexicon, target, words, hints)
        return phrase.adjective_plan() or phrase.person_plan() or phrase.noun_plan() or phrase.name_plan()


class _Phrase(PhraseWords):
    """One phrase: reads it as an adjective, a person, a noun phrase or a bare name."""

    def adjective_plan(self) -> Plan | None:
        """Return the plan of a lone adjective, which is entered without ending or with one."""
        word = self.words[0]
        lower = word.text[0].islower()
        if len(self.words) > 1 or not (self.hints.pos == "adjective" or (lower and self.hints.pos is None)):
            return None
        if read_determiner(word.text) or governed_cases(word.text) or is_invariable(word.text):
            return None
        if self.hints.pos != "adjective" and not word.text.endswith(_ADJECTIVE_SUFFIXES):
            return None
        stems = {lemma: stem for stem, lemma in table()["adjective_stems"].items()}
        stem = stems.get(word.text.lower(), word.text)
        slot = Slot(word.text, word.before, "adjective", stem=stem.removesuffix("e"), gender="m")
        return Plan(self.target, "adjective", (slot,), self._tail, numbers=("singular", "plural"))

    def person_plan(self) -> Plan | None:
        """Return the plan of a person's name of several words, of which the last takes the ending."""
        words, hints = self.words, self.hints
        capitals = [w for w in words if w.text[0].isupper()]
        small = [w for w in words if w.text[0].islower()]
        if len(capitals) < 2 or self.article or self.inside or any(w.text not in _PARTICLES for w in small):
            return None
        if any(gap(w.before) not in ("", ".") for w in words[1:]) or words[0].text[0].islower():
            return None
        stated = hints.pos == "name" and hints.gender in ("m", "f") and hints.animate is not False
        given = "Vorname" in self.kinds_of(words[0].text) or len(words[0].text) == 1
        last = self.lexicon.look_up(words[-1].text)
        common = any(not noun.proper and noun.numbers for noun in last) and not self.is_surname(last)
        if not given and (not stated or self.core() is not None):
            return None
        if given and not stated and common and self.core() is not None:
            return None
        slots = [
            self._name_slot(i) if i == len(words) - 1 else self._fixed_slot(i) for i in range(len(words))
        ]
        gender = hints.gender or ""
        head = WordForm(words[-1].text, words[-1].text, "noun", "nominative", "singular", gender, True)
        return Plan(self.target, "noun", tuple(slots), self._tail, head, gender)

    def noun_plan(self) -> Plan | None:
        """Return the plan of adjectives and a noun that the dictionary knows, and what follows them."""
        first = self.words[self.start].text
        if governed_cases(first) and first[0].islower() and len(self.words) > 1:
            return _fixed(self.target, self.words, self.hints)
        core = self.core()
        if core is None or self._is_rather_name(core):
            return None
        gender = self.hints.gender or core.noun.gender
        slots: dict[int, Slot] = {}
        for position in range(self.start):
            word = self.words[position]
            slots[position] = Slot(word.text, word.before, "article", gender=gender)
        for position in range(self.start, core.position):
            slots[position] = self._adjective_slot(position, gender)
        slots[core.position] = self._slot(core.position, "noun", core.noun)
        one_only = self._read_rest(core, slots)
        numbers = self._numbers(core)[: 1 if one_only else 2]
        text = self.words[core.position].text
        head = WordForm(text, core.noun.lemma, "noun", "nominative", numbers[0], gender, self.hints.animate)
        ordered = tuple(slots.get(i) or self._fixed_slot(i) for i in range(len(self.words)))
        declensions = ("weak",) if self.article else DECLENSIONS
        return Plan(self.target, "noun", ordered, self._tail, head, gender, numbers, declensions)

    def _is_rather_name(self, core: Core) -> bool:
        """Tell whether a lone word is a name that only looks like a form or a compound: Paris, Donbass."""
        word = self.words[core.position].text
        known = core.noun.lemma.lower() == word.lower() and bool(self.lexicon.look_up(word))
        if len(self.words) > 1 or known:
            return False
        compound = not self.lexicon.look_up(word)
        if compound:
            first = next(i for i in range(3, len(word) + 1) if self.lexicon.look_up(word[i:].capitalize()))
            return self.hints.pos == "name" and first < _LONG_FIRST_PART
        return bool(self.kinds_of(word) & {"Toponym", "Nachname", "Vorname"})

    def name_plan(self) -> Plan:
        """Return the plan of words that no dictionary knows: the last takes the ending of names."""
        words, hints = self.words, self.hints
        last = words[-1].text
        position = len(words) - 1
        unknown = not self.lexicon.look_up(last) or bool(self.kinds_of(last))
        if self.inside or not last[0].isupper() or not unknown or last.isupper():
            return _fixed(self.target, words, hints)
        adjectives = list(range(self.start, position))
        if adjectives and not all(self.is_adjective(i) for i in adjectives):
            if any(w.text[0].islower() for w in words) or hints.pos not in (None, "name"):
                return _fixed(self.target, words, hints)
            adjectives = []
        gender = hints.gender or self.gender_of_name(last)
        if hints.pos == "noun" or (not hints.proper and hints.pos != "name" and not self.kinds_of(last)):
            noun = guess_noun(last, gender)
            slot = self._slot(position, "noun", noun)
            gender = gender or noun.gender
        else:
            person = hints.gender in ("m", "f") or self.kinds_of(last) & {"Nachname", "Vorname"}
            slot = self._slot(position, "name" if person else "place", decline_name(last, gender))
        slots = [
            self._adjective_slot(i, gender) if i in adjectives else self._fixed_slot(i)
            for i in range(position)
        ]
        if self.article:
            slots[0] = Slot(words[0].text, words[0].before, "article", gender=gender)
        numbers = slot.noun.numbers if slot.kind == "noun" and slot.noun else ("singular",)
        head = WordForm(last, last, "noun", "nominative", "singular", gender, hints.animate)
        declensions = ("weak",) if self.article else DECLENSIONS
        return Plan(self.target, "noun", (*slots, slot), self._tail, head, gender, numbers, declensions)

    @property
    def _tail(self) -> str:
        return self.target[self.words[-1].span.end :]

    def _adjective_slot(self, position: int, gender: str) -> Slot:
        word = self.words[position]
        if self.is_fixed_adjective(position):
            return self._fixed_slot(position)
        return Slot(
            word.text, word.before, "adjective", stem=adjective_stem(word.text) or word.text, gender=gender
        )

    def _slot(self, position: int, kind: SlotKind, noun: Noun, number: str = "") -> Slot:
        word = self.words[position]
        return Slot(word.text, word.before, kind, noun, number=number)

    def _fixed_slot(self, position: int) -> Slot:
        return Slot(self.words[position].text, self.words[position].before)

    def _name_slot(self, position: int) -> Slot:
        text = self.words[position].text
        return self._slot(position, "name", decline_name(text, self.hints.gender or ""))

    def _numbers(self, core: Core) -> tuple[str, ...]:
        if self.hints.number:
            return (self.hints.number,)
        if core.number == "plural":
            return ("plural",)
        capital = core.position > self.start and self.words[self.start].text[0].isupper()
        named = self.hints.proper and (capital or self.hints.pos == "name")
        if core.noun.proper or self.hints.pos == "name" or named:
            return ("singular",)
        return core.noun.numbers

    def _read_rest(self, core: Core, slots: dict[int, Slot]) -> bool:
        """Give slots to the words after the head that inflect: a name after a title, a second head.

        Tells whether the phrase then has one number only.
        """
        rest = range(core.position + 1, len(self.words))
        if not rest:
            return False
        if self.words[rest[0]].text in word_list("conjunctions"):
            return self._coordinate(rest[0] + 1, slots)
        if self._names_person(rest):
            always = self.words[core.position].text in table()["always_inflected_titles"]
            slots[core.position] = self._slot(core.position, "noun" if always else "title", core.noun)
            slots[rest[-1]] = self._name_slot(rest[-1])
            return True
        return False

    def _names_person(self, rest: range) -> bool:
        if any(i in self.inside or gap(self.words[i].before) not in ("", ".") for i in rest):
            return False
        if not all(self.words[i].text[0].isupper() or self.words[i].text in _PARTICLES for i in rest):
            return False
        if self.words[rest[0]].text[0].islower():
            return False
        last = self.words[rest[-1]].text
        owner = last.endswith(("s", "'", "’")) and bool(self.kinds_of(last.rstrip("'’").removesuffix("s")))
        if owner or last.isupper():
            return False
        kinds = self.kinds_of(self.words[rest[0]].text)
        known = self.lexicon.look_up(last)
        surname = not known or self.is_surname(known)
        if "Toponym" in kinds and len(rest) == 1:
            return False
        return "Vorname" in kinds or surname

    def _coordinate(self, start: int, slots: dict[int, Slot]) -> bool:
        """Place a second head joined by a conjunction (Recht und Ordnung)."""
        for position in range(start, len(self.words)):
            nouns = [
                (noun, number)
                for noun in self.lexicon.find(self.words[position].text)
                for number in noun.numbers
                if self.words[position].text in noun.write("nominative", number, "strong") and not noun.stem
            ]
            if nouns and self.words[position].text[0].isupper():
                noun, number = nouns[0]
                slots[position] = self._slot(position, "noun", noun, number)
                for before in range(start, position):
                    slots[before] = replace(self._adjective_slot(before, noun.gender), number=number)
                return True
            if not self.is_adjective(position):
                return False
        return False


_ADJECTIVE_SUFFIXES = (
    "isch",
    "lich",
    "ig",
    "bar",
    "sam",
    "haft",
    "los",
    "end",
    "iv",
    "ell",
    "al",
    "ant",
    "ent",
    "är",
    "ös",
)


def _fixed(target: str, words: tuple[Word, ...], hints: Hints) -> Plan:
    slots = tuple(Slot(word.text, word.before) for word in words)
    tail = target[words[-1].span.end :] if words else target
    capital = bool(words) and words[0].text[0].isupper() and hints.pos in (None, "noun", "name")
    gender, number = hints.gender or "", hints.number or "singular"
    head = WordForm(target, target, "noun", "nominative", number, gender, hints.animate) if capital else None
    return Plan(target, "fixed", slots, tail, head, gender, (number,))

"""A target term goes in; a plan of which of its words inflect, and how, comes out."""

from __future__ import annotations

from functools import lru_cache

from translate_pipe.model import MORPHOLOGY_CASES, WordForm
from translate_pipe.morphology.core import Hints
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.nominal import NominalReader, writes_plain_e
from translate_pipe.morphology.persons import find_persons
from translate_pipe.morphology.plan import Plan
from translate_pipe.morphology.readings import Reading
from translate_pipe.morphology.slots import fixed_slot, verb_slot
from translate_pipe.morphology.words import Word, quoted_positions, recase, split_words


class PhraseReader:
    """Understands phrases of one language; every phrase is read once."""

    def __init__(self, lexicon: Lexicon, language: Language) -> None:
        self.lexicon = lexicon
        self.language = language
        self.read = lru_cache(maxsize=4096)(self._read)

    def _read(self, target: str, hints: Hints) -> Plan:
        """Return the plan of a target, which should stand in its dictionary form but need not."""
        words = split_words(target)
        if not words or hints.indeclinable or hints.pos == "adverb" or self._never_inflects(words):
            return self._fixed(target, words, hints)
        verb = self._verb(words, hints)
        if verb is not None:
            return self._verbal(target, words, *verb)
        persons = find_persons(self.lexicon, self.language, words, hints.pos, hints.gender, hints.animate)
        inside = quoted_positions(words)
        persons = tuple(person for person in persons if person.start not in inside)
        reader = NominalReader(self.lexicon, self.language, target, words, inside, persons, hints)
        # A term stands in the nominative unless that reading is far-fetched.
        likely = {
            case: reader.likelihood(case) * (50 if case == "nominative" else 1) for case in MORPHOLOGY_CASES
        }
        plan = reader.plan(max(likely, key=lambda case: likely[case]))
        return plan or self._fixed(target, words, hints)

    def _never_inflects(self, words: tuple[Word, ...]) -> bool:
        """Tell whether the phrase begins with a preposition or a numeral."""
        readings = self.lexicon.readings(words[0].text)
        numeral = bool(readings) and all(r.pos == "numeral" for r in readings)
        return len(words) > 1 and (words[0].text in self.language.prepositions or numeral)

    def _verb(self, words: tuple[Word, ...], hints: Hints) -> tuple[int, Reading] | None:
        """Return the verb that heads the phrase and its position, or None if a noun or adjective does."""
        if hints.pos not in (None, "verb", "phrase", "other"):
            return None
        for position, word in enumerate(words):
            readings = self.lexicon.readings(word.text)
            verbs = [r for r in readings if r.pos == "verb" and (r.known or hints.pos == "verb")]
            if verbs and hints.pos == "verb":
                return position, max(verbs, key=lambda r: ("INFN" in r.tags, r.score))
            nominal = sum(r.score for r in readings if r.case)
            if verbs and sum(r.score for r in verbs) > nominal:
                return position, verbs[0]
            if nominal:
                return None
        return None

    def _verbal(self, target: str, words: tuple[Word, ...], position: int, verb: Reading) -> Plan:
        entered = words[position]
        plain_e = writes_plain_e([(entered.text, verb.text)])
        before, after = target[: entered.span.start], target[entered.span.end :]
        forms = dict.fromkeys((verb.text, *(text for text, _ in self.lexicon.verb_forms(verb))))
        shown = tuple(
            before + recase(text.replace("ё", "е") if plain_e else text, entered.text) + after
            for text in forms
        )
        slots = tuple(
            verb_slot(self.lexicon, word, verb) if i == position else fixed_slot(self.lexicon, word)
            for i, word in enumerate(words)
        )
        return Plan(target, "verb", slots, target[words[-1].span.end :], words=shown)

    def _fixed(self, target: str, words: tuple[Word, ...], hints: Hints) -> Plan:
        slots = tuple(fixed_slot(self.lexicon, word) for word in words)
        shortened = bool(words) and words[0].text.isupper() and len(words[0].text) > 1
        named = shortened or hints.indeclinable or hints.pos in ("noun", "name") or not self._is_known(words)
        tail = target[words[-1].span.end :] if words else target
        gender = hints.gender or ""
        numbers = (hints.number or "singular",)
        head = None
        if words and named and hints.pos in (None, "noun", "name"):
            head = WordForm(target, target, "noun", "nominative", numbers[0], gender, hints.animate)
        return Plan(target, "fixed", slots, tail, head, gender, hints.animate, numbers)

    def _is_known(self, words: tuple[Word, ...]) -> bool:
        return any(r.known for word in words for r in self.lexicon.readings(word.text))

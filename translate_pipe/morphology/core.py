"""The words of a term go in; its head noun and the modifiers that agree with it come out.

The readings of all words are weighed together, never word by word: Федерации alone is a plural, Российская
Федерация is not; the row's own columns weigh most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from translate_pipe.model import Gender, Number, PartOfSpeech, TermEntry
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.readings import Reading
from translate_pipe.morphology.words import Word, fold


@dataclass(frozen=True, slots=True)
class Hints:
    """What a glossary row says of its target; it wins over the dictionary.

    `proper` means that the source term is written as a proper name.
    """

    pos: PartOfSpeech | None = None
    gender: Gender | None = None
    number: Number | None = None
    animate: bool | None = None
    indeclinable: bool = False
    proper: bool = False


NO_HINTS = Hints()


def hints_of(entry: TermEntry) -> Hints:
    """Return what the entry says of its target's grammar; a capitalised source term is a proper name."""
    proper = entry.pos == "name" or entry.source[:1].isupper()
    return Hints(entry.pos, entry.gender, entry.number, entry.animate, entry.indeclinable, proper)


@dataclass(frozen=True, slots=True)
class Core:
    """The head noun of a phrase and the modifiers before it that agree with it, by word position."""

    position: int
    head: Reading
    modifiers: tuple[tuple[int, Reading], ...]
    score: float


def agrees(modifier: Reading, noun: Reading) -> bool:
    """Tell whether an adjective's reading can stand with a noun's reading."""
    if modifier.case != noun.case or modifier.number != noun.number:
        return False
    if (
        noun.number == "plural"
        and None not in (modifier.virile, noun.virile)
        and modifier.virile != noun.virile
    ):
        return False
    if noun.number == "singular" and modifier.gender and noun.gender and modifier.gender != noun.gender:
        return False
    if noun.case != "accusative":
        return True
    return modifier.animate is None or noun.animate is None or modifier.animate == noun.animate


def likeliest_modifier(readings: list[Reading]) -> Reading:
    """Return the likeliest of an adjective's readings; of большой and больший, equally likely, the first."""
    return max(readings, key=lambda r: (r.score, not r.lemma.endswith("ьший")))


@dataclass(frozen=True, slots=True)
class CoreFinder:
    """Finds the head of one phrase; `closed` are the positions of words that cannot be it (quoted, names)."""

    lexicon: Lexicon
    language: Language
    words: tuple[Word, ...]
    closed: frozenset[int]
    hints: Hints

    def readings(self, position: int, case: str) -> list[Reading]:
        """Return the readings of a word in a case, colloquial ones only where there is no other."""
        readings = self.lexicon.readings(self.words[position].text)
        known = [r for r in readings if r.case == case and not r.tags & {"Infr"}]
        return known or [r for r in readings if r.case == case]

    def find(self, case: str) -> Core | None:
        """Return the likeliest head in a case with its modifiers, or None if no noun can stand in it."""
        best: Core | None = None
        for position in self.open_positions():
            for head in self.readings(position, case):
                if head.pos != "noun":
                    continue
                core = self._core_at(position, head, case)
                if core and (best is None or core.score > best.score):
                    best = core
        return best

    def open_positions(self) -> Iterator[int]:
        """Yield positions that can hold the head: outside quotes, persons and prepositional phrases."""
        allowed: frozenset[str] | None = None
        for position, word in enumerate(self.words):
            if fold(word.text) in self.language.prepositions and position + 1 < len(self.words):
                allowed = self.language.prepositions[fold(word.text)]
                continue
            if allowed is not None:
                readings = self.lexicon.readings(word.text)
                if any(r.pos in ("noun", "pronoun") and r.case in allowed for r in readings):
                    allowed = None
                continue
            if position not in self.closed:
                yield position

    def _core_at(self, position: int, head: Reading, case: str) -> Core | None:
        score = head.score * self._fitness(position, head)
        modifiers: list[tuple[int, Reading]] = []
        for before in self.open_positions():
            if before >= position:
                break
            readings = self.lexicon.readings(self.words[before].text)
            agreeing = [r for r in readings if r.modifies and agrees(r, head)]
            if agreeing:
                modifiers.append((before, likeliest_modifier(agreeing)))
                score *= 10.0
            elif any(r.modifies for r in readings) and not any(r.pos == "adverb" for r in readings):
                score *= 0.01
            elif any(r.pos == "noun" and r.case == case for r in readings):
                score *= 0.02
            elif any(r.pos in ("noun", "numeral") for r in readings):
                score *= 0.005
        return Core(position, head, tuple(modifiers), score)

    def _fitness(self, position: int, head: Reading) -> float:
        """Weigh a reading by what the row says, by capitals, and by what is usual in a glossary."""
        hints, word = self.hints, self.words[position].text
        weight = 1.0
        if hints.gender and head.gender and head.gender != hints.gender:
            weight *= 0.05
        if hints.number and head.number != hints.number:
            weight *= 0.05
        if hints.animate is not None and head.animate not in (None, hints.animate):
            weight *= 0.3
        if head.number == "plural" and "Fixd" in head.tags and "Pltm" not in head.tags:
            weight *= 0.1
        if word == word.lower():
            weight *= 0.02 if head.tags & {"Surn", "Name", "Patr"} else 1.0
        elif word.isupper() and "Abbr" not in head.tags:
            weight *= 0.1
        if head.animate:
            weight *= 1.05
        if "Geox" in head.tags and head.gender == "m":
            # Half of such a reading's share went to the accusative of the same form.
            weight *= 2.2
        if not head.known and "Fixd" in head.tags and word.endswith(("а", "я")):
            weight *= 0.05
        return weight if head.known else weight * 0.5

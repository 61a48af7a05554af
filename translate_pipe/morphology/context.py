"""The cells a found term can stand in and the words around it go in; the likeliest cell comes out."""

from __future__ import annotations

from dataclasses import dataclass

from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.plan import Plan
from translate_pipe.morphology.readings import Reading
from translate_pipe.morphology.words import QUOTES, Word, fold, gap

Cell = tuple[str, str]
Cells = frozenset[Cell]
PAUCAL_DIGITS = (2, 3, 4)


def choose_cell(
    lexicon: Lexicon,
    language: Language,
    plan: Plan,
    cells: tuple[Cell, ...],
    words: tuple[Word, ...],
    start: int,
) -> Cell | None:
    """Return the (case, number) of the phrase that starts at word `start`, or None if there is no cell.

    Modifiers and the preposition before it decide where they can; then what usually stands in such a place.
    """
    if not cells:
        return None
    left = LeftContext(lexicon, language, words, start)
    if left.modifiers:
        cells = _narrow(cells, [cell for cell in cells if left.fits(left.modifiers[-1], cell, plan)])
    if language.paucal_cell[1] == "plural" and left.after_paucal():
        cells = _narrow(cells, [cell for cell in cells if cell[1] == "plural"])
    governed = left.governed_cases()
    if governed:
        cells = _narrow(cells, [cell for cell in cells if cell[0] in governed])
    elif not left.unclear:
        cells = _narrow(cells, [cell for cell in cells if cell[0] != "locative"])
    titled = left.title_cases() if plan.animate and words[start].text[0].isupper() else frozenset()
    cells = _narrow(cells, [cell for cell in cells if cell[0] in titled])
    order = _order(left, governed, cells, _verb_follows(lexicon, words, start + len(plan.slots)))
    return min(
        cells, key=lambda cell: (cell[1] not in plan.numbers, order.index(cell[0]), cell[1] != plan.number)
    )


def _narrow(cells: tuple[Cell, ...], kept: list[Cell]) -> tuple[Cell, ...]:
    return tuple(kept) or cells


def _order(
    left: LeftContext, governed: frozenset[str], cells: tuple[Cell, ...], verb_follows: bool
) -> tuple[str, ...]:
    """Return the cases in the order of their likelihood at this place."""
    if governed == {"genitive", "instrumental"}:
        return ("instrumental", "genitive", "locative", "accusative", "dative", "nominative")
    if governed:
        return ("locative", "genitive", "instrumental", "accusative", "dative", "nominative")
    if left.after_noun():
        return ("genitive", "nominative", "accusative", "instrumental", "dative", "locative")
    # Премьер-министра сняли: what opens a sentence before a verb is not a complement.
    object_first = (
        left.before is None and verb_follows and {case for case, _ in cells} <= {"genitive", "accusative"}
    )
    if left.after_transitive() or object_first:
        return ("accusative", "nominative", "genitive", "instrumental", "dative", "locative")
    return ("nominative", "genitive", "accusative", "instrumental", "dative", "locative")


def _verb_follows(lexicon: Lexicon, words: tuple[Word, ...], end: int) -> bool:
    if end >= len(words) or gap(words[end].before):
        return False
    readings = lexicon.readings(words[end].text)
    return bool(readings) and readings[0].pos == "verb"


class LeftContext:
    """The words directly before a phrase: modifiers that may belong to it, and what stands before those.

    `modifiers` are the positions of adjectives and participles directly before the phrase, nearest last;
    `before` is the position of the word before them, or None at the beginning or after punctuation.
    `unclear` tells that something stands there that hides what governs the phrase.
    """

    def __init__(self, lexicon: Lexicon, language: Language, words: tuple[Word, ...], start: int) -> None:
        self._lexicon = lexicon
        self._language = language
        self._words = words
        self.modifiers: list[int] = []
        position = start
        self.before: int | None = None
        while position > 0 and not gap(words[position].before):
            position -= 1
            if fold(words[position].text) in language.transparent:
                continue
            if not self._modifies(position):
                self.before = position
                break
            self.modifiers.insert(0, position)
        self.unclear = bool(self.modifiers) and self.before is None and position > 0

    def _readings(self, position: int) -> tuple[Reading, ...]:
        return self._lexicon.readings(self._words[position].text)

    def _modifies(self, position: int) -> bool:
        word = self._words[position].text
        if fold(word) in self._language.prepositions:
            return False
        readings = self._readings(position)
        modifier = max((r.score for r in readings if r.modifies), default=0.0)
        noun = max((r.score for r in readings if r.pos == "noun"), default=0.0)
        return modifier > 0 and not (noun > 0.5 and noun > modifier)

    def fits(self, modifier: int, cell: Cell, plan: Plan) -> bool:
        """Tell whether the modifier at a position can agree with the phrase's head in this cell."""
        case, number = cell
        return any(
            r.modifies
            and r.case == case
            and r.number == number
            and (number == "plural" or not plan.gender or r.gender in ("", plan.gender))
            and (r.animate is None or plan.animate is None or r.animate == plan.animate)
            and (number != "plural" or None in (r.virile, plan.virile) or r.virile == plan.virile)
            for r in self._readings(modifier)
        )

    def governed_cases(self) -> frozenset[str]:
        """Return the cases that the preposition before the phrase allows; none without one."""
        if self.before is None:
            return frozenset()
        return self._language.prepositions.get(fold(self._words[self.before].text), frozenset())

    def after_paucal(self) -> bool:
        """Tell whether 2, 3, 4 or the like stands before the phrase, in the nominative or accusative."""
        if self.before is None:
            return False
        word = self._words[self.before].text.rsplit("-", 1)[-1]
        if word.isdigit():
            return int(word) % 10 in PAUCAL_DIGITS and int(word) % 100 // 10 != 1
        direct = ("nominative", "accusative")
        return any(
            fold(r.lemma) in self._language.paucals and r.case in direct for r in self._lexicon.readings(word)
        )

    def title_cases(self) -> frozenset[str]:
        """Return the cases of the person named right before (депутату Ксении), none without one."""
        if self.before is None or self.modifiers:
            return frozenset()
        return frozenset(r.case for r in self._readings(self.before) if r.pos == "noun" and r.animate)

    def after_noun(self) -> bool:
        """Tell whether a noun stands before the phrase, so that the genitive is likely."""
        if self.before is None:
            return False
        readings = self._readings(self.before)
        return bool(readings) and readings[0].pos == "noun"

    def after_transitive(self) -> bool:
        """Tell whether a transitive verb stands before the phrase, so that the accusative is likely."""
        if self.before is None:
            return False
        readings = self._readings(self.before)
        return bool(readings) and readings[0].pos in ("verb", "participle") and "tran" in readings[0].tags


@dataclass(slots=True)
class Place:
    """A phrase in a sentence: words `start` to `end` (exclusive), and what checks ask of it."""

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

    def readings(self, position: int) -> tuple[Reading, ...]:
        """Return the readings of a word of the sentence."""
        return self.lexicon.readings(self.words[position].text)

    def is_quoted(self) -> bool:
        """Tell whether a quotation mark stands right before the phrase."""
        return any(mark in self.words[self.start].before for mark in QUOTES)

"""A place in a German text goes in; the preposition, determiner and adjectives before it come out."""

from __future__ import annotations

from translate_pipe.morphology.german.endings import (
    Determiner,
    adjective_ending,
    adjective_stem,
    contraction,
    governed_cases,
    read_determiner,
    word_list,
)
from translate_pipe.morphology.german.lexicon import NounLexicon
from translate_pipe.morphology.german.plan import FormCell, is_invariable
from translate_pipe.morphology.words import QUOTES, Word, gap


class LeftContext:
    """The words right before a phrase, as far as they may belong to it.

    `adjectives` are their positions, nearest last; `determiner` and `preposition` are positions or None, the
    same one for `im`. `before` is what stands before all of them, None at the beginning or after a mark.
    """

    def __init__(self, lexicon: NounLexicon, words: tuple[Word, ...], start: int) -> None:
        self._lexicon = lexicon
        self.words = words
        self.start = start
        self.adjectives: list[int] = []
        self.determiner: int | None = None
        self.preposition: int | None = None
        self.readings: tuple[Determiner, ...] = ()
        self.governed: frozenset[str] = frozenset()
        self.quoted = start < len(words) and any(mark in words[start].before for mark in QUOTES)
        self._read(start)

    def _read(self, position: int) -> None:
        while position > 0 and not gap(self.words[position].before):
            position -= 1
            word = self.words[position].text
            if self._take_determiner(position):
                return
            if governed_cases(word) and (word[0].islower() or position == 0):
                self._take_preposition(position)
                return
            if word.lower() in word_list("intensifiers") or is_invariable(word):
                continue
            if not self._may_be_adjective(word):
                break
            self.adjectives.insert(0, position)
        # Without a determiner or preposition before them, they may as well be verbs.
        while self.adjectives and not self.is_surely_adjective(self.adjectives[0]):
            self.adjectives.pop(0)

    def _take_determiner(self, position: int) -> bool:
        word = self.words[position].text
        parts = contraction(word)
        if parts is not None:
            self.determiner = self.preposition = position
            self.governed = governed_cases(parts[0])
            shown = {("dem", "m"), ("dem", "n"), ("der", "f"), ("das", "n")}
            self.readings = tuple(
                r
                for r in read_determiner(parts[1])
                if r.kind == "definite" and r.case in self.governed and (parts[1], r.gender) in shown
            )
            return True
        readings = read_determiner(word)
        if not readings:
            return False
        self.determiner, self.readings = position, readings
        if position > 0 and not gap(self.words[position].before):
            before = self.words[position - 1].text
            if before[0].islower() or position == 1:
                self._take_preposition(position - 1)
        return True

    def _take_preposition(self, position: int) -> None:
        cases = governed_cases(self.words[position].text)
        if cases:
            self.preposition, self.governed = position, cases

    def _may_be_adjective(self, word: str) -> bool:
        if adjective_stem(word) is None or word.lower() in word_list("other_words"):
            return False
        if word.lower() in word_list("pronouns") or word.lower() in word_list("conjunctions"):
            return False
        return word[0].islower() or all(noun.stem for noun in self._lexicon.look_up(word))

    def is_surely_adjective(self, position: int) -> bool:
        """Tell whether a word cannot be a verb."""
        word = self.words[position].text
        stem = adjective_stem(word) or ""
        return stem.lower() in word_list("common_adjectives") or stem.endswith(SUFFIXES)

    @property
    def first(self) -> int:
        """The position of the determiner, or of the phrase where there is none."""
        return self.start if self.determiner is None else self.determiner

    @property
    def is_loose(self) -> bool:
        """Whether the preposition may be another part of speech, so that nothing is concluded from it."""
        if self.preposition is None:
            return True
        return self.words[self.preposition].text.lower() in word_list("loose_prepositions")

    @property
    def is_doubtful(self) -> bool:
        """Whether the determiner may be a pronoun: after a comma, or before what may be a verb."""
        if self.determiner is None:
            return False
        after_mark = bool(gap(self.words[self.determiner].before)) and self.determiner > 0
        return after_mark or any(not self.is_surely_adjective(i) for i in self.adjectives)

    def fits(self, cell: FormCell, gender: str) -> bool:
        """Tell whether determiner and adjectives can stand before a phrase in a cell."""
        case, number, declension = cell
        if self.determiner is None:
            if declension != "strong":
                return False
        elif not any(
            (r.case, r.number, r.declension) == cell and (not r.gender or not gender or r.gender == gender)
            for r in self.readings
        ):
            return False
        return all(self._has_ending(i, declension, gender, case, number) for i in self.adjectives)

    def _has_ending(self, position: int, declension: str, gender: str, case: str, number: str) -> bool:
        if not gender and number == "singular":
            return True
        word = self.words[position].text.lower()
        stem = adjective_stem(word) or word
        return word == stem + adjective_ending(declension, gender, case, number)


SUFFIXES = (
    "isch", "lich", "ig", "bar", "sam", "haft", "los", "iv", "ell", "al", "är", "ös", "ler", "ern", "end",
    "fach", "weis",
)  # fmt: skip

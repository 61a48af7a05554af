"""The words of a German term go in; which of them is its head noun, and which are adjectives, comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from translate_pipe.morphology.core import Hints
from translate_pipe.morphology.german.endings import (
    CASES,
    DECLENSIONS,
    adjective_ending,
    adjective_stem,
    governed_cases,
    read_determiner,
    word_list,
)
from translate_pipe.morphology.german.lexicon import Noun, NounLexicon
from translate_pipe.morphology.german.plan import is_invariable
from translate_pipe.morphology.words import Word, gap, quoted_positions


@dataclass(frozen=True, slots=True)
class Core:
    """The head noun of a phrase, the number and cell that it is entered in, and how likely that is."""

    position: int
    noun: Noun
    number: str
    case: str
    score: float


class PhraseWords:
    """The words of one phrase and what they may be; `start` is the first one behind its own article."""

    def __init__(self, lexicon: NounLexicon, target: str, words: tuple[Word, ...], hints: Hints) -> None:
        self.lexicon = lexicon
        self.target = target
        self.words = words
        self.hints = hints
        self.inside = quoted_positions(words)
        first = words[0].text.lower()
        self.article = first in ("der", "die", "das") and len(words) > 1
        self.start = int(self.article)

    def kinds_of(self, word: str) -> frozenset[str]:
        own = [noun for noun in self.lexicon.look_up(word) if noun.lemma.lower() == word.lower()]
        return frozenset(kind for noun in own for kind in noun.kinds)

    def is_surname(self, nouns: tuple[Noun, ...]) -> bool:
        return any("Nachname" in noun.kinds for noun in nouns)

    def gender_of_name(self, name: str) -> str:
        own = [noun for noun in self.lexicon.look_up(name) if noun.lemma == name]
        told = next((noun.gender for noun in own if noun.gender), "")
        place = any("Toponym" in noun.kinds for noun in own)
        return told or ("n" if place else "")

    def core(self) -> Core | None:
        """Return the likeliest head: a known noun with adjectives that agree with it before it."""
        best: Core | None = None
        for position in range(self.start, len(self.words)):
            if position in self.inside and self.start not in self.inside:
                break
            for core in self._cores_at(position):
                if best is None or core.score > best.score:
                    best = core
            if not self.is_adjective(position):
                break
        return best

    def _cores_at(self, position: int) -> Iterator[Core]:
        word = self.words[position].text
        if word[0].islower():
            return
        declined = [i for i in range(self.start, position) if not self.is_fixed_adjective(i)]
        for noun in self._nouns(word):
            gender = self.hints.gender or noun.gender
            if (noun.proper and noun.kinds & {"Vorname", "Nachname"}) or not noun.numbers:
                continue
            for number in noun.numbers:
                for case in CASES:
                    for declension in ("weak",) if self.article else DECLENSIONS:
                        if word.lower() not in [f.lower() for f in noun.write(case, number, declension)]:
                            continue
                        if all(self._has_ending(i, declension, gender, case, number) for i in declined):
                            yield Core(
                                position,
                                noun,
                                number,
                                case,
                                self._weigh(noun, case, number, declension, position),
                            )

    def _nouns(self, word: str) -> Iterator[Noun]:
        for noun in self.lexicon.find(word):
            yield noun
            if noun.stem and noun.gender == "m":
                yield replace(noun, gender="f", lemma=noun.stem + "e")

    def _weigh(self, noun: Noun, case: str, number: str, declension: str, position: int) -> float:
        """Weigh a reading of the head: the nominative and what the row says count most."""
        score = 1.0
        score *= 1.0 if case == "nominative" else 0.02
        score *= 1.0 if declension == "strong" or self.article else 0.5
        score *= 1.0 if number == "singular" else 0.6
        score *= 0.05 if self.hints.gender and noun.gender and noun.gender != self.hints.gender else 1.0
        score *= 0.05 if self.hints.number and number != self.hints.number else 1.0
        score *= 1.0 if noun.lemma.lower() == self.words[position].text.lower() else 0.7
        score *= 0.6 if noun.stem else 1.0
        # A later head takes the words before it as its adjectives.
        return score * 100.0 ** (position - self.start)

    def _has_ending(self, position: int, declension: str, gender: str, case: str, number: str) -> bool:
        ending = adjective_ending(declension, gender or "m", case, number)
        word = self.words[position].text
        stem = adjective_stem(word)
        return stem is not None and any(
            word == s + ending for s in (stem, word[:-1] if word.endswith("e") else stem)
        )

    def is_adjective(self, position: int) -> bool:
        """Tell whether a word before a noun may be its adjective."""
        word = self.words[position].text
        if position + 1 >= len(self.words) or gap(self.words[position + 1].before):
            return False
        if self.is_fixed_adjective(position):
            return True
        if adjective_stem(word) is None or read_determiner(word) or governed_cases(word):
            return False
        if word[0].islower():
            return True
        nouns = [
            noun
            for noun in self.lexicon.look_up(word)
            if not noun.stem and noun.lemma == word and "Nachname" not in noun.kinds
        ]
        return not nouns or (word.endswith("e") and not any(noun.proper for noun in nouns))

    def is_fixed_adjective(self, position: int) -> bool:
        """Tell whether a word is an adjective without endings: Berliner, rosa."""
        word = self.words[position].text
        if is_invariable(word):
            return True
        if not (word[0].isupper() and word.endswith("er")) or position + 1 >= len(self.words):
            return False
        stem = word[:-2]
        if stem.lower() in word_list("common_adjectives"):
            return False
        return any("Toponym" in self.kinds_of(place) for place in (stem, stem + "en"))

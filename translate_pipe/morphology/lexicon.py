"""A word goes in; its dictionary readings and their inflected forms come out."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Protocol

from translate_pipe.morphology.readings import (
    UNUSUAL,
    Form,
    Parse,
    Reading,
    belongs_to,
    form_of,
    gender_of,
    mark_animacy,
    reading_of,
    same_participle,
    tags_of,
)
from translate_pipe.morphology.words import tidy

# How likely an adjective is that looks like the plural of a noun (суддів), beside that.
OWNED = 0.3
# An ending of more letters than this may be part of the stem.
LONG = 2
_CYRILLIC = re.compile("[\u0400-\u052f]")


def _complete(reading: Reading, parse: Parse, parses: Sequence[Parse]) -> Reading:
    """Add what the Ukrainian dictionary leaves out of nouns.

    It has no gender of the plural and, of some, no case of the dictionary form; of some it has a second
    entry without a plural, which gives way to the whole one.
    """
    if reading.pos != "noun":
        return reading
    if reading.number == "plural" and not reading.gender:
        genders = (gender_of(each) for each in parse.lexeme if "plur" not in each.tag.grammemes)
        reading = replace(reading, gender=next((gender for gender in genders if gender), ""))
    if not reading.case and _is_nominative(parse, parse):
        reading = replace(reading, case="nominative")
    twins = (
        other
        for other in parses
        if other.normal_form == parse.normal_form and other.tag.grammemes == parse.tag.grammemes
    )
    if any(len(other.lexeme) > len(parse.lexeme) for other in twins):
        reading = replace(reading, score=reading.score * 0.5)
    return reading


def _is_nominative(form: Parse, own: Parse) -> bool:
    """Tell whether a form without a case is the dictionary form of a noun that declines."""
    return form.word == own.normal_form and any(form_of(each).case for each in own.lexeme)


class _Analyser(Protocol):
    def parse(self, word: str) -> list[Parse]: ...


class Lexicon:
    """The readings of words by one pymorphy3 dictionary; every word is looked up once.

    Args:
        dictionary: what pymorphy3 calls the dictionary; it is loaded for the first word, or by `preload`.
        fixed_first: first parts of hyphenated words that never inflect (интернет-магазин).
        first_names: lemmas of first names that the dictionary does not mark as such.
        clumsy_endings: for a case, endings of forms that are right but not the first choice.
        weights: tag → how much less likely such readings are, where the dictionary gives all the same share.
    """

    def __init__(
        self,
        dictionary: str,
        fixed_first: frozenset[str],
        first_names: frozenset[str] = frozenset(),
        clumsy_endings: Mapping[str, tuple[str, ...]] | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        self._dictionary = dictionary
        self._loading = threading.Lock()
        self._fixed_first = fixed_first
        self._first_names = first_names
        self._clumsy_endings = clumsy_endings or {}
        self._weights = weights or {}
        self._participles: dict[tuple[str, frozenset[str]], str] = {}
        self._parse = lru_cache(maxsize=2048)(self._parse_word)
        self.readings = lru_cache(maxsize=16384)(self._read_word)
        self.forms = lru_cache(maxsize=16384)(self._forms_of)

    def preload(self) -> None:
        """Load the dictionary now, in the background perhaps."""
        assert self._analyser is not None

    @property
    def _analyser(self) -> _Analyser:
        # `cached_property` alone would let two threads load the dictionary twice.
        with self._loading:
            return self._loaded_analyser

    @cached_property
    def _loaded_analyser(self) -> _Analyser:
        import pymorphy3

        analyser: _Analyser = pymorphy3.MorphAnalyzer(lang=self._dictionary)
        return analyser

    def _parse_word(self, word: str) -> list[Parse]:
        # Other scripts have no readings here, and pymorphy3 fails on letters that have no name.
        if not _CYRILLIC.search(word) or not all(unicodedata.name(letter, "") for letter in word):
            return []
        return self._analyser.parse(word)

    def _read_word(self, word: str) -> tuple[Reading, ...]:
        """Return the readings of a word, likeliest first; none if it has no Cyrillic letter."""
        word = tidy(word)
        parses = self._parse(word)
        if "-" in word and not any(parse.is_known for parse in parses):
            compound = self._read_compound(*word.rsplit("-", 1))
            if compound:
                return compound
        readings = (
            _complete(reading_of(word, index, parse, self._participle(parse)), parse, parses)
            for index, parse in enumerate(parses)
        )
        named = [self._mark_name(reading) for reading in readings]
        return self._weigh(word, named) if self._weights else tuple(named)

    def _weigh(self, word: str, readings: Sequence[Reading]) -> tuple[Reading, ...]:
        """Return the readings with the weights of their tags, likeliest first."""
        noun = any(reading.pos == "noun" and reading.known for reading in readings)
        weighed = []
        for reading in readings:
            score = reading.score
            for tag, weight in self._weights.items():
                score *= weight if tag in reading.tags else 1.0
            # Rather several judges (суддів) than what is a judge's.
            owned = noun and reading.pos == "adjective" and reading.lemma == word.lower()
            weighed.append(replace(reading, score=score * (OWNED if owned else 1.0)))
        return tuple(sorted(weighed, key=lambda reading: -reading.score))

    def _participle(self, parse: Parse) -> str:
        """Return the masculine nominative of a participle, "" for other words; found once for each."""
        tags = parse.tag.grammemes
        if not tags & {"PRTF", "PRTS"}:
            return ""
        key = (parse.normal_form, tags & {"past", "pres", "actv", "pssv"})
        if key not in self._participles:
            full = parse.inflect({"PRTF", "nomn", "masc", "sing"})
            self._participles[key] = full.word if full else parse.word
        return self._participles[key]

    def _mark_name(self, reading: Reading) -> Reading:
        if reading.animate and reading.lemma in self._first_names:
            return replace(reading, tags=reading.tags | {"Name"})
        return reading

    def _read_compound(self, left: str, right: str) -> tuple[Reading, ...]:
        """Return the readings of a hyphenated word as its last part's, () if that is not a known word."""
        readings: list[Reading] = []
        for reading in self.readings(right):
            if not reading.known or not reading.case:
                continue
            first = self._agreeing_left(left, reading)
            readings.append(
                replace(
                    reading,
                    text=f"{first.text if first else left.lower()}-{reading.text}",
                    lemma=f"{first.lemma if first else left.lower()}-{reading.lemma}",
                    left=first,
                    gender=first.gender if first else reading.gender,
                    animate=first.animate if first else reading.animate,
                    left_text=left.lower(),
                    score=reading.score * (1.0 if first else 0.9),
                )
            )
        return tuple(readings)

    def _agreeing_left(self, left: str, right: Reading) -> Reading | None:
        if left.lower() in self._fixed_first or right.pos != "noun":
            return None
        for reading in self.readings(left):
            if not reading.known or reading.pos != "noun" or "Fixd" in reading.tags:
                continue
            if (reading.case, reading.number) == (right.case, right.number):
                return reading
        return None

    def _forms_of(self, reading: Reading) -> tuple[Form, ...]:
        """Return all forms of the reading's lexeme that have a case, as the dictionary spells them.

        A participle's are those of the same participle; a surname's those of the same gender.
        """
        parse = self._parse(reading.word)[reading.index]
        own = [each for each in parse.lexeme if belongs_to(each.tag, parse.tag)]
        forms = [form_of(each) for each in own]
        if reading.pos == "noun":
            forms = [
                replace(form, case="nominative") if not form.case and _is_nominative(each, parse) else form
                for form, each in zip(forms, own, strict=True)
            ]
        known = {form.text for form in forms}
        inflected = tuple(self._demote(form, known) for form in forms if form.case)
        if reading.modifies:
            inflected = tuple(mark_animacy(inflected))
        return self._join_left(reading, inflected) if reading.left_text else inflected

    def _demote(self, form: Form, known: Collection[str]) -> Form:
        """Rank a form with a clumsy ending behind the others; Києві has none, its stem ends so."""
        for ending in self._clumsy_endings.get(form.case, ()):
            stem = form.text.removesuffix(ending)
            own = len(ending) > LONG and not any(stem + vowel in known for vowel in ("а", "у", "я", "ю"))
            if stem != form.text and not own:
                return replace(form, rank=form.rank + 1)
        return form

    def _join_left(self, reading: Reading, forms: tuple[Form, ...]) -> tuple[Form, ...]:
        if reading.left is None:
            return tuple(replace(form, text=f"{reading.left_text}-{form.text}") for form in forms)
        lefts = {
            (form.case, form.number): form.text
            for form in reversed(self.forms(reading.left))
            if not form.rank and not form.second
        }
        cells = [(lefts.get((form.case, form.number)), form) for form in forms]
        joined = [replace(form, text=f"{left}-{form.text}") for left, form in cells if left]
        return tuple(_first_part_decides(joined, reading.left))

    def verb_forms(self, reading: Reading) -> tuple[tuple[str, frozenset[str]], ...]:
        """Return the forms of a verb with their tags, infinitive first, participles left out."""
        parse = self._parse(reading.word)[reading.index]
        forms = [(each.word, tags_of(each.tag)) for each in parse.lexeme]
        kept = [f for f in forms if f[1] & {"VERB", "INFN", "GRND"} and not f[1] & (UNUSUAL | {"incl"})]
        return tuple(sorted(kept, key=lambda form: "INFN" not in form[1]))

    def short_forms(self, reading: Reading) -> tuple[str, ...]:
        """Return the short forms of an adjective or participle."""
        parse = self._parse(reading.word)[reading.index]
        wanted = {"PRTF": "PRTS", "ADJF": "ADJS"}.get(str(parse.tag.POS), "")
        if wanted == "ADJS" and "Qual" not in parse.tag.grammemes:
            return ()
        return tuple(
            each.word
            for each in parse.lexeme
            if wanted == each.tag.POS
            and not each.tag.grammemes & UNUSUAL
            and (wanted != "PRTS" or same_participle(each.tag, parse.tag))
        )


def _first_part_decides(forms: list[Form], left: Reading) -> Iterator[Form]:
    """Make the accusative of завод-изготовитель that of its inanimate first part: завод-изготовитель."""
    for form in forms:
        inanimate = left.animate is False and (form.number == "plural" or left.gender == "m")
        if form.case != "accusative" or not inanimate:
            yield form
            continue
        same = (f for f in forms if (f.case, f.number, f.rank) == ("nominative", form.number, form.rank))
        yield replace(next(same, form), case="accusative")

"""A word goes in; its dictionary readings and their inflected forms come out, in the project's own terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from translate_pipe.morphology.words import tidy, word_set

CASES = {
    "nomn": "nominative",
    "gent": "genitive",
    "gen1": "genitive",
    "gen2": "genitive",
    "datv": "dative",
    "accs": "accusative",
    "acc2": "accusative",
    "ablt": "instrumental",
    "loct": "locative",
    "loc1": "locative",
    "loc2": "locative",
    "voct": "vocative",
}
_NUMBERS = {"sing": "singular", "plur": "plural"}
_GENDERS = {"masc": "m", "femn": "f", "neut": "n"}
_POS = {
    "NOUN": "noun",
    "NPRO": "pronoun",
    "ADJF": "adjective",
    "ADJS": "adjective",
    "COMP": "adjective",
    "VERB": "verb",
    "INFN": "verb",
    "GRND": "verb",
    "PRTF": "participle",
    "PRTS": "participle",
    "NUMR": "numeral",
    "ADVB": "adverb",
    "PRED": "adverb",
    "PREP": "preposition",
}
_CYRILLIC = re.compile("[\u0400-\u052f]")
_SECOND = {"gen2", "loc2", "acc2"}
# Marks of forms that exist but that nobody would write in prose; the last one is Ukrainian.
_UNUSUAL = word_set(
    "Infr Arch Litr Dist Erro Slng V-oy V-ey V-be V-bi V-ie V-en V-ej V-sh Fimp Coun Af-p Cmp2 Prdx alt"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One cell of a paradigm; `second` is a second genitive, locative or accusative, `rank` 0 is usual.

    `gender` and `animate` say for which nouns an adjective's form is meant ("" and None: for all).
    """

    text: str
    case: str
    number: str
    gender: str = ""
    animate: bool | None = None
    second: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a word; `word` and `index` find it again in the lexicon.

    Of a hyphenated word that no dictionary has, they are the last part's; `left` is the reading of the
    part before it if that inflects too, `left_text` that part as it stands.

    `lemma` of a participle is its own masculine nominative, not the infinitive, which is in `verb`.
    `tense`, `person` are those of a verb; `short` marks predicative adjectives and participles.
    """

    word: str
    index: int
    text: str
    lemma: str
    pos: str
    case: str
    number: str
    gender: str
    animate: bool | None
    tags: frozenset[str]
    score: float
    known: bool
    verb: str = ""
    left: Reading | None = None
    left_text: str = ""

    @property
    def short(self) -> bool:
        """Tell whether this is a short adjective or participle, which only stands in a predicate."""
        return bool(self.tags & {"ADJS", "PRTS"})

    @property
    def proper(self) -> bool:
        """Tell whether this is a name of a person or a place."""
        return bool(self.tags & {"Name", "Surn", "Patr", "Geox"})

    @property
    def modifies(self) -> bool:
        """Tell whether this is an adjective or participle in its full form, which agrees with a noun."""
        return bool(self.tags & {"ADJF", "PRTF"})


class _Tag(Protocol):
    grammemes: frozenset[str]
    POS: str | None


class _Parse(Protocol):
    word: str
    tag: _Tag
    normal_form: str
    score: float
    is_known: bool

    @property
    def lexeme(self) -> list[_Parse]: ...

    def inflect(self, required: set[str]) -> _Parse | None: ...


class _Analyser(Protocol):
    def parse(self, word: str) -> list[_Parse]: ...


class Lexicon:
    """The readings of words by one pymorphy3 dictionary; every word is looked up once.

    Args:
        analyser: a `pymorphy3.MorphAnalyzer`.
        fixed_first: first parts of hyphenated words that never inflect (интернет-магазин).
        first_names: lemmas of first names that the dictionary does not mark as such.
        clumsy_endings: for a case, endings of forms that are right but not the first choice.
    """

    def __init__(
        self,
        analyser: _Analyser,
        fixed_first: frozenset[str],
        first_names: frozenset[str] = frozenset(),
        clumsy_endings: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._analyser = analyser
        self._fixed_first = fixed_first
        self._first_names = first_names
        self._clumsy_endings = clumsy_endings or {}
        self._parse = lru_cache(maxsize=65536)(self._parse_word)
        self.readings = lru_cache(maxsize=65536)(self._read_word)
        self.forms = lru_cache(maxsize=16384)(self._forms_of)

    def _parse_word(self, word: str) -> list[_Parse]:
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
        readings = (_reading(word, index, parse) for index, parse in enumerate(parses))
        return tuple(self._mark_name(reading) for reading in readings)

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
        forms = [_form(each) for each in parse.lexeme if _belongs(each.tag, parse.tag)]
        inflected = tuple(self._demote(form) for form in forms if form.case)
        if reading.modifies:
            inflected = tuple(_mark_animacy(inflected))
        return self._join_left(reading, inflected) if reading.left_text else inflected

    def _demote(self, form: Form) -> Form:
        clumsy = form.text.endswith(self._clumsy_endings.get(form.case, ()))
        return replace(form, rank=form.rank + 1) if clumsy else form

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
        forms = [(each.word, _tags(each.tag)) for each in parse.lexeme]
        kept = [f for f in forms if f[1] & {"VERB", "INFN", "GRND"} and not f[1] & (_UNUSUAL | {"incl"})]
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
            and not each.tag.grammemes & _UNUSUAL
            and (wanted != "PRTS" or _same_participle(each.tag, parse.tag))
        )


def _tags(tag: _Tag) -> frozenset[str]:
    # The Ukrainian dictionary has infinitives as verbs marked infn.
    tags = frozenset(tag.grammemes)
    return tags - {"VERB"} | {"INFN"} if "infn" in tags else tags


def _case(grammemes: Iterable[str]) -> str:
    return next((CASES[each] for each in grammemes if each in CASES), "")


def _number(grammemes: frozenset[str]) -> str:
    number = next((_NUMBERS[each] for each in grammemes if each in _NUMBERS), "")
    # The Ukrainian dictionary marks the plural only.
    if not number and grammemes & {"masc", "femn", "neut"} and not grammemes & {"PREP", "CONJ"}:
        return "singular"
    return number


def _gender(grammemes: frozenset[str]) -> str:
    return next((_GENDERS[each] for each in grammemes if each in _GENDERS), "")


def _animate(grammemes: frozenset[str]) -> bool | None:
    if grammemes & {"anim", "ranim"}:
        return True
    if grammemes & {"inan", "rinanim"}:
        return False
    return None


def _reading(word: str, index: int, parse: _Parse) -> Reading:
    tags = _tags(parse.tag)
    lemma, verb = parse.normal_form, ""
    if tags & {"PRTF", "PRTS"}:
        full = parse.inflect({"PRTF", "nomn", "masc", "sing"}) or parse.inflect({"ADJF", "nomn", "masc"})
        lemma, verb = (full.word if full else parse.word), parse.normal_form
    return Reading(
        word=word,
        index=index,
        text=parse.word,
        lemma=lemma,
        pos=_POS.get(parse.tag.POS or "", "other"),
        case=_case(tags),
        number=_number(tags),
        gender=_gender(tags),
        animate=_animate(tags),
        tags=tags,
        score=parse.score,
        known=parse.is_known,
        verb=verb,
    )


def _form(parse: _Parse) -> Form:
    tags = frozenset(parse.tag.grammemes)
    case = _case(tags)
    return Form(
        text=parse.word,
        case="" if case == "vocative" else case,
        number=_number(tags),
        gender=_gender(tags) if tags & {"ADJF", "PRTF", "Surn", "Patr", "NUMR"} else "",
        animate=_animate(tags) if tags & {"ADJF", "PRTF", "NUMR"} else None,
        second=bool(tags & _SECOND),
        rank=len(tags & _UNUSUAL),
    )


def _mark_animacy(forms: tuple[Form, ...]) -> Iterator[Form]:
    """Tell an adjective's two accusatives apart where the dictionary does not."""
    genitives = {form.text for form in forms if form.case == "genitive"}
    for form in forms:
        double = form.number == "plural" or form.gender == "m"
        if form.case == "accusative" and form.animate is None and double:
            yield replace(form, animate=form.text in genitives)
        else:
            yield form


def _first_part_decides(forms: list[Form], left: Reading) -> Iterator[Form]:
    """Make the accusative of завод-изготовитель that of its inanimate first part: завод-изготовитель."""
    for form in forms:
        inanimate = left.animate is False and (form.number == "plural" or left.gender == "m")
        if form.case != "accusative" or not inanimate:
            yield form
            continue
        same = (f for f in forms if (f.case, f.number, f.rank) == ("nominative", form.number, form.rank))
        yield replace(next(same, form), case="accusative")


def _same_participle(tag: _Tag, other: _Tag) -> bool:
    kinds = {"past", "pres", "actv", "pssv"}
    return tag.grammemes & kinds == other.grammemes & kinds


def _belongs(tag: _Tag, own: _Tag) -> bool:
    if {tag.POS, own.POS} <= {"PRTF", "PRTS"}:
        return tag.POS == "PRTF" and _same_participle(tag, own)
    if own.POS in {"ADJF", "ADJS", "COMP"}:
        return tag.POS == "ADJF"
    if tag.POS != own.POS:
        return False
    # The lexeme of a surname or patronymic holds those of the other gender too.
    if own.grammemes & {"Surn", "Patr"} and _gender(tag.grammemes) and _gender(own.grammemes):
        return _gender(tag.grammemes) == _gender(own.grammemes)
    return True

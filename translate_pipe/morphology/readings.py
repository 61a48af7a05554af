"""A parse of pymorphy3 goes in; a reading or a form in the project's own terms comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from translate_pipe.morphology.words import word_set

_CASES = {
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
_SECOND = {"gen2", "loc2", "acc2"}
# Marks of forms that exist but that nobody would write in prose; the last one is Ukrainian.
UNUSUAL = word_set(
    "Infr Arch Litr Dist Erro Slng V-oy V-ey V-be V-bi V-ie V-en V-ej V-sh Fimp Coun Af-p Cmp2 Prdx alt"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One cell of a paradigm; `second` is a second genitive, locative or accusative, `rank` 0 is usual.

    `gender` and `animate` say for which nouns an adjective's form is meant ("" and None: for all), `virile`
    whether for men, which Polish tells apart in the plural (nowi, nowe).
    """

    text: str
    case: str
    number: str
    gender: str = ""
    animate: bool | None = None
    second: bool = False
    rank: int = 0
    virile: bool | None = None


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
    virile: bool | None = None

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


class Tag(Protocol):
    """What is used of a pymorphy3 tag."""

    grammemes: frozenset[str]
    POS: str | None


class Parse(Protocol):
    """What is used of a pymorphy3 parse."""

    word: str
    tag: Tag
    normal_form: str
    score: float
    is_known: bool

    @property
    def lexeme(self) -> list[Parse]: ...

    def inflect(self, required: set[str]) -> Parse | None: ...


def tags_of(tag: Tag) -> frozenset[str]:
    """Return the grammemes of a tag, an infinitive always as INFN."""
    # The Ukrainian dictionary has infinitives as verbs marked infn.
    tags = frozenset(tag.grammemes)
    return tags - {"VERB"} | {"INFN"} if "infn" in tags else tags


def _case(grammemes: Iterable[str]) -> str:
    return next((_CASES[each] for each in grammemes if each in _CASES), "")


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


def gender_of(parse: Parse) -> str:
    """Return the gender of a parse, "" if it shows none."""
    return next((_GENDERS[mark] for mark in parse.tag.grammemes if mark in _GENDERS), "")


def reading_of(word: str, index: int, parse: Parse, participle: str) -> Reading:
    """Return the reading of a word that a parse stands for.

    Args:
        index: the position of the parse among those of the word.
        participle: the masculine nominative of a participle, "" for other words.
    """
    tags = tags_of(parse.tag)
    return Reading(
        word=word,
        index=index,
        text=parse.word,
        lemma=participle or parse.normal_form,
        pos=_POS.get(parse.tag.POS or "", "other"),
        case=_case(tags),
        number=_number(tags),
        gender=_gender(tags),
        animate=_animate(tags),
        tags=tags,
        score=parse.score,
        known=parse.is_known,
        verb=parse.normal_form if participle else "",
    )


def form_of(parse: Parse) -> Form:
    """Return the cell of a paradigm that a parse stands for; without a case if it has none."""
    tags = frozenset(parse.tag.grammemes)
    case = _case(tags)
    return Form(
        text=parse.word,
        case="" if case == "vocative" else case,
        number=_number(tags),
        gender=_gender(tags) if tags & {"ADJF", "PRTF", "Surn", "Patr", "NUMR"} else "",
        animate=_animate(tags) if tags & {"ADJF", "PRTF", "NUMR"} else None,
        second=bool(tags & _SECOND),
        rank=len(tags & UNUSUAL),
    )


def mark_animacy(forms: tuple[Form, ...]) -> Iterator[Form]:
    """Tell an adjective's two accusatives apart where the dictionary does not."""
    genitives = {form.text for form in forms if form.case == "genitive"}
    for form in forms:
        double = form.number == "plural" or form.gender == "m"
        if form.case == "accusative" and form.animate is None and double:
            yield replace(form, animate=form.text in genitives)
        else:
            yield form


def same_participle(tag: Tag, other: Tag) -> bool:
    """Tell whether two forms of a verb are of the same participle."""
    kinds = {"past", "pres", "actv", "pssv"}
    return tag.grammemes & kinds == other.grammemes & kinds


def belongs_to(tag: Tag, own: Tag) -> bool:
    """Tell whether a form of a lexeme inflects a word with the tag `own`."""
    if {tag.POS, own.POS} <= {"PRTF", "PRTS"}:
        return tag.POS == "PRTF" and same_participle(tag, own)
    if own.POS in {"ADJF", "ADJS", "COMP"}:
        return tag.POS == "ADJF"
    if tag.POS != own.POS:
        return False
    # The lexeme of a surname or patronymic holds those of the other gender too.
    if own.grammemes & {"Surn", "Patr"} and _gender(tag.grammemes) and _gender(own.grammemes):
        return _gender(tag.grammemes) == _gender(own.grammemes)
    return True

"""A Russian first name or surname and a gender go in; its forms come out, by rule where no dictionary has it.

Source: A. A. Zaliznyak's and D. E. Rosenthal's rules for the declension of names, in own words: what ends in
-ов, -ин declines in its own way, adjectives as adjectives, consonants for men only, vowels other than -а, -я
not at all.
"""

from __future__ import annotations

from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.names import Cells, decline_by_parts, from_dictionary
from translate_pipe.morphology.readings import Form
from translate_pipe.morphology.words import fold, word_set

_VOWELS = "аеёиоуыэюя"
_HUSHING = "жчшщц"
# Stressed on the last syllable, so a final -а, -я stays: Дюма, Золя.
_STRESSED = word_set("дюма тома дега золя петипа труайя камара")
# They look Russian (-ин) but are not, so the instrumental has -ом.
_FOREIGN = word_set(
    "дарвин чаплин грин кронин франклин цзиньпин сяопин кальвин бердин гершвин мартин остин",
    "болдуин болин бэлдвин коллин лумин чавин флорин путлин эдвин мелвин ирвин ларссин",
    "бениньин",
)
_FIRST_HALF_FIXED = word_set("бонч демут тян дон сан мак нью аль эль ад ан жан бен ибн ли")


def decline_surname(lexicon: Lexicon, name: str, gender: str) -> tuple[Form, ...]:
    """Return the six singular forms of a surname of a man ("m") or woman ("f"); () if it does not decline."""
    return decline_by_parts(lexicon, name, gender, _surname, _FIRST_HALF_FIXED)


def decline_first_name(lexicon: Lexicon, name: str, gender: str) -> tuple[Form, ...]:
    """Return the six singular forms of a first name or patronymic; () if it does not decline."""
    return decline_by_parts(lexicon, name, gender, _first_name, _FIRST_HALF_FIXED)


def _first_name(lexicon: Lexicon, name: str, gender: str) -> Cells | None:
    known = from_dictionary(lexicon, name, gender, frozenset({"Name", "Patr"}))
    if known:
        return known
    if name.endswith(("а", "я")):
        return _ending_in_a(name)
    return _masculine_noun(name) if gender == "m" else None


def _surname(lexicon: Lexicon, name: str, gender: str) -> Cells | None:
    known = from_dictionary(lexicon, name, gender, frozenset({"Surn"}))
    if known is None and gender == "m":
        # Заяц, Христос: a vowel may drop as it does in the common noun.
        known = from_dictionary(lexicon, name, gender, frozenset({"anim"}))
    if known:
        return known
    if name.endswith(("ых", "их", "аго", "яго", "ово")) or fold(name) in _STRESSED:
        return None
    adjectival = _adjectival(name, gender)
    if adjectival:
        return adjectival
    if name.endswith(("а", "я")):
        # Моруа, Гарсиа: a vowel before -а keeps the name from declining.
        return None if name.endswith("а") and name[-2:-1] in _VOWELS else _ending_in_a(name)
    return _masculine(name) if gender == "m" else None


def _adjectival(name: str, gender: str) -> Cells | None:
    if gender == "f":
        if name.endswith(("ова", "ева", "ёва", "ина", "ына")):
            s = name[:-1]
            return (name, s + "ой", s + "ой", s + "у", s + "ой", s + "ой")
        if name.endswith("ая"):
            s = name[:-2]
            oblique = s + ("ей" if s[-1:] in _HUSHING else "ой")
            return (name, oblique, oblique, s + "ую", oblique, oblique)
        if name.endswith("яя"):
            s = name[:-2]
            return (name, s + "ей", s + "ей", s + "юю", s + "ей", s + "ей")
        return None
    if name.endswith(("ский", "цкий", "кий", "гий", "хий")) or (
        name.endswith(("ый", "ой")) and len(name) > 4
    ):
        s = name[:-2]
        i = "им" if name.endswith("ий") or s[-1:] in "кгхжчшщ" else "ым"
        return (name, s + "ого", s + "ому", s + "ого", s + i, s + "ом")
    return None


def _masculine(name: str) -> Cells | None:
    if name.endswith(("ов", "ев", "ёв", "ин", "ын")) and len(name) > 3 and fold(name) not in _FOREIGN:
        return (name, name + "а", name + "у", name + "а", name + "ым", name + "е")
    return _masculine_noun(name)


def _masculine_noun(name: str) -> Cells | None:
    last = name[-1:]
    if last in _VOWELS or not last.isalpha():
        return None
    if last in "йь":
        s = name[:-1]
        locative = s + ("и" if name.endswith("ий") else "е")
        return (name, s + "я", s + "ю", s + "я", s + "ем", locative)
    instrumental = name + ("ем" if last in _HUSHING else "ом")
    return (name, name + "а", name + "у", name + "а", instrumental, name + "е")


def _ending_in_a(name: str) -> Cells:
    s, last = name[:-1], name[-1]
    if last == "я":
        oblique = s + ("и" if s.endswith("и") else "е")
        return (name, s + "и", oblique, s + "ю", s + "ей", oblique)
    genitive = s + ("и" if s[-1:] in "гкхжчшщ" else "ы")
    return (name, genitive, s + "е", s + "у", s + ("ей" if s[-1:] in _HUSHING else "ой"), s + "е")

"""A Ukrainian first name or surname and a gender go in; its forms come out.

Source: the 2019 edition of Ukrainian orthography on names, in own words: men's surnames in -о decline
(Шевченка), women's surnames in a consonant or -о do not.
"""

from __future__ import annotations

from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.names import Cells, decline_by_parts, from_dictionary
from translate_pipe.morphology.readings import Form

_VOWELS = "аеєиіїоуюя"
_HUSHING = "жчшщ"
_SOFTENED = {"г": "з", "к": "ц", "х": "с"}


def decline_surname(lexicon: Lexicon, name: str, gender: str) -> tuple[Form, ...]:
    """Return the six singular forms of a surname of a man ("m") or woman ("f"); () if it does not decline."""
    return decline_by_parts(lexicon, name, gender, _surname, frozenset())


def decline_first_name(lexicon: Lexicon, name: str, gender: str) -> tuple[Form, ...]:
    """Return the six singular forms of a first name or patronymic; () if it does not decline."""
    return decline_by_parts(lexicon, name, gender, _first_name, frozenset())


def _first_name(lexicon: Lexicon, name: str, gender: str) -> Cells | None:
    known = from_dictionary(lexicon, name, gender, frozenset({"Name", "Patr"}))
    if known:
        return known
    if name.endswith(("а", "я")):
        return _ending_in_a(name)
    return _masculine_noun(name) if gender == "m" else None


def _surname(lexicon: Lexicon, name: str, gender: str) -> Cells | None:
    known = from_dictionary(lexicon, name, gender, frozenset({"Surn"}))
    if known:
        return known
    if name.endswith(("их", "іх")):
        return None
    return _feminine(name) if gender == "f" else _masculine(name)


def _feminine(name: str) -> Cells | None:
    if name.endswith(("ова", "ева", "єва", "іна", "їна", "ина", "ська", "цька", "зька")):
        s = name[:-1]
        return (name, s + "ої", s + "ій", s + "у", s + "ою", s + "ій")
    return _ending_in_a(name) if name.endswith(("а", "я")) else None


def _masculine(name: str) -> Cells | None:
    if name.endswith(("ський", "цький", "зький")) or (name.endswith("ий") and len(name) > 4):
        s = name[:-2]
        return (name, s + "ого", s + "ому", s + "ого", s + "им", s + "ому")
    if name.endswith(("ов", "ев", "єв", "ін", "їн", "ин")):
        return (name, name + "а", name + "у", name + "а", name + "им", name + "і")
    if name.endswith(("а", "я")):
        return _ending_in_a(name)
    return _masculine_noun(name)


def _masculine_noun(name: str) -> Cells | None:
    last = name[-1:]
    if last == "о" and name[-2:-1] not in _VOWELS:
        s = name[:-1]
        return (name, s + "а", s + "у", s + "а", s + "ом", s + "у")
    if last in _VOWELS or not last.isalpha():
        return None
    if last in "йь":
        s, end = name[:-1], ("ю", "я", "єм", "ї") if last == "й" else ("ю", "я", "ем", "і")
        return (name, s + end[1], s + end[0], s + end[1], s + end[2], s + end[3])
    instrumental = name + ("ем" if last in _HUSHING else "ом")
    locative = name + ("у" if last in "гкх" else "і")
    return (name, name + "а", name + "у", name + "а", instrumental, locative)


def _ending_in_a(name: str) -> Cells:
    s, last = name[:-1], name[-1]
    if last == "я":
        i, instrumental = ("ї", "єю") if s[-1:] in _VOWELS + "'" else ("і", "ею")
        return (name, s + i, s + i, s + "ю", s + instrumental, s + i)
    soft = s[:-1] + _SOFTENED.get(s[-1:], s[-1:]) + "і"
    genitive = s + ("і" if s[-1:] in _HUSHING else "и")
    return (name, genitive, soft, s + "у", s + ("ею" if s[-1:] in _HUSHING else "ою"), soft)

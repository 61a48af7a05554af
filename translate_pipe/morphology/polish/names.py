"""A Polish first name or surname and a gender go in; its forms come out, by rule where no dictionary has it.

Source: the rules of the Polish spelling dictionary (PWN) on names, in own words: what ends in -ski, -cki
declines as an adjective, in a consonant for men only, in -a as a noun for both; women's surnames in a
consonant or -o do not decline.
"""

from __future__ import annotations

from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.names import Cells, decline_by_parts, from_dictionary
from translate_pipe.morphology.readings import Form

_SOFTENED = {
    "ch": "sze", "sł": "śle", "st": "ście", "zd": "ździe", "t": "cie", "d": "dzie", "r": "rze", "ł": "le",
    "n": "nie", "s": "sie", "z": "zie", "m": "mie", "p": "pie", "b": "bie", "w": "wie", "f": "fie",
    "v": "vie", "k": "ce", "g": "dze", "h": "sze",
}  # fmt: skip
_HARD = ("t", "d", "r", "ł", "n", "s", "z", "m", "p", "b", "w", "f", "v")
_HISSING = ("cz", "sz", "rz", "dz", "ż", "c", "l", "j")


def decline_surname(lexicon: Lexicon, name: str, gender: str) -> tuple[Form, ...]:
    """Return the six singular forms of a surname of a man ("m") or woman ("f"); () if it does not decline."""
    return decline_by_parts(lexicon, name, gender, _surname, frozenset())


def decline_first_name(lexicon: Lexicon, name: str, gender: str) -> tuple[Form, ...]:
    """Return the six singular forms of a first name; () if it does not decline."""
    return decline_by_parts(lexicon, name, gender, _first_name, frozenset())


def _first_name(lexicon: Lexicon, name: str, gender: str) -> Cells | None:
    known = from_dictionary(lexicon, name, gender, frozenset({"Name"}))
    return known or _by_rule(name, gender)


def _surname(lexicon: Lexicon, name: str, gender: str) -> Cells | None:
    known = from_dictionary(lexicon, name, gender, frozenset({"Surn"}))
    return known or _by_rule(name, gender)


def _by_rule(name: str, gender: str) -> Cells | None:
    if gender == "f":
        if name.endswith(("ska", "cka", "dzka")):
            s = name[:-1]
            return (name, s + "iej", s + "iej", s + "ą", s + "ą", s + "iej")
        return _ending_in_a(name) if name.endswith("a") else None
    if name.endswith(("ski", "cki", "dzki")):
        return (name, name + "ego", name + "emu", name + "ego", name + "m", name + "m")
    if name.endswith("y") and len(name) > 4:
        s = name[:-1]
        return (name, s + "ego", s + "emu", s + "ego", s + "ym", s + "ym")
    if name.endswith("i") and len(name) > 3:
        return (name, name + "ego", name + "emu", name + "ego", name + "m", name + "m")
    return _ending_in_a(name) if name.endswith("a") else _masculine(name)


def _masculine(name: str) -> Cells | None:
    if name[-1] in "eéoóuüäöyi" or not name[-1].isalpha():
        return None
    stem = name
    if name.endswith("ek") and len(name) > 4:
        stem = name[:-2] + "k"
    elif name.endswith("iec") and len(name) > 5:
        stem = name[:-3] + "c"
    soft = {"ń": "ni", "ć": "ci", "ś": "si", "ź": "zi"}.get(stem[-1])
    if soft:
        s = stem[:-1] + soft
        return (name, s + "a", s + "owi", s + "a", s + "em", s + "u")
    instrumental = stem + ("iem" if stem[-1] in "kg" else "em")
    return (name, stem + "a", stem + "owi", stem + "a", instrumental, _locative(stem))


def _locative(stem: str) -> str:
    if stem.endswith(_HISSING) or not stem.endswith(_HARD):
        return stem + "u"
    return _soften(stem)


def _soften(stem: str) -> str:
    for length in (2, 1):
        if stem[-length:] in _SOFTENED:
            return stem[:-length] + _SOFTENED[stem[-length:]]
    return stem + "e"


def _ending_in_a(name: str) -> Cells:
    s = name[:-1]
    if s.endswith(("i", "j")):
        # Maria → Marii, Ksenia → Kseni is known to the dictionary; by rule the foreign pattern.
        oblique = s + ("i" if s.endswith(("j", "i")) else "")
        return (name, oblique, oblique, s + "ę", s + "ą", oblique)
    if s.endswith((*_HISSING, "l")):
        oblique = s + ("i" if s.endswith("l") else "y")
        return (name, oblique, oblique, s + "ę", s + "ą", oblique)
    genitive = s + ("i" if s[-1] in "kg" else "y")
    soft = _soften(s)
    return (name, genitive, soft, s + "ę", s + "ą", soft)

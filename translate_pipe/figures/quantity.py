"""What all kinds of quantities share: the two texts that are compared, and the verdict on one quantity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from translate_pipe.figures.find import Figure
from translate_pipe.figures.render import DECLINING
from translate_pipe.locales import language_of
from translate_pipe.model import Morphology, Span

SPACES = " \u00a0\u202f\u2009"
NO_BREAK = "\u00a0"
_WORD_BEFORE = re.compile(rf"([^\W\d_]+)[{SPACES}]$")
_WORD_AFTER = re.compile(rf"[{SPACES}]([^\W\d_]+)")
_CLOSED = re.compile(rf"[{SPACES}]?(?:$|[.,;:!?()\[\]»”\"…]|[–—](?!\d))")
# What may stand between a number and what it counts only if it does not count it.
_FUNCTION_WORDS = frozenset({"preposition", "verb"})

QuantityKind = Literal[
    "letters", "date", "time", "money", "percentage", "unit", "copy", "point", "counted", ""
]


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and a target with the figures of both; what belongs to terms or is copied is blanked."""

    source: str
    target: str
    source_locale: str
    target_locale: str
    own: tuple[Figure, ...]
    other: tuple[Figure, ...]
    morphology: Morphology | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the target says one quantity of the source.

    `right`; `form`: the value is right and its signs are foreign; `wrong`: the number is there, but what
    makes it money, a percentage, a time of day or a date is lost or another. Where `place` is given, `text`
    is what should stand there; `fixed`: no other kind has a say in it. `kind` is that of the quantity;
    `lost`: the number stands alone, with no currency or per cent sign at all. `kept` is how the source writes
    it, where that takes no word of its language.
    """

    source: Span
    state: Literal["right", "form", "wrong"]
    place: Span | None = None
    text: str = ""
    fixed: bool = False
    kind: QuantityKind = ""
    lost: bool = False
    kept: str = ""


def same_value(one: Figure, other: Figure) -> bool:
    """Tell whether two figures can be read as the same value."""
    return bool(set(one.readings) & set(other.readings))


def word_before(text: str, at: int) -> str:
    """Return the word that stands right before a place, "" if none does."""
    found = _WORD_BEFORE.search(text, max(0, at - 40), at)
    return found.group(1) if found else ""


def word_after(text: str, at: int) -> str:
    """Return the word that stands right behind a place, "" if none does."""
    found = _WORD_AFTER.match(text, at)
    return found.group(1) if found else ""


def is_closed(text: str, at: int, morphology: Morphology | None) -> bool:
    """Tell whether what stands before a place surely counts nothing behind it: a word can be put in there.

    The text or clause ends there, or a preposition, a verb or a conjunction follows. Where the morphology
    knows lemmas alone, any word may be a noun: 5 sterlin, 5 δολάρια.
    """
    if _CLOSED.match(text, at):
        return True
    word = word_after(text, at)
    if not word or morphology is None:
        return False
    told = _FUNCTION_WORDS | ({"other"} if language_of(morphology.locale) in DECLINING else set())
    return any(form.pos in told and form.known for form in morphology.analyse(word)[:1])


def without_full_stop(text: str, end: int) -> int:
    """Return the end of an abbreviation without its full stop where that ends the text too ("at 5 p.m.")."""
    return end - 1 if text[end - 1 : end] == "." and not text[end:].strip(" )»”\"'") else end

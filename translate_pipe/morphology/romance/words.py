"""A text goes in; its words with their spans come out, an elided article as a word of its own."""

from __future__ import annotations

import re
from functools import lru_cache

from translate_pipe.model import Span
from translate_pipe.morphology.words import Word, tidy

_LETTERS = "[^\\W_][\u0300\u0301\u00ad]*"
_APOSTROPHES = "'\u2019\u02bc"
_OPENING = '«\u201c\u201e"'
# Words that hold an apostrophe and are one.
_WHOLE = "aujourd|prud|quelqu|presqu|entr|grand"
_WORD = re.compile(
    f"(?:{_WHOLE})[{_APOSTROPHES}](?:{_LETTERS})+"
    # chef-d'œuvre is one word, in l'« accord » the article stands before quotation marks with a space.
    f"|(?:{_LETTERS})+(?:[-\u2010\u2011](?:d[{_APOSTROPHES}])?(?:{_LETTERS})+)*"
    f"(?:[{_APOSTROPHES}](?=(?:[{_OPENING}]\\s?)?{_LETTERS}))?",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order: `l'homme` is `l'` and `homme`, a hyphenated word is one."""
    words: list[Word] = []
    end = 0
    for found in _WORD.finditer(text):
        words.append(Word(found.group(), Span(found.start(), found.end()), text[end : found.start()]))
        end = found.end()
    return tuple(words)


def key(word: str) -> str:
    """Return what spellings of one word have in common: small letters, plain apostrophes."""
    return tidy(word).lower()


def is_elided(word: str) -> bool:
    """Tell whether a word ends in an apostrophe and is written as one with the next."""
    return word[-1:] in tuple(_APOSTROPHES)


def capital_like(written: str, model: str) -> str:
    """Return a word with the capital of another, if that one has one."""
    return written[:1].upper() + written[1:] if model[:1].isupper() else written


def recase_like(written: str, model: str) -> str:
    """Return a form with the capitals of another form of the same word."""
    if len(model) > 1 and model.isupper():
        return written.upper()
    if "-" in model and written.count("-") == model.count("-"):
        parts = zip(written.split("-"), model.split("-"), strict=True)
        return "-".join(recase_like(one, other) for one, other in parts)
    return capital_like(written, model)

"""Text goes in; its words with their spans come out, and the means to compare and re-case them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from translate_pipe.model import Span

# A stress mark or a soft hyphen may stand inside a word; hyphens and apostrophes join its parts.
_LETTERS = "[^\\W_][\u0300\u0301\u00ad]*"
_WORD = re.compile(f"(?:{_LETTERS})+(?:[-\u2010\u2011'\u2019\u02bc](?:{_LETTERS})+)*")
_INVISIBLE = re.compile("[\u0300\u0301\u00ad]")
_VARIANTS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2019": "'", "\u02bc": "'"})
QUOTES = '«»„“”"‘’‚‹›'
_TRANSPARENT = re.compile(f"[\\s{QUOTES}\u200b\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, where it stands, and the text between the previous word and it."""

    text: str
    span: Span
    before: str


def word_set(*lines: str) -> frozenset[str]:
    """Return the words of the lines, which hold them parted by spaces."""
    return frozenset(word for line in lines for word in line.split())


@lru_cache(maxsize=1024)
def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; a hyphenated word is one word."""
    words: list[Word] = []
    end = 0
    for found in _WORD.finditer(text):
        words.append(Word(found.group(), Span(found.start(), found.end()), text[end : found.start()]))
        end = found.end()
    return tuple(words)


def tidy(word: str) -> str:
    """Return the word without stress marks and soft hyphens, with plain hyphens and apostrophes."""
    return _INVISIBLE.sub("", word).translate(_VARIANTS)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return what two spellings of one word have in common: small letters, ё as е."""
    return tidy(word).lower().replace("ё", "е")


def gap(between: str) -> str:
    """Return the punctuation between two words that tells terms apart: no white space, no quotation marks."""
    return _TRANSPARENT.sub("", between).translate(_VARIANTS)


def recase(form: str, model: str) -> str:
    """Return `form` (small letters) with the capitals of `model`, another form of the same word.

    Letters that both share keep the case of the model, so МИД gives МИДом and Санкт-Петербург
    Санкт-Петербурге.
    """
    parts, models = form.split("-"), model.split("-")
    if len(parts) == len(models) > 1:
        return "-".join(recase(part, other) for part, other in zip(parts, models, strict=True))
    if model == model.lower():
        return form
    letters: list[str] = []
    shared = True
    for position, letter in enumerate(form):
        same = position < len(model) and fold(letter) == fold(model[position])
        shared = shared and same
        capital = position < len(model) and model[position].isupper() and (shared or position == 0)
        letters.append(letter.upper() if capital else letter)
    return "".join(letters)


def quoted_positions(words: tuple[Word, ...]) -> frozenset[int]:
    """Return the positions of words inside quotation marks, unless all are."""
    depth = 0
    inside: set[int] = set()
    for position, word in enumerate(words):
        for mark in word.before:
            if mark in "«„“‘‚‹":
                depth += 1
            elif mark in "»”’›":
                depth = max(0, depth - 1)
            elif mark == '"':
                depth = 0 if depth else 1
        if depth:
            inside.add(position)
    return frozenset(inside) if len(inside) < len(words) else frozenset()

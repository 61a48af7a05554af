"""What an English source says of a term's number: one, several, a count, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from translate_pipe.glossary.words import word_set

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS: Mapping[str, int] = {word: number for number, word in enumerate(_UNITS)} | {
    word: number for number, word in zip(range(20, 100, 10), _TENS, strict=True)
}
"""Whole numbers below a hundred in words, single ones; `twenty-one` is two of them."""

# What may stand between a count and the term that it counts.
_BETWEEN = 2
# Nouns that look the same in both numbers, by their last word.
UNCHANGED = word_set(
    """
    aircraft spacecraft hovercraft watercraft sheep deer moose bison fish salmon trout cod shrimp squid swine
    series species means crossroads barracks headquarters gallows offspring chassis corps rendezvous
    staff personnel police people cattle poultry data media news swiss british irish french dutch
    """
)
_NUMBER = re.compile(r"(?<![\w.,:/$£€-])(?P<figures>\d{1,3}(?:,\d{3})+|\d+)(?![\w.,:/%-])")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*$")


def shows_number(source_term: str, surface: str) -> bool:
    """Whether a noun phrase shows in English whether it is one or several.

    It does not where both numbers look alike (sheep, a series), nor where the entry itself is written in the
    plural and so never stands in another form.
    """
    words = re.findall(r"[^\W\d_]+", source_term)
    if not words:
        return False
    last = words[-1].casefold()
    if last in UNCHANGED or last.endswith("ese"):
        return False
    as_written = re.findall(r"[^\W\d_]+", surface)[: len(words)]
    same = [word.casefold() for word in as_written] == [word.casefold() for word in words]
    return not (same and last.endswith("s") and not last.endswith(("ss", "us", "is")))


def count_before(source: str, start: int) -> int | None:
    """Return the whole number that counts what begins at `start`, None where none does.

    An adjective or two may stand between them; in "1.5 million" and "two thirds of" nothing is counted that a
    whole number would tell the form of.
    """
    before = source[:start].rstrip()
    for _ in range(_BETWEEN + 1):
        found = _NUMBER.search(before[-24:])
        if found and found.end() == len(before[-24:]):
            return int(found["figures"].replace(",", ""))
        word = _WORD.search(before)
        if word is None:
            return None
        number = _in_words(word[0].lower())
        if number is not None:
            return None if _NOBODY.search(before) else number
        if not word[0].islower() or word[0] in _ENDS:
            return None
        before = before[: word.start()].rstrip()
        if before.endswith((",", ".", ";", ":", "?", "!", "–", "—", "(", ")")):
            return None
    return None


# A pronoun, no number: no one needs wars.
_NOBODY = re.compile(r"\b(?:no|any|some|every|each|this|that|which) one$", re.IGNORECASE)
# Words behind which a count is no longer that of the term.
_ENDS = word_set(
    """
    of in on at to for from by with and or but the a an than that who which is are was were be been has have
    had will would can could may might must said says per million billion trillion hundred thousand dozen
    """
)


def _in_words(word: str) -> int | None:
    parts = word.split("-")
    if len(parts) == 2 and parts[0] in _TENS and WORDS.get(parts[1], 10) in range(1, 10):
        return WORDS[parts[0]] + WORDS[parts[1]]
    return WORDS.get(word) if len(parts) == 1 else None

"""Words go in; the numbers that they say come out ("ten thousand", «девятнадцати», "zweiundzwanzig")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from translate_pipe.figures.number_tables import (
    ENGLISH,
    FRENCH,
    GERMAN,
    RU_PREFIXES,
    RUSSIAN,
    SPANISH,
    UK_PREFIXES,
    UKRAINIAN,
)

LANGUAGES = frozenset({"en", "ru", "uk", "de", "fr", "es"})
"""Languages whose number words are known."""

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_ROMAN = re.compile(r"(?<!\w)(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?!\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


_GERMAN_PIECES = re.compile(
    "|".join(sorted((word for word in GERMAN if len(word) > 2 and word.islower()), key=len, reverse=True))
    + "|und"
)
_GERMAN_ENDING = re.compile(r"(?:ste|te|st|t|e)?(?:[nrms])?$")

# Shorter rests are endings or other words: "семич" is nothing, "семидневный" is seven days.
_SHORTEST_REST = 4


def read_number_words(text: str, language: str) -> set[Decimal]:
    """Return every number that words of `text` say, alone and together; Roman numerals count in any language.

    Example:
        >>> sorted(map(int, read_number_words("ten thousand", "en")))
        [10, 1000, 10000]
    """
    found = {Decimal(roman_value(match.group())) for match in _ROMAN.finditer(text) if match.group()}
    if language not in LANGUAGES:
        return found
    run: list[float] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match.group().casefold().replace("ё", "е").replace("’", "'").replace("ʼ", "'")
        value = word_value(word, language)
        between = text[end : match.start()]
        if value is None:
            if word not in ("and", "et", "y", "und"):
                found |= _combine(run, language)
                run = []
            end = match.end()
            continue
        if run and between.strip(" \u00a0-‑"):
            found |= _combine(run, language)
            run = []
        run.append(value)
        end = match.end()
    return found | _combine(run, language)


@lru_cache(maxsize=20_000)
def word_value(word: str, language: str) -> float | None:
    """Return the number that one word (in small letters, ё as е) says, or None."""
    if language == "en":
        return ENGLISH.get(word)
    if language == "fr":
        value = FRENCH.get(word)
        return value if value is not None else FRENCH.get(word.removesuffix("s"))
    if language == "es":
        return SPANISH.get(word)
    if language == "de":
        return _read_german(word)
    if language in ("ru", "uk"):
        return _read_slavic(word, language)
    return None


def _read_german(word: str) -> float | None:
    if word in GERMAN:
        return GERMAN[word]
    pieces: list[str] = []
    place = 0
    while place < len(word) and (match := _GERMAN_PIECES.match(word, place)):
        pieces.append(match.group())
        place = match.end()
    if not pieces or not _GERMAN_ENDING.fullmatch(word, place):
        return None
    return _sum_german(pieces)


def _sum_german(pieces: Sequence[str]) -> float | None:
    """Add up "zwei und zwanzig tausend": a scale multiplies what stands before it."""
    total = current = 0.0
    for piece in pieces:
        value = GERMAN.get(piece)
        if value is None:
            continue
        if value >= 100:
            current = (current or 1) * value
            if value >= 1000:
                total, current = total + current, 0
        else:
            current += value
    return total + current if pieces[0] != "und" else None


@lru_cache(maxsize=2)
def _slavic_patterns(language: str) -> tuple[tuple[re.Pattern[str], float], ...]:
    table = RUSSIAN if language == "ru" else UKRAINIAN
    return tuple((re.compile(pattern), value) for pattern, value in table)


def _read_slavic(word: str, language: str) -> float | None:
    for pattern, value in _slavic_patterns(language):
        if pattern.fullmatch(word):
            return value
    return _read_compound(word, RU_PREFIXES if language == "ru" else UK_PREFIXES, 1000)


def _read_compound(word: str, prefixes: Sequence[tuple[str, int]], below: int) -> int | None:
    """Read the numbers that a compound begins with: «тридцатипятилетний» is 35."""
    for prefix, value in sorted(prefixes, key=lambda item: -len(item[0])):
        rest = word[len(prefix) :]
        if value < below and word.startswith(prefix) and len(rest) >= _SHORTEST_REST:
            more = _read_compound(rest, prefixes, 10) if value % 10 == 0 and value > 10 else None
            return value + (more or 0)
    return None


def _combine(values: Sequence[float], language: str) -> set[Decimal]:
    """Return each value of a row of number words, and what they say together."""
    found = {Decimal(str(value)).normalize() for value in values}
    total = current = 0.0
    for value in values:
        if value >= 1000:
            if not current and total:
                total *= value
            else:
                total, current = total + (current or 1) * value, 0
        elif value == 100 and 1 <= current < 10:
            current *= 100
        elif language == "fr" and value == 20 and current == 4:
            current = 80
        elif _can_add(current, value, language):
            current += value
        else:
            found.add(_exact(total + current))
            total, current = 0.0, value
        found.add(_exact(total + current))
    return found


def _can_add(current: float, value: float, language: str) -> bool:
    if not current:
        return True
    if language == "fr" and current % 100 in (60, 80) and 10 <= value < 20:
        return True
    digits = 100 if value >= 10 else 10
    return current >= digits and current % digits == 0


def _exact(value: float) -> Decimal:
    return Decimal(str(value)).normalize()


def roman_value(text: str) -> int:
    """Return the number that a Roman numeral says."""
    total = 0
    for char, following in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN_VALUES[char]
        total += -value if _ROMAN_VALUES.get(following, 0) > value else value
    return total

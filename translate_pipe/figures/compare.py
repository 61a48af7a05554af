"""A source and a target come in; the figures that one side says and the other does not go out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale

from translate_pipe.figures.find import Figure, find_figures
from translate_pipe.figures.number_words import LANGUAGES, read_number_words
from translate_pipe.locales import language_of, parse_locale

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\u00ad-][^\W\d_]+)*")
# Small and round numbers are often words, which are not known in every language.
_OFTEN_WORDS = 20


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of both sides, and those that the other side does not say, each in order.

    A value counts as said in figures or in words, whatever the signs of the locale. `doubled` are figures of
    the target that the source says too, but not so often.
    """

    source: tuple[Figure, ...]
    target: tuple[Figure, ...]
    lost: tuple[Figure, ...] = ()
    added: tuple[Figure, ...] = ()
    doubled: tuple[Figure, ...] = ()


def compare_figures(source: str, target: str, source_locale: str, target_locale: str) -> Comparison:
    """Compare the figures of two texts by value.

    Args:
        source: what is copied to the letter is blanked in it.
        target: likewise.
    """
    own, other = tuple(find_figures(source, source_locale)), tuple(find_figures(target, target_locale))
    if not own and not other:
        return Comparison(own, other)
    return Comparison(
        own,
        other,
        lost=_unsaid(own, other, target, target_locale),
        # What looks like a Roman numeral in a target may be many things.
        added=_unsaid([one for one in other if one.kind != "roman"], own, source, source_locale),
        doubled=tuple(_find_doubled(own, other, source, source_locale)),
    )


def _find_doubled(
    own: Sequence[Figure], other: Sequence[Figure], source: str, locale: str
) -> Iterator[Figure]:
    """Yield the figures of a target beyond as many as the source has of their value."""
    said: set[Decimal] | None = None
    for place, figure in enumerate(other):
        if figure.kind == "roman":
            continue
        wanted = set(figure.readings)
        before = sum(not wanted.isdisjoint(one.readings) for one in other[:place])
        there = sum(not wanted.isdisjoint(one.readings) for one in own)
        if not 0 < there <= before:
            continue
        # Words may say it once more.
        said = read_number_words(source, language_of(locale)) if said is None else said
        if not any(reading <= said for reading in wanted) and not _may_be_said(figure, locale):
            yield figure


def _may_be_said(figure: Figure, locale: str) -> bool:
    """Tell whether words that are not known may say a figure."""
    return language_of(locale) not in LANGUAGES and all(map(_may_be_a_word, figure.readings[0]))


def preload_figures(*locales: str) -> None:
    """Load what reading figures in these locales takes: locale data and patterns of words."""
    for locale in locales:
        find_figures("2,5 x", locale)
        _read_words("x", locale)


def _unsaid(
    figures: Sequence[Figure], others: Sequence[Figure], text: str, locale: str
) -> tuple[Figure, ...]:
    """Return the figures that the other side, a text with figures of its own, does not say.

    Each further way of saying a value is looked at only while something is missing: the names of months
    alone take 30 ms to load.
    """
    language = language_of(locale)
    # A fraction offers its value alone: 2/3 does not say the two of 2 2/3.
    said = {
        value
        for figure in others
        for reading in (figure.readings[:1] if figure.kind == "fraction" else figure.readings)
        for value in reading
    }
    missing = [figure for figure in figures if not _is_said(figure, said, language)]
    for read in (_read_words, read_months):
        if missing:
            said |= read(text, locale)
            missing = [figure for figure in missing if not _is_said(figure, said, language)]
    return tuple(missing)


def _read_words(text: str, locale: str) -> set[Decimal]:
    """Return the values that a text says in number words and Roman numerals."""
    return read_number_words(text, language_of(locale))


def read_months(text: str, locale: str) -> set[Decimal]:
    """Return the numbers of the months that a text names."""
    months = month_names(locale)
    return {Decimal(months[word.casefold()]) for word in _WORD.findall(text) if word.casefold() in months}


def _is_said(figure: Figure, offered: set[Decimal], language: str) -> bool:
    if any(reading <= offered for reading in figure.readings):
        return True
    if language in LANGUAGES:
        return False
    return all(_may_be_a_word(value) for value in figure.readings[0] - offered)


def _may_be_a_word(value: Decimal) -> bool:
    return value <= _OFTEN_WORDS or value % 1000 == 0


@lru_cache(maxsize=64)
def month_names(locale: str) -> dict[str, int]:
    """Return the months by their names and abbreviations in small letters, in any case."""
    babel = Locale.parse(parse_locale(locale), sep="-")
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            # Asked of the locale itself: importing `babel.dates` takes longer than importing all checks.
            for number, name in babel.months[context][width].items():
                names[name.casefold().rstrip(".")] = int(number)
    # Cases that the locale data does not list: «в сентябре», «у вересні».
    if babel.language in ("ru", "uk"):
        names |= _decline(names)
    return names


def _decline(names: dict[str, int]) -> dict[str, int]:
    endings = ("е", "ю", "ем", "ём", "у", "ом", "і", "ні", "ем")
    declined: dict[str, int] = {}
    for name, number in names.items():
        if len(name) > 3:
            stem = name.rstrip("аяьй")
            declined |= {stem + ending: number for ending in endings}
    return declined

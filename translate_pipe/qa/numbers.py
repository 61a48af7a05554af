"""The check of numbers: by value, whatever the locale's signs, in figures or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from babel import Locale

from translate_pipe.locales import language_of, name_of, parse_locale
from translate_pipe.qa.check import WORD, Finding, Subject, quote
from translate_pipe.qa.figures import Figure, find_figures
from translate_pipe.qa.number_words import LANGUAGES, read_number_words

_PERCENT_WORDS = re.compile(
    r"%|٪|per ?cent|\bpct\b|процент|відсот|prozent|pour ?cent|por ?ciento|пункт|пункт|\bpoints?\b",
    re.IGNORECASE,
)
# Small and round numbers are often words, which are not known in every language.
_OFTEN_WORDS = 20


def find_number_differences(subject: Subject) -> Iterator[Finding]:
    """Find numbers in figures on one side that the other does not say, in figures or in words."""
    source = find_figures(subject.free_source, subject.source_locale)
    target = find_figures(subject.free_target, subject.target_locale)
    if not source and not target:
        return
    lost = _unsaid(source, target, subject.free_target, subject.target_locale)
    added = _unsaid(target, source, subject.free_source, subject.source_locale)
    for before, after in zip(lost, added, strict=False):
        if before.text == after.text:
            value = f"{min(after.readings[0]):f}"
            message = f"{quote(after.text)} is read as {value} in {name_of(subject.target_locale)}"
            yield Finding(message, span=after.span)
            continue
        message = f"the source says {quote(before.text)}, the target {quote(after.text)}"
        yield Finding(message, span=after.span, severity="error")
    for one in lost[len(added) :]:
        yield Finding(f"the number {quote(one.text)} of the source is missing", "source", one.span)
    for one in added[len(lost) :]:
        yield Finding(f"the number {quote(one.text)} is not in the source", span=one.span)
    yield from _find_lost_percents(subject, source)


def preload_numbers(*locales: str) -> None:
    """Load what reading numbers in these locales takes: locale data and patterns of words."""
    for locale in locales:
        find_figures("2,5 x", locale)
        _read_words("x", locale)


def _find_lost_percents(subject: Subject, source: Sequence[Figure]) -> Iterator[Finding]:
    if subject.target_language not in LANGUAGES or _PERCENT_WORDS.search(subject.target):
        return
    for figure in source:
        if figure.is_percent:
            yield Finding(f"{quote(figure.text)} has lost its per cent sign", "source", figure.span)


def _unsaid(figures: Sequence[Figure], others: Sequence[Figure], text: str, locale: str) -> list[Figure]:
    """Return the figures that the other side, a text with figures of its own, does not say; each way once.

    Each further way of saying a value is looked at only while something is missing: the names of months
    alone take 30 ms to load.
    """
    language = language_of(locale)
    said = {value for figure in others for reading in figure.readings for value in reading}
    missing = [figure for figure in figures if not _is_said(figure, said, language)]
    for read in (_read_words, _read_months):
        if missing:
            said |= read(text, locale)
            missing = [figure for figure in missing if not _is_said(figure, said, language)]
    return list({figure.text: figure for figure in reversed(missing)}.values())[::-1]


def _read_words(text: str, locale: str) -> set[Decimal]:
    """Return the values that a text says in number words and Roman numerals."""
    return read_number_words(text, language_of(locale))


def _read_months(text: str, locale: str) -> set[Decimal]:
    """Return the numbers of the months that a text names."""
    months = _months(locale)
    return {Decimal(months[word.casefold()]) for word in WORD.findall(text) if word.casefold() in months}


def _is_said(figure: Figure, offered: set[Decimal], language: str) -> bool:
    if any(reading <= offered for reading in figure.readings):
        return True
    if language in LANGUAGES:
        return False
    return all(_may_be_a_word(value) for value in figure.readings[0] - offered)


def _may_be_a_word(value: Decimal) -> bool:
    return value <= _OFTEN_WORDS or value % 1000 == 0


@lru_cache(maxsize=64)
def _months(locale: str) -> dict[str, int]:
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

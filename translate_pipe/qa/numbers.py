"""The check of numbers: by value, whatever the locale's signs, in figures or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from translate_pipe.figures.compare import compare_figures
from translate_pipe.figures.find import Figure
from translate_pipe.figures.number_words import LANGUAGES
from translate_pipe.locales import name_of
from translate_pipe.qa.check import Finding, Subject, quote

_PERCENT_WORDS = re.compile(
    r"%|٪|per ?cent|\bpct\b|процент|відсот|prozent|pour ?cent|por ?ciento|пункт|пункт|\bpoints?\b",
    re.IGNORECASE,
)


def find_number_differences(subject: Subject) -> Iterator[Finding]:
    """Find numbers in figures on one side that the other does not say, in figures or in words."""
    compared = compare_figures(
        subject.free_source, subject.free_target, subject.source_locale, subject.target_locale
    )
    lost, added = _each_once(compared.lost), _each_once(compared.added)
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
    yield from _find_lost_percents(subject, compared.source)


def _each_once(figures: Sequence[Figure]) -> list[Figure]:
    """Return the first of the figures that are written alike."""
    return list({figure.text: figure for figure in reversed(figures)}.values())[::-1]


def _find_lost_percents(subject: Subject, source: Sequence[Figure]) -> Iterator[Finding]:
    if subject.target_language not in LANGUAGES or _PERCENT_WORDS.search(subject.target):
        return
    for figure in source:
        if figure.is_percent:
            yield Finding(f"{quote(figure.text)} has lost its per cent sign", "source", figure.span)

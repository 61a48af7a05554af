"""The check of numbers: by value, whatever the locale's signs, in figures or in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from translate_pipe.figures.compare import compare_figures
from translate_pipe.figures.conform import judge_quantities
from translate_pipe.figures.find import Figure
from translate_pipe.figures.free import free_sides
from translate_pipe.figures.quantity import Verdict
from translate_pipe.locales import name_of
from translate_pipe.qa.check import Finding, Subject, quote

_LOST = {"percentage": "per cent sign", "money": "currency"}


def find_number_differences(subject: Subject) -> Iterator[Finding]:
    """Find numbers in figures on one side that the other does not say, in figures or in words.

    Then money, percentages, times of day and dates whose number is there, but not what it is a number of.
    """
    locales = subject.source_locale, subject.target_locale
    source, target = free_sides(subject.unit.segment, subject.target, subject.unit.terms)
    compared = compare_figures(source, target, *locales)
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
    for one in _each_once(compared.doubled):
        yield Finding(f"the number {quote(one.text)} is said oftener than in the source", span=one.span)
    verdicts = judge_quantities(source, target, *locales, compared=compared, morphology=subject.morphology)
    yield from _find_misstated(verdicts, subject)


def _each_once(figures: Sequence[Figure]) -> list[Figure]:
    """Return the first of the figures that are written alike."""
    return list({figure.text: figure for figure in reversed(figures)}.values())[::-1]


def _find_misstated(verdicts: Sequence[Verdict], subject: Subject) -> Iterator[Finding]:
    for verdict in verdicts:
        if verdict.state != "wrong":
            continue
        written = quote(verdict.source.of(subject.source))
        if verdict.lost:
            yield Finding(f"{written} has lost its {_LOST[verdict.kind]}", "source", verdict.source)
        elif verdict.place is not None:
            said = quote(verdict.place.of(subject.target))
            yield Finding(f"the source says {written}, the target {said}", span=verdict.place)

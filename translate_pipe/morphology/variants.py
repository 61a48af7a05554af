"""A text into which a term was put goes in; the preposition before it comes out in the right shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipe.model import Span
from translate_pipe.morphology.words import QUOTES, fold

_BEFORE = re.compile(r"(?<![\w'’-])(\w+)[\s\u00a0]+$")
_FIRST = re.compile(rf"[{QUOTES}(\[]*(\w+)")


@dataclass(frozen=True, slots=True)
class Variant:
    """A preposition that has two shapes: `long` before words that begin as `before` says (ze Stanów).

    Abbreviations are spelled out in speech, so their letters say other things; before those `long` stands
    where `abbreviations` says so.
    """

    short: str
    long: str
    before: re.Pattern[str]
    abbreviations: re.Pattern[str] | None = None

    def shape(self, word: str) -> str:
        """Return the shape that stands before a word."""
        if len(word) > 1 and word.isupper():
            fits = self.abbreviations is not None and self.abbreviations.match(fold(word))
        else:
            fits = self.before.match(fold(word))
        return self.long if fits else self.short


def suit_preposition(variants: Sequence[Variant], text: str, span: Span) -> tuple[str, Span]:
    """Return a text with the preposition before `span` in its right shape, and where the span is then."""
    before, after = _BEFORE.search(text[: span.start]), _FIRST.match(text, span.start)
    if before is None or after is None:
        return text, span
    written = before.group(1)
    for variant in variants:
        if fold(written) not in (variant.short, variant.long):
            continue
        shape = variant.shape(after.group(1))
        shape = shape.capitalize() if written[0].isupper() else shape
        text = text[: before.start(1)] + shape + text[before.end(1) :]
        return text, span.shift(len(shape) - len(written))
    return text, span

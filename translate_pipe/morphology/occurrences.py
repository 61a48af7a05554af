"""The words of a text that may be a term go in; where exactly it stands, punctuation included, comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from translate_pipe.model import PhraseForm, Span
from translate_pipe.morphology.words import Word, gap


class _Slot(Protocol):
    @property
    def before(self) -> str: ...


class Phrase(Protocol):
    """What is asked of a phrase: the text before each of its words, and the text after the last."""

    @property
    def slots(self) -> Sequence[_Slot]: ...

    @property
    def tail(self) -> str: ...


def same_punctuation(phrase: Phrase, words: tuple[Word, ...], start: int, text: str) -> bool:
    """Tell whether what stands between, before and after the words is what the term has there."""
    for offset, slot in enumerate(phrase.slots[1:], start=1):
        if gap(slot.before) != gap(words[start + offset].before):
            return False
    first, last = words[start], words[start + len(phrase.slots) - 1]
    before, after = gap(phrase.slots[0].before), gap(phrase.tail)
    follows = text[last.span.end :].lstrip()
    return gap(first.before).endswith(before) and gap(follows[: len(after) + 1]).startswith(after)


def with_quotes(phrase: Phrase, text: str, span: Span) -> Span:
    """Take in the quotation marks around an occurrence if the term has them itself."""
    start, end = span.start, span.end
    opening, closing = phrase.slots[0].before.strip(), phrase.tail.strip()
    if closing and gap(closing) == "" and end < len(text) and text[end] in '»”"“’':
        end += 1
    if opening and gap(opening) == "" and start > 0 and text[start - 1] in '«„“"‘':
        start -= 1
    if gap(closing) and text.startswith(closing, span.end):
        end = span.end + len(closing)
    if gap(opening) and text.endswith(opening, 0, span.start):
        start = span.start - len(opening)
    return Span(start, end)


def without_overlaps(
    found: list[tuple[Span, PhraseForm | None]],
) -> tuple[tuple[Span, PhraseForm | None], ...]:
    kept: list[tuple[Span, PhraseForm | None]] = []
    for span, form in sorted(found, key=lambda item: (-len(item[0]), item[0].start, item[1] is None)):
        if not any(span.overlaps(other) for other, _ in kept):
            kept.append((span, form))
    return tuple(sorted(kept, key=lambda item: item[0].start))

"""A document goes in; its segments come out, each with its exact place."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version

from translate_pipe.locales import language_of
from translate_pipe.model import Block, Document, Mark, Segment, Span
from translate_pipe.segment.boundaries import find_boundaries
from translate_pipe.segment.protect import find_protected, merge_spans

__all__ = ["SEGMENTER", "find_protected", "find_segments", "segment_document"]

RULES_VERSION = 2
"""Raised whenever the rules or patterns of this package change what they give."""

SEGMENTER = f"sentencex-{version('sentencex')}+rules-{RULES_VERSION}"
"""Name and version of what decides on segments, for the provenance."""

_EDGE = "\u00ad\u200b\u2060\ufeff"


def segment_document(document: Document, locale: str) -> tuple[Segment, ...]:
    """Return the segments of a document, as `find_segments` yields them."""
    return tuple(find_segments(document, locale))


def find_segments(document: Document, locale: str) -> Iterator[Segment]:
    """Yield the segments of a document in order; none crosses a block, is empty or has nothing to translate.

    For each, `document.text[span.start:span.end] == source`; white space around it and blocks without a
    letter outside protected text (numbers, rules, a lone URL) stay in the gaps, so that segments and gaps
    rebuild the text. A mark over several segments is given to each of them with the same id; one that
    covers only a gap, or is a point there, is given to none.

    Args:
        document: what a reader gave.
        locale: BCP 47 tag of the document's language.
    """
    language = language_of(locale)
    marks = _Cursor(document.marks)
    protected = merge_spans(document.protected)
    seen: Counter[str] = Counter()
    count = 0
    for number, block in sorted(enumerate(document.blocks), key=lambda pair: pair[1].span):
        text = block.span.of(document.text)
        held = merge_spans([*_within(protected, block.span), *find_protected(text)])
        for piece in _pieces(text, block, language, held):
            source = piece.of(text)
            key = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            seen[key] += 1
            count += 1
            span = piece.shift(block.span.start)
            yield Segment(
                id=f"s{key}" if seen[key] == 1 else f"s{key}-{seen[key]}",
                number=count,
                span=span,
                source=source,
                block=number,
                block_kind=block.kind,
                marks=marks.within(span),
                protected=_within(held, piece),
            )


def _pieces(text: str, block: Block, language: str, protected: Sequence[Span]) -> list[Span]:
    """Return the segments of one block, trimmed; a piece without anything to translate joins a neighbour."""
    cuts = find_boundaries(text, language, kind=block.kind, protected=protected)
    free = _blank(text, protected)
    pieces: list[Span] = []
    pending: int | None = None
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        begin = start if pending is None else pending
        if any(char.isalpha() for char in free[start:end]):
            pieces.append(Span(begin, end))
            pending = None
        elif pieces and block.kind != "verse":
            pieces[-1] = Span(pieces[-1].start, end)
        elif block.kind != "verse":
            pending = begin
    return [_trim(text, piece) for piece in pieces]


def _blank(text: str, protected: Sequence[Span]) -> str:
    """Return the text with a space for each protected character."""
    parts, place = [], 0
    for span in protected:
        parts += [text[place : span.start], " " * len(span)]
        place = span.end
    return "".join([*parts, text[place:]])


def _trim(text: str, piece: Span) -> Span:
    start, end = piece.start, piece.end
    while text[start].isspace() or text[start] in _EDGE:
        start += 1
    while text[end - 1].isspace() or text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def _within(spans: Sequence[Span], frame: Span) -> tuple[Span, ...]:
    """Return those of some ordered, disjoint spans that reach into `frame`, cut to it."""
    first = bisect_right(spans, frame.start, key=lambda span: span.end)
    last = bisect_left(spans, frame.end, key=lambda span: span.start)
    return tuple(_cut(span, frame) for span in spans[first:last])


def _cut(span: Span, frame: Span) -> Span:
    """Return the part of `span` within `frame`, in positions relative to it."""
    start = min(max(span.start, frame.start), frame.end)
    return Span(start - frame.start, max(start, min(span.end, frame.end)) - frame.start)


class _Cursor:
    """Deals the marks of a document out to segments that come in order."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))
        self._first = 0

    def within(self, frame: Span) -> tuple[Mark, ...]:
        """Return the marks that reach into `frame`, cut to it; a point between two goes to the first."""
        found: list[Mark] = []
        kept: list[Mark] = []
        index = self._first
        while index < len(self._marks) and self._marks[index].span.start <= frame.end:
            mark = self._marks[index]
            index += 1
            if not len(mark.span):
                if frame.start <= mark.span.start <= frame.end:
                    found.append(replace(mark, span=_cut(mark.span, frame)))
                elif mark.span.start > frame.end:
                    kept.append(mark)
                continue
            if mark.span.overlaps(frame):
                found.append(replace(mark, span=_cut(mark.span, frame)))
            if mark.span.end > frame.end:
                kept.append(mark)
        self._marks[self._first : index] = kept
        return tuple(found)

"""A translation that people made and the segments of its article go in; what belongs to what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

from translate_pipe.article import read_article
from translate_pipe.errors import AlignmentError
from translate_pipe.model import Segment, Span
from translate_pipe.segment import segment_document


@dataclass(frozen=True, slots=True)
class Reference:
    """The parts of a reference, each with the segments of the article that it translates, counted from 0.

    They are segments where both sides have equally many, or else paragraphs.
    """

    unit: Literal["segment", "paragraph"]
    parts: tuple[tuple[Span, str], ...]

    def at(self, number: int) -> str:
        """Return the part that begins with a segment, "" where none does."""
        return next((text for place, text in self.parts if place.start == number), "")


def align_reference(segments: Sequence[Segment], path: Path, locale: str) -> Reference:
    """Return the reference in a file, part by part: segments, or paragraphs where those correspond.

    Raises:
        AlignmentError: neither segments nor paragraphs are equally many; nothing is guessed.
        ArticleError: the file cannot be read.
    """
    document = read_article(path)
    theirs = segment_document(document, locale)
    if len(theirs) == len(segments):
        return Reference("segment", tuple((Span(at, at + 1), one.source) for at, one in enumerate(theirs)))
    ours = [len(list(group)) for _, group in groupby(segments, key=lambda one: one.block)]
    paragraphs = [list(group) for _, group in groupby(theirs, key=lambda one: one.block)]
    if len(ours) != len(paragraphs):
        raise AlignmentError(
            f"the reference has {len(theirs)} segments in {len(paragraphs)} paragraphs, "
            f"the article {len(segments)} in {len(ours)}",
            path=path,
            remedy="give it as many paragraphs as the article, in the same order",
        )
    parts, start = [], 0
    for count, paragraph in zip(ours, paragraphs, strict=True):
        parts.append((Span(start, start + count), " ".join(one.source for one in paragraph)))
        start += count
    return Reference("paragraph", tuple(parts))

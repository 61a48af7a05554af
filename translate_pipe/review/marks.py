"""Marks of a target go in with an edit of its text; marks in the edited text come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from translate_pipe.markup import nest_marks
from translate_pipe.model import Mark, Span
from translate_pipe.review.words import Step, compare


def shift_marks(marks: Sequence[Mark], before: str, after: str) -> tuple[Mark, ...]:
    """Return the marks at the places in `after` that correspond to theirs in `before`; none is lost.

    A mark over words that were replaced covers what replaced them.
    """
    if not marks:
        return ()
    steps = compare(before, after)
    shifted = []
    for mark in marks:
        start = _shift(mark.span.start, steps, at_end=False)
        end = _shift(mark.span.end, steps, at_end=True) if len(mark.span) else start
        shifted.append(replace(mark, span=Span(start, max(start, end))))
    return nest_marks(shifted)


def _shift(position: int, steps: Sequence[Step], *, at_end: bool) -> int:
    """Return where a position went; within a change it goes to the outer edge of what came instead."""
    last = 0
    for step in steps:
        stop = step.start + len(step.before)
        inside = step.start < position <= stop if at_end else step.start <= position < stop
        if inside:
            if step.kind == "same":
                return step.to + position - step.start
            return step.to + len(step.after) if at_end else step.to
        if stop <= position:
            last = step.to + len(step.after)
    return last


def adopt_marks(read: Sequence[Mark], known: Sequence[Mark], before: str, after: str) -> tuple[Mark, ...]:
    """Return the marks of an edited target as its file holds them, in their old order.

    Attributes and kinds come from the `known` marks. What a file cannot have invented (an unknown id) is
    left out; pictures, footnotes, links and breaks that its editor lost are put where they were.
    """
    placed = {mark.id: mark.span for mark in read}
    kept = ("footnote", "image", "link", "break")
    lost = shift_marks([m for m in known if m.id not in placed and m.kind in kept], before, after)
    placed |= {mark.id: mark.span for mark in lost}
    return nest_marks([replace(mark, span=placed[mark.id]) for mark in known if mark.id in placed])

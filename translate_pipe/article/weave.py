"""The blocks of a document and its units go in; each block's target text with nested marks comes out."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from translate_pipe.errors import ArticleError
from translate_pipe.markup import nest_marks, project_marks
from translate_pipe.model import Document, Mark, Span, TranslationUnit

# The attribute of a point that names the mark it lies in, where its place alone does not tell.
PARENT = "in"


@dataclass(frozen=True, slots=True)
class BlockTarget:
    """What stands in a block of the translated article; marks have positions within `text`.

    `changed` is false where the block is to stay exactly as it is in the original file.
    """

    text: str
    marks: tuple[Mark, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One step through marked text: a stretch of plain text, or a mark that opens, closes or stands there."""

    kind: Literal["text", "open", "close", "point"]
    text: str = ""
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a block (a segment or the gap between two), before and after translation."""

    source: Span
    target: Span
    unit: TranslationUnit | None
    marks: tuple[Mark, ...] = ()


def fill_blocks(document: Document, units: Sequence[TranslationUnit]) -> Iterator[BlockTarget]:
    """Yield n targets for the n blocks of `document`: segments replaced, the gaps between them kept.

    A segment without a unit, and one with a blank target that no reviewer has approved, keeps its source.

    Raises:
        ArticleError: a unit does not belong to this document, or two units claim the same text.
    """
    # The places alone, since the units may be too many for the memory.
    places: dict[int, array[int]] = {}
    for place, unit in enumerate(units):
        _check_unit(document, unit)
        places.setdefault(unit.segment.block, array("L")).append(place)
    marks_of = _marks_by_block(document)
    for index in range(len(document.blocks)):
        own = [units[place] for place in places.get(index, ())]
        yield _fill_block(document, index, own, marks_of.get(index, []))


def changed_blocks(document: Document, targets: Sequence[BlockTarget]) -> dict[str, BlockTarget]:
    """Return what the n blocks are to say, by their addresses; those that stay as they are are left out."""
    pairs = zip(document.blocks, targets, strict=True)
    return {block.address: target for block, target in pairs if target.changed}


def walk(text: str, marks: Sequence[Mark]) -> Generator[Event, None, None]:
    """Yield the events of `text` with its well nested `marks`, in reading order.

    The text under a break is left out: the break stands for it.
    """
    open_marks: list[Mark] = []
    position = 0
    for mark in sorted(marks, key=lambda m: _reading_order(m, marks)):
        while open_marks and open_marks[-1].span.end <= mark.span.start:
            ends_here = open_marks[-1].span.end == mark.span.start
            if _is_point(mark) and ends_here and _parent(mark) == open_marks[-1].id:
                break
            position = yield from _advance(text, position, open_marks[-1].span.end)
            yield Event("close", mark=open_marks.pop())
        position = yield from _advance(text, position, mark.span.start)
        if _is_point(mark):
            yield Event("point", mark=mark)
            position = max(position, mark.span.end)
        else:
            yield Event("open", mark=mark)
            open_marks.append(mark)
    while open_marks:
        position = yield from _advance(text, position, open_marks[-1].span.end)
        yield Event("close", mark=open_marks.pop())
    yield from _advance(text, position, len(text))


def _advance(text: str, position: int, end: int) -> Generator[Event, None, int]:
    if end > position:
        yield Event("text", text=text[position:end])
    return max(position, end)


def _is_point(mark: Mark) -> bool:
    return not mark.span or mark.kind == "break"


def _parent(mark: Mark) -> str:
    return dict(mark.attributes).get(PARENT, "")


def _reading_order(mark: Mark, marks: Sequence[Mark]) -> tuple[int, int, int]:
    """Points at the end of their parent come first, then other points, then spans, then points in these."""
    start = mark.span.start
    if not _is_point(mark):
        return start, 2, -mark.span.end
    parents = [other.span for other in marks if other.id == _parent(mark)]
    if parents and parents[0].start == start:
        return start, 3, 0
    return start, 0 if parents and parents[0].end == start else 1, 0


def _check_unit(document: Document, unit: TranslationUnit) -> None:
    segment = unit.segment
    fits = 0 <= segment.block < len(document.blocks)
    fits = fits and document.blocks[segment.block].span.contains(segment.span)
    if not fits or segment.span.of(document.text) != segment.source:
        raise ArticleError(
            f"segment {segment.id} is not a part of this article",
            path=document.name,
            remedy="the article has changed since it was translated; translate it again",
        )


def _marks_by_block(document: Document) -> dict[int, list[Mark]]:
    starts = [block.span.start for block in document.blocks]
    found: dict[int, list[Mark]] = {}
    for mark in document.marks:
        found.setdefault(bisect_right(starts, mark.span.start) - 1, []).append(mark)
    return found


def _fill_block(
    document: Document, index: int, units: list[TranslationUnit], marks: Sequence[Mark]
) -> BlockTarget:
    block = document.blocks[index].span
    pieces, text = _lay_pieces(document, block, sorted(units, key=lambda unit: unit.segment.span))
    targets = [
        replace(mark, span=_carry(replace(mark, span=mark.span.shift(-block.start)), pieces))
        for mark in marks
    ]
    nested = nest_marks(targets)
    sources = tuple(mark.span.shift(-block.start) for mark in marks)
    unchanged = text == block.of(document.text) and sources == tuple(mark.span for mark in nested)
    return BlockTarget(text, nested, not unchanged)


def _lay_pieces(
    document: Document, block: Span, units: Sequence[TranslationUnit]
) -> tuple[list[_Piece], str]:
    """Lay segments and gaps of a block side by side; spans of the pieces are relative to the block."""
    pieces: list[_Piece] = []
    parts: list[str] = []
    length, position = 0, block.start

    def lay(source: Span, text: str, unit: TranslationUnit | None, marks: tuple[Mark, ...]) -> None:
        nonlocal length, position
        pieces.append(_Piece(source.shift(-block.start), Span(length, length + len(text)), unit, marks))
        parts.append(text)
        length += len(text)
        position = source.end

    for unit in units:
        span = unit.segment.span
        if span.start < position:
            raise ArticleError(
                f"segment {unit.segment.id} is translated twice", path=document.name,
                remedy="keep one translation of it",
            )  # fmt: skip
        if span.start > position:
            gap = Span(position, span.start)
            lay(gap, gap.of(document.text), None, ())
        target = _target_of(unit)
        lay(span, target, unit, _target_marks(unit, target))
    if position < block.end:
        gap = Span(position, block.end)
        lay(gap, gap.of(document.text), None, ())
    return pieces, "".join(parts)


def _target_of(unit: TranslationUnit) -> str:
    if unit.target.strip() or unit.state == "reviewed":
        return unit.target
    return unit.segment.source


def _target_marks(unit: TranslationUnit, target: str) -> tuple[Mark, ...]:
    """Return the marks of the target; points and links that it lacks are put back, for they are content."""
    segment = unit.segment
    if not segment.marks:
        return ()
    present = {mark.id for mark in unit.target_marks}
    if not present and target == segment.source:
        return segment.marks
    missing = {
        mark.id
        for mark in segment.marks
        if mark.id not in present
        and (not present or not mark.span or mark.kind in ("link", "break", "other"))
    }
    if not missing:
        return unit.target_marks
    projected = project_marks(segment, target, unit.terms, ())
    return unit.target_marks + tuple(mark for mark in projected if mark.id in missing)


def _carry(mark: Mark, pieces: Sequence[_Piece]) -> Span:
    """Return where a mark of the block (span relative to it) stands in the block's target."""
    found: list[Span] = []
    for piece in pieces:
        if piece.unit is not None:
            found += [m.span.shift(piece.target.start) for m in piece.marks if m.id == mark.id]
        elif mark.span.overlaps(piece.source) or (not mark.span and piece.source.contains(mark.span)):
            start = max(mark.span.start, piece.source.start)
            end = min(mark.span.end, piece.source.end)
            shift = piece.target.start - piece.source.start
            found.append(Span(start + shift, max(start, end) + shift))
    if not mark.span and found:
        return found[0]
    real = [span for span in found if span] or found
    if not real:
        return _nearest(mark.span.start, pieces)
    return Span(min(span.start for span in real), max(span.end for span in real))


def _nearest(place: int, pieces: Sequence[_Piece]) -> Span:
    """Return the end of the last piece that begins before `place`."""
    ends = [piece.target.end for piece in pieces if piece.source.start < place]
    here = ends[-1] if ends else 0
    return Span(here, here)

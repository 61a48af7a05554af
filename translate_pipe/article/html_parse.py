"""The pieces of an HTML page go in; its translatable stretches come out, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from translate_pipe.article.build import MarkNames
from translate_pipe.article.html_inline import Element, HtmlSlot, read_run
from translate_pipe.article.html_names import CLOSES, CLOSES_PARAGRAPH, INLINE, OPAQUE, VOID
from translate_pipe.article.html_scan import Piece, clean_value, element_end, scan_html, value_span
from translate_pipe.model import Span

_SPACE = re.compile(r"[ \t\n\r\f]+")


def find_slots(text: str) -> list[HtmlSlot]:
    """Return all translatable stretches of a page in source order, navigation included."""
    pieces = scan_html(text)
    names = MarkNames()
    slots: list[HtmlSlot] = []
    for run, path in _runs(text, pieces):
        slot = read_run(text, run, path, names)
        if slot is not None:
            slots.append(slot)
        slots += _captions(text, run, path)
    return slots


def _runs(text: str, pieces: list[Piece]) -> Iterator[tuple[list[Piece], tuple[Element, ...]]]:
    """Yield each stretch of inline pieces between two block tags, with the elements around it."""
    stack: list[Element] = []
    run: list[Piece] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        end = _opaque_end(pieces, index)
        if piece.kind in ("text", "other") or piece.name in INLINE:
            whole = Piece(
                "other", piece.name, Span(piece.span.start, pieces[end - 1].span.end), piece.attributes
            )
            run.append(whole if end > index + 1 or _stands_alone(piece) else piece)
        else:
            yield from _split_at_breaks(text, run, tuple(stack))
            run = []
            _update(stack, piece, index)
        index = end
    yield from _split_at_breaks(text, run, tuple(stack))


def _stands_alone(piece: Piece) -> bool:
    return piece.kind == "start" and piece.name in VOID and piece.name not in ("br", "img")


def _opaque_end(pieces: list[Piece], index: int) -> int:
    """Return the index behind a piece, or behind the whole element if its content is not to be read."""
    piece = pieces[index]
    if piece.kind != "start":
        return index + 1
    untranslatable = piece.attribute("translate").lower() == "no" or "notranslate" in piece.attribute("class")
    if piece.name in OPAQUE or (untranslatable and piece.name not in INLINE and piece.name not in VOID):
        return element_end(pieces, index)
    return index + 1


def _split_at_breaks(
    text: str, run: list[Piece], path: tuple[Element, ...]
) -> Iterator[tuple[list[Piece], tuple[Element, ...]]]:
    """Yield the run in parts: two line breaks in a row part paragraphs."""
    part: list[Piece] = []
    breaks = 0
    for piece in run:
        if piece.kind == "start" and piece.name == "br":
            breaks += 1
        elif piece.kind == "text" and piece.span.of(text).strip(" \t\n\r\f"):
            if breaks > 1:
                yield part, path
                part = []
            breaks = 0
        part.append(piece)
    if part:
        yield part, path


def _update(stack: list[Element], piece: Piece, number: int) -> None:
    """Open or close elements as the tag says, or as HTML implies."""
    if piece.kind == "end":
        if piece.name in [element.name for element in stack]:
            while stack.pop().name != piece.name:
                pass
        return
    closes, barrier = CLOSES.get(piece.name, (frozenset[str](), frozenset[str]()))
    if piece.name in CLOSES_PARAGRAPH:
        closes = frozenset(("p",))
    for place in range(len(stack) - 1, -1, -1):
        if stack[place].name in barrier or not closes:
            break
        if stack[place].name in closes:
            del stack[place:]
        elif piece.name in CLOSES_PARAGRAPH:
            break
    if piece.name not in VOID:
        hidden = any(name == "hidden" for name, _ in piece.attributes)
        hidden = hidden or piece.attribute("aria-hidden") == "true"
        stack.append(Element(piece.name, number, piece.attribute("role").lower(), hidden))


def _captions(text: str, run: Sequence[Piece], path: tuple[Element, ...]) -> Iterator[HtmlSlot]:
    """Yield the texts that attributes hold: alternative texts of images, titles of anything."""
    for piece in run:
        if piece.kind == "end":
            continue
        for name in ("alt", "title") if piece.name == "img" else ("title",):
            if piece.kind == "other" and piece.name not in VOID:
                continue
            span = value_span(text, piece, name) if piece.name else None
            value = _SPACE.sub(" ", clean_value(span.of(text))).strip() if span else ""
            if span and any(char.isalpha() for char in value):
                yield HtmlSlot("caption", span, path, attribute=name, text=value)

"""The pieces of an HTML page go in; its translatable stretches come out, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from translate_pipe.article.build import MarkNames
from translate_pipe.article.html_inline import Element, HtmlSlot, read_run
from translate_pipe.article.html_names import (
    BUTTONS,
    CLOSES,
    CLOSES_PARAGRAPH,
    DESCRIBED,
    DESCRIPTIONS,
    INLINE,
    OPAQUE,
    READABLE,
    READABLE_ON,
    VOID,
)
from translate_pipe.article.html_scan import Piece, clean_value, element_end, scan_html, value_span
from translate_pipe.model import Span

_SPACE = re.compile(r"[ \t\n\r\f]+")
_TEMPLATE = re.compile(r"\{\{|\{%|<%|<\?|\$\{")


def find_slots(text: str, *, names: MarkNames | None = None, xml: bool = False) -> list[HtmlSlot]:
    """Return all translatable stretches of a page in source order, navigation included.

    Args:
        names: gives the marks their ids, where the page is but a part of the article.
        xml: the page is XHTML.
    """
    pieces = scan_html(text, xml=xml)
    names = names or MarkNames()
    slots: list[HtmlSlot] = []
    for run, path, described in _runs(text, pieces):
        slot = read_run(text, run, path, names)
        if slot is not None:
            slots.append(slot)
        slots += _captions(text, described, path)
    return slots


def _runs(
    text: str, pieces: list[Piece]
) -> Iterator[tuple[list[Piece], tuple[Element, ...], Sequence[Piece]]]:
    """Yield each stretch of inline pieces between two block tags, or one block tag.

    With it come the elements around it, and the tags in it whose attributes people may read.
    """
    stack: list[Element] = []
    run: list[Piece] = []
    described: dict[Span, list[Piece]] = {}
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        end = _opaque_end(pieces, index)
        if piece.kind in ("text", "other") or piece.name in INLINE:
            whole = Piece(
                "other", piece.name, Span(piece.span.start, pieces[end - 1].span.end), piece.attributes
            )
            run.append(whole if end > index + 1 or _stands_alone(piece) else piece)
            described[run[-1].span] = _described(pieces, index, end)
        else:
            yield from _split_at_breaks(text, run, tuple(stack), described)
            run, described = [], {}
            _update(stack, piece, index)
            yield [], tuple(stack), _described(pieces, index, end)
        index = end
    yield from _split_at_breaks(text, run, tuple(stack), described)


def _described(pieces: Sequence[Piece], start: int, end: int) -> list[Piece]:
    """Return the tags whose attributes people may read: of an opaque element its own, and its pictures."""
    piece = pieces[start]
    if piece.kind != "start" or _untranslatable(piece):
        return []
    if end == start + 1:
        return [piece]
    if piece.name not in DESCRIBED:
        return []
    return [
        piece,
        *(inner for inner in pieces[start + 1 : end] if inner.kind == "start" and inner.name == "img"),
    ]


def _untranslatable(piece: Piece) -> bool:
    return piece.attribute("translate").lower() == "no" or "notranslate" in piece.attribute("class").split()


def _stands_alone(piece: Piece) -> bool:
    return piece.kind == "start" and piece.name in VOID and piece.name not in ("br", "img")


def _opaque_end(pieces: list[Piece], index: int) -> int:
    """Return the index behind a piece, or behind the whole element if its content is not to be read."""
    piece = pieces[index]
    if piece.kind != "start":
        return index + 1
    if piece.name in OPAQUE or (
        _untranslatable(piece) and piece.name not in INLINE and piece.name not in VOID
    ):
        return element_end(pieces, index)
    return index + 1


def _split_at_breaks(
    text: str, run: list[Piece], path: tuple[Element, ...], described: Mapping[Span, list[Piece]]
) -> Iterator[tuple[list[Piece], tuple[Element, ...], Sequence[Piece]]]:
    """Yield the run in parts: two line breaks in a row part paragraphs."""
    part: list[Piece] = []
    breaks = 0
    hidden = _hidden(run)

    def close() -> tuple[list[Piece], tuple[Element, ...], Sequence[Piece]]:
        shown = [p for p in part if not any(span.contains(p.span) for span in hidden)]
        return part, path, [tag for piece in shown for tag in described.get(piece.span, ())]

    for piece in run:
        if piece.kind == "start" and piece.name == "br":
            breaks += 1
        elif piece.kind == "text" and piece.span.of(text).strip(" \t\n\r\f"):
            if breaks > 1:
                yield close()
                part = []
            breaks = 0
        part.append(piece)
    if part:
        yield close()


def _hidden(run: list[Piece]) -> list[Span]:
    """Return the inline elements that are not to be translated."""
    ends = [
        (index, element_end(run, index))
        for index, piece in enumerate(run)
        if piece.kind == "start" and piece.name not in VOID and _untranslatable(piece)
    ]
    return [Span(run[start].span.start, run[end - 1].span.end) for start, end in ends]


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


def _captions(text: str, tags: Sequence[Piece], path: tuple[Element, ...]) -> Iterator[HtmlSlot]:
    """Yield the texts that attributes hold: alternative texts, titles, labels, descriptions of the page."""
    for piece in tags:
        names = [name for name, _ in piece.attributes if _is_readable(piece, name)]
        for name in dict.fromkeys(names):
            span = value_span(text, piece, name)
            value = _SPACE.sub(" ", clean_value(span.of(text))).strip() if span else ""
            if span and any(char.isalpha() for char in value) and not _TEMPLATE.search(value):
                yield HtmlSlot("caption", span, path, attribute=name, text=value)


def _is_readable(piece: Piece, name: str) -> bool:
    """Tell whether people read the value of an attribute."""
    if piece.name == "meta":
        label = piece.attribute("name") or piece.attribute("property") or piece.attribute("itemprop")
        return name == "content" and label.strip().lower() in DESCRIPTIONS
    if piece.name == "link" or piece.name in ("style", "script"):
        return False
    if piece.name == "input" and name == "value":
        return piece.attribute("type").lower() in BUTTONS
    return name in READABLE or name in READABLE_ON.get(piece.name, ())

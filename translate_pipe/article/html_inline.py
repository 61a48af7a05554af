"""One run of inline pieces goes in; its clean text with marks comes out, as a slot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from translate_pipe.article.build import MarkNames, order_marks
from translate_pipe.article.html_names import BLOCK_KINDS, CODE, MARK_KINDS, VOID
from translate_pipe.article.html_scan import Piece
from translate_pipe.article.whole_words import is_note_sign
from translate_pipe.model import BlockKind, Mark, MarkKind, Span

_SPACE = re.compile(r"[ \t\n\r\f]+")
_NOTE_SIGN = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[*†‡§]{1,3}|[a-z])\s*[\])]?\s*")


@dataclass(frozen=True, slots=True)
class Element:
    """An open element: its name and what its attributes say of its role."""

    name: str
    number: int
    role: str = ""
    hidden: bool = False


@dataclass(slots=True)
class HtmlSlot:
    """One stretch of inline content, or the value of one attribute (`attribute` says which).

    `path` holds the elements around it, outermost first; `linked` is the share of its text in links.
    """

    kind: BlockKind
    span: Span
    path: tuple[Element, ...]
    attribute: str = ""
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    protected: list[Span] = field(default_factory=list)
    raw: dict[str, tuple[Span, Span]] = field(default_factory=dict)
    linked: float = 0.0


def read_run(text: str, run: list[Piece], path: tuple[Element, ...], names: MarkNames) -> HtmlSlot | None:
    """Return the slot that a run of inline pieces of the page is, or None if it has nothing to translate."""
    return _Reader(text, run, path, names).read()


class _Reader:
    """Turns one run of inline pieces into a slot."""

    def __init__(self, text: str, run: list[Piece], path: tuple[Element, ...], names: MarkNames) -> None:
        self.source = text
        self.path = path
        self.names = names
        self.partner = _pair_tags(run)
        self.run = run
        self.parts: list[str] = []
        self.length = 0
        self.slot = HtmlSlot(_kind_of(path), Span(0, 0), path)
        self.open: list[tuple[int, str, int]] = []
        self.protected: set[str] = set()
        self.all_linked = False

    def read(self) -> HtmlSlot | None:
        first, last = self._peel()
        if first > last:
            return None
        linked = 0
        index = first
        while index <= last:
            end = self._note_end(index)
            if end is None:
                before = self.length
                self._take(index)
                linked += self.length - before if self._in_link() else 0
                index += 1
            else:
                self._point("footnote", Span(self.run[index].span.start, self.run[end].span.end))
                index = end + 1
        slot = self.slot
        slot.text = "".join(self.parts).rstrip(" \n")
        slot.marks = order_marks([self._trim(mark) for mark in slot.marks])
        slot.protected = [mark.span for mark in slot.marks if mark.id in self.protected and mark.span]
        slot.span = self._extent(first, last)
        slot.linked = 1.0 if self.all_linked else linked / max(self.length, 1)
        protected = {p for span in slot.protected for p in range(span.start, span.end)}
        if not any(char.isalnum() and place not in protected for place, char in enumerate(slot.text)):
            return None
        return slot

    def _peel(self) -> tuple[int, int]:
        """Return the first and last index that the slot needs; tags around all of it stay outside."""
        first, last = 0, len(self.run) - 1
        while first <= last:
            if self._is_empty(first):
                first += 1
            elif self._is_empty(last):
                last -= 1
            elif self.partner.get(first) == last and not self._is_protected(first):
                self.all_linked = self.all_linked or self.run[first].name == "a"
                first, last = first + 1, last - 1
            elif self._opens_nothing(first, last):
                first = self.partner.get(first, first) + 1
            elif self._opens_nothing(last, first):
                last = self.partner.get(last, last) - 1
            else:
                break
        return first, last

    def _is_empty(self, index: int) -> bool:
        """Tell whether the piece is white space, or stands for itself and need not move with words."""
        piece = self.run[index]
        if piece.kind == "text":
            return not piece.span.of(self.source).strip(" \t\n\r\f")
        return piece.kind == "other" or piece.name in ("br", "img")

    def _opens_nothing(self, index: int, limit: int) -> bool:
        """Tell whether a tag is unpaired, or its element has no text and does not reach `limit`."""
        if self.run[index].kind == "text":
            return False
        other = self.partner.get(index)
        if other is None:
            return True
        inside = range(min(index, other) + 1, max(index, other))
        if limit in range(min(index, other), max(index, other) + 1):
            return False
        return all(self.run[i].kind != "text" or self._is_empty(i) for i in inside)

    def _is_protected(self, index: int) -> bool:
        piece = self.run[index]
        return (
            piece.name in CODE
            or piece.attribute("translate").lower() == "no"
            or "notranslate" in piece.attribute("class").split()
        )

    def _note_end(self, index: int) -> int | None:
        """Return the index of the end tag if the element at `index` is the reference of a footnote."""
        piece, end = self.run[index], self.partner.get(index)
        if piece.kind != "start" or end is None or piece.name not in ("sup", "a"):
            return None
        names = {inner.name for inner in self.run[index : end + 1]}
        inner_text = "".join(
            unescape(inner.span.of(self.source)) for inner in self.run[index:end] if inner.kind == "text"
        )
        if names == {"sup", ""} and is_note_sign(inner_text.strip(), "".join(self.parts)):
            return end
        return end if {"sup", "a"} <= names and _NOTE_SIGN.fullmatch(inner_text) else None

    def _take(self, index: int) -> None:
        piece = self.run[index]
        if piece.kind == "text":
            self._add(piece)
        elif piece.kind == "other" or piece.name == "img":
            if piece.name not in ("wbr", ""):
                self._point(MARK_KINDS.get(piece.name, "other"), piece.span)
            elif piece.name == "":
                self._point("other", piece.span)
        elif piece.name == "br":
            if piece.kind == "start":
                self._break(piece)
        elif index not in self.partner:
            self._point("other", piece.span)
        elif piece.kind == "start":
            kind = MARK_KINDS.get(piece.name, "other")
            self.open.append((index, self.names.name(kind), self.length))
        else:
            self._close(index)

    def _add(self, piece: Piece) -> None:
        text = _SPACE.sub(" ", unescape(piece.span.of(self.source))).replace("\xad", "")
        if not self.length or self.parts[-1].endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text:
            self.parts.append(text)
            self.length += len(text)

    def _close(self, index: int) -> None:
        start_index, name, start = self.open.pop()
        piece = self.run[start_index]
        kind = MARK_KINDS.get(piece.name, "other")
        span = Span(start, self.length)
        attributes = [("tag", piece.name)]
        attributes += [(key, value) for key, value in piece.attributes if key in ("href", "title")]
        self.slot.marks.append(Mark(name, kind, span, tuple(attributes)))
        self.slot.raw[name] = (piece.span, self.run[index].span)
        if self._is_protected(start_index):
            self.protected.add(name)

    def _trim(self, mark: Mark) -> Mark:
        """Return the mark without the white space at its ends, and within the text."""
        text = self.slot.text
        start, end = min(mark.span.start, len(text)), min(mark.span.end, len(text))
        if mark.kind != "break":
            while start < end and text[start] in " \n":
                start += 1
            while end > start and text[end - 1] in " \n":
                end -= 1
        return replace(mark, span=Span(start, end))

    def _break(self, piece: Piece) -> None:
        if self.parts and self.parts[-1].endswith(" "):
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1
        name = self.names.name("break")
        self.slot.marks.append(Mark(name, "break", Span(self.length, self.length + 1)))
        self.slot.raw[name] = (piece.span, Span(0, 0))
        self.parts.append("\n")
        self.length += 1

    def _point(self, kind: MarkKind, span: Span) -> None:
        if self.parts and self.parts[-1].endswith(" "):
            # The text keeps one of the two spaces around it; the other moves with the point.
            after = _SPACE.match(self.source, span.end)
            span = Span(span.start, after.end()) if after else span
        name = self.names.name(kind)
        attributes = (("in", self.open[-1][1]),) if self.open else ()
        self.slot.marks.append(Mark(name, kind, Span(self.length, self.length), attributes))
        self.slot.raw[name] = (span, Span(0, 0))

    def _in_link(self) -> bool:
        return any(self.run[index].name == "a" for index, _, _ in self.open)

    def _extent(self, first: int, last: int) -> Span:
        """Return the source range of the slot, white space at both ends apart."""
        start, end = self.run[first].span.start, self.run[last].span.end
        if self.run[first].kind == "text":
            text = self.run[first].span.of(self.source)
            start += len(text) - len(text.lstrip(" \t\n\r\f"))
        if self.run[last].kind == "text":
            text = self.run[last].span.of(self.source)
            end -= len(text) - len(text.rstrip(" \t\n\r\f"))
        return Span(start, max(start, end))


def _pair_tags(run: Sequence[Piece]) -> dict[int, int]:
    """Return for each start and end tag that belong together the index of the other; well nested."""
    partner: dict[int, int] = {}
    stack: list[int] = []
    for index, piece in enumerate(run):
        if piece.kind == "start" and piece.name not in VOID:
            stack.append(index)
        elif piece.kind == "end":
            place = next((i for i in reversed(stack) if run[i].name == piece.name), None)
            if place is not None:
                partner[place], partner[index] = index, place
                del stack[stack.index(place) :]
    return partner


def _kind_of(path: Sequence[Element]) -> BlockKind:
    for element in reversed(path):
        if element.name in BLOCK_KINDS:
            return BLOCK_KINDS[element.name]
    return "paragraph"

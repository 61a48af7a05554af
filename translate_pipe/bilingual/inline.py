"""Text with inline markup becomes a properly nested run of pieces, and XML content becomes text and marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from translate_pipe.bilingual.escape import XML_FORBIDDEN
from translate_pipe.model import Mark, MarkKind, Span, TermOutcome, TranslationUnit

MARK_KINDS: tuple[MarkKind, ...] = (
    "bold",
    "italic",
    "underline",
    "strike",
    "code",
    "link",
    "footnote",
    "image",
    "break",
    "other",
)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A stretch of text that is no markup: a term with its account, or text that must be copied."""

    id: str
    kind: Literal["term", "protected"]
    span: Span
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One step through a text: a text run, a point, or the start or end of an item.

    `whole` tells that start and end nest properly, so that one element may hold what lies between.
    """

    kind: Literal["text", "point", "start", "end"]
    text: str = ""
    item: Mark | Annotation | None = None
    whole: bool = True


def source_annotations(unit: TranslationUnit) -> tuple[Annotation, ...]:
    """Return the terms and protected stretches of a source, without overlaps; terms come first.

    Targets get none: programs that put a new text into a target (translate-toolkit, and what is built on
    it) leave the elements that were in the old one behind it, with their words.
    """
    terms = [_term(place, outcome, outcome.match.span) for place, outcome in enumerate(unit.terms, start=1)]
    kept = [
        Annotation(f"p{place}", "protected", span)
        for place, span in enumerate(unit.segment.protected, start=1)
    ]
    return _without_overlaps([*terms, *kept], unit.segment.source)


def _term(place: int, outcome: TermOutcome, span: Span) -> Annotation:
    entry = outcome.match.entry
    wanted = outcome.surface or (entry.targets[0] if entry.targets else "")
    return Annotation(f"t{place}", "term", span, f"{outcome.state}: {wanted}" if wanted else outcome.state)


def _without_overlaps(found: Sequence[Annotation], text: str) -> tuple[Annotation, ...]:
    kept: list[Annotation] = []
    for annotation in found:
        span = annotation.span
        if len(span) and span.end <= len(text) and not any(span.overlaps(other.span) for other in kept):
            kept.append(annotation)
    return tuple(kept)


def pieces_of(text: str, marks: Sequence[Mark], annotations: Sequence[Annotation] = ()) -> Iterator[Piece]:
    """Yield the pieces of a text in order; marks that cross others come with `whole` false.

    Marks beyond the end of the text are clipped to it.
    """
    points = sorted((mark for mark in marks if not len(mark.span)), key=lambda mark: mark.span.start)
    spans: list[Mark | Annotation] = [*annotations, *(mark for mark in marks if len(mark.span))]
    nested: list[Mark | Annotation] = []
    crossing: list[Mark | Annotation] = []
    for item in spans:
        (crossing if any(_cross(item.span, other.span) for other in nested) else nested).append(item)
    nested.sort(key=lambda item: (item.span.start, -item.span.end))
    crossing = [item for item in crossing if isinstance(item, Mark)]
    edges = {0, len(text)}
    for item in (*points, *spans):
        edges |= {min(item.span.start, len(text)), min(item.span.end, len(text))}
    stack: list[Mark | Annotation] = []
    ordered = sorted(edges)
    for place, start in enumerate(ordered):
        while stack and min(stack[-1].span.end, len(text)) <= start:
            yield Piece("end", item=stack.pop())
        for item in crossing:
            if min(item.span.end, len(text)) == start:
                yield Piece("end", item=item, whole=False)
        for point in points:
            if min(point.span.start, len(text)) == start:
                yield Piece("point", item=point)
        for item in crossing:
            if min(item.span.start, len(text)) == start:
                yield Piece("start", item=item, whole=False)
        for item in nested:
            if item.span.start == start:
                stack.append(item)
                yield Piece("start", item=item)
        if start < len(text):
            yield Piece("text", text[start : ordered[place + 1]])
    while stack:
        yield Piece("end", item=stack.pop())


def _cross(one: Span, other: Span) -> bool:
    return one.overlaps(other) and not one.contains(other) and not other.contains(one)


class InlineWriter:
    """Builds mixed content below one element, text by text and element by element."""

    def __init__(self, root: etree._Element, control: Callable[[InlineWriter, str], None]) -> None:
        self._stack = [root]
        self._control = control

    def text(self, text: str) -> None:
        """Add text; what XML cannot hold goes through the function that the format gave."""
        position = 0
        for found in XML_FORBIDDEN.finditer(text):
            for char in found[0]:
                self._plain(text[position : found.start()])
                self._control(self, char)
                position = found.end()
        self._plain(text[position:])

    def _plain(self, text: str) -> None:
        parent = self._stack[-1]
        if not text:
            return
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def empty(self, tag: str, attributes: dict[str, str]) -> None:
        """Add an element without content."""
        etree.SubElement(self._stack[-1], tag, attributes)

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        """Add an element; what follows is its content until `close`."""
        self._stack.append(etree.SubElement(self._stack[-1], tag, attributes))

    def close(self) -> None:
        """End the element that was opened last."""
        self._stack.pop()


@dataclass(frozen=True, slots=True)
class Code:
    """What an inline element means: `role` and, for markup, the id and kind of its mark.

    Roles: `span` (markup around its content), `point`, `start` and `end` (one half of a pair), `character`
    (`text` is it), `transparent` (its content is text), `hidden` (its content is not text).
    """

    role: Literal["span", "point", "start", "end", "character", "transparent", "hidden"]
    id: str = ""
    kind: MarkKind = "other"
    text: str = ""


class InlineReader:
    """Gathers the text and the marks of mixed content."""

    def __init__(self, meaning: Callable[[etree._Element], Code]) -> None:
        self._meaning = meaning
        self._texts: list[str] = []
        self._length = 0
        self._open: dict[str, tuple[int, MarkKind]] = {}
        self._marks: list[Mark] = []

    def read(self, root: etree._Element) -> tuple[str, tuple[Mark, ...]]:
        """Return the text below an element and its marks in the order of their starts."""
        self._content(root)
        self._marks += [Mark(name, kind, Span(start, start)) for name, (start, kind) in self._open.items()]
        text = "".join(self._texts)
        return text, tuple(sorted(self._marks, key=lambda mark: (mark.span, mark.id)))

    def _add(self, text: str | None) -> None:
        if text:
            self._texts.append(text)
            self._length += len(text)

    def _content(self, element: etree._Element) -> None:
        self._add(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child)
            self._add(child.tail)

    def _child(self, child: etree._Element) -> None:
        code = self._meaning(child)
        start = self._length
        if code.role == "character":
            self._add(code.text)
        elif code.role in ("span", "transparent"):
            self._content(child)
            if code.role == "span":
                self._marks.append(Mark(code.id, code.kind, Span(start, self._length)))
        elif code.role == "point":
            self._marks.append(Mark(code.id, code.kind, Span(start, start)))
        elif code.role == "start":
            self._open[code.id] = (start, code.kind)
        elif code.role == "end":
            began, kind = self._open.pop(code.id, (start, code.kind))
            self._marks.append(Mark(code.id, kind, Span(began, start)))

"""A source of an XLIFF file goes in; its text with inline codes as marks comes out; and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from translate_pipe.article.build import MarkNames
from translate_pipe.article.message import FORMATS, Code, Paragraph, is_choice, read_message, write_message
from translate_pipe.article.weave import PARENT, BlockTarget, walk
from translate_pipe.article.xliff_scan import Part
from translate_pipe.article.xml_scan import Node
from translate_pipe.model import Mark, Span

_AROUND = frozenset(("g", "pc", "mrk"))
_FIRST = frozenset(("bx", "bpt", "sc", "sm"))
_SECOND = frozenset(("ex", "ept", "ec", "em"))
# A text that an editor has wrapped; a line that begins at the margin is meant to begin there.
_WRAP = re.compile(r"[ \t]*\n[ \t]+")
_LINE_BREAK = re.compile(r"<br\b.*|\\?\n|\r\n", re.IGNORECASE | re.DOTALL)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BEHIND_WORD = re.compile(r"[\s,.;:!?)\]»”%]")
_CDATA = "<![CDATA["


@dataclass(slots=True)
class _Item:
    """A text, or a code: `key` is what pairs two of them, `partner` the index of the other one of a pair."""

    kind: Literal["text", "open", "close", "point", "break", "word"]
    raw: str
    text: str = ""
    key: str = ""
    partner: int | None = None
    protected: bool = False
    order: str = ""


@dataclass(slots=True)
class Inline:
    """The text of a source, its paragraphs, and the markup before, in and behind it.

    `sequences` holds marks that must keep their order; `leaks` says that a code begins or ends elsewhere.
    """

    text: str = ""
    before: str = ""
    after: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    sequences: list[list[str]] = field(default_factory=list)
    leaks: bool = False
    cdata: bool = False
    newline: str = "\n"

    def write(self, targets: Sequence[BlockTarget]) -> str | None:
        """Return the markup of the translation; None where a code would be lost or out of its order."""
        for target in targets:
            if not self._fits(target):
                return None
        body = write_message(self.text, self.paragraphs, targets, codes=self.codes, escape=self.escape)
        if self.cdata:
            body = _CDATA + body.replace("]]>", "]]]]><![CDATA[>") + "]]>"
        return self.before + body + self.after

    def escape(self, text: str) -> str:
        """Return text as it is written in the file."""
        text = text.replace("\n", self.newline)
        if self.cdata:
            return text
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
        return text if self.newline == "\r\n" else text.replace("\r", "&#13;")

    def _fits(self, target: BlockTarget) -> bool:
        if _FORBIDDEN.search(target.text):
            return False
        shown = [self.codes[mark.id].shown for mark in target.marks if mark.id in self.codes]
        for mark in target.marks:
            code = self.codes.get(mark.id)
            if code is None or not code.shown:
                continue
            if mark.span.of(target.text) != code.shown or target.text.count(code.shown) != shown.count(
                code.shown
            ):
                return False
        met = [event.mark.id for event in walk(target.text, target.marks) if event.mark is not None]
        return all(
            [name for name in dict.fromkeys(met) if name in sequence]
            == [name for name in sequence if name in met]
            for sequence in self.sequences
        )


def read_inline(part: Part, content: bytes, address: str, names: MarkNames, *, cdata: bool) -> Inline:
    """Return the text of a part; it has no paragraphs where there is nothing that could be translated.

    Args:
        cdata: write the translation as CDATA if the source is.
    """
    source = part.source
    markup = content[source.opened : source.closing].decode()
    inline = Inline(newline="\r\n" if b"\r\n" in content[source.opened : source.closing] else "\n")
    bare = not any(isinstance(child, Node) for child in source.children)
    inline.cdata = cdata and bare and markup.startswith(_CDATA)
    return _Reader(list(_flatten(source, content, part.preserve)), names, inline).read(address)


def _flatten(node: Node, content: bytes, preserve: bool) -> Iterator[_Item]:
    """Yield texts and codes in order."""
    for child in node.children:
        if isinstance(child, str):
            yield _Item("text", child, child if preserve else _WRAP.sub(" ", child))
            continue
        raw = content[child.start : child.end].decode()
        around = child.local in _AROUND and child.namespace == node.namespace
        if not around or child.closing == child.opened:
            yield _code(child, raw)
            continue
        protected = child.attributes.get("mtype") == "protected" or child.attributes.get("translate") == "no"
        order = child.attributes.get("canReorder", "")
        opening, closing = content[child.start : child.opened], content[child.closing : child.end]
        key = f"<{child.start}"
        yield _Item("open", opening.decode(), key=key, protected=protected, order=order)
        yield from _flatten(child, content, preserve)
        yield _Item("close", closing.decode(), key=key)


def _code(node: Node, raw: str) -> _Item:
    """Return what a code is: the beginning or the end of something, a line break, a word, or a point."""
    said = node.attributes
    identifier = said.get("id", "")
    order = said.get("canReorder", "")
    shown = "".join(child for child in node.children if isinstance(child, str))
    shown = (shown or said.get("equiv-text") or said.get("disp") or said.get("equiv") or "").strip()
    if node.local in _FIRST:
        protected = said.get("translate") == "no"
        return _Item("open", raw, key=said.get("rid") or identifier, protected=protected, order=order)
    if node.local in _SECOND:
        return _Item("close", raw, key=said.get("rid") or said.get("startRef") or identifier, order=order)
    # Angular writes <b> as a code of its own, and so </b>.
    if found := re.fullmatch(r"(START|CLOSE)_(\w+?)(?:_\d+)?", identifier):
        return _Item("open" if found[1] == "START" else "close", raw, key=found[2], order=order)
    if said.get("ctype") == "lb" or said.get("subType") == "xlf:lb" or _LINE_BREAK.fullmatch(shown):
        return _Item("break", raw, "\n", order=order)
    stands = FORMATS.fullmatch(shown) is not None
    if stands or said.get("subType") == "xlf:var" or (shown.startswith("{") and shown.endswith("}")):
        return _Item("word", raw, shown if stands else _name(identifier), key=identifier, order=order)
    unknown = node.local in ("x", "ph") and not shown and not said.get("ctype") and not said.get("type")
    return _Item("point", raw, key=identifier if unknown else "", order=order)


class _Reader:
    """Pairs codes, leaves those at the ends out of the text, and makes marks of the others."""

    def __init__(self, items: list[_Item], names: MarkNames, inline: Inline) -> None:
        self.items = items
        self.names = names
        self.inline = inline
        self.marks: list[Mark] = []
        self.protected: list[Span] = []
        self.parts: list[str] = []
        self.length = 0
        self.named: dict[int, str] = {}

    def read(self, address: str) -> Inline:
        crossing = self._pair()
        self._join_empty()
        self._find_words()
        self._build(self._peel())
        inline = self.inline
        inline.text = "".join(self.parts)
        inline.sequences = self._sequences(crossing)
        if not is_choice(inline.text):
            inline.paragraphs = read_message(
                inline.text, address, self.names, marks=self.marks, protected=self.protected
            )
        return inline

    def _pair(self) -> list[tuple[int, int]]:
        """Join what is nested; return those pairs that cross others, and make points of their ends."""
        stack: list[int] = []
        waiting: dict[str, int] = {}
        crossing: list[tuple[int, int]] = []
        for place, item in enumerate(self.items):
            if item.kind == "open":
                stack.append(place)
            elif item.kind == "close":
                depth = next(
                    (d for d in reversed(range(len(stack))) if self.items[stack[d]].key == item.key), None
                )
                if depth is None:
                    item.kind = "point"
                    if item.key in waiting:
                        crossing.append((waiting.pop(item.key), place))
                    else:
                        self._leak(place)
                elif item.raw.startswith("</") or depth == len(stack) - 1:
                    self.items[stack[depth]].partner, item.partner = place, stack[depth]
                    for index in stack[depth + 1 :]:
                        self.items[index].kind = "point"
                        waiting[self.items[index].key] = index
                    del stack[depth:]
                else:
                    self.items[stack[depth]].kind = item.kind = "point"
                    crossing.append((stack.pop(depth), place))
        for place in [*stack, *waiting.values()]:
            self._leak(place)
        return crossing

    def _leak(self, place: int) -> None:
        """What begins or ends in another segment is a point here."""
        item = self.items[place]
        item.kind, item.key = "point", ""
        self.inline.leaks = self.inline.leaks or 'isolated="yes"' not in item.raw

    def _join_empty(self) -> None:
        """Make one code of a pair without text in it; it stands for the white space there, if any."""
        for place, item in enumerate(self.items):
            if item.kind != "open" or item.partner is None:
                continue
            inside = self.items[place + 1 : item.partner]
            text = "".join(inner.text for inner in inside)
            if text.strip() or any(inner.kind == "word" for inner in inside):
                continue
            whole = self.items[place : item.partner + 1]
            item.raw = "".join(self._markup(inner) for inner in whole)
            item.kind, item.text, item.key = "break" if text else "point", text and " ", ""
            for inner in whole[1:]:
                inner.kind, inner.raw, inner.text, inner.partner = "text", "", "", None

    def _markup(self, item: _Item) -> str:
        return self.inline.escape(item.raw) if item.kind == "text" else item.raw

    def _find_words(self) -> None:
        """Give a name to each code that stands for a word: what says so, and what is parted like a word."""
        around = [None, *self.items, None]
        for before, item, behind in zip(around, around[1:], around[2:], strict=False):
            if item is None or item.kind != "point" or not item.key or before is None or behind is None:
                continue
            if before.text[-1:].isspace() and _BEHIND_WORD.match(behind.text):
                item.kind, item.text = "word", _name(item.key)
        words = [item for item in self.items if item.kind == "word"]
        text = "".join(item.text for item in self.items if item.kind == "text")
        shown = {item.text for item in words}
        if any(one in text or any(one in other for other in shown - {one}) for one in shown):
            for item in words:
                item.text = _name(item.key)
                while item.text in text:
                    item.text = item.text[:-1] + "_}"

    def _peel(self) -> range:
        """Leave out codes and white space before and behind the text, and pairs around all of it."""
        first, last = 0, len(self.items)
        inline = self.inline
        while first < last:
            start, end = self.items[first], self.items[last - 1]
            if self._is_outside(start):
                inline.before += self._markup(start)
                first += 1
            elif self._is_outside(end):
                inline.after = self._markup(end) + inline.after
                last -= 1
            elif start.kind == "open" and start.partner == last - 1 and not start.protected:
                inline.before += start.raw
                inline.after = end.raw + inline.after
                first, last = first + 1, last - 1
            else:
                break
        if first < last and self.items[first].kind == "text":
            item = self.items[first]
            inline.before += inline.escape(item.raw[: len(item.raw) - len(item.raw.lstrip())])
            item.text = item.text.lstrip()
        if first < last and self.items[last - 1].kind == "text":
            item = self.items[last - 1]
            inline.after = inline.escape(item.raw[len(item.raw.rstrip()) :]) + inline.after
            item.text = item.text.rstrip()
        return range(first, last)

    @staticmethod
    def _is_outside(item: _Item) -> bool:
        return item.kind in ("point", "break") or (item.kind == "text" and not item.text.strip())

    def _build(self, room: range) -> None:
        open_marks: list[tuple[int, int]] = []
        for place in room:
            item, start = self.items[place], self.length
            if item.kind == "close":
                opener, start = open_marks.pop()
                self._mark(opener, Span(start, self.length), item.raw)
                continue
            self.parts.append(item.text)
            self.length += len(item.text)
            if item.kind == "open":
                self.named[place] = self.names.name("other")
                open_marks.append((place, start))
            elif item.kind != "text":
                self.named[place] = self.names.name("break" if item.kind == "break" else "other")
                around = self.named[open_marks[-1][0]] if open_marks and item.kind == "point" else ""
                self._mark(place, Span(start, self.length), within=around)

    def _mark(self, place: int, span: Span, closing: str = "", within: str = "") -> None:
        item, name = self.items[place], self.named[place]
        attributes = ((PARENT, within),) if within else ()
        self.marks.append(Mark(name, "break" if item.kind == "break" else "other", span, attributes))
        self.inline.codes[name] = Code(item.raw, closing, item.text if item.kind == "word" else "")
        if span and (item.protected or item.kind == "word"):
            self.protected.append(span)

    def _sequences(self, crossing: Sequence[tuple[int, int]]) -> list[list[str]]:
        """Return the marks whose order counts: two ends of what crosses others, and what says so itself."""
        found = [[self.named[place] for place in pair if place in self.named] for pair in crossing]
        for place, item in enumerate(self.items):
            if item.order == "firstNo":
                found.append([])
            if item.order in ("firstNo", "no") and place in self.named and found:
                found[-1].append(self.named[place])
        return found


def _name(key: str) -> str:
    return "{" + (re.sub(r"\W+", "_", key) or "code") + "}"

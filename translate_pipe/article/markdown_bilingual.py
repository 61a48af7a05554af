"""A Markdown text and the targets of its blocks go in; the text in two languages comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from translate_pipe.article.edits import join_short, replace_spans
from translate_pipe.article.encoding import encode
from translate_pipe.article.html_links import Move
from translate_pipe.article.markdown import Filled, Filling, fill_markdown, render_slot
from translate_pipe.article.markdown_inline import find_tags
from translate_pipe.article.markdown_links import move_links
from translate_pipe.article.markdown_parse import Slot, find_slots
from translate_pipe.article.weave import BlockTarget
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Span

_BREAK = "<br />"
_ATX = re.compile(r"#{1,6}[ \t]+\Z")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*\Z")
# What must be in a text but once: anchors.
_NAME = re.compile(r"""\s+(?:id|name)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")


def write_markdown_bilingual(
    document: Document, targets: Sequence[BlockTarget], *, move: Move | None = None
) -> bytes:
    """Return the file with each paragraph and heading followed by its target as one of its own.

    In list items and cells the target stands behind a line break; titles, alternative texts and the values of
    the front matter hold both, parted by a stroke.

    Args:
        move: changes the addresses of links.

    Raises:
        ArticleError: the result would not read back as these blocks.
    """
    filled = fill_markdown(document, targets)
    text = _write(filled, document.name)
    if move is not None:
        text = move_links(text, move)
    return encode(text, document.encoding, filled.decoded.mark)[0]


def _write(filled: Filled, name: str) -> str:
    """Return the text; where paragraphs of their own would not be read as such, with line breaks instead."""
    for apart in (True, False):
        added = 0
        edits: list[tuple[Span, str]] = []
        for number, (slot, filling) in enumerate(zip(filled.slots, filled.fillings, strict=True)):
            if not filling.changed:
                continue
            edit = _Pair(filled, slot, filling, filled.levels[number])
            own = edit.write_apart() if apart else None
            added += own is not None
            edits += [own or edit.write_within()]
        text = replace_spans(filled.decoded.text, edits)
        if len(find_slots(text, keys=filled.keys)) == len(filled.slots) + added:
            return text
    raise ArticleError(
        "the Markdown in two languages would have other blocks than the original",
        path=name,
        remedy="leave --bilingual out; the other files hold the whole translation",
    )


class _Pair:
    """Writes one slot in both languages."""

    def __init__(self, filled: Filled, slot: Slot, filling: Filling, level: int) -> None:
        self.text = filled.decoded.text
        self.newline = filled.newline
        self.slot = slot
        self.filling = filling
        self.level = level
        self.start = self.text.rfind("\n", 0, slot.start) + 1
        end = self.text.find("\n", slot.end)
        self.line_end = len(self.text) if end < 0 else end - (self.text[end - 1 : end] == "\r")
        self.lead = self.text[self.start : slot.start]

    def write_apart(self) -> tuple[Span, str] | None:
        """Return what adds the target as a paragraph or heading of its own, None if it cannot be one."""
        slot = self.slot
        if slot.html or slot.write is not None or not slot.has_text or slot.kind not in (
            "paragraph", "quote", "heading",
        ):  # fmt: skip
            return None
        rest = self.text[slot.end : self.line_end]
        margin = slot.margin
        place, prefix, suffix = self.line_end, margin, ""
        if slot.kind == "heading":
            signs = _ATX.search(self.lead)
            following = self._next_line()
            if signs:
                prefix = margin[: signs.start()] + signs.group()
            elif _UNDERLINE.match(following) and not rest.strip():
                place = self.line_end + len(self.newline) + len(following)
                suffix = self.newline + margin + following.strip(" \t>")
            else:
                return None
        elif rest.strip():
            return None
        target = self._target()
        if not target.strip():
            return None
        blank = self.newline + margin.rstrip()
        return Span(place, place), f"{blank}{self.newline}{prefix}{target}{suffix}"

    def write_within(self) -> tuple[Span, str]:
        """Return what puts the target behind the source in the same slot."""
        slot = self.slot
        span = Span(slot.start, slot.end)
        source = span.of(self.text)
        if slot.write is not None:
            return span, slot.write(join_short(slot.text, " ".join(self.filling.text.split())))
        if not slot.has_text:
            captions = self._both_captions()
            return span, render_slot(slot, captions, self.level, self.newline)
        target = self._target()
        if not target.strip():
            return span, source
        is_term = self._next_line().lstrip(" >").startswith((": ", ":\t"))
        if slot.kind == "list-item" and not slot.html and not is_term:
            return span, f"{source}{slot.hard_break}{self.newline}{slot.margin}{target}"
        if slot.kind == "heading" and not _ATX.search(self.lead):
            return span, f"{source} / {target}"
        return span, f"{source}{_BREAK}{target}"

    def _both_captions(self) -> Filling:
        """Return the filling of a slot without a text of its own, such as a picture, in both languages."""
        both = {
            (caption.mark, caption.attribute): join_short(
                caption.text, self.filling.captions[caption.mark, caption.attribute]
            )
            for caption in self.slot.captions
        }
        return replace(self.filling, captions=both)

    def _target(self) -> str:
        """Return the target as Markdown, without what must not stand in the text twice."""
        text = self.filling.text
        # A picture at the beginning or the end belongs to both, and one in the midst to the words around it.
        marks = tuple(
            mark
            for mark in self.filling.marks
            if mark.kind != "image" or (text[: mark.span.start].strip() and text[mark.span.end :].strip())
        )
        target = render_slot(self.slot, replace(self.filling, marks=marks), self.level, self.newline)
        tags = [Span(*place) for place in find_tags(target)]
        return replace_spans(target, [(tag, _NAME.sub("", tag.of(target))) for tag in tags])

    def _next_line(self) -> str:
        begin = self.line_end + len(self.newline)
        end = self.text.find("\n", begin)
        return self.text[begin : len(self.text) if end < 0 else end].rstrip("\r")

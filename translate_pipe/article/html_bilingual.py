"""A page and the targets of its blocks go in; the page in two languages comes out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from translate_pipe.article.edits import join_short, replace_spans
from translate_pipe.article.encoding import decode
from translate_pipe.article.html import edits_within, encode_page, render_slot, write_captions
from translate_pipe.article.html_inline import HtmlSlot
from translate_pipe.article.html_links import Move, move_links
from translate_pipe.article.html_names import VOID
from translate_pipe.article.html_parse import find_slots
from translate_pipe.article.html_scan import element_end, scan_html
from translate_pipe.article.weave import BlockTarget
from translate_pipe.errors import ArticleError
from translate_pipe.locales import is_right_to_left
from translate_pipe.model import Document, Layout, Span

_SPACE = re.compile(r"[ \t\r\n\f]+")
# What must be on a page but once.
_NAME = re.compile(r"""\s+(?:id|name)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""\s+(?:xml:)?(?:lang|dir)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
# On a narrow screen the columns stand one below the other.
_GRID = "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,16em),1fr));column-gap:2em"


def write_html_bilingual(
    document: Document,
    targets: Sequence[BlockTarget],
    *,
    source_locale: str,
    target_locale: str,
    layout: Layout,
    move: Move | None = None,
) -> bytes:
    """Return the page with the target of each paragraph behind it, and its language and direction told.

    A paragraph is followed by another; in headings, items, cells and the like the target stands behind a line
    break; the title and attributes hold both, parted by a stroke. In columns the two stand side by side, but
    in cells.

    Raises:
        ArticleError: the result would not read back as these blocks.
    """
    decoded = decode(document.origin, name=document.name, encoding=document.encoding)
    slots = find_slots(decoded.text)
    changed = {
        int(block.address): target
        for block, target in zip(document.blocks, targets, strict=True)
        if target.changed
    }
    text = fill_bilingual_page(
        decoded.text,
        slots,
        changed,
        source_locale=source_locale,
        target_locale=target_locale,
        layout=layout,
        name=document.name,
    )
    if move is not None:
        text = move_links(text, move)
    return document.origin if text == decoded.text else encode_page(text, decoded)


def fill_bilingual_page(
    page: str,
    slots: Sequence[HtmlSlot],
    targets: Mapping[int, BlockTarget],
    *,
    source_locale: str,
    target_locale: str,
    layout: Layout,
    name: str,
    xml: bool = False,
) -> str:
    """Return a page with the targets of some of its slots, given by their places, behind them.

    Args:
        name: what the error calls the file.
        xml: the page is XHTML.

    Raises:
        ArticleError: the result would not read back as these blocks.
    """
    changed = {number: target for number, target in targets.items() if target.text.strip()}
    writer = _Writer(page, _attributes(source_locale, target_locale, xml=xml), layout, xml=xml)
    captions = write_captions(slots, changed)
    edits: list[tuple[Span, str]] = []
    taken: set[Span] = set()
    for number, target in changed.items():
        slot = slots[number]
        if not slot.attribute and not _is_title(slot):
            inner = edits_within(captions, slot.span)
            taken |= {span for span, _ in inner}
            edits += writer.write(slot, target, inner)
    for number, target in changed.items():
        slot = slots[number]
        both = join_short(slot.text, _SPACE.sub(" ", target.text).strip())
        if slot.attribute and slot.span not in taken:
            edits.append((slot.span, f'"{escape(both)}"'))
        elif _is_title(slot):
            edits.append((slot.span, escape(both, quote=False)))
    text = replace_spans(page, edits)
    if _count_texts(find_slots(text, xml=xml)) != _count_texts(slots) + writer.added:
        raise ArticleError(
            "the page in two languages would have other blocks than the original",
            path=name,
            remedy="leave --bilingual out; the other files hold the whole translation",
        )
    return text


def _attributes(source_locale: str, target_locale: str, *, xml: bool) -> str:
    """Return what tells the language of a target, and its direction where it is another."""
    said = f' {"xml:lang" if xml else "lang"}="{escape(target_locale)}"'
    if is_right_to_left(source_locale) == is_right_to_left(target_locale):
        return said
    return f'{said} dir="{"rtl" if is_right_to_left(target_locale) else "ltr"}"'


class _Writer:
    """Says how a page changes so that it holds the targets too; `added` counts new paragraphs."""

    def __init__(self, text: str, attributes: str, layout: Layout, *, xml: bool) -> None:
        self.text = text
        self.attributes = attributes
        self.layout = layout
        self.xml = xml
        self.pieces = scan_html(text, xml=xml)
        self.added = 0

    def write(
        self, slot: HtmlSlot, target: BlockTarget, inner: Sequence[tuple[Span, str]]
    ) -> list[tuple[Span, str]]:
        """Return the edits that add the target of a slot, in whose tags `inner` changes something."""
        said = _without_names(self._render(slot, target, inner))
        before, behind = Span(slot.span.start, slot.span.start), Span(slot.span.end, slot.span.end)
        if self.layout == "columns" and (not slot.path or slot.path[-1].name not in ("td", "th")):
            return [
                (before, f'<span style="{_GRID}"><span>'),
                (behind, f"</span><span{self.attributes}>{said}</span></span>"),
            ]
        paragraph = self._paragraph(slot)
        if paragraph is None:
            line = "<br/>" if self.xml else "<br>"
            return [(behind, f"{line}<span{self.attributes}>{said}</span>")]
        self.added += 1
        opener, closer = paragraph
        tag = _LANGUAGE.sub("", opener.of(self.text))
        clone = tag[:2] + self.attributes + tag[2:] + self.text[opener.end : slot.span.start] + said
        clone += self.text[slot.span.end : closer.end]
        newline = "\r\n" if "\r\n" in self.text else "\n"
        return [(Span(closer.end, closer.end), newline + _without_names(clone))]

    def _render(self, slot: HtmlSlot, target: BlockTarget, inner: Sequence[tuple[Span, str]]) -> str:
        """Return the markup of a target; a picture at its beginning or end stays with the source alone."""
        text = target.text
        marks = tuple(
            mark
            for mark in target.marks
            if mark.kind != "image" or (text[: mark.span.start].strip() and text[mark.span.end :].strip())
        )
        return render_slot(slot, BlockTarget(text, marks, True), self.text, inner)

    def _paragraph(self, slot: HtmlSlot) -> tuple[Span, Span] | None:
        """Return the tags of the paragraph that a slot fills, but for tags; None if it fills none."""
        if not slot.path or slot.path[-1].name != "p":
            return None
        number = slot.path[-1].number
        end = element_end(self.pieces, number)
        if end == number + 1:
            return None
        opener, closer = self.pieces[number].span, self.pieces[end - 1].span
        around = self.text[opener.end : slot.span.start] + self.text[slot.span.end : closer.start]
        fills = all(
            piece.name and piece.name not in VOID
            if piece.kind != "text"
            else not piece.span.of(around).strip()
            for piece in scan_html(around, xml=self.xml)
        )
        return (opener, closer) if fills else None


def _count_texts(slots: Sequence[HtmlSlot]) -> int:
    return sum(1 for slot in slots if not slot.attribute)


def _is_title(slot: HtmlSlot) -> bool:
    return bool(slot.path) and slot.path[-1].name == "title" and not slot.attribute


def _without_names(markup: str) -> str:
    return _TAG.sub(lambda tag: _NAME.sub("", tag.group()), markup)

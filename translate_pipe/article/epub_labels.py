"""The XML of an EPUB's metadata or table of contents goes in; its labels come out, and back in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from translate_pipe.article.html_scan import element_end, scan_html
from translate_pipe.article.xml_scan import XML, Node, change_tag, scan_xml, written_name
from translate_pipe.locales import is_right_to_left
from translate_pipe.model import BlockKind, Span

_DC = "{http://purl.org/dc/elements/1.1/}"
_NAMED = frozenset(("navLabel", "docTitle"))
_SPACE = re.compile(r"\s+")
_MARKUP = re.compile(r"</?[A-Za-z]")


@dataclass(frozen=True, slots=True)
class XmlLabel:
    """A text that an element holds; `start` and `end` are its place in the bytes (UTF-8)."""

    kind: BlockKind
    text: str
    start: int
    end: int


def find_labels(content: bytes, *, name: str) -> list[XmlLabel]:
    """Return the title and the description of a book, or the entries of its table of contents, in order.

    A description with markup of its own is left out, and so are the numbers of pages.

    Raises:
        ArticleError: it is no well-formed XML, or relies on entities of its own.
    """
    labels: list[XmlLabel] = []

    def note(node: Node, around: Sequence[Node]) -> None:
        inside = [child for child in node.children if isinstance(child, str)]
        text = _SPACE.sub(" ", "".join(inside)).strip()
        if len(inside) != len(node.children) or not any(map(str.isalnum, text)):
            return
        if node.local == "description" and _MARKUP.search(text):
            return
        if any(outer.local == "pageTarget" for outer in around):
            return
        if node.local == "text":
            if around and around[-1].local in _NAMED:
                labels.append(XmlLabel("heading", text, node.opened, node.closing))
        elif node.namespace == _DC:
            kind: BlockKind = "heading" if node.local == "title" else "paragraph"
            labels.append(XmlLabel(kind, text, node.opened, node.closing))

    scan_xml(content, name=name, wanted=frozenset(("title", "description", "text")), found=note)
    return labels


def find_page_lists(text: str, *, xml: bool) -> tuple[Span, ...]:
    """Return where a page (of EPUB 3) lists the numbers of the pages in print, which stay as they are."""
    if "page-list" not in text:
        return ()
    pieces = scan_html(text, xml=xml)
    return tuple(
        Span(piece.span.start, pieces[element_end(pieces, place) - 1].span.end)
        for place, piece in enumerate(pieces)
        if piece.kind == "start" and "page-list" in piece.attribute("epub:type").split()
    )


def fill_labels(
    content: bytes, labels: Sequence[XmlLabel], texts: Mapping[int, str], *, locale: str, name: str
) -> bytes:
    """Return the XML with texts in some of its labels, by their places, and the language of the book told.

    Args:
        locale: the language; "" leaves it as it is.
    """
    edits = [
        (labels[place].start, labels[place].end, escape(text, quote=False)) for place, text in texts.items()
    ]
    if locale:
        edits += _language_edits(content, locale, name)
    for start, end, text in sorted(edits, reverse=True):
        content = content[:start] + text.encode() + content[end:]
    return content


def _language_edits(content: bytes, locale: str, name: str) -> list[tuple[int, int, str]]:
    """Return what changes the language, and the direction in which the pages are turned."""
    edits: list[tuple[int, int, str]] = []
    told = False

    def note(node: Node, _: Sequence[Node]) -> None:
        nonlocal told
        if node.local == "language" and node.namespace == _DC and not told and node.closing > node.opened:
            edits.append((node.opened, node.closing, locale))
            told = True
        elif node.local == "spine":
            turned = node.attributes.get("page-progression-direction", "")
            wanted = "rtl" if is_right_to_left(locale) else "ltr"
            if turned != wanted and (turned == "rtl" or wanted == "rtl"):
                edits.append(_change(node, {"page-progression-direction": wanted}))

    def _change(node: Node, attributes: Mapping[str, str | None]) -> tuple[int, int, str]:
        return node.start, node.opened, change_tag(content[node.start : node.opened].decode(), attributes)

    root = scan_xml(content, name=name, wanted=frozenset(("language", "spine")), found=note)
    if f"{XML}lang" in root.attributes:
        tag = content[root.start : root.opened].decode()
        edits.append((root.start, root.opened, change_tag(tag, {written_name(tag, "lang"): locale})))
    return edits

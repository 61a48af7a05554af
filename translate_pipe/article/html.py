"""HTML: the article of a page is translated in place; every other byte of the page stays as it is."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from html import escape, unescape

from translate_pipe.article.build import Content, build_document
from translate_pipe.article.edits import replace_spans
from translate_pipe.article.encoding import Decoded, decode, encode
from translate_pipe.article.html_inline import HtmlSlot
from translate_pipe.article.html_links import Move, move_links
from translate_pipe.article.html_parse import find_slots
from translate_pipe.article.html_scan import scan_html, value_span
from translate_pipe.article.weave import BlockTarget, walk
from translate_pipe.errors import ArticleError
from translate_pipe.locales import is_right_to_left
from translate_pipe.model import Document, Mark, Span

_DECLARED = re.compile(
    rb"""<meta[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)|<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9_.-]+)""",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"""(<meta[^>]*?charset\s*=\s*["']?\s*|<\?xml[^>]*?encoding\s*=\s*["'])([A-Za-z0-9_:.-]+)""",
    re.IGNORECASE,
)
# Browsers look for the encoding of a page in its first 1024 bytes; comments may push it further back.
_DECLARATION_AREA = 8192
_PAGE = re.compile(r"<html\b[^>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z]\w*|#\d+|#[xX][0-9A-Fa-f]+);")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html(content: bytes, *, name: str, encoding: str | None, whole_page: bool) -> Document:
    """Return the article of a page, or all of its text with `whole_page`."""
    decoded = decode(content, name=name, encoding=encoding, declared=declared_encoding(content))
    slots = find_slots(decoded.text)
    chosen = [True] * len(slots)
    if not whole_page and slots:
        from translate_pipe.article.html_region import choose_article

        chosen = choose_article(decoded.text, slots)
    contents = [
        Content(slot.kind, slot.text, str(number), tuple(slot.marks), tuple(slot.protected))
        for number, slot in enumerate(slots)
        if chosen[number]
    ]
    return build_document(contents, name=name, format_name="html", encoding=decoded.encoding, origin=content)


def write_html(
    document: Document,
    targets: Sequence[BlockTarget],
    *,
    target_locale: str,
    move: Move | None = None,
) -> bytes:
    """Return the page with the target of each block in its place, and its language and encoding told.

    Args:
        move: changes the addresses of links.

    Raises:
        ArticleError: the result would not read back as the same blocks.
    """
    decoded = decode(document.origin, name=document.name, encoding=document.encoding)
    slots = find_slots(decoded.text)
    changed = {
        int(block.address): target
        for block, target in zip(document.blocks, targets, strict=True)
        if target.changed
    }
    if not changed:
        moved = decoded.text if move is None else move_links(decoded.text, move)
        return document.origin if moved == decoded.text else encode_page(moved, decoded)
    text = fill_page(decoded.text, slots, changed, target_locale=target_locale, name=document.name)
    return encode_page(text if move is None else move_links(text, move), decoded)


def fill_page(
    text: str,
    slots: Sequence[HtmlSlot],
    changed: Mapping[int, BlockTarget],
    *,
    target_locale: str,
    name: str,
    xml: bool = False,
) -> str:
    """Return a page with targets in some of its slots, given by their places, and its language told.

    Args:
        name: what the error calls the file.
        xml: the page is XHTML.

    Raises:
        ArticleError: the result would not read back as the same blocks.
    """
    edits: list[tuple[Span, str]] = []
    captions = write_captions(slots, changed)
    taken: set[Span] = set()
    for number, target in changed.items():
        if not slots[number].attribute:
            inner = edits_within(captions, slots[number].span)
            taken |= {span for span, _ in inner}
            edits.append((slots[number].span, render_slot(slots[number], target, text, inner)))
    edits += [edit for edit in captions if edit[0] not in taken]
    edits += _language_edits(text, target_locale, xml=xml)
    filled = replace_spans(text, edits)
    blanks = any(not any(char.isalnum() for char in target.text) for target in changed.values())
    if not blanks and len(find_slots(filled, xml=xml)) != len(slots):
        raise ArticleError(
            "the translated page would have another number of blocks than the original",
            path=name,
            remedy="please report it; the bilingual files hold the whole translation",
        )
    return filled


def declared_encoding(content: bytes) -> str | None:
    """Return the encoding that a page says it has."""
    match = _DECLARED.search(content, 0, _DECLARATION_AREA)
    return (match.group(1) or match.group(2)).decode("ascii") if match else None


def write_captions(slots: Sequence[HtmlSlot], targets: Mapping[int, BlockTarget]) -> list[tuple[Span, str]]:
    """Return, in order, what changes those of the slots with targets that are attributes."""
    return sorted(
        (slots[number].span, f'"{escape(_SPACE.sub(" ", target.text).strip())}"')
        for number, target in targets.items()
        if slots[number].attribute
    )


def edits_within(edits: Sequence[tuple[Span, str]], span: Span) -> Sequence[tuple[Span, str]]:
    """Return those of the sorted edits that lie in a slot, whose own edit takes them over."""
    first = bisect_left(edits, span.start, key=lambda edit: edit[0].start)
    return edits[first : bisect_left(edits, span.end, key=lambda edit: edit[0].start)]


def render_slot(slot: HtmlSlot, target: BlockTarget, text: str, inner: Sequence[tuple[Span, str]]) -> str:
    """Return the markup of a slot's target.

    Args:
        text: the page.
        inner: what changes in the tags within the slot.
    """
    entities = _entities(slot.span.of(text))

    def source(span: Span) -> str:
        return replace_spans(text, [e for e in inner if span.contains(e[0])], span)

    def markup(mark: Mark) -> tuple[str, str]:
        opener, closer = slot.raw[mark.id]
        return source(opener), source(closer)

    parts: list[str] = []
    for event in walk(target.text, target.marks):
        if event.kind == "text":
            plain = _SPACE.sub(" ", event.text)
            parts.append(escape(plain, quote=False).translate(entities))
        elif event.mark is not None:
            opener, closer = markup(event.mark)
            parts += {"open": [opener], "close": [closer], "point": [opener, closer]}[event.kind]
    return "".join(parts).strip(" ")


def _entities(source: str) -> dict[int, str]:
    """Return how a stretch of a page writes characters for which it has names, by their code points."""
    found = {unescape(name): name for name in _ENTITY.findall(source)}
    return {ord(char): name for char, name in found.items() if len(char) == 1 and char not in "<>&"}


def _language_edits(text: str, target_locale: str, *, xml: bool) -> list[tuple[Span, str]]:
    """Return what sets the language and, where it differs, the direction of the page."""
    # The one that every version of XHTML has.
    required = "xml:lang" if xml else "lang"
    page = None
    for match in _PAGE.finditer(text):
        # What looks like the tag may stand in a comment; the scanner tells.
        pieces = scan_html(text[: match.end()])
        page = next((p for p in pieces if p.kind == "start" and p.name == "html"), None)
        if page is not None:
            break
    if page is None:
        return []
    edits: list[tuple[Span, str]] = []
    added = ""
    direction = "rtl" if is_right_to_left(target_locale) else "ltr"
    for name, value in (("lang", target_locale), ("xml:lang", target_locale), ("dir", direction)):
        span = value_span(text, page, name)
        if span is not None:
            edits.append((span, f'"{value}"'))
        elif name == required or (name == "dir" and direction == "rtl"):
            added += f' {name}="{value}"'
    place = page.span.start + len("<html")
    return [*edits, (Span(place, place), added)] if added else edits


def encode_page(text: str, decoded: Decoded) -> bytes:
    """Return the bytes of the page; if its encoding cannot hold the text, UTF-8, and the page says so."""
    content, used = encode(text, decoded.encoding, decoded.mark)
    label = _LABEL.search(text, 0, _DECLARATION_AREA)
    if used == decoded.encoding:
        return content
    if label is None:
        return codecs.BOM_UTF8 + content
    return _LABEL.sub(r"\g<1>utf-8", text, count=2).encode("utf-8")

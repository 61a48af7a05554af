"""EPUB: pages, table of contents, title and description are translated; all else stays to the byte."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from lxml import etree

from translate_pipe.article.build import Content, MarkNames, build_document
from translate_pipe.article.edits import join_short
from translate_pipe.article.encoding import Decoded
from translate_pipe.article.epub_labels import XmlLabel, fill_labels, find_labels, find_page_lists
from translate_pipe.article.epub_package import Book, read_book
from translate_pipe.article.html import encode_page, fill_page
from translate_pipe.article.html_inline import HtmlSlot
from translate_pipe.article.html_parse import find_slots
from translate_pipe.article.package import check_blocks, open_package
from translate_pipe.article.weave import BlockTarget, changed_blocks
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Layout, Span

_KIND = "EPUB"
# No XML may hold these, however they are written.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Fill = Callable[[str, Sequence[HtmlSlot], Mapping[int, BlockTarget], bool], str]
"""Takes the text of a page, its slots, targets by the places of slots, and whether it is XHTML."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the book with what is translated in it: slots of a page, or labels of other XML."""

    name: str
    decoded: Decoded
    slots: tuple[HtmlSlot, ...] = ()
    labels: tuple[XmlLabel, ...] = ()
    page_lists: tuple[Span, ...] = ()
    is_page: bool = False
    is_xml: bool = True


def read_epub(content: bytes, *, name: str) -> Document:
    """Return the book: its title and description, its pages in reading order, its table of contents.

    Raises:
        ArticleError: the file is damaged, protected or no EPUB.
    """
    with open_package(content, name=name, kind=_KIND) as package:
        book = read_book(package)
    contents: list[Content] = []
    for part in _read_parts(book, name):
        contents += [
            Content(slot.kind, slot.text, f"{part.name}:{number}", tuple(slot.marks), tuple(slot.protected))
            for number, slot in enumerate(part.slots)
            if not any(listed.contains(slot.span) for listed in part.page_lists)
        ]
        contents += [
            Content(label.kind, label.text, f"{part.name}:{number}")
            for number, label in enumerate(part.labels)
        ]
    return build_document(contents, name=name, format_name="epub", encoding="utf-8", origin=content)


def write_epub(document: Document, targets: Sequence[BlockTarget], *, target_locale: str) -> bytes:
    """Return the book with the target of each block in its place, and its language told.

    Raises:
        ArticleError: the result would not read back as the same blocks.
    """

    def fill(text: str, slots: Sequence[HtmlSlot], changed: Mapping[int, BlockTarget], xml: bool) -> str:
        return fill_page(text, slots, changed, target_locale=target_locale, name=document.name, xml=xml)

    result = _write(document, targets, fill, lambda _, text: text, locale=target_locale)
    if result is not document.origin:
        check_blocks(result, document, targets, read=partial(read_epub, name=document.name), kind=_KIND)
    return result


def write_epub_bilingual(
    document: Document,
    targets: Sequence[BlockTarget],
    *,
    source_locale: str,
    target_locale: str,
    layout: Layout,
) -> bytes:
    """Return the book with each paragraph followed by its target; titles and entries hold both.

    Raises:
        ArticleError: the result would not read back as these blocks.
    """
    from translate_pipe.article.html_bilingual import fill_bilingual_page

    def fill(text: str, slots: Sequence[HtmlSlot], changed: Mapping[int, BlockTarget], xml: bool) -> str:
        return fill_bilingual_page(
            text,
            slots,
            changed,
            source_locale=source_locale,
            target_locale=target_locale,
            layout=layout,
            name=document.name,
            xml=xml,
        )

    return _write(document, targets, fill, lambda label, text: join_short(label.text, text), locale="")


def _read_parts(book: Book, name: str) -> Iterator[_Part]:
    """Yield the parts in reading order; the marks' ids run through the whole book."""
    names = MarkNames()
    yield _read_labels(book, book.metadata, name)
    for part, is_xml in book.pages.items():
        decoded = book.texts[part]
        slots = find_slots(decoded.text, names=names, xml=is_xml)
        lists = find_page_lists(decoded.text, xml=is_xml)
        yield _Part(part, decoded, tuple(slots), page_lists=lists, is_page=True, is_xml=is_xml)
    for part in book.contents:
        yield _read_labels(book, part, name)


def _read_labels(book: Book, part: str, name: str) -> _Part:
    decoded = book.texts[part]
    return _Part(part, decoded, labels=tuple(find_labels(decoded.text.encode(), name=f"{name}: {part}")))


def _write(
    document: Document,
    targets: Sequence[BlockTarget],
    fill: Fill,
    say: Callable[[XmlLabel, str], str],
    *,
    locale: str,
) -> bytes:
    """Return the book with its changed blocks filled; `say` makes the text of a label."""
    changed: dict[str, dict[int, BlockTarget]] = {}
    for address, target in changed_blocks(document, targets).items():
        place, _, number = address.rpartition(":")
        changed.setdefault(place, {})[int(number)] = replace(target, text=_FORBIDDEN.sub(" ", target.text))
    if not changed:
        return document.origin
    with open_package(document.origin, name=document.name, kind=_KIND) as package:
        book = read_book(package)
        written: dict[str, bytes] = {}
        for part in _read_parts(book, document.name):
            own = changed.get(part.name, {})
            if part.is_page and own:
                text = fill(part.decoded.text, part.slots, own, part.is_xml)
                written[part.name] = encode_page(text, part.decoded)
                _check_page(document.name, part, package.read(part.name), written[part.name])
            elif not part.is_page and (own or part.name == book.metadata):
                texts = {at: say(part.labels[at], target.text) for at, target in own.items()}
                # The language is that of the book: its metadata says it, whatever else has changed.
                told = locale if part.name == book.metadata or texts else ""
                content = fill_labels(
                    part.decoded.text.encode(), part.labels, texts, locale=told, name=document.name
                )
                written[part.name] = encode_page(content.decode(), part.decoded)
        return package.write(written)


def _check_page(name: str, part: _Part, before: bytes, after: bytes) -> None:
    """Refuse a page that was well-formed and is no longer."""
    if part.is_xml and _is_well_formed(before) and not _is_well_formed(after):
        raise ArticleError(
            f"the translated page {part.name} would be no well-formed XML",
            path=name,
            remedy="please report it; the bilingual files hold the whole translation",
        )


def _is_well_formed(content: bytes) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return False
    return True

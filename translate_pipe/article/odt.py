"""ODT: paragraphs, cells, text boxes and notes are translated; all other parts stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from lxml import etree

from translate_pipe.article.build import Content, MarkNames, build_document
from translate_pipe.article.docx import CODE_PARAGRAPH
from translate_pipe.article.docx_labels import Label, make_labels
from translate_pipe.article.docx_paragraph import ParagraphSlot, read_paragraph
from translate_pipe.article.docx_write import clean_text
from translate_pipe.article.odt_language import set_language
from translate_pipe.article.odt_package import (
    CONTENT,
    META,
    SIGNATURES,
    TextParts,
    paragraph_names,
    read_text_parts,
)
from translate_pipe.article.odt_paragraph import TextWriter, dialect_of
from translate_pipe.article.odt_styles import DC, DRAW, OFFICE, SVG, TABLE, TEXT, StyleSheet
from translate_pipe.article.package import check_blocks, open_package
from translate_pipe.article.weave import BlockTarget, changed_blocks
from translate_pipe.model import BlockKind, Document

_PARAGRAPHS = frozenset((TEXT + "p", TEXT + "h"))
# Comments, deleted text, hidden cells, and lists that are sorted or made of names.
_KEPT = frozenset((
    OFFICE + "annotation", TEXT + "tracked-changes", TABLE + "tracked-changes", TABLE + "covered-table-cell",
    OFFICE + "forms", TEXT + "alphabetical-index", TEXT + "bibliography",
))  # fmt: skip
_DESCRIPTIONS = frozenset((SVG + "title", SVG + "desc", TABLE + "title", TABLE + "desc"))
_PROPERTIES = frozenset((DC + "title", DC + "subject", DC + "description"))
# What is in these is not in the list or table that they are in.
_APART = frozenset((DRAW + "text-box", DRAW + "custom-shape", TEXT + "note-body"))
_QUOTE = re.compile("quot|block text")
_TITLES = frozenset(("title", "subtitle"))


def read_odt(content: bytes, *, name: str) -> Document:
    """Return the article in an ODT file: the main text with its tables, text boxes and notes.

    Headers, footers and the title of the document follow; comments and deleted text are left out.

    Raises:
        ArticleError: the file is damaged, protected or no ODT.
    """
    with open_package(content, name=name, kind="ODT") as package:
        parts = read_text_parts(package)
    contents = [
        Content(slot.kind, slot.text, address)
        if isinstance(slot, Label)
        else Content(
            kind_of(slot.paragraph, parts.sheets[address.rpartition(":")[0]]),
            slot.text,
            address,
            tuple(slot.marks),
            tuple(slot.protected),
        )
        for address, slot in find_slots(parts)
    ]
    return build_document(contents, name=name, format_name="odt", encoding="utf-8", origin=content)


def write_odt(document: Document, targets: Sequence[BlockTarget], *, target_locale: str) -> bytes:
    """Return the file with the paragraphs of all changed blocks written anew, formatting and all.

    The default style names the new language; a signature of the document, no longer right, is left out.

    Raises:
        ArticleError: the result would not read back as the same blocks.
    """
    changed = changed_blocks(document, targets)
    if not changed:
        return document.origin
    with open_package(document.origin, name=document.name, kind="ODT") as package:
        parts = read_text_parts(package)
        before = {part: etree.tostring(root) for part, root in parts.roots.items()}
        for address, slot in find_slots(parts):
            if address not in changed:
                continue
            if isinstance(slot, Label):
                slot.write(clean_text(changed[address].text))
            else:
                TextWriter(slot, target_locale).write(changed[address])
        set_language(parts.roots.values(), target_locale)
        written = {part: root for part, root in parts.roots.items() if etree.tostring(root) != before[part]}
        result = package.write(written, without=(SIGNATURES,))
    check_blocks(result, document, targets, read=partial(read_odt, name=document.name), kind="ODT")
    return result


def find_slots(parts: TextParts) -> Iterator[tuple[str, ParagraphSlot | Label]]:
    """Yield the slots in reading order with their addresses; the marks' ids run through the whole file."""
    names = MarkNames()
    has_prose = any(
        not _is_code(element, parts.sheets[CONTENT])
        and any(map(str.isalpha, "".join(map(str, element.itertext()))))
        for element in _shown(parts.roots[CONTENT])
        if element.tag in _PARAGRAPHS
    )
    for part, root in parts.roots.items():
        dialect = dialect_of(parts.sheets[part])
        paragraphs = labels = 0
        for element in list(_shown(root)):
            if element.tag not in _PARAGRAPHS:
                for label in _labels(element, part):
                    labels += 1
                    yield f"{part}:@{labels}", label
                continue
            paragraphs += 1
            # A plain text that LibreOffice opened is in the style of code from beginning to end.
            if not has_prose or not _is_code(element, parts.sheets[part]):
                slot = read_paragraph(element, names, parts.links, dialect)
                if slot is not None:
                    yield f"{part}:{paragraphs}", slot


def _is_code(paragraph: etree._Element, sheet: StyleSheet) -> bool:
    return any(CODE_PARAGRAPH.fullmatch(style) for style in paragraph_names(paragraph, sheet))


def kind_of(paragraph: etree._Element, sheet: StyleSheet) -> BlockKind:
    """Return what a paragraph is: by its element, its style, and what it stands in."""
    styles = paragraph_names(paragraph, sheet)
    if (
        paragraph.tag == TEXT + "h"
        or not _TITLES.isdisjoint(styles)
        or any(style.startswith("heading") for style in styles)
    ):
        return "heading"
    if "caption" in styles:
        return "caption"
    for outer in paragraph.iterancestors():
        if outer.tag == TABLE + "table-cell":
            return "table-cell"
        if outer.tag in (TEXT + "list-item", TEXT + "list-header"):
            return "list-item"
        if outer.tag in _APART:
            break
    return "quote" if any(_QUOTE.search(style) for style in styles) else "paragraph"


def _shown(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements in their order, without those that are kept and what is in them."""
    walker = etree.iterwalk(root, events=("start",))
    for _, element in walker:
        if element.tag in _KEPT:
            walker.skip_subtree()
        else:
            yield element


def _labels(element: etree._Element, part: str) -> Iterator[Label]:
    """Yield what is read in an element outside of paragraphs: a description, a title."""
    text = element.text or ""
    if element.tag in _DESCRIPTIONS:
        yield from make_labels("caption", text, [element])
    elif element.tag == TEXT + "index-title-template" or (part == META and element.tag in _PROPERTIES):
        yield from make_labels("heading", text, [element])

"""DOCX: paragraphs, cells, text boxes and notes are translated; all other parts stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from lxml import etree

from translate_pipe.article.build import Content, MarkNames, build_document
from translate_pipe.article.docx_atoms import local
from translate_pipe.article.docx_labels import Label, is_shown, read_labels
from translate_pipe.article.docx_package import TextParts, read_text_parts
from translate_pipe.article.docx_paragraph import ParagraphSlot, read_paragraph
from translate_pipe.article.docx_twins import copy_contents, find_twins
from translate_pipe.article.docx_write import ParagraphWriter, clean_text
from translate_pipe.article.package import attribute, check_blocks, open_package
from translate_pipe.article.weave import BlockTarget, changed_blocks
from translate_pipe.model import BlockKind, Document

CODE_PARAGRAPH = re.compile(
    r"(?:source ?code|code|html ?preformatted|preformatted text|macro ?text|plain code)"
)


def read_docx(content: bytes, *, name: str) -> Document:
    """Return the article in a DOCX file: the main text with its tables and text boxes, then the notes.

    Headers, footers, titles of charts and the title of the document follow; comments are left out.

    Raises:
        ArticleError: the file is damaged, protected or no DOCX.
    """
    with open_package(content, name=name, kind="DOCX") as package:
        parts = read_text_parts(package)
    contents = [
        Content(slot.kind, slot.text, address)
        if isinstance(slot, Label)
        else Content(kind_of(slot, parts), slot.text, address, tuple(slot.marks), tuple(slot.protected))
        for address, slot in find_slots(parts)
    ]
    return build_document(contents, name=name, format_name="docx", encoding="utf-8", origin=content)


def write_docx(document: Document, targets: Sequence[BlockTarget], *, target_locale: str) -> bytes:
    """Return the file with the paragraphs of all changed blocks written anew, formatting and all.

    Raises:
        ArticleError: the result would not read back as the same blocks.
    """
    changed = changed_blocks(document, targets)
    if not changed:
        return document.origin
    with open_package(document.origin, name=document.name, kind="DOCX") as package:
        parts = read_text_parts(package)
        twins = find_twins(parts.roots.values(), "wordprocessingml")
        for address, slot in find_slots(parts):
            if address not in changed:
                continue
            if isinstance(slot, Label):
                slot.write(clean_text(changed[address].text))
            else:
                ParagraphWriter(slot, target_locale).write(changed[address])
        copy_contents(twins)
        touched = {address.rpartition(":")[0] for address in changed}
        written = {part: root for part, root in parts.roots.items() if part in touched}
        result = package.write(written)
    check_blocks(result, document, targets, read=partial(read_docx, name=document.name), kind="DOCX")
    return result


def find_slots(parts: TextParts) -> Iterator[tuple[str, ParagraphSlot | Label]]:
    """Yield the slots in reading order with their addresses; the marks' ids run through the whole file."""
    names = MarkNames()
    for part, root in parts.roots.items():
        paragraphs = labels = 0
        for element in list(root.iter()):
            if local(element) == "p" and "wordprocessingml" in (etree.QName(element).namespace or ""):
                paragraphs += 1
                if is_shown(element) and not _is_code(element, parts):
                    slot = read_paragraph(element, names, parts.links[part])
                    if slot is not None:
                        yield f"{part}:{paragraphs}", slot
                continue
            for label in read_labels(element) if is_shown(element) else ():
                labels += 1
                yield f"{part}:@{labels}", label


def _style_of(paragraph: etree._Element, parts: TextParts) -> str:
    style = paragraph.find("{*}pPr/{*}pStyle")
    if style is None:
        return ""
    return parts.styles.get(attribute(style, "val"), attribute(style, "val").lower())


def _is_code(paragraph: etree._Element, parts: TextParts) -> bool:
    return CODE_PARAGRAPH.fullmatch(_style_of(paragraph, parts)) is not None


def kind_of(slot: ParagraphSlot, parts: TextParts) -> BlockKind:
    style = _style_of(slot.paragraph, parts)
    if style.startswith(("heading", "title", "subtitle")):
        return "heading"
    if style.startswith("caption"):
        return "caption"
    for outer in slot.paragraph.iterancestors():
        if local(outer) == "tc":
            return "table-cell"
        if local(outer) == "txbxContent":
            break
    if slot.paragraph.find("{*}pPr/{*}numPr") is not None or style.startswith("list"):
        return "list-item"
    return "quote" if "quote" in style or style == "block text" else "paragraph"

"""DOCX: paragraphs, cells, text boxes and notes are translated; all other parts stay as they are."""

from __future__ import annotations

import copy
import re
import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

from translate_pipe.article.build import Content, MarkNames, build_document
from translate_pipe.article.docx_atoms import local
from translate_pipe.article.docx_labels import Label, is_shown, read_labels
from translate_pipe.article.docx_package import TextParts, read_text_parts
from translate_pipe.article.docx_paragraph import ParagraphSlot, read_paragraph
from translate_pipe.article.docx_write import clean_text, write_paragraph
from translate_pipe.article.package import attribute, open_package
from translate_pipe.article.weave import BlockTarget
from translate_pipe.errors import ArticleError
from translate_pipe.model import BlockKind, Document

_CODE_PARAGRAPH = re.compile(
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
        else Content(_kind_of(slot, parts), slot.text, address, tuple(slot.marks), tuple(slot.protected))
        for address, slot in _find_slots(parts)
    ]
    return build_document(contents, name=name, format_name="docx", encoding="utf-8", origin=content)


def write_docx(document: Document, targets: Sequence[BlockTarget], *, target_locale: str) -> bytes:
    """Return the file with the paragraphs of all changed blocks written anew, formatting and all.

    Raises:
        ArticleError: the result would not read back as the same blocks.
    """
    changed = {
        block.address: target
        for block, target in zip(document.blocks, targets, strict=True)
        if target.changed
    }
    if not changed:
        return document.origin
    with open_package(document.origin, name=document.name, kind="DOCX") as package:
        parts = read_text_parts(package)
        twins = _find_twins(parts)
        for address, slot in _find_slots(parts):
            if address not in changed:
                continue
            if isinstance(slot, Label):
                slot.write(clean_text(changed[address].text))
            else:
                write_paragraph(slot, changed[address], locale=target_locale)
        for original, twin in twins:
            _copy_content(original, twin)
        touched = {address.rpartition(":")[0] for address in changed}
        written = {part: root for part, root in parts.roots.items() if part in touched}
        result = package.write(written)
    _check(result, document, targets)
    return result


def _check(result: bytes, document: Document, targets: Sequence[BlockTarget]) -> None:
    try:
        read_back = read_docx(result, name=document.name)
    except zipfile.BadZipFile:
        read_back = None
    blanks = any(not any(char.isalnum() for char in target.text) for target in targets)
    if read_back is None or (len(read_back.blocks) != len(document.blocks) and not blanks):
        raise ArticleError(
            "the translated DOCX would have another number of paragraphs than the original",
            path=document.name,
            remedy="please report it; the bilingual files hold the whole translation",
        )


def _find_slots(parts: TextParts) -> Iterator[tuple[str, ParagraphSlot | Label]]:
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
    return _CODE_PARAGRAPH.fullmatch(_style_of(paragraph, parts)) is not None


def _kind_of(slot: ParagraphSlot, parts: TextParts) -> BlockKind:
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


def _find_twins(parts: TextParts) -> list[tuple[etree._Element, etree._Element]]:
    """Pair the paragraphs of drawings with their copies for old programs, which ought to say the same."""
    twins: list[tuple[etree._Element, etree._Element]] = []
    for root in parts.roots.values():
        for alternatives in root.iter("{*}AlternateContent"):
            sides = [
                [p for p in side.iter("{*}p") if "wordprocessingml" in (etree.QName(p).namespace or "")]
                for name in ("Choice", "Fallback")
                if (side := alternatives.find(f"{{*}}{name}")) is not None
            ]
            if len(sides) == 2 and [_text_of(p) for p in sides[0]] == [_text_of(p) for p in sides[1]]:
                twins += zip(sides[0], sides[1], strict=True)
    return twins


def _text_of(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter("{*}t"))


def _copy_content(original: etree._Element, twin: etree._Element) -> None:
    for child in list(twin):
        if local(child) != "pPr":
            twin.remove(child)
    twin.extend(copy.deepcopy(child) for child in original if local(child) != "pPr")

"""An OpenDocument text and the targets of its blocks go in; the document in two languages comes out."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import etree

from translate_pipe.article.build import MarkNames
from translate_pipe.article.docx_bilingual import rename_marks, wanted_targets
from translate_pipe.article.docx_labels import Label
from translate_pipe.article.docx_paragraph import ParagraphSlot, read_paragraph
from translate_pipe.article.docx_write import clean_text
from translate_pipe.article.edits import join_short
from translate_pipe.article.odt import find_slots, kind_of, read_odt
from translate_pipe.article.odt_atoms import BREAK, SIGNS, SPAN, XML_ID
from translate_pipe.article.odt_language import name_language
from translate_pipe.article.odt_package import META, SIGNATURES, TextParts, read_text_parts
from translate_pipe.article.odt_paragraph import TextWriter, dialect_of
from translate_pipe.article.odt_styles import DRAW, OFFICE, STYLE, TEXT
from translate_pipe.article.package import open_package
from translate_pipe.article.weave import BlockTarget
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document

# In these the target stands behind a line break: a paragraph of its own would have a number, or a place in
# the table of contents.
_WITHIN = ("heading", "list-item", "caption")
# What must not be in a document twice, or would be in the way.
_ONCE = (*sorted(SIGNS), TEXT + "note", DRAW + "*")
# Fields that count on where they stand: the copy says the same number.
_COUNTING = tuple(TEXT + name for name in ("sequence", "variable-set", "variable-input", "user-field-input"))
_BEHIND_STYLES = (OFFICE + "master-styles", OFFICE + "body")


def write_odt_bilingual(document: Document, targets: Sequence[BlockTarget], *, target_locale: str) -> bytes:
    """Return the file with each paragraph followed by its target as another of the same format.

    In headings, list items, captions and paragraphs that begin a page the target stands behind a line break;
    titles and alternative texts hold both, parted by a stroke. Pictures, notes' signs, bookmarks and comments
    stay with the source alone.

    Raises:
        ArticleError: the result would not read back as these blocks.
    """
    wanted = wanted_targets(document, targets)
    if not wanted:
        return document.origin
    apart = 0
    with open_package(document.origin, name=document.name, kind="ODT") as package:
        parts = read_text_parts(package)
        touched = {address.rpartition(":")[0] for address in wanted}
        styles = {part: _new_style(parts.roots[part], target_locale) for part in touched - {META}}
        for address, slot in list(find_slots(parts)):
            part = address.rpartition(":")[0]
            if address not in wanted:
                continue
            if isinstance(slot, Label):
                slot.write(join_short(slot.text, clean_text(wanted[address].text)))
                continue
            twin = _translate(slot, wanted[address], parts, part, target_locale)
            if twin is not None:
                apart += _put_behind(slot.paragraph, _in_span(twin, styles[part]), parts, part)
        written = {part: root for part, root in parts.roots.items() if part in touched}
        result = package.write(written, without=(SIGNATURES,))
    if len(read_odt(result, name=document.name).blocks) != len(document.blocks) + apart:
        raise ArticleError(
            "the ODT in two languages would have another number of paragraphs",
            path=document.name,
            remedy="leave --bilingual out; the other files hold the whole translation",
        )
    return result


def _translate(
    slot: ParagraphSlot, target: BlockTarget, parts: TextParts, part: str, locale: str
) -> etree._Element | None:
    """Return a copy of the paragraph that holds the target, without what stays with the source alone."""
    twin = copy.deepcopy(slot.paragraph)
    twin.tail = None
    own = read_paragraph(twin, MarkNames(), parts.links, dialect_of(parts.sheets[part]))
    if own is None or len(own.marks) != len(slot.marks):
        return None
    TextWriter(own, locale).write(rename_marks(target, slot, own))
    etree.strip_elements(twin, *_ONCE, with_tail=False)
    etree.strip_tags(twin, *_COUNTING)
    for element in twin.iter():
        for key in (XML_ID, TEXT + "id"):
            element.attrib.pop(key, "")
    return twin


def _put_behind(paragraph: etree._Element, twin: etree._Element, parts: TextParts, part: str) -> bool:
    """Put the target behind its paragraph; tell whether it is a paragraph of its own."""
    sheet = parts.sheets[part]
    outer = paragraph.getparent()
    alone = outer is not None and outer.tag == TEXT + "numbered-paragraph"
    breaks = sheet.breaks_page(paragraph.get(TEXT + "style-name", ""))
    if kind_of(paragraph, sheet) in _WITHIN or alone or breaks:
        etree.SubElement(paragraph, BREAK)
        paragraph.extend(list(twin))
        return False
    twin.tail, paragraph.tail = paragraph.tail, None
    paragraph.addnext(twin)
    return True


def _new_style(root: etree._Element, locale: str) -> str:
    """Return the name of a style of a part's own that says the language."""
    own = root.find(OFFICE + "automatic-styles")
    if own is None:
        own = etree.Element(OFFICE + "automatic-styles")
        place = next((i for i, child in enumerate(root) if child.tag in _BEHIND_STYLES), len(root))
        root.insert(place, own)
    taken = {style.get(STYLE + "name") for style in root.iter(STYLE + "style")}
    name = next(name for number in range(1, len(taken) + 2) if (name := f"Translation{number}") not in taken)
    style = etree.SubElement(own, STYLE + "style", {STYLE + "name": name, STYLE + "family": "text"})
    name_language(etree.SubElement(style, STYLE + "text-properties"), locale)
    return name


def _in_span(paragraph: etree._Element, style: str) -> etree._Element:
    """Return the paragraph with all that it holds in a span."""
    span = etree.Element(SPAN, {TEXT + "style-name": style})
    span.text, paragraph.text = paragraph.text, None
    span.extend(list(paragraph))
    paragraph.append(span)
    return paragraph

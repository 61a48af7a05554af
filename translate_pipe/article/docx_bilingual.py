"""A Word document and the targets of its blocks go in; the document in two languages comes out."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from translate_pipe.article.build import MarkNames
from translate_pipe.article.docx import find_slots, kind_of, read_docx
from translate_pipe.article.docx_atoms import local
from translate_pipe.article.docx_labels import Label
from translate_pipe.article.docx_package import TextParts, read_text_parts
from translate_pipe.article.docx_paragraph import ParagraphSlot, read_paragraph
from translate_pipe.article.docx_twins import copy_contents, find_twins
from translate_pipe.article.docx_write import ParagraphWriter, clean_text
from translate_pipe.article.edits import join_short
from translate_pipe.article.package import attribute, open_package
from translate_pipe.article.weave import PARENT, BlockTarget
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Layout

# In these the target stands behind a line break: a paragraph of its own would have a number, or a place in
# the table of contents.
_WITHIN = ("heading", "list-item", "caption")
# What must not be in a document twice, or would be in the way.
_ONCE = frozenset((
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
    "annotationRef", "drawing", "pict", "object", "AlternateContent", "footnoteReference",
    "endnoteReference", "footnoteRef", "endnoteRef", "permStart", "permEnd", "del", "moveFrom",
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "pageBreakBefore",
    "lastRenderedPageBreak", "proofErr",
))  # fmt: skip
_IDS = ("paraId", "textId")
# Twips between the margins of a page, where a document does not say it.
_USUAL_WIDTH = 9360


def write_docx_bilingual(
    document: Document, targets: Sequence[BlockTarget], *, target_locale: str, layout: Layout
) -> bytes:
    """Return the file with each paragraph followed by its target as another of the same format.

    In headings, list items and captions the target stands behind a line break; titles and alternative texts
    hold both, parted by a stroke. Pictures, notes' signs, bookmarks and comments stay with the source alone.
    In columns the paragraphs of the text itself stand side by side with their targets, in tables without
    lines; headings, and what stands in tables, boxes, headers and notes, does not.

    Raises:
        ArticleError: the result would not read back as these blocks.
    """
    wanted = wanted_targets(document, targets)
    if not wanted:
        return document.origin
    with open_package(document.origin, name=document.name, kind="DOCX") as package:
        parts = read_text_parts(package)
        writer = _Writer(parts, target_locale, layout)
        for address, slot in list(find_slots(parts)):
            if address in wanted:
                writer.write(address.rpartition(":")[0], slot, wanted[address])
        writer.finish()
        touched = {address.rpartition(":")[0] for address in wanted}
        result = package.write({part: root for part, root in parts.roots.items() if part in touched})
    if len(read_docx(result, name=document.name).blocks) != len(document.blocks) + writer.apart:
        raise ArticleError(
            "the DOCX in two languages would have another number of paragraphs",
            path=document.name,
            remedy="leave --bilingual out; the other files hold the whole translation",
        )
    return result


def wanted_targets(document: Document, targets: Sequence[BlockTarget]) -> dict[str, BlockTarget]:
    """Return the targets that say anything else than their blocks, by the addresses of these."""
    return {
        block.address: target
        for block, target in zip(document.blocks, targets, strict=True)
        if target.changed and target.text.strip() not in ("", block.span.of(document.text).strip())
    }


def rename_marks(target: BlockTarget, slot: ParagraphSlot, twin: ParagraphSlot) -> BlockTarget:
    """Return the target of a slot with the marks called as in the slot's copy, which has the same marks."""
    names = {before.id: after.id for before, after in zip(slot.marks, twin.marks, strict=True)}
    marks = tuple(
        replace(
            mark,
            id=names[mark.id],
            attributes=tuple(
                (key, names.get(value, value) if key == PARENT else value) for key, value in mark.attributes
            ),
        )
        for mark in target.marks
    )
    return replace(target, marks=marks)


class _Writer:
    """Puts the targets into a document; `apart` counts those that are paragraphs of their own."""

    def __init__(self, parts: TextParts, locale: str, layout: Layout) -> None:
        self.parts = parts
        self.locale = locale
        self.layout = layout
        self.apart = 0
        self.twins: dict[etree._Element, list[etree._Element]] = {}
        for original, twin in find_twins(parts.roots.values(), "wordprocessingml"):
            self.twins.setdefault(original, []).append(twin)
        self.rows: list[tuple[etree._Element, etree._Element]] = []

    def write(self, part: str, slot: ParagraphSlot | Label, target: BlockTarget) -> None:
        """Put the target of a slot behind it."""
        if isinstance(slot, Label):
            slot.write(join_short(slot.text, clean_text(target.text)))
            return
        paragraph = slot.paragraph
        translated = self._translate(part, slot, target)
        if translated is None:
            return
        kind = kind_of(slot, self.parts)
        inside = _is_in(paragraph, "body") and _section(paragraph) is None
        if self.layout == "columns" and inside and kind not in ("heading", "caption"):
            if kind == "list-item":
                _unnumber(translated)
            self.rows.append((paragraph, translated))
        elif kind in _WITHIN:
            _append(paragraph, translated)
            copy_contents([(paragraph, twin) for twin in self.twins.get(paragraph, ())])
            return
        else:
            section = _section(paragraph)
            if section is not None:
                _remove(section)
            paragraph.addnext(translated)
            for twin in self.twins.get(paragraph, ()):
                twin.addnext(copy.deepcopy(translated))
        self.apart += 1

    def finish(self) -> None:
        """Put into tables what is to stand side by side."""
        tables: list[etree._Element] = []
        for paragraph, translated in self.rows:
            if not tables or paragraph.getprevious() is not tables[-1]:
                tables.append(_new_table(paragraph))
                paragraph.addprevious(tables[-1])
            _add_row(tables[-1], paragraph, translated)
        for table in tables:
            before, after = table.getprevious(), table.getnext()
            # Tables without a paragraph between them would be one, and behind a table there has to be one.
            if before is not None and local(before) == "tbl":
                table.addprevious(etree.Element(_prefix(table) + "p"))
            if after is None or local(after) != "p":
                table.addnext(etree.Element(_prefix(table) + "p"))

    def _translate(self, part: str, slot: ParagraphSlot, target: BlockTarget) -> etree._Element | None:
        """Return a copy of the paragraph that holds the target, without what stays with the source alone."""
        twin = copy.deepcopy(slot.paragraph)
        twin.tail = None
        own = read_paragraph(twin, MarkNames(), self.parts.links[part])
        if own is None or len(own.marks) != len(slot.marks):
            return None
        ParagraphWriter(own, self.locale).write(rename_marks(target, slot, own))
        _tidy(twin)
        return twin


def _prefix(element: etree._Element) -> str:
    return "{" + (etree.QName(element).namespace or "") + "}"


def _section(paragraph: etree._Element) -> etree._Element | None:
    return paragraph.find("{*}pPr/{*}sectPr")


def _tidy(paragraph: etree._Element) -> None:
    """Take out what must not be in the document twice."""
    for element in list(paragraph.iter("{*}*")):
        for name in [name for name in element.attrib if etree.QName(name).localname in _IDS]:
            del element.attrib[name]
        once = local(element) in _ONCE or (local(element) == "br" and attribute(element, "type") == "page")
        once = once or (local(element) == "id" and _is_in(element, "sdtPr"))
        if once and element is not paragraph:
            _remove(element)
    kinds = [attribute(mark, "fldCharType") for mark in paragraph.iter("{*}fldChar")]
    broken = kinds.count("begin") != kinds.count("end")
    for run in list(paragraph.iter("{*}r")):
        names = {local(child) for child in run} - {"rPr"}
        if not names or (broken and names & {"fldChar", "instrText"}):
            _remove(run)


def _is_in(element: etree._Element, name: str) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) == name


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _append(paragraph: etree._Element, translated: etree._Element) -> None:
    """Put the content of another paragraph behind a line break at the end of a paragraph."""
    run = etree.SubElement(paragraph, _prefix(paragraph) + "r")
    etree.SubElement(run, _prefix(paragraph) + "br")
    paragraph.extend([child for child in translated if local(child) != "pPr"])


def _unnumber(paragraph: etree._Element) -> None:
    """Take the number or sign of a list item away, though its style may have one."""
    prefix = _prefix(paragraph)
    properties = paragraph.find(prefix + "pPr")
    if properties is None:
        return
    numbering = properties.find(prefix + "numPr")
    if numbering is None:
        style = properties.find(prefix + "pStyle")
        numbering = etree.Element(prefix + "numPr")
        properties.insert(0 if style is None else properties.index(style) + 1, numbering)
    for child in list(numbering):
        numbering.remove(child)
    etree.SubElement(numbering, prefix + "numId").set(prefix + "val", "0")


def _new_table(paragraph: etree._Element) -> etree._Element:
    """Return a table of two columns without lines, as wide as the text."""
    prefix = _prefix(paragraph)
    half = _text_width(paragraph) // 2
    table = etree.Element(prefix + "tbl")
    properties = etree.SubElement(table, prefix + "tblPr")
    _set(etree.SubElement(properties, prefix + "tblW"), w=str(2 * half), type="dxa")
    _set(etree.SubElement(properties, prefix + "tblLayout"), type="fixed")
    grid = etree.SubElement(table, prefix + "tblGrid")
    for _ in range(2):
        _set(etree.SubElement(grid, prefix + "gridCol"), w=str(half))
    return table


def _add_row(table: etree._Element, source: etree._Element, target: etree._Element) -> None:
    prefix = _prefix(table)
    row = etree.SubElement(table, prefix + "tr")
    for column, paragraph in zip(table.iter(prefix + "gridCol"), (source, target), strict=True):
        cell = etree.SubElement(row, prefix + "tc")
        properties = etree.SubElement(cell, prefix + "tcPr")
        _set(etree.SubElement(properties, prefix + "tcW"), w=attribute(column, "w"), type="dxa")
        cell.append(paragraph)


def _set(element: etree._Element, **values: str) -> None:
    for name, value in values.items():
        element.set(_prefix(element) + name, value)


def _text_width(paragraph: etree._Element) -> int:
    """Return the twips between the margins of the page, or the usual number."""
    sections = [_section(later) if local(later) == "p" else later for later in paragraph.itersiblings()]
    section = next((one for one in sections if one is not None and local(one) == "sectPr"), None)
    if section is None:
        return _USUAL_WIDTH
    size, margins = section.find("{*}pgSz"), section.find("{*}pgMar")
    if size is None or margins is None:
        return _USUAL_WIDTH
    sides = [attribute(size, "w"), attribute(margins, "left"), attribute(margins, "right")]
    if not all(side.isdecimal() for side in sides):
        return _USUAL_WIDTH
    whole, left, right = map(int, sides)
    return whole - left - right if whole > left + right else _USUAL_WIDTH

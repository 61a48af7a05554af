"""A Word table: target, comment and state can be edited, the rest is protected."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt
from lxml import etree

from translate_pipe.bilingual.archive import open_members, save_repacked
from translate_pipe.bilingual.escape import CONTROLS, escape_characters, unescape_characters
from translate_pipe.bilingual.rows import BilingualFile
from translate_pipe.bilingual.table import (
    COLUMNS,
    EDITABLE,
    TableLine,
    closing_cells,
    parse_table,
    unit_cells,
)
from translate_pipe.bilingual.xmlfile import parse_xml
from translate_pipe.errors import BitextError
from translate_pipe.locales import is_right_to_left
from translate_pipe.model import Bitext

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_MAIN}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

MAX_ROWS = 32_767
"""Of a Word table. Source: Word, operating parameter limitations and specifications."""

REMARKS = "remarks"
"""One column for terms, issues and memory: a page is only so wide."""

WORD_COLUMNS = ("number", "source", "target", "comment", "state", REMARKS, "id", "fingerprint")

_WIDTHS = dict(zip(WORD_COLUMNS, (12, 69, 69, 34, 22, 34, 14, 13), strict=True))
"""In millimetres; together the width of the page between its margins."""

_SIZES = {"number": 14, "state": 14, REMARKS: 14, "id": 10, "fingerprint": 10}
"""Of type, in half points, where it is not that of the document."""

_SHADE = {_W + "val": "clear", _W + "color": "auto", _W + "fill": "F2F2F2"}


def stream(bitext: Bitext) -> Iterator[bytes]:
    """Yield the bitext as a document with one table on A4 pages in landscape.

    Raises:
        BitextError: a Word table cannot have so many rows.
    """
    rows = 1 + len(bitext.units) + len(closing_cells(bitext))
    if rows > MAX_ROWS:
        raise BitextError(
            f"{len(bitext.units):,} segments are more than the {MAX_ROWS:,} rows of a Word table can hold",
            remedy="choose another format",
        )
    document = docx.Document()
    properties = document.core_properties
    properties.author = "translate-pipe"
    properties.title = escape_characters(bitext.article, CONTROLS)[:255]
    properties.comments = ""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10)
    normal.paragraph_format.space_after = Pt(2)
    heading = f"{bitext.article}: {bitext.source_locale} → {bitext.target_locale}"
    document.add_paragraph(escape_characters(heading, CONTROLS))
    document.element.body.insert(1, _table(bitext))
    _protect(document.settings.element)
    yield from save_repacked(lambda stream: _save(document, stream))


def _save(document: docx.document.Document, stream: IO[bytes]) -> None:
    # By way of memory, where the document is anyway: the library leaves its archive open if the disk is full.
    held = io.BytesIO()
    document.save(held)
    stream.write(held.getbuffer())


def _protect(settings: etree._Element) -> None:
    # Against slips only: there is no password. The schema fixes the order of the settings.
    protection = etree.Element(_W + "documentProtection", {_W + "edit": "readOnly", _W + "enforcement": "1"})
    following = settings.find(_W + "defaultTabStop")
    if following is not None:
        following.addprevious(protection)
    else:
        settings.append(protection)


def _table(bitext: Bitext) -> etree._Element:
    table = etree.Element(_W + "tbl", nsmap={"w": _MAIN})
    form = etree.SubElement(table, _W + "tblPr")
    etree.SubElement(form, _W + "tblStyle", {_W + "val": "TableGrid"})
    etree.SubElement(form, _W + "tblW", {_W + "w": str(_twips(sum(_WIDTHS.values()))), _W + "type": "dxa"})
    etree.SubElement(form, _W + "tblLayout", {_W + "type": "fixed"})
    grid = etree.SubElement(table, _W + "tblGrid")
    for name in WORD_COLUMNS:
        etree.SubElement(grid, _W + "gridCol", {_W + "w": str(_twips(_WIDTHS[name]))})
    right_to_left = is_right_to_left(bitext.target_locale)
    _add_row(table, WORD_COLUMNS, heading=True)
    for number, unit in enumerate(bitext.units, start=1):
        _add_row(table, _word_cells(unit_cells(unit)), permission=number, right_to_left=right_to_left)
    for cells in closing_cells(bitext):
        _add_row(table, _word_cells(cells))
    return table


def _word_cells(cells: Sequence[str]) -> tuple[str, ...]:
    held = dict(zip(COLUMNS, cells, strict=True))
    said = (held["issues"], held["terms"], held["memory"])
    held[REMARKS] = "\n".join(part for part in said if part)
    return tuple(held[name] for name in WORD_COLUMNS)


def _add_row(
    table: etree._Element,
    texts: Sequence[str],
    *,
    heading: bool = False,
    permission: int | None = None,
    right_to_left: bool = False,
) -> None:
    row = etree.SubElement(table, _W + "tr")
    form = etree.SubElement(row, _W + "trPr")
    etree.SubElement(form, _W + "cantSplit")
    if heading:
        etree.SubElement(form, _W + "tblHeader")
    for name, text in zip(WORD_COLUMNS, texts, strict=True):
        paragraph = _add_cell(row, name, right_to_left=right_to_left and name == "target")
        if permission is not None and name == WORD_COLUMNS[0]:
            etree.SubElement(paragraph, _W + "permStart", _permission(permission))
        _add_text(paragraph, text, size=_SIZES.get(name), bold=heading)
    if permission is not None:
        etree.SubElement(paragraph, _W + "permEnd", {_W + "id": str(permission)})


def _permission(number: int) -> dict[str, str]:
    open_columns = sorted(WORD_COLUMNS.index(name) for name in EDITABLE)
    return {
        _W + "id": str(number),
        _W + "edGrp": "everyone",
        _W + "colFirst": str(open_columns[0]),
        _W + "colLast": str(open_columns[-1]),
    }


def _add_cell(row: etree._Element, name: str, *, right_to_left: bool) -> etree._Element:
    cell = etree.SubElement(row, _W + "tc")
    form = etree.SubElement(cell, _W + "tcPr")
    etree.SubElement(form, _W + "tcW", {_W + "w": str(_twips(_WIDTHS[name])), _W + "type": "dxa"})
    if name not in EDITABLE:
        etree.SubElement(form, _W + "shd", _SHADE)
    paragraph = etree.SubElement(cell, _W + "p")
    if right_to_left:
        etree.SubElement(etree.SubElement(paragraph, _W + "pPr"), _W + "bidi")
    return paragraph


def _add_text(paragraph: etree._Element, text: str, *, size: int | None, bold: bool) -> None:
    run = etree.SubElement(paragraph, _W + "r")
    form = etree.SubElement(run, _W + "rPr")
    if bold:
        etree.SubElement(form, _W + "b")
    etree.SubElement(form, _W + "noProof")
    if size:
        etree.SubElement(form, _W + "sz", {_W + "val": str(size)})
    for number, line in enumerate(escape_characters(text, CONTROLS).split("\n")):
        if number:
            etree.SubElement(run, _W + "br")
        for place, part in enumerate(line.split("\t")):
            if place:
                etree.SubElement(run, _W + "tab")
            if part:
                etree.SubElement(run, _W + "t", {_SPACE: "preserve"}).text = part


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def read(content: bytes, path: Path) -> BilingualFile:
    """Return the rows of the first table that names our columns; tracked changes count as accepted.

    Comments that a reviewer attached in Word are added to the comment of their row.

    Raises:
        BitextError: no Word file, no such table, or as `parse_table`; with the row.
    """
    members = open_members(content, path, needed="word/document.xml")
    root = parse_xml(members["word/document.xml"], path, root="document")
    remarks = _word_comments(members, path)
    for table in root.iter(_W + "tbl"):
        lines = list(_lines(table, path, remarks))
        if lines and "target" in {cell.strip().lower() for cell in lines[0].cells}:
            return parse_table(lines, path=path, format="docx", decode=unescape_characters, also=(REMARKS,))
    raise BitextError("holds no table whose first row names the column target", path=path)


def _word_comments(members: Mapping[str, bytes], path: Path) -> dict[str, str]:
    content = members.get("word/comments.xml")
    if content is None:
        return {}
    root = parse_xml(content, path, root="comments")
    return {found.get(_W + "id", ""): _block_text(found) for found in root.iter(_W + "comment")}


def _lines(table: etree._Element, path: Path, remarks: Mapping[str, str]) -> Iterator[TableLine]:
    comment: int | None = None
    for number, row in enumerate(table.iter(_W + "tr"), start=1):
        cells = [_block_text(cell) for cell in row.iter(_W + "tc")]
        if number == 1:
            names = [cell.strip().lower() for cell in cells]
            comment = names.index("comment") if "comment" in names else None
        said = [
            remarks[name]
            for reference in row.iter(_W + "commentReference")
            if (name := reference.get(_W + "id", "")) in remarks
        ]
        if said and comment is not None and comment < len(cells):
            cells[comment] = "\n".join([part for part in (cells[comment], *said) if part])
        yield TableLine(cells, f"{path}, table row {number}")


_MARKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_GONE = frozenset({_W + "del", _W + "moveFrom", _W + "rPr", _W + "pPr", _W + "tcPr"})


def _block_text(block: etree._Element) -> str:
    """Return the text of the paragraphs in a cell, a line each."""
    return "\n".join("".join(_texts(paragraph)) for paragraph in block.iter(_W + "p"))


def _texts(element: etree._Element) -> Iterator[str]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _GONE:
            continue
        name = child.tag.removeprefix(_W)
        if name == "t":
            yield child.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        else:
            yield from _texts(child)

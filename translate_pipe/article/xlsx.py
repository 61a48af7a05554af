"""XLSX: the texts in the cells of a workbook are translated; numbers, formulas and all else stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from translate_pipe.article.build import Content, MarkNames, build_document
from translate_pipe.article.docx_atoms import local
from translate_pipe.article.docx_paragraph import ParagraphSlot, read_paragraph
from translate_pipe.article.package import Package, open_package
from translate_pipe.article.weave import BlockTarget, changed_blocks
from translate_pipe.article.xlsx_kept import find_kept, key_of
from translate_pipe.article.xlsx_text import CELL, CellWriter, full_text
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document

_CORNER = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with its cells of text, by their names, and its tables by their parts."""

    part: str
    root: etree._Element
    cells: dict[str, etree._Element]
    tables: dict[str, etree._Element]


@dataclass(frozen=True, slots=True)
class _Book:
    """The sheets of a workbook in their order, its shared strings, and the texts that must stay."""

    sheets: list[_Sheet]
    strings_part: str
    strings: etree._Element | None
    kept: frozenset[str]


def read_xlsx(content: bytes, *, name: str) -> Document:
    """Return the texts of a workbook, sheet by sheet and row by row, each of several equal ones once.

    Raises:
        ArticleError: the file is damaged, protected or no XLSX.
    """
    with open_package(content, name=name, kind="XLSX") as package:
        book = _read_book(package)
    contents = [
        Content("table-cell", slot.text, address, tuple(slot.marks), tuple(slot.protected))
        for address, slot in _find_slots(book)
    ]
    return build_document(contents, name=name, format_name="xlsx", encoding="utf-8", origin=content)


def write_xlsx(document: Document, targets: Sequence[BlockTarget]) -> bytes:
    """Return the workbook with the targets in its cells; the columns of its tables are called as their cells.

    Raises:
        ArticleError: the result would not read back as the same blocks.
    """
    changed = changed_blocks(document, targets)
    if not changed:
        return document.origin
    with open_package(document.origin, name=document.name, kind="XLSX") as package:
        book = _read_book(package)
        before: dict[etree._Element, list[etree._Element]] = {}
        for address, slot in list(_find_slots(book)):
            if address in changed and key_of(changed[address].text) not in book.kept:
                before[slot.paragraph] = list(slot.paragraph)
                CellWriter(slot).write(changed[address])
        written = {} if book.strings is None else {book.strings_part: book.strings}
        for sheet in book.sheets:
            for table in sheet.tables.values():
                _restore_equal(sheet, table, before)
        for sheet in book.sheets:
            if any(local(cell) == "is" and cell in before for cell in sheet.cells.values()):
                written[sheet.part] = sheet.root
            written |= {
                part: table for part, table in sheet.tables.items() if _rename_columns(sheet, table, before)
            }
        result = package.write(written)
    blanks = any(not any(char.isalnum() for char in target.text) for target in changed.values())
    if _count_texts(result, document.name) != _count_texts(document.origin, document.name) and not blanks:
        raise ArticleError(
            "the translated XLSX would have another number of texts than the original",
            path=document.name,
            remedy="please report it; the bilingual files hold the whole translation",
        )
    return result


def _count_texts(content: bytes, name: str) -> int:
    """Return how many different strings with letters or digits the cells of a workbook hold."""
    with open_package(content, name=name, kind="XLSX") as package:
        strings = {cell for sheet in _read_book(package).sheets for cell in sheet.cells.values()}
    return sum(1 for string in strings if any(char.isalnum() for char in full_text(string)))


def _read_book(package: Package) -> _Book:
    main = next(iter(package.related("", "/officeDocument").values()), "")
    if not main:
        raise package.refuse("is a ZIP archive, but no XLSX")
    root = package.parse(main)
    if etree.QName(root).localname != "workbook":
        raise package.refuse("is an Office file, but no workbook")
    strings_part = next(iter(package.related(main, "/sharedStrings").values()), "")
    strings = package.parse(strings_part) if strings_part else None
    shared = [] if strings is None else list(strings.iterfind("{*}si"))
    parts = package.related(main, "/worksheet")
    sheets = []
    for entry in root.iterfind("{*}sheets/{*}sheet"):
        named = next((str(value) for key, value in entry.attrib.items() if str(key).endswith("}id")), "")
        if named in parts:
            sheet = package.parse(parts[named])
            tables = {part: package.parse(part) for part in package.related(parts[named], "/table").values()}
            sheets.append(_Sheet(parts[named], sheet, dict(_find_cells(package, sheet, shared)), tables))
    pivots = [package.parse(part) for part in package.related(main, "/pivotCacheDefinition").values()]
    own = [part for sheet in sheets for part in (sheet.root, *sheet.tables.values())]
    kept = find_kept([root, *own, *pivots])
    return _Book(sheets, strings_part, strings, kept)


def _find_cells(
    package: Package, sheet: etree._Element, shared: Sequence[etree._Element]
) -> Iterator[tuple[str, etree._Element]]:
    """Yield the name and the string of each cell that holds text and no formula."""
    for cell in sheet.iterfind("{*}sheetData/{*}row/{*}c"):
        kind = cell.get("t")
        if kind not in ("s", "inlineStr") or cell.find("{*}f") is not None:
            continue
        string = cell.find("{*}is")
        if kind == "s":
            number = (cell.findtext("{*}v") or "").strip()
            if not number.isdecimal() or int(number) >= len(shared):
                raise package.refuse(f"names a text in {cell.get('r', 'a cell')} that is not there")
            string = shared[int(number)]
        if string is not None:
            yield cell.get("r", ""), string


def _find_slots(book: _Book) -> Iterator[tuple[str, ParagraphSlot]]:
    """Yield the slots in reading order with their addresses."""
    names = MarkNames()
    numbers = {} if book.strings is None else {si: n for n, si in enumerate(book.strings.iterfind("{*}si"))}
    seen: set[etree._Element] = set()
    for sheet in book.sheets:
        for cell, string in sheet.cells.items():
            text = full_text(string)
            if string in seen or key_of(text) in book.kept or not any(char.isalpha() for char in text):
                continue
            seen.add(string)
            slot = read_paragraph(string, names, {}, CELL)
            if slot is not None:
                shared = string in numbers
                yield f"{book.strings_part}:{numbers[string]}" if shared else f"{sheet.part}:{cell}", slot


def _restore_equal(
    sheet: _Sheet, table: etree._Element, before: dict[etree._Element, list[etree._Element]]
) -> None:
    """Give the headings of a table their old texts where two would be the same, which no table may have."""
    headings = [cell for _, cell in _headings(sheet, table) if cell is not None]
    taken = [key_of(full_text(cell)) for cell in headings]
    for cell, text in zip(headings, taken, strict=True):
        if taken.count(text) > 1 and cell in before:
            for child in list(cell):
                cell.remove(child)
            cell.extend(before.pop(cell))


def _rename_columns(
    sheet: _Sheet, table: etree._Element, before: dict[etree._Element, list[etree._Element]]
) -> bool:
    """Call columns as the cells above them say, and totals as those below; tell whether any changed."""
    changed = False
    for attribute, pairs in (("name", _headings(sheet, table)), ("totalsRowLabel", _totals(sheet, table))):
        for column, cell in pairs:
            if cell is not None and cell in before and column.get(attribute):
                column.set(attribute, full_text(cell).replace("\n", "_x000a_"))
                changed = True
    return changed


_Column = tuple[etree._Element, "etree._Element | None"]


def _headings(sheet: _Sheet, table: etree._Element) -> Iterator[_Column]:
    """Yield each column of a table with the string above it."""
    if table.get("headerRowCount", "1") != "0":
        yield from _columns(sheet, table, row=0)


def _totals(sheet: _Sheet, table: etree._Element) -> Iterator[_Column]:
    """Yield each column of a table with the string below it."""
    if table.get("totalsRowCount", "0") != "0":
        yield from _columns(sheet, table, row=-1)


def _columns(sheet: _Sheet, table: etree._Element, *, row: int) -> Iterator[_Column]:
    corners = _CORNER.findall(table.get("ref", ""))
    if not corners:
        return
    letters, number = corners[0][0], corners[row][1]
    for offset, column in enumerate(table.iterfind("{*}tableColumns/{*}tableColumn")):
        yield column, sheet.cells.get(f"{_letters(_number(letters) + offset)}{number}")


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

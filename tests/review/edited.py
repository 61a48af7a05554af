"""Bilingual files taken apart, so that tests can do to each format what people and programs do to it."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from lxml import etree

_XLIFF = "{urn:oasis:names:tc:xliff:document:1.2}"
_XLIFF2 = "{urn:oasis:names:tc:xliff:document:2.0}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Rows(ABC):
    """The rows of one file, each of a kind of its own; changed in place and written again.

    `can_lack` tells whether the format can hold a row without any target.
    """

    can_lack = True
    rows: list[Any]

    @abstractmethod
    def id_of(self, row: Any) -> str:
        """Return the id of a row."""

    @abstractmethod
    def rename(self, row: Any, identifier: str) -> None:
        """Give a row another id."""

    @abstractmethod
    def set_target(self, row: Any, text: str | None) -> None:
        """Change the target of a row; None takes it away altogether."""

    @abstractmethod
    def content(self) -> bytes:
        """Return the file with the rows as they are now."""

    def find(self, identifier: str) -> Any:
        """Return the row with an id."""
        return next(row for row in self.rows if self.id_of(row) == identifier)

    def double(self, row: Any) -> None:
        """Put a copy of a row behind the others."""
        self.rows.append(copy.deepcopy(row))


class Cells(Rows):
    """Tables: a row is a list of cells; `columns` says where id and target stand."""

    def __init__(self, table: list[list[str]]) -> None:
        self.header, *rows = table
        self.columns = {name.strip(): place for place, name in enumerate(self.header)}
        self.rows = [row for row in rows if not self.id_of(row).startswith("#")]
        self.closing = [row for row in rows if self.id_of(row).startswith("#")]

    def id_of(self, row: Any) -> str:
        return str(row[self.columns["id"]]).strip()

    def rename(self, row: Any, identifier: str) -> None:
        row[self.columns["id"]] = identifier

    def set_target(self, row: Any, text: str | None) -> None:
        if text is None:
            del row[self.columns["target"] :]
        else:
            row[self.columns["target"]] = text

    def table(self) -> list[list[str]]:
        return [self.header, *self.rows, *self.closing]


class Tsv(Cells):
    def __init__(self, content: bytes) -> None:
        super().__init__([line.split("\t") for line in content.decode().splitlines()])

    def content(self) -> bytes:
        return "".join("\t".join(row) + "\n" for row in self.table()).encode()


class Csv(Cells):
    def __init__(self, content: bytes) -> None:
        super().__init__(list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))))

    def content(self) -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\r\n").writerows(self.table())
        return text.getvalue().encode("utf-8-sig")


class MarkdownTable(Cells):
    def __init__(self, content: bytes) -> None:
        lines = content.decode().split("\n")
        places = [number for number, line in enumerate(lines) if line.startswith("|")]
        self.before, self.after = lines[: places[0]], lines[places[-1] + 1 :]
        self.rule = lines[places[1]]
        cells = [re.split(r"(?<!\\)\|", lines[place])[1:-1] for place in (places[0], *places[2:])]
        super().__init__(cells)

    def content(self) -> bytes:
        header, *rows = ["|".join(["", *row, ""]) for row in self.table()]
        return "\n".join([*self.before, header, self.rule, *rows, *self.after]).encode()


class Workbook(Cells):
    can_lack = False

    def __init__(self, content: bytes) -> None:
        import openpyxl

        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.sheet = self.book.worksheets[0]
        self.tail: list[list[str]] = []
        super().__init__(
            [[str(cell.value or "") for cell in row] for row in self.sheet.iter_rows(max_col=10)]
        )

    def content(self) -> bytes:
        self.sheet.delete_rows(2, self.sheet.max_row)
        for number, row in enumerate(self.table()[1:], start=2):
            for place, text in enumerate(row, start=1):
                cell = self.sheet.cell(number, place)
                cell.value = text or None
                cell.data_type = "s" if text else "n"
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


class WordTable(Cells):
    can_lack = False

    def __init__(self, content: bytes) -> None:
        import docx

        self.document = docx.Document(io.BytesIO(content))
        self.word_table = self.document.tables[0]
        self.elements = [row._tr for row in self.word_table.rows]
        super().__init__([[cell.text for cell in row.cells] for row in self.word_table.rows])
        self.origin = {id(row): element for row, element in zip(self.rows, self.elements[1:], strict=False)}
        self.texts = {id(row): list(row) for row in self.rows}

    def double(self, row: Any) -> None:
        copied = list(row)
        self.origin[id(copied)] = copy.deepcopy(self.origin[id(row)])
        self.texts[id(copied)] = list(self.texts[id(row)])
        self.rows.append(copied)

    def content(self) -> bytes:
        from docx.table import _Row

        parent = self.elements[0].getparent()
        last = self.elements[0]
        for row in self.rows:
            element = self.origin[id(row)]
            for cell, now, before in zip(
                _Row(element, self.word_table).cells, row, self.texts[id(row)], strict=True
            ):
                if now != before:
                    cell.text = now
            last.addnext(element)
            last = element
        kept = {id(self.origin[id(row)]) for row in self.rows}
        for element in self.elements[1 : 1 + len(self.elements) - 1 - len(self.closing)]:
            if id(element) not in kept and element.getparent() is parent:
                parent.remove(element)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


class JsonLines(Rows):
    def __init__(self, content: bytes) -> None:
        self.head, *self.rows = map(json.loads, content.decode().splitlines())

    def id_of(self, row: Any) -> str:
        return str(row["id"])

    def rename(self, row: Any, identifier: str) -> None:
        row["id"] = identifier

    def set_target(self, row: Any, text: str | None) -> None:
        if text is None:
            del row["target"]
        else:
            row["target"] = text

    def content(self) -> bytes:
        return "".join(json.dumps(line) + "\n" for line in (self.head, *self.rows)).encode()


class Page(JsonLines):
    _DATA = re.compile(rb'(<script[^>]*type="application/json"[^>]*>)(.*?)(</script>)', re.S)

    def __init__(self, content: bytes) -> None:
        self.page = content
        for found in self._DATA.finditer(content):
            lines = json.loads(found[2])
            if isinstance(lines, list):
                self.place, (self.head, *self.rows) = found, lines
                return
        raise AssertionError("the page holds no data")

    def content(self) -> bytes:
        data = json.dumps([self.head, *self.rows]).replace("<", "\\u003c").encode()
        return self.page[: self.place.start(2)] + data + self.page[self.place.end(2) :]


class Xml(Rows):
    """Formats of elements; subclasses say what a unit, its id and its target are called."""

    unit: str
    name = "id"

    def __init__(self, content: bytes) -> None:
        self.root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, load_dtd=False))
        self.rows = list(self.root.iter(self.unit))
        self.body = self.rows[0].getparent()

    def id_of(self, row: Any) -> str:
        return str(row.get(self.name, ""))

    def rename(self, row: Any, identifier: str) -> None:
        row.set(self.name, identifier)

    @abstractmethod
    def target_of(self, row: Any) -> Any:
        """Return the element that holds the target."""

    def set_target(self, row: Any, text: str | None) -> None:
        target = self.target_of(row)
        if text is None:
            gone = self.whole_target(target)
            gone.getparent().remove(gone)
            return
        for child in list(target):
            target.remove(child)
        target.text = text

    def whole_target(self, target: Any) -> Any:
        """Return what goes when the target is taken away."""
        return target

    def content(self) -> bytes:
        for row in list(self.root.iter(self.unit)):
            row.getparent().remove(row)
        for row in self.rows:
            self.body.append(row)
        return etree.tostring(self.root, xml_declaration=True, encoding="utf-8")


class Xliff12(Xml):
    unit = _XLIFF + "trans-unit"

    def target_of(self, row: Any) -> Any:
        return row.find(_XLIFF + "target")


class Xliff21(Xml):
    unit = _XLIFF2 + "unit"

    def target_of(self, row: Any) -> Any:
        return row.find(f"{_XLIFF2}segment/{_XLIFF2}target")


class Tmx(Xml):
    unit = "tu"
    name = "tuid"

    def target_of(self, row: Any) -> Any:
        variants = row.findall("tuv")
        if len(variants) < 2:
            variants.append(etree.SubElement(row, "tuv", {_LANG: "ru"}))
            etree.SubElement(variants[1], "seg")
        return variants[1].find("seg")

    def whole_target(self, target: Any) -> Any:
        return target.getparent()


class Catalogue(Rows):
    can_lack = False

    def __init__(self, content: bytes) -> None:
        self.head, *blocks = content.decode().rstrip("\n").split("\n\n")
        self.rows = [[block] for block in blocks]

    def id_of(self, row: Any) -> str:
        found = re.search(r'^msgctxt "(.*)"$', row[0], re.M)
        return found[1] if found else ""

    def rename(self, row: Any, identifier: str) -> None:
        row[0] = re.sub(r'^msgctxt ".*"$', f'msgctxt "{identifier}"', row[0], flags=re.M)

    def set_target(self, row: Any, text: str | None) -> None:
        quoted = json.dumps(text or "", ensure_ascii=False)
        row[0] = re.sub(r"^msgstr .*", lambda _: f"msgstr {quoted}", row[0], flags=re.M | re.S)

    def content(self) -> bytes:
        return "\n\n".join([self.head, *(row[0] for row in self.rows)]).encode() + b"\n"


OPENERS: dict[str, Callable[[bytes], Rows]] = {
    "tsv": Tsv,
    "csv": Csv,
    "jsonl": JsonLines,
    "xlsx": Workbook,
    "tmx": Tmx,
    "xliff": Xliff12,
    "xliff2": Xliff21,
    "po": Catalogue,
    "md": MarkdownTable,
    "docx": WordTable,
    "html": Page,
}
"""How the file of each format is taken apart."""

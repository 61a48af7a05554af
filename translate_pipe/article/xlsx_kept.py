"""The parts of a workbook go in; the texts come out that must stay, since something goes by them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from translate_pipe.article.docx_atoms import local
from translate_pipe.article.package import attribute

_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_COLUMN = re.compile(r"\[((?:[^\[\]']|'.)+)\]")
_FORMULAS = frozenset((
    "f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "definedName",
))  # fmt: skip
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def find_kept(roots: Iterable[etree._Element]) -> frozenset[str]:
    """Return, by `key_of`, the texts that formulas, lists of choices, filters and pivot tables name.

    Translated cells that hold one of them would change what is calculated or shown. Columns of tables that
    come from a query have their names from there.
    """
    kept: set[str] = set()
    for root in roots:
        for element in root.iter("{*}*"):
            name = local(element)
            if name in _FORMULAS and element.text:
                literals = [text.replace('""', '"') for text in _LITERAL.findall(element.text)]
                kept.update(literals)
                kept.update(item.strip() for text in literals for item in text.split(","))
                kept.update(re.sub(r"'(.)", r"\1", column) for column in _COLUMN.findall(element.text))
                kept.update(column.lstrip("@") for column in _COLUMN.findall(element.text))
            elif name in ("filter", "customFilter"):
                kept.add(attribute(element, "val"))
            elif name == "cacheField" or (name == "tableColumn" and _is_queried(root)):
                kept.add(decode_escapes(attribute(element, "name")))
    return frozenset(key_of(text) for text in kept if text)


def _is_queried(table: etree._Element) -> bool:
    return attribute(table, "tableType") not in ("", "worksheet")


def key_of(text: str) -> str:
    """Return what two texts share that a formula takes for the same: capitals do not matter."""
    return text.strip().casefold()


def decode_escapes(text: str) -> str:
    """Return the text of an attribute, characters written by their numbers resolved."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n")

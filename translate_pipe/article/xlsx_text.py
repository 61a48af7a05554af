"""A string of a workbook goes in; its text with marks comes out, and the string is written anew."""

from __future__ import annotations

import copy
import re
from itertools import groupby

from lxml import etree

from translate_pipe.article.docx_atoms import Atom, Container, Loose, local, properties_of
from translate_pipe.article.docx_paragraph import WORD, Dialect, ParagraphSlot
from translate_pipe.article.docx_write import ParagraphWriter, clean_text
from translate_pipe.article.weave import BlockTarget

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# A carriage return is written out, and always before a line feed. Source: ECMA-376 part 1, 22.9.2.19.
_BREAKS = re.compile(r"((?:_x000[dD]_)?\n)")


def read_atoms(string: etree._Element) -> tuple[list[Atom], list[Container]]:
    """Return the texts of a string and the breaks between them; how it is pronounced is left out."""
    atoms: list[Atom] = []
    for child in string:
        if local(child) not in ("t", "r"):
            continue
        properties = properties_of(child) if local(child) == "r" else None
        for part in filter(None, _BREAKS.split(_text_of(child))):
            if _BREAKS.fullmatch(part):
                atoms.append(Atom("break", "\n", properties, [Loose(_new_run(string, "\n", properties))]))
            else:
                atoms.append(Atom("other", part, properties))
    return atoms, []


CELL = Dialect(read_atoms, WORD.key, WORD.kind)


def full_text(string: etree._Element) -> str:
    """Return all that a string says, breaks included."""
    return _BREAKS.sub("\n", "".join(_text_of(child) for child in string if local(child) in ("t", "r")))


class CellWriter(ParagraphWriter):
    """Fills a string with its target: one text, or runs if parts of it look otherwise."""

    def __init__(self, slot: ParagraphSlot) -> None:
        super().__init__(slot, "en")

    def write(self, target: BlockTarget) -> None:
        """Replace the content of the string by the target."""
        super().write(target)
        string = self.slot.paragraph
        runs = [
            (properties, "".join(_text_of(run) for run in same))
            for properties, same in groupby(string, key=_written_properties)
        ]
        for child in list(string):
            string.remove(child)
        if len(runs) == 1 and not runs[0][0]:
            string.append(_new_text(string, runs[0][1]))
            return
        for properties, text in runs:
            element = etree.fromstring(properties) if properties else None
            string.append(_new_run(string, text, element))

    def run(self, text: str) -> etree._Element:
        """Return a run that holds the text, formatted as the open marks say."""
        properties = self.properties()
        return _new_run(self.slot.paragraph, clean_text(text), properties if len(properties) else None)


def _text_of(element: etree._Element) -> str:
    if local(element) == "t":
        return element.text or ""
    return "".join(inner.text or "" for inner in element if local(inner) == "t")


def _written_properties(run: etree._Element) -> bytes:
    properties = properties_of(run)
    return b"" if properties is None or not len(properties) else etree.tostring(properties, method="c14n")


def _new_text(string: etree._Element, text: str) -> etree._Element:
    content = etree.Element("{" + (etree.QName(string).namespace or "") + "}t")
    content.text = text
    if text != text.strip() or "\n" in text:
        content.set(_SPACE, "preserve")
    return content


def _new_run(string: etree._Element, text: str, properties: etree._Element | None) -> etree._Element:
    run = etree.Element("{" + (etree.QName(string).namespace or "") + "}r")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    run.append(_new_text(string, text))
    return run

"""One paragraph of a presentation, taken to pieces and written anew as those of documents are."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml import etree

from translate_pipe.article.docx_atoms import Atom, Container, Loose, local
from translate_pipe.article.docx_paragraph import Dialect
from translate_pipe.article.docx_write import ParagraphWriter, clean_text, word_locale
from translate_pipe.article.package import attribute
from translate_pipe.model import MarkKind

# Attributes and children of a run's properties that do not show.
_INVISIBLE = frozenset(("lang", "altLang", "dirty", "err", "noProof", "smtClean", "smtId", "bmk", "extLst"))
# Source: ECMA-376 part 1, 21.1.2.3.9 (rPr): what each attribute says where the text looks as usual.
_SWITCHES: tuple[tuple[str, MarkKind, tuple[str, ...]], ...] = (
    ("b", "bold", ("", "0", "false")), ("i", "italic", ("", "0", "false")),
    ("u", "underline", ("", "none")), ("strike", "strike", ("", "noStrike")),
)  # fmt: skip


class SlideWriter(ParagraphWriter):
    """Fills a paragraph of a slide; its runs say their language and their looks in attributes."""

    def run(self, text: str) -> etree._Element:
        """Return a run that holds the text, formatted as the open marks say."""
        run = etree.Element(self.prefix + "r")
        properties = self.properties()
        for name in ("altLang", "dirty", "err"):
            if name in properties.attrib:
                del properties.attrib[name]
        properties.set("lang", word_locale(self.locale))
        run.append(properties)
        content = etree.SubElement(run, self.prefix + "t")
        content.text = clean_text(text)
        return run

    def right_to_left(self, properties: etree._Element | None) -> etree._Element:
        """Return the properties of the paragraph with its direction set; at the right by default."""
        changed = etree.Element(self.prefix + "pPr") if properties is None else properties
        changed.set("rtl", "1")
        if "algn" not in changed.attrib:
            changed.set("algn", "r")
        return changed


def read_atoms(paragraph: etree._Element) -> tuple[list[Atom], list[Container]]:
    """Return the texts of a paragraph and what stands between; runs with one hyperlink are a container."""
    atoms: list[Atom] = []
    containers: list[Container] = []
    link = ""
    for child in paragraph:
        name = local(child)
        if name in ("", "pPr"):
            continue
        properties = next((inner for inner in child if local(inner) == "rPr"), None)
        if name == "r":
            address = _link_of(properties)
            if address and address != link:
                containers.append(Container("hyperlink", "link", [], link=address))
            link = address
            inside = (len(containers) - 1,) if link else ()
            atoms += _split_run(child, properties, inside)
        elif name == "br":
            link = link if _link_of(properties) == link else ""
            inside = (len(containers) - 1,) if link else ()
            atoms.append(Atom("break", "\n", properties, [Loose(child)], inside))
        else:
            link = ""
            kind: MarkKind = "image" if name in ("AlternateContent", "m") else "other"
            atoms.append(Atom(kind, "", None, [Loose(child)]))
    return atoms, containers


def _split_run(
    run: etree._Element, properties: etree._Element | None, inside: tuple[int, ...]
) -> Iterator[Atom]:
    """Yield the text of a run; a tab in it is a break, which a run of its own stands for."""
    text = "".join(inner.text or "" for inner in run if local(inner) == "t")
    for piece in re.split("(\t)", text):
        if piece == "\t":
            alone = copy.deepcopy(run)
            for inner in alone:
                if local(inner) == "t":
                    inner.text = piece
                    piece = ""
            alone.tail = None
            yield Atom("break", "\t", properties, [Loose(alone)], inside)
        elif piece:
            yield Atom("other", piece, properties, [], inside)


def _link_of(properties: etree._Element | None) -> str:
    """Return the id of the address to which a click on the text leads, or the action it sets off."""
    if properties is None:
        return ""
    link = next((child for child in properties if local(child) == "hlinkClick"), None)
    return "" if link is None else attribute(link, "id") or attribute(link, "action")


def _key(properties: etree._Element | None) -> str:
    if properties is None:
        return ""
    return "|".join(f"{name}={value}" for name, value in sorted(_looks(properties).items()) if value)


def _kind_of(properties: etree._Element | None, base: etree._Element | None) -> tuple[MarkKind, str]:
    own, usual = _looks(properties), _looks(base)
    differing = [name for name in sorted(own.keys() | usual.keys()) if own.get(name) != usual.get(name)]
    # A raised or lowered text is called as in documents, where formulas are told by it.
    names = " ".join("vertAlign" if name == "baseline" else name for name in differing)
    for name, kind, usual_values in _SWITCHES:
        if name in differing and own.get(name, "") not in usual_values:
            return kind, names
    return "other", names


def _looks(properties: etree._Element | None) -> dict[str, str]:
    """Return what of the properties shows: attributes, and children as they are written."""
    if properties is None:
        return {}
    looks = {str(key): str(value) for key, value in properties.attrib.items() if key not in _INVISIBLE}
    if looks.get("baseline") == "0":
        del looks["baseline"]
    for name, _, usual in _SWITCHES:
        if looks.get(name) in usual:
            del looks[name]
    for child in properties:
        if local(child) and local(child) not in _INVISIBLE:
            looks[local(child)] = etree.tostring(child, method="c14n", with_tail=False).decode()
    return looks


SLIDE = Dialect(read_atoms, _key, _kind_of)

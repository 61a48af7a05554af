"""A paragraph of an ODT goes in; its texts and what stands between and around them come out, flattened."""

from __future__ import annotations

import copy
import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from translate_pipe.article.docx_atoms import Atom, Container, Loose, empty_copy
from translate_pipe.article.odt_styles import DRAW, OFFICE, TEXT, Look, StyleSheet, differing
from translate_pipe.model import MarkKind

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
LINK = "{http://www.w3.org/1999/xlink}href"
SPAN, SPACES, TAB, BREAK = (TEXT + name for name in ("span", "s", "tab", "line-break"))
FIELD = "field"
"""What the container of a field is called, which shows a text that is not written."""
_CONTROL = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}content-control"
SHELLS = frozenset((TEXT + "a", TEXT + "meta", _CONTROL))
"""What encloses text as a link does, without looks of its own."""
_DROPPED = frozenset((TEXT + "soft-page-break",))
# What begins at one place of a text and ends at another, by what both are called there.
_PAIRS = {
    TEXT + "bookmark-start": (TEXT + "bookmark-end", TEXT + "name"),
    TEXT + "reference-mark-start": (TEXT + "reference-mark-end", TEXT + "name"),
    TEXT + "change-start": (TEXT + "change-end", TEXT + "change-id"),
    TEXT + "alphabetical-index-mark-start": (TEXT + "alphabetical-index-mark-end", TEXT + "id"),
    TEXT + "toc-mark-start": (TEXT + "toc-mark-end", TEXT + "id"),
    TEXT + "user-index-mark-start": (TEXT + "user-index-mark-end", TEXT + "id"),
    OFFICE + "annotation": (OFFICE + "annotation-end", OFFICE + "name"),
}
_KEYS = dict(_PAIRS.values())
_DEEPEST = 20
# What the outline of a document counts; programs make it anew.
_NUMBER = TEXT + "number"
# Signs at which nothing shows, so that the spaces around them are one.
SIGNS = frozenset((
    *_PAIRS, *_KEYS, TEXT + "bookmark", TEXT + "change", TEXT + "reference-mark", TEXT + "toc-mark",
    TEXT + "alphabetical-index-mark",
))  # fmt: skip
# Fields whose text does not show.
_UNSEEN = frozenset((TEXT + "hidden-text", TEXT + "hidden-paragraph", TEXT + "script"))
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Shelled(Loose):
    """Something that can be put elsewhere; `run` holds the spans, one in the other, that it stands in."""

    def place(self) -> etree._Element:
        """Return the element, moved, in copies of the spans."""
        self.element.tail = None
        if self.run is None or not len(self.run):
            return self.element
        outer = copy.deepcopy(self.run[0])
        innermost(outer).append(self.element)
        return outer


def innermost(element: etree._Element) -> etree._Element:
    """Return the last of elements one in the other."""
    while len(element):
        element = element[0]
    return element


def is_field(element: etree._Element) -> bool:
    """Tell whether an element in a paragraph shows a text that a program makes, such as a page number."""
    tag = str(element.tag)
    plain = not len(element) and bool((element.text or "").strip())
    return plain and tag.startswith(TEXT) and tag not in _UNSEEN and tag != SPAN and tag not in SHELLS


def read_atoms(paragraph: etree._Element, sheet: StyleSheet) -> tuple[list[Atom], list[Container]]:
    """Return what a paragraph consists of.

    The properties of an atom are an element whose attributes say how its text looks other than the
    paragraph, and that holds the spans to which it owes that, one in the other.
    """
    reader = _Reader(paragraph, sheet)
    reader.read(paragraph, None, reader.usual)
    _join_pairs(reader.atoms, reader.containers)
    for atom in reader.atoms:
        if atom.text.strip():
            break
        # A gap before all text is not a part of the link that begins with it.
        atom.containers = () if atom.kind == "break" else atom.containers
    return reader.atoms, reader.containers


class _Reader:
    """Flattens the content of a paragraph into atoms and containers; white space as programs show it."""

    def __init__(self, paragraph: etree._Element, sheet: StyleSheet) -> None:
        self.sheet = sheet
        self.usual = sheet.look("paragraph", paragraph.get(TEXT + "style-name", ""))
        self.atoms: list[Atom] = []
        self.containers: list[Container] = []
        self.path: tuple[int, ...] = ()
        self.spaced = True

    def read(self, parent: etree._Element, shown: etree._Element | None, look: Look) -> None:
        """Read what an element holds, in the spans `shown`, whose text has the look."""
        self._text(parent.text, shown)
        for child in parent:
            if isinstance(child.tag, str) and child.tag not in _DROPPED:
                self._child(child, str(child.tag), shown, look)
            self._text(child.tail, shown)

    def _child(self, child: etree._Element, name: str, shown: etree._Element | None, look: Look) -> None:
        if name == SPAN:
            self._span(child, shown, look)
        elif name in SHELLS:
            self._shell(child, shown, look)
        elif name in (TAB, BREAK, SPACES):
            self._break(child, name, shown)
        elif name in SIGNS or name == _NUMBER:
            self._point("other", child, shown)
        elif is_field(child):
            self._field(child, shown)
        else:
            kind: MarkKind = (
                "footnote" if name == TEXT + "note" else "image" if name.startswith(DRAW) else "other"
            )
            self._point(kind, child, shown)
            self.spaced = False

    def _text(self, text: str | None, shown: etree._Element | None) -> None:
        flat = _SPACE.sub(" ", text or "")
        if self.spaced:
            flat = flat.removeprefix(" ")
        if flat:
            self.spaced = flat.endswith(" ")
            self._add(Atom("other", flat, shown))

    def _span(self, span: etree._Element, shown: etree._Element | None, look: Look) -> None:
        own = self.sheet.look("text", span.get(TEXT + "style-name", ""))
        if own.get("display") == "none":
            self._point("other", span, shown)
            return
        after = {**look, **own}
        if not differing(own, look):
            self.read(span, shown, after)
            return
        visible = differing(after, self.usual)
        inner = etree.Element("look", visible)
        if visible:
            shell = empty_copy(span)
            shell.attrib.pop(XML_ID, "")
            if shown is not None and len(shown):
                inner.append(copy.deepcopy(shown[0]))
            innermost(inner).append(shell)
        self.read(span, inner if visible else None, after)

    def _shell(self, element: etree._Element, shown: etree._Element | None, look: Look) -> None:
        kind: MarkKind = "link" if element.tag == TEXT + "a" else "other"
        name = etree.QName(element).localname
        container = Container(name, kind, [], [], element, False, element.get(LINK, ""))
        before, atoms, containers = self.path, len(self.atoms), len(self.containers)
        self._enter(container)
        self.read(element, shown, look)
        self.path = before
        if not any(atom.text.strip() for atom in self.atoms[atoms:]):
            del self.atoms[atoms:], self.containers[containers:]
            self._point("other", element, shown)

    def _break(self, child: etree._Element, name: str, shown: etree._Element | None) -> None:
        self.spaced = False
        if name == SPACES and child.get(TEXT + "c", "1") == "1":
            self._add(Atom("other", " ", shown))
            return
        # Several spaces are there for the looks, as a tab is.
        text = {TAB: "\t", BREAK: "\n", SPACES: " "}[name]
        self._add(Atom("break", text, shown, [Shelled(child, shown)]))

    def _field(self, field: etree._Element, shown: etree._Element | None) -> None:
        """Show what a field says now; the field itself stands for it."""
        before = self.path
        self._enter(Container(FIELD, "other", [Shelled(field, shown)], protected=True))
        self.spaced = False
        self._add(Atom("other", _SPACE.sub(" ", field.text or ""), shown))
        self.path = before

    def _enter(self, container: Container) -> None:
        self.containers.append(container)
        self.path = (*self.path, len(self.containers) - 1)

    def _point(self, kind: MarkKind, element: etree._Element, shown: etree._Element | None) -> None:
        self._add(Atom(kind, "", shown, [Shelled(element, shown)]))

    def _add(self, atom: Atom) -> None:
        atom.containers = self.path
        self.atoms.append(atom)


def _join_pairs(atoms: list[Atom], containers: list[Container]) -> None:
    """Make containers of bookmarks, comments and insertions that begin and end within the text.

    They then go with their words. Those that reach to an end of the paragraph stay two points there, and so
    do those that cross others.
    """
    letters = [place for place, atom in enumerate(atoms) if atom.text.strip()]
    begun: dict[tuple[str, str], int] = {}
    done: set[int] = set()
    for place, atom in enumerate(atoms):
        element = atom.loose[0].element if atom.loose else None
        tag = "" if element is None else str(element.tag)
        if element is None or tag not in SIGNS:
            continue
        if tag in _PAIRS:
            closing, key = _PAIRS[tag]
            begun[closing, element.get(key, "")] = place
        elif tag in _KEYS:
            start = begun.pop((tag, element.get(_KEYS[tag], "")), None)
            if start is not None and _can_enclose(atoms, letters, start, place):
                _enclose(atoms, containers, start, place)
                done |= {start, place}
    atoms[:] = [atom for place, atom in enumerate(atoms) if place not in done]


def _can_enclose(atoms: Sequence[Atom], letters: Sequence[int], start: int, end: int) -> bool:
    """Tell whether there is text before, between and behind two places that lie in the same."""
    if atoms[start].containers != atoms[end].containers or bisect(letters, start) == bisect(letters, end):
        return False
    deepest = max(len(atom.containers) for atom in atoms[start:end])
    return letters[0] < start and letters[-1] > end and deepest < _DEEPEST


def _enclose(atoms: Sequence[Atom], containers: list[Container], start: int, end: int) -> None:
    depth = len(atoms[start].containers)
    name = etree.QName(atoms[start].loose[0].element).localname.removesuffix("-start")
    containers.append(Container(name, "other", atoms[start].loose, atoms[end].loose))
    for atom in atoms[start + 1 : end]:
        path = atom.containers
        atom.containers = (*path[:depth], len(containers) - 1, *path[depth:])

"""A paragraph of a DOCX goes in; its texts and what stands between and around them come out, flattened."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

from lxml import etree

from translate_pipe.article.package import attribute
from translate_pipe.model import MarkKind

# Children of a paragraph whose content is part of its text.
_CONTAINERS = frozenset(
    ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdt", "fldSimple", "dir", "bdo")
)
_DROPPED = frozenset(("proofErr", "lastRenderedPageBreak", "softHyphen"))
_IMAGES = frozenset(("drawing", "pict", "object", "AlternateContent"))
_OFF = frozenset(("0", "false", "off", "none"))


@dataclass(frozen=True, slots=True)
class Loose:
    """Something that can be put elsewhere: a child of a paragraph, or of a run whose properties it keeps."""

    element: etree._Element
    run: etree._Element | None = None

    def place(self) -> etree._Element:
        """Return the element as a child of a paragraph. It is moved, not copied, so that what was or will
        be changed inside it (a text box) stays changed.
        """
        if self.run is None:
            return self.element
        alone = empty_copy(self.run)
        properties = properties_of(self.run)
        if properties is not None:
            alone.append(copy.deepcopy(properties))
        self.element.tail = None
        alone.append(self.element)
        return alone


@dataclass(slots=True)
class Atom:
    """A stretch of text in one formatting, or (`loose`) what stands at a point."""

    kind: MarkKind
    text: str
    properties: etree._Element | None
    loose: list[Loose] = field(default_factory=list)
    containers: tuple[int, ...] = ()


@dataclass(slots=True)
class Container:
    """What encloses text: a shell to fill (hyperlink, insertion), or the runs around a field's result.

    `link` is the id of a hyperlink's address.
    """

    name: str
    kind: MarkKind
    openers: list[Loose]
    closers: list[Loose] = field(default_factory=list)
    shell: etree._Element | None = None
    protected: bool = False
    link: str = ""


def empty_copy(element: etree._Element) -> etree._Element:
    """Return the element with its attributes, and nothing in it."""
    copied = copy.copy(element)
    for child in list(copied):
        copied.remove(child)
    copied.text = copied.tail = None
    return copied


def local(element: etree._Element) -> str:
    """Return the local name of an element, "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def read_atoms(paragraph: etree._Element) -> tuple[list[Atom], list[Container]]:
    """Return what a paragraph of Word consists of."""
    reader = AtomReader()
    reader.read(paragraph)
    reader.close_fields()
    return reader.atoms, reader.containers


class AtomReader:
    """Flattens the children of a paragraph into atoms and containers."""

    def __init__(self) -> None:
        self.atoms: list[Atom] = []
        self.containers: list[Container] = []
        self.stack: list[int] = []
        self.fields: list[tuple[list[Loose], int | None]] = []

    def read(self, parent: etree._Element) -> None:
        for child in parent:
            name = local(child)
            if name == "pPr" or name in _DROPPED or not name:
                continue
            if name == "r":
                self._run(child)
            elif name in _CONTAINERS:
                self._container(child, name)
            else:
                self._point("other", None, Loose(child))

    def close_fields(self) -> None:
        """A field that goes on in another paragraph has no end here: its beginning is a point."""
        for opener, number in self.fields:
            point = Atom("other", "", None, opener)
            if number is None:
                self.atoms.append(point)
                continue
            inside = [place for place, atom in enumerate(self.atoms) if number in atom.containers]
            for place in inside:
                atom = self.atoms[place]
                atom.containers = tuple(c for c in atom.containers if c != number)
            place = inside[0] if inside else len(self.atoms)
            point.containers = self.atoms[place].containers if inside else ()
            self.atoms.insert(place, point)

    def _container(self, element: etree._Element, name: str) -> None:
        inner = element.find("{*}sdtContent") if name == "sdt" else element
        if inner is None or self._in_instruction() or any(local(child) in ("p", "tbl") for child in inner):
            self._point("other", None, Loose(element))
            return
        kind: MarkKind = "link" if name == "hyperlink" else "other"
        link = attribute(element, "id") if kind == "link" else ""
        number = self._open(Container(name, kind, [], [], element, name == "fldSimple", link))
        atoms, fields = len(self.atoms), len(self.fields)
        self.read(inner)
        self.stack.remove(number)
        bare = kind == "link" and len(self.fields) == fields and not any(a.text for a in self.atoms[atoms:])
        if bare and len(self.atoms) > atoms:
            # A picture that is a link is one with it: no text will lead to where both are.
            del self.atoms[atoms:]
            self._point("image", None, Loose(element))
        elif self._is_empty(number):
            self._point("other", None, Loose(element))

    def _is_empty(self, number: int) -> bool:
        """Tell whether nothing stands in a container: no text will lead to it, so it must be a point."""
        return not self.atoms or number not in self.atoms[-1].containers

    def _open(self, container: Container) -> int:
        self.containers.append(container)
        self.stack.append(len(self.containers) - 1)
        return len(self.containers) - 1

    def _run(self, run: etree._Element) -> None:
        properties = properties_of(run)
        if properties is not None and is_on(properties, "vanish"):
            self._point("other", None, Loose(run))
            return
        for child in run:
            name = local(child)
            if name in ("", "rPr") or name in _DROPPED:
                continue
            loose = Loose(child, run)
            if name == "fldChar":
                self._field(attribute(child, "fldCharType"), loose)
            elif self._in_instruction():
                self.fields[-1][0].append(loose)
            elif name == "t":
                self._text(child.text or "", properties)
            elif name == "noBreakHyphen":
                self._text("\u2011", properties)
            elif name in ("tab", "cr") or (name == "br" and attribute(child, "type") in ("", "textWrapping")):
                self._add(Atom("break", "\t" if name == "tab" else "\n", properties, [loose]))
            elif name in ("footnoteReference", "endnoteReference"):
                self._point("footnote", properties, loose)
            else:
                self._point("image" if name in _IMAGES else "other", properties, loose)

    def _in_instruction(self) -> bool:
        return bool(self.fields) and self.fields[-1][1] is None

    def _text(self, text: str, properties: etree._Element | None) -> None:
        if text:
            self._add(Atom("other", text, properties))

    def _point(self, kind: MarkKind, properties: etree._Element | None, *loose: Loose) -> None:
        if self._in_instruction():
            self.fields[-1][0].extend(loose)
        else:
            self._add(Atom(kind, "", properties, list(loose)))

    def _add(self, atom: Atom) -> None:
        atom.containers = tuple(self.stack)
        self.atoms.append(atom)

    def _field(self, kind: str, mark: Loose) -> None:
        if kind == "begin":
            self.fields.append(([mark], None))
        elif not self.fields:
            self._point("other", None, mark)
        elif kind == "separate":
            self._separate(mark)
        elif kind == "end":
            opener, number = self.fields.pop()
            if number is None:
                self._point("other", None, *opener, mark)
            elif self.stack and self.stack[-1] == number:
                self.containers[number].closers.append(mark)
                self.stack.pop()
                if self._is_empty(number):
                    self._point("other", None, *opener, mark)
            else:
                self._point("other", None, mark)

    def _separate(self, mark: Loose) -> None:
        opener, number = self.fields[-1]
        if number is not None:
            self._point("other", None, mark)
            return
        opener.append(mark)
        if len(self.fields) > 1 and self.fields[-2][1] is None:
            return  # a field inside the instruction of another one is part of it
        words = "".join(
            loose.element.text or "" for loose in opener if local(loose.element) == "instrText"
        ).split()
        link = words[:1] == ["HYPERLINK"]
        container = Container("field", "link" if link else "other", opener, protected=words[:1] != ["TOC"])
        container.protected = container.protected and not link
        self.fields[-1] = (opener, self._open(container))


def properties_of(run: etree._Element) -> etree._Element | None:
    """Return the properties of a run."""
    return next((child for child in run if local(child) == "rPr"), None)


def is_on(properties: etree._Element, name: str) -> bool:
    """Tell whether a property that can be switched is on."""
    element = next((child for child in properties if local(child) == name), None)
    return element is not None and attribute(element, "val").lower() not in _OFF

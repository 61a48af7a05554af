"""One paragraph of a DOCX goes in; its clean text with marks comes out, and a way to write it anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from translate_pipe.article.build import MarkNames, order_marks
from translate_pipe.article.docx_atoms import Atom, Container, Loose, is_on, local, read_atoms
from translate_pipe.article.package import attribute
from translate_pipe.model import Mark, MarkKind, Span

# Properties of a run that do not show.
_INVISIBLE = frozenset(("lang", "noProof", "rPrChange", "webHidden"))
_CODE_STYLE = re.compile(r"code|verbatim|preformatted|typewriter", re.IGNORECASE)
_SWITCHES: tuple[tuple[str, MarkKind], ...] = (
    ("b", "bold"), ("i", "italic"), ("u", "underline"), ("strike", "strike"), ("dstrike", "strike"),
)  # fmt: skip


@dataclass(slots=True)
class ParagraphSlot:
    """The content of a paragraph between what may stay where it is (`before`, `after`).

    `lead` and `trail` are the spaces around the text.
    `formats` holds the run properties of the marks that are formatting, `base` those of everything else in
    the paragraph (key "") or in a container (its id).
    """

    paragraph: etree._Element
    text: str = ""
    lead: str = ""
    trail: str = ""
    marks: list[Mark] = field(default_factory=list)
    protected: list[Span] = field(default_factory=list)
    before: list[Loose] = field(default_factory=list)
    after: list[Loose] = field(default_factory=list)
    points: dict[str, list[Loose]] = field(default_factory=dict)
    containers: dict[str, Container] = field(default_factory=dict)
    formats: dict[str, etree._Element | None] = field(default_factory=dict)
    base: dict[str, etree._Element | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What tells the paragraphs of documents and of presentations apart.

    `atoms` takes a paragraph to pieces; `key` is the same for properties that look the same; `kind` says how
    properties differ from the usual ones around them, and in what.
    """

    atoms: Callable[[etree._Element], tuple[list[Atom], list[Container]]]
    key: Callable[[etree._Element | None], str]
    kind: Callable[[etree._Element | None, etree._Element | None], tuple[MarkKind, str]]


def read_paragraph(
    paragraph: etree._Element, names: MarkNames, links: Mapping[str, str], dialect: Dialect | None = None
) -> ParagraphSlot | None:
    """Return the paragraph's slot, or None if it holds nothing to translate.

    Args:
        links: the addresses that the ids of hyperlinks stand for.
        dialect: that of Word by default.
    """
    spoken = dialect or WORD
    atoms, containers = spoken.atoms(paragraph)
    letters = [index for index, atom in enumerate(atoms) if atom.text.strip()]
    if not letters:
        return None
    slot = ParagraphSlot(paragraph)
    first, last = letters[0], letters[-1]
    # What stands in a container stays in it, and white space stays with the text.
    while first and (atoms[first - 1].containers or not atoms[first - 1].loose):
        first -= 1
    while last + 1 < len(atoms) and (atoms[last + 1].containers or not atoms[last + 1].loose):
        last += 1
    slot.before = [loose for atom in atoms[:first] for loose in atom.loose]
    slot.after = [loose for atom in atoms[last + 1 :] for loose in atom.loose]
    _TextLayer(slot, containers, names, links, spoken).lay(atoms[first : last + 1])
    protected = {place for span in slot.protected for place in range(span.start, span.end)}
    if not any(char.isalnum() and place not in protected for place, char in enumerate(slot.text)):
        return None
    return slot


class _TextLayer:
    """Lays the atoms of a paragraph out as text, and turns formatting and containers into marks."""

    def __init__(
        self,
        slot: ParagraphSlot,
        containers: Sequence[Container],
        names: MarkNames,
        links: Mapping[str, str],
        dialect: Dialect,
    ) -> None:
        self.links = links
        self.dialect = dialect
        self.slot = slot
        self.containers = containers
        self.names = names
        self.length = 0
        self.parts: list[str] = []
        self.open: list[tuple[int, str, int]] = []
        self.protected: set[str] = set()

    def lay(self, atoms: Sequence[Atom]) -> None:
        """Fill the slot's text, marks, protected spans, points, containers and formats."""
        keys = _format_keys(atoms, self.dialect)
        bases = _bases(atoms, keys)
        self.slot.base[""] = bases[()][1] if () in bases else None
        run: list[tuple[int, int]] = []
        for place, atom in enumerate(atoms):
            self._enter(atom.containers, bases)
            start = self.length
            if atom.kind == "break":
                self._point(atom, 1)
                self._add(atom.text)
            elif atom.loose:
                self._point(atom, 0)
            else:
                self._add(re.sub(r"[\r\n]", " ", atom.text))
                run.append((place, start))
        while self.open:
            self._leave()
        self._mark_formats(atoms, keys, bases, run)
        self._finish()

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _enter(
        self, containers: tuple[int, ...], bases: dict[tuple[int, ...], tuple[str, etree._Element | None]]
    ) -> None:
        """Close the containers that end before this atom and open those that begin with it."""
        current = tuple(number for number, _, _ in self.open)
        common = 0
        while common < min(len(current), len(containers)) and current[common] == containers[common]:
            common += 1
        while len(self.open) > common:
            self._leave()
        for depth in range(common, len(containers)):
            container = self.containers[containers[depth]]
            name = self.names.name(container.kind)
            self.slot.containers[name] = container
            around = self.slot.base[self.open[-1][1] if self.open else ""]
            path = containers[: depth + 1]
            self.slot.base[name] = bases[path][1] if path in bases else around
            if container.protected:
                self.protected.add(name)
            self.open.append((containers[depth], name, self.length))

    def _leave(self) -> None:
        number, name, start = self.open.pop()
        container = self.containers[number]
        attributes: tuple[tuple[str, str], ...] = (("element", container.name),)
        if container.link in self.links:
            attributes += (("href", self.links[container.link]),)
        self.slot.marks.append(Mark(name, container.kind, Span(start, self.length), attributes))

    def _point(self, atom: Atom, length: int) -> None:
        name = self.names.name(atom.kind)
        attributes = (("in", self.open[-1][1]),) if self.open else ()
        self.slot.marks.append(Mark(name, atom.kind, Span(self.length, self.length + length), attributes))
        self.slot.points[name] = atom.loose

    def _mark_formats(
        self,
        atoms: Sequence[Atom],
        keys: Sequence[str],
        bases: dict[tuple[int, ...], tuple[str, etree._Element | None]],
        texts: Sequence[tuple[int, int]],
    ) -> None:
        """Add a mark for each stretch of text whose formatting is not the usual one around it."""
        last: tuple[str, tuple[int, ...]] | None = None
        for place, start in texts:
            atom = atoms[place]
            base_key, base = bases[atom.containers]
            here = (keys[place], atom.containers)
            end = start + len(atom.text)
            if keys[place] == base_key:
                last = None
            elif here == last:
                self.slot.marks[-1] = replace(
                    self.slot.marks[-1], span=Span(self.slot.marks[-1].span.start, end)
                )
            else:
                kind, changed = self.dialect.kind(atom.properties, base)
                name = self.names.name(kind)
                self.slot.marks.append(Mark(name, kind, Span(start, end), (("properties", changed),)))
                self.slot.formats[name] = atom.properties
                if kind == "code":
                    self.protected.add(name)
                last = here

    def _finish(self) -> None:
        """Cut white space off the ends of the text and of the marks."""
        whole = "".join(self.parts)
        text = whole.strip(" \t\n")
        self.slot.lead = " " * (len(whole) - len(whole.lstrip(" ")))
        self.slot.trail = " " * (len(whole) - len(whole.rstrip(" ")))
        lead = len(whole) - len(whole.lstrip(" \t\n"))
        marks = []
        # Formatting lies within containers, even where both have the same extent.
        for mark in sorted(self.slot.marks, key=lambda mark: mark.id not in self.slot.formats):
            start = min(max(mark.span.start - lead, 0), len(text))
            end = min(max(mark.span.end - lead, 0), len(text))
            if mark.kind != "break":
                while start < end and text[start].isspace():
                    start += 1
                while end > start and text[end - 1].isspace():
                    end -= 1
            marks.append(replace(mark, span=Span(start, end)))
        self.slot.text = text
        self.slot.marks = order_marks(
            [mark for mark in marks if mark.span or mark.id not in self.slot.formats]
        )
        self.slot.protected = [m.span for m in self.slot.marks if m.id in self.protected and m.span]


def _format_keys(atoms: Sequence[Atom], dialect: Dialect) -> list[str]:
    """Return what tells the visible formatting of each atom; white space gets that of the text around it."""
    keys = [dialect.key(atom.properties) for atom in atoms]
    letters = [place for place, atom in enumerate(atoms) if atom.text.strip()]
    for place, atom in enumerate(atoms):
        if atom.text and not atom.text.strip() and letters:
            before = [
                other for other in letters if other < place and atoms[other].containers == atom.containers
            ]
            after = [
                other for other in letters if other > place and atoms[other].containers == atom.containers
            ]
            nearest = [*before[-1:], *after[:1], place][0]
            keys[place], atom.properties = keys[nearest], atoms[nearest].properties
    return keys


def _format_key(properties: etree._Element | None) -> str:
    if properties is None:
        return ""
    shown = [child for child in properties if local(child) not in _INVISIBLE and local(child)]
    return "|".join(sorted(f"{local(child)}{_settings(child)}" for child in shown))


def _settings(element: etree._Element | None) -> list[tuple[str, str]] | None:
    if element is None:
        return None
    return sorted((etree.QName(key).localname, str(value)) for key, value in element.attrib.items())


def _bases(
    atoms: Sequence[Atom], keys: Sequence[str]
) -> dict[tuple[int, ...], tuple[str, etree._Element | None]]:
    """Return for each path of containers the formatting that most of the text right in it has."""
    counts: dict[tuple[int, ...], Counter[str]] = {}
    examples: dict[str, etree._Element | None] = {}
    for atom, key in zip(atoms, keys, strict=True):
        if atom.text and atom.kind != "break":
            counts.setdefault(atom.containers, Counter())[key] += len(atom.text)
            if atom.text.strip():
                examples.setdefault(key, atom.properties)
    return {
        path: (counter.most_common(1)[0][0], examples.get(counter.most_common(1)[0][0]))
        for path, counter in counts.items()
    }


def _kind_of(properties: etree._Element | None, base: etree._Element | None) -> tuple[MarkKind, str]:
    """Return what a formatting is, and the names of the properties in which it differs from its base."""
    own = {local(child): child for child in properties} if properties is not None else {}
    usual = {local(child): child for child in base} if base is not None else {}
    differing = [
        name
        for name in sorted(own.keys() | usual.keys())
        if name not in _INVISIBLE and _settings(own.get(name)) != _settings(usual.get(name))
    ]
    if "rStyle" in own and _CODE_STYLE.search(attribute(own["rStyle"], "val")):
        return "code", " ".join(differing)
    for name, kind in _SWITCHES:
        if name in differing and properties is not None and is_on(properties, name):
            return kind, " ".join(differing)
    return "other", " ".join(differing)


WORD = Dialect(read_atoms, _format_key, _kind_of)

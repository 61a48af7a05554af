"""PPTX: slides with their tables, diagrams, charts and notes are translated; all else stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from lxml import etree

from translate_pipe.article.build import Content, MarkNames, build_document
from translate_pipe.article.docx_atoms import local
from translate_pipe.article.docx_labels import Label, is_shown, read_labels
from translate_pipe.article.docx_paragraph import ParagraphSlot, read_paragraph
from translate_pipe.article.docx_twins import copy_contents, find_twins
from translate_pipe.article.docx_write import clean_text
from translate_pipe.article.package import Package, attribute, check_blocks, open_package
from translate_pipe.article.pptx_paragraph import SLIDE, SlideWriter
from translate_pipe.article.weave import BlockTarget, changed_blocks
from translate_pipe.model import BlockKind, Document

_VOCABULARY = "drawingml"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts that hold the article, slide by slide; `drawings` are copies of what diagrams hold."""

    roots: dict[str, etree._Element]
    links: dict[str, dict[str, str]]
    charts: frozenset[str]
    drawings: dict[str, etree._Element]


def read_pptx(content: bytes, *, name: str) -> Document:
    """Return the article in a presentation: each slide in its order, its diagrams, charts and notes.

    The title of the presentation follows; comments, masters and layouts are left out.

    Raises:
        ArticleError: the file is damaged, protected or no PPTX.
    """
    with open_package(content, name=name, kind="PPTX") as package:
        parts = _read_parts(package)
    contents = [
        Content(slot.kind, slot.text, address)
        if isinstance(slot, Label)
        else Content(_kind_of(slot), slot.text, address, tuple(slot.marks), tuple(slot.protected))
        for address, slot in _find_slots(parts)
    ]
    return build_document(contents, name=name, format_name="pptx", encoding="utf-8", origin=content)


def write_pptx(document: Document, targets: Sequence[BlockTarget], *, target_locale: str) -> bytes:
    """Return the file with the paragraphs of all changed blocks written anew, formatting and all.

    Raises:
        ArticleError: the result would not read back as the same blocks.
    """
    changed = changed_blocks(document, targets)
    if not changed:
        return document.origin
    with open_package(document.origin, name=document.name, kind="PPTX") as package:
        parts = _read_parts(package)
        twins = find_twins(parts.roots.values(), _VOCABULARY)
        shown: dict[str, tuple[ParagraphSlot, BlockTarget]] = {}
        for address, slot in _find_slots(parts):
            if address not in changed:
                continue
            if isinstance(slot, Label):
                slot.write(clean_text(changed[address].text))
            else:
                shown.setdefault(slot.text, (slot, changed[address]))
                SlideWriter(slot, target_locale).write(changed[address])
        copy_contents(twins)
        redrawn = _write_drawings(parts.drawings, shown, target_locale)
        touched = {address.rpartition(":")[0] for address in changed}
        written = {part: root for part, root in parts.roots.items() if part in touched}
        result = package.write(written | redrawn)
    check_blocks(result, document, targets, read=partial(read_pptx, name=document.name), kind="PPTX")
    return result


def _read_parts(package: Package) -> _Parts:
    main = next(iter(package.related("", "/officeDocument").values()), "")
    if not main:
        raise package.refuse("is a ZIP archive, but no PPTX")
    root = package.parse(main)
    if etree.QName(root).localname != "presentation":
        raise package.refuse("is an Office file, but no presentation")
    slides = package.related(main, "/slide")
    found: dict[str, None] = {}
    charts: set[str] = set()
    drawings: dict[str, None] = {}
    for entry in root.iterfind("{*}sldIdLst/{*}sldId"):
        # The entry has an id of its own besides that of the relationship.
        named = next((str(value) for key, value in entry.attrib.items() if str(key).endswith("}id")), "")
        slide = slides.get(named, "")
        if not slide:
            raise package.refuse("names a slide that is not there")
        own = [*package.related(slide, "/chart").values()]
        charts.update(own)
        drawings.update(dict.fromkeys(package.related(slide, "/diagramDrawing").values()))
        data = package.related(slide, "/diagramData").values()
        notes = package.related(slide, "/notesSlide").values()
        found.update(dict.fromkeys([slide, *data, *own, *notes]))
    found.update(dict.fromkeys(package.related("", "/core-properties").values()))
    return _Parts(
        {part: package.parse(part) for part in found},
        {part: package.links(part) for part in found},
        frozenset(charts),
        {part: package.parse(part) for part in drawings},
    )


def _find_slots(parts: _Parts) -> Iterator[tuple[str, ParagraphSlot | Label]]:
    """Yield the slots in reading order with their addresses; the marks' ids run through the whole file."""
    names = MarkNames()
    for part, root in parts.roots.items():
        paragraphs = labels = 0
        for element in list(root.iter()):
            if part not in parts.charts and _is_paragraph(element):
                paragraphs += 1
                slot = read_paragraph(element, names, parts.links[part], SLIDE) if is_shown(element) else None
                if slot is not None:
                    yield f"{part}:{paragraphs}", slot
                continue
            for label in read_labels(element) if is_shown(element) else ():
                labels += 1
                yield f"{part}:@{labels}", label


def _is_paragraph(element: etree._Element) -> bool:
    return local(element) == "p" and _VOCABULARY in (etree.QName(element).namespace or "")


def _kind_of(slot: ParagraphSlot) -> BlockKind:
    """Return what a paragraph is: by the table or the placeholder that it stands in."""
    for outer in slot.paragraph.iterancestors():
        if local(outer) == "tc":
            return "table-cell"
        if local(outer) == "sp":
            holder = outer.find("{*}nvSpPr/{*}nvPr/{*}ph")
            kind = None if holder is None else attribute(holder, "type")
            if kind is not None and "title" in kind.lower():
                return "heading"
            listed = kind == "" or (kind == "body" and not _is_notes(outer))
            return "list-item" if listed else "paragraph"
    return "paragraph"


def _is_notes(shape: etree._Element) -> bool:
    return local(shape.getroottree().getroot()) == "notes"


def _write_drawings(
    drawings: Mapping[str, etree._Element],
    shown: Mapping[str, tuple[ParagraphSlot, BlockTarget]],
    locale: str,
) -> dict[str, etree._Element]:
    """Say in the drawings that programs keep of diagrams what the diagrams say now; return those changed."""
    changed = {}
    for part, root in drawings.items():
        for element in list(root.iter()):
            twin = read_paragraph(element, MarkNames(), {}, SLIDE) if _is_paragraph(element) else None
            if twin is None or twin.text not in shown:
                continue
            slot, target = shown[twin.text]
            same = [(m.kind, m.span) for m in twin.marks] == [(m.kind, m.span) for m in slot.marks]
            renamed = {mark.id: own.id for mark, own in zip(slot.marks, twin.marks, strict=False)}
            marks = tuple(replace(m, id=renamed[m.id]) for m in target.marks) if same else ()
            SlideWriter(twin, locale).write(BlockTarget(target.text, marks, True))
            changed[part] = root
    return changed

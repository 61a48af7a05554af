"""XLIFF 2.1: core with inline codes, term annotations and notes, and the Translation Candidates module."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from translate_pipe.bilingual.escape import escape_name, unescape_name
from translate_pipe.bilingual.inline import (
    MARK_KINDS,
    Annotation,
    Code,
    InlineReader,
    InlineWriter,
    Piece,
    pieces_of,
    source_annotations,
)
from translate_pipe.bilingual.rows import (
    BilingualFile,
    BilingualRow,
    describe_figure,
    describe_issue,
    describe_term,
    parse_number,
    told_figures,
    unit_fingerprint,
)
from translate_pipe.bilingual.xmlfile import (
    add_text,
    line_of,
    new_root,
    parse_xml,
    plain,
    serialise_each,
    unplain,
    words_of,
)
from translate_pipe.errors import BitextError
from translate_pipe.model import Bitext, Mark, MarkKind, MemoryMatch, Span, TranslationUnit, UnitState
from translate_pipe.states import WRITTEN, least_of, read_state

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_IN = f"{{{NAMESPACE}}}"
_MATCH = f"{{{MATCHES}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# Source: XLIFF 2.1, 4.3.1.41 (type) and 4.3.1.39 (subType, whose prefix "xlf" is the standard's own).
_TYPES: dict[MarkKind, tuple[str, str]] = {
    "bold": ("fmt", "xlf:b"),
    "italic": ("fmt", "xlf:i"),
    "underline": ("fmt", "xlf:u"),
    "strike": ("fmt", "tp:strike"),
    "code": ("fmt", "tp:code"),
    "break": ("fmt", "xlf:lb"),
    "link": ("link", "tp:link"),
    "image": ("image", "tp:image"),
}
_KINDS: dict[str, MarkKind] = {f"tp:{kind}": kind for kind in MARK_KINDS} | {
    sub_type: kind for kind, (_, sub_type) in _TYPES.items()
}
_PRIORITIES = {"error": "1", "warning": "3", "info": "5"}
_OUR_NOTES = ("term", "figure", "issue", "number", "fingerprint")


def stream(bitext: Bitext) -> Iterator[bytes]:
    """Yield the bitext as XLIFF 2.1; blocks of the article are groups."""
    languages = {"srcLang": plain(bitext.source_locale), "trgLang": plain(bitext.target_locale)}
    root = new_root(NAMESPACE, "xliff", {"version": "2.1", **languages}, mtc=MATCHES)
    named = {"id": "f1", "original": plain(bitext.article), "canResegment": "no", _SPACE: "preserve"}
    file = etree.SubElement(root, _IN + "file", named)
    notes = etree.SubElement(file, _IN + "notes")
    add_text(notes, _IN + "note", bitext.provenance.signature(), {"category": "provenance"})
    mixed = frozenset({_IN + "source", _IN + "target"})
    yield from serialise_each(file, _write_groups(file, bitext), mixed=mixed)


def _write_groups(file: etree._Element, bitext: Bitext) -> Iterator[None]:
    blocks = itertools.groupby(bitext.units, key=lambda unit: unit.segment.block)
    for number, (_, units) in enumerate(blocks, start=1):
        members = list(units)
        kind = f"tp:{members[0].segment.block_kind}"
        group = etree.SubElement(file, _IN + "group", {"id": f"g{number}", "type": kind})
        for unit in members:
            _write_unit(group, unit)
        yield
    if not bitext.units:
        etree.SubElement(file, _IN + "group", {"id": "g1"})
        yield


def _write_unit(group: etree._Element, unit: TranslationUnit) -> None:
    segment = unit.segment
    element = etree.SubElement(group, _IN + "unit", {"id": escape_name(segment.id)})
    if unit.suggestions:
        matches = etree.SubElement(element, _MATCH + "matches")
        for match in unit.suggestions:
            _write_match(matches, match)
    notes = etree.SubElement(element, _IN + "notes")
    if unit.comment:
        add_text(notes, _IN + "note", unit.comment, {"category": "comment", "appliesTo": "target"})
    for outcome in unit.terms:
        add_text(notes, _IN + "note", describe_term(outcome), {"category": "term", "appliesTo": "source"})
    for figure in told_figures(unit):
        add_text(notes, _IN + "note", describe_figure(figure), {"category": "figure", "appliesTo": "source"})
    for issue in unit.issues:
        named = {"category": "issue", "appliesTo": issue.side, "priority": _PRIORITIES[issue.severity]}
        add_text(notes, _IN + "note", describe_issue(issue), named)
    for name, value in (("number", str(segment.number)), ("fingerprint", unit_fingerprint(unit))):
        add_text(notes, _IN + "note", value, {"category": name, "priority": "10"})
    state, sub_state = WRITTEN["xliff2"][unit.state]
    held = etree.SubElement(element, _IN + "segment", {"id": "s1", "state": state})
    if sub_state:
        held.set("subState", sub_state)
    _write_content(
        etree.SubElement(held, _IN + "source"),
        pieces_of(segment.source, segment.marks, source_annotations(unit)),
    )
    _write_content(
        etree.SubElement(held, _IN + "target"),
        pieces_of(unit.target, unit.target_marks),
    )


def _write_match(matches: etree._Element, match: MemoryMatch) -> None:
    # 101 (the same context as well) is beyond the standard's scale, which has a type of its own for it.
    named = {
        "ref": "#s1",
        "type": "icm" if match.score > 100 else "tm",
        "similarity": f"{min(match.score, 100)}.0",
    }
    if match.article:
        named["origin"] = plain(match.article)
    element = etree.SubElement(matches, _MATCH + "match", named)
    _write_content(etree.SubElement(element, _IN + "source"), pieces_of(match.source, ()))
    _write_content(etree.SubElement(element, _IN + "target"), pieces_of(match.target, ()))


def _write_content(element: etree._Element, pieces: Iterable[Piece]) -> None:
    writer = InlineWriter(element, _write_control)
    for piece in pieces:
        item = piece.item
        if item is None:
            writer.text(piece.text)
        elif piece.kind == "end" and piece.whole:
            writer.close()
        elif isinstance(item, Mark):
            _write_mark(writer, piece, item)
        else:
            writer.open(_IN + "mrk", _annotation(item))


def _annotation(item: Annotation) -> dict[str, str]:
    if item.kind == "protected":
        return {"id": item.id, "translate": "no"}
    return {"id": item.id, "type": "term", "value": plain(item.remark)}


def _write_mark(writer: InlineWriter, piece: Piece, mark: Mark) -> None:
    name = f"m-{escape_name(mark.id)}"
    kind, sub_type = _TYPES.get(mark.kind, ("other", f"tp:{mark.kind}"))
    typed = {"id": name, "type": kind, "subType": sub_type}
    if piece.kind == "point":
        writer.empty(_IN + "ph", typed)
    elif piece.whole:
        writer.open(_IN + "pc", typed)
    elif piece.kind == "start":
        writer.empty(_IN + "sc", typed)
    else:
        writer.empty(_IN + "ec", {"startRef": name})


def _write_control(writer: InlineWriter, char: str) -> None:
    writer.empty(_IN + "cp", {"hex": f"{ord(char):04X}"})


def read(content: bytes, path: Path) -> BilingualFile:
    """Return the units of an XLIFF 2 file, ours or one that a CAT tool saved.

    Raises:
        BitextError: no well-formed XLIFF 2, or several articles in one file.
    """
    root = parse_xml(content, path, root="xliff")
    files = root.findall(_IN + "file")
    if len(files) != 1:
        raise BitextError(
            f"holds {len(files)} XLIFF 2 <file> elements, not one", path=path, remedy="split it by article"
        )
    (file,) = files
    said = _notes(file)
    return BilingualFile(
        path,
        "xliff2",
        tuple(_read_unit(unit, path) for unit in file.iter(_IN + "unit")),
        article=unplain(file.get("original")),
        source_locale=unplain(root.get("srcLang")),
        target_locale=unplain(root.get("trgLang")),
        provenance=next((text for category, text in said if category == "provenance"), ""),
    )


def _notes(element: etree._Element) -> list[tuple[str, str]]:
    notes = element.iterfind(f"{_IN}notes/{_IN}note")
    return [(note.get("category", ""), unplain(note.text)) for note in notes]


def _read_unit(unit: etree._Element, path: Path) -> BilingualRow:
    said = _notes(unit)
    own = dict(said)
    source, source_marks = _read_side(unit, "source")
    target, marks = _read_side(unit, "target")
    return BilingualRow(
        unescape_name(unit.get("id", "")),
        source,
        target,
        f"{path}:{line_of(unit)}",
        number=parse_number(own.get("number", "")),
        state=_state_of(unit),
        comment="\n".join(text for category, text in said if category not in _OUR_NOTES),
        fingerprint=own.get("fingerprint", ""),
        marks=marks,
        source_marks=source_marks,
        has_target=_is_complete(unit),
    )


def _read_side(unit: etree._Element, side: str) -> tuple[str, tuple[Mark, ...]]:
    text = ""
    marks: list[Mark] = []
    for part in unit:
        if part.tag in (_IN + "segment", _IN + "ignorable"):
            content = part.find(_IN + side)
            if content is None and part.tag == _IN + "ignorable":
                # What stands between segments is the same on both sides unless a target says otherwise.
                content = part.find(_IN + "source")
            if content is not None:
                more, found = InlineReader(_meaning).read(content)
                marks += [
                    Mark(m.id, m.kind, Span(m.span.start + len(text), m.span.end + len(text))) for m in found
                ]
                text += more
    return text, tuple(marks)


def _is_complete(unit: etree._Element) -> bool:
    """Whether there is a target for every part of a unit that has words, or an empty one for all."""
    parts = [
        (part.find(_IN + "target"), words_of(part.find(_IN + "source")))
        for part in unit.iterfind(_IN + "segment")
    ]
    if not any(words_of(target) for target, _ in parts):
        return any(target is not None for target, _ in parts)
    return all(words_of(target) or not source for target, source in parts)


def _state_of(unit: etree._Element) -> UnitState | None:
    """Return the state of the part of a unit that is least far."""
    return least_of(
        [
            read_state("xliff2", part.get("state", "initial"), part.get("subState", ""))
            for part in unit.iterfind(_IN + "segment")
        ]
    )


def _meaning(element: etree._Element) -> Code:
    tag = etree.QName(element).localname
    name = unescape_name(element.get("id", "").removeprefix("m-"))
    kind = _KINDS.get(element.get("subType", ""), "other")
    if tag == "cp":
        return _code_point(element.get("hex", ""))
    if tag == "mrk":
        return Code("transparent")
    if tag == "pc":
        return Code("span", name, kind)
    if tag == "ph":
        return Code("point", name, kind)
    if tag == "sc":
        return Code("start", name, kind)
    if tag == "ec":
        return Code("end", unescape_name((element.get("startRef") or name).removeprefix("m-")), kind)
    return Code("hidden")


def _code_point(digits: str) -> Code:
    if re.fullmatch("[0-9A-Fa-f]{2,8}", digits) and int(digits, 16) <= 0x10FFFF:
        return Code("character", text=chr(int(digits, 16)))
    return Code("hidden")

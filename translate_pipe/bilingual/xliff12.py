"""XLIFF 1.2, for CAT tools: inline codes, states, terms as annotations, memory matches, notes."""

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
from translate_pipe.model import Bitext, Mark, MarkKind, MemoryMatch, TranslationUnit, UnitState
from translate_pipe.states import WRITTEN, least_of, read_state

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_IN = f"{{{NAMESPACE}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# The namespaces of Trados Studio and memoQ, whose files are XLIFF 1.2 with additions.
_TRADOS = "{http://sdl.com/FileTypes/SdlXliff/1.0}"
_MEMOQ = "{MQXliff}"
_OUR_ID = re.compile("s[0-9a-f]{8}(-[0-9]+)?")

# Source: XLIFF 1.2, "ctype": what goes around text, and what stands alone.
_AROUND: dict[MarkKind, str] = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underlined",
    "link": "link",
}
_ALONE: dict[MarkKind, str] = {"image": "image", "break": "lb"}
_KINDS: dict[str, MarkKind] = {word: kind for kind, word in (_AROUND | _ALONE).items()} | {
    f"x-{kind}": kind for kind in MARK_KINDS
}
_CONTROL = "x-U+"
_PRIORITIES = {"error": "1", "warning": "3", "info": "5"}
_OUR_NOTES = ("term", "figure", "issue")
_REVIEWER = "reviewer"


def stream(bitext: Bitext) -> Iterator[bytes]:
    """Yield the bitext as XLIFF 1.2; blocks of the article are groups."""
    root = new_root(NAMESPACE, "xliff", {"version": "1.2"})
    tool, _, version = bitext.provenance.tool.partition(" ")
    file = etree.SubElement(
        root,
        _IN + "file",
        {
            "original": plain(bitext.article),
            "source-language": plain(bitext.source_locale),
            "target-language": plain(bitext.target_locale),
            "datatype": "plaintext",
            "tool-id": "translate-pipe",
        },
    )
    header = etree.SubElement(file, _IN + "header")
    named = {"tool-id": "translate-pipe", "tool-name": plain(tool), "tool-version": plain(version)}
    etree.SubElement(header, _IN + "tool", named)
    add_text(header, _IN + "note", bitext.provenance.signature(), {"from": "provenance"})
    body = etree.SubElement(file, _IN + "body")
    mixed = frozenset({_IN + "source", _IN + "target"})
    yield from serialise_each(body, _write_groups(body, bitext), mixed=mixed)


def _write_groups(body: etree._Element, bitext: Bitext) -> Iterator[None]:
    for _, units in itertools.groupby(bitext.units, key=lambda unit: unit.segment.block):
        members = list(units)
        group = etree.SubElement(body, _IN + "group", {"restype": f"x-{members[0].segment.block_kind}"})
        for unit in members:
            _write_unit(group, bitext, unit)
        yield


def _write_unit(group: etree._Element, bitext: Bitext, unit: TranslationUnit) -> None:
    segment = unit.segment
    named = {"id": plain(segment.id), _SPACE: "preserve"}
    if unit.state == "reviewed":
        named["approved"] = "yes"
    element = etree.SubElement(group, _IN + "trans-unit", named)
    _write_content(
        etree.SubElement(element, _IN + "source"),
        pieces_of(segment.source, segment.marks, source_annotations(unit)),
    )
    state, qualifier = WRITTEN["xliff"][unit.state]
    target = etree.SubElement(element, _IN + "target", {"state": state})
    if qualifier:
        target.set("state-qualifier", qualifier)
    _write_content(target, pieces_of(unit.target, unit.target_marks))
    context = etree.SubElement(element, _IN + "context-group", {"purpose": "information"})
    for name, value in (("number", str(segment.number)), ("fingerprint", unit_fingerprint(unit))):
        add_text(context, _IN + "context", value, {"context-type": f"x-{name}"})
    for match in unit.suggestions:
        _write_match(element, match, bitext)
    if unit.comment:
        add_text(element, _IN + "note", unit.comment, {"from": _REVIEWER, "annotates": "target"})
    for outcome in unit.terms:
        add_text(element, _IN + "note", describe_term(outcome), {"from": "term", "annotates": "source"})
    for figure in told_figures(unit):
        add_text(element, _IN + "note", describe_figure(figure), {"from": "figure", "annotates": "source"})
    for issue in unit.issues:
        named = {"from": "issue", "annotates": issue.side, "priority": _PRIORITIES[issue.severity]}
        add_text(element, _IN + "note", describe_issue(issue), named)


def _write_match(element: etree._Element, match: MemoryMatch, bitext: Bitext) -> None:
    named = {"match-quality": f"{match.score}%"}
    if match.article:
        named["origin"] = plain(match.article)
    other = etree.SubElement(element, _IN + "alt-trans", named)
    for side, text, locale in (
        ("source", match.source, bitext.source_locale),
        ("target", match.target, bitext.target_locale),
    ):
        held = etree.SubElement(other, _IN + side, {_LANG: plain(locale)})
        _write_content(held, pieces_of(text, ()))


def _write_content(element: etree._Element, pieces: Iterable[Piece]) -> None:
    writer = InlineWriter(element, _write_control)
    for piece in pieces:
        item = piece.item
        if item is None:
            writer.text(piece.text)
        elif piece.kind == "end" and piece.whole:
            writer.close()
        elif isinstance(item, Annotation):
            named: dict[str, str] = {"mtype": item.kind}
            if item.remark:
                named["comment"] = plain(item.remark)
            writer.open(_IN + "mrk", named)
        else:
            _write_mark(writer, piece, item)


def _write_mark(writer: InlineWriter, piece: Piece, mark: Mark) -> None:
    name = escape_name(mark.id)
    around = _AROUND.get(mark.kind, f"x-{mark.kind}")
    if piece.kind == "point":
        writer.empty(_IN + "x", {"id": name, "ctype": _ALONE.get(mark.kind, f"x-{mark.kind}")})
    elif piece.whole:
        writer.open(_IN + "g", {"id": name, "ctype": around})
    elif piece.kind == "start":
        writer.empty(_IN + "bx", {"id": name, "rid": name, "ctype": around})
    else:
        writer.empty(_IN + "ex", {"id": f"{name}_", "rid": name})


def _write_control(writer: InlineWriter, char: str) -> None:
    code = f"{ord(char):04X}"
    writer.empty(_IN + "x", {"id": f"U{code}", "ctype": _CONTROL + code, "equiv-text": f"U+{code}"})


def read(content: bytes, path: Path) -> BilingualFile:
    """Return the units of an XLIFF 1.2 file, ours or one that a CAT tool saved.

    Raises:
        BitextError: no well-formed XLIFF 1.2, several articles in one file, or a unit without a source.
    """
    root = parse_xml(content, path, root="xliff")
    files = root.findall(_IN + "file")
    if len(files) != 1:
        raise BitextError(
            f"holds {len(files)} XLIFF 1.2 <file> elements, not one", path=path, remedy="split it by article"
        )
    (file,) = files
    signatures = [unplain(note.text) for note in file.iterfind(f"{_IN}header/{_IN}note[@from='provenance']")]
    return BilingualFile(
        path,
        "xliff",
        tuple(_read_unit(unit, path) for unit in file.iter(_IN + "trans-unit")),
        article=unplain(file.get("original")),
        source_locale=unplain(file.get("source-language")),
        target_locale=unplain(file.get("target-language")),
        provenance=signatures[0] if signatures else "",
    )


def _read_unit(unit: etree._Element, path: Path) -> BilingualRow:
    source = unit.find(_IN + "source")
    target = unit.find(_IN + "target")
    line = line_of(unit)
    if source is None:
        raise BitextError("a trans-unit has no source", path=path, line=line)
    source_text, source_marks = InlineReader(_meaning).read(source)
    target_text, marks = InlineReader(_meaning).read(target) if target is not None else ("", ())
    contexts = {
        context.get("context-type", ""): unplain(context.text)
        for context in unit.iterfind(f"{_IN}context-group/{_IN}context")
    }
    notes = [note for note in unit.iterfind(_IN + "note") if note.get("from") not in _OUR_NOTES]
    return BilingualRow(
        _identifier(unit),
        source_text,
        target_text,
        f"{path}:{line}",
        number=parse_number(contexts.get("x-number", "")),
        state=_state_of(unit, target),
        comment="\n".join(unplain(note.text) for note in (*notes, *unit.iter(_MEMOQ + "comment"))),
        fingerprint=contexts.get("x-fingerprint", ""),
        marks=marks,
        source_marks=source_marks,
        has_target=_is_complete(unit, target),
    )


def _is_complete(unit: etree._Element, target: etree._Element | None) -> bool:
    """Whether there is a target, with a text for every segment into which the program parted the source."""
    if target is None:
        return False
    if not words_of(target):
        return True
    parts = {mark.get("mid"): words_of(mark) for mark in _segment_marks(target)}
    return all(
        parts.get(mark.get("mid")) or not words_of(mark)
        for side in unit.iterfind(_IN + "seg-source")
        for mark in _segment_marks(side)
    )


def _segment_marks(side: etree._Element) -> Iterator[etree._Element]:
    return side.iterfind(f".//{_IN}mrk[@mtype='seg']")


def _identifier(unit: etree._Element) -> str:
    """Return the id of a unit, "" where Trados or memoQ gave it one of their own."""
    identifier = unplain(unit.get("id"))
    known = unit.getroottree().getroot().nsmap.values()
    foreign = any(space in (_TRADOS[1:-1], _MEMOQ[1:-1]) for space in known)
    return "" if foreign and not _OUR_ID.fullmatch(identifier) else identifier


def _state_of(unit: etree._Element, target: etree._Element | None) -> UnitState | None:
    if unit.get("approved") == "yes":
        return "reviewed"
    confirmed = [part.get("conf", "Unspecified") for part in unit.iterfind(f"{_TRADOS}seg-defs/{_TRADOS}seg")]
    if confirmed:
        return least_of([read_state("sdlxliff", word) for word in confirmed])
    status = unit.get(_MEMOQ + "status")
    if status is not None:
        return read_state("mqxliff", status)
    if target is None:
        return None
    return read_state("xliff", target.get("state", ""), target.get("state-qualifier", ""))


def _meaning(element: etree._Element) -> Code:
    tag = etree.QName(element).localname
    ctype = element.get("ctype", "")
    if tag == "x" and ctype.startswith(_CONTROL) and re.fullmatch("[0-9A-F]{4}", ctype[len(_CONTROL) :]):
        return Code("character", text=chr(int(ctype[len(_CONTROL) :], 16)))
    name = unescape_name(element.get("id", ""))
    kind = _KINDS.get(ctype, "other")
    if tag == "mrk":
        return Code("transparent")
    if tag == "g":
        return Code("span", name, kind)
    if tag == "x":
        return Code("point", name, kind)
    pair = unescape_name(element.get("rid") or element.get("id") or "")
    if tag in ("bx", "bpt"):
        return Code("start", pair, kind)
    if tag in ("ex", "ept"):
        return Code("end", pair, kind)
    return Code("hidden")

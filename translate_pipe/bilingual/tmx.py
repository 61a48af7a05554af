"""TMX 1.4b: a translation memory of the article that any CAT tool imports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from translate_pipe.bilingual.escape import escape_name, unescape_name
from translate_pipe.bilingual.inline import MARK_KINDS, Code, InlineReader, InlineWriter, pieces_of
from translate_pipe.bilingual.rows import (
    BilingualFile,
    BilingualRow,
    describe_figure,
    describe_issue,
    describe_suggestion,
    describe_term,
    parse_number,
    parse_state,
    told_figures,
    unit_fingerprint,
)
from translate_pipe.bilingual.xmlfile import add_text, line_of, parse_xml, plain, serialise_each, unplain
from translate_pipe.errors import BitextError
from translate_pipe.model import Bitext, Mark, MarkKind, TranslationUnit

DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CONTROL = "x-U+"


def stream(bitext: Bitext) -> Iterator[bytes]:
    """Yield the bitext as TMX; a unit without a target has its source alone."""
    root = etree.Element("tmx", {"version": "1.4"})
    tool, _, version = bitext.provenance.tool.partition(" ")
    header = etree.SubElement(
        root,
        "header",
        {
            "creationtool": plain(tool) or "translate-pipe",
            "creationtoolversion": plain(version) or "0",
            "segtype": "sentence",
            "o-tmf": "translate-pipe",
            "adminlang": "en",
            "srclang": plain(bitext.source_locale),
            "datatype": "plaintext",
        },
    )
    add_text(header, "prop", bitext.article, {"type": "x-article"})
    add_text(header, "prop", bitext.target_locale, {"type": "x-target"})
    add_text(header, "prop", bitext.provenance.signature(), {"type": "x-provenance"})
    body = etree.SubElement(root, "body")
    yield from serialise_each(body, _write_units(body, bitext), mixed=frozenset({"seg"}), doctype=DOCTYPE)


def _write_units(body: etree._Element, bitext: Bitext) -> Iterator[None]:
    before, units = "", iter(bitext.units)
    unit = next(units, None)
    while unit is not None:
        following = next(units, None)
        _write_unit(body, bitext, unit, before, following.segment.source if following else "")
        yield
        before, unit = unit.segment.source, following


def _write_unit(body: etree._Element, bitext: Bitext, unit: TranslationUnit, before: str, after: str) -> None:
    segment = unit.segment
    element = etree.SubElement(body, "tu", {"tuid": plain(segment.id)})
    if unit.comment:
        add_text(element, "note", unit.comment, {})
    properties = [
        ("number", str(segment.number)),
        ("state", unit.state),
        ("block", segment.block_kind),
        ("fingerprint", unit_fingerprint(unit)),
        ("context-before", before),
        ("context-after", after),
        *(("term", describe_term(outcome)) for outcome in unit.terms),
        *(("figure", describe_figure(outcome)) for outcome in told_figures(unit)),
        *(("issue", describe_issue(issue)) for issue in unit.issues),
        *(("memory", describe_suggestion(match)) for match in unit.suggestions),
    ]
    for name, value in properties:
        if value:
            add_text(element, "prop", value, {"type": f"x-{name}"})
    named = dict.fromkeys(mark.id for mark in (*segment.marks, *unit.target_marks))
    numbers = {name: str(number) for number, name in enumerate(named, start=1)}
    _write_variant(element, bitext.source_locale, segment.source, segment.marks, numbers)
    if unit.target or unit.target_marks:
        _write_variant(element, bitext.target_locale, unit.target, unit.target_marks, numbers)


def _write_variant(
    element: etree._Element, locale: str, text: str, marks: tuple[Mark, ...], numbers: dict[str, str]
) -> None:
    variant = etree.SubElement(element, "tuv", {_LANG: plain(locale)})
    writer = InlineWriter(etree.SubElement(variant, "seg"), _write_control)
    for piece in pieces_of(text, marks):
        mark = piece.item
        if not isinstance(mark, Mark):
            writer.text(piece.text)
            continue
        number = numbers[mark.id]
        name = {"x": number, "type": f"{mark.kind}:{escape_name(mark.id)}"}
        if piece.kind == "point":
            writer.empty("ph", name)
        elif piece.kind == "start":
            writer.empty("bpt", {"i": number, **name})
        else:
            writer.empty("ept", {"i": number})


def _write_control(writer: InlineWriter, char: str) -> None:
    writer.empty("ph", {"type": f"{_CONTROL}{ord(char):04X}"})


def read(content: bytes, path: Path) -> BilingualFile:
    """Return the units of a TMX file, ours or one that a CAT tool wrote from it.

    Raises:
        BitextError: no well-formed TMX, or a unit without a source in the header's locale.
    """
    root = parse_xml(content, path, root="tmx")
    header = root.find("header")
    body = root.find("body")
    if header is None or body is None:
        raise BitextError("has no header or no body", path=path)
    said = _properties(header)
    source_locale = unplain(header.get("srclang"))
    target_locale = said.get("x-target", "")
    rows = tuple(_read_unit(unit, path, source_locale, target_locale) for unit in body.iterfind("tu"))
    return BilingualFile(
        path,
        "tmx",
        rows,
        article=said.get("x-article", ""),
        source_locale=source_locale,
        target_locale=target_locale,
        provenance=said.get("x-provenance", ""),
    )


def _properties(element: etree._Element) -> dict[str, str]:
    return {prop.get("type", ""): unplain(prop.text) for prop in element.iterfind("prop")}


def _read_unit(unit: etree._Element, path: Path, source_locale: str, target_locale: str) -> BilingualRow:
    line = line_of(unit)
    variants = {variant.get(_LANG) or variant.get("lang") or "": variant for variant in unit.iterfind("tuv")}
    source = _pick(variants, source_locale)
    others = {name: variant for name, variant in variants.items() if variant is not source}
    target = _pick(others, target_locale) if target_locale else next(iter(others.values()), None)
    if source is None:
        raise BitextError(f"a unit has no text in {source_locale}", path=path, line=line)
    source_text, source_marks = _read_variant(source)
    target_text, marks = _read_variant(target) if target is not None else ("", ())
    said = _properties(unit)
    return BilingualRow(
        unplain(unit.get("tuid")),
        source_text,
        target_text,
        f"{path}:{line}",
        number=parse_number(said.get("x-number", "")),
        state=parse_state(said.get("x-state", ""), path=path, line=line),
        comment="\n".join(unplain(note.text) for note in unit.iterfind("note")),
        fingerprint=said.get("x-fingerprint", ""),
        marks=marks,
        source_marks=source_marks,
        has_target=target is not None and target.find("seg") is not None,
    )


def _pick(variants: dict[str, etree._Element], locale: str) -> etree._Element | None:
    for name, variant in variants.items():
        if name.lower() == locale.lower():
            return variant
    language = locale.lower().split("-")[0]
    return next((v for name, v in variants.items() if name.lower().split("-")[0] == language), None)


def _read_variant(variant: etree._Element) -> tuple[str, tuple[Mark, ...]]:
    segment = variant.find("seg")
    if segment is None:
        return "", ()
    names: dict[str, tuple[str, MarkKind]] = {}
    return InlineReader(lambda element: _meaning(element, names)).read(segment)


def _meaning(element: etree._Element, names: dict[str, tuple[str, MarkKind]]) -> Code:
    tag, kind = element.tag, element.get("type", "")
    if tag == "ph" and kind.startswith(_CONTROL):
        return _control(kind.removeprefix(_CONTROL))
    word, _, name = kind.partition(":")
    meant: MarkKind = next((known for known in MARK_KINDS if known == word), "other")
    if tag == "hi":
        return Code("transparent")
    if tag == "bpt":
        identifier = unescape_name(name) or element.get("i", "")
        names[element.get("i", "")] = (identifier, meant)
        return Code("start", identifier, meant)
    if tag == "ept":
        identifier, meant = names.get(element.get("i", ""), (element.get("i", ""), "other"))
        return Code("end", identifier, meant)
    if tag == "ph":
        return Code("point", unescape_name(name) or element.get("x", ""), meant)
    return Code("hidden")


def _control(digits: str) -> Code:
    if re.fullmatch("[0-9A-F]{4}", digits):
        return Code("character", text=chr(int(digits, 16)))
    return Code("hidden")

"""TMX 1.4b as a glossary: a unit per row, a variant per language; Amazon, Google and DeepL take it.

Source: TMX 1.4b specification; docs.aws.amazon.com/translate/latest/dg/creating-custom-terminology.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.terms import (
    Exchange,
    TermList,
    TermRow,
    choose_source,
    choose_targets,
    clean_text,
    make_list,
    make_row,
    only_first,
    plain_targets,
    report_features,
)
from translate_pipe.glossary.formats.xml import (
    XML_LANG,
    line_of,
    local_name,
    locale_of,
    parse_xml,
    text_of,
    to_bytes,
)

if TYPE_CHECKING:
    from lxml import etree

_CODES = ("bpt", "ept", "it", "ph", "ut")


def read_tmx(content: bytes, exchange: Exchange) -> TermList:
    """Read the units of a TMX file as rows; notes are kept, inline codes and properties logged.

    Raises:
        GlossaryError: it is not well-formed or no TMX, with the line.
    """
    root = parse_xml(content, exchange.path)
    if local_name(root) != "tmx":
        raise GlossaryError(
            f"the file is no TMX: its root is <{local_name(root)}>", path=exchange.path, line=line_of(root)
        )
    rows: list[TermRow] = []
    for unit in root.iter("{*}tu"):
        notes: list[str] = []
        terms: list[tuple[str, tuple[str, ...]]] = []
        for child in unit:
            name = local_name(child)
            if name == "note":
                notes.append(text_of(child).strip())
            elif name == "tuv":
                terms.append((locale_of(child, exchange.path), (_segment(child, exchange),)))
            elif name == "prop":
                exchange.losses.add(f"TMX property {child.get('type')}", line_of(child), text_of(child))
        rows.append(make_row(terms, [("note", "\n".join(notes))], line_of(unit)))
    return make_list(rows, locales=[exchange.source] if exchange.source else [])


def _segment(variant: etree._Element, exchange: Exchange) -> str:
    segment = next((child for child in variant if local_name(child) == "seg"), None)
    if segment is None:
        return ""
    for code in [e for e in segment.iter() if isinstance(e.tag, str) and local_name(e) in _CODES]:
        exchange.losses.add("inline code in a segment", line_of(code), text_of(code))
        code.text = None
        for inner in list(code):
            code.remove(inner)
    return text_of(segment)


def write_tmx(terms: TermList, exchange: Exchange) -> bytes:
    """Write a TMX 1.4 file: one term per language and row, notes as notes."""
    from lxml import etree

    source = choose_source(terms, exchange)
    targets = choose_targets(terms, source, exchange)
    root = etree.Element("tmx", {"version": "1.4"})
    header = etree.SubElement(root, "header")
    for name, value in (
        ("creationtool", "translate-pipe"),
        ("creationtoolversion", "1"),
        ("segtype", "phrase"),
        ("o-tmf", "glossary"),
        ("adminlang", "en"),
        ("srclang", source),
        ("datatype", "plaintext"),
    ):
        header.set(name, value)
    body = etree.SubElement(root, "body")
    for row in terms.rows:
        report_features(row, exchange.losses, held=("note",))
        _write_unit(body, row, source, targets, exchange)
    return to_bytes(root)


def _write_unit(
    body: etree._Element, row: TermRow, source: str, targets: tuple[str, ...], exchange: Exchange
) -> None:
    from lxml import etree

    losses = exchange.losses
    variants = [(source, only_first(row.terms.get(source, ()), row.line, losses))]
    for target in targets:
        if target in row.terms or row.status(target) == "do-not-translate":
            found = plain_targets(row, source, target, losses)
            variants.append((target, only_first(found, row.line, losses)))
    filled = [(locale, text) for locale, text in variants if text]
    if len(filled) < 2 or not variants[0][1]:
        if all(row.status(target) != "forbidden" for target in targets):
            losses.add("row without both a source and a target (left out)", row.line, row.first(source))
        return
    unit = etree.SubElement(body, "tu")
    if row.features.get("note"):
        etree.SubElement(unit, "note").text = clean_text(row.features["note"], line=row.line, losses=losses)
    for locale, text in filled:
        variant = etree.SubElement(unit, "tuv", {XML_LANG: locale})
        etree.SubElement(variant, "seg").text = clean_text(text, line=row.line, losses=losses)

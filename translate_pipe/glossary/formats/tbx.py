"""TBX-Basic: version 2 (martif) and version 3 in both styles, data categories as attributes or as tags.

Source: ISO 30042:2019 and the TBX-Basic dialect (github.com/LTAC-Global/TBX-Basic_dialect): partOfSpeech is
one of adjective, noun, verb, adverb, other (version 2 also has properNoun); grammaticalGender masculine,
feminine, neuter, other; administrativeStatus preferredTerm, admittedTerm, deprecatedTerm or
supersededTerm, each with -admn-sts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.formats.concepts import Standing, Term, rows_of_concept
from translate_pipe.glossary.formats.terms import Exchange, TermList, TermRow, make_list
from translate_pipe.glossary.formats.xml import line_of, local_name, locale_of, parse_xml, text_of

if TYPE_CHECKING:
    from lxml import etree

_STANDINGS: dict[str, Standing] = {
    "preferred": "preferred",
    "admitted": "admitted",
    "deprecated": "forbidden",
    "superseded": "forbidden",
    "obsolete": "forbidden",
    "forbidden": "forbidden",
    "notrecommended": "forbidden",
}
_GENDERS = {"masculine": "m", "feminine": "f", "neuter": "n"}
_PARTS = {
    "noun": "noun",
    "propernoun": "name",
    "adjective": "adjective",
    "verb": "verb",
    "adverb": "adverb",
    "other": "other",
}
# Elements that hold others and mean nothing themselves.
_WRAPPERS = {"descripGrp", "termNoteGrp", "adminGrp", "termGrp", "termSec", "tig", "ntig"}


def read_tbx(content: bytes, exchange: Exchange) -> TermList:
    """Read TBX of either version and style, and martif dialects near it; what has no column is logged.

    Raises:
        GlossaryError: it is not well-formed or no TBX, with the line.
    """
    root = parse_xml(content, exchange.path)
    if local_name(root) not in ("martif", "tbx", "TBX"):
        raise GlossaryError(
            f"the file is no TBX: its root is <{local_name(root)}>",
            path=exchange.path,
            line=line_of(root),
            remedy="convert it to TBX-Basic where it comes from",
        )
    rows: list[TermRow] = []
    locales: dict[str, None] = {}
    concepts = [e for e in root.iter("{*}conceptEntry", "{*}termEntry") if isinstance(e.tag, str)]
    for number, concept in enumerate(concepts, 1):
        terms, features = _read_concept(concept, number, exchange)
        locales.update({term.locale: None for term in terms})
        if not terms:
            exchange.losses.add("concept without a term (left out)", line_of(concept))
        rows += rows_of_concept(terms, features, line_of(concept), exchange)
    source = [exchange.source] if exchange.source in locales else []
    return make_list(rows, locales=[*source, *locales])


def _read_concept(
    concept: etree._Element, number: int, exchange: Exchange
) -> tuple[list[Term], dict[str, str]]:
    features: dict[str, str] = {}
    identity = concept.get("id", "")
    if identity and identity != f"c{number}":
        features["tbx.id"] = identity
    terms: list[Term] = []
    per_locale: dict[str, dict[str, str]] = {}
    for child in concept:
        if local_name(child) in ("langSec", "langSet"):
            locale = locale_of(child, exchange.path)
            terms += _read_language(child, locale, per_locale.setdefault(locale, {}), exchange)
        else:
            for category, element in _categories(child):
                _take(features, _concept_column(category), element, exchange)
    source = exchange.source or next(iter(per_locale), "")
    _lift(features, per_locale, source)
    return terms, features


def _concept_column(category: str) -> str:
    return {"subjectField": "subject", "definition": "definition", "note": "note"}.get(category, "")


def _read_language(
    section: etree._Element, locale: str, found: dict[str, str], exchange: Exchange
) -> Iterator[Term]:
    for child in section:
        if local_name(child) in ("termSec", "tig", "ntig"):
            yield from _read_term(child, locale, found, exchange)
            continue
        for category, element in _categories(child):
            column = {"definition": "definition", "note": "note"}.get(category, "")
            _take(found, column, element, exchange)


def _read_term(
    section: etree._Element, locale: str, found: dict[str, str], exchange: Exchange
) -> Iterator[Term]:
    text = ""
    standing: Standing = ""
    for category, element in _categories(section):
        value = text_of(element).strip()
        if category == "term":
            text = value
        elif category == "administrativeStatus":
            word = re.sub(r"(?:term)?(?:-admn-sts)?$", "", value.replace(" ", ""), flags=re.IGNORECASE)
            standing = _STANDINGS.get(word.lower(), "")
            if not standing:
                exchange.losses.add(f"status {value}", line_of(element), text)
        elif category == "partOfSpeech":
            part = _PARTS.get(value.replace(" ", "").lower(), "")
            found.setdefault("pos", part)
            if not part:
                exchange.losses.add(f"part of speech {value}", line_of(element), text)
        elif category == "grammaticalGender" and value.lower() in _GENDERS:
            found.setdefault("gender", _GENDERS[value.lower()])
        elif category in ("note", "context"):
            _take(found, category, element, exchange)
        else:
            _take(found, "", element, exchange, category)
    if text:
        yield Term(locale, text, standing)


def _categories(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield data categories with the elements that hold them, in either style."""
    name = local_name(element)
    if name in _WRAPPERS:
        for child in element:
            yield from _categories(child)
    elif name in ("descrip", "termNote", "admin", "transac", "transacNote", "ref", "xref"):
        yield element.get("type", name), element
    else:
        yield name, element


def _take(
    features: dict[str, str], column: str, element: etree._Element, exchange: Exchange, category: str = ""
) -> None:
    """Put the text of an element into a column, after what is there; log it if there is no column."""
    value = text_of(element).strip()
    if not column:
        shown = category or element.get("type") or local_name(element)
        exchange.losses.add(f"TBX {shown}", line_of(element), value)
    elif column in features and features[column] and value and value != features[column]:
        features[column] = f"{features[column]}\n{value}"
    else:
        features.setdefault(column, value)


def _lift(features: dict[str, str], per_locale: dict[str, dict[str, str]], source: str) -> None:
    """Turn what the languages say into columns: one for the row where all targets agree, else per locale."""
    parts = [own["pos"] for own in per_locale.values() if own.get("pos")]
    if parts:
        features["pos"] = parts[0]
    targets = {locale: own for locale, own in per_locale.items() if locale != source}
    genders = {own.get("gender", "") for own in targets.values()}
    if len(genders) == 1:
        features["gender"] = genders.pop()
    for locale, own in per_locale.items():
        if own.get("definition"):
            name = (
                "definition" if locale == source and "definition" not in features else f"{locale}.definition"
            )
            features[name] = own["definition"]
        for name in ("note", "context"):
            if own.get(name):
                features[f"{locale}.{name}"] = own[name]
        if "gender" not in features and locale != source and own.get("gender"):
            features[f"{locale}.gender"] = own["gender"]

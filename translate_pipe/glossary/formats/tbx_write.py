"""Rows of terms go in; TBX-Basic, version 2 or version 3 in either style, comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from translate_pipe.glossary.formats.concepts import Term, terms_of_row
from translate_pipe.glossary.formats.terms import (
    Exchange,
    TermList,
    TermRow,
    choose_source,
    choose_targets,
    clean_text,
    report_features,
)
from translate_pipe.glossary.formats.xml import XML_LANG, to_bytes
from translate_pipe.glossary.tables.values import UnknownValueError, parse_gender, parse_pos

if TYPE_CHECKING:
    from lxml import etree

TBX_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
MIN_NAMESPACE = "http://www.tbxinfo.net/ns/min"
BASIC_NAMESPACE = "http://www.tbxinfo.net/ns/basic"
_MIN_CATEGORIES = {"administrativeStatus", "partOfSpeech", "subjectField", "customerSubset"}
_GENDERS = {"m": "masculine", "f": "feminine", "n": "neuter"}
_STATUSES = {"preferred": "preferred", "admitted": "admitted", "forbidden": "deprecated"}
_DOCTYPE = '<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">'

Variant = Literal["v3-dca", "v3-dct", "v2"]


def write_tbx(terms: TermList, exchange: Exchange) -> bytes:
    """Write TBX-Basic version 3, data categories as attributes (DCA)."""
    return _Writer("v3-dca", exchange).write(terms)


def write_tbx_dct(terms: TermList, exchange: Exchange) -> bytes:
    """Write TBX-Basic version 3, data categories as tags (DCT)."""
    return _Writer("v3-dct", exchange).write(terms)


def write_tbx_v2(terms: TermList, exchange: Exchange) -> bytes:
    """Write TBX-Basic version 2 (martif)."""
    return _Writer("v2", exchange).write(terms)


@dataclass(frozen=True, slots=True)
class _Writer:
    variant: Variant
    exchange: Exchange

    def write(self, terms: TermList) -> bytes:
        source = choose_source(terms, self.exchange)
        targets = choose_targets(terms, source, self.exchange)
        root = self._root(source)
        body = self._under(self._under(root, "text"), "body")
        used: set[str] = {row.features["tbx.id"] for row in terms.rows if "tbx.id" in row.features}
        for number, row in enumerate(terms.rows, 1):
            self._concept(body, row, number, source, targets, used)
        if not len(body):
            self.exchange.losses.add("nothing to write: TBX needs one concept at least")
        return to_bytes(root, _DOCTYPE if self.variant == "v2" else "")

    def _root(self, source: str) -> etree._Element:
        from lxml import etree

        if self.variant == "v2":
            root = etree.Element("martif", {"type": "TBX-Basic", XML_LANG: source})
            header = self._under(root, "martifHeader")
        else:
            spaces: dict[str, str] = {None: TBX_NAMESPACE}  # type: ignore[dict-item]
            if self.variant == "v3-dct":
                spaces |= {"min": MIN_NAMESPACE, "basic": BASIC_NAMESPACE}
            root = etree.Element(f"{{{TBX_NAMESPACE}}}tbx", nsmap=spaces)
            root.set("type", "TBX-Basic")
            root.set("style", "dct" if self.variant == "v3-dct" else "dca")
            root.set(XML_LANG, source)
            header = self._under(root, "tbxHeader")
        description = self._under(self._under(header, "fileDesc"), "sourceDesc")
        self._under(description, "p", "Written by translate-pipe")
        if self.variant == "v2":
            self._under(self._under(header, "encodingDesc"), "p", "TBXBasicXCSV02.xcs").set("type", "XCSURI")
        return root

    def _under(self, parent: etree._Element, name: str, text: str = "") -> etree._Element:
        from lxml import etree

        tag = name if self.variant == "v2" or name.startswith("{") else f"{{{TBX_NAMESPACE}}}{name}"
        element = etree.SubElement(parent, tag)
        if text:
            element.text = text
        return element

    def _category(self, parent: etree._Element, holder: str, category: str, text: str, line: int) -> None:
        """Write a data category: `<descrip type="x">` or, in the other style, `<basic:x>`."""
        cleaned = clean_text(text, line=line, losses=self.exchange.losses)
        if self.variant == "v3-dct":
            space = MIN_NAMESPACE if category in _MIN_CATEGORIES else BASIC_NAMESPACE
            self._under(parent, f"{{{space}}}{category}", cleaned)
        else:
            self._under(parent, holder, cleaned).set("type", category)

    def _note(self, parent: etree._Element, text: str, line: int) -> None:
        self._under(parent, "note", clean_text(text, line=line, losses=self.exchange.losses))

    def _concept(
        self,
        body: etree._Element,
        row: TermRow,
        number: int,
        source: str,
        targets: tuple[str, ...],
        used: set[str],
    ) -> None:
        losses = self.exchange.losses
        locales = (source, *targets)
        held = ["subject", "definition", "note", "pos", "gender", "tbx.id"]
        held += [
            f"{locale}.{name}" for locale in locales for name in ("note", "context", "definition", "gender")
        ]
        report_features(row, losses, held=held)
        terms = terms_of_row(row, source, targets, losses)
        if not terms:
            losses.add("row without a term in the languages written (left out)", row.line)
            return
        concept = self._under(body, "termEntry" if self.variant == "v2" else "conceptEntry")
        concept.set("id", self._identity(row, number, used))
        for name, category in (("subject", "subjectField"), ("definition", "definition")):
            if row.features.get(name):
                self._category(concept, "descrip", category, row.features[name], row.line)
        if row.features.get("note"):
            self._note(concept, row.features["note"], row.line)
        speech = self._speech(row)
        for locale in locales:
            own = [term for term in terms if term.locale == locale]
            if own:
                self._language(concept, row, own, speech, is_source=locale == source)

    def _identity(self, row: TermRow, number: int, used: set[str]) -> str:
        given = row.features.get("tbx.id", "")
        if given and re.fullmatch(r"[^\W\d][\w.-]*", given):
            return given
        if given:
            self.exchange.losses.add("id that XML does not allow", row.line, given)
        return f"c{number}" if f"c{number}" not in used else f"c{number}-{row.line}"

    def _language(
        self, concept: etree._Element, row: TermRow, terms: list[Term], speech: str, *, is_source: bool
    ) -> None:
        locale = terms[0].locale
        section = self._under(concept, "langSet" if self.variant == "v2" else "langSec")
        section.set(XML_LANG, locale)
        if row.features.get(f"{locale}.definition"):
            self._category(section, "descrip", "definition", row.features[f"{locale}.definition"], row.line)
        if row.features.get(f"{locale}.note"):
            self._note(section, row.features[f"{locale}.note"], row.line)
        for index, term in enumerate(terms):
            part = self._under(section, "tig" if self.variant == "v2" else "termSec")
            self._under(part, "term", clean_text(term.text, line=row.line, losses=self.exchange.losses))
            if term.standing:
                status = f"{_STATUSES[term.standing]}Term-admn-sts"
                self._category(part, "termNote", "administrativeStatus", status, row.line)
            if speech:
                self._category(part, "termNote", "partOfSpeech", speech, row.line)
            gender = "" if is_source else self._gender(row, locale)
            if gender:
                self._category(part, "termNote", "grammaticalGender", gender, row.line)
            context = row.features.get(f"{locale}.context", "")
            if context and index == 0:
                self._category(part, "descrip", "context", context, row.line)

    def _gender(self, row: TermRow, locale: str) -> str:
        given = row.feature("gender", locale)
        try:
            return _GENDERS.get(parse_gender(given) or "", "")
        except UnknownValueError:
            self.exchange.losses.add("gender that is none of m, f, n", row.line, given)
            return ""

    def _speech(self, row: TermRow) -> str:
        """Return the part of speech as the version at hand spells it."""
        given = row.features.get("pos", "")
        try:
            speech = parse_pos(given)
        except UnknownValueError:
            self.exchange.losses.add("pos that is none of the known", row.line, given)
            return ""
        if speech == "name" and self.variant == "v2":
            return "properNoun"
        if speech in ("name", "phrase"):
            written = "noun" if speech == "name" else "other"
            self.exchange.losses.add(f"pos {speech} (written as {written})", row.line, given)
            return written
        return speech or ""

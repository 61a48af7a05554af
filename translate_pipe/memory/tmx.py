"""TMX goes in, of any tool; units come out for the memory, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from lxml import etree

from translate_pipe.errors import MemoryFileError, UsageError
from translate_pipe.files import write_atomically
from translate_pipe.locales import is_locale, parse_locale
from translate_pipe.memory.index import are_compatible, key_of
from translate_pipe.memory.store import MemoryUnit, TranslationMemory
from translate_pipe.version import __version__

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
_ARTICLE = "x-article"
_BEFORE, _AFTER = "x-context-before", "x-context-after"
# Where other tools keep the name of the document, and the text of the segments before and after.
_ARTICLE_PROPS = (_ARTICLE, "x-document", "file")
_BEFORE_TEXT_PROPS = ("x-context-pre", "prev")
_AFTER_TEXT_PROPS = ("x-context-post", "next")
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
# What XML 1.0 cannot hold in any form.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many units an import remembered, and how many elements of the file it could not use."""

    units: int
    skipped: int


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many units an export wrote, and in how many a character that XML cannot hold became U+FFFD."""

    units: int
    altered: int


def import_tmx(
    memory: TranslationMemory,
    path: Path,
    source_locale: str | None = None,
    target_locale: str | None = None,
    *,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Remember the units of a TMX file.

    Args:
        source_locale: which language is the source; by default what the file says.
        target_locale: take only this target; by default every other language.
        progress: called with the number of units so far.

    Raises:
        MemoryFileError: the file cannot be read, is no TMX or not well formed; nothing is remembered then.
        UsageError: the file does not say which language is the source.
    """
    # Read twice: of a file that turns out to be damaged nothing is remembered.
    for _ in _TmxReader(path, source_locale, target_locale).read():
        pass
    reader = _TmxReader(path, source_locale, target_locale)
    units = memory.add(reader.read(), progress=progress)
    return ImportReport(units, reader.skipped)


class _TmxReader:
    """Reads a TMX file element by element, so that a file of any size fits."""

    def __init__(self, path: Path, source_locale: str | None, target_locale: str | None) -> None:
        self.path = path
        self.source_locale = source_locale and parse_locale(source_locale)
        self.target_locale = target_locale and parse_locale(target_locale)
        self.skipped = 0

    def read(self) -> Iterator[MemoryUnit]:
        """Yield the units in the order of the file."""
        header_locale = ""
        try:
            with self.path.open("rb") as stream:
                for event, element in etree.iterparse(
                    stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
                ):
                    name = _local_name(element)
                    if event == "start":
                        if element.getparent() is None and name != "tmx":
                            raise self._error(f"is not TMX but <{name}>", element)
                    elif name == "header":
                        header_locale = element.get("srclang", "")
                    elif name == "tu":
                        yield from self._read_unit(element, header_locale)
                        _forget(element)
        except OSError as error:
            raise MemoryFileError(
                f"cannot be read: {error.strerror or error}",
                path=self.path,
                remedy="check its name and rights",
            ) from error
        except etree.XMLSyntaxError as error:
            raise MemoryFileError(
                f"is not well-formed XML: {error.msg}",
                path=self.path,
                line=error.lineno,
                remedy="export it again from the tool that wrote it",
            ) from error

    def _read_unit(self, element: etree._Element, header_locale: str) -> Iterator[MemoryUnit]:
        variants = self._variants(element)
        source = self._pick_source(variants, element.get("srclang") or header_locale, element)
        found = False
        if source is not None and source[1].strip():
            for locale, target, date in variants:
                wanted = self.target_locale is None or are_compatible(self.target_locale, locale)
                if locale == source[0] or not wanted or not target.strip():
                    continue
                found = True
                yield self._make_unit(element, source, locale, target, date)
        self.skipped += not found

    def _variants(self, element: etree._Element) -> list[tuple[str, str, str]]:
        """Return (locale, text, date) for each language of a unit whose language is known."""
        variants: list[tuple[str, str, str]] = []
        for child in element:
            if _local_name(child) != "tuv":
                continue
            tag = child.get(_LANG) or child.get("lang") or ""
            segments = [part for part in child if _local_name(part) == "seg"]
            if not segments or not is_locale(tag):
                continue
            date = child.get("changedate") or child.get("creationdate") or ""
            variants.append((parse_locale(tag), self._text_of(segments[0]), date))
        return variants

    def _pick_source(
        self, variants: list[tuple[str, str, str]], stated: str, element: etree._Element
    ) -> tuple[str, str, str] | None:
        wanted = self.source_locale
        if wanted is None:
            if stated in ("", "*all*"):
                raise UsageError(
                    f"{self.path}:{element.sourceline}: the file does not say which language is the source",
                    remedy="name it with --from",
                )
            wanted = parse_locale(stated)
        exact = [variant for variant in variants if variant[0] == wanted]
        near = [variant for variant in variants if are_compatible(wanted, variant[0])]
        return next(iter(exact + near), None)

    def _make_unit(
        self, element: etree._Element, source: tuple[str, str, str], locale: str, target: str, date: str
    ) -> MemoryUnit:
        props = {
            child.get("type", ""): child.text or ""
            for child in element.iter()
            if _local_name(child) == "prop"
        }
        date = date or element.get("changedate") or element.get("creationdate") or ""
        matched = _DATE.match(date)
        return MemoryUnit(
            source[1],
            target,
            source[0],
            locale,
            before=_context(props, _BEFORE, _BEFORE_TEXT_PROPS),
            after=_context(props, _AFTER, _AFTER_TEXT_PROPS),
            article=next((props[name] for name in _ARTICLE_PROPS if props.get(name)), ""),
            date="-".join(matched.groups()) if matched else "",
        )

    def _text_of(self, segment: etree._Element) -> str:
        """Return the text of a segment; native codes (bpt, ept, ph, it, ut) and what is in them go."""
        parts = [segment.text or ""]
        for child in segment:
            if isinstance(child, etree._Entity):
                raise self._error(f"uses the entity {child.text}, which is not followed", segment)
            if _local_name(child) == "hi":
                parts.append(self._text_of(child))
            parts.append(child.tail or "")
        return "".join(parts)

    def _error(self, problem: str, element: etree._Element) -> MemoryFileError:
        return MemoryFileError(
            problem,
            path=self.path,
            line=int(str(element.sourceline)),
            remedy="give a TMX file without entities",
        )


def _local_name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _forget(element: etree._Element) -> None:
    """Free an element that has been read, and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _context(props: dict[str, str], own: str, foreign: tuple[str, ...]) -> int | None:
    try:
        return int(props[own])
    except (KeyError, ValueError):
        text = next((props[name] for name in foreign if props.get(name)), "")
        return key_of(text) if text else None


def export_tmx(
    memory: TranslationMemory,
    path: Path,
    source_locale: str | None = None,
    target_locale: str | None = None,
) -> ExportReport:
    """Write the units of a memory, or of one pair of locales, to a TMX 1.4b file.

    The same memory gives the same bytes: nothing in the file tells when it was written.

    Raises:
        TranslatePipeError: the file cannot be written; nothing is left of it then.
    """
    buffer = BytesIO()
    count = altered = 0
    header = {
        "creationtool": "translate-pipe",
        "creationtoolversion": __version__,
        "segtype": "sentence",
        "o-tmf": "translate-pipe",
        "adminlang": "en",
        "srclang": parse_locale(source_locale) if source_locale else "*all*",
        "datatype": "plaintext",
    }
    with etree.xmlfile(buffer, encoding="utf-8") as xml:
        xml.write_declaration()
        xml.write_doctype(_DOCTYPE)
        with xml.element("tmx", version="1.4"):
            xml.write(etree.Element("header", header))
            with xml.element("body"):
                for unit in memory.units(source_locale, target_locale):
                    element, changed = _make_element(unit)
                    xml.write(element, pretty_print=True)
                    count, altered = count + 1, altered + changed
    write_atomically(path, buffer.getvalue())
    return ExportReport(count, altered)


def _make_element(unit: MemoryUnit) -> tuple[etree._Element, bool]:
    """Return the <tu> of a unit, and whether a character had to be replaced in it."""
    texts = (unit.source, unit.target, unit.article)
    source, target, article = (_UNWRITABLE.sub("\ufffd", text) for text in texts)
    element = etree.Element("tu", srclang=unit.source_locale)
    if _DATE.fullmatch(unit.date):
        element.set("changedate", f"{unit.date.replace('-', '')}T000000Z")
    for name, value in ((_ARTICLE, article), (_BEFORE, unit.before), (_AFTER, unit.after)):
        if value not in (None, ""):
            etree.SubElement(element, "prop", type=name).text = str(value)
    for locale, text in ((unit.source_locale, source), (unit.target_locale, target)):
        variant = etree.SubElement(element, "tuv", {_LANG: locale})
        etree.SubElement(variant, "seg").text = text
    return element, (source, target, article) != texts

"""An OpenDocument text goes in; the parts that hold its article, and their styles, come out."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from translate_pipe.article.odt_styles import OFFICE, TEXT, StyleSheet
from translate_pipe.article.package import Package

CONTENT = "content.xml"
STYLES = "styles.xml"
META = "meta.xml"
SIGNATURES = "META-INF/documentsignatures.xml"
_MANIFEST = "META-INF/manifest.xml"
_LINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True)
class TextParts:
    """The parts of an ODT that hold the article, in reading order, with the styles that each may use.

    `links` are the addresses to which its links lead, by themselves.
    """

    roots: dict[str, etree._Element]
    sheets: dict[str, StyleSheet]
    links: dict[str, str]


def read_text_parts(package: Package) -> TextParts:
    """Return the text, the styles with headers and footers, and the properties of the document.

    Raises:
        ArticleError: it is protected or no text, or a part is no well-formed XML or carries a document type.
    """
    members = set(package.archive.namelist())
    if _MANIFEST in members and b"encryption-data" in package.read(_MANIFEST):
        raise package.refuse("is protected with a password")
    if CONTENT not in members:
        raise package.refuse("is a ZIP archive, but no ODT")
    roots = {part: package.parse(part) for part in (CONTENT, STYLES, META) if part in members}
    if roots[CONTENT].find(f"{OFFICE}body/{OFFICE}text") is None:
        raise package.refuse("is a ZIP archive or an OpenDocument file, but no text document")
    shared = [root.find(OFFICE + "styles") for part, root in roots.items() if part == STYLES]
    sheets = {}
    for part, root in roots.items():
        own = [root.find(OFFICE + "automatic-styles"), *shared]
        sheets[part] = StyleSheet([styles for styles in own if styles is not None])
    found = (str(link.get(_LINK, "")) for root in roots.values() for link in root.iter(TEXT + "a"))
    return TextParts(roots, sheets, {address: address for address in found if address})


def paragraph_names(paragraph: etree._Element, sheet: StyleSheet) -> list[str]:
    """Return what the style of a paragraph and those that it goes back to are called."""
    return sheet.names("paragraph", paragraph.get(TEXT + "style-name", ""))

"""The styles of an OpenDocument text go in; how texts in them look, and what they are called, comes out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_NAMESPACE}office:1.0}}"
TEXT = f"{{{_NAMESPACE}text:1.0}}"
STYLE = f"{{{_NAMESPACE}style:1.0}}"
DRAW = f"{{{_NAMESPACE}drawing:1.0}}"
TABLE = f"{{{_NAMESPACE}table:1.0}}"
FO = f"{{{_NAMESPACE}xsl-fo-compatible:1.0}}"
SVG = f"{{{_NAMESPACE}svg-compatible:1.0}}"
DC = "{http://purl.org/dc/elements/1.1/}"

# Properties of a text that do not show: its language, how it is hyphenated, when it was written.
_INVISIBLE = re.compile(r"language|country|script|rfc-language-tag|hyphen.*|(?:paragraph-)?rsid|opacity")
# What a property is where nobody says it.
_USUAL = {
    "font-weight": "normal", "font-style": "normal", "font-variant": "normal", "text-transform": "none",
    "text-underline-style": "none", "text-line-through-style": "none", "text-line-through-type": "none",
    "text-overline-style": "none", "text-position": "0% 100%", "text-outline": "false",
    "text-shadow": "none", "letter-spacing": "normal", "text-emphasize": "none", "text-blinking": "false",
    "background-color": "transparent", "use-window-font-color": "true", "display": "true",
    "font-relief": "none",
}  # fmt: skip
_CODE = re.compile(r"code|source text|verbatim|preformatted|teletype|typewriter")
_ESCAPED = re.compile(r"_([0-9a-fA-F]{2,5})_")

Look = Mapping[str, str]
"""What properties of a text show, by their names without a prefix; `code` where its style is one of code."""


class StyleSheet:
    """The styles that a part of a document may use, its own before those of all parts."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self.styles: dict[tuple[str, str], etree._Element] = {}
        self.default: etree._Element | None = None
        self.looks: dict[tuple[str, str], Look] = {}
        for root in roots:
            for style in root.iter(STYLE + "style"):
                self.styles.setdefault(
                    (style.get(STYLE + "family", ""), style.get(STYLE + "name", "")), style
                )
            for style in root.iter(STYLE + "default-style"):
                if style.get(STYLE + "family") == "paragraph" and self.default is None:
                    self.default = style

    def names(self, family: str, name: str) -> list[str]:
        """Return what a style and those that it goes back to are called, in small letters."""
        chain = self._chain(family, name)
        called = [style.get(STYLE + "display-name", "") or key for key, style in chain]
        # A program knows some styles by their names alone.
        last = chain[-1][1].get(STYLE + "parent-style-name", "") if chain else name
        decoded = [_ESCAPED.sub(lambda found: _letter(found[1]), one) for one in (*called, last) if one]
        return [one.replace("_", " ").lower() for one in decoded]

    def look(self, family: str, name: str) -> Look:
        """Return how a text in a style looks; that of a paragraph goes back to the default."""
        if (family, name) not in self.looks:
            look: dict[str, str] = {}
            if family == "paragraph" and self.default is not None:
                look |= _properties(self.default)
            for _, style in reversed(self._chain(family, name)):
                look |= _properties(style)
            if family == "text" and any(_CODE.search(one) for one in self.names(family, name)):
                look["code"] = "true"
            self.looks[family, name] = look
        return self.looks[family, name]

    def breaks_page(self, name: str) -> bool:
        """Tell whether a paragraph in a style begins or ends a page or a column."""
        return any(
            style.get(STYLE + "master-page-name")
            or any(
                properties.get(FO + side, "auto") != "auto"
                for properties in style.iterfind(STYLE + "paragraph-properties")
                for side in ("break-before", "break-after")
            )
            for _, style in self._chain("paragraph", name)
        )

    def _chain(self, family: str, name: str) -> list[tuple[str, etree._Element]]:
        """Return a style and those that it goes back to, nearest first; one that goes back to itself ends."""
        chain: dict[str, etree._Element] = {}
        while name not in chain and (family, name) in self.styles:
            chain[name] = self.styles[family, name]
            name = chain[name].get(STYLE + "parent-style-name", "")
        return list(chain.items())


def differing(look: Look, base: Look) -> dict[str, str]:
    """Return what of a look is not as in another one."""
    usual = {key: base.get(key, _USUAL.get(key, "")) for key in look}
    return {key: value for key, value in look.items() if value != usual[key]}


def _properties(style: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for properties in style.iterfind(STYLE + "text-properties"):
        for key, value in properties.attrib.items():
            name = etree.QName(key).localname
            plain = name.removesuffix("-asian").removesuffix("-complex")
            # What is said for other scripts besides says the same again.
            if not _INVISIBLE.fullmatch(plain) and (plain == name or plain not in found):
                found[plain] = str(value)
    return found


def _letter(number: str) -> str:
    value = int(number, 16)
    return chr(value) if value < 0xD800 else ""

"""The styles of an ODT go in; those that name the language of its text name another one afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale
from lxml import etree

from translate_pipe.article.docx_write import EAST_ASIAN, word_locale
from translate_pipe.article.odt_styles import DC, FO, OFFICE, STYLE
from translate_pipe.locales import is_right_to_left, script_of

_MODE = STYLE + "writing-mode"
# Scripts for which styles have properties of their own. Source: ODF 1.3 part 3, 20.202 (style:script-type).
_COMPLEX = frozenset((
    "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda",
    "Mlym", "Sinh", "Thai", "Laoo", "Tibt", "Mymr", "Khmr", "Mong",
))  # fmt: skip


def set_language(roots: Iterable[etree._Element], locale: str) -> None:
    """Set the language of the default styles and of the properties of the document.

    Styles that name the language of the default style once more follow it; those that name another one keep
    it. Languages that are written to the left set the direction of paragraphs and pages too.
    """
    trees = list(roots)
    styles = next((found for root in trees if (found := root.find(OFFICE + "styles")) is not None), None)
    if styles is not None:
        default = _default_properties(styles, "text-properties")
        old = _language_of(default, locale)
        for root in trees:
            for properties in root.iter(STYLE + "text-properties"):
                outer = properties.getparent()
                follows = old[0] and _language_of(properties, locale) == old
                general = outer is not None and outer.tag == STYLE + "default-style"
                if properties is default or follows or (general and _language_of(properties, locale)[0]):
                    name_language(properties, locale)
        if is_right_to_left(locale):
            _turn(_default_properties(styles, "paragraph-properties"), trees)
    for root in trees:
        for named in root.iterfind(f"{OFFICE}meta/{DC}language"):
            named.text = word_locale(locale)


def _default_properties(styles: etree._Element, name: str) -> etree._Element:
    """Return properties of the default style of paragraphs; what lacks is made."""
    default = next(
        (
            style
            for style in styles.iterfind(STYLE + "default-style")
            if style.get(STYLE + "family") == "paragraph"
        ),
        None,
    )
    if default is None:
        default = etree.Element(STYLE + "default-style", {STYLE + "family": "paragraph"})
        styles.insert(0, default)
    found = default.find(STYLE + name)
    if found is None:
        found = etree.Element(STYLE + name)
        # Those of paragraphs come before those of texts.
        default.insert(0 if name.startswith("paragraph") else len(default), found)
    return found


def _keys(locale: str) -> tuple[str, str]:
    """Return which properties name a language and its country, by the script of the language."""
    script = script_of(locale)
    if script in EAST_ASIAN:
        return STYLE + "language-asian", STYLE + "country-asian"
    if script in _COMPLEX:
        return STYLE + "language-complex", STYLE + "country-complex"
    return FO + "language", FO + "country"


def _language_of(properties: etree._Element, locale: str) -> tuple[str, str]:
    language, country = _keys(locale)
    return properties.get(language, ""), properties.get(country, "")


def name_language(properties: etree._Element, locale: str) -> None:
    """Have properties of a text say its language."""
    for key, value in zip(_keys(locale), word_locale(locale).split("-"), strict=False):
        properties.set(key, value)
    for key in (FO + "script", STYLE + "rfc-language-tag"):
        properties.attrib.pop(key, "")
    script = Locale.parse(locale, sep="-").script
    if script and FO + "language" in _keys(locale):
        properties.set(FO + "script", script)


def _turn(default: etree._Element, roots: Iterable[etree._Element]) -> None:
    """Have paragraphs and pages run to the left, and stand at the right where nothing is said of it."""
    for root in roots:
        for kind in ("paragraph-properties", "page-layout-properties", "table-properties"):
            for properties in root.iter(STYLE + kind):
                if properties.get(_MODE) in ("lr-tb", "lr"):
                    properties.set(_MODE, "rl-tb")
    default.set(_MODE, "rl-tb")
    if default.get(FO + "text-align", "start") == "start":
        default.set(FO + "text-align", "right")

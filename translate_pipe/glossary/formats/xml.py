"""Untrusted XML goes in as a tree without entities, DTDs or network; a tree goes out as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translate_pipe.errors import GlossaryError
from translate_pipe.locales import parse_locale

if TYPE_CHECKING:
    from lxml import etree

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_xml(content: bytes, path: str) -> etree._Element:
    """Return the root of an XML file.

    Raises:
        GlossaryError: it is not well-formed, with the line, or it declares entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise GlossaryError(
            f"not well-formed XML: {error.msg}",
            path=path,
            line=error.lineno,
            remedy="export the file again from the program that made it",
        ) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):  # type: ignore[union-attr]
        raise GlossaryError(
            "the file declares XML entities, which are not read",
            path=path,
            line=1,
            remedy="replace them by the text they stand for",
        )
    return root


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: etree._Element) -> str:
    """Return all text inside an element."""
    return "".join(str(part) for part in element.itertext())


def locale_of(element: etree._Element, path: str) -> str:
    """Return the language of an element.

    Raises:
        GlossaryError: it has none, or names one that is unknown.
    """
    tag = element.get(XML_LANG) or element.get("lang") or ""
    try:
        return parse_locale(tag)
    except Exception as error:
        raise GlossaryError(
            f"unknown language {tag!r}" if tag else "the element names no language",
            path=path,
            line=element.sourceline if isinstance(element.sourceline, int) else None,
            remedy='write xml:lang="ru" or another tag',
        ) from error


def line_of(element: etree._Element) -> int:
    """Return the 1-based line of an element, 0 where the parser does not know."""
    return element.sourceline if isinstance(element.sourceline, int) else 0


def to_bytes(root: etree._Element, doctype: str = "") -> bytes:
    """Return a tree as UTF-8 with its declaration, one element a line."""
    from lxml import etree

    etree.indent(root)
    body = etree.tostring(root, encoding="unicode")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *([doctype] if doctype else []), body, ""]
    return "\n".join(lines).encode("utf-8")

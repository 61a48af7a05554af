"""An EPUB package goes in; its pages in reading order, its contents and its metadata come out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from translate_pipe.article.encoding import Decoded, decode
from translate_pipe.article.html import declared_encoding
from translate_pipe.article.package import Package
from translate_pipe.article.xml_scan import Node, scan_xml
from translate_pipe.errors import ArticleError

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = {"application/xhtml+xml": True, "text/html": False}
_CONTENTS = "application/x-dtbncx+xml"
_ENTITY = re.compile(r"<!DOCTYPE[^<>\[]*\[[^\]]*<!ENTITY")


@dataclass(frozen=True, slots=True)
class Book:
    """The parts of a book that hold text, decoded, by their names.

    `metadata` is the part with title and description, `pages` are those with the text in reading order (true
    where they are XHTML), `contents` the tables of contents of EPUB 2.
    """

    metadata: str
    pages: dict[str, bool]
    contents: tuple[str, ...]
    texts: dict[str, Decoded]


def read_book(package: Package) -> Book:
    """Return the parts with text.

    Raises:
        ArticleError: it is no EPUB, damaged, or its pages are encrypted.
    """
    members = package.archive.namelist()
    if _CONTAINER not in members:
        raise package.refuse("is a ZIP archive, but no EPUB")
    if len(members) != len(set(members)):
        raise package.refuse("holds two parts of one name")
    metadata = next((one for one in _roots(package) if one in members), "")
    if not metadata:
        raise package.refuse("names no package document that is there")
    items: dict[str, tuple[str, str, str]] = {}
    order: list[str] = []
    contents = ""
    for node in _find(package, metadata, "item", "itemref", "spine"):
        if node.local == "item":
            path = _resolve(metadata, node.attributes.get("href", ""))
            kind, role = node.attributes.get("media-type", ""), node.attributes.get("properties", "")
            items[node.attributes.get("id", "")] = (path, kind, role)
        elif node.local == "itemref":
            order.append(node.attributes.get("idref", ""))
        else:
            contents = node.attributes.get("toc", "")
    # The table of contents of EPUB 3 is a page; where it is not read as one, it comes last.
    order += [name for name, (_, _, role) in items.items() if "nav" in role.split()]
    pages = {
        items[name][0]: _PAGES[items[name][1]]
        for name in order
        if name in items and items[name][1] in _PAGES and items[name][0] in members
    }
    if not pages:
        raise package.refuse("holds no page")
    tables = [path for name, (path, kind, _) in items.items() if kind == _CONTENTS or name == contents]
    found = tuple(path for path in dict.fromkeys(tables) if path in members)
    _refuse_encrypted(package, {metadata, *pages, *found})
    return Book(
        metadata, pages, found, {part: read_text(package, part) for part in (metadata, *pages, *found)}
    )


def read_text(package: Package, part: str) -> Decoded:
    """Return the text of a part.

    Raises:
        ArticleError: it is missing, damaged, or no text, or relies on entities of its own.
    """
    content = package.read(part)
    decoded = decode(content, name=f"{package.name}: {part}", declared=declared_encoding(content))
    if _ENTITY.search(decoded.text):
        raise ArticleError(
            "uses XML entities of its own, which are not read",
            path=f"{package.name}: {part}",
            remedy="remove its DOCTYPE, or save it without entities",
        )
    return decoded


def _roots(package: Package) -> Iterator[str]:
    for node in _find(package, _CONTAINER, "rootfile"):
        kind = node.attributes.get("media-type", "")
        if not kind or kind == "application/oebps-package+xml":
            yield posixpath.normpath(unquote(node.attributes.get("full-path", ""))).lstrip("/")


def _find(package: Package, part: str, *wanted: str) -> Sequence[Node]:
    """Return the elements of these names in a part in XML, in the order in which they begin."""
    found: list[Node] = []
    text = read_text(package, part).text.encode()
    # An element within another that is wanted is not told by itself: the list of pages lies in the spine.
    inner = {"spine": ("itemref",)}

    def note(node: Node, _: Sequence[Node]) -> None:
        found.append(node)
        found.extend(
            child for child in node.children
            if isinstance(child, Node) and child.local in inner.get(node.local, ())
        )  # fmt: skip

    scan_xml(text, name=f"{package.name}: {part}", wanted=frozenset(wanted) - {"itemref"}, found=note)
    return found


def _resolve(base: str, address: str) -> str:
    path = unquote(address.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)).lstrip("/")


def _refuse_encrypted(package: Package, parts: set[str]) -> None:
    if _ENCRYPTION not in package.archive.namelist():
        return
    for node in _find(package, _ENCRYPTION, "CipherReference"):
        if posixpath.normpath(unquote(node.attributes.get("URI", ""))).lstrip("/") in parts:
            raise ArticleError(
                "is protected against copying: its pages are encrypted",
                path=package.name,
                remedy="get it without protection from whoever sells it",
            )

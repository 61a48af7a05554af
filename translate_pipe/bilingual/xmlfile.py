"""XML is built with lxml and read without entities, without a network and without a DTD."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from translate_pipe.bilingual.escape import XML_FORBIDDEN, escape_characters, unescape_characters
from translate_pipe.errors import BitextError


def plain(text: str) -> str:
    r"""Return text for an attribute or a note; what XML cannot hold becomes `\u{HEX}`."""
    return escape_characters(text, XML_FORBIDDEN)


def unplain(text: str | None) -> str:
    """Return the text that `plain` was given; "" for a missing attribute or an empty note."""
    return unescape_characters(text or "")


def words_of(element: etree._Element | None) -> str:
    """Return all text below an element, without outer space; "" where there is no element."""
    return "" if element is None else "".join(map(str, element.itertext())).strip()


def new_root(namespace: str, tag: str, attributes: dict[str, str], **others: str) -> etree._Element:
    """Return a root element whose namespace is the document's default; `others` are prefixes."""
    # The stubs of lxml forget that None names the default namespace.
    names: dict[str | None, str] = {None: namespace}
    names.update(others)
    return etree.Element(f"{{{namespace}}}{tag}", attributes, nsmap=names)  # type: ignore[arg-type]


def line_of(element: etree._Element) -> int | None:
    """Return the line on which an element begins, if the parser knows it."""
    line = element.sourceline
    return line if isinstance(line, int) else None


def add_text(parent: etree._Element, tag: str, text: str, attributes: dict[str, str]) -> None:
    """Append an element that holds only text."""
    etree.SubElement(parent, tag, attributes).text = plain(text)


def serialise_each(
    parent: etree._Element,
    children: Iterable[object],
    *,
    mixed: frozenset[str],
    doctype: str | None = None,
) -> Iterator[bytes]:
    """Yield a document in UTF-8, one element a line outside mixed content, ending in a line feed.

    The document is never whole: its last element `parent` gets its further children one by one, and each is
    written and taken out again before the next is made.

    Args:
        children: appends one more child to `parent` whenever it is asked for the next item.
        mixed: the elements whose text counts.
    """
    level, root = sum(1 for _ in parent.iterancestors()), parent.getroottree().getroot()
    place = etree.ProcessingInstruction("children")
    parent.append(place)
    indent(root, mixed)
    mark = etree.tostring(place, encoding="unicode", with_tail=False)
    # A sign that text cannot hold unescaped stands there once.
    head, tail = etree.tostring(root, encoding="unicode").split(mark)
    parent.remove(place)
    prefix = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    count = 0
    for count, _ in enumerate(children, start=1):
        child = parent[-1]
        indent(child, mixed, level + 1)
        child.tail = place.tail
        text = etree.tostring(root, encoding="unicode")
        lead = "\n" + " " * (level + 1) if count > 1 else prefix + head
        yield (lead + text[len(head) : -len(tail)]).encode()
        parent.remove(child)
    if not count:
        parent.text = parent.text if len(parent) else None
        yield (prefix + etree.tostring(root, encoding="unicode").rstrip() + "\n").encode()
    else:
        yield (tail.rstrip() + "\n").encode()


def indent(root: etree._Element, mixed: frozenset[str], level: int = 0) -> None:
    """Put elements on lines of their own, except within those named in `mixed`, whose text counts."""
    if root.tag in mixed or not len(root):
        return
    root.text = "\n" + " " * (level + 1)
    for child in root:
        indent(child, mixed, level + 1)
        child.tail = "\n" + " " * (level + 1)
    root[-1].tail = "\n" + " " * level


def parse_xml(content: bytes, path: Path, *, root: str) -> etree._Element:
    """Return the root element of an XML document.

    Raises:
        BitextError: it is not well-formed, defines entities, or has another root element than `root`.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = error.position[0] if error.position else None
        raise BitextError(f"no well-formed XML: {error.msg}", path=path, line=line) from None
    dtd = tree.getroottree().docinfo.internalDTD
    # The stubs of lxml do not know what a DTD holds.
    if dtd is not None and any(True for _ in dtd.iterentities()):  # type: ignore[union-attr]
        raise BitextError("defines XML entities, which are not read", path=path, remedy="remove its DOCTYPE")
    entity = next(iter(tree.iter(etree.Entity)), None)
    if entity is not None:
        raise BitextError("uses an undefined XML entity", path=path, line=line_of(entity))
    if etree.QName(tree).localname != root:
        found = etree.QName(tree).localname
        raise BitextError(f"the root element is <{found}>, not <{root}>", path=path)
    return tree

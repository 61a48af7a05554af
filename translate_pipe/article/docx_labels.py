"""An element of a DOCX goes in; what is read in it outside of paragraphs comes out: descriptions, titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from translate_pipe.article.docx_atoms import local
from translate_pipe.model import BlockKind

# Which attributes of which elements people read: alternative texts of pictures, charts, shapes and tables.
_DESCRIBED: dict[str, tuple[str, ...]] = {
    "docPr": ("title", "descr"), "cNvPr": ("title", "descr"), "shape": ("alt",), "rect": ("alt",),
    "tblCaption": ("val",), "tblDescription": ("val",),
}  # fmt: skip
_PROPERTIES = ("title", "subject")


@dataclass(slots=True)
class Label:
    """A text that is the value of an attribute (`key`), or stands in elements; the first then gets it all."""

    kind: BlockKind
    text: str
    elements: list[etree._Element]
    key: str = ""

    def write(self, text: str) -> None:
        """Put another text in its place."""
        first, *others = self.elements
        if self.key:
            first.set(self.key, text)
            return
        first.text = text
        for other in others:
            other.text = ""


def read_labels(element: etree._Element) -> Iterator[Label]:
    """Yield the labels that one element holds."""
    name = local(element)
    namespace = etree.QName(element).namespace or "" if name else ""
    if name in _DESCRIBED:
        for key, value in element.attrib.items():
            if etree.QName(key).localname in _DESCRIBED[name]:
                yield from make_labels("caption", str(value), [element], str(key))
    elif name == "p" and "drawingml" in namespace and _is_chart_title(element):
        texts = [node for node in element.iter("{*}t") if isinstance(node.tag, str)]
        yield from make_labels("heading", "".join(node.text or "" for node in texts), texts)
    elif name in _PROPERTIES and any(local(outer) == "coreProperties" for outer in element.iterancestors()):
        yield from make_labels("heading", element.text or "", [element])


def make_labels(kind: BlockKind, text: str, elements: list[etree._Element], key: str = "") -> Iterator[Label]:
    """Yield the label of a text on one line, if there is a letter in it."""
    flat = " ".join(text.split())
    if elements and any(char.isalpha() for char in flat):
        yield Label(kind, flat, elements, key)


def _is_chart_title(paragraph: etree._Element) -> bool:
    """Tell whether a paragraph of a drawing stands in the title of a chart or of an axis."""
    names = [local(outer) for outer in paragraph.iterancestors()]
    return names[:2] == ["rich", "tx"] and "title" in names


def is_shown(element: etree._Element) -> bool:
    """Tell whether an element is not deleted, and no copy for old programs."""
    return not any(local(outer) in ("Fallback", "del", "moveFrom") for outer in element.iterancestors())

"""One paragraph of an ODT, taken to pieces and written anew as those of other documents are."""

from __future__ import annotations

import re
from functools import partial

from lxml import etree

from translate_pipe.article.docx_paragraph import Dialect
from translate_pipe.article.docx_write import ParagraphWriter, writable
from translate_pipe.article.odt_atoms import (
    BREAK,
    FIELD,
    SHELLS,
    SPACES,
    SPAN,
    TAB,
    innermost,
    is_field,
    read_atoms,
)
from translate_pipe.article.odt_styles import StyleSheet
from translate_pipe.article.weave import BlockTarget
from translate_pipe.model import MarkKind

_RUN = "run"
_SWITCHES: tuple[tuple[str, MarkKind], ...] = (
    ("font-weight", "bold"), ("font-style", "italic"), ("text-underline-style", "underline"),
    ("text-line-through-style", "strike"), ("text-line-through-type", "strike"),
)  # fmt: skip
_OFF = frozenset(("", "normal", "none", "400"))
_LINE_END = re.compile(r"[\t\r\n]+")
_SPACE_RUN = re.compile("( +)")


def dialect_of(sheet: StyleSheet) -> Dialect:
    """Return how paragraphs are read whose styles are those of the sheet."""
    return Dialect(partial(read_atoms, sheet=sheet), _key, _kind_of)


class TextWriter(ParagraphWriter):
    """Fills a paragraph in which texts and spans are mixed."""

    def write(self, target: BlockTarget) -> None:
        """Replace the content of the paragraph by the target."""
        self.fill(target)
        paragraph = self.slot.paragraph
        paragraph.text = None
        self.replace_content([])
        etree.strip_tags(paragraph, _RUN)
        _write_spaces(paragraph, True)

    def run(self, text: str) -> etree._Element:
        """Return the text in its spans, in an element that is taken out at the end."""
        run = etree.Element(_RUN)
        fields = (self.slot.containers.get(mark.id) for mark, _ in self.open)
        if any(field is not None and field.name == FIELD for field in fields):
            return run  # the field itself says it
        run.extend(list(self.properties()))
        innermost(run).text = writable(_LINE_END.sub(" ", text))
        return run


def _write_spaces(element: etree._Element, spaced: bool) -> bool:
    """Put elements in the place of spaces that programs would pass over.

    Args:
        spaced: whether a space at the beginning is one of these.

    Returns:
        the same for what comes behind the element.
    """
    first, spaces, spaced = _part_spaces(element.text or "", spaced)
    children = list(element)
    element.text = first
    for place, space in enumerate(spaces):
        element.insert(place, space)
    for child in children:
        if child.tag == SPAN or child.tag in SHELLS:
            spaced = _write_spaces(child, spaced)
        elif child.tag in (TAB, BREAK, SPACES):
            spaced = True
        elif is_field(child):
            spaced = False
        first, spaces, spaced = _part_spaces(child.tail or "", spaced)
        child.tail = first
        for space in reversed(spaces):
            # The tail of an element goes with it, so what is put in comes behind that of the child.
            element.insert(element.index(child) + 1, space)
    return spaced


def _part_spaces(text: str, spaced: bool) -> tuple[str, list[etree._Element], bool]:
    """Return the text up to the first space that takes an element, these with their tails, and as above."""
    texts = [""]
    spaces: list[etree._Element] = []
    for piece in filter(None, _SPACE_RUN.split(text)):
        blank = piece.startswith(" ")
        if blank and not spaced:
            texts[-1] += " "
            piece = piece[1:]
        if blank:
            # One each: an element for several is read as a gap that is there for the looks.
            spaces += [etree.Element(SPACES) for _ in piece]
            texts += [""] * len(piece)
        else:
            texts[-1] += piece
        spaced = blank
    for space, tail in zip(spaces, texts[1:], strict=True):
        space.tail = tail
    return texts[0], spaces, spaced


def _key(properties: etree._Element | None) -> str:
    return "|".join(f"{name}={value}" for name, value in sorted(_looks(properties).items()))


def _kind_of(properties: etree._Element | None, base: etree._Element | None) -> tuple[MarkKind, str]:
    own, usual = _looks(properties), _looks(base)
    differing = [name for name in sorted(own.keys() | usual.keys()) if own.get(name) != usual.get(name)]
    # A raised or lowered text is called as in documents of Word, where formulas are told by it.
    names = " ".join("vertAlign" if name == "text-position" else name for name in differing)
    if "code" in own:
        return "code", names
    for name, kind in _SWITCHES:
        if name in differing and own.get(name, "") not in _OFF:
            return kind, names
    return "other", names


def _looks(properties: etree._Element | None) -> dict[str, str]:
    return {} if properties is None else {str(key): str(value) for key, value in properties.attrib.items()}

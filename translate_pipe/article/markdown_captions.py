"""A tag, a shortcode or an attribute list goes in; what people read in its attributes comes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from translate_pipe.model import Span

READABLE = (
    "alt", "title", "caption", "label", "placeholder", "aria-label", "aria-description", "summary",
    "subtitle", "description", "tooltip", "heading",
)  # fmt: skip
_IN_TAG = re.compile(rf"""(?<![\w.:-])(?:{"|".join(READABLE)})\s*=\s*("[^"]*"|'[^']*')""", re.IGNORECASE)
_IN_SHORTCODE = re.compile(
    rf"""(?<![\w.:-])(?:{"|".join(READABLE)})\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""", re.DOTALL
)
_TEMPLATE = re.compile(r"\{\{|\{%|<%|<\?|\$\{")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Hole:
    """A value in markup that is a text of its own: where it stands (quotation marks included), what it says.

    `write` gives the value anew for another text.
    """

    span: Span
    text: str
    write: Callable[[str], str]


def find_holes(markup: str) -> list[Hole]:
    """Return what people read in the attributes of a tag (`<…>`), a shortcode or an attribute list."""
    tag = markup.lstrip().startswith("<")
    holes: list[Hole] = []
    for match in (_IN_TAG if tag else _IN_SHORTCODE).finditer(markup):
        raw = match.group(1)
        inner = raw[1:-1]
        text = unescape(inner) if tag else re.sub(r"\\(.)", r"\1", inner)
        text = _SPACES.sub(" ", text).strip()
        if any(char.isalpha() for char in text) and not _TEMPLATE.search(inner):
            write = tag_value(raw[0]) if tag else shortcode_value(raw[0])
            holes.append(Hole(Span(*match.span(1)), text, write))
    return holes


def fill_holes(markup: str, texts: list[tuple[Hole, str]]) -> str:
    """Return the markup with another text in some of its holes."""
    parts, position = [], 0
    for hole, text in texts:
        parts += [markup[position : hole.span.start], hole.write(text)]
        position = hole.span.end
    return "".join([*parts, markup[position:]])


def tag_value(quote: str) -> Callable[[str], str]:
    """Return what writes the value of an attribute of HTML or JSX."""

    def write(text: str) -> str:
        escaped = re.sub(r"&(?=#?\w+;)", "&amp;", text).replace("<", "&lt;")
        return quote + escaped.replace(quote, "&quot;" if quote == '"' else "&#39;") + quote

    return write


def shortcode_value(quote: str) -> Callable[[str], str]:
    """Return what writes the parameter of a shortcode."""

    def write(text: str) -> str:
        return quote + re.sub(rf"([{quote}\\])", r"\\\1", text) + quote

    return write

"""A page and a way to change addresses go in; the page with the addresses of its links changed comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from translate_pipe.article.edits import replace_spans
from translate_pipe.article.html_scan import Piece, clean_value, scan_html, value_span
from translate_pipe.model import Span

Move = Callable[[str], str]
"""Takes the address that a link has, and returns the one it is to have."""

# Attributes that hold one address, on any element that has them; `content` does where it refreshes a page.
ADDRESSES = ("href", "src", "poster", "data", "action", "formaction", "cite", "background", "xlink:href")
_LISTS = ("srcset", "imagesrcset")
_CANDIDATE = re.compile(r"(?:^|(?<=[\s,]))([^\s,](?:\S*[^\s,])?)(?=[\s,]|$)((?:\s+[\d.]+[wxh])*)")
_REFRESH = re.compile(r"(?<=;)(\s*(?:url\s*=\s*)?[\"']?)([^\"'\s;]+)", re.IGNORECASE)
_IN_STYLES = re.compile(r"(\burl\(\s*[\"']?|@import\s+[\"'])([^\"'()\s\\]+)")


def move_links(text: str, move: Move) -> str:
    """Return the page with every address that `move` changes, and all else as it is.

    The addresses in styles count, those in scripts do not. Where the page names a base of its own for its
    addresses, all stay.
    """
    pieces = scan_html(text)
    if any(piece.kind == "start" and piece.name == "base" and piece.attribute("href") for piece in pieces):
        return text
    return replace_spans(text, _find_edits(text, pieces, move))


def _find_edits(text: str, pieces: Sequence[Piece], move: Move) -> list[tuple[Span, str]]:
    edits: list[tuple[Span, str]] = []
    inside = ""
    for piece in pieces:
        if piece.kind == "text":
            styles = piece.span.of(text)
            if inside == "style" and (moved := _move_in_styles(styles, move)) != styles:
                edits.append((piece.span, moved))
            continue
        inside = piece.name if piece.kind == "start" else ""
        if piece.kind == "start":
            edits += _find_in_tag(text, piece, move)
    return edits


def _find_in_tag(text: str, piece: Piece, move: Move) -> Iterator[tuple[Span, str]]:
    for name in dict.fromkeys(name for name, _ in piece.attributes):
        span = value_span(text, piece, name)
        if span is None:
            continue
        value = clean_value(span.of(text))
        if name in ADDRESSES:
            moved = move(value.strip())
            moved = value if moved == value.strip() else moved
        elif name in _LISTS:
            moved = _CANDIDATE.sub(lambda found: move(found[1]) + found[2], value)
        elif name == "style":
            moved = _move_in_styles(value, move)
        elif name == "content" and piece.attribute("http-equiv").lower() == "refresh":
            moved = _REFRESH.sub(lambda found: found[1] + move(found[2]), value)
        else:
            continue
        if moved != value:
            yield span, f'"{escape(moved)}"'


def _move_in_styles(styles: str, move: Move) -> str:
    return _IN_STYLES.sub(lambda found: found[1] + move(found[2]), styles)

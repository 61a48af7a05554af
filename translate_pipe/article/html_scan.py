"""HTML goes in; its tags, texts and comments come out in order, each with its exact place in the source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Literal

from translate_pipe.article.html_names import VOID
from translate_pipe.model import Span

_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")

# What the standard parser takes after `<![`; at anything else it gives up.
_SECTION = re.compile(r"<!\[(?:temp|cdata|ignore|include|rcdata|if|else|endif)(?![-_.a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One start tag, end tag, stretch of text, or anything else (comment, declaration)."""

    kind: Literal["start", "end", "text", "other"]
    name: str
    span: Span
    attributes: tuple[tuple[str, str], ...] = ()

    def attribute(self, name: str) -> str:
        """Return the value of an attribute, "" if there is none."""
        return dict(self.attributes).get(name, "")


def scan_html(text: str, *, xml: bool = False) -> list[Piece]:
    """Return the pieces of an HTML text; side by side they are the whole text.

    Args:
        xml: it is XHTML, where a slash closes any element; the end tag is then a piece without a length.
    """
    if not text:
        return []
    scanner = _Scanner(text, xml=xml)
    scanner.feed(text)
    scanner.close()
    starts = [start for start, _, _, _ in scanner.found]
    ends = [*starts[1:], len(text)]
    pieces: list[Piece] = []
    for (start, kind, name, attributes), end in zip(scanner.found, ends, strict=True):
        if kind == "text" and pieces and pieces[-1].kind == "text":
            pieces[-1] = Piece("text", "", Span(pieces[-1].span.start, end))
        else:
            pieces.append(Piece(kind, name, Span(start, end), attributes))
    return pieces


def value_span(text: str, piece: Piece, name: str) -> Span | None:
    """Return where the value of an attribute stands in the source, its quotation marks included."""
    tag = piece.span.of(text)
    for match in _ATTRIBUTE.finditer(tag, len(piece.name) + 1):
        if match.group(1).lower() == name and match.group(2):
            return Span(*match.span(2)).shift(piece.span.start)
    return None


def clean_value(raw: str) -> str:
    """Return the text of an attribute value as written, quotation marks and entities resolved."""
    return unescape(raw.strip("\"'" if raw[:1] in "\"'" else ""))


class _Scanner(HTMLParser):
    """Notes where each thing starts; where it ends is where the next one starts."""

    def __init__(self, text: str, *, xml: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.xml = xml
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.found: list[
            tuple[int, Literal["start", "end", "text", "other"], str, tuple[tuple[str, str], ...]]
        ] = []

    def _note(
        self,
        kind: Literal["start", "end", "text", "other"],
        name: str = "",
        attributes: tuple[tuple[str, str], ...] = (),
    ) -> None:
        line, column = self.getpos()
        self.found.append((self.lines[line - 1] + column, kind, name, attributes))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note("start", tag, tuple((name, value or "") for name, value in attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `<p/>` is a start tag in HTML; only in foreign content (SVG) does the slash close.
        self._note("start", tag, tuple((name, value or "") for name, value in attrs))
        if self.xml and tag not in VOID:
            end = self.found[-1][0] + len(self.get_starttag_text() or "")
            self.found.append((end, "end", tag, ()))

    def handle_endtag(self, tag: str) -> None:
        self._note("end", tag)

    def handle_data(self, data: str) -> None:  # noqa: ARG002 - the place is enough
        self._note("text")

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the place is enough
        self._note("other")

    def handle_decl(self, decl: str) -> None:  # noqa: ARG002 - the place is enough
        self._note("other")

    def handle_pi(self, data: str) -> None:  # noqa: ARG002 - the place is enough
        self._note("other")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Take `<![` and what is no section after it as browsers do, for a comment up to the next `>`."""
        if _SECTION.match(self.rawdata, i):
            return super().parse_marked_section(i, report)
        return self.parse_bogus_comment(i)

    def unknown_decl(self, data: str) -> None:  # noqa: ARG002 - the place is enough
        self._note("other")


def element_end(pieces: list[Piece], start: int) -> int:
    """Return the index behind the element that begins at `start`, or behind the tag if nothing closes it."""
    name, depth = pieces[start].name, 0
    for index in range(start, len(pieces)):
        piece = pieces[index]
        if piece.name != name:
            continue
        if piece.kind == "start":
            depth += 1
        elif piece.kind == "end":
            depth -= 1
            if depth == 0:
                return index + 1
    return start + 1

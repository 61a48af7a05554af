"""A Markdown text and a way to change addresses go in; the text with its links changed comes out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from operator import ne
from typing import TYPE_CHECKING

from translate_pipe.article.edits import replace_spans
from translate_pipe.article.front_matter import front_matter_end
from translate_pipe.article.html_links import ADDRESSES, Move
from translate_pipe.article.markdown_blocks import is_mdx
from translate_pipe.article.markdown_inline import find_tags
from translate_pipe.article.markdown_parse import Lines, make_parser
from translate_pipe.model import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:.+?)(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(
    r"(?<=\]\()[ \t]*(?P<address><(?:[^<>\n\\]|\\.)*>|[^\s<()\\](?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*)"
)
_DEFINITION = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?\[(?!\^)(?:[^\[\]\\]|\\.)+\]:[ \t]*"
    r"(?P<address><(?:[^<>\n\\]|\\.)*>|\S+)",
    re.MULTILINE,
)
_ATTRIBUTE = re.compile(
    rf"""(?<![\w.:-])(?:{"|".join(ADDRESSES)})\s*=\s*(?P<address>"[^"]*"|'[^']*')""", re.IGNORECASE
)
# How often a text is read again to find out what is no link; more it takes only where somebody means harm.
_MOST_TRIALS = 40
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def move_links(text: str, move: Move) -> str:
    """Return the text with every address that `move` changes, and all else as it is.

    Those of links, images, definitions and tags count; those in code, in the front matter, in template tags
    and shortcodes do not.
    """
    edits = [
        (span, written)
        for span in dict.fromkeys(_Finder(text).find())
        if (written := _write(span.of(text), move)) != span.of(text)
    ]
    if not edits:
        return text
    before = _addresses(text)
    kept: list[tuple[Span, str]] = []
    waiting = [edits]
    for _ in range(_MOST_TRIALS):
        if not waiting:
            break
        some = waiting.pop()
        if _are_sound(text, some, before, move):
            kept += some
        elif len(some) > 1:
            # Something only looks like a link, or a link looks like something else.
            waiting += [some[: len(some) // 2], some[len(some) // 2 :]]
    return replace_spans(text, kept)


def _are_sound(text: str, edits: Sequence[tuple[Span, str]], before: Sequence[str], move: Move) -> bool:
    """Tell whether edits change as many addresses as they are, as these are read, and none in another way."""
    after = _addresses(replace_spans(text, edits))
    if len(after) != len(before):
        return False
    links = sum(1 for _, written in edits if not _is_quoted(written))
    right = all(new in (old, move(old)) for old, new in zip(before, after, strict=True))
    return right and sum(map(ne, before, after)) == links


def _is_quoted(written: str) -> bool:
    """Tell whether an address is the value of an attribute."""
    return written.startswith(('"', "'"))


def _write(raw: str, move: Move) -> str:
    """Return an address as it is to be written, in the manner in which it is."""
    if _is_quoted(raw):
        address = unescape(raw[1:-1])
        moved = move(address)
        escaped = moved.replace("&", "&amp;").replace("<", "&lt;").replace(raw[0], f"&#{ord(raw[0])};")
        return raw if moved == address else raw[0] + escaped + raw[0]
    pointed = raw.startswith("<")
    address = unescape(_ESCAPED.sub(r"\1", raw[1:-1] if pointed else raw))
    moved = move(address)
    if moved == address:
        return raw
    escaped = re.sub(r"&(?=#?\w+;)", "&amp;", moved)
    return f"<{escaped}>" if pointed else escaped


class _Finder(Lines):
    """Finds where addresses stand in a text, or what looks like it."""

    def find(self) -> Iterator[Span]:
        """Yield the place of each address in the original text."""
        first = self.normal.count("\n", 0, front_matter_end(self.normal))
        used = [False] * first + [False] * (len(self.lines) - first)
        code = [True] * first + [False] * (len(self.lines) - first)
        for token in _parse(self.normal)[0]:
            start, end = (line + first for line in token.map or (0, 0))
            kept = token.type in ("fence", "code_block", "kept_block")
            if kept and not self.lines[start].lstrip(" >").startswith("<"):
                code[start:end] = [True] * (end - start)
            if token.type == "inline":
                yield from self._in_prose(self.line_starts[start], self.line_starts[end] - 1)
            if kept or token.type in ("inline", "html_block"):
                used[start:end] = [True] * (end - start)
        for number, line in enumerate(self.lines):
            if not used[number] and not code[number] and (found := _DEFINITION.match(line)):
                yield self.place(Span(*found.span("address")).shift(self.line_starts[number]))
        for start, end in find_tags(self.normal):
            if not code[bisect_right(self.line_starts, start) - 1]:
                for match in _ATTRIBUTE.finditer(self.normal, start, end):
                    yield self.place(Span(*match.span("address")))

    def _in_prose(self, start: int, end: int) -> Iterator[Span]:
        code = [Span(*match.span()) for match in _CODE_SPAN.finditer(self.normal, start, end)]
        for match in _LINK.finditer(self.normal, start, end):
            span = Span(*match.span("address"))
            if not any(span.overlaps(one) for one in code):
                yield self.place(span)


def _parse(text: str) -> tuple[list[Token], list[str]]:
    """Return the block tokens of a normal text, and the addresses of its links, images and definitions.

    Links and images that name a definition have none of their own.
    """
    body = text[front_matter_end(text) :]
    parser = make_parser(mdx=is_mdx(body))
    env: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser.parse(body, env)
    addresses: list[str] = []
    for token in tokens:
        if token.type in ("inline", "title"):
            children: list[Token] = []
            parser.inline.parse(token.content, parser, env, children)
            addresses += _collect(children)
    addresses += [reference["href"] for reference in env.get("references", {}).values()]
    return tokens, addresses


def _collect(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("link_open", "image") and not token.meta.get("label"):
            yield str(token.attrs.get("href") or token.attrs.get("src") or "")
        yield from _collect(token.children or [])


def _addresses(text: str) -> list[str]:
    return _parse(Lines(text).normal)[1]

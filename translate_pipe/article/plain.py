"""Plain text: paragraphs parted by blank lines, hard-wrapped prose joined, verse and lists line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate_pipe.article.encoding import decode, encode_parts
from translate_pipe.article.weave import BlockTarget
from translate_pipe.article.wrap import wrap_words
from translate_pipe.model import Block, BlockKind, Document, Span

EXTENSIONS = (".txt", ".text")

LINE_BREAK = r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]"
_LINE = re.compile(rf"(.*?)({LINE_BREAK}|\Z)", re.DOTALL)
_BREAKS = re.compile(rf"[ \t]*(?:{LINE_BREAK})\s*")
# A no-break space is not a place to break a line at.
_SPACES = re.compile(rf"(?:[ \t]|{LINE_BREAK})+")
_BULLET = re.compile(r"\s*(?:[-*+•‣◦–—·]|\(?\d{1,3}[.)]|\(?[A-Za-zА-Яа-я][.)])[ \t\u00a0]+(?=\S)")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_LONGEST_WRAPPED = 120
_SHORTEST_WRAPPED = 40
_LONGEST_HEADING = 100


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its line break; `span` leaves out white space at both ends."""

    text: str
    span: Span
    indent: int

    @property
    def body(self) -> str:
        return self.text.strip()


def read_plain(content: bytes, *, name: str, encoding: str | None) -> Document:
    """Return the document whose text is the whole decoded file, and whose origin is its byte order mark."""
    decoded = decode(content, name=name, encoding=encoding)
    blocks = tuple(Block(kind, span) for kind, span in _find_blocks(decoded.text))
    return Document(name, "txt", decoded.text, blocks, encoding=decoded.encoding, origin=decoded.mark)


def stream_plain(document: Document, targets: Iterable[BlockTarget]) -> Iterator[bytes]:
    """Yield the file with each block's target in its place; wrapped paragraphs are wrapped again."""
    yield from encode_parts(_parts(document, targets), document.encoding, document.origin)


def _parts(document: Document, targets: Iterable[BlockTarget]) -> Iterator[str]:
    position = 0
    for block, target in zip(document.blocks, targets, strict=True):
        yield document.text[position : block.span.start]
        source = block.span.of(document.text)
        yield lay_out(source, target.text, document, block) if target.changed else source
        position = block.span.end
    yield document.text[position:]


def _find_blocks(text: str) -> Iterator[tuple[BlockKind, Span]]:
    groups = _paragraphs(text)
    group = next(groups, None)
    while group is not None:
        following = next(groups, None)
        if len(group) == 1 and following is not None and _looks_like_heading(group[0].body):
            yield "heading", group[0].span
        else:
            yield from _divide(group)
        group = following


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    """Yield runs of lines with letters or digits; blank lines and rules (`* * *`) part them."""
    group: list[_Line] = []
    for match in _LINE.finditer(text):
        line = match.group(1)
        if _has_content(line):
            lead = len(line) - len(line.lstrip())
            start = match.start() + lead
            group.append(_Line(line, Span(start, match.start() + len(line.rstrip())), lead))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _has_content(line: str) -> bool:
    return any(char.isalnum() for char in line)


def _looks_like_heading(body: str) -> bool:
    if len(body) > _LONGEST_HEADING or _BULLET.match(body) or _QUOTED.match(body):
        return False
    return any(char.isalpha() for char in body) and not re.search(r"[.!…:;,\"'”’»]$", body)


def _divide(group: Sequence[_Line]) -> Iterator[tuple[BlockKind, Span]]:
    """Part a paragraph into blocks: list items with what hangs under them, quoted lines, verse or prose."""
    run: list[_Line] = []
    bullet: re.Match[str] | None = None
    for line in group:
        found = _BULLET.match(line.text)
        if found and (bullet or not run or _is_list(group)):
            yield from _close(run, bullet)
            run, bullet = [line], found
        elif quoted := _QUOTED.match(line.text):
            yield from _close(run, bullet)
            run, bullet = [], None
            start = line.span.start - line.indent + quoted.end()
            if start < line.span.end:
                yield "quote", Span(start, line.span.end)
        else:
            run.append(line)
    yield from _close(run, bullet)


def _is_list(group: Sequence[_Line]) -> bool:
    return sum(1 for line in group if _BULLET.match(line.text)) >= 2


def _close(run: Sequence[_Line], bullet: re.Match[str] | None) -> Iterator[tuple[BlockKind, Span]]:
    if not run:
        return
    if bullet is not None:
        start = run[0].span.start - run[0].indent + bullet.end()
        hanging = [line for line in run[1:] if line.indent > run[0].indent]
        if len(hanging) == len(run) - 1 or _is_wrapped(run):
            yield "list-item", Span(start, run[-1].span.end)
            return
        yield "list-item", Span(start, run[0].span.end)
        run = run[1:]
    for paragraph in _split_at_indents(run):
        yield from _prose_or_lines(paragraph)


def _split_at_indents(run: Sequence[_Line]) -> list[list[_Line]]:
    """Part where a first-line indent begins a new paragraph, as in books."""
    margin = min(line.indent for line in run)
    indented = [line.indent > margin + 1 for line in run]
    if not indented[0] or all(indented) or any(a and b for a, b in pairwise(indented)):
        return [list(run)]
    paragraphs: list[list[_Line]] = []
    for line, begins in zip(run, indented, strict=True):
        if begins:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return paragraphs


def _prose_or_lines(lines: Sequence[_Line]) -> Iterator[tuple[BlockKind, Span]]:
    if len(lines) == 1 or _is_wrapped(lines):
        yield "paragraph", Span(lines[0].span.start, lines[-1].span.end)
        return
    verse = max(len(line.body) for line in lines) <= 80
    for line in lines:
        yield ("verse" if verse else "paragraph"), line.span


def _is_wrapped(lines: Sequence[_Line]) -> bool:
    """Tell whether the lines are one paragraph broken at a margin, rather than lines on their own.

    Broken prose fills each line as far as the margin lets it, or goes on in lower case after a line that
    ends no sentence; verse, addresses and lists do neither.
    """
    widths = [len(line.text.rstrip()) for line in lines]
    width = max(widths)
    if width > _LONGEST_WRAPPED or width < _SHORTEST_WRAPPED or any("\t" in line.body for line in lines):
        return False
    full = flowing = 0
    for here, after in pairwise(lines):
        first_word = after.body.split(maxsplit=1)[0]
        full += len(here.text.rstrip()) + 1 + len(first_word) > width
        flowing += not _ENDS_SENTENCE.search(here.body) and not after.body[0].isupper()
    breaks = len(lines) - 1
    if full >= 0.8 * breaks and (breaks > 1 or flowing or width >= 60):
        return True
    return flowing >= 0.5 * breaks and full + flowing >= breaks and sum(widths[:-1]) >= 0.7 * width * breaks


def lay_out(source: str, target: str, document: Document, block: Block) -> str:
    """Return the target on one line, or wrapped as the source is, with the same line breaks and indent."""
    first = _LINE.match(source)
    newline = first.group(2) if first else ""
    if not newline:
        return _BREAKS.sub(" ", target)
    words = [word for word in _SPACES.split(target) if word]
    # Only the way back to the line feed is looked at for a carriage return, not the whole text.
    line_feed = document.text.rfind("\n", 0, block.span.start)
    line_start = max(line_feed, document.text.rfind("\r", line_feed + 1, block.span.start)) + 1
    column = block.span.start - line_start
    lines = [match.group(1) for match in _LINE.finditer(source)]
    rest = next((line for line in lines[1:] if line), "")
    indent = rest[: len(rest) - len(rest.lstrip())]
    width = max(len(lines[0].rstrip()) + column, *(len(line.rstrip()) for line in lines[1:]))
    return (newline + indent).join(wrap_words(words, width, first=column, rest=len(indent)))

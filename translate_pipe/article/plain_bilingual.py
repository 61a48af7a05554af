"""A plain text and the targets of its blocks go in; the text in two languages comes out."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from translate_pipe.article.encoding import encode_parts
from translate_pipe.article.plain import LINE_BREAK, lay_out
from translate_pipe.article.weave import BlockTarget
from translate_pipe.model import Block, Document

_BREAK = re.compile(LINE_BREAK)
# What stands before what a blank line, or nothing, parts from the rest.
_FREE = re.compile(rf"(?:{LINE_BREAK})[^\S\r\n]*(?<!\r)(?:{LINE_BREAK})\Z")
_BLANK = re.compile(rf"[^\S\r\n]*(?:{LINE_BREAK}|\Z)")
# Lines of these kinds stand together, and so do their translations.
_TOGETHER = ("verse", "quote")


@dataclass(slots=True)
class _Group:
    """Blocks that are translated together, with the lines they stand on: `lines` of the text."""

    start: int
    end: int
    blocks: list[tuple[Block, BlockTarget]] = field(default_factory=list)


def stream_plain_bilingual(document: Document, targets: Iterable[BlockTarget]) -> Iterator[bytes]:
    """Yield the file with each paragraph, list item or stanza followed by its target.

    Below what stands alone between blank lines its target stands likewise, else on the next lines. The target
    of a list item has no sign of its own, but is indented as far.
    """
    yield from encode_parts(_parts(document, targets), document.encoding, document.origin)


def _parts(document: Document, targets: Iterable[BlockTarget]) -> Iterator[str]:
    text = document.text
    newline = found.group() if (found := _BREAK.search(text)) else "\n"
    position = 0
    for group in _gather(document, targets):
        gap = text[position : group.start]
        yield gap + text[group.start : group.end]
        position = group.end
        if any(target.text.strip() not in ("", _source(document, block)) for block, target in group.blocks):
            alone = _stands_alone(text, group, gap)
            yield newline * (2 if alone else 1) + _translate(document, group)
    yield text[position:]


def _gather(document: Document, targets: Iterable[BlockTarget]) -> Iterator[_Group]:
    breaks = [match.span() for match in _BREAK.finditer(document.text)]
    ends = array("Q", [0, *(end for _, end in breaks)])
    starts = array("Q", [*(start for start, _ in breaks), len(document.text)])
    group: _Group | None = None
    for block, target in zip(document.blocks, targets, strict=True):
        start = ends[bisect_right(ends, block.span.start) - 1]
        end = starts[bisect_left(starts, block.span.end)]
        if group is not None:
            before = group.blocks[-1][0]
            adjacent = _BREAK.fullmatch(document.text, group.end, max(start, group.end)) is not None
            if start < group.end or (adjacent and before.kind == block.kind and block.kind in _TOGETHER):
                group.end = max(group.end, end)
                group.blocks.append((block, target))
                continue
            yield group
        group = _Group(start, end, [(block, target)])
    if group is not None:
        yield group


def _translate(document: Document, group: _Group) -> str:
    """Return the lines of a group with the targets in the places of its blocks."""
    parts: list[str] = []
    position = group.start
    for block, target in group.blocks:
        lead = document.text[position : block.span.start]
        # The sign of a list item is not repeated: it would count twice.
        parts.append(re.sub(r"[^\s]", " ", lead) if block.kind == "list-item" else lead)
        source = block.span.of(document.text)
        parts.append(lay_out(source, target.text, document, block) if target.changed else source)
        position = block.span.end
    parts.append(document.text[position : group.end])
    return "".join(parts).rstrip()


def _source(document: Document, block: Block) -> str:
    return block.span.of(document.text).strip()


def _stands_alone(text: str, group: _Group, gap: str) -> bool:
    """Tell whether there is a blank line, or nothing, before and behind the group."""
    if group.blocks[0][0].kind == "list-item":
        return False
    after = _BREAK.match(text, group.end)
    free = not gap.strip() if group.start == len(gap) else _FREE.search(gap) is not None
    return free and (after is None or _BLANK.match(text, after.end()) is not None)

"""Blocks with marks go in one by one; a document with its clean text comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from translate_pipe.article.whole_words import find_cut_formulas
from translate_pipe.model import Block, BlockKind, Document, Mark, MarkKind, Span

_SEPARATOR = "\n\n"
_PREFIXES: dict[MarkKind, str] = {
    "bold": "b", "italic": "i", "underline": "u", "strike": "s", "code": "c",
    "link": "l", "footnote": "f", "image": "m", "break": "n", "other": "x",
}  # fmt: skip


@dataclass(slots=True)
class MarkNames:
    """Hands out ids that are unique in a document: b1, b2, l1 …"""

    counts: dict[str, int] = field(default_factory=dict)

    def name(self, kind: MarkKind) -> str:
        """Return the next id for a mark of this kind."""
        prefix = _PREFIXES[kind]
        self.counts[prefix] = self.counts.get(prefix, 0) + 1
        return f"{prefix}{self.counts[prefix]}"


@dataclass(frozen=True, slots=True)
class Content:
    """The clean text of one block, with marks and protected spans relative to it."""

    kind: BlockKind
    text: str
    address: str = ""
    marks: tuple[Mark, ...] = ()
    protected: tuple[Span, ...] = ()


def order_marks(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks, given in the order in which they close, in the order in which they open."""

    def place(index: int) -> tuple[int, int, int]:
        span = marks[index].span
        # A break is a point too: what stands before it at the same place stays before it.
        if not span or marks[index].kind == "break":
            return span.start, -span.start, index
        return span.start, -span.end, -index

    order = sorted(range(len(marks)), key=place)
    return [marks[i] for i in order]


def build_document(
    contents: Sequence[Content], *, name: str, format_name: str, encoding: str, origin: bytes
) -> Document:
    """Return the document whose n blocks are the n contents, parted by blank lines.

    Formulas and names that a mark cuts (H₂O) are protected besides what the reader protects.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    marks: list[Mark] = []
    protected: list[Span] = []
    position = 0
    for content in contents:
        span = Span(position, position + len(content.text))
        blocks.append(Block(content.kind, span, content.address))
        marks += [replace(mark, span=mark.span.shift(position)) for mark in content.marks]
        formulas = find_cut_formulas(content.text, content.marks)
        code = {mark.span for mark in content.marks if mark.kind == "code"}
        fixed = [span for span in content.protected if span not in code]
        held = [span for span in formulas if not any(span.overlaps(own) for own in fixed)]
        own = [span for span in content.protected if not any(span.overlaps(whole) for whole in held)]
        protected += [piece.shift(position) for piece in sorted([*own, *held])]
        parts.append(content.text + _SEPARATOR)
        position += len(parts[-1])
    return Document(
        name=name,
        format=format_name,
        text="".join(parts),
        blocks=tuple(blocks),
        marks=tuple(marks),
        protected=tuple(protected),
        encoding=encoding,
        origin=origin,
    )

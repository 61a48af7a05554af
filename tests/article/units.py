"""Units for articles, made by hand: one segment a block, the target by a function."""

from __future__ import annotations

from collections.abc import Callable

from translate_pipe.article import read_article, write_article
from translate_pipe.model import Document, Mark, Segment, Span, TranslationUnit

Translate = Callable[[Segment], tuple[str, tuple[Mark, ...]]]


def segments_of(document: Document) -> list[Segment]:
    """Return one segment for each block of the document."""
    return [
        Segment(
            id=f"s{index}",
            number=index + 1,
            span=block.span,
            source=block.span.of(document.text),
            block=index,
            block_kind=block.kind,
            marks=tuple(
                Mark(m.id, m.kind, m.span.shift(-block.span.start), m.attributes)
                for m in document.marks
                if block.span.contains(m.span)
            ),
            protected=tuple(p.shift(-block.span.start) for p in document.protected if block.span.contains(p)),
        )
        for index, block in enumerate(document.blocks)
    ]


def translate(document: Document, translation: Translate) -> list[TranslationUnit]:
    """Return a unit for each block, its target and marks by `translation`."""
    units = []
    for segment in segments_of(document):
        target, marks = translation(segment)
        units.append(TranslationUnit(segment, target, target_marks=marks))
    return units


def unchanged(segment: Segment) -> tuple[str, tuple[Mark, ...]]:
    """Translate nothing."""
    return segment.source, segment.marks


def with_targets(document: Document, targets: dict[str, str]) -> list[TranslationUnit]:
    """Return a unit for each block whose source is in `targets`; marks are left to the writer."""
    return [
        TranslationUnit(segment, targets[segment.source])
        for segment in segments_of(document)
        if segment.source in targets
    ]


def rewrite(content: bytes, targets: dict[str, str], *, input_format: str, locale: str = "ru") -> bytes:
    """Read, translate by the table and write."""
    document = read_article(None, content=content, input_format=input_format)
    return write_article(document, with_targets(document, targets), target_locale=locale)


def blocks_of(document: Document) -> list[tuple[str, str]]:
    """Return (kind, text) of each block."""
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


def check_laws(document: Document) -> None:
    """Assert what holds for every document: blocks in order and disjoint, marks and spans inside."""
    end = 0
    for block in document.blocks:
        assert block.span.start >= end
        assert block.span.of(document.text).strip()
        end = block.span.end
    assert end <= len(document.text)
    spans: list[Span] = [*(m.span for m in document.marks), *document.protected]
    for span in spans:
        assert any(block.span.contains(span) for block in document.blocks)
    names = [mark.id for mark in document.marks]
    assert len(names) == len(set(names))
    for left in document.marks:
        for right in document.marks:
            crossing = left.span.start < right.span.start < left.span.end < right.span.end
            assert not crossing, (left, right)

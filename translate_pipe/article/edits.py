"""A text and what is to stand in some of its stretches go in; the text with these replaced comes out."""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipe.model import Span

BETWEEN = " / "
"""What parts two languages where there is no place for two lines, as in a title."""


def replace_spans(text: str, edits: Sequence[tuple[Span, str]], within: Span | None = None) -> str:
    """Return the text (or the stretch `within`) with each span, none of which overlap, replaced."""
    area = Span(0, len(text)) if within is None else within
    parts: list[str] = []
    position = area.start
    for span, replacement in sorted(edits, key=lambda edit: edit[0]):
        parts += [text[position : span.start], replacement]
        position = span.end
    return "".join([*parts, text[position : area.end]])


def join_short(source: str, target: str) -> str:
    """Return a text and its target on one line, the target alone not repeated where it is the same."""
    return source if source.strip() == target.strip() or not target.strip() else f"{source}{BETWEEN}{target}"

"""Words and a width go in; lines come out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence


def wrap_words(
    words: Sequence[str],
    width: int,
    *,
    first: int = 0,
    rest: int = 0,
    may_begin_line: Callable[[str], bool] = bool,
) -> list[str]:
    """Return the words in lines of at most `width` columns where that is possible.

    Args:
        first: columns that are taken before the first line.
        rest: columns that are taken before each other line.
        may_begin_line: tells whether a word may stand at the beginning of a line other than the first.
    """
    lines: list[str] = []
    line, used = "", first
    for word in words:
        if line and used + 1 + display_width(word) > width and may_begin_line(word):
            lines.append(line)
            line, used = word, rest + display_width(word)
        else:
            used += display_width(word) + (1 if line else 0)
            line = f"{line} {word}" if line else word
    return [*lines, line]


def display_width(text: str) -> int:
    """Return how many columns the text takes: two for a wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )

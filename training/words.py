"""Words as the recipe counts them: the tokens between which alignment links run."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")


def split_words(text: str) -> list[str]:
    """Return the words and punctuation marks of `text`, in order."""
    return _WORD.findall(text)


def split_tokens(text: str) -> list[list[str]]:
    """Return the words of each whitespace-separated token of `text`."""
    return [_WORD.findall(token) for token in text.split()]

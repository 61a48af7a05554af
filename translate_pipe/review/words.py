"""Two texts go in; the steps from one to the other, word by word, come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz.distance import Levenshtein

# A word with the hyphens and apostrophes in it, a run of white space, or one other character.
_TOKEN = re.compile(r"\w+(?:['’ʼ\-‑]\w+)*|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch that both texts share (`before == after`), or one that was replaced by another.

    `start` is its first code point in the text before, `to` in the text after.
    """

    before: str
    after: str
    start: int
    to: int

    @property
    def kind(self) -> Literal["same", "changed"]:
        """Whether the stretch is the same on both sides."""
        return "same" if self.before == self.after else "changed"


@dataclass(frozen=True, slots=True)
class Distance:
    """Levenshtein distance between two texts, in characters and in words, and the lengths before."""

    characters: int
    words: int
    of_characters: int
    of_words: int

    def __add__(self, other: Distance) -> Distance:
        return Distance(
            self.characters + other.characters,
            self.words + other.words,
            self.of_characters + other.of_characters,
            self.of_words + other.of_words,
        )

    @property
    def word_rate(self) -> float:
        """Changed words per word before, the translation edit rate without shifts; may exceed 1."""
        return self.words / self.of_words if self.of_words else float(bool(self.words))

    @property
    def character_rate(self) -> float:
        """Changed characters per character before; may exceed 1."""
        return self.characters / self.of_characters if self.of_characters else float(bool(self.characters))


NO_DISTANCE = Distance(0, 0, 0, 0)


def split_tokens(text: str) -> list[str]:
    """Return words, white space and other characters; joined they are the text."""
    return _TOKEN.findall(text)


def compare(before: str, after: str) -> tuple[Step, ...]:
    """Return the steps from one text to the other; two changes with only a space between are one."""
    left, right = split_tokens(before), split_tokens(after)
    pairs: list[tuple[str, str]] = []
    for pair in _raw_pairs(left, right):
        changed = pair[0] != pair[1]
        bridged = len(pairs) > 1 and pairs[-1][0].isspace() and pairs[-2][0] != pairs[-2][1]
        if changed and bridged and pairs[-1][0] == pairs[-1][1]:
            space, earlier = pairs.pop(), pairs.pop()
            pair = (earlier[0] + space[0] + pair[0], earlier[1] + space[1] + pair[1])
        pairs.append(pair)
    steps, start, to = [], 0, 0
    for old, new in pairs:
        steps.append(Step(old, new, start, to))
        start, to = start + len(old), to + len(new)
    return tuple(steps)


def _raw_pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str]]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        old, new = "".join(left[i1:i2]), "".join(right[j1:j2])
        yield (old, old) if tag == "equal" else (old, new)


def measure(before: str, after: str) -> Distance:
    """Return the edit distance between two texts; punctuation marks count as words."""
    left, right = ([t for t in split_tokens(text) if not t.isspace()] for text in (before, after))
    return Distance(
        Levenshtein.distance(before, after), Levenshtein.distance(left, right), len(before), len(left)
    )

"""Attention between pieces goes in; links between words, as spans in the two texts, come out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from translate_pipe.engines.tokens import SPACE
from translate_pipe.model import Link, Span

WORD = re.compile(r"\w+(?:[-'’]\w+)*|[^\w\s]")
WEAKEST_LINK = 0.05
# How far ahead a piece is looked for: further than any sign that a tokenizer drops or rewrites.
REACH = 24


def attention_links(
    source: str,
    target: str,
    source_pieces: Sequence[str],
    target_pieces: Sequence[str],
    attention: Sequence[Sequence[float]],
) -> tuple[Link, ...]:
    """Return the links of every target word, in order, the strongest first.

    Args:
        attention: a row for each target piece, a column for each source piece (and perhaps the end).

    A link's weight is the attention of the target word, averaged over its pieces, to all pieces of the
    source word, as a part of what goes to words at all.
    """
    source_words, target_words = split_words(source), split_words(target)
    columns = _owners(locate_pieces(source, source_pieces), source_words)
    rows = _owners(locate_pieces(target, target_pieces), target_words)
    totals = [[0.0] * len(source_words) for _ in target_words]
    for row, weights in zip(rows, attention, strict=False):
        if row is not None:
            for column, weight in zip(columns, weights, strict=False):
                if column is not None:
                    totals[row][column] += weight
    links = []
    for word, sums in zip(target_words, totals, strict=True):
        whole = sum(sums) or 1.0
        own = [Link(s, word, total / whole) for s, total in zip(source_words, sums, strict=True)]
        strong = [link for link in own if link.weight >= WEAKEST_LINK]
        links += sorted(strong, key=lambda link: (-link.weight, link.source))
    return tuple(links)


def split_words(text: str) -> list[Span]:
    """Return the spans of words and signs."""
    return [Span(*match.span()) for match in WORD.finditer(text)]


def locate_pieces(text: str, pieces: Sequence[str]) -> list[Span | None]:
    """Return where each piece lies in the text it was made of; None where a tokenizer rewrote it."""
    spans: list[Span | None] = []
    cursor = 0
    for piece in pieces:
        surface = piece.removesuffix("@@").replace(SPACE, "")
        at = text.find(surface, cursor, cursor + REACH + len(surface)) if surface else -1
        spans.append(None if at < 0 else Span(at, at + len(surface)))
        cursor = cursor if at < 0 else at + len(surface)
    return spans


def _owners(pieces: Sequence[Span | None], words: Sequence[Span]) -> list[int | None]:
    """Return the number of the word that each piece belongs to; both are in order."""
    owners: list[int | None] = []
    at = 0
    for piece in pieces:
        while piece is not None and at < len(words) and words[at].end <= piece.start:
            at += 1
        inside = piece is not None and at < len(words) and piece.overlaps(words[at])
        owners.append(at if inside else None)
    return owners

"""Turn pairs, links and terms into token ids: three text files go in, one `.npz.xz` comes out.

Ids are uint16, end to end. A term is stored as the span of source pieces that it covers and the
pieces of its dictionary form, so that the trainer can put it into the source, or not, each time.
"""

from __future__ import annotations

import io
import lzma
import random
import zipfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import sentencepiece

from training.align import NO_LINK, Links
from training.annotate import Term
from training.clean import MARKS, Pair
from training.words import split_words


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of one side, and which of them each word consists of (ends exclusive)."""

    ids: list[int]
    spans: list[tuple[int, int]]


COLUMNS = (
    "source", "target", "links", "source_length", "target_length", "origin",
    "term_count", "term_start", "term_end", "lemma", "lemma_length",
)  # fmt: skip


class Tokenizer:
    """SentencePiece, token by token (pieces never cross a space), with word positions."""

    def __init__(self, path: Path) -> None:
        self._processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self._token = lru_cache(maxsize=500_000)(self._split)

    def ids(self, text: str) -> list[int]:
        """Return the piece ids of `text`."""
        return list(self._processor.encode(text))

    def pieces(self, text: str) -> Pieces:
        """Return pieces and word spans; words are those of `training.words`."""
        ids: list[int] = []
        spans: list[tuple[int, int]] = []
        for token in text.split():
            token_ids, token_spans = self._token(token)
            spans += [(len(ids) + a, len(ids) + b) for a, b in token_spans]
            ids += token_ids
        return Pieces(ids, spans)

    def _split(self, token: str) -> tuple[list[int], list[tuple[int, int]]]:
        ids = list(self._processor.encode(token))
        pieces = [self._processor.id_to_piece(i).replace("▁", "") for i in ids]
        words = split_words(token)
        if len(words) == 1:
            return ids, [(0, len(ids))]
        ends = np.cumsum([len(piece) for piece in pieces]).tolist()
        total, spans, position = max(1, len(token)), [], 0
        for word in words:
            a = position * ends[-1] / total if ends else 0
            b = (position + len(word)) * ends[-1] / total if ends else 0
            first = next((k for k, end in enumerate(ends) if end > a), len(ids) - 1)
            last = next((k for k, end in enumerate(ends) if end >= b), len(ids) - 1)
            spans.append((first, max(first + 1, last + 1)))
            position += len(word)
        return ids, spans


def link_pieces(source: Pieces, target: Pieces, links: Links) -> list[int]:
    """Return for each target piece the source piece it is linked to, or `NO_LINK`.

    A target word takes the word that both directions give, else that of the forward one; its
    pieces are spread evenly over those of the source word.
    """
    chosen = {j: i for i, j in sorted(links.forward, reverse=True)}
    chosen |= {j: i for i, j in sorted(links.both, reverse=True)}
    out = [NO_LINK] * len(target.ids)
    for j, i in chosen.items():
        if i >= len(source.spans) or j >= len(target.spans):
            continue
        (a, b), (c, d) = source.spans[i], target.spans[j]
        for k in range(c, d):
            out[k] = a + (k - c) * (b - a) // (d - c)
    return out


class Packer:
    """Collects pairs as arrays."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.columns = {name: array("H") for name in COLUMNS}
        self._origins: dict[str, int] = {}
        self._marks = [tokenizer.ids(mark) for mark in MARKS]

    def add(self, pair: Pair, links: Links, terms: Iterable[Term]) -> None:
        """Add one pair with its terms."""
        source, target = self.tokenizer.pieces(pair.source), self.tokenizer.pieces(pair.target)
        columns = self.columns
        columns["links"].extend(link_pieces(source, target, links))
        columns["source"].extend(source.ids)
        columns["target"].extend(target.ids)
        columns["source_length"].append(len(source.ids))
        columns["target_length"].append(len(target.ids))
        columns["origin"].append(self._origins.setdefault(pair.origin, len(self._origins)))
        count = 0
        starts = _token_starts(pair.source)
        for term in terms:
            if term.start not in starts or term.end > len(source.spans):
                continue
            lemma = self.tokenizer.ids(term.lemma)
            columns["term_start"].append(source.spans[term.start][0])
            columns["term_end"].append(source.spans[term.end - 1][1])
            columns["lemma"].extend(lemma)
            columns["lemma_length"].append(len(lemma))
            count += 1
        columns["term_count"].append(count)

    def write(self, path: Path) -> None:
        """Write the arrays to `path`."""
        names = ("mark_open", "mark_gives", "mark_close")
        arrays: dict[str, Sequence[int]] = {**self.columns}
        arrays |= dict(zip(names, self._marks, strict=True))
        plain = io.BytesIO()
        with zipfile.ZipFile(plain, "w") as archive:
            for name, values in arrays.items():
                with archive.open(f"{name}.npy", "w") as entry:
                    np.save(entry, np.asarray(values, dtype=np.uint16))
            with archive.open("origins.npy", "w") as entry:
                np.save(entry, np.asarray(list(self._origins)))
        partial = path.with_suffix(".partial")
        with lzma.open(partial, "wb", preset=4) as out:
            out.write(plain.getbuffer())
        partial.replace(path)


def _token_starts(text: str) -> set[int]:
    """Return the indices of the words with which a whitespace-separated token begins."""
    starts, n = set(), 0
    for token in text.split():
        starts.add(n)
        n += len(split_words(token))
    return starts


def headlines(pair: Pair, rng: random.Random, *, share: float) -> Iterator[Pair]:
    """Yield the pair as a headline, with chance `share`: in capitals, or In Title Case."""
    if rng.random() >= share:
        return
    if rng.random() < 0.5 and len(pair.source) < 90:
        yield Pair(pair.source.upper(), pair.target.upper(), pair.origin)
    elif 4 <= len(pair.source.split()) <= 14:
        small = {"a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "by", "with"}
        words = pair.source.split()
        titled = [w if k and w.lower() in small else w[:1].upper() + w[1:] for k, w in enumerate(words)]
        yield Pair(" ".join(titled), pair.target, pair.origin)


def pack(
    rows: Iterable[tuple[Pair, Links, list[Term]]], packer: Packer, *, headline_share: float,
    seed: int,
) -> None:  # fmt: skip
    """Pack the rows, a share of them a second time as headlines."""
    rng = random.Random(seed)
    for pair, links, terms in rows:
        packer.add(pair, links, terms)
        for variant in headlines(pair, rng, share=headline_share):
            packer.add(variant, links, [])

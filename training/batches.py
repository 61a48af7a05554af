"""Batches of packed pairs: the arrays of `training.pack` go in, padded tensors come out.

Annotations are stored beside the pairs and put into the source anew each time a pair is used, so
that one pair is seen with and without them.
"""

from __future__ import annotations

import io
import lzma
import queue
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from training.align import NO_LINK
from training.network import EOS
from training.pack import COLUMNS

Integers = npt.NDArray[np.int64]
_BUCKET = 200_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Source and target ids (n x length, 0 is padding) and alignment links (-1 is none)."""

    epoch: int
    source: Tensor
    target: Tensor
    links: Tensor

    def to(self, device: str) -> Batch:
        """Return the batch on a device."""
        source, target, links = (
            t.to(device, non_blocking=True) for t in (self.source, self.target, self.links)
        )
        return Batch(self.epoch, source, target, links)


@dataclass(frozen=True, slots=True)
class Draw:
    """How batches are drawn.

    `weights` says how often an epoch shows a pair of each origin (`default` for the others);
    `tokens` is the size of a batch in padded target tokens, `share` the part of the pairs that is
    annotated, `multiple` what widths are rounded up to.
    """

    weights: Mapping[str, float]
    default: float
    tokens: int
    share: float
    multiple: int
    seed: int


class PackedPairs:
    """Pairs of token ids, end to end, with alignment links and possible annotations."""

    def __init__(self, *paths: Path, longest: int) -> None:
        """Read the files of one packing, which are one after the other as one."""
        self.arrays = _joined([_read_arrays(path) for path in paths])
        a = self.arrays
        self.source_at, self.target_at, self.terms_at, self.lemma_at = (
            np.concatenate([[0], np.cumsum(a[name], dtype=np.int64)])
            for name in ("source_length", "target_length", "term_count", "lemma_length")
        )
        self.marks = [a[name].tolist() for name in ("mark_open", "mark_gives", "mark_close")]
        source, target = a["source_length"].astype(int), a["target_length"].astype(int)
        fits = (source > 0) & (target > 0) & (source < longest) & (target < longest)
        self.ids: Integers = np.where(fits)[0]
        self.width = np.maximum(source, target) + 1

    def weights(self, by_origin: Mapping[str, float], default: float) -> npt.NDArray[np.float64]:
        """Return the weight of every pair."""
        table = np.array([by_origin.get(str(name), default) for name in self.arrays["origins"]])
        weights: npt.NDArray[np.float64] = table[self.arrays["origin"]]
        return weights

    def epoch(self, draw: Draw, rng: np.random.Generator) -> list[Integers]:
        """Return the groups of one epoch: pairs of like length, each as often as its weight says.

        Numbers from `len(self)` on stand for pairs with terms inline. Such pairs are longer and have groups
        of their own, so that the others are not padded to their width.
        """
        weight = self.weights(draw.weights, draw.default)[self.ids]
        copies = np.floor(weight + rng.random(len(weight))).astype(np.int64)
        ids = rng.permutation(np.repeat(self.ids, copies))
        inline = (self.arrays["term_count"][ids] > 0) & (rng.random(len(ids)) < draw.share)
        groups = self.groups(ids[~inline], draw.tokens, rng, draw.multiple)
        groups += [group + len(self) for group in self.groups(ids[inline], draw.tokens, rng, draw.multiple)]
        return [groups[k] for k in rng.permutation(len(groups))]

    def __len__(self) -> int:
        """Return the number of pairs, those too long for training among them."""
        return len(self.width)

    def groups(
        self, ids: Integers, tokens: int, rng: np.random.Generator, multiple: int = 1
    ) -> list[Integers]:
        """Split `ids` into groups of like length of at most `tokens` padded tokens a side.

        With a `multiple` above 1, groups of one width (rounded up to it) are of one size, and the few pairs
        that fill no group are left out: a GPU takes long over each size of matrix that it has not seen.
        """
        rounded = -(-self.width // multiple) * multiple
        size = _BUCKET if multiple == 1 else max(1, len(ids))
        groups: list[Integers] = []
        rest: list[Integers] = []
        for start in range(0, len(ids), size):
            part = ids[start : start + size]
            part = part[np.argsort(rounded[part], kind="stable")]
            widths = rounded[part]
            i = 0
            while i < len(part):
                rows = max(1, tokens // int(widths[i]))
                if multiple == 1:
                    j = min(len(part), i + rows)
                    j = min(j, i + max(1, tokens // int(widths[j - 1])))
                else:
                    j = min(i + rows, int(np.searchsorted(widths, widths[i], side="right")))
                whole = multiple == 1 or j == i + rows
                (groups if whole else rest).append(part[i:j])
                i = j
        groups = groups or rest
        return [groups[k] for k in rng.permutation(len(groups))]

    def pair(self, i: int, share: float, rng: np.random.Generator) -> tuple[list[int], list[int], list[int]]:
        """Return source ids, target ids and links of pair `i`, annotated with chance `share`."""
        a = self.arrays
        source = a["source"][self.source_at[i] : self.source_at[i + 1]].tolist()
        span = slice(self.target_at[i], self.target_at[i + 1])
        target, links = a["target"][span].tolist(), a["links"][span].tolist()
        first, last = int(self.terms_at[i]), int(self.terms_at[i + 1])
        if share and last > first and rng.random() < share:
            wanted = int(rng.integers(1, 4))
            terms = rng.permutation(np.arange(first, last))[:wanted].tolist()
            # from right to left, so that the positions of the terms still to come stay true
            for term in sorted(terms, key=lambda t: -int(a["term_start"][t])):
                source, links = self._annotate(source, links, term)
        return source, target, links

    def _annotate(self, source: list[int], links: list[int], term: int) -> tuple[list[int], list[int]]:
        """Put a term inline; the links to its source words now lead to its dictionary form."""
        a = self.arrays
        start, end = int(a["term_start"][term]), int(a["term_end"][term])
        opens, gives, closes = self.marks
        lemma = a["lemma"][self.lemma_at[term] : self.lemma_at[term + 1]].tolist()
        inserted = [*opens, *source[start:end], *gives, *lemma, *closes]
        grown = len(inserted) - (end - start)
        lemma_at = start + len(opens) + (end - start) + len(gives)
        block = [k for k, link in enumerate(links) if start <= link < end]
        moved = []
        for k, link in enumerate(links):
            if link == NO_LINK or link < start:
                moved.append(link)
            elif link >= end:
                moved.append(link + grown)
            else:
                place = (k - block[0]) * len(lemma) // (block[-1] - block[0] + 1)
                moved.append(lemma_at + place)
        return [*source[:start], *inserted, *source[end:]], moved

    def batch(
        self, ids: Integers, *, epoch: int, share: float, multiple: int, rng: np.random.Generator
    ) -> Batch:
        """Return the pairs `ids` as padded tensors, widths rounded up to `multiple`.

        A number from `len(self)` on stands for a pair with terms inline, whatever the share.
        """
        n = len(self)
        rows = [self.pair(int(i) % n, 1.0 if i >= n else share, rng) for i in ids]
        ends = [EOS] * len(rows)
        # Terms widen sources unequally: twice the multiple keeps the number of widths small.
        inline = multiple > 1 and bool((ids >= n).any())
        source = _pad([row[0] for row in rows], ends, 0, multiple * 2 if inline else multiple)
        target = _pad([row[1] for row in rows], ends, 0, multiple)
        links = _pad([row[2] for row in rows], [len(row[0]) for row in rows], -1, multiple)
        links[links == NO_LINK] = -1
        return Batch(epoch, source, target, links)


def _read_arrays(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    with lzma.open(path) as packed, np.load(io.BytesIO(packed.read())) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _joined(parts: list[dict[str, npt.NDArray[np.generic]]]) -> dict[str, npt.NDArray[np.generic]]:
    """Return the columns end to end, with one table of origins for all."""
    names = sorted({str(name) for part in parts for name in part["origins"]})
    for part in parts:
        numbers = np.array([names.index(str(name)) for name in part["origins"]], np.uint16)
        part["origin"] = numbers[part["origin"]]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in COLUMNS}
    marks = {name: parts[0][name] for name in ("mark_open", "mark_gives", "mark_close")}
    return {**columns, **marks, "origins": np.asarray(names)}


def _pad(lists: list[list[int]], last: list[int], fill: int, multiple: int) -> Tensor:
    width = -(-(max(map(len, lists)) + 1) // multiple) * multiple
    table = np.full((len(lists), width), fill, np.int64)
    for k, values in enumerate(lists):
        table[k, : len(values)] = values
        table[k, len(values)] = last[k]
    return torch.from_numpy(table)


class _Batches(IterableDataset[Batch]):
    """Batches for ever; several workers share each epoch's groups out among themselves."""

    def __init__(self, pairs: PackedPairs, draw: Draw) -> None:
        self.pairs, self.draw = pairs, draw

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        number, workers = (worker.id, worker.num_workers) if worker else (0, 1)
        draw, epoch = self.draw, 0
        own = np.random.default_rng((draw.seed, number))
        while True:
            epoch += 1
            groups = self.pairs.epoch(draw, np.random.default_rng((draw.seed, epoch, 99)))
            for ids in groups[(number + epoch) % workers :: workers]:
                yield self.pairs.batch(ids, epoch=epoch, share=0.0, multiple=draw.multiple, rng=own)


def endless_batches(pairs: PackedPairs, draw: Draw, *, workers: int) -> Iterator[Batch]:
    """Yield batches for ever, prepared in `workers` processes, or in a thread where that is 0."""
    batches = _Batches(pairs, draw)
    if workers:
        loader = DataLoader(batches, batch_size=None, num_workers=workers, prefetch_factor=8)
        yield from loader
    ready: queue.Queue[Batch] = queue.Queue(12)

    def work() -> None:
        for batch in batches:
            ready.put(batch)

    threading.Thread(target=work, daemon=True).start()
    while True:
        yield ready.get()

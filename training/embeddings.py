"""Starting embeddings from alignment counts: packed pairs go in, one vector a piece comes out.

A small model sees too little text to learn from nothing which word translates which. The links
already say it: the vectors are a truncated singular value decomposition of the pointwise mutual
information of linked pieces, so that a piece and its translations start out close together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as functional
from torch import Tensor

from training.align import NO_LINK
from training.batches import PackedPairs

_NOISE = 0.35


def count_links(
    pairs: PackedPairs, weights: npt.NDArray[np.float64], vocabulary: int
) -> tuple[Tensor, Tensor]:
    """Return linked (source, target) pieces, 2 x n, and how often they are linked, n."""
    a = pairs.arrays
    lengths = a["target_length"].astype(np.int64)
    offsets = np.repeat(pairs.source_at[:-1], lengths)
    linked = a["links"] != NO_LINK
    sources = a["source"][offsets[linked] + a["links"][linked]].astype(np.int64)
    keys, inverse = np.unique(sources * vocabulary + a["target"][linked], return_inverse=True)
    counts = np.bincount(inverse, np.repeat(weights, lengths)[linked])
    return torch.from_numpy(np.stack([keys // vocabulary, keys % vocabulary])), torch.from_numpy(counts)


def start_vectors(
    pairs: PackedPairs, weights: npt.NDArray[np.float64], vocabulary: int, d: int, *, seed: int
) -> Tensor:
    """Return `vocabulary` x `d` vectors of length 1; pieces without links get random ones."""
    torch.manual_seed(seed)
    where, counts = count_links(pairs, weights, vocabulary)
    source = torch.zeros(vocabulary, dtype=counts.dtype).index_add_(0, where[0], counts)
    target = torch.zeros(vocabulary, dtype=counts.dtype).index_add_(0, where[1], counts)
    chance = source[where[0]] * target[where[1]] / counts.sum()
    information = torch.log((counts - 0.5).clamp(min=1e-3) / chance.clamp(min=1e-9))
    keep = information > 0
    matrix = torch.sparse_coo_tensor(
        where[:, keep], information[keep].float(), (vocabulary, vocabulary), check_invariants=False
    ).coalesce()
    u, s, v = torch.svd_lowrank(matrix, q=d, niter=3)
    vectors = functional.normalize(u * s.sqrt()) + functional.normalize(v * s.sqrt())
    noise = torch.randn(vocabulary, d) / d**0.5
    linked = ((source + target) > 0)[:, None]
    return functional.normalize(torch.where(linked, functional.normalize(vectors) + _NOISE * noise, noise))

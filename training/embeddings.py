"""Starting embeddings from alignment counts: packed pairs go in, one vector a piece comes out.

A small model sees too little text to learn from nothing which word translates which. The links
already say it: the vectors are a truncated singular value decomposition of the pointwise mutual
information of linked pieces, so that a piece and its translations start out close together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.linalg import svds

from training.batches import NO_LINK, PackedPairs

_NOISE = 0.35


def count_links(pairs: PackedPairs, weights: npt.NDArray[np.float64], vocabulary: int) -> csr_matrix:
    """Return how often each target piece (column) is linked to each source piece (row)."""
    a = pairs.arrays
    lengths = a["target_length"].astype(np.int64)
    offsets = np.repeat(pairs.source_at[:-1], lengths)
    weight = np.repeat(weights, lengths)
    linked = a["links"] != NO_LINK
    rows = a["source"][offsets[linked] + a["links"][linked]]
    return coo_matrix((weight[linked], (rows, a["target"][linked])), shape=(vocabulary, vocabulary)).tocsr()


def start_vectors(
    pairs: PackedPairs, weights: npt.NDArray[np.float64], vocabulary: int, d: int, *, seed: int
) -> npt.NDArray[np.float32]:
    """Return `vocabulary` x `d` vectors of length about 1; unlinked pieces get random ones."""
    counts = count_links(pairs, weights, vocabulary).tocoo()
    rows, columns, n = counts.row, counts.col, counts.data
    source = np.bincount(rows, n, vocabulary)
    target = np.bincount(columns, n, vocabulary)
    information = np.log(np.maximum(n - 0.5, 1e-3) * n.sum() / (source[rows] * target[columns]))
    keep = information > 0
    matrix = csr_matrix((information[keep], (rows[keep], columns[keep])), shape=(vocabulary, vocabulary))
    rng = np.random.default_rng(seed)
    u, s, vt = svds(matrix, k=d, v0=rng.standard_normal(vocabulary), maxiter=2000, tol=1e-2)
    vectors = _rows_of_length_one(u * np.sqrt(s)) + _rows_of_length_one(vt.T * np.sqrt(s))
    noise = rng.standard_normal((vocabulary, d)) / np.sqrt(d)
    known = np.linalg.norm(vectors, axis=1, keepdims=True) > 0
    mixed = np.where(known, _rows_of_length_one(vectors) + _NOISE * noise, noise)
    return _rows_of_length_one(mixed).astype(np.float32)


def _rows_of_length_one(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.divide(matrix, length, out=np.zeros_like(matrix), where=length > 1e-6)

"""How much is decoded at once: lengths in pieces go in, sizes of batches and groups come out."""

from __future__ import annotations

import os
from collections.abc import Sequence

BEAM = 4
# Tokens of one batch, padding included, times the beam: what a beam decodes at once. On 1,000 sentences of
# news, in turns with bare CTranslate2: 0.94 of its speed in 176 MB with 2,048, 1.04 in 195 MB with 3,072,
# 1.05 in 236 MB with 4,096.
BEAM_TOKENS = 3072
BATCH_TOKENS = BEAM_TOKENS // BEAM
# Little is shared out to all threads, two batches to each, but none smaller than this (with beam 4):
# an article of 19 segments took 0.17 s so, and 0.30 s in as large batches as may be.
SMALLEST_BATCH = 128
# Scoring keeps the whole vocabulary for every target token in memory: larger batches are no faster, and
# with 16,000 pieces 512 tokens took 215 MB more than 64.
SCORE_TOKENS = 64
LONGEST_TARGET = 256


def batch_size(lengths: Sequence[int], beam: int, threads: int) -> int:
    """Return how many source pieces a batch may have, padding included."""
    share = sum(lengths) // (2 * threads)
    return max(SMALLEST_BATCH, min(share, BEAM_TOKENS // beam))


def longest_target(pieces: int) -> int:
    """Return how many pieces a target may have: 256, more for long sources in a few steps."""
    limit = LONGEST_TARGET
    while limit < pieces * 2.5:
        limit *= 2
    return limit


def group_by_tokens(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Cut indexes, sorted by length, into groups of at most BATCH_TOKENS pieces, padding included."""
    groups: list[list[int]] = []
    for i in order:
        if not groups or (len(groups[-1]) + 1) * lengths[i] > BATCH_TOKENS:
            groups.append([])
        groups[-1].append(i)
    return groups


def usable_cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1

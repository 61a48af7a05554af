"""Align the words of clean pairs with eflomal: clean pairs go in, links a line come out.

Words are cut to their first letters, so that the forms of a Russian word count as one. A line of
output holds `i-j` for a link that both directions found and `i>j` for the source word that the
source-to-target direction alone gives target word j.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.words import split_words

SOURCE_LETTERS, TARGET_LETTERS = 6, 6
# Stands for "linked to nothing" among piece positions, which are uint16.
NO_LINK = 65535


@dataclass(frozen=True, slots=True)
class Links:
    """Word links of one pair: those of both directions, and all of each."""

    both: frozenset[tuple[int, int]]
    forward: frozenset[tuple[int, int]]
    either: frozenset[tuple[int, int]]


def cut(text: str, letters: int) -> str:
    """Return the lower-cased words of `text`, each cut to `letters` letters."""
    return " ".join(word[:letters] for word in split_words(text.lower()))


def align_pairs(pairs: Iterable[tuple[str, str]], folder: Path) -> None:
    """Write eflomal's links in both directions, `forward.links` and `reverse.links`."""
    import eflomal

    sources, targets = [], []
    for source, target in pairs:
        sources.append(cut(source, SOURCE_LETTERS) + "\n")
        targets.append(cut(target, TARGET_LETTERS) + "\n")
    partial = [folder / "forward.partial", folder / "reverse.partial"]
    eflomal.Aligner().align(
        sources, targets, links_filename_fwd=str(partial[0]), links_filename_rev=str(partial[1])
    )
    partial[1].replace(folder / "reverse.links")
    partial[0].replace(folder / "forward.links")


def read_links(folder: Path) -> Iterator[Links]:
    """Yield the links of each pair, in the order in which the pairs were aligned."""
    with (
        (folder / "forward.links").open(encoding="ascii") as forward_lines,
        (folder / "reverse.links").open(encoding="ascii") as reverse_lines,
    ):
        for one, other in zip(forward_lines, reverse_lines, strict=True):
            forward, reverse = _parse(one), _parse(other)
            yield Links(forward & reverse, forward, forward | reverse)


def _parse(line: str) -> frozenset[tuple[int, int]]:
    return frozenset((int(i), int(j)) for i, j in (link.split("-") for link in line.split()))

"""Speed of the translation memory: a million units, an article of 1,000 segments; nothing is kept."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from translate_pipe.memory import open_memory
from translate_pipe.memory.store import MemoryUnit, TranslationMemory
from translate_pipe.model import Segment, Span

SEGMENTS = 1_000
_SYLLABLES = tuple(consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou")
_VOCABULARY = 60_000
# Natural text: word frequencies fall off like 1/rank (Zipf), segments have some 16 words.
_MEAN_WORDS, _DEVIATION = 16.0, 8.0


def make_sources(count: int, seed: int = 1) -> Iterator[str]:
    """Yield random segments with the word statistics of natural text."""
    chance = random.Random(seed)
    words = [_make_word(chance, rank) for rank in range(_VOCABULARY)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(_VOCABULARY)))
    for number in range(count):
        size = max(2, int(chance.gauss(_MEAN_WORDS, _DEVIATION)))
        yield " ".join(chance.choices(words, cum_weights=weights, k=size)).capitalize() + f" {number % 97}."


def _make_word(chance: random.Random, rank: int) -> str:
    """Return a word: frequent ones are short, rare ones long enough to be different from each other."""
    return "".join(chance.choices(_SYLLABLES, k=1 + rank.bit_length() // 4))


def edit(source: str, chance: random.Random) -> str:
    """Return the segment with about one word in eight replaced, as a revised text has it."""
    words = source.split()
    for _ in range(max(1, len(words) // 8)):
        words[chance.randrange(len(words))] = "".join(chance.choices(_SYLLABLES, k=3))
    return " ".join(words)


def as_segments(sources: Sequence[str]) -> list[Segment]:
    """Return sources as the segments of an article."""
    return [Segment(f"s{n}", n, Span(0, len(text)), text, 0) for n, text in enumerate(sources, 1)]


def measure(memory: TranslationMemory, units: int) -> None:
    """Fill a memory and print how long filling, exact and fuzzy recall take."""
    chance = random.Random(2)
    chosen = set(chance.sample(range(units), min(SEGMENTS, units)))
    article: list[str] = []

    def make() -> Iterator[MemoryUnit]:
        for number, source in enumerate(make_sources(units)):
            if number in chosen:
                article.append(source)
            yield MemoryUnit(source, source[::-1], "en", "ru", article=f"a{number // 100}")

    started = _now()
    count = memory.add(make())
    _report(f"make and add {count:,} units", started)
    print(f"{'size of the file':<52}{memory.path.stat().st_size / 1e6:>9.0f} MB")
    segments = as_segments(article)
    started = _now()
    hits = sum(bool(matches) for matches in memory.recall(segments, "en", "ru", fuzzy=False))
    _report(f"exact recall of {len(segments):,} segments, {hits:,} found", started)
    revised = as_segments([edit(source, chance) for source in article])
    started = _now()
    hits = sum(bool(matches) for matches in memory.recall(revised, "en", "ru"))
    _report(f"fuzzy recall of {len(revised):,} segments, {hits:,} found", started)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _report(what: str, started: tuple[float, float]) -> None:
    """Print the time on the clock and on the processor, which differ on a busy machine."""
    clock, processor = _now()
    print(f"{what:<52}{clock - started[0]:>9.2f} s {processor - started[1]:>9.2f} s CPU", flush=True)


def main(units: int = 1_000_000) -> None:
    """Measure with so many units, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder, open_memory(Path(folder) / "memory.sqlite") as memory:
        measure(memory, units)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=1_000_000)
    main(parser.parse_args().units)

"""Speed of glossaries on this machine: loading, indexing, matching and checking 100,000 entries.

Run it with `python -m bench.glossary`. The text and the glossary are made up of random words, seeded, so two
runs measure the same work.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from translate_pipe.glossary.faults.check import check_tables
from translate_pipe.glossary.index import build_index
from translate_pipe.glossary.load import load_glossary
from translate_pipe.glossary.match import find_terms
from translate_pipe.model import Segment, Span

ROWS = 100_000
WORDS = 1_000_000
_Result = TypeVar("_Result")


def main() -> None:
    """Measure and print one line per figure."""
    random_words = random.Random(7)
    vocabulary = make_vocabulary(random_words, 30_000)
    terms = make_terms(random_words, vocabulary)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        path.write_text(make_glossary(terms), encoding="utf-8")
        glossary = measure(f"load {ROWS:,} rows", lambda: load_glossary([path], "en", "ru"), limit=3)
        faults = measure(f"check {ROWS:,} rows", lambda: check_tables([path]), limit=5)
        print(f"{'':34}{len(faults):,} findings")
    measure("index them (once a glossary)", lambda: build_index(glossary))
    segments = make_segments(random_words, vocabulary, terms)
    report = measure(f"match {WORDS:,} words", lambda: find_terms(segments, glossary), limit=10)
    found = sum(map(len, report.matches))
    print(f"{'':34}{found:,} matches, {len(report.overlaps):,} overlaps decided")


def make_vocabulary(source: random.Random, size: int) -> list[str]:
    """Return distinct pronounceable words of four to nine letters."""
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    words: set[str] = set()
    while len(words) < size:
        words.add(
            "".join(source.choices(syllables, k=source.randint(2, 4))) + source.choice(("", "n", "r", "t"))
        )
    return sorted(words)


def make_terms(source: random.Random, vocabulary: list[str]) -> list[str]:
    """Return distinct terms of one to four words, mostly two; one in thirty is a single word."""
    terms: dict[str, None] = {}
    while len(terms) < ROWS:
        count = source.choices((1, 2, 3, 4), weights=(1, 17, 9, 3))[0]
        words = source.choices(vocabulary, k=count)
        terms[" ".join(word.capitalize() if source.random() < 0.2 else word for word in words)] = None
    return list(terms)


def make_glossary(terms: list[str]) -> str:
    """Return the wide CSV of the terms, every tenth row with a quoted note."""
    lines = ["en,ru,uk,de,pos,gender,case_sensitive,status,note"]
    table = str.maketrans("abdefgiklmnoprstuvz", "абдефгиклмнопрстувз")
    for number, term in enumerate(terms):
        target = term.lower().translate(table)
        note = f'"see, for instance, {number}"' if number % 10 == 0 else ""
        lines.append(f"{term},{target},{target},{term},noun,,,preferred,{note}")
    return "\n".join(lines) + "\n"


def make_segments(source: random.Random, vocabulary: list[str], terms: list[str]) -> list[Segment]:
    """Return segments of about twenty words, a term in every second one."""
    segments: list[Segment] = []
    words = 0
    while words < WORDS:
        parts = source.choices(vocabulary, k=18)
        if source.random() < 0.5:
            parts.insert(source.randrange(18), source.choice(terms) + source.choice(("", "s", "'s")))
        text = " ".join(parts).capitalize() + "."
        words += len(parts)
        segments.append(Segment(str(len(segments)), len(segments) + 1, Span(0, len(text)), text, 0))
    return segments


def measure(name: str, work: Callable[[], _Result], *, limit: float | None = None) -> _Result:
    """Run `work` once, print how long it took and the limit it should keep, and return its result."""
    began, spent = time.perf_counter(), time.process_time()
    result = work()
    wall, cpu = time.perf_counter() - began, time.process_time() - spent
    allowed = f"  (limit {limit:g} s)" if limit is not None else ""
    print(f"{name:34}{wall:7.2f} s, {cpu:.2f} s of CPU{allowed}")
    return result


if __name__ == "__main__":
    main()

"""Find terms in aligned pairs: pairs and links go in, phrases with dictionary forms come out.

A term is a block: one to four source words whose links all lead to one to four neighbouring
target words, which link to nothing else. One line of output a pair, terms separated by tabs:
`source start, source end, target start, target end` (in words, ends exclusive) and the
dictionary form, separated by spaces.
"""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from training.align import Links
from training.dictionary import dictionary_form, dictionary_word, is_name
from training.words import split_words

LONGEST = 4
_STOP = frozenset(
    """
    a an the of in on at to for from by with and or but nor as if than that this these those it its
    his her their our my your he she they we you i who whom which what there here is are was were be
    been being am do does did has have had will would shall should can could may might must not no s
    t more most very also all any some such each every other one two into over under about after
    before between during up down out so
    """.split()  # noqa: SIM905 - a list of eighty quoted words is no easier to read
)
_OTHER_WORDS = 0.15
_CAPITALISED = 0.08

_Row: TypeAlias = tuple[tuple[str, str], Links]


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase pair inside a pair: word spans (ends exclusive) and the dictionary form."""

    start: int
    end: int
    target_start: int
    target_end: int
    lemma: str

    def __str__(self) -> str:
        return f"{self.start} {self.end} {self.target_start} {self.target_end} {self.lemma}"

    @staticmethod
    def parse(text: str) -> Term:
        """Read what `str` wrote."""
        a, b, c, d, lemma = text.split(" ", 4)
        return Term(int(a), int(b), int(c), int(d), lemma)


def find_terms(source: str, target: str, links: Links, rng: random.Random) -> list[Term]:
    """Return non-overlapping terms of a pair, longer ones first taken, in source order."""
    words, target_words = split_words(source), split_words(target)
    found: list[Term] = []
    taken: set[int] = set()
    spans = [
        (start, start + size) for size in range(LONGEST, 0, -1) for start in range(len(words) - size + 1)
    ]
    for start, end in spans:
        if taken & set(range(start, end)) or not _is_phrase(words[start:end]):
            continue
        block = _target_block(start, end, links)
        if block is None:
            continue
        lemma = _lemma(target_words[block[0] : block[1]], rng)
        if lemma is not None and not any(map(str.isalpha, target_words[: block[0]])):
            lemma = _without_initial(lemma, words[start], is_first=start == 0)
        if lemma is not None:
            if rng.random() < _CAPITALISED:
                lemma = lemma[:1].upper() + lemma[1:]
            found.append(Term(start, end, *block, lemma))
            taken.update(range(start, end))
    return sorted(found, key=lambda term: term.start)


def _is_phrase(words: list[str]) -> bool:
    edges = (words[0].lower(), words[-1].lower())
    return all(w not in _STOP and len(w) > 1 and w[0].isalpha() for w in edges) and all(
        word[0].isalnum() for word in words
    )


def _target_block(start: int, end: int, links: Links) -> tuple[int, int] | None:
    targets = {j for i, j in links.both if start <= i < end}
    linked = {i for i, _ in links.both if start <= i < end}
    if not targets or start not in linked or end - 1 not in linked:
        return None
    first, last = min(targets), max(targets) + 1
    if last - first > LONGEST:
        return None
    if any((first <= j < last) != (start <= i < end) for i, j in links.either):
        return None
    return first, last


def _lemma(words: list[str], rng: random.Random) -> str | None:
    if not all(word[0].isalpha() and "_" not in word for word in words):
        return None
    lemma = dictionary_form(words)
    if lemma is None and len(words) == 1 and rng.random() < _OTHER_WORDS:
        lemma = dictionary_word(words[0])
    return lemma


def _without_initial(lemma: str, source_word: str, *, is_first: bool) -> str:
    """Take back the capital that a word has only because it begins the target segment."""
    word = lemma.split(" ")[0]
    if not word[:1].isupper() or word[1:] != word[1:].lower():
        return lemma
    if source_word[:1].islower() or (is_first and not is_name(word)):
        return lemma[:1].lower() + lemma[1:]
    return lemma


def annotate(
    pairs: Iterable[tuple[str, str]], links: Iterable[Links], *, seed: int, jobs: int = 1
) -> Iterator[str]:
    """Yield one line of terms a pair, found by `jobs` processes; their number changes nothing."""
    rows = zip(pairs, links, strict=True)
    blocks = ((seed + number, block) for number, block in enumerate(_blocks(rows, 2000)))
    if jobs == 1:
        for block in map(_annotate_block, blocks):
            yield from block
        return
    with multiprocessing.Pool(jobs) as pool:
        for block in pool.imap(_annotate_block, blocks):
            yield from block


def _blocks(rows: Iterator[_Row], size: int) -> Iterator[list[_Row]]:
    while block := list(islice(rows, size)):
        yield block


def _annotate_block(numbered: tuple[int, list[_Row]]) -> list[str]:
    seed, block = numbered
    rng = random.Random(seed)
    return ["\t".join(map(str, find_terms(*pair, links, rng))) for pair, links in block]

"""Count which grammatical case a source context asks for: aligned pairs go in, a table comes out.

    python -m training.cases --pairs clean.tsv --links FOLDER --out roles/en-ru.json

For every English word that is linked to a Russian noun and to nothing else, the word before it and the word
behind it are noted, with the cases that the noun's form allows. Forms are ambiguous (столом is not, столы
is), so the counts are found by expectation maximisation over the allowed cases. A preposition before the
Russian noun leaves only the cases that it governs.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from training.align import read_links
from training.words import split_words
from translate_pipe.model import MORPHOLOGY_CASES
from translate_pipe.terminology.case_table import back_off, context_words

TAGS = {"nomn": 0, "gent": 1, "gen2": 1, "datv": 2, "accs": 3, "acc2": 3, "ablt": 4, "loct": 5, "loc2": 5}
GOVERNED = {
    "в": (3, 5), "во": (3, 5), "на": (3, 5), "о": (5, 3), "об": (5, 3), "обо": (5, 3), "при": (5,),
    "с": (4, 1), "со": (4, 1), "к": (2,), "ко": (2,), "по": (2, 5, 3), "из": (1,), "от": (1,), "до": (1,),
    "для": (1,), "без": (1,), "у": (1,), "после": (1,), "против": (1,), "около": (1,), "среди": (1,),
    "за": (4, 3), "под": (4, 3), "над": (4,), "перед": (4,), "между": (4, 1), "через": (3,), "про": (3,),
}  # fmt: skip
FEWEST_CONTEXTS = 25
FEWEST_MODIFIERS = 30
ROUNDS = 6
Event = tuple[str, str, tuple[int, ...]]


@lru_cache(maxsize=400_000)
def read_word(word: str) -> tuple[str, tuple[int, ...]]:
    """Return the part of speech of a word's likeliest reading, and the cases its noun readings allow."""
    parses = _analyzer().parse(word)
    pos = str(parses[0].tag.POS or "")
    cases = {TAGS[p.tag.case] for p in parses if p.tag.POS == "NOUN" and p.tag.case in TAGS}
    return pos, tuple(sorted(cases)) if pos == "NOUN" and "Fixd" not in parses[0].tag else ()


@lru_cache(maxsize=1)
def _analyzer():  # type: ignore[no-untyped-def]
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


def read_pairs(
    pairs: Path, links: Path, limit: int | None
) -> Iterator[tuple[list[str], list[str], list[tuple[int, int]]]]:
    """Yield the words of both sides and the links that both directions of the alignment found."""
    with pairs.open(encoding="utf-8") as lines:
        for line, found in islice(zip(lines, read_links(links), strict=False), limit):
            source, target = line.rstrip("\n").split("\t")[:2]
            yield split_words(source), split_words(target), sorted(found.both)


def count_modifiers(pairs: Path, links: Path, limit: int | None) -> frozenset[str]:
    """Return the English words that are mostly linked to Russian adjectives."""
    adjective: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for source, target, linked in read_pairs(pairs, links, limit):
        for i, j in linked:
            word = source[i].lower()
            if word.isalpha():
                whole[word] += 1
                adjective[word] += read_word(target[j].lower())[0] in ("ADJF", "PRTF")
    return frozenset(w for w, n in whole.items() if n >= FEWEST_MODIFIERS and adjective[w] > 0.6 * n)


def collect_events(pairs: Path, links: Path, modifiers: frozenset[str], limit: int | None) -> Counter[Event]:
    """Count the contexts of English nouns with the cases that their Russian counterparts allow."""
    events: Counter[Event] = Counter()
    for source, target, linked in read_pairs(pairs, links, limit):
        sources, targets = Counter(i for i, _ in linked), Counter(j for _, j in linked)
        for i, j in linked:
            word = source[i]
            if sources[i] > 1 or targets[j] > 1 or not word.isalpha() or word.lower() in modifiers:
                continue
            if (
                i + 1 < len(source)
                and source[i + 1][:1].isalpha()
                and _is_noun_of(source, target, linked, i + 1, j)
            ):
                continue
            allowed = _allowed(target, j)
            if allowed:
                events[(*context_words(source, i, i + 1, modifiers), allowed)] += 1
    return events


def _is_noun_of(source: list[str], target: list[str], linked: list[tuple[int, int]], i: int, j: int) -> bool:
    """Tell whether the next English word is a noun of the same compound ("city council")."""
    return any(
        a == i and abs(b - j) == 1 and read_word(target[b].lower())[0] == "NOUN" for a, b in linked
    ) and bool(source)


def _allowed(target: list[str], j: int) -> tuple[int, ...]:
    _, cases = read_word(target[j].lower())
    k = j - 1
    while k >= 0 and read_word(target[k].lower())[0] in ("ADJF", "PRTF"):
        k -= 1
    governed = GOVERNED.get(target[k].lower()) if k >= 0 else None
    if governed is not None:
        return tuple(case for case in cases if case in governed)
    return cases


def estimate(events: Counter[Event]) -> tuple[list[float], dict[str, list[float]], dict[str, list[float]]]:
    """Find the probabilities of cases, and of contexts given cases, by expectation maximisation."""
    lefts, rights = Counter[str](), Counter[str]()
    for (left, right, _), n in events.items():
        lefts[left] += n
        rights[right] += n
    named: Counter[Event] = Counter()
    for (left, right, allowed), n in events.items():
        kept_left = left if lefts[left] >= FEWEST_CONTEXTS else back_off(left)
        kept_right = right if rights[right] >= FEWEST_CONTEXTS else back_off(right)
        named[kept_left, kept_right, allowed] += n
    size = len(MORPHOLOGY_CASES)
    prior = [1 / size] * size
    by_left: dict[str, list[float]] = defaultdict(lambda: [1.0] * size)
    by_right: dict[str, list[float]] = defaultdict(lambda: [1.0] * size)
    for _ in range(ROUNDS):
        counts = [1.0] * size
        left_counts: dict[str, list[float]] = defaultdict(lambda: [0.5] * size)
        right_counts: dict[str, list[float]] = defaultdict(lambda: [0.5] * size)
        for (left, right, allowed), n in named.items():
            weights = [prior[c] * by_left[left][c] * by_right[right][c] for c in allowed]
            whole = sum(weights) or 1.0
            for c, weight in zip(allowed, weights, strict=True):
                part = n * weight / whole
                counts[c] += part
                left_counts[left][c] += part
                right_counts[right][c] += part
        prior = [one / sum(counts) for one in counts]
        by_left = {w: [a / b for a, b in zip(one, counts, strict=True)] for w, one in left_counts.items()}
        by_right = {w: [a / b for a, b in zip(one, counts, strict=True)] for w, one in right_counts.items()}
    return prior, by_left, by_right


def _logs(table: dict[str, list[float]]) -> dict[str, list[float]]:
    return {word: [round(math.log(one), 2) for one in table[word]] for word in sorted(table)}


def main() -> None:
    """Count and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--pairs", type=Path, required=True, help="the pairs in the order in which they were aligned"
    )
    parser.add_argument("--links", type=Path, required=True, help="the folder of the links")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    modifiers = count_modifiers(options.pairs, options.links, options.limit)
    events = collect_events(options.pairs, options.links, modifiers, options.limit)
    prior, left, right = estimate(events)
    table = {
        "cases": [round(math.log(one), 3) for one in prior],
        "left": _logs(left),
        "right": _logs(right),
        "modifiers": sorted(modifiers),
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(
        json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    print(f"{sum(events.values())} nouns, {len(left)} words before, {len(right)} behind them")


if __name__ == "__main__":
    main()

"""A source and a term match come in; how likely each grammatical case is for the term there goes out.

English says by place and by little words what Russian says by cases: "of the Kremlin" asks for the genitive,
a term before a verb for the nominative. The tables in `roles/` were counted on aligned translations
(`python -m training.cases`); they know the word before the term and the word behind it, nothing else, and
serve beside the engine's own score, most where the engine is weak.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from translate_pipe.locales import language_of
from translate_pipe.model import MORPHOLOGY_CASES, TermMatch

WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
START, END = "<s>", "</s>"
# Words that stand between a term and the word that governs it.
DETERMINERS = frozenset(
    (
        *("a", "an", "the", "this", "that", "these", "those", "some", "any", "no", "each", "every", "all"),
        *("both", "another", "other", "new", "his", "her", "its", "their", "our", "my", "your"),
        *("mr", "mrs", "ms", "dr", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        *("ten", "many", "several", "few"),
    )
)
QUOTES = frozenset("\"“”‘’'«»„(")
# Endings that stand for words too rare to have been counted.
ENDINGS = ("ed", "ing", "ly", "s")


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Natural logarithms of each case, and of each context word given each case, in case order."""

    cases: tuple[float, ...]
    left: Mapping[str, Sequence[float]]
    right: Mapping[str, Sequence[float]]
    modifiers: frozenset[str]


def context_words(words: Sequence[str], start: int, end: int, modifiers: Collection[str]) -> tuple[str, str]:
    """Return the word that governs `words[start:end]` from the left, and the word behind it, lower-cased.

    Determiners, titles, modifiers and quotation marks on the left are passed over.
    """
    left = start - 1
    while left >= 0 and (
        words[left] in QUOTES or words[left].lower() in DETERMINERS or words[left].lower() in modifiers
    ):
        left -= 1
    right = end
    while right < len(words) and words[right] in QUOTES:
        right += 1
    return (
        words[left].lower() if left >= 0 else START,
        words[right].lower() if right < len(words) else END,
    )


def back_off(word: str) -> str:
    """Return what stands for a word that the table does not know: its ending, or "~"."""
    if word.isalpha():
        for ending in ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                return "~" + ending
    return "~"


def case_likelihoods(source: str, match: TermMatch, table: CaseTable) -> dict[str, float]:
    """Return the natural logarithm of the probability of each case for the term of a match."""
    if match.possessive:
        # "The Kremlin's plan": the owner is in the genitive whatever governs the plan.
        return {case: math.log(0.9 if case == "genitive" else 0.02) for case in MORPHOLOGY_CASES}
    before = WORD.findall(source[: match.span.start])
    after = WORD.findall(source[match.span.end :])
    words = [*before, match.surface, *after]
    left, right = context_words(words, len(before), len(before) + 1, table.modifiers)
    sums = [
        prior + from_left + from_right
        for prior, from_left, from_right in zip(
            table.cases, _look_up(table.left, left), _look_up(table.right, right), strict=True
        )
    ]
    whole = math.log(sum(math.exp(one) for one in sums))
    return {case: one - whole for case, one in zip(MORPHOLOGY_CASES, sums, strict=True)}


def _look_up(known: Mapping[str, Sequence[float]], word: str) -> Sequence[float]:
    return known.get(word) or known.get(back_off(word)) or known["~"]


@lru_cache(maxsize=8)
def load_case_table(source_locale: str, target_locale: str) -> CaseTable | None:
    """Return the table for a pair of locales, or None if none was counted."""
    name = f"{language_of(source_locale)}-{language_of(target_locale)}.json"
    place = resources.files("translate_pipe.terminology") / "roles" / name
    if not place.is_file():
        return None
    counted = json.loads(place.read_text(encoding="utf-8"))
    return CaseTable(
        tuple(counted["cases"]), counted["left"], counted["right"], frozenset(counted["modifiers"])
    )

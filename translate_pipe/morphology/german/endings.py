"""Determiners, adjectives and prepositions of German: which endings and cases each has, by rule.

Source: Duden, Die Grammatik, on the strong, weak and mixed declension of adjectives, in own words: what the
determiner does not show, the adjective shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

CASES = ("nominative", "genitive", "dative", "accusative")
GENDERS = ("m", "f", "n")
DECLENSIONS = ("strong", "weak", "mixed")
Cell = tuple[str, str]
"""A case and a number."""
_SUFFIXES = ("en", "em", "er", "es", "e")


@dataclass(frozen=True, slots=True)
class Determiner:
    """One reading of a determiner: the cell and gender it shows, and the declension that it asks for.

    `gender` is "" in the plural. `stem` and `kind` are what its other forms are made of.
    """

    case: str
    number: str
    gender: str
    declension: str
    stem: str
    kind: str


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """Return the table of German function words and endings."""
    place = resources.files("translate_pipe.morphology") / "tables" / "de.json"
    content: Mapping[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=64)
def word_list(name: str) -> frozenset[str]:
    """Return the words of one list of the table."""
    words = table()[name]
    return frozenset(words.split() if isinstance(words, str) else words)


def adjective_ending(declension: str, gender: str, case: str, number: str) -> str:
    """Return the ending that an adjective has: strong, masculine, dative, singular → em."""
    row: str = table()["endings"][declension]["plural" if number == "plural" else gender]
    return row.split()[CASES.index(case)].strip("-")


def adjective_stem(word: str) -> str | None:
    """Return an adjective without its ending, None if the word has none."""
    for suffix in _SUFFIXES:
        if word.lower().endswith(suffix) and len(word) - len(suffix) > 1:
            return word[: -len(suffix)]
    return None


def adjective_lemma(stem: str) -> str:
    """Return the form of an adjective without ending: hoh → hoch."""
    found: str = table()["adjective_stems"].get(stem.lower(), stem)
    return found


@lru_cache(maxsize=1024)
def read_determiner(word: str) -> tuple[Determiner, ...]:
    """Return every reading of an article, possessive or demonstrative; () for other words."""
    return _determiners().get(word.lower(), ())


@lru_cache(maxsize=1)
def _determiners() -> Mapping[str, tuple[Determiner, ...]]:
    found: dict[str, list[Determiner]] = {}
    for kind, stem, declension in _determiner_stems():
        for gender in (*GENDERS, "plural"):
            if (stem, gender) == ("ein", "plural"):
                continue
            for case in CASES:
                number = "plural" if gender == "plural" else "singular"
                reading = Determiner(
                    case, number, "" if number == "plural" else gender, declension, stem, kind
                )
                found.setdefault(write_determiner(reading, case, number, gender), []).append(reading)
    return {word: tuple(readings) for word, readings in found.items()}


def _determiner_stems() -> Iterator[tuple[str, str, str]]:
    yield "definite", "", "weak"
    for stem in table()["weak_determiners"]:
        yield "determiner", stem, "weak"
    for stem in table()["mixed_determiners"]:
        yield "indefinite", stem, "mixed"


def write_determiner(model: Determiner, case: str, number: str, gender: str) -> str:
    """Return the determiner of the same kind as `model` for another case, number and gender."""
    column = "plural" if number == "plural" else gender
    if model.kind == "definite":
        row: str = table()["definite"][column]
        return row.split()[CASES.index(case)]
    ending = table()["endings"][model.kind][column].split()[CASES.index(case)].strip("-")
    stem = model.stem
    if stem in ("euer", "eur"):
        stem = "eur" if ending else "euer"
    return str(stem + ending)


@lru_cache(maxsize=256)
def governed_cases(word: str) -> frozenset[str]:
    """Return the cases that a preposition governs; none for other words."""
    for cases, words in table()["prepositions"].items():
        if word.lower() in words.split():
            return frozenset(cases.split())
    return frozenset()


def contraction(word: str) -> tuple[str, str] | None:
    """Return the preposition and the article that a word such as `im` stands for."""
    parts = table()["contractions"].get(word.lower())
    if parts is None:
        return None
    preposition, article = parts.split()
    return preposition, article


def contract(preposition: str, article: str) -> str | None:
    """Return the word that a preposition and an article are written as, if they are: in dem → im."""
    joined = f"{preposition} {article}"
    for word, parts in table()["contractions"].items():
        if parts == joined and word in ("am", "beim", "im", "vom", "zum", "zur", "ins", "ans"):
            return str(word)
    return None

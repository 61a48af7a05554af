"""A German noun in any form goes in; the nouns that it can be, with all their forms, come out.

The dictionary is that of german-nouns (from Wiktionary): a table of nouns and an index of all their forms.
Compounds that it lacks are declined by their last part; what is left is guessed by its ending.
"""

from __future__ import annotations

import csv
import re
import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from translate_pipe.morphology.german.endings import (
    CASES,
    DECLENSIONS,
    Cell,
    adjective_ending,
    table,
)
from translate_pipe.morphology.words import word_set

_NAMES = {"nominativ": "nominative", "genitiv": "genitive", "dativ": "dative", "akkusativ": "accusative"}
_SHORT_LAST_PARTS = word_set("amt rat tag weg hof uhr tor tat not art akt bad see hut typ ort rad öl")
_FIRST_PARTS = word_set(
    "spezial sonder haupt neben ober unter vor nach über gegen ex vize anti co eu un mini super mega ultra "
    "inter trans sub bundes landes staats kriegs groß klein hoch tief neu alt eigen fremd frei rein spät "
    "früh militär polit energie sicherheits verteidigungs außen innen kommunal regional national "
    "international euro elektro auto bio geo öko cyber ab an auf aus bei durch ein mit um zu wieder "
    "zwischen voll gesamt grund einzel allgemein welt rund schnell schwer leicht lang kurz"
)
_SYLLABLE = re.compile("[aeiouyäöü]+", re.IGNORECASE)
_SHORTEST_PART = 3
_LINKS = ("", "s", "es", "n", "en", "er", "e", "-")
# What leaves names without an ending in the genitive.
SIBILANTS = ("s", "ß", "x", "z", "ce")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun: its dictionary form, gender, and forms by case and number, the usual form first.

    `rare` are forms that count as occurrences but are not written (dem Rate). An adjectival noun (Beamter)
    has no forms of its own but a `stem` that takes the endings of adjectives. `kinds` are the dictionary's
    marks: Toponym, Vorname, Nachname, Abkürzung.
    """

    lemma: str
    gender: str
    forms: Mapping[Cell, tuple[str, ...]]
    kinds: frozenset[str] = frozenset()
    rare: frozenset[str] = frozenset()
    stem: str = ""
    known: bool = True

    @property
    def proper(self) -> bool:
        """Whether the dictionary has it only as a name of a person or place."""
        return bool(self.kinds & {"Toponym", "Vorname", "Nachname", "Eigenname"})

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers in which the noun has forms."""
        if self.stem:
            return ("singular", "plural")
        return tuple(n for n in ("singular", "plural") if ("nominative", n) in self.forms)

    def write(self, case: str, number: str, declension: str) -> tuple[str, ...]:
        """Return the forms for a case and number, the usual one first; () where there is none."""
        if self.stem:
            return (self.stem + adjective_ending(declension, self.gender, case, number),)
        return self.forms.get((case, number), ())

    def cells(self, word: str) -> frozenset[Cell]:
        """Return the cases and numbers in which the noun reads `word`, whatever its capitals."""
        wanted = word.lower()
        return frozenset(
            (case, number)
            for case in CASES
            for number in self.numbers
            for declension in (DECLENSIONS if self.stem else ("strong",))
            if wanted in (form.lower() for form in self.write(case, number, declension))
        )


class NounLexicon:
    """Looks nouns up; the dictionary is read for the first word, or by `preload`."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        self._loading = threading.Lock()
        self.look_up = lru_cache(maxsize=16384)(self._look_up)
        self.find = lru_cache(maxsize=16384)(self._find)

    def preload(self) -> None:
        """Read the dictionary now, in the background perhaps."""
        assert self._dictionary is not None

    @property
    def _dictionary(self) -> _Dictionary:
        # `cached_property` alone would let two threads read it twice.
        with self._loading:
            return self._read

    @cached_property
    def _read(self) -> _Dictionary:
        return _Dictionary(self._folder)

    def _look_up(self, word: str) -> tuple[Noun, ...]:
        """Return the nouns of the dictionary that have the word among their forms."""
        nouns = [noun for row in self._dictionary.rows(word) if (noun := _noun_of(row))]
        exact = [noun for noun in nouns if word.lower() in _all_forms(noun)]
        return tuple(sorted(exact, key=lambda noun: noun.lemma.lower() != word.lower()))

    def _find(self, word: str) -> tuple[Noun, ...]:
        """Return the nouns that a word can be: by the dictionary, else as a compound; () if it is neither."""
        return self.look_up(word) or self._compound(word)

    def _compound(self, word: str) -> tuple[Noun, ...]:
        """Return the nouns of the longest known last part, with the first part before their forms."""
        for start in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            last = word[start:]
            if last.startswith("-") or (not last[0].isupper() and word[start - 1] == "-"):
                continue
            nouns = [noun for noun in self.look_up(last.capitalize()) if self._may_end(noun, last)]
            if nouns and (word[start - 1] == "-" or self.is_part(word[:start])):
                return tuple(_with_first(noun, word[:start], last[0].islower()) for noun in nouns)
        return ()

    def _may_end(self, noun: Noun, last: str) -> bool:
        if not (noun.numbers or noun.stem) or (noun.proper and last[0].islower()):
            return False
        return len(last) > _SHORTEST_PART or last.lower() in _SHORT_LAST_PARTS

    def is_part(self, first: str) -> bool:
        """Tell whether letters can be the first part of a compound: a noun, perhaps with linking letters."""
        if first.endswith("-"):
            return True
        return any(
            first.endswith(link)
            and len(first) > len(link) + 1
            and self._stands(first[: len(first) - len(link)])
            for link in _LINKS
        )

    def _stands(self, part: str) -> bool:
        if part.lower() in _FIRST_PARTS or any(noun.kinds != {"Nachname"} for noun in self.look_up(part)):
            return True
        # Schul-, Sprach-: a final -e drops.
        return bool(self.look_up(part + "e")) or (len(part) > 5 and bool(self._compound(part)))


class _Dictionary:
    """The files of german-nouns in memory: a sorted index of forms, and the rows as they stand."""

    def __init__(self, folder: Path) -> None:
        self._index = sorted((folder / "index.txt").read_bytes().split(b"\n"))
        self._rows = (folder / "nouns.csv").read_bytes().splitlines()
        self._header = self._rows[0].decode().split(",")

    def rows(self, word: str) -> Iterator[dict[str, str]]:
        """Yield the rows that have a word among their forms."""
        key = word.lower().encode() + b"\t"
        place = bisect_left(self._index, key)
        if place < len(self._index) and self._index[place].startswith(key):
            for number in self._index[place][len(key) :].split(b"\t"):
                if number.isdigit() and int(number) + 1 < len(self._rows):
                    (values,) = csv.reader([self._rows[int(number) + 1].decode()])
                    yield {name: value for name, value in zip(self._header, values, strict=False) if value}


def _noun_of(row: Mapping[str, str]) -> Noun | None:
    kinds = frozenset(row["pos"].split(",")) - {"Substantiv"}
    if "Wortverbindung" in kinds or kinds & {"Gebundenes Lexem", "Affix", "Suffix", "Redewendung"}:
        return None
    lemma = row["lemma"]
    genders = [row[name] for name in ("genus", "genus 1", "genus 2", "genus 3", "genus 4") if name in row]
    gender = next((each for each in genders if each in ("m", "f", "n")), "")
    if "adjektivische Deklination" in kinds:
        if not lemma.endswith(("er", "e", "es")) or not gender:
            return None
        return Noun(lemma, gender, {}, kinds, stem=lemma[: -len("e" if lemma.endswith("e") else "er")])
    forms: dict[Cell, list[str]] = {}
    rare: set[str] = set()
    for column, value in row.items():
        name, _, rest = column.partition(" ")
        if name not in _NAMES:
            continue
        number, mark = ("singular" if rest.startswith("singular") else "plural"), rest[-1]
        old_dative = name == "dativ" and number == "singular" and value == lemma + "e"
        if (mark == "*" and name != "genitiv") or old_dative:
            rare.add(value)
            continue
        # Of several plurals the first is in use (Staaten, not Stäte); the others still count as occurrences.
        if number == "plural" and mark.isdigit() and mark != "1":
            rare.add(value)
            continue
        cell = forms.setdefault((_NAMES[name], number), [])
        cell += [value] if value not in cell else []
    if ("nominative", "singular") in forms and ("genitive", "singular") not in forms:
        forms = {cell: each for cell, each in forms.items() if cell[1] == "plural"}
    if ("nominative", "singular") in forms or ("nominative", "plural") in forms:
        return Noun(
            lemma, gender, {cell: _ordered(each) for cell, each in forms.items()}, kinds, frozenset(rare)
        )
    return Noun(lemma, gender, {}, kinds) if kinds else None


def _ordered(forms: list[str]) -> tuple[str, ...]:
    """Put the usual genitive first: Krieges, Hauses (one syllable, or a hiss at the end), but Vertrags."""
    if len(forms) < 2 or not all(form.endswith("s") for form in forms):
        return tuple(forms)
    stem = min(forms, key=len).removesuffix("s")
    if set(forms) != {stem + "s", stem + "es"}:
        return tuple(forms)
    loan = stem in table()["short_genitives"].split()
    long_first = (len(_SYLLABLE.findall(stem)) < 2 and not loan) or stem.endswith(SIBILANTS)
    return tuple(sorted(forms, key=lambda form: -len(form) if long_first else len(form)))


def _all_forms(noun: Noun) -> frozenset[str]:
    written = {
        form.lower()
        for case in CASES
        for number in noun.numbers
        for declension in (DECLENSIONS if noun.stem else ("strong",))
        for form in noun.write(case, number, declension)
    }
    return frozenset({*written, noun.lemma.lower(), *(form.lower() for form in noun.rare)})


def _with_first(noun: Noun, first: str, lower: bool) -> Noun:
    def join(form: str) -> str:
        return first + (form[0].lower() + form[1:] if lower else form)

    return replace(
        noun,
        lemma=join(noun.lemma),
        forms={cell: tuple(join(form) for form in forms) for cell, forms in noun.forms.items()},
        rare=frozenset(join(form) for form in noun.rare),
        stem=join(noun.stem) if noun.stem else "",
    )


def guess_noun(word: str, gender: str) -> Noun:
    """Return the noun that an unknown word is likely to be, by its ending and its gender, "" if unknown."""
    for ending, usual, genitive, plural in table()["guesses"]:
        if word.endswith(ending) and len(word) > len(ending) + 2 and gender in ("", usual):
            many = word + plural if plural or ending in ("chen", "lein", "er") else ""
            return _regular(word, usual, genitive, many)
    if gender == "m" and word.endswith(tuple(table()["weak_masculine_endings"].split())):
        return _weak(word)
    if gender == "f" and word.endswith("in"):
        return _regular(word, "f", "", word + "nen")
    genitive = "" if gender == "f" or word.endswith(SIBILANTS) or word.isupper() else "s"
    return _regular(word, gender, genitive, "")


def _regular(word: str, gender: str, genitive: str, plural: str) -> Noun:
    forms: dict[Cell, tuple[str, ...]] = {(case, "singular"): (word,) for case in CASES}
    forms["genitive", "singular"] = (word + genitive,)
    if plural:
        forms |= {(case, "plural"): (plural,) for case in CASES}
        if not plural.endswith(("n", "s")):
            forms["dative", "plural"] = (plural + "n",)
    return Noun(word, gender, forms, known=False)


def _weak(word: str) -> Noun:
    oblique = word + ("n" if word.endswith("e") else "en")
    forms: dict[Cell, tuple[str, ...]] = {
        (case, number): (oblique,) for case in CASES for number in ("singular", "plural")
    }
    forms["nominative", "singular"] = (word,)
    return Noun(word, "m", forms, known=False)


def decline_name(name: str, gender: str) -> Noun:
    """Return a name that takes an -s in the genitive, or an apostrophe after a sibilant: Scholz'."""
    genitive = name + ("'" if name.lower().endswith(SIBILANTS) else "s")
    forms: dict[Cell, tuple[str, ...]] = {(case, "singular"): (name,) for case in CASES}
    forms["genitive", "singular"] = (genitive,)
    return Noun(name, gender, forms, frozenset({"Eigenname"}), known=False)

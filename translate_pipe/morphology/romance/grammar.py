"""A language goes in; its function words, lists and rules of forms come out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, Literal, Protocol

from translate_pipe.morphology.romance.words import key, recase_like

NUMBERS = ("singular", "plural")
Naming = Literal["", "bare", "articled"]


class Rules(Protocol):
    """What one language knows of its words; all words come and go in small letters.

    `pluralise` and `feminine` get what the tables of exceptions do not list.
    """

    def pluralise(self, word: str) -> str:
        """Return the plural of a noun or adjective."""

    def singulars(self, word: str) -> tuple[str, ...]:
        """Return what a word may be the plural of, likeliest first; () if it looks like no plural."""

    def feminine(self, word: str) -> str:
        """Return the feminine of an adjective, which may be the same."""

    def masculines(self, word: str) -> tuple[str, ...]:
        """Return what an adjective may be the feminine of, likeliest first; () if it looks like none."""

    def onset(self, word: str, grammar: Grammar) -> str:
        """Return the class of the beginning of a word by which what stands before it is chosen, "" mostly."""


@dataclass(frozen=True, slots=True)
class Determiner:
    """One reading of a determiner; `onset` is the beginning of the next word that this form asks for."""

    name: str
    gender: str
    number: str
    onset: str


class Grammar:
    """The tables of one language and what is told by them."""

    def __init__(self, language: str, rules: Rules) -> None:
        self.language = language
        self.rules = rules
        self.forms_of = lru_cache(maxsize=16384)(self._forms_of)
        self.read_adjective = lru_cache(maxsize=16384)(self._read_adjective)

    @cached_property
    def _table(self) -> Mapping[str, Any]:
        place = resources.files("translate_pipe.morphology") / "tables" / f"{self.language}.json"
        content: Mapping[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        return content

    @cached_property
    def _lists(self) -> dict[str, frozenset[str]]:
        return {}

    def words(self, name: str) -> frozenset[str]:
        """Return the words of one list."""
        if name not in self._lists:
            self._lists[name] = frozenset(str(self._table.get(name, "")).split())
        return self._lists[name]

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Return one table."""
        found: Mapping[str, Any] = self._table.get(name, {})
        return found

    # Determiners and prepositions.

    @cached_property
    def _readings(self) -> Mapping[str, tuple[Determiner, ...]]:
        found: dict[str, list[Determiner]] = {}
        for name, forms in self.mapping("determiners").items():
            for cell, written in forms.items():
                place, _, onset = cell.partition(".")
                number = "plural" if place[1] == "p" else "singular"
                found.setdefault(written, []).append(Determiner(name, place[0], number, onset))
        return {word: tuple(readings) for word, readings in found.items()}

    def read_determiner(self, word: str) -> tuple[Determiner, ...]:
        """Return every reading of an article, demonstrative or the like; () for other words."""
        return self._readings.get(key(word), ())

    def write_determiner(self, name: str, gender: str, number: str, onset: str) -> str | None:
        """Return a form of a determiner, None where it has none (cada in the plural)."""
        forms = self.mapping("determiners")[name]
        cell = gender + ("p" if number == "plural" else "s")
        written: str | None = forms.get(f"{cell}.{onset}") or forms.get(cell)
        return written

    @cached_property
    def _contracted(self) -> Mapping[str, tuple[str, str]]:
        joined = {**self.mapping("contractions"), **self.mapping("optional_contractions")}
        return {written: (parts.split()[0], parts.split()[1]) for parts, written in joined.items()}

    def contraction(self, word: str) -> tuple[str, str] | None:
        """Return the preposition and the determiner in a word: del → de, el; None if it is no contraction."""
        return self._contracted.get(key(word))

    def contract(self, preposition: str, determiner: str, *, optional: bool = False) -> str | None:
        """Return the two as one word, None where they stay two."""
        parts = f"{key(preposition)} {determiner}"
        found: str | None = self.mapping("contractions").get(parts)
        if found is None and optional:
            found = self.mapping("optional_contractions").get(parts)
        return found

    @cached_property
    def _junctures(self) -> Mapping[str, str]:
        found = {}
        for word, variants in self.mapping("junctures").items():
            found[word] = word
            found |= dict.fromkeys(variants.values(), word)
        return found

    def join_before(self, word: str, following: str) -> str | None:
        """Return how a small word is written before another: y, Italia → e; None where it never changes."""
        base = self._junctures.get(key(word))
        if base is None:
            return None
        variants: Mapping[str, str] = self.mapping("junctures")[base]
        return variants.get(self.onset(following), base)

    def onset(self, word: str) -> str:
        """Return the class of the beginning of a word."""
        return self.rules.onset(key(word), self)

    # Nouns and adjectives.

    def pluralise(self, word: str) -> tuple[str, ...]:
        """Return the plurals of a noun or adjective, the usual one first."""
        low = key(word)
        if len(word) > 1 and word.isupper():
            return (word,)
        if low in self.mapping("apocopes"):
            return (recase_like(self.pluralise(self.mapping("apocopes")[low])[0], word),)
        listed = self.mapping("plurals").get(low)
        if listed is None and "-" in low:
            return (self._pluralise_compound(word),)
        if listed is None:
            listed = low if low in self.words("invariable") else self.rules.pluralise(low)
        return tuple(recase_like(form, word) for form in str(listed).split("/"))

    def _pluralise_compound(self, word: str) -> str:
        first, _, rest = word.partition("-")
        if key(rest) in self.words("appositions"):
            return f"{self.pluralise(first)[0]}-{rest}"
        return f"{first}-{self.pluralise(rest)[0]}"

    def singulars(self, word: str) -> tuple[str, ...]:
        """Return what a word may be the plural of, likeliest first; () if it is no plural by its looks."""
        low = key(word)
        if low in self.words("singular_in_s") or (len(word) > 1 and word.isupper()):
            return ()
        listed = self._singular_of.get(low)
        if listed:
            return listed
        head, _, last = low.rpartition("-")
        found = self.rules.singulars(last)
        return tuple(f"{head}-{each}" for each in found) if head else found

    @cached_property
    def _singular_of(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for singular, plurals in self.mapping("plurals").items():
            for plural in str(plurals).split("/"):
                if plural != singular:
                    found[plural] = (*found.get(plural, ()), singular)
        for plural, singular in self.mapping("singulars").items():
            found[plural] = (singular,)
        return found

    def looks_plural(self, word: str) -> bool:
        """Tell whether a word is likely to be a plural."""
        return bool(self.singulars(word))

    def gender_of(self, word: str) -> tuple[str, bool]:
        """Return the gender of a noun in the singular, and whether it is sure."""
        low = key(word)
        genders = self._genders
        if len(word) > 1 and word.isupper():
            found = self._acronyms.get(low)
            return (found, True) if found else ("", False)
        if low not in genders and "-" in low:
            low = low.partition("-")[0]
        for given in (genders.get(low), *(self._endings.get(low[cut:]) for cut in range(1, len(low)))):
            if given:
                return ("m", False) if given == "mf" else (given, True)
        return "m", False

    @cached_property
    def _endings(self) -> Mapping[str, str]:
        return {str(ending): str(gender) for ending, gender in self.mapping("gender_endings").items()}

    @cached_property
    def _genders(self) -> Mapping[str, str]:
        return {w: gender for gender, listed in self.mapping("genders").items() for w in listed.split()}

    @cached_property
    def _acronyms(self) -> Mapping[str, str]:
        listed = self.mapping("articled_acronyms")
        return {word: gender for gender, words in listed.items() for word in words.split()}

    def _forms_of(self, masculine: str) -> tuple[str, str, str, str]:
        """Return the four forms of an adjective in small letters: ms, fs, mp, fp."""
        head, _, last = masculine.rpartition("-")
        if head:
            ms, fs, mp, fp = self._forms_of(last)
            return f"{head}-{ms}", f"{head}-{fs}", f"{head}-{mp}", f"{head}-{fp}"
        feminine = self.mapping("feminines").get(masculine) or self.rules.feminine(masculine)
        return masculine, feminine, self.pluralise(masculine)[0], self.pluralise(feminine)[0]

    def _read_adjective(self, word: str) -> tuple[tuple[str, str, str], ...]:
        """Return readings of a word as an adjective: masculine singular, gender and number."""
        low = key(word)
        found: dict[tuple[str, str, str], None] = {}
        for singular in self.singulars(low) or (low,):
            for masculine in self._masculines(singular) or (singular,):
                for place, form in enumerate(self.forms_of(masculine)):
                    if form == low:
                        gender, number = "mf"[place % 2], NUMBERS[place // 2]
                        found[masculine, gender, number] = None
        return tuple(found)

    @cached_property
    def _masculine_of(self) -> Mapping[str, str]:
        return {f: m for m, f in self.mapping("feminines").items() if f != m}

    def _masculines(self, word: str) -> tuple[str, ...]:
        listed = self._masculine_of.get(word)
        if listed or word in self.mapping("feminines"):
            return (listed,) if listed else ()
        head, _, last = word.rpartition("-")
        found = self.rules.masculines(last)
        return tuple(f"{head}-{each}" for each in found) if head else found

    def adjective_forms(self, word: str) -> frozenset[tuple[str, str]]:
        """Return the genders and numbers that a word may have as an adjective."""
        low = key(word)
        for apocope, full in self.mapping("apocopes").items():
            if low == apocope:
                both = apocope in self.words("apocopes_of_both")
                return frozenset((g, "singular") for g in ("mf" if both else "m") if full)
        return frozenset((g, n) for m, g, n in self.read_adjective(low) if self.is_adjective(m, low))

    def is_adjective(self, masculine: str, word: str) -> bool:
        """Tell whether an adjective is one by the lists or by its ending."""
        if key(word) in self.words("function_words"):
            return False
        last = masculine.rpartition("-")[2]
        return self.is_listed(last) or (len(last) > 3 and last.endswith(self._adjective_endings))

    def is_listed(self, masculine: str) -> bool:
        """Tell whether an adjective is one by the lists."""
        return masculine in self.words("adjectives") or masculine in self._listed_masculines

    @cached_property
    def _listed_masculines(self) -> frozenset[str]:
        return frozenset((*self.mapping("feminines"), *self.words("prenominal"), *self.words("demonyms")))

    @cached_property
    def _adjective_endings(self) -> tuple[str, ...]:
        return tuple(self.words("adjective_endings"))

    def is_prenominal(self, word: str) -> bool:
        """Tell whether an adjective may stand before its noun."""
        listed = self.words("prenominal")
        return key(word) in listed or any(m in listed for m, _, _ in self.read_adjective(word))

    def inflect_adjective(self, word: str, gender: str, number: str, *, before: bool = False) -> str:
        """Return an adjective for a gender and number; `before` its noun it may lose its end (gran)."""
        low = key(word)
        full = self.mapping("apocopes").get(low)
        readings = [m for m, _, _ in self.read_adjective(low) if self.is_adjective(m, low)]
        masculine = full or (readings[0] if readings else low)
        place = (gender == "f") + 2 * (number == "plural")
        written = self.forms_of(masculine)[place]
        if before and number == "singular":
            short = self._apocope_of.get(masculine)
            if short and (gender == "m" or short in self.words("apocopes_of_both")):
                written = short
        return recase_like(written, word)

    @cached_property
    def _apocope_of(self) -> Mapping[str, str]:
        return {full: short for short, full in self.mapping("apocopes").items()}

    def naming_of(self, name: str) -> Naming:
        """Return whether a name of one word has an article by itself, as the lists say (pt. a Rússia)."""
        return "articled" if name in self.words("articled_places") else "bare"

    def is_singular(self, number: int) -> bool:
        """Tell whether a noun after a whole number is in the singular."""
        return number == 1 or (number == 0 and self.language == "fr")

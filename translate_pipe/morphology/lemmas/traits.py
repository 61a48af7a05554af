"""A language goes in; how its words change beyond what a dictionary lists comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from translate_pipe.morphology.lemmas.mutations import MUTATIONS

# A shorter stem is too often part of a word that has nothing to do with it.
_SHORTEST_STEM = 3
_CONSONANT = "[^aeiouyáéíóúýäöüăâîěůàèìòùаеёиоуыэюяъ]"


@dataclass(frozen=True, slots=True)
class Traits:
    """What a language does with words that its dictionary lacks; all letters are small.

    Attributes:
        lemmas: endings of definite forms that the dictionary has as lemmas → those of the indefinite.
        bare: endings of dictionary forms that give way to others (Praha, Prahy).
        endings: what may follow the stem, as a whole; None where nothing is guessed.
        sure: those of the endings that words of other kinds never have.
        alternations: how the end of a stem may change before an ending (Praha, Praze).
        fleeting: vowels that fall out before the last consonant of a stem (Pavel, Pavla).
        links: what may stand between the parts of a compound; () where there are none.
        derivations: what looks like the last part of a compound, and makes another word of the term.
        elided: words that lose their vowel before a vowel and are joined by an apostrophe.
        prefixes: articles and prepositions that are written as one with the word.
        mutation: how first letters change.
        unaccented: accents wander within a word and tell nothing.
    """

    lemmas: tuple[tuple[str, str], ...] = ()
    bare: tuple[str, ...] = ()
    endings: re.Pattern[str] | None = None
    sure: re.Pattern[str] | None = None
    alternations: tuple[tuple[str, str], ...] = ()
    fleeting: str = ""
    links: tuple[str, ...] = ()
    derivations: frozenset[str] = frozenset()
    elided: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    mutation: str = ""
    unaccented: bool = False

    def stems(self, term: str) -> Iterator[str]:
        """Yield what other forms of a term may begin with, the term itself first."""
        for bare in ("", *self.bare):
            if not term.endswith(bare):
                continue
            stem = term[: len(term) - len(bare)]
            if len(stem) < _SHORTEST_STEM:
                continue
            yield stem
            if self.fleeting:
                yield re.sub(f"(?<={_CONSONANT})[{self.fleeting}](?={_CONSONANT}{{1,2}}$)", "", stem)
            for end, other in self.alternations:
                if stem.endswith(end):
                    yield stem[: len(stem) - len(end)] + other

    def stem_of(self, word: str, term: str) -> tuple[int, bool]:
        """Return how long the stem is that makes a word look like the term in another form, 0 if none does.

        The second value tells whether the ending is one that leaves no doubt.
        """
        best = (0, False)
        for stem in self.stems(term) if self.endings else ():
            if word.startswith(stem) and self.endings and self.endings.fullmatch(word, len(stem)):
                sure = self.sure is not None and self.sure.fullmatch(word, len(stem)) is not None
                best = max(best, (len(stem), sure))
        return best

    def one_lemma(self, lemma: str) -> str:
        """Return the lemma that all forms have in common, definite ones too."""
        for end, other in self.lemmas:
            if lemma.endswith(end):
                return lemma[: len(lemma) - len(end)] + other
        return lemma

    def radicals(self, word: str) -> Iterator[str]:
        """Yield the word without the changes that the word before it makes to its first letters."""
        yield word
        for changed, first in MUTATIONS.get(self.mutation, ()):
            if word.startswith(changed):
                yield first + word[len(changed) :]
        if self.mutation == "welsh" and word[:1] in "aeiouwyrlâêîôûŵŷ":
            yield "g" + word


@lru_cache(maxsize=64)
def read_traits(language: str) -> Traits:
    """Return the traits of a language; one without a row in the table has none."""
    row = _table().get(language, {})
    return Traits(
        lemmas=tuple(row.get("lemmas", {}).items()),
        bare=tuple(row.get("bare", ())),
        endings=re.compile(row["endings"]) if "endings" in row else None,
        sure=re.compile(row["sure"]) if "sure" in row else None,
        alternations=tuple((end, other) for end, other in row.get("alternations", ())),
        fleeting=row.get("fleeting", ""),
        links=tuple(row.get("links", ())),
        derivations=frozenset(row.get("derivations", ())),
        elided=frozenset(row.get("elided", ())),
        prefixes=tuple(row.get("prefixes", ())),
        mutation=row.get("mutation", ""),
        unaccented=row.get("unaccented", False),
    )


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, Any]]:
    table = files("translate_pipe.morphology") / "tables" / "lemmas.json"
    rows: dict[str, dict[str, Any]] = json.loads(table.read_text(encoding="utf-8"))
    return rows

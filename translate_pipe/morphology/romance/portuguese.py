"""Portuguese, of Portugal and of Brazil: plurals with their accents, and feminines.

Source: C. Cunha, L. F. L. Cintra, Nova gramática do português contemporâneo, chapters 8 and 10, in own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_pipe.morphology.romance.grammar import Grammar

_PLAIN = str.maketrans("áéíóúâêô", "aeiouaeo")
_ACCENTS = "áéíóúâêô"
_ACCENTED = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú"}
_ACCENT = re.compile(f"[{_ACCENTS}]")
_STRESSED_END = re.compile(f"(?:[{_ACCENTS}]|^[^aeiou]*[aeiou])[sz]$")
_HIATUS = re.compile("[aeou]í[sz]$")


class PortugueseRules:
    """Implements `Rules` for Portuguese."""

    def pluralise(self, word: str, gender: str = "") -> str:  # noqa: ARG002 - the same for both
        """Return the plural: nação → nações, civil → civis, homem → homens, país → países, lápis → lápis."""
        if word.endswith("ão"):
            return word[:-2] + ("ãos" if _ACCENT.search(word) else "ões")
        if re.search("[aeiou]l$", word):
            return _pluralise_l(word)
        last = word[-1]
        if last == "m":
            return word[:-1] + "ns"
        if last in "rz":
            return word + "es"
        if last == "s":
            if not _STRESSED_END.search(word):
                return word
            return (word if _HIATUS.search(word) else word[:-2] + word[-2].translate(_PLAIN) + "s") + "es"
        return word if last == "x" else word + "s"

    def singulars(self, word: str) -> tuple[str, ...]:
        """Return what makes this plural, likeliest first."""
        if not word.endswith("s") or len(word) < 4 or word.endswith("ês"):
            return ()
        return tuple(dict.fromkeys(one for one in _undo(word) if one != word and self.pluralise(one) == word))

    def adjective_singulars(self, word: str) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's name
        """Return nothing: adjectives are plurals if nouns like them are."""
        return ()

    def feminine(self, word: str) -> str:
        """Return the feminine: russo → russa, francês → francesa, alemão → alemã, europeu → europeia."""
        if word.endswith("ão"):
            return word[:-1]
        if word.endswith("eu"):
            return word[:-1] + "ia"
        if word.endswith("o"):
            return word[:-1] + "a"
        if word.endswith("ês"):
            return word[:-2] + "esa"
        if word.endswith(("dor", "tor", "sor")):
            return word + "a"
        return word + "a" if re.search("[^gqe]u$", word) else word

    def masculines(self, word: str) -> tuple[str, ...]:
        """Return what has this feminine: russa → russo, alemã → alemão, francesa → francês."""
        if word.endswith("ã"):
            return (word + "o",)
        if not word.endswith("a") or word.endswith("ista"):
            return ()
        stem = word[:-1]
        found = [stem + "o", stem]
        if stem.endswith("es"):
            found = [stem[:-2] + "ês", stem + "o"]
        elif stem.endswith("ei"):
            found = [stem[:-1] + "u", stem + "o"]
        elif stem.endswith(("dor", "tor", "sor")):
            found = [stem]
        return tuple(one for one in found if self.feminine(one) == word)

    def onset(self, word: str, grammar: Grammar) -> str:  # noqa: ARG002 - the protocol's names
        """Return nothing: no word changes before another."""
        return ""


def _pluralise_l(word: str) -> str:
    """Return the plural of a word in -l: canal → canais, papel → papéis, túnel → túneis, fácil → fáceis."""
    stem, vowel = word[:-2], word[-2]
    marked = bool(_ACCENT.search(stem))
    if vowel == "i":
        return stem + ("eis" if marked else "is")
    if vowel in "eo" and not marked:
        return stem + _ACCENTED[vowel] + "is"
    return stem + vowel + "is"


def _undo(word: str) -> Iterator[str]:
    stem = word[:-2]
    if word.endswith(("ões", "ães", "ãos")):
        yield word[:-3] + "ão"
    elif word.endswith("ns"):
        yield stem + "m"
    elif word.endswith("is"):
        vowel = stem[-1:].translate(_PLAIN)
        if vowel == "e" and not re.search("[vnéó]eis$", word):
            # "fáceis" is of "fácil", "possíveis" of "possível".
            yield stem[:-1] + "il"
        if vowel in "aeou":
            yield stem[:-1] + vowel + "l"
        yield stem + "il"
    elif word.endswith(("res", "zes")):
        if re.search(f"[aeiou{_ACCENTS}][rz]es$", word):
            yield stem
    elif re.search("[aeiou]ses$", word):
        accented = stem[:-2] + {"e": "ê", "a": "á", "i": "í", "o": "ó", "u": "ú"}[stem[-2]] + "s"
        yield from (accented, stem) if re.search("[nlgru]eses$|^[^aeiou]*eses$", word) else ()
        yield word[:-1]
        yield from (accented, stem)
    yield word[:-1]

"""Italian: plurals with their spelling and gender, feminines, and how words begin.

Source: L. Serianni, Grammatica italiana, chapters 3 to 5, in own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_pipe.morphology.romance.grammar import Grammar

_VOWELS = "aeiouàèéìíòóùú"
# Nouns in -e that end so are singulars; others are plurals in -e, but for those that the tables list.
_SINGULAR_E = re.compile("(?:one|[aeio]re|nte|[ai]le|[aiou]ce|ese|evole|[dg]ine|[aiou]me|estre|enne)$")
# Plurals in -i that end so are of nouns in -e, in -a, or in -io.
_OF_E = re.compile("(?:[ts]or|rr?or|on|ent|ant|al|il|evol|es|ric|ier|din|gin|um|am)i$")
_OF_A = re.compile("(?:ist|em|[aeo]mm|om|asm|crat|naut|cid|iatr)i$")
_OF_IO = re.compile("(?:a[ir]|or|[^z]z|gl|sc|gg|[aeo]rc|id|ud)i$")


class ItalianRules:
    """Implements `Rules` for Italian."""

    def pluralise(self, word: str, gender: str = "") -> str:
        """Return the plural: nazione → nazioni, città → città, problema → problemi, banca → banche."""
        last, stem = word[-1], word[:-1]
        if last not in "aeo" or word.endswith("ie"):
            return word
        if last == "e":
            return stem + "i"
        if last == "o":
            return _pluralise_o(word)
        feminine = _pluralise_a(word)
        hard = stem + "h" if stem.endswith(("c", "g")) else stem
        masculine = stem if stem.endswith("i") else hard + "i"
        if gender:
            return masculine if gender == "m" else feminine
        return f"{masculine}/{feminine}"

    def singulars(self, word: str) -> tuple[str, ...]:
        """Return what makes this plural, likeliest first; of words in -e only where they look like it."""
        if len(word) < 4 or word[-1] not in "ei" or _SINGULAR_E.search(word):
            return ()
        candidates = _from_i(word) if word.endswith("i") else _from_e(word)
        return tuple(dict.fromkeys(one for one in candidates if self._makes(one, word)))

    def adjective_singulars(self, word: str) -> tuple[str, ...]:
        """Return the feminine of which a word in -e may be the plural, whatever its ending."""
        return tuple(one for one in _from_e(word) if self._makes(one, word)) if word.endswith("e") else ()

    def _makes(self, singular: str, plural: str) -> bool:
        return singular != plural and plural in self.pluralise(singular).split("/")

    def feminine(self, word: str) -> str:
        """Return the feminine: russo → russa, conservatore → conservatrice, speciale → speciale."""
        if word.endswith("o"):
            return word[:-1] + "a"
        return word[:-3] + "rice" if word.endswith("tore") else word

    def masculines(self, word: str) -> tuple[str, ...]:
        """Return what has this feminine: russa → russo, conservatrice → conservatore."""
        if word.endswith("trice"):
            return (word[:-4] + "ore",)
        return (word[:-1] + "o",) if word.endswith("a") and not word.endswith("ista") else ()

    def onset(self, word: str, grammar: Grammar) -> str:
        """Return v and the vowel that a word begins with, z where it asks for lo and uno, "" else."""
        for onset, words in grammar.mapping("onsets").items():
            if word in words.split():
                return str(onset)
        if re.match(f"s[^{_VOWELS}]|[xyz]|gn|[pc][stn]|mn|ft|ts|i[aeou]", word):
            return "z"
        if re.match(r"8\d*$|11$", word):
            return "v"
        vowel = re.match("h?([aeiouàèéìòù])", word)
        return "v" + vowel.group(1).translate(_PLAIN) if vowel else ""


_PLAIN = str.maketrans("àèéìòù", "aeeiou")


def _pluralise_o(word: str) -> str:
    """Return the plural of a noun in -o: amico → amici, parco → parchi, consiglio → consigli."""
    stem = word[:-1]
    if stem.endswith("i"):
        return stem
    if stem.endswith("c"):
        soft = stem.endswith(("ic", "iac", "voc")) and len(stem) > 3
        return stem + ("i" if soft else "hi")
    if stem.endswith("g"):
        return stem + ("i" if stem.endswith(("olog", "fag")) else "hi")
    return stem + "i"


def _pluralise_a(word: str) -> str:
    """Return the plural of a feminine in -a: banca → banche, provincia → province, farmacia → farmacie."""
    stem = word[:-1]
    if stem.endswith(("c", "g")):
        return stem + "he"
    if stem.endswith(("ci", "gi")) and stem[-3:-2] not in tuple(_VOWELS):
        return stem[:-1] + "e"
    return stem + "e"


def _from_i(word: str) -> Iterator[str]:
    stem = word[:-1]
    if word.endswith(("chi", "ghi")):
        stem = word[:-2]
    endings = "oea"
    if _OF_E.search(word) and not word.endswith("menti"):
        endings = "eoa"
    elif _OF_A.search(word):
        endings = "aoe"
    long = word + "o"
    if _OF_IO.search(word) and not word.endswith(("sori", "tori")):
        yield long
    yield from (stem + ending for ending in endings)
    yield long


def _from_e(word: str) -> Iterator[str]:
    yield (word[:-2] if word.endswith(("che", "ghe")) else word[:-1]) + "a"
    if word.endswith(("ce", "ge")):
        yield word[:-1] + "ia"

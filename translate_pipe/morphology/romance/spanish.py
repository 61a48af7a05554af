"""Spanish: plurals with their accents, feminines, and how words begin.

Source: RAE and ASALE, Nueva gramática de la lengua española, chapters 2 and 3, in own words.
"""

from __future__ import annotations

import re

from translate_pipe.morphology.romance.grammar import Grammar

_ACUTE = str.maketrans("aeiou", "áéíóú")
_PLAIN = str.maketrans("áéíóú", "aeiou")
_VOWELS = re.compile("[aeiouáéíóúü]+")
_HIATUS = re.compile("[aeoáéó][íú][^aeiou]$")
_ACCENTED_END = re.compile("[áéíóú][^aeiouáéíóú]$")


class SpanishRules:
    """Implements `Rules` for Spanish."""

    def pluralise(self, word: str, gender: str = "") -> str:  # noqa: ARG002 - the same for both
        """Return the plural: nación → naciones, examen → exámenes, crisis → crisis."""
        last, before = word[-1], word[-2:-1]
        if last in "aeiouáéóü":
            return word + "s"
        if last in "íú":
            return word + "es"
        if last == "z":
            return _without_accent(word[:-1]) + "ces"
        if last in "sx":
            stressed = len(_VOWELS.findall(word)) < 2 or bool(_ACCENTED_END.search(word))
            return _without_accent(word) + "es" if last == "s" and stressed else word
        if last not in "lrndjy" or not _VOWELS.fullmatch(before):
            return word + "s"
        if last == "n" and not re.search("[áéíóú]", word):
            return _accent_penult(word) + "es"
        return _without_accent(word) + "es"

    def singulars(self, word: str) -> tuple[str, ...]:
        """Return what makes this plural, likeliest first."""
        if not word.endswith("s") or len(word) < 4 or word.endswith(("sis", "tis", "xis")):
            return ()
        stem = word[:-2]
        candidates = [word[:-1]]
        if word.endswith("es"):
            accented = stem[:-2] + stem[-2:].translate(_ACUTE) if stem[-1] in "ns" else stem
            plain = _without_any(stem) if stem[-1] == "n" else stem
            longer = [stem[:-1] + "z"] if word.endswith("ces") else []
            longer += [plain if plain != stem else accented, accented, stem]
            # "naciones" is of "nación" although "nacione" would make it too; "partes" is of "parte".
            likely = re.search("(?:[aeiouáéíóú](?:n|r|l|d)|[íú]s|[ey]|[^aeiouáéíóún]ce?|c)es$", word)
            candidates = [*longer, word[:-1]] if likely else [word[:-1], *longer]
        return tuple(dict.fromkeys(one for one in candidates if self.pluralise(one) == word and one != word))

    def adjective_singulars(self, word: str) -> tuple[str, ...]:  # noqa: ARG002 - the protocol's name
        """Return nothing: adjectives are plurals if nouns like them are."""
        return ()

    def feminine(self, word: str) -> str:
        """Return the feminine: ruso → rusa, francés → francesa, conservador → conservadora."""
        if word.endswith("o"):
            return word[:-1] + "a"
        if word.endswith(("dor", "tor", "sor")):
            return word + "a"
        if word.endswith(("és", "án", "ín", "ón")):
            return _without_accent(word) + "a"
        return word[:-1] + "a" if word.endswith(("ote", "ete")) and len(word) > 5 else word

    def masculines(self, word: str) -> tuple[str, ...]:
        """Return what has this feminine: rusa → ruso, francesa → francés."""
        if not word.endswith("a") or word.endswith(("ista", "crata")):
            return ()
        stem = word[:-1]
        found = [stem + "o", stem]
        if stem.endswith(("es", "an", "in", "on")):
            accented = stem[:-2] + stem[-2:].translate(_ACUTE)
            found = [accented, *found] if stem.endswith(("es", "on")) else [stem + "o", accented]
        elif stem.endswith(("dor", "tor", "sor")):
            found = [stem]
        return tuple(one for one in found if self.feminine(one) == word)

    def onset(self, word: str, grammar: Grammar) -> str:
        """Return tonic for a noun that has `el` although it is feminine, i and o where y and o change."""
        singulars = (word, *grammar.singulars(word))
        if any(one in grammar.words("tonic") for one in singulars):
            return "tonic"
        if re.match("h?i(?![aeouáéó])|h?í|y$", word):
            return "i"
        return "o" if re.match("h?[oó]", word) else ""


def _without_accent(word: str) -> str:
    """Return a word without an accent on its last vowel, which an ending makes needless; país keeps it."""
    if _HIATUS.search(word) or not _ACCENTED_END.search(word):
        return word
    return word[:-2] + word[-2].translate(_PLAIN) + word[-1]


def _without_any(word: str) -> str:
    return word.translate(_PLAIN)


def _accent_penult(word: str) -> str:
    """Return a word with an accent on its last vowel but one, which an ending makes necessary: jóven-es."""
    nuclei = list(_VOWELS.finditer(word))
    if len(nuclei) < 2:
        return word
    nucleus = nuclei[-2]
    strong = [i for i in range(*nucleus.span()) if word[i] in "aeo"]
    place = strong[-1] if strong else nucleus.end() - 1
    return word[:place] + word[place].translate(_ACUTE) + word[place + 1 :]

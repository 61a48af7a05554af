"""French: plurals and feminines with their spelling, and how words begin.

Source: M. Grevisse, A. Goosse, Le bon usage, chapters on the noun and the adjective, in own words.
"""

from __future__ import annotations

import re

from translate_pipe.morphology.romance.grammar import Grammar

_VOWEL = re.compile("[aeiouàâäéèêëîïôöùûüœæ]|y[^aeiouàâéèêîïôûœ]")
# Words in -s that end so are the same in both numbers, but for those that the tables list.
_SAME = re.compile("(?:[aos]is|ès|ss|ous)$")
# Ending of the masculine → of the feminine; the first that fits counts.
_FEMININES = (
    ("er", "ère"),
    ("eux", "euse"),
    ("teur", "trice"),
    ("eur", "euse"),
    ("eau", "elle"),
    ("el", "elle"),
    ("eil", "eille"),
    ("en", "enne"),
    ("on", "onne"),
    ("et", "ette"),
    ("f", "ve"),
    ("gu", "guë"),
    ("e", "e"),
)


class FrenchRules:
    """Implements `Rules` for French."""

    def pluralise(self, word: str, gender: str = "") -> str:  # noqa: ARG002 - the same for both
        """Return the plural: journal → journaux, réseau → réseaux, feu → feux, pays → pays."""
        if word[-1] in "sxz":
            return word
        if word.endswith("al"):
            return word[:-1] + "ux"
        return word + ("x" if word.endswith(("au", "eu", "œu")) else "s")

    def singulars(self, word: str) -> tuple[str, ...]:
        """Return what makes this plural, likeliest first."""
        if len(word) < 4 and word not in ("ans", "feux"):
            return ()
        if word.endswith("eaux"):
            return (word[:-1],)
        if word.endswith("aux"):
            return (word[:-2] + "l",)
        return (word[:-1],) if word.endswith("s") and not _SAME.search(word) else ()

    def adjective_singulars(self, word: str) -> tuple[str, ...]:
        """Return what makes this the plural of an adjective although nouns like it are singulars: unis."""
        return (word[:-1],) if word.endswith("s") and len(word) > 3 else ()

    def feminine(self, word: str) -> str:
        """Return the feminine: étranger → étrangère, dangereux → dangereuse, massif → massive."""
        for masculine, feminine in _FEMININES:
            if word.endswith(masculine):
                return word[: -len(masculine)] + feminine
        return word + "e"

    def masculines(self, word: str) -> tuple[str, ...]:
        """Return what has this feminine: étrangère → étranger; one in -e may be the same in both."""
        found = [
            word[: -len(feminine)] + masculine
            for masculine, feminine in _FEMININES
            if word.endswith(feminine)
        ]
        found = [*found[:-1], word[:-1], word] if word.endswith("e") else found
        return tuple(dict.fromkeys(one for one in found if one and self.feminine(one) == word))

    def onset(self, word: str, grammar: Grammar) -> str:
        """Return v for a vowel or a silent h, "" for anything else and for an h that counts (la haine)."""
        if word.startswith("h"):
            aspirated = tuple(grammar.words("aspirated_stems"))
            if word in grammar.words("silent_h"):
                return "v"
            return "" if word in grammar.words("aspirated") or word.startswith(aspirated) else "v"
        if word in grammar.words("no_elision"):
            return ""
        return "v" if _VOWEL.match(word) else ""

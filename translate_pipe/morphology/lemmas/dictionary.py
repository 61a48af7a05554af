"""A word goes in; the lemmas that the dictionary gives for its spellings come out."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Mapping
from functools import cached_property, lru_cache

from translate_pipe.morphology.words import tidy

_OWN = (
    "ar ast bg ca cs cy da de el en eo es et fa fi fr ga gd gl gv he hi hu hy id is it ka la lb lt lv mk ml "
    "ms nb nl nn pl pt ro ru se sk sl sq sv sw tr uk"
)
# Language of a locale → what simplemma calls its dictionary.
LANGUAGES: Mapping[str, str] = {
    **{language: language for language in _OWN.split()},
    **dict.fromkeys(("hr", "sr", "bs", "sh"), "hbs"),
    **{"no": "nb", "fil": "tl", "tl": "tl"},
}
_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)),
        **{"љ": "lj", "њ": "nj", "џ": "dž"},
    }
)
# Old Romanian texts have letters with a cedilla.
_FOLDED: Mapping[str, dict[int, str]] = {"hbs": _CYRILLIC, "ro": str.maketrans({"ş": "ș", "ţ": "ț"})}


class LemmaDictionary:
    """The dictionary of one language, read on first use; words are compared by their `key`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._lock = threading.Lock()
        self._folding = _FOLDED.get(language, {})
        self.key = lru_cache(maxsize=65536)(self._fold)
        self.lemmas = lru_cache(maxsize=65536)(self._look_up)

    def preload(self) -> None:
        """Read the dictionary now, in the background perhaps."""
        assert self._words is not None

    @property
    def _words(self) -> Mapping[str, str]:
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> Mapping[str, str]:
        from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

        # As Python values Finnish takes 400 MB, not 50, and hardly less time to read.
        return LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(self.language)

    def _fold(self, word: str) -> str:
        """Return what spellings of one word have in common: small letters, composed, in one script."""
        word = unicodedata.normalize("NFC", tidy(word))
        if self.language == "tr":
            word = word.replace("İ", "i").replace("I", "ı")
        return word.lower().translate(self._folding)

    def _look_up(self, word: str) -> frozenset[str]:
        """Return the keys of the lemmas of a word, whatever its capitals; none if it is unknown."""
        words, key = self._words, self._fold(word)
        spellings = {unicodedata.normalize("NFC", word), key, key[:1].upper() + key[1:]}
        if self.language == "tr" and key[:1] == "i":
            spellings.add("İ" + key[1:])
        found = (words.get(spelling) for spelling in spellings)
        return frozenset(self._fold(lemma) for lemma in found if lemma)

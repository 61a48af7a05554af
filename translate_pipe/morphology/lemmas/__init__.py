"""The languages that simplemma knows: terms are recognised by the lemmas of their words, not inflected."""

from __future__ import annotations

from importlib.util import find_spec

from translate_pipe.locales import language_of
from translate_pipe.morphology.lemmas.dictionary import LANGUAGES, LemmaDictionary
from translate_pipe.morphology.lemmas.morphology import LemmaMorphology
from translate_pipe.morphology.lemmas.traits import read_traits

__all__ = ["LANGUAGES", "LemmaMorphology", "is_installed", "knows", "load_lemmas"]


def knows(locale: str) -> bool:
    """Tell whether the extra `lemmas` has a dictionary for a locale, installed or not."""
    return language_of(locale) in LANGUAGES


def is_installed() -> bool:
    """Tell whether the extra `lemmas` is installed."""
    return find_spec("simplemma") is not None


def load_lemmas(locale: str) -> LemmaMorphology | None:
    """Return the morphology by lemmas, or None where there is no dictionary or the extra is not installed."""
    if not knows(locale) or not is_installed():
        return None
    name = LANGUAGES[language_of(locale)]
    return LemmaMorphology(locale, LemmaDictionary(name), read_traits(name))

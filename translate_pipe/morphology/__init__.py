"""Terms in their grammatical forms: one morphology per language, chosen by locale."""

from __future__ import annotations

from functools import lru_cache

from translate_pipe.locales import language_of
from translate_pipe.model import Morphology


@lru_cache(maxsize=64)
def load_morphology(locale: str) -> Morphology:
    """Return the morphology for a locale; the default one where no dictionary is installed.

    Dictionaries are loaded on first use; one morphology per locale serves the whole process.
    """
    language = language_of(locale)
    if language == "ru":
        from translate_pipe.morphology.russian import load_russian

        return load_russian(locale)
    if language == "uk":
        from translate_pipe.morphology.ukrainian import load_ukrainian

        ukrainian = load_ukrainian(locale)
        if ukrainian is not None:
            return ukrainian
    from translate_pipe.morphology.default import DefaultMorphology

    return DefaultMorphology(locale)


def preload_dictionary(morphology: Morphology) -> None:
    """Load now, in the background perhaps, the dictionary of a morphology that has one."""
    if hasattr(morphology, "preload"):
        morphology.preload()

"""German: nouns by the dictionary german-nouns, adjectives, articles and names by rule."""

from __future__ import annotations

from importlib.util import find_spec

from translate_pipe.morphology.german.morphology import GermanMorphology

__all__ = ["GermanMorphology", "load_german"]


def load_german(locale: str) -> GermanMorphology | None:
    """Return the German morphology, or None where its dictionary (the extra `german`) is not installed."""
    from translate_pipe.morphology.german.lexicon import NounLexicon

    spec = find_spec("german_nouns")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return GermanMorphology(locale, NounLexicon(folders[0])) if folders else None

"""Polish: the dictionary SGJP by Morfeusz, its function words, and how its names decline."""

from __future__ import annotations

from importlib.util import find_spec

from translate_pipe.morphology.inflecting import InflectingMorphology


def load_polish(locale: str) -> InflectingMorphology | None:
    """Return the Polish morphology, or None where its analyser (the extra `polish`) is not installed."""
    if find_spec("morfeusz2") is None:
        return None
    from translate_pipe.morphology.polish.language import POLISH
    from translate_pipe.morphology.polish.lexicon import PolishLexicon
    from translate_pipe.morphology.polish.morphology import PolishMorphology

    return PolishMorphology(locale, PolishLexicon(), POLISH)

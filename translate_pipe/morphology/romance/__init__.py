"""Spanish, Portuguese and their like: gender and number by rule, articles that join with prepositions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module

from translate_pipe.locales import language_of
from translate_pipe.morphology.romance.grammar import Grammar, Rules
from translate_pipe.morphology.romance.morphology import RomanceMorphology

__all__ = ["RomanceMorphology", "load_romance"]

# Language → module and class of its rules; its tables are named after the language.
_RULES: Mapping[str, tuple[str, str]] = {
    "es": ("spanish", "SpanishRules"),
    "fr": ("french", "FrenchRules"),
    "it": ("italian", "ItalianRules"),
    "pt": ("portuguese", "PortugueseRules"),
}


def load_romance(locale: str) -> RomanceMorphology:
    """Return the morphology of a Romance language; its tables are read on first use."""
    return RomanceMorphology(locale, _load_grammar(language_of(locale)))


@lru_cache(maxsize=8)
def _load_grammar(language: str) -> Grammar:
    module, name = _RULES[language]
    rules: Rules = getattr(import_module(f"translate_pipe.morphology.romance.{module}"), name)()
    return Grammar(language, rules)

"""A phrase in a sentence goes in; whether the words around agree with it comes out."""

from __future__ import annotations

from translate_pipe.model import Span
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.plan import Plan


def judge_agreement(lexicon: Lexicon, language: Language, plan: Plan, text: str, span: Span) -> bool | None:
    """Tell whether the words around `span` agree with the phrase there; None if nothing can be told."""
    return None

"""Hypotheses and term matches come in; one target a segment goes out, every match accounted for."""

from translate_pipe.terminology.account import TermAccount, count_states
from translate_pipe.terminology.candidates import Candidate, Enforced
from translate_pipe.terminology.capitals import calm_segment, is_shouting, learn_casing, shout, shouted_words
from translate_pipe.terminology.enforce import enforce_terms
from translate_pipe.terminology.verify import Verification, settle_terms, verify_terms

__all__ = [
    "Candidate",
    "Enforced",
    "TermAccount",
    "Verification",
    "calm_segment",
    "count_states",
    "enforce_terms",
    "is_shouting",
    "learn_casing",
    "settle_terms",
    "shout",
    "shouted_words",
    "verify_terms",
]

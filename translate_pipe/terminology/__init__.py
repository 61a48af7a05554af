"""Hypotheses and term matches come in; one target a segment goes out, every match accounted for."""

from translate_pipe.terminology.account import TermAccount, count_states
from translate_pipe.terminology.candidates import Candidate, Enforced
from translate_pipe.terminology.capitals import (
    is_all_capitals,
    learn_casing,
    restore_capitals,
    truecase_segment,
    words_in_capitals,
)
from translate_pipe.terminology.enforce import enforce_terms
from translate_pipe.terminology.verify import Verification, settle_terms, verify_terms

__all__ = [
    "Candidate",
    "Enforced",
    "TermAccount",
    "Verification",
    "count_states",
    "enforce_terms",
    "is_all_capitals",
    "learn_casing",
    "restore_capitals",
    "settle_terms",
    "truecase_segment",
    "verify_terms",
    "words_in_capitals",
]

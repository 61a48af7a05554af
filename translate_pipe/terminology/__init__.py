"""Hypotheses and term matches come in; one target a segment goes out, every match accounted for."""

from translate_pipe.terminology.account import TermAccount, count_states
from translate_pipe.terminology.candidates import Candidate
from translate_pipe.terminology.enforce import Enforced, enforce_terms
from translate_pipe.terminology.verify import Verification, settle_terms, verify_terms

__all__ = [
    "Candidate",
    "Enforced",
    "TermAccount",
    "Verification",
    "count_states",
    "enforce_terms",
    "settle_terms",
    "verify_terms",
]

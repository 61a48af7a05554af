"""Segments of articles go in; the rows that an editor would want in a glossary for them come out."""

from __future__ import annotations

from translate_pipe.glossary.propose.collect import Render, add_memory, add_renderings, propose_terms
from translate_pipe.glossary.propose.known import known_terms
from translate_pipe.glossary.propose.proposal import Proposal, ProposalKind, draft_glossary

__all__ = [
    "Proposal",
    "ProposalKind",
    "Render",
    "add_memory",
    "add_renderings",
    "draft_glossary",
    "known_terms",
    "propose_terms",
]

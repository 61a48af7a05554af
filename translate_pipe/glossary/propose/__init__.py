"""Segments of articles go in; the rows that an editor would want in a glossary for them come out."""

from __future__ import annotations

from translate_pipe.glossary.propose.collect import propose_terms
from translate_pipe.glossary.propose.proposal import Proposal, ProposalKind, draft_glossary

__all__ = ["Proposal", "ProposalKind", "draft_glossary", "propose_terms"]

"""Proposals go in; a glossary in the wide format, ready for editing by hand, comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from translate_pipe.glossary.table import GlossaryTable, new_table

ProposalKind = Literal["person", "place", "organisation", "title", "name", "term", "abbreviation"]
TargetOrigin = Literal["", "engine", "memory"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row that an editor may want.

    `count` is the number of occurrences in the articles, `in_memory` of segments of the memory that hold the
    term. `example` is a stretch of a segment around the first occurrence. `head` is the row that a look-alike
    follows, "" for a head itself. `target` is a rendering to start from, and `target_from` says whose.
    """

    term: str
    kind: ProposalKind
    count: int
    example: str
    head: str = ""
    remark: str = ""
    gender: str = ""
    target: str = ""
    target_from: TargetOrigin = ""
    in_memory: int = 0
    score: float = 0.0

    @property
    def note(self) -> str:
        """What the note column says: where the rendering comes from, how often, and an example."""
        parts = [f"proposal: {self.target_from}"] if self.target_from else []
        parts.append(f"{self.kind}, {self.count}×")
        if self.in_memory:
            parts.append(f"{self.in_memory}× in memory")
        if self.remark:
            parts.append(self.remark)
        return "; ".join(parts) + (f" | {self.example}" if self.example else "")


def draft_glossary(
    proposals: Sequence[Proposal],
    *,
    source: str,
    targets: Sequence[str],
    renderings: Sequence[Sequence[Proposal]] = (),
    path: str = "",
) -> GlossaryTable:
    """Return the proposals as a wide table: a column per locale, pos, gender, case, status and note.

    Args:
        renderings: for each target the same proposals in the same order with that target's renderings;
            without it those of `proposals` stand in the first target's column.
    """
    columns = [source, *targets, "pos", "gender", "case_sensitive", "status", "note"]
    sides = list(renderings) or [proposals]
    rows: list[dict[str, str]] = []
    for index, proposal in enumerate(proposals):
        row = {source: proposal.term, "note": proposal.note, "pos": _part_of_speech(proposal)}
        row["gender"] = proposal.gender
        row["case_sensitive"] = "yes" if _needs_capitals(proposal) else ""
        for locale, side in zip(targets, sides, strict=False):
            row[locale] = side[index].target
        rows.append(row)
    return new_table(columns, rows, path=path)


def _part_of_speech(proposal: Proposal) -> str:
    return "noun" if proposal.kind in ("term", "abbreviation") or proposal.term.islower() else "name"


def _needs_capitals(proposal: Proposal) -> bool:
    return proposal.kind != "term" and proposal.term != proposal.term.lower()

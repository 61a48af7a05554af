"""Proposals go in; a glossary in the wide format, ready for editing by hand, comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from translate_pipe.glossary.tables.table import Dialect, GlossaryTable, new_table

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

    def note(self, origins: str = "") -> str:
        """Return what the note column says: whose the rendering is, how often, and an example.

        `origins` tells whose the renderings are, by default that of `target`.
        """
        whose = origins or self.target_from
        parts = [f"proposal: {whose}"] if whose else ["proposal"]
        parts.append(f"{self.kind}, {self.count}×")
        if self.in_memory:
            parts.append(f"{self.in_memory}× in memory")
        if self.remark:
            parts.append(self.remark)
        return "; ".join(parts) + (f"; example: {self.example}" if self.example else "")


def draft_glossary(
    proposals: Mapping[str, Sequence[Proposal]], *, source: str, path: str = ""
) -> GlossaryTable:
    """Return proposals as a wide table: a column per locale, pos, gender, case_sensitive, status, note.

    Args:
        proposals: by target locale the same rows in the same order, each with renderings in that locale.
        source: the locale of the terms.

    Raises:
        ValueError: the rows of two targets differ.
    """
    targets = list(proposals)
    rows: list[dict[str, str]] = []
    for side in zip(*proposals.values(), strict=True):
        first = side[0]
        if any(other.term != first.term for other in side):
            raise ValueError(f"rows differ at {first.term!r}")
        row = {source: first.term, "pos": _part_of_speech(first), "gender": first.gender}
        row["case_sensitive"] = "yes" if _needs_capitals(first) else ""
        row.update({locale: other.target for locale, other in zip(targets, side, strict=True)})
        row["note"] = first.note(_origins(targets, side))
        rows.append(row)
    columns = [source, *targets, "pos", "gender", "case_sensitive", "status", "note"]
    delimiter = "\t" if path.lower().endswith((".tsv", ".tab")) else ","
    return new_table(columns, rows, path=path, dialect=Dialect(delimiter=delimiter))


def _origins(targets: Sequence[str], side: Sequence[Proposal]) -> str:
    """Return whose the renderings are, by locale where they are not all the same."""
    whose = {locale: other.target_from for locale, other in zip(targets, side, strict=True)}
    if len(set(whose.values())) == 1:
        return side[0].target_from
    return ", ".join(f"{origin} ({locale})" for locale, origin in whose.items() if origin)


def _part_of_speech(proposal: Proposal) -> str:
    return "noun" if proposal.kind in ("term", "abbreviation") or proposal.term.islower() else "name"


def _needs_capitals(proposal: Proposal) -> bool:
    return proposal.kind != "term" and proposal.term != proposal.term.lower()

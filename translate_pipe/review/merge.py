"""A bitext and the files that reviewers handed back go in; the merged bitext and its account come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from translate_pipe.bilingual.rows import (
    BilingualFile,
    BilingualRow,
    comment_fingerprint,
    fingerprint,
    normalise_text,
    split_fingerprint,
)
from translate_pipe.errors import BitextError
from translate_pipe.figures.account import resettle_figures
from translate_pipe.model import Bitext, Change, Mark, Span, TermOutcome, TranslationUnit
from translate_pipe.review.marks import adopt_marks, shift_marks
from translate_pipe.review.match import check_origin, is_copied, lacks_target, match_rows

STEP = "review"
"""The name under which a reviewer's change is recorded in a unit."""

Verify = Callable[[TranslationUnit], TranslationUnit]


@dataclass(frozen=True, slots=True)
class Edit:
    """One target that a reviewer changed, and where it was read."""

    id: str
    number: int
    source: str
    before: str
    after: str
    place: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A target that stands against others; `place` is where it was read, or "the bitext"."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A segment for which there are several edited targets; its unit stays as it was."""

    id: str
    number: int
    source: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A segment that a file no longer has; its unit stays as it was."""

    path: Path
    id: str
    number: int


@dataclass(frozen=True, slots=True)
class LackingTarget:
    """A row without a target, or with an empty one (`empty`) or the source's own words (`copied`).

    Its unit keeps its text.
    """

    path: Path
    id: str
    number: int
    place: str
    empty: bool
    copied: bool = False


@dataclass(frozen=True, slots=True)
class MergeResult:
    """A merged bitext and everything there is to say of the merge.

    With `errors` or `conflicts` nothing should be written. `accepted` and `commented` hold the ids of units
    whose target was approved unchanged, and whose comment changed; `stale` those of rows that were written
    before the unit last changed and hold nothing new; `lacking` rows whose missing or empty target took no
    text away.
    """

    bitext: Bitext
    edits: tuple[Edit, ...] = ()
    accepted: tuple[str, ...] = ()
    commented: tuple[str, ...] = ()
    missing: tuple[MissingRow, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    errors: tuple[BitextError, ...] = ()
    stale: tuple[str, ...] = ()
    lacking: tuple[LackingTarget, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids of all units that differ from before, in document order."""
        touched = {edit.id for edit in self.edits} | {*self.accepted, *self.commented}
        return tuple(unit.segment.id for unit in self.bitext.units if unit.segment.id in touched)


@dataclass(slots=True)
class _Gathered:
    """What the files say of one unit."""

    edits: list[BilingualRow] = field(default_factory=list)
    approvals: list[BilingualRow] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    stale: bool = False


def merge_review(
    bitext: Bitext,
    files: Sequence[BilingualFile],
    *,
    verify: Verify | None = None,
    accept_empty: bool = False,
) -> MergeResult:
    """Merge the rows of reviewed files into a bitext, by id and source text.

    An edited target wins and makes its unit `reviewed`. What editors change unasked (line ends, BOM,
    composition, outer spaces) is no edit. A row is edited if its target differs from that with which the
    file was written, so a file older than the bitext takes nothing back. A target that is not there, or
    empty, takes no text away (`lacks_target`).

    Args:
        files: the files of any number of reviewers, of any formats.
        verify: gives an edited unit its terms anew; without it terms are looked for as they were written.
        accept_empty: take empty targets as meant.
    """
    errors: list[BitextError] = []
    missing: list[MissingRow] = []
    lacking: list[LackingTarget] = []
    gathered: dict[str, _Gathered] = {unit.segment.id: _Gathered() for unit in bitext.units}
    units = {unit.segment.id: unit for unit in bitext.units}
    for file in files:
        foreign = check_origin(bitext, file)
        if foreign is not None:
            errors.append(foreign)
            continue
        rows, faults = match_rows(bitext, file)
        errors += faults
        for identifier, row in rows.items():
            unit = units[identifier]
            if lacks_target(row, unit, accept_empty=accept_empty):
                copied = row.has_target and is_copied(row)
                empty = row.has_target and not copied
                number = unit.segment.number
                lacking.append(LackingTarget(file.path, identifier, number, row.place, empty, copied))
            else:
                _gather(gathered[identifier], unit, row)
            _gather_comment(gathered[identifier], unit, row)
        if not faults:
            missing += [
                MissingRow(file.path, unit.segment.id, unit.segment.number)
                for unit in bitext.units
                if unit.segment.id not in rows
            ]
    settled = _settle(bitext, gathered, tuple(errors), tuple(missing), verify or _settle_plainly)
    return replace(settled, lacking=tuple(lacking))


def _gather(gathered: _Gathered, unit: TranslationUnit, row: BilingualRow) -> None:
    now = fingerprint(unit.target)
    said, _ = split_fingerprint(row.fingerprint)
    written = said or now
    read = fingerprint(row.target)
    moved = written == now == read and _marks_moved(row, unit)
    if read not in (written, now) or moved:
        gathered.edits.append(row)
    elif read == now and (row.state == "reviewed" or read != written) and unit.state != "reviewed":
        gathered.approvals.append(row)
    elif written != now:
        gathered.stale = True


def _gather_comment(gathered: _Gathered, unit: TranslationUnit, row: BilingualRow) -> None:
    said, said_comment = split_fingerprint(row.fingerprint)
    if row.comment is not None:
        written_comment = said_comment if said else comment_fingerprint(unit.comment)
        gathered.comments += _new_comments(unit.comment, row.comment, written_comment)


def _new_comments(now: str, read: str, written: str) -> list[str]:
    """Return the comment that a row asks for, if it does; one that others changed meanwhile is added to."""
    if comment_fingerprint(read) in (written, comment_fingerprint(now)):
        return []
    text = normalise_text(read)
    if written == comment_fingerprint(now):
        return [text]
    return [f"{now}\n{text}" if now else text] if text else []


def _marks_moved(row: BilingualRow, unit: TranslationUnit) -> bool:
    if not row.marks:
        return False
    known = {mark.id for mark in unit.target_marks}
    before = {(mark.id, mark.span) for mark in unit.target_marks}
    return {(mark.id, mark.span) for mark in row.marks if mark.id in known} != before


def _settle(
    bitext: Bitext,
    gathered: dict[str, _Gathered],
    errors: tuple[BitextError, ...],
    missing: tuple[MissingRow, ...],
    verify: Verify,
) -> MergeResult:
    units, edits, conflicts = [], [], []
    accepted, commented, stale = [], [], []
    for unit in bitext.units:
        said = gathered[unit.segment.id]
        new = unit
        rivals = _rivals(unit, said.edits)
        if len(rivals) > 1:
            conflicts.append(Conflict(unit.segment.id, unit.segment.number, unit.segment.source, rivals))
        elif said.edits:
            new = verify(_edited(unit, said.edits[0]))
            after = new.target
            edits.append(_edit_of(unit, after, said.edits[0].place))
        elif said.approvals:
            new = _approved(unit)
            accepted.append(unit.segment.id)
        elif said.stale:
            stale.append(unit.segment.id)
        comment = "\n".join(dict.fromkeys(said.comments))
        if said.comments:
            new = replace(new, comment=comment)
            commented.append(unit.segment.id)
        units.append(new)
    return MergeResult(
        replace(bitext, units=tuple(units)) if not errors and not conflicts else bitext,
        tuple(edits),
        tuple(accepted),
        tuple(commented),
        missing,
        tuple(conflicts),
        errors,
        tuple(stale),
    )


def _rivals(unit: TranslationUnit, rows: Sequence[BilingualRow]) -> tuple[Proposal, ...]:
    """Return the different targets that a unit would have to take; more than one is a conflict."""
    rivals: dict[str, Proposal] = {}
    now = fingerprint(unit.target)
    for row in rows:
        rivals.setdefault(fingerprint(row.target), Proposal(row.target, row.place))
        written, _ = split_fingerprint(row.fingerprint)
        if written not in ("", now):
            rivals.setdefault(now, Proposal(unit.target, "the bitext, changed since the file was written"))
    return tuple(rivals.values())


def _edit_of(unit: TranslationUnit, after: str, place: str) -> Edit:
    segment = unit.segment
    return Edit(segment.id, segment.number, segment.source, unit.target, after, place)


def _edited(unit: TranslationUnit, row: BilingualRow) -> TranslationUnit:
    target = normalise_text(row.target)
    marks: tuple[Mark, ...]
    if fingerprint(target) == fingerprint(unit.target):
        target = unit.target
    if row.marks:
        marks = adopt_marks(row.marks, unit.target_marks or unit.segment.marks, unit.target, target)
    else:
        marks = shift_marks(unit.target_marks, unit.target, target)
    return replace(
        unit,
        target=target,
        state="reviewed",
        target_marks=tuple(_within(mark, target) for mark in marks),
        changes=(*unit.changes, Change(STEP, unit.target, target)),
    )


def _within(mark: Mark, text: str) -> Mark:
    """Return a mark that ends with the text; outer spaces that carried it may be gone."""
    span = mark.span
    if span.end <= len(text):
        return mark
    return replace(mark, span=Span(min(span.start, len(text)), len(text)))


def _approved(unit: TranslationUnit) -> TranslationUnit:
    reason = "a reviewer approved the text"
    terms = tuple(
        replace(outcome, state="overruled", reason=reason) if outcome.state == "unresolved" else outcome
        for outcome in unit.terms
    )
    figures = tuple(
        replace(outcome, state="overruled", reason=reason) if outcome.state == "unresolved" else outcome
        for outcome in unit.figures
    )
    return replace(unit, state="reviewed", terms=terms, figures=figures)


def _settle_plainly(unit: TranslationUnit) -> TranslationUnit:
    """Account for terms without a morphology: a surface that still stands is found, others are overruled."""
    settled = replace(unit, terms=tuple(_outcome_in(unit.target, outcome) for outcome in unit.terms))
    return resettle_figures(settled)


def _outcome_in(target: str, outcome: TermOutcome) -> TermOutcome:
    surface = outcome.surface
    start = target.find(surface) if surface else -1
    if start < 0:
        return TermOutcome(outcome.match, "overruled", reason="the reviewer's text stands")
    kept = outcome.state == "kept"
    return replace(
        outcome,
        state="kept" if kept else "already",
        span=Span(start, start + len(surface)),
        method=outcome.method if kept else None,
    )

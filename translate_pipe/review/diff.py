"""What reviewers changed, segment by segment and word by word, with edit distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipe.bilingual.rows import BilingualRow, fingerprint, normalise_text, split_fingerprint
from translate_pipe.model import Bitext, TranslationUnit
from translate_pipe.review.find import Review
from translate_pipe.review.match import lacks_target, match_rows
from translate_pipe.review.merge import STEP
from translate_pipe.review.words import NO_DISTANCE, Distance, Step, compare, measure


@dataclass(frozen=True, slots=True)
class SegmentDiff:
    """One segment that a reviewer changed; `reviewer` names the file, "" for the bitext itself."""

    id: str
    number: int
    source: str
    before: str
    after: str
    steps: tuple[Step, ...]
    distance: Distance
    reviewer: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ReviewDiff:
    """All changed segments of one article in one locale, out of `compared` segments.

    `distance` is that over all segments compared, so that unchanged ones count with their lengths.
    """

    article: str
    source_locale: str
    target_locale: str
    compared: int
    segments: tuple[SegmentDiff, ...]
    distance: Distance


def diff_review(review: Review) -> ReviewDiff:
    """Compare the targets of reviewed files with what there was before any review.

    Raises:
        BitextError: a row belongs to no segment, or its source was changed.
    """
    before = {unit.segment.id: target_before_review(unit) for unit in review.bitext.units}
    units = {unit.segment.id: unit for unit in review.bitext.units}
    changed: list[SegmentDiff] = []
    total, compared = NO_DISTANCE, 0
    for file in review.files:
        rows, errors = match_rows(review.bitext, file)
        if errors:
            raise errors[0]
        for identifier, unit in units.items():
            row = rows.get(identifier)
            if row is None:
                continue
            compared += 1
            stays = _is_stale(row, unit) or lacks_target(row, unit)
            after = before[identifier] if stays else row.target
            found = _compare(unit, before[identifier], after, file.path.name, row.comment or "")
            total += found.distance
            if found.before != found.after:
                changed.append(found)
    changed.sort(key=lambda found: found.number)
    return _diff(review.bitext, compared, changed, total)


def diff_bitext(bitext: Bitext) -> ReviewDiff:
    """Compare the targets of a bitext with what they were before any review."""
    found = [
        _compare(unit, target_before_review(unit), unit.target, "", unit.comment) for unit in bitext.units
    ]
    total = NO_DISTANCE
    for part in found:
        total += part.distance
    return _diff(bitext, len(found), [part for part in found if part.before != part.after], total)


def target_before_review(unit: TranslationUnit) -> str:
    """Return the target of a unit as it was before the first reviewer changed it."""
    return next((change.before for change in unit.changes if change.step == STEP), unit.target)


def _is_stale(row: BilingualRow, unit: TranslationUnit) -> bool:
    """Tell whether a row is as it was written, while its unit has become another since."""
    written, _ = split_fingerprint(row.fingerprint)
    return written == fingerprint(row.target) != fingerprint(unit.target)


def _compare(unit: TranslationUnit, before: str, after: str, reviewer: str, comment: str) -> SegmentDiff:
    after = before if fingerprint(before) == fingerprint(after) else normalise_text(after)
    segment = unit.segment
    return SegmentDiff(
        segment.id,
        segment.number,
        segment.source,
        before,
        after,
        compare(before, after) if before != after else (),
        measure(before, after),
        reviewer,
        comment,
    )


def _diff(bitext: Bitext, compared: int, changed: Sequence[SegmentDiff], total: Distance) -> ReviewDiff:
    return ReviewDiff(
        bitext.article, bitext.source_locale, bitext.target_locale, compared, tuple(changed), total
    )

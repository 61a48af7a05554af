"""A source and its target come in; what became of each figure of the source goes out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from translate_pipe.figures.compare import Comparison, compare_figures
from translate_pipe.figures.conform import judge_quantities
from translate_pipe.figures.find import Figure, may_hold_figures
from translate_pipe.figures.free import free_sides
from translate_pipe.model import (
    FigureOutcome,
    FigureState,
    Method,
    Segment,
    Span,
    TermOutcome,
    TranslationUnit,
)

FIGURE_STATES: tuple[FigureState, ...] = ("already", "applied", "overruled", "unresolved")


def settle_figures(
    source: str,
    target: str,
    compared: Comparison,
    *,
    changed: Collection[Span] = (),
    misstated: Collection[Span] = (),
    method: Method = "repair",
    standing: bool = False,
) -> tuple[FigureOutcome, ...]:
    """Give each figure of a source its one final state.

    Args:
        source: as it is, with all positions of `compared`.
        target: likewise.
        changed: the figures of the source that were put right; `method` says how.
        misstated: stretches of the source whose number the target says, but not as the money, the percentage,
            the time or the date that it is.
        standing: the target is a person's or the memory's; what it lacks is `overruled`.
    """
    lost = {figure.span for figure in compared.lost}
    free = list(compared.target)
    outcomes = []
    for figure in compared.source:
        written = figure.span.of(source)
        wrong = any(figure.span.overlaps(span) for span in misstated)
        doubled = any(set(figure.readings) & set(one.readings) for one in compared.doubled)
        if figure.span in lost or wrong or doubled:
            if standing:
                reason = "the standing text says it otherwise"
            elif wrong:
                reason = "its unit is lost or another"
            else:
                reason = "it is said too often" if doubled else "no text that says it was found"
            state: FigureState = "overruled" if standing else "unresolved"
            outcomes.append(FigureOutcome(figure.span, written, state, reason=reason))
            continue
        said = _said_by(figure, free)
        if said is not None:
            free.remove(said)
        outcomes.append(
            FigureOutcome(
                figure.span,
                written,
                "applied" if figure.span in changed else "already",
                target_span=said.span if said is not None else None,
                target=said.span.of(target) if said is not None else "",
                method=method if figure.span in changed else None,
            )
        )
    return tuple(outcomes)


def account_standing(
    segment: Segment, target: str, terms: Sequence[TermOutcome], source_locale: str, target_locale: str
) -> tuple[FigureOutcome, ...]:
    """Account for the figures of a segment whose target stands as it is: a person's, or the memory's."""
    source, free = free_sides(segment, target, terms)
    if not may_hold_figures(source):
        return ()
    compared = compare_figures(source, free, source_locale, target_locale)
    verdicts = judge_quantities(source, free, source_locale, target_locale, compared=compared)
    misstated = [one.source for one in verdicts if one.state == "wrong"]
    return settle_figures(segment.source, target, compared, misstated=misstated, standing=True)


def _said_by(figure: Figure, free: Sequence[Figure]) -> Figure | None:
    """Return the figure of the target that says a figure of the source; None where words say it."""
    wanted = set(figure.readings)
    exact = (one for one in free if wanted & set(one.readings))
    partly = (one for one in free if any(mine & other for mine in wanted for other in one.readings))
    return next(exact, None) or next(partly, None)


def resettle_figures(unit: TranslationUnit) -> TranslationUnit:
    """Account anew for the figures of a unit whose target a person has edited."""
    return replace(unit, figures=tuple(_outcome_in(unit.target, one) for one in unit.figures))


def _outcome_in(target: str, outcome: FigureOutcome) -> FigureOutcome:
    start = target.find(outcome.target) if outcome.target else -1
    if start >= 0:
        span = Span(start, start + len(outcome.target))
        return FigureOutcome(outcome.span, outcome.surface, "already", span, outcome.target)
    if outcome.state == "already" and not outcome.target:
        return outcome
    reason = "the reviewer's text stands"
    return FigureOutcome(outcome.span, outcome.surface, "overruled", reason=reason)


def count_figures(units: Iterable[TranslationUnit]) -> dict[FigureState, int]:
    """Return how many figures of all units ended in each state, in a fixed order."""
    counts = dict.fromkeys(FIGURE_STATES, 0)
    for unit in units:
        for outcome in unit.figures:
            counts[outcome.state] += 1
    return counts

"""A source and its target come in; what the target says wrongly, or in foreign signs, is rewritten.

Each kind of quantity gives its verdicts; what they ask for is done one by one, and only if no figure of the
source is lost by it and none is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from translate_pipe.figures.clock import judge_times
from translate_pipe.figures.compare import Comparison, compare_figures
from translate_pipe.figures.counted import judge_counted
from translate_pipe.figures.dates import judge_dates
from translate_pipe.figures.free import blank, replace_in
from translate_pipe.figures.leftovers import judge_copies, judge_points, judge_units
from translate_pipe.figures.letter import judge_letters
from translate_pipe.figures.money import judge_money
from translate_pipe.figures.percent import judge_percentages
from translate_pipe.figures.quantity import Pair, QuantityKind, Verdict
from translate_pipe.figures.render import FigureStyle
from translate_pipe.model import Morphology, Span

_JUDGES: dict[QuantityKind, Callable[[Pair], Iterator[Verdict]]] = {
    "letters": judge_letters,
    "date": judge_dates,
    "time": judge_times,
    "money": judge_money,
    "percentage": judge_percentages,
    "unit": judge_units,
    "copy": judge_copies,
    "point": judge_points,
    "counted": judge_counted,
}
_MOST_EDITS = 12


@dataclass(frozen=True, slots=True)
class Conformed:
    """A target with its quantities put right.

    `restated` are stretches of the source that were said wrongly before, `misstated` those that still are:
    the number is there, but not what makes it money, a percentage, a time of day or a date.
    """

    text: str
    compared: Comparison
    restated: frozenset[Span] = frozenset()
    misstated: frozenset[Span] = frozenset()


def judge_quantities(
    source: str,
    target: str,
    source_locale: str,
    target_locale: str,
    *,
    compared: Comparison | None = None,
    morphology: Morphology | None = None,
) -> list[Verdict]:
    """Return the verdicts on all quantities of a source, in its order; none where it has no figures.

    Args:
        source: what is copied to the letter is blanked in it.
        target: likewise.
        compared: the figures of both, where they are compared already.
    """
    if compared is None:
        compared = compare_figures(source, target, source_locale, target_locale)
    if not compared.source:
        return []
    pair = Pair(source, target, source_locale, target_locale, compared.source, compared.target, morphology)
    verdicts: list[Verdict] = []
    for kind, judge in _JUDGES.items():
        for one in (replace(found, kind=kind) for found in judge(pair)):
            rivals = [other for other in verdicts if one.source.overlaps(other.source)]
            # What is right as money may still have the point of another locale.
            if all(other.state == "right" and not other.fixed for other in rivals):
                verdicts = [other for other in verdicts if other not in rivals]
                verdicts.append(one)
    return sorted(verdicts, key=lambda one: one.source)


def conform_quantities(
    source: str,
    target: str,
    source_locale: str,
    target_locale: str,
    *,
    compared: Comparison,
    style: FigureStyle = "locale",
    kept: Sequence[Span] = (),
    morphology: Morphology | None = None,
) -> Conformed:
    """Rewrite what a target says wrongly; with `locale` also what it says in foreign signs.

    Args:
        source: what is copied to the letter is blanked in it.
        kept: stretches of the target that belong to terms or are copied; they are neither read nor changed.
        compared: the figures of both texts as they are.
    """
    restated: set[Span] = set()
    tried: set[tuple[Span, str]] = set()
    verdicts: list[Verdict] = []
    for _ in range(_MOST_EDITS):
        verdicts = judge_quantities(
            source,
            blank(target, kept),
            source_locale,
            target_locale,
            compared=compared,
            morphology=morphology,
        )
        offers = (
            (one, text)
            for one in verdicts
            if _is_wanted(one, style)
            for text in (one.kept if style == "keep" else "", one.text)
            if text and (one.source, text) not in tried
        )
        wanted, text = next(offers, (None, ""))
        if wanted is None or wanted.place is None:
            break
        tried.add((wanted.source, text))
        place = wanted.place
        offer, moved = replace_in(target, place, text, kept)
        again = compare_figures(source, blank(offer, moved), source_locale, target_locale)
        worse = len(again.lost) > len(compared.lost) or len(again.added) > len(compared.added)
        if offer == target or worse or any(place.overlaps(span) for span in kept):
            continue
        if wanted.state == "wrong":
            restated.add(wanted.source)
        target, kept, compared = offer, moved, again
    misstated = frozenset(one.source for one in verdicts if one.state == "wrong")
    return Conformed(target, compared, frozenset(restated) - misstated, misstated)


def _is_wanted(verdict: Verdict, style: FigureStyle) -> bool:
    return verdict.place is not None and (
        verdict.state == "wrong" or (verdict.state == "form" and style == "locale")
    )

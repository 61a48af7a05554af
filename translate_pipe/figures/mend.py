"""A source and a target come in; the target goes out with the figures put right that it says wrongly.

Only a figure that the source does not say, or not so often, gives way, and only to one that the target lacks;
so a figure that is right is never touched. One that is said twice on end is said once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from translate_pipe.figures.compare import Comparison, compare_figures
from translate_pipe.figures.counted import recount
from translate_pipe.figures.find import Figure
from translate_pipe.figures.free import blank, replace_in
from translate_pipe.figures.render import FigureStyle, render_figure
from translate_pipe.model import Morphology, Span

# From this share of changed digits on two figures are not the same one, said wrongly.
_MOST_CHANGED = 0.5
_LONGEST_RUN = 3
_YEARS = re.compile(r"(?<!\d)\d{3,5}\s?[-–—/]\s?\d{1,4}(?!\d)")
_BETWEEN = re.compile(r"[ \u00a0\u202f.,]{1,2}")


@dataclass(frozen=True, slots=True)
class Mend:
    """A figure of the source, what stood for it in the target, and what stands there now."""

    figure: Figure
    before: str
    after: str


def mend_figures(
    source: str,
    target: str,
    source_locale: str,
    target_locale: str,
    *,
    style: FigureStyle = "locale",
    kept: Sequence[Span] = (),
    compared: Comparison | None = None,
    morphology: Morphology | None = None,
) -> tuple[str, tuple[Mend, ...]]:
    """Put the figures right that a target says wrongly: swapped one to one, broken, or with foreign signs.

    Args:
        source: what is copied to the letter is blanked in it.
        kept: stretches of the target that belong to terms or are copied; they are neither read nor changed.
        compared: the figures of both, where they are compared already.
        morphology: puts what a changed number counts into the form that it asks for.
    """
    mends: list[Mend] = []
    compared = compared or compare_figures(source, blank(target, kept), source_locale, target_locale)
    while compared.lost and (compared.added or compared.doubled):
        for figure, place in _pairs(compared, target):
            written = _written(figure, place, compared, target_locale, style)
            offer, moved = replace_in(target, place, written, kept)
            again = compare_figures(source, blank(offer, moved), source_locale, target_locale)
            if len(again.lost) < len(compared.lost) and _count_wrong(again) < _count_wrong(compared):
                mends.append(Mend(figure, place.of(target), written))
                noun = _recount(figure, place, written, compared, offer, target_locale, morphology)
                target, kept, compared = offer, moved, again
                if noun is not None and not any(noun[0].overlaps(span) for span in kept):
                    target, kept = replace_in(target, *noun, kept)
                    compared = compare_figures(source, blank(target, kept), source_locale, target_locale)
                break
        else:
            break
    for figure, place in _repeated(compared, target):
        offer, moved = replace_in(target, place, "", kept)
        again = compare_figures(source, blank(offer, moved), source_locale, target_locale)
        if len(again.doubled) < len(compared.doubled) and len(again.lost) <= len(compared.lost):
            mends.append(Mend(figure, place.of(target), ""))
            return offer, tuple(mends)
    return target, tuple(mends)


def _count_wrong(compared: Comparison) -> int:
    return len(compared.added) + len(compared.doubled)


def _repeated(compared: Comparison, target: str) -> Iterator[tuple[Figure, Span]]:
    """Yield the figures that are said twice on end, with what follows the first of the two."""
    for first, second in pairwise(compared.target):
        between = target[first.span.end : second.span.start]
        same = first.digits == second.digits and first.scale == second.scale
        if second in compared.doubled and same and not between.strip(" \u00a0\u202f"):
            yield second, Span(first.span.end, second.span.end)


def _recount(
    figure: Figure,
    place: Span,
    written: str,
    compared: Comparison,
    offer: str,
    locale: str,
    morphology: Morphology | None,
) -> tuple[Span, str] | None:
    """Return the noun that a swapped figure counts, in the form that the new one asks for.

    The word million is such a noun itself.
    """
    before = next((one for one in compared.added if one.span.end == place.end), None)
    if before is None or morphology is None:
        return None
    word = written.lstrip("-0123456789.,\u00a0\u202f ")
    digits = len(written) - len(word)
    end = place.start + len(written[:digits].rstrip())
    return recount(offer, Span(place.start, end), before, figure, locale, morphology)


def _pairs(compared: Comparison, target: str) -> Iterator[tuple[Figure, Span]]:
    """Yield each missing figure with the stretches that may stand for it, the likeliest pair first."""
    rated = []
    alone = len(compared.lost) == 1
    places = list(_places(compared.added, target))
    for order, figure in enumerate(compared.lost):
        for place, parts in places:
            distance = _distance(figure, parts)
            only = alone and len(parts) == len(compared.added) and _same_kind(figure, parts)
            if distance <= _MOST_CHANGED or only:
                rated.append((distance, order, place, figure))
        rated += [
            (0.0, order, Span(*match.span()), figure)
            for match in (_YEARS.finditer(target) if figure.kind == "years" else ())
            if any(Span(*match.span()).contains(one.span) for one in compared.added)
        ]
    if alone and not compared.added:
        rated += [(0.0, 0, place, compared.lost[0]) for place in _doubled_place(compared)]
    rated.sort(key=lambda one: one[:3])
    for _, _, place, figure in rated:
        yield figure, place


def _doubled_place(compared: Comparison) -> Iterator[Span]:
    """Yield where a figure that is said twice stands for the lost one: first or last, as in the source."""
    (lost,) = compared.lost
    for doubled in compared.doubled:
        wanted = set(doubled.readings)
        said = [one for one in compared.target if wanted & set(one.readings)]
        meant = next(one for one in compared.source if wanted & set(one.readings))
        if len(said) == 2 and lost.kind == doubled.kind and lost.is_percent == doubled.is_percent:
            yield said[0 if lost.span < meant.span else 1].span


def _places(added: Sequence[Figure], target: str) -> Iterator[tuple[Span, tuple[Figure, ...]]]:
    """Yield each stretch of figures that have only a space or a mark between them: one figure, broken."""
    for first in range(len(added)):
        for last in range(first + 1, min(first + _LONGEST_RUN, len(added)) + 1):
            parts = tuple(added[first:last])
            gaps = (target[one.span.end : other.span.start] for one, other in pairwise(parts))
            if all(_BETWEEN.fullmatch(gap) for gap in gaps):
                yield Span(parts[0].span.start, parts[-1].span.end), parts


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _distance(figure: Figure, parts: Sequence[Figure]) -> float:
    """Return the share of digits in which the figures differ, and 1 if they are of other kinds."""
    if not _same_kind(figure, parts):
        return 1.0
    # Loaded where it is needed: few texts have a figure wrong.
    from rapidfuzz.distance import Levenshtein

    own, other = _digits(figure.text), "".join(_digits(one.text) for one in parts)
    return Levenshtein.distance(own, other) / max(len(own), len(other), 1)


def _same_kind(figure: Figure, parts: Sequence[Figure]) -> bool:
    return all(one.kind == figure.kind for one in parts) and figure.is_percent == parts[-1].is_percent


def _written(figure: Figure, place: Span, compared: Comparison, locale: str, style: FigureStyle) -> str:
    """Write a figure for a place; the word that multiplies stays where it is the right one."""
    last = next((one for one in reversed(compared.added) if one.span.end == place.end), None)
    if last is not None and last.scale == figure.scale != 1:
        word = last.text[len(last.digits) :]
        return render_figure(figure, locale, style=style, scaled=False) + word
    return render_figure(figure, locale, style=style)

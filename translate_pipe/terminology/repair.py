"""A target that lacks a term comes in, with the engine's attention; targets with the term put in go out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipe.model import Link, Span, TermMatch
from translate_pipe.terminology.candidates import QUOTE_PAIRS, splice

# A word belongs to the rendering if it gets at least this share of the best word's attention.
SHARE_OF_BEST = 0.4


@dataclass(frozen=True, slots=True)
class Placed:
    """A text into which a form was put, where the form stands, and the form as the glossary has it."""

    text: str
    span: Span
    form: str


def find_places(
    target: str,
    match: TermMatch,
    links: Sequence[Link],
    occupied: Sequence[Span],
    source: str,
) -> tuple[Span, ...]:
    """Return the likeliest places for a term: where its wrong rendering stands, best first.

    The first is the run of words that attend mainly to the source term, the second its strongest word,
    the third the gap before it (for a term that was left out). Words in `occupied` belong to other terms.
    """
    words = [Span(*found.span()) for found in re.finditer(r"\w+(?:[-'’]\w+)*", target)]
    free = [word for word in words if not any(word.overlaps(span) for span in occupied)]
    if not free:
        return (Span(len(target.rstrip(" .!?…")), len(target.rstrip(" .!?…"))),)
    weight, own = _attention(free, match, links)
    best = max(free, key=lambda word: weight[word]) if any(weight.values()) else None
    if best is None:
        middle = (match.span.start + match.span.end) / 2
        best = free[min(len(free) - 1, int(len(free) * middle / max(1, len(source))))]
        return (best, Span(best.start, best.start))
    run = [best]
    position = words.index(best)
    for step in (-1, 1):
        at = position + step
        while 0 <= at < len(words) and words[at] in own and weight[words[at]] >= SHARE_OF_BEST * weight[best]:
            between = target[min(run[0].end, words[at].end) : max(run[0].start, words[at].start)]
            if any(sign in between for sign in ".;:!?"):
                break
            run.append(words[at])
            at += step
    whole = Span(min(word.start for word in run), max(word.end for word in run))
    return tuple(dict.fromkeys((whole, best, Span(whole.start, whole.start))))


def _attention(
    words: Sequence[Span], match: TermMatch, links: Sequence[Link]
) -> tuple[dict[Span, float], set[Span]]:
    """Sum each word's attention to the term; the second value holds the words that attend to it most."""
    weight = dict.fromkeys(words, 0.0)
    strongest: dict[Span, tuple[float, bool]] = {}
    for link in links:
        inside = link.source.overlaps(match.span)
        for word in words:
            if not word.overlaps(link.target):
                continue
            if inside:
                weight[word] += link.weight
            if link.weight > strongest.get(word, (0.0, False))[0]:
                strongest[word] = (link.weight, inside)
    return weight, {word for word, (_, inside) in strongest.items() if inside}


def place_forms(
    target: str, places: Sequence[Span], forms: Sequence[str], *, shouting: bool
) -> tuple[Placed, ...]:
    """Put every form in every place, widened to quotation marks that the form brings itself."""
    placed: dict[str, Placed] = {}
    for place in places:
        for form in forms:
            text, span = splice(target, _without_half_quotes(target, place), form, shouting=shouting)
            placed.setdefault(text, Placed(text, span, form))
    return tuple(placed.values())


def _without_half_quotes(target: str, place: Span) -> Span:
    """A place that holds only one mark of a pair of quotation marks shrinks to leave the pair whole."""
    inside = place.of(target)
    for opening, closing in QUOTE_PAIRS.items():
        if opening != closing and inside.count(opening) != inside.count(closing):
            cut = max(inside.rfind(opening), inside.rfind(closing))
            if inside[cut] == opening and cut == 0:
                return Span(place.start + 1, place.end)
            return Span(place.start, place.start + cut) if cut else place
    return place

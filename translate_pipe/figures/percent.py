"""Percentages: the sign or the word of the source must be in the target, and its space be the locale's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_pipe.figures.find import Figure
from translate_pipe.figures.quantity import SPACES, Pair, Verdict, same_value
from translate_pipe.figures.render import babel_locale, render_figure
from translate_pipe.model import Span

PERCENT_WORDS = re.compile(
    r"%|٪|per ?cent|\bpct\b|процент|відсот|prozent|pour ?cent|por ?ciento|пункт|\bpoints?\b",
    re.IGNORECASE,
)
_SIGN = re.compile(rf"([{SPACES}]?)[%٪]")
_NAMED = re.compile(rf"[{SPACES}-](?:per[ -]?cent|percent|pct)\b(?![{SPACES}-]?points?)", re.IGNORECASE)
# 45-летний, 5-10%: what a hyphen follows is part of something else.
_FREE = re.compile(r"(?![\w–—-]|[.,]\d)")


def is_percentage(figure: Figure, text: str) -> bool:
    """Tell whether a figure of a text is a percentage, by sign or by word."""
    return figure.kind == "number" and (
        figure.is_percent or (bool(_NAMED.match(text, figure.span.end)) and figure.scale == 1)
    )


def judge_percentages(pair: Pair) -> Iterator[Verdict]:
    """Yield a verdict on each percentage of the source whose number the target says."""
    taken: set[Span] = set()
    for figure in pair.own:
        if not is_percentage(figure, pair.source):
            continue
        equal = [one for one in pair.other if same_value(one, figure) and one.span not in taken]
        said = next((one for one in equal if one.is_percent), None)
        if said is not None:
            taken.add(said.span)
            yield _judge_space(pair, figure, said)
        elif equal and not PERCENT_WORDS.search(pair.target):
            bare = equal[0]
            taken.add(bare.span)
            free = _FREE.match(pair.target, bare.span.end)
            place = bare.span if free and bare.kind == "number" else None
            yield Verdict(figure.span, "wrong", place, write_percentage(figure, pair.target_locale))


def _judge_space(pair: Pair, figure: Figure, said: Figure) -> Verdict:
    sign = _SIGN.match(pair.target, said.span.end)
    wanted = percent_space(pair.target_locale)
    if sign is None or wanted is None or bool(sign[1]) == bool(wanted):
        return Verdict(figure.span, "right")
    place = Span(said.span.end, sign.end())
    return Verdict(figure.span, "form", place, f"{wanted}%")


def percent_space(locale: str) -> str | None:
    """Return what stands between number and sign, None where the sign comes first or is another."""
    found = re.search(r"[0#](\s?)%$", babel_locale(locale).percent_formats[None].pattern.split(";")[0])
    return found[1] if found else None


def write_percentage(figure: Figure, locale: str) -> str:
    """Write a percentage as the locale does."""
    space = percent_space(locale)
    number = render_figure(figure, locale)
    return f"%{number}" if space is None else f"{number}{space}%"

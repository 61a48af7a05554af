"""Percentages: the sign or the word of the source must be in the target, and its space be the locale's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from translate_pipe.figures.find import Figure
from translate_pipe.figures.quantity import SPACES, Pair, Verdict, same_value
from translate_pipe.figures.render import babel_locale, render_figure
from translate_pipe.model import Span

# Signs, English words that an engine may copy, and percentage points, which lose the word in between.
_ANYWHERE = r"[%٪％‰]|per ?cent|\bpct\b|\bpoints?\b|пункт|punkt|punti\b|puntos\b|pontos\b"
_UNIT = "concentr-percent"
_PLURALS = (1, 2, 5, 21, Decimal("1.5"))
_LONG_WORD = 9
_SIGN = re.compile(rf"([{SPACES}]?)[%٪]")
_NAMED = re.compile(rf"[{SPACES}-](?:per[ -]?cent|percent|pct)\b(?![{SPACES}-]?points?)", re.IGNORECASE)
# 45-летний, 5-10%: what a hyphen follows is part of something else.
_FREE = re.compile(r"(?![\w–—-]|[.,]\d)")


def is_percentage(figure: Figure, text: str) -> bool:
    """Tell whether a figure of a text is a percentage, by sign or by word."""
    return figure.kind == "number" and (
        figure.is_percent or (bool(_NAMED.match(text, figure.span.end)) and figure.scale == 1)
    )


def may_lack_percent(text: str, locale: str) -> bool:
    """Tell whether a text surely speaks of no percentage, by sign or by word in any form.

    Where the locale data have no word for it (zh, vi, ko, ar) none would be recognised: 百分之5, 5 phần trăm.
    """
    words = _percent_words(locale)
    return bool(words) and not re.search("|".join((_ANYWHERE, *words)), text, re.IGNORECASE)


@lru_cache(maxsize=32)
def _percent_words(locale: str) -> tuple[str, ...]:
    """Return what the words for per cent begin with, as patterns; source: CLDR's name of the unit."""
    from babel.units import format_unit

    stems = set()
    for value in _PLURALS:
        try:
            named = format_unit(value, _UNIT, length="long", locale=babel_locale(locale))
        except (ValueError, KeyError):
            continue
        word = re.sub(r"[\d.,٫\u0660-\u0669\u06f0-\u06f9%٪]+", "", named).strip()
        # Without a name in a locale Babel gives the one that is asked for, or the sign.
        if not word or "concentr" in word:
            return ()
        stems.add(re.escape(_stem(word.casefold())))
    return tuple(sorted(stems, key=len, reverse=True))


def _stem(word: str) -> str:
    """Take the ending off a single word: prosentti is prosentin too. Several (por ciento) have none."""
    if not word.isalpha():
        return word
    return word[:-2] if len(word) >= _LONG_WORD else re.sub(r"[aeiouyаеиіоуя]$", "", word)


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
        elif equal and may_lack_percent(pair.target, pair.target_locale):
            bare = equal[0]
            taken.add(bare.span)
            free = _FREE.match(pair.target, bare.span.end)
            place = bare.span if free and bare.kind == "number" else None
            written = write_percentage(figure, pair.target_locale)
            sign = _SIGN.match(pair.source, figure.span.end)
            kept = figure.text + sign.group() if sign else ""
            yield Verdict(figure.span, "wrong", place, written, lost=True, kept=kept)


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

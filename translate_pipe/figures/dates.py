"""Dates with the name of a month: judged by day, month and year, written as prose of the locale has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from translate_pipe.figures.compare import month_names
from translate_pipe.figures.quantity import SPACES, Pair, Verdict, without_full_stop
from translate_pipe.figures.render import babel_locale
from translate_pipe.locales import language_of
from translate_pipe.model import Span

# CLDR abbreviates the word for year ("2022 г."), which prose has in full.
_YEARS = {"ru": ("г.", "года"), "uk": ("р.", "року")}
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.|-?го|-?е)?"
_GAP = rf"(?:,?[{SPACES}]+(?:of[{SPACES}]|de[{SPACES}]|del[{SPACES}])?)"


@dataclass(frozen=True, slots=True)
class Date:
    """A date of a text: its stretch, what it says, how its month is written; `leads` if that comes first."""

    span: Span
    day: int
    month: int
    year: int | None
    name: str
    leads: bool
    foreign: bool


@lru_cache(maxsize=64)
def _patterns(locale: str, foreign: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = {*month_names(locale), *(month_names(foreign) if foreign else ()), "sept"}
    month = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    years = "|".join(re.escape(word) for pair in _YEARS.values() for word in pair)
    day = rf"(?<![\w.,:])(?P<day>[0-2]?\d|3[01]){_ORDINAL}"
    year = (
        rf"(?:(?:,|{_GAP})[{SPACES}]?(?P<year>[12]\d{{3}})(?![\d,.]\d|\d|s)(?:[{SPACES}](?:{years})(?!\w))?)?"
    )
    return (
        re.compile(rf"{day}{_GAP}(?P<month>{month})(?!\w)\.?{year}", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?P<month>{month})\.?[{SPACES}](?P<day>[0-2]?\d|3[01]){_ORDINAL}(?![\w:]|[.,]\d|[{SPACES}]\d)"
            rf"{year}",
            re.IGNORECASE,
        ),
    )


def find_dates(text: str, locale: str, foreign: str = "") -> list[Date]:
    """Return the dates of a text, in order; with `foreign` those also whose month is named in that locale."""
    own = month_names(locale)
    found: list[Date] = []
    for leads, pattern in enumerate(_patterns(locale, foreign)):
        for match in pattern.finditer(text):
            name = match["month"].casefold()
            month = own.get(name) or (month_names(foreign).get(name) if foreign else None)
            month = month or (9 if name == "sept" else None)
            span = Span(match.start(), without_full_stop(text, match.end()))
            if month and not any(span.overlaps(one.span) for one in found):
                year = int(match["year"]) if match["year"] else None
                day = int(match["day"])
                found.append(Date(span, day, month, year, match["month"], bool(leads), name not in own))
    return sorted(found, key=lambda one: one.span)


def judge_dates(pair: Pair) -> Iterator[Verdict]:
    """Yield a verdict on each date of the source whose day, or whose month and year, the target has."""
    if not any(figure.kind == "number" for figure in pair.own):
        return
    dates = find_dates(pair.source, pair.source_locale)
    if not dates:
        return
    said = find_dates(pair.target, pair.target_locale, pair.source_locale)
    for date in dates:
        same = next((one for one in said if (one.day, one.month) == (date.day, date.month)), None)
        if same is None:
            wrong = [
                one
                for one in said
                if one.day == date.day
                and one.year == date.year
                and all((one.day, one.month) != (other.day, other.month) for other in dates)
            ]
            if len(wrong) == 1:
                said.remove(wrong[0])
                yield Verdict(date.span, "wrong", wrong[0].span, _write_at(pair, date, wrong[0]))
            continue
        said.remove(same)
        if _is_foreign(same, pair.target_locale):
            yield Verdict(date.span, "form", same.span, _write_at(pair, date, same))
        else:
            yield Verdict(date.span, "right")


def _is_foreign(said: Date, locale: str) -> bool:
    """Tell whether a date is in foreign order, language or letter case, or its month undeclined."""
    usual = _month_name(said.month, locale)
    if said.foreign or said.leads != _month_leads(locale):
        return True
    if usual.islower() and said.name[:1].isupper():
        return True
    alone = str(babel_locale(locale).months["stand-alone"]["wide"][said.month])
    return said.name.casefold() == alone.casefold() != usual.casefold()


def _month_name(month: int, locale: str) -> str:
    return str(babel_locale(locale).months["format"]["wide"][month])


def _month_leads(locale: str) -> bool:
    pattern = _day_pattern(locale)
    return pattern.index("M") < pattern.index("d")


def _day_pattern(locale: str) -> str:
    """Return the pattern of day and month in full: that of the whole date without its year."""
    skeletons = babel_locale(locale).datetime_skeletons
    for skeleton in ("MMMMd", "MMMd"):
        if skeleton in skeletons:
            return str(skeletons[skeleton].pattern).replace("MMM", "MMMM").replace("MMMMM", "MMMM")
    return "d MMMM"


def _write_at(pair: Pair, date: Date, said: Date) -> str:
    return write_date(date.day, date.month, date.year if said.year else None, pair.target_locale)


def write_date(day: int, month: int, year: int | None, locale: str) -> str:
    """Write a date as it stands in a sentence: 12 сентября 2022 года."""
    pattern = str(babel_locale(locale).date_formats["long"].pattern) if year else _day_pattern(locale)
    values = {"d": str(day), "dd": f"{day:02d}", "MMMM": _month_name(month, locale), "y": str(year)}
    written = "".join(
        quoted or values.get(field, field) or mark
        for quoted, field, mark in re.findall(r"'([^']*)'|([a-zA-Z]+)|([^a-zA-Z'])", pattern)
    )
    short, full = _YEARS.get(language_of(locale), ("", ""))
    if short and year and written.endswith(short):
        return f"{written.removesuffix(short).rstrip()} {full}"
    return written

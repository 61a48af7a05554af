"""Times of day: "5 p.m." is found, judged by the half of the day, and written as the locale does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from translate_pipe.figures.find import Figure
from translate_pipe.figures.quantity import SPACES, Pair, Verdict, is_closed, without_full_stop
from translate_pipe.figures.render import babel_locale
from translate_pipe.locales import language_of
from translate_pipe.model import Span

Half = Literal["am", "pm", "either"]

_LATIN_HALF = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)
_MAY_HOLD = re.compile(r"\d\s?[ap]\.?\s?m\b", re.IGNORECASE)
_TIME = re.compile(
    rf"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>[:.,])(?P<minute>[0-5]\d))?(?!\d|[.,:]\d)"
    rf"(?P<latin>[{SPACES}]?(?P<half>[ap])\.?[{SPACES}]?m\b\.?)?",
    re.IGNORECASE,
)
# The noun that counts hours, which goes where 17:00 stands; the German one stays there.
_HOURS = {
    "de": r"Uhr",
    "ru": r"час(?:а|ов|ам|у)?|ч\.?",
    "uk": r"годин(?:а|и|у|і)?",
    "fr": r"heures?|h",
    "es": r"horas?",
    "it": r"ore",
}
_KEPT_HOURS = {"de": " Uhr"}
_HALF_DAY = 12
# Where a time of day is read from a bare number, it follows one of these: в 5, um 5, à 5.
_AT = frozenset(
    [
        *("в", "до", "с", "к", "после", "около", "о", "з", "після", "близько", "біля"),
        *("um", "bis", "ab", "von", "nach", "gegen", "à", "de", "vers", "dès", "avant", "après"),
        *("a", "las", "desde", "hasta", "sobre", "antes"),
    ]
)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day in a target: its stretch with whatever tells the half of the day, and what that says."""

    span: Span
    hour: int
    minute: int
    mark: str
    half: Half | None
    latin: bool
    counted: bool


def judge_times(pair: Pair) -> Iterator[Verdict]:
    """Yield a verdict on each time of the source that names the half of the day."""
    if not _MAY_HOLD.search(pair.source):
        return
    said = list(find_times(pair.target, pair.target_locale))
    for figure in pair.own:
        read = _LATIN_HALF.fullmatch(figure.text) if figure.kind == "clock" else None
        if read is None or not 1 <= int(read[1]) <= _HALF_DAY:
            continue
        half: Half = "pm" if read[3].lower() == "p" else "am"
        hour, minute = int(read[1]) % 12 + (12 if half == "pm" else 0), int(read[2] or 0)
        time = _likeliest(said, hour, int(read[1]), minute, half)
        if time is None:
            continue
        said.remove(time)
        yield _judge(pair, figure, time, hour, minute, half)


def _likeliest(said: list[Time], hour: int, short: int, minute: int, half: Half) -> Time | None:
    """Return the time of the target that says this one best: as it is, with its half, or without."""
    equal = [one for one in said if one.hour in (hour, short) and one.minute == minute]
    rated = sorted(equal, key=lambda one: (_says_other(one, hour, short, half), not _is_time(one)))
    return rated[0] if rated else None


def _says_other(one: Time, hour: int, short: int, half: Half) -> tuple[bool, bool]:
    other = one.half not in (half, "either")
    return one.hour != hour or (hour == short and other), other


def _is_time(one: Time) -> bool:
    return bool(one.mark or one.half or one.latin or one.counted)


def _judge(pair: Pair, figure: Figure, time: Time, hour: int, minute: int, half: Half) -> Verdict:
    written = write_time(hour, minute, pair.target_locale)
    if written is None:
        return Verdict(figure.span, "right")
    if time.counted:
        written += _KEPT_HOURS.get(language_of(pair.target_locale), "")
    if time.hour == hour and (hour > _HALF_DAY or hour == 0 or not time.half):
        wrong = False
    else:
        told = time.half is not None or (hour == 0 and time.hour == _HALF_DAY)
        wrong = time.half not in (half, "either") and (half == "pm" or told)
    if wrong:
        if not _is_time(time) and not _stands_alone(pair, time):
            return Verdict(figure.span, "right")
        return Verdict(figure.span, "wrong", time.span, written)
    if time.latin or time.mark == "," or (time.mark and time.half and time.span.of(pair.target) != written):
        return Verdict(figure.span, "form", time.span, written)
    return Verdict(figure.span, "right")


def _stands_alone(pair: Pair, time: Time) -> bool:
    """Tell whether a bare number is surely a time: behind "at", and counting nothing."""
    before = re.search(r"(\w+)\s$", pair.target[max(0, time.span.start - 12) : time.span.start])
    return bool(
        before
        and before[1].casefold() in _AT
        and is_closed(pair.target, time.span.end, pair.morphology)
    )  # fmt: skip


def find_times(text: str, locale: str) -> Iterator[Time]:
    """Yield what may be a time of day in a text, bare numbers too, with the half of the day that is told."""
    hours = _HOURS.get(language_of(locale))
    for found in _TIME.finditer(text):
        end = found.end()
        half: Half | None = None
        if found["half"]:
            half = "pm" if found["half"].lower() == "p" else "am"
        counted = (
            re.compile(rf"[{SPACES}]?(?:{hours})(?!\w)", re.IGNORECASE).match(text, end) if hours else None
        )
        if counted:
            end = counted.end()
        told = _period_after(text, end, locale)
        if told:
            half, end = told
        yield Time(
            Span(found.start(), without_full_stop(text, end)),
            int(found["hour"]),
            int(found["minute"] or 0),
            found["mark"] or "",
            half,
            bool(found["latin"]),
            bool(counted),
        )


def _period_after(text: str, at: int, locale: str) -> tuple[Half, int] | None:
    """Return the half of the day that the words behind a time tell, and where they end."""
    for name, half in _periods(locale):
        found = re.compile(rf"[{SPACES}]+{re.escape(name)}(?!\w)", re.IGNORECASE).match(text, at)
        if found:
            return half, found.end()
    return None


@lru_cache(maxsize=32)
def _periods(locale: str) -> tuple[tuple[str, Half], ...]:
    """Return the names of the parts of the day with the half that each tells; the night has of both."""
    babel = babel_locale(locale)
    periods: dict[str, set[Half]] = {}
    rules = babel.day_period_rules.get(None, {})
    for width in ("wide", "abbreviated"):
        for period, name in babel.day_periods.get("format", {}).get(width, {}).items():
            for rule in rules.get(period, ()):
                begin = rule.get("from", rule.get("at", 0)) // 3600
                last = (rule["before"] - 1) // 3600 if "before" in rule else begin
                hours = range(begin, last + 1 if last >= begin else last + 25)
                halves = periods.setdefault(name, set())
                halves |= {"am" if hour % 24 < _HALF_DAY else "pm" for hour in hours}
    return tuple(
        (name, next(iter(halves)) if len(halves) == 1 else "either")
        for name, halves in sorted(periods.items(), key=lambda item: -len(item[0]))
    )


def write_time(hour: int, minute: int, locale: str) -> str | None:
    """Write a time of day as the locale does, None where it counts twelve hours itself."""
    pattern: str = babel_locale(locale).time_formats["short"].pattern
    if "a" in pattern or "h" in pattern or "B" in pattern:
        return None
    written = pattern.replace("HH", f"{hour:02d}").replace("H", str(hour)).replace("mm", f"{minute:02d}")
    return written.replace("'", "")

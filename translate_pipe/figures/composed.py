"""Figures of several numbers: each pattern with what reads it. A reading is what is said together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Literal

from translate_pipe.figures.number_words import roman_value

Reading = frozenset[Decimal]
FigureForm = Literal["number", "clock", "date", "years", "fraction", "roman"]

_CLOCK = re.compile(
    r"(?<![\d.,:])(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b\.?"
    r"|(?<![\d.,:])(?P<hour24>[01]?\d|2[0-4]):(?P<minute24>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)|(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)"
)
_SHORT_RANGE = re.compile(r"(?<!\d)(\d{2})(\d{2})\s?[-–—/]\s?(\d{2})(?![\d.,])")
_FRACTION = re.compile(
    r"(?<![\d/.,])(?:(?P<whole>\d{1,3})[ \u00a0-])?(?P<part>\d{1,3})[/\u2044](?P<of>\d{1,3})(?![\d/]|[.,]\d)"
    r"|(?<![\d/.,])(?P<before>\d{1,3})[ \u00a0]?(?P<sign>[\u00bc-\u00be\u2150-\u215e])"
)
# Henry VIII, World War II, the XIX century; a single letter is a word, an initial or a size.
_ROMAN = re.compile(r"(?<![\w-])(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?![\w-])")
_NAME_BEFORE = re.compile(r"(?<!\w)([^\W\d_]+)[ \u00a0]$")
_CENTURY_AFTER = re.compile(
    r"[ \u00a0-]?(?:centur|cent\.|век|столет|вік|столітт|jahrh|si[eè]cle|siglo|secol|wiek)", re.I
)
# Words that begin a sentence rather than a name.
_NO_NAMES = frozenset(
    ("The", "An", "In", "Of", "On", "At", "By", "And", "Or", "Der", "Die", "Das", "Le", "La", "El")
)
_PLACES = Decimal("0.000001")


def values_of(*numbers: int | str | Decimal) -> Reading:
    """Return the values of numbers that are said together."""
    return frozenset(Decimal(number).normalize() for number in numbers)


def _read_clock(match: re.Match[str]) -> tuple[Reading, ...]:
    if match["hour"] is None:
        hour, parts = int(match["hour24"]), [match["minute24"], match["second"]]
    else:
        hour, parts = int(match["hour"]), [match["minute"]]
    rest = [int(part) for part in parts if part]
    hours = [hour]
    if match["half"]:
        hours.append(hour % 12 + (12 if match["half"].lower() == "p" else 0))
    readings = [values_of(one, *rest) for one in hours]
    if not any(rest):
        readings += [values_of(one) for one in hours] if rest else [values_of(one, 0) for one in hours]
    if rest:
        # 20.15 is a time too in some languages, and looks like a decimal there.
        readings += [values_of(f"{one}.{rest[0]:02d}") for one in hours]
    return tuple(readings)


def _read_date(match: re.Match[str]) -> tuple[Reading, ...]:
    numbers = [int(group) for group in match.groups() if group and group.isdigit()]
    readings = [values_of(*numbers)]
    if numbers[-1] < 100 and match.group(4):
        readings += [values_of(*numbers[:-1], century + numbers[-1]) for century in (1900, 2000)]
    return tuple(readings)


def _read_range(match: re.Match[str]) -> tuple[Reading, ...]:
    first, last = match.group(1) + match.group(2), match.group(3)
    return (values_of(first, match.group(1) + last), values_of(first, last))


def _read_fraction(match: re.Match[str]) -> tuple[Reading, ...]:
    """Read 2 2/3 as one number, and as two and two thirds; 2/3 also as two of three."""
    whole = Decimal(match["whole"] or match["before"] or 0)
    if match["sign"]:
        rest = Decimal(str(unicodedata.numeric(match["sign"])))
        apart: tuple[Reading, ...] = ()
    else:
        part, of = Decimal(match["part"]), Decimal(match["of"])
        if not of:
            return ()
        rest = part / of
        numbers = [part, of] if match["whole"] is None else [whole, part, of]
        # Else fewer numbers would say as much. Three quarters are three and a quarter.
        apart = (values_of(*numbers),) if len(set(numbers)) == len(numbers) else ()
        apart = apart if whole else (*apart, values_of(part, (1 / of).quantize(_PLACES)))
    rest = rest.quantize(_PLACES)
    return (values_of(whole + rest), *((values_of(whole, rest),) if whole else ()), *apart)


def _read_roman(match: re.Match[str]) -> tuple[Reading, ...]:
    name = _NAME_BEFORE.search(match.string[: match.start()])
    titled = bool(name and name[1][:1].isupper() and not name[1].isupper() and name[1] not in _NO_NAMES)
    if not titled and not _CENTURY_AFTER.match(match.string, match.end()):
        return ()
    return (values_of(roman_value(match.group())),)


COMPOSED: tuple[tuple[FigureForm, re.Pattern[str], Callable[[re.Match[str]], tuple[Reading, ...]]], ...] = (
    ("clock", _CLOCK, _read_clock),
    ("date", _DATE, _read_date),
    ("years", _SHORT_RANGE, _read_range),
    ("fraction", _FRACTION, _read_fraction),
    ("roman", _ROMAN, _read_roman),
)

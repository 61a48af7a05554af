"""A text goes in; the numbers written in figures come out, with every way in which they can be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

from translate_pipe.figures.composed import COMPOSED, FigureForm, Reading, values_of
from translate_pipe.figures.number_words import LANGUAGES, word_value
from translate_pipe.figures.scales import read_scale
from translate_pipe.locales import language_of, parse_locale
from translate_pipe.model import Span

_SPACES = " \u00a0\u202f\u2009"
_FIGURE = re.compile(
    rf"(?<!\d)\d{{1,3}}(?:[{_SPACES}]\d{{3}}(?!\d))+(?:[.,]\d+)?"
    r"|\d+(?:[.,'’٬٫·]\d+)*|[\u00bc-\u00be\u2150-\u215e]"
)
_ANY = re.compile(r"[\d\u00bc-\u00be\u2150-\u215e]|(?<![\w-])[IVX]{2,}(?![\w-])")
_SPACED_GROUPS = re.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+")
_SCALE_LETTER = re.compile(r"(bn|tn|mn|m|k)\b")
_SCALE_LETTERS = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_NEXT_WORD = re.compile(rf"[{_SPACES}]?-?([^\W\d_]+)")
# In km2 and mm3 the figure is an exponent.
_UNIT_BEFORE = re.compile(r"(?<![^\W\d_])[kmcdкмсд]?[mм]$")
# In "340 to 500 million" and "50 and more million" the scale comes later.
_LATER_SCALES = tuple(
    re.compile(rf"(?:[{_SPACES}–—-]+(?:[^\W\d_]{{1,5}}|[\d.,]+)){{{words}}}(?=[{_SPACES}])")
    for words in (1, 2, 3)
)
_DECADE = re.compile(r"[’']?s\b|-?(?:е|х|ті|их|ті|er)\b")

# Decimal counts with 28 digits; longer numbers are names of something.
_MOST_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in figures: where it stands, as it is written, and its readings.

    Each reading is a set of values that together say the same: `15:30` is {15, 30}, `1 000` is {1000}.
    `digits` is what is written without what multiplies it, and `scale` what does: 20.4 and a million.
    """

    span: Span
    text: str
    readings: tuple[Reading, ...]
    is_percent: bool = False
    digits: str = ""
    scale: int = 1
    kind: FigureForm = "number"


def may_hold_figures(text: str) -> bool:
    """Tell whether it is worth looking for figures in a text."""
    return bool(_ANY.search(text))


def find_figures(text: str, locale: str) -> list[Figure]:
    """Return the numbers in figures of a text in `locale`, in order."""
    found: list[Figure] = []
    rest = text
    for kind, pattern, read in COMPOSED:
        for match in pattern.finditer(rest):
            readings = read(match)
            if readings:
                span = Span(*match.span())
                rest = rest[: span.start] + "\0" * len(span) + rest[span.end :]
                found.append(Figure(span, match.group().strip(), readings, kind=kind))
    found += [
        _read_figure(match, text, locale)
        for match in _FIGURE.finditer(rest)
        if not (
            match.group() in "23" and _UNIT_BEFORE.search(text[max(0, match.start() - 4) : match.start()])
        )
    ]
    return sorted(found, key=lambda figure: figure.span)


def number_of(figure: Figure) -> Decimal | None:
    """Return the one number that the digits of a figure most likely write, with the decimals written."""
    if figure.kind != "number" or len(figure.readings[0]) != 1 or len(figure.digits) > _MOST_DIGITS:
        return None
    (value,) = figure.readings[0]
    if figure.scale != 1:
        # "5m" is read as five of something first.
        value = max(one for reading in figure.readings for one in reading if len(reading) == 1)
        value = value / figure.scale
    decimals = re.search(r"[.,٫·](\d+)$", figure.digits)
    if decimals and value != value.to_integral_value():
        return value.quantize(Decimal(1).scaleb(-len(decimals[1])))
    if decimals and len(decimals[1]) != 3:
        return value.quantize(Decimal(1).scaleb(-len(decimals[1])))
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _read_figure(match: re.Match[str], text: str, locale: str) -> Figure:
    written = match.group()
    readings = _read_number(written, locale)
    after = text[match.end() : match.end() + 24]
    scale, length = _find_scale(after, locale)
    if scale:
        written += after[:length]
        scaled = tuple(frozenset((value * scale).normalize() for value in one) for one in readings[:1])
        # "5 m" may also be metres.
        readings = scaled if _scale_is_a_word(after, locale) else (*readings, *scaled)
    elif scale := _find_later_scale(after, locale):
        readings = (*readings, frozenset((value * scale).normalize() for value in min(readings, key=len)))
    elif written.isdigit() and len(written) == 4 and written[0] == "0":
        readings = (*readings, values_of(written[:2], written[2:]))
    elif len(written) == 4 and written.isdigit() and _DECADE.match(after):
        readings = (*readings, values_of(written[2:]))
    percent = bool(re.match(rf"[{_SPACES}]?[%٪]", after))
    span = Span(match.start(), match.start() + len(written))
    multiplied = scale if span.end > match.end() else 1
    return Figure(span, written, readings, percent, match.group(), multiplied)


def _scale_is_a_word(after: str, locale: str) -> bool:
    """Tell whether what follows a figure is a word such as million, not a letter that may be a unit."""
    match = _NEXT_WORD.match(after)
    if match and language_of(locale) not in LANGUAGES:
        return bool(read_scale(after[match.start(1) :], locale)[0])
    return bool(match and (word_value(_plain(match.group(1)), language_of(locale)) or 0) >= 1000)


def _find_scale(after: str, locale: str) -> tuple[int, int]:
    """Return what multiplies the figure before `after` (0 for nothing), and how long it is."""
    match = _NEXT_WORD.match(after)
    if match:
        value = word_value(_plain(match.group(1)), language_of(locale))
        if value is None and language_of(locale) not in LANGUAGES:
            value, length = read_scale(after[match.start(1) :], locale)
            if value:
                return int(value), match.start(1) + length
        if value is not None and value >= 1000:
            following = _NEXT_WORD.match(after, match.end())
            more = word_value(_plain(following.group(1)), language_of(locale)) if following else None
            if following and more is not None and more >= 1000:
                return int(value * more), following.end()
            return int(value), match.end()
    letter = _SCALE_LETTER.match(after)
    return (_SCALE_LETTERS[letter.group(1)], letter.end()) if letter else (0, 0)


def _find_later_scale(after: str, locale: str) -> int:
    """Return what multiplies a later number too, up to three words on, 0 for nothing."""
    for pattern in _LATER_SCALES:
        later = pattern.match(after)
        scale = _find_scale(after[later.end() :], locale)[0] if later else 0
        if scale:
            return scale
    return 0


def _plain(word: str) -> str:
    return word.casefold().replace("ё", "е")


@lru_cache(maxsize=64)
def _symbols(locale: str) -> tuple[str, str]:
    babel = Locale.parse(parse_locale(locale), sep="-")
    return get_decimal_symbol(babel), get_group_symbol(babel)


def _read_number(written: str, locale: str) -> tuple[Reading, ...]:
    """Return the readings of one number, the likeliest in `locale` first.

    `1,000` is a thousand where the comma groups, one where it is the decimal sign; `1.000` is open where
    the full stop is neither; `1 000` is a thousand everywhere, or two numbers side by side.
    """
    if len(written) == 1 and not written.isdecimal():
        return (frozenset({Decimal(str(unicodedata.numeric(written))).normalize()}),)
    if _SPACED_GROUPS.fullmatch(written):
        parts = written.split()
        return (values_of("".join(parts)), values_of(*parts))
    joined = re.sub(rf"(?<=\d)[{_SPACES}](?=\d)", "", written)
    parts = re.split(r"[.,'’٬٫·]", joined)
    marks = re.findall(r"[.,'’٬٫·]", joined)
    if not marks:
        return (values_of(joined),)
    apart = values_of(*parts)
    grouped = 1 <= len(parts[0]) <= 3 and parts[0] != "0" and all(len(part) == 3 for part in parts[1:])
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        return (values_of("".join(parts[:-1]) + "." + parts[-1]), apart)
    if len(marks) > 1:
        return (values_of("".join(parts)), apart) if grouped and len(set(marks)) == 1 else (apart,)
    return _read_single_mark(marks[0], parts, locale, grouped=grouped)


def _read_single_mark(mark: str, parts: list[str], locale: str, *, grouped: bool) -> tuple[Reading, ...]:
    decimal, group = _symbols(locale)
    as_group, as_decimal, apart = values_of("".join(parts)), values_of(".".join(parts)), values_of(*parts)
    if mark in "'’٬":
        return (as_group, apart) if grouped else (apart,)
    if grouped and mark == group:
        return (as_group,)
    if grouped and mark != decimal:
        return (as_decimal, as_group)
    return (as_decimal, apart) if not grouped else (as_decimal,)

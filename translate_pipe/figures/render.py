"""A figure of the source comes in; how the target locale writes it goes out. Source of all forms: CLDR."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal

from translate_pipe.figures.find import Figure, number_of
from translate_pipe.locales import parse_locale

FigureStyle = Literal["keep", "locale"]
DECLINING = frozenset({"ru", "uk"})
"""Languages whose nouns stand in cases."""

_GROUPED = re.compile(r"\d[^\d]\d{3}(?!\d)")


def render_figure(figure: Figure, locale: str, *, style: FigureStyle = "locale", scaled: bool = True) -> str:
    """Return a figure as the locale writes it, or with `keep` as the source does.

    Args:
        scaled: write the word that multiplies it (million) too.
    """
    if figure.kind != "number" or (style == "keep" and figure.scale == 1):
        return figure.text
    if style == "keep":
        return figure.digits + (_scale_word(figure, locale) if scaled else "")
    number = render_number(figure, locale)
    return number + (_scale_word(figure, locale) if scaled else "")


def render_number(figure: Figure, locale: str) -> str:
    """Return the digits of a figure with the signs of the locale; grouped if the source groups them."""
    value = number_of(figure)
    if value is None:
        return figure.digits or figure.text
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    babel = babel_locale(locale)
    whole = babel.decimal_formats[None].pattern.split(";")[0].split(".")[0]
    pattern = whole + ("." + "0" * decimals if decimals else "")
    grouped = bool(_GROUPED.search(figure.digits)) and value >= 1000
    return format_decimal(value, format=pattern, locale=babel, group_separator=grouped)


def _scale_word(figure: Figure, locale: str) -> str:
    """Return what the locale puts behind a number for thousand, million, billion, with its space."""
    if figure.scale == 1:
        return ""
    value = number_of(figure)
    if value is None:
        return figure.text[len(figure.digits) :]
    babel = babel_locale(locale)
    # Where words decline, an abbreviation stands for every case; elsewhere prose has the word.
    widths: tuple[Literal["short", "long"], ...]
    widths = ("short", "long") if babel.language in DECLINING else ("long", "short")
    # Above a thousand of what multiplies ("1,500 billion") the locale would take the next word.
    for probe in (value, Decimal(5)):
        for width in widths:
            try:
                written = format_compact_decimal(
                    probe * figure.scale, format_type=width, locale=babel, fraction_digits=6
                )
            except KeyError:
                continue
            number, word = _part_number(written)
            if word.strip() and number == format_decimal(
                probe.normalize(), format="#,##0.######", locale=babel
            ):
                return word
    return " " + figure.text[len(figure.digits) :].strip()


def _part_number(text: str) -> tuple[str, str]:
    found = re.match(r"\d[\d.,\u00a0\u202f’]*\d|\d", text)
    return (found.group(), text[found.end() :]) if found else ("", text)


@lru_cache(maxsize=64)
def babel_locale(locale: str) -> Locale:
    """Return what Babel knows of a locale."""
    return Locale.parse(parse_locale(locale), sep="-")

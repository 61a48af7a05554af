"""A currency comes in; its signs and names in a locale go out. Source: CLDR, by way of Babel."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_name

from translate_pipe.figures.render import DECLINING, babel_locale
from translate_pipe.locales import language_of

# The currencies that news speak of. Of all codes of the standard many are words or names as well (ALL, TOP,
# TRY, PHP), so that a code counts only if it is one of these.
_CODES = (
    *("USD", "EUR", "GBP", "JPY", "CNY", "RUB", "UAH", "CHF", "PLN", "SEK", "NOK", "DKK", "CZK", "HUF"),
    *("CAD", "AUD", "NZD", "HKD", "SGD", "INR", "KRW", "ILS", "TRY", "BRL", "MXN", "KZT", "BYN", "ZAR"),
)
_WRITTEN_CODES = frozenset(_CODES) - {"TRY"}
# Heads of English names that are ordinary words too: 5 pounds may be a weight, 5 won a verb.
_ORDINARY = frozenset({"pound", "won", "real", "rand", "crown"})
# ABD doları, Türk lirası: the ending says that the noun is somebody's, and prose has it without.
_POSSESSIVE = {"tr": re.compile(r"s?[ıiuü]$"), "az": re.compile(r"s?[ıiuü]$")}
_DEMONYM = re.compile(r"[сц]ь?к(?:ий|ая|а|их)$|^нов")
_SHORTEST_STEM = 3
# Where writing begins whose words are short: 美元.
_IDEOGRAPHS = "\u2e80"


@lru_cache(maxsize=32)
def currency_signs(locale: str) -> dict[str, str]:
    """Return the codes by the signs that a locale knows, and those that English writers use ($, US$, A$)."""
    signs: dict[str, str] = {}
    for known in (babel_locale(locale), Locale("en"), Locale("en", "CA"), Locale("ru")):
        for code, sign in known.currency_symbols.items():
            if code in _CODES and any(unicodedata.category(letter) == "Sc" for letter in sign):
                signs.setdefault(sign, code)
    return signs


def is_code(text: str) -> bool:
    """Tell whether a word is the code of a currency, and hardly anything else."""
    return text in _WRITTEN_CODES


def is_bare(sign: str) -> bool:
    """Tell whether a sign does not say whose currency it is: $, £, €."""
    return len(sign) == 1


@lru_cache(maxsize=256)
def currency_name(code: str, locale: str, *, bare: bool, count: int = 1) -> str:
    """Return the name of a currency, with `bare` without the country: доллар США → доллар."""
    name = get_currency_name(code, count=count, locale=babel_locale(locale))
    return _without_country(name, language_of(locale)) if bare else name


def _without_country(name: str, language: str) -> str:
    words = name.split()
    if language in DECLINING:
        kept = [word for word in words if not _DEMONYM.search(word) and not word.isupper()]
        return " ".join(kept) or name
    if _noun_leads(language):
        return words[0]
    return words[-1].split("-")[-1]


@lru_cache(maxsize=64)
def _noun_leads(language: str) -> bool:
    """Tell whether the noun comes before the country: dollar canadien, δολάριο Καναδά."""
    first, second = (
        get_currency_name(code, locale=babel_locale(language)).split() for code in ("USD", "CAD")
    )
    return first[0] == second[0]


@lru_cache(maxsize=32)
def currency_stems(locale: str) -> dict[str, frozenset[str]]:
    """Return the codes by the beginning of the noun that names them, in small letters: рубл → RUB, BYN."""
    stems: dict[str, set[str]] = {}
    for code in _CODES:
        for count in (1, 5):
            noun = currency_name(code, locale, bare=True, count=count).split()[0].casefold()
            if noun in _ORDINARY and language_of(locale) == "en":
                continue
            stem = noun.rstrip("аяьй") if language_of(locale) in DECLINING else noun.removesuffix("s")
            possessive = _POSSESSIVE.get(language_of(locale))
            stem = possessive.sub("", stem) if possessive else stem
            if len(stem) >= (_SHORTEST_STEM if stem < _IDEOGRAPHS else 2):
                stems.setdefault(stem, set()).add(code)
    return {stem: frozenset(codes) for stem, codes in stems.items()}


@lru_cache(maxsize=4096)
def codes_of_word(word: str, locale: str) -> frozenset[str]:
    """Return the currencies that a word may name, in any of its forms."""
    small = word.casefold()
    longest = 3 if language_of(locale) in DECLINING else 2
    for stem, codes in currency_stems(locale).items():
        if small.startswith(stem) and len(small) - len(stem) <= longest:
            return codes
    return frozenset()

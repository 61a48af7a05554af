"""The words of a locale for thousand, million and so on. Source: the short numbers of CLDR."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from translate_pipe.locales import parse_locale

# A single letter (5 K, 5 M) may be a unit.
_SHORTEST = 2
# These put such a word right before the next one, without a space.
_JOINED = frozenset({"zh", "ja", "ko", "yue"})
_NUMBER = re.compile(r"^0+[\s\u00a0\u202f]?([^\W\d_]+)['’.]*$")


def read_scale(text: str, locale: str) -> tuple[int, int]:
    """Return what the word that begins a text multiplies, and its length; zeros if it multiplies nothing."""
    babel = Locale.parse(parse_locale(locale), sep="-")
    words = _scale_words(str(babel))
    if babel.language in _JOINED:
        word = max((one for one in words if text.startswith(one)), key=len, default="")
    else:
        found = re.match(r"[^\W\d_]+", text)
        word = found.group() if found and len(found.group()) >= _SHORTEST else ""
    return words.get(word.casefold(), 0), len(word)


@lru_cache(maxsize=64)
def _scale_words(locale: str) -> dict[str, int]:
    """Return the words, in small letters and in every form that counting asks for."""
    words: dict[str, int] = {}
    formats = Locale.parse(locale).compact_decimal_formats
    for width in ("long", "short"):
        for patterns in formats.get(width, {}).values():
            for power, pattern in patterns.items():
                written = str(pattern.pattern).split(";")[0]
                found = _NUMBER.match(written)
                if found:
                    words.setdefault(found[1].casefold(), int(power) // 10 ** (written.count("0") - 1))
    return words

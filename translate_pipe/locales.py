"""Language tags go in; normalised BCP 47 tags, names and scripts come out."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from translate_pipe.errors import UsageError

# Codes that Argos packages and old software use, and what BCP 47 calls them.
# Source: the Argos package index (zt, pb) and ISO 639-1's withdrawn codes (iw, in, ji, no).
ALIASES = {"zt": "zh-Hant", "pb": "pt-BR", "iw": "he", "in": "id", "ji": "yi", "no": "nb", "sh": "sr-Latn"}


@lru_cache(maxsize=1024)
def parse_locale(tag: str) -> str:
    """Return the normalised BCP 47 tag of `tag`: `RU` → `ru`, `pt_br` → `pt-BR`, `zt` → `zh-Hant`.

    Raises:
        UsageError: no such language is known.
    """
    cleaned = tag.strip().replace("_", "-")
    cleaned = ALIASES.get(cleaned.lower(), cleaned)
    try:
        locale = Locale.parse(cleaned, sep="-", resolve_likely_subtags=True)
    except (UnknownLocaleError, ValueError, TypeError):
        raise UsageError(
            f"unknown language {tag!r}",
            remedy="give a tag such as ru, uk or pt-BR; `translate-pipe languages` lists them",
        ) from None
    parts = [locale.language]
    given = {part.lower() for part in cleaned.split("-")[1:]}
    if locale.script and locale.script.lower() in given:
        parts.append(locale.script)
    if locale.territory and locale.territory.lower() in given:
        parts.append(locale.territory)
    return "-".join(parts)


def is_locale(tag: str) -> bool:
    """Tell whether `tag` names a known language."""
    try:
        parse_locale(tag)
    except UsageError:
        return False
    return True


@lru_cache(maxsize=1024)
def language_of(locale: str) -> str:
    """Return the bare language of a locale: `pt-BR` → `pt`."""
    return parse_locale(locale).split("-")[0]


def name_of(locale: str, in_locale: str = "en") -> str:
    """Return the name of a locale in the language of `in_locale`: `ru`, `de` → `Russisch`."""
    parsed = Locale.parse(parse_locale(locale), sep="-")
    shown = parsed.get_display_name(Locale.parse(parse_locale(in_locale), sep="-"))
    return shown or locale


@lru_cache(maxsize=1024)
def script_of(locale: str) -> str:
    """Return the ISO 15924 code of the script the locale is written in: `ru` → `Cyrl`."""
    parsed = Locale.parse(parse_locale(locale), sep="-", resolve_likely_subtags=True)
    if parsed.script:
        return str(parsed.script)
    return _likely_script(parsed.language)


def _likely_script(language: str) -> str:
    from babel.core import get_global

    likely = get_global("likely_subtags").get(language, "")
    for part in str(likely).split("_"):
        if len(part) == 4:
            return part
    return "Latn"


def is_right_to_left(locale: str) -> bool:
    """Tell whether text in this locale runs from right to left."""
    return bool(Locale.parse(parse_locale(locale), sep="-").text_direction == "rtl")

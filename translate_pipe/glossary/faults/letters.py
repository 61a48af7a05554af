"""Text goes in; what its letters tell about script and language, and which only look right, comes out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from translate_pipe.glossary.words import word_set
from translate_pipe.locales import language_of, script_of

# Latin letters and the Cyrillic ones that look the same. Source: the shapes in common text fonts.
_LATIN = "ABCEHIJKMOPSTXYaceijopsxy"
_CYRILLIC = "АВСЕНІЈКМОРЅТХУасеіјорѕху"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_WORD = re.compile(r"[^\W\d_]+")

# The word before the first space of a letter's Unicode name, and the ISO 15924 code of the script.
_SCRIPTS = {
    "LATIN": "Latn",
    "FULLWIDTH": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "THAI": "Thai",
    "HANGUL": "Hang",
    "HIRAGANA": "Kana",
    "KATAKANA": "Kana",
    "CJK": "Hani",
}
# Scripts whose texts are written in several of the above.
_MEMBERS = {
    "Jpan": frozenset(("Hani", "Kana")),
    "Kore": frozenset(("Hang", "Hani")),
    "Hans": frozenset(("Hani",)),
    "Hant": frozenset(("Hani",)),
}
_NAMES = {
    "Latn": "Latin",
    "Cyrl": "Cyrillic",
    "Grek": "Greek",
    "Arab": "Arabic",
    "Hebr": "Hebrew",
    "Hani": "Chinese",
    "Hang": "Korean",
    "Kana": "Japanese",
}
# Letters that a language written in Cyrillic does not have. Source: the official alphabets.
_FOREIGN_LETTERS = {
    "ru": "іїєґўјљњћђџѕќѓ",
    "uk": "ыэъёўјљњћђџѕќѓ",
    "be": "иъщїєґјљњћђџѕќѓ",
    "bg": "ыэёіїєґўјљњћђџѕќѓ",
    "sr": "ыэъёіїєґўщьюяйѕќѓ",
    "mk": "ыэъёіїєґўщьюяйћђ",
}
_LANGUAGE_SIGNS = {"ru": word_set("ы э ъ ё"), "uk": word_set("і ї є ґ"), "be": word_set("ў")}


def is_lookalike(letter: str) -> bool:
    """Tell whether a Latin or Cyrillic letter has a twin in the other script."""
    return letter in _LATIN or letter in _CYRILLIC


@lru_cache(maxsize=4096)
def script_of_letter(letter: str) -> str:
    """Return the script of one letter, "" if it has none that is known here."""
    name = unicodedata.name(letter, "")
    return _SCRIPTS.get(name.split(" ", 1)[0].split("-", 1)[0], "")


@lru_cache(maxsize=256)
def scripts_of_locale(locale: str) -> frozenset[str]:
    """Return the scripts of the letters that words of a locale are written in."""
    script = script_of(locale)
    return _MEMBERS.get(script, frozenset((script,)))


def name_of_scripts(scripts: frozenset[str]) -> str:
    """Return scripts in words, for messages."""
    return " and ".join(_NAMES.get(script, script) for script in sorted(scripts))


def scripts_of_text(text: str) -> frozenset[str]:
    """Return the scripts of the letters of a text."""
    return frozenset(filter(None, (script_of_letter(letter) for letter in text if letter.isalpha())))


def find_lookalikes(text: str, locale: str, source: str = "") -> tuple[tuple[str, str], ...]:
    """Return the words with letters that only look right, each with the spelling that is meant.

    A word of two scripts is at fault if its foreign letters all have a twin in the script of the locale. So
    is a word of nothing but twins if it is an acronym (`СССР` typed in Latin) or stands among words of the
    right script, unless `source` has it and it was copied.
    """
    own = scripts_of_locale(locale) & {"Cyrl", "Latn"}
    if len(own) != 1:
        return ()
    (script,) = own
    table = _TO_CYRILLIC if script == "Cyrl" else _TO_LATIN
    copied = frozenset(_WORD.findall(source))
    found: list[tuple[str, str]] = []
    for word in _WORD.findall(text):
        meant = word.translate(table)
        if meant == word or word in copied:
            continue
        if all(script_of_letter(letter) == script for letter in meant if script_of_letter(letter)):
            mixed = any(script_of_letter(letter) == script for letter in word)
            acronym = len(word) > 2 and word.isupper()
            if mixed or acronym or script in scripts_of_text(text):
                found.append((word, meant))
    return tuple(found)


def replace_lookalikes(text: str, locale: str, source: str = "") -> str:
    """Return the text with the letters that `find_lookalikes` finds replaced by the ones that are meant."""
    for word, meant in find_lookalikes(text, locale, source):
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", meant, text)
    return text


def find_mixed_words(text: str) -> tuple[str, ...]:
    """Return the words that mix letters of two scripts; Japanese and Korean words may."""
    eastern = frozenset(("Hani", "Kana", "Hang"))
    return tuple(
        word
        for word in _WORD.findall(text)
        if len(scripts := scripts_of_text(word)) > 1 and not scripts <= eastern
    )


def find_foreign_letters(text: str, locale: str) -> str:
    """Return the Cyrillic letters of a text that the language of the locale does not have, in order."""
    foreign = _FOREIGN_LETTERS.get(language_of(locale), "")
    return "".join(dict.fromkeys(letter for letter in text.lower() if letter in foreign))


def guess_cyrillic_language(text: str) -> str:
    """Return `ru`, `uk` or `be` where letters occur that of these three only one has, else ""."""
    letters = set(text.lower())
    found = [language for language, signs in _LANGUAGE_SIGNS.items() if letters & signs]
    return found[0] if len(found) == 1 else ""


def repair_mojibake(text: str, locale: str) -> str:
    """Return the text whose UTF-8 bytes were once read as Windows-1251 or Windows-1252, "" if it is not such.

    The repaired text must be in the script of the locale, and shorter.
    """
    if text.isascii():
        return ""
    for page in ("cp1251", "cp1252", "latin-1"):
        try:
            meant = text.encode(page).decode("utf-8")
        except UnicodeError:
            continue
        letters = [letter for letter in meant if letter.isalpha() and not letter.isascii()]
        own = scripts_of_locale(locale)
        if letters and all(script_of_letter(letter) in own for letter in letters):
            return meant
    return ""

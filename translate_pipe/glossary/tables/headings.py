"""The words of a header cell go in; what the column holds comes out: a language, a side, or a feature.

A heading is a language (`EN`, `pt_BR`, `English`, `Russisch`, `английский`) or a side (`source`, `перевод`),
with words around it that say nothing (`term_en`, `Term (RU)`, `target: ru`), or a feature (`POS`, `Wortart`).
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from translate_pipe.errors import TranslatePipeError
from translate_pipe.files import write_atomically
from translate_pipe.locales import is_locale, parse_locale

Side = Literal["source", "target"]

# In English, in the languages of the interface (Russian, Ukrainian, German), in those of many users, and as
# the programs write them whose files `convert` knows.
_SIDES: Mapping[Side, tuple[str, ...]] = {
    "source": (
        "source", "src", "original", "from", "quelle", "ausgangssprache", "quellsprache", "исходный",
        "оригинал", "источник", "вихідний", "оригінал", "джерело", "origen", "fuente", "origine",
        "oryginał", "źródło", "origem",
    ),
    "target": (
        "target", "tgt", "trg", "translation", "translated", "to", "übersetzung", "zielsprache", "ziel",
        "перевод", "целевой", "цель", "переклад", "цільовий", "traducción", "traduction", "cible",
        "traduzione", "tłumaczenie", "tradução", "rendering", "equivalent",
    ),
}  # fmt: skip
_NEUTRAL = frozenset(
    """
    term terms text string word words phrase name value column col lang language locale entry the of in
    msgid begriff benennung terminus wort sprache spalte термин
    термины слово текст язык термін слово мова término
    termine terme termo termin preferred
    """.split()  # noqa: SIM905 - a list of forty quoted words is no easier to read
)
_FEATURE_WORDS: Mapping[str, tuple[str, ...]] = {
    "pos": (
        "part of speech", "part-of-speech", "partofspeech", "word class", "wortart", "часть речи",
        "частина мови", "categoría gramatical", "partie du discours", "classe grammaticale", "część mowy",
    ),
    "gender": ("grammatical gender", "genus", "geschlecht", "род", "рід", "género", "genre", "genere"),
    "number": ("grammatical number", "numerus", "грамматическое число", "число (грамм.)"),
    "animate": ("animacy", "animated", "одушевлённость", "одушевленность", "істота", "belebt"),
    "indeclinable": ("invariable", "undeclined", "несклоняемое", "незмінне", "undeklinierbar"),
    "forms": ("inflected forms", "inflections", "word forms", "формы", "форми", "formen", "flexionsformen"),
    "case_sensitive": (
        "casesensitive", "match case", "case-sensitivity", "case sensitivity", "с учётом регистра",
        "учитывать регистр", "з урахуванням регістру", "groß-/kleinschreibung", "groß- und kleinschreibung",
    ),
    "match": ("matching", "match type"),
    "status": ("term status", "usage status", "статус", "статус термина"),
    "note": (
        "notes", "comment", "comments", "remark", "remarks", "description", "usage note", "notiz", "notizen",
        "anmerkung", "anmerkungen", "bemerkung", "bemerkungen", "kommentar", "kommentare", "примечание",
        "примечания", "комментарий", "комментарии", "заметка", "заметки", "примітка", "примітки", "коментар",
        "коментарі", "nota", "notas", "comentario",
        "comentarios", "remarque", "commentaire", "uwaga", "uwagi",
        "commento",
    ),
}  # fmt: skip
# The languages in whose words languages are looked for; each costs Babel some ten milliseconds, once.
_NAMING = tuple(
    """
    en ru uk de fr es it pt pl nl cs tr be bg ro sk hu sv da
    nb fi el sr hr sl lt lv et ca he ar fa hi id vi ko ja zh
    """.split()  # noqa: SIM905 - a list of forty quoted tags is no easier to read
)
_TERM = frozenset(
    {"term", "terms", "термин", "термін", "begriff", "benennung", "término", "terme", "termine"}
)
_TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: `locale` is "" if it names none; all empty if it says nothing that is known."""

    locale: str = ""
    side: Side | Literal[""] = ""
    feature: str = ""


NOTHING = Heading()


@lru_cache(maxsize=2048)
def read_heading(text: str) -> Heading:
    """Return what a header cell says; letter case, brackets, underscores and punctuation do not matter.

    >>> read_heading("Term (RU)"), read_heading("target_pt-BR").locale, read_heading("Kremlin") == NOTHING
    (Heading(locale='ru', side='', feature=''), 'pt-BR', True)
    """
    cleaned = text.strip().strip("*:").strip().lower()
    if not cleaned or len(cleaned) > _LONGEST:
        return NOTHING
    spaced = " ".join(re.split(r"[\s_]+", cleaned))
    for feature, words in _FEATURE_WORDS.items():
        if spaced in words:
            return Heading(feature=feature)
    return _read_words(_TOKEN.findall(cleaned.replace("_", " ")))


def _read_words(words: Sequence[str]) -> Heading:
    """Return what words say together: each a language, a side or neutral, one of each."""
    sides: list[Side] = [side for side, known in _SIDES.items() for word in words if word in known]
    rest = [word for word in words if word not in _NEUTRAL and not any(word in s for s in _SIDES.values())]
    if len(set(sides)) > 1 or len(rest) > 3:
        return NOTHING
    side: Side | Literal[""] = sides[0] if sides else ""
    if not rest:
        # "Term" alone is what is to be translated.
        return Heading(side=side or ("source" if words and words[0] in _TERM else ""))
    locale = find_language(" ".join(rest), bare=len(rest) == len(words))
    return Heading(locale=locale, side=side) if locale else NOTHING


@lru_cache(maxsize=2048)
def find_language(text: str, *, bare: bool = True) -> str:
    """Return the tag of the language that `text` is a tag or a name of, "" if it is neither.

    Args:
        bare: nothing else is in the cell; else `in`, `to` and the like are more likely words than tags.
    """
    tag = re.sub(r"[\s_]+", "-", text.strip())
    if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}", tag) and is_locale(tag):
        return parse_locale(tag)
    if not bare and len(text) < 3:
        return ""
    return language_names().get(_key(text), "")


def _key(name: str) -> str:
    """Return the words of a name in one order: "Chinese (Simplified)" is "Simplified Chinese"."""
    return " ".join(sorted(_TOKEN.findall(name.lower())))


@lru_cache(maxsize=1)
def language_names() -> Mapping[str, str]:
    """Return the tags of languages by their names in forty languages, the words of each name in one order.

    To gather them from Babel takes half a second, so they are kept in the cache folder, for each version.
    """
    import babel
    from platformdirs import user_cache_path

    kept = user_cache_path("translate-pipe") / f"language-names-{babel.__version__}.json"
    try:
        names = json.loads(kept.read_text(encoding="utf-8"))
        if isinstance(names, dict) and all(isinstance(tag, str) for tag in names.values()):
            return names
    except (OSError, ValueError):
        pass
    names = _gather_names()
    with contextlib.suppress(TranslatePipeError):
        write_atomically(kept, json.dumps(names, ensure_ascii=False, sort_keys=True).encode())
    return names


def _gather_names() -> dict[str, str]:
    from babel import Locale
    from babel.localedata import locale_identifiers

    known = {tag.replace("_", "-") for tag in locale_identifiers()}
    names: dict[str, str] = {}
    for locale in _NAMING:
        for code, name in Locale.parse(locale).languages.items():
            tag = code.replace("_", "-")
            if tag in known:
                names.setdefault(_key(name), parse_locale(tag))
    return names

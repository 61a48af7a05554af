"""Header cells go in; what each column of a glossary means comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from translate_pipe.locales import is_locale, parse_locale

FEATURES = (
    "pos",
    "gender",
    "number",
    "animate",
    "indeclinable",
    "forms",
    "case_sensitive",
    "match",
    "status",
    "note",
)
# What depends on the target language may be given per locale: `ru.gender`, `de.forms`.
LOCAL_FEATURES = ("pos", "gender", "number", "animate", "indeclinable", "forms", "status", "note")

ColumnKind = Literal["locale", "feature", "unknown"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `locale` is a BCP 47 tag for terms and for features of one locale, else ""."""

    index: int
    name: str
    kind: ColumnKind
    locale: str = ""
    feature: str = ""


@lru_cache(maxsize=4096)
def _locale_or_empty(name: str) -> str:
    return parse_locale(name) if is_locale(name) else ""


def parse_column(name: str, index: int) -> Column:
    """Tell what a column is by its header cell; letter case, spaces and hyphens do not matter."""
    cleaned = name.strip()
    feature = cleaned.lower().replace(" ", "_").replace("-", "_")
    if feature in FEATURES:
        return Column(index, name, "feature", feature=feature)
    head, dot, tail = cleaned.rpartition(".")
    if dot and tail.lower() in LOCAL_FEATURES and _locale_or_empty(head):
        return Column(index, name, "feature", locale=_locale_or_empty(head), feature=tail.lower())
    if cleaned and _locale_or_empty(cleaned):
        return Column(index, name, "locale", locale=_locale_or_empty(cleaned))
    return Column(index, name, "unknown")


def parse_columns(header: Sequence[str]) -> tuple[Column, ...]:
    """Tell what each column is, in order."""
    return tuple(parse_column(name, index) for index, name in enumerate(header))


def find_locale_column(columns: Sequence[Column], locale: str) -> Column | None:
    """Return the column of terms in `locale`, else in a less exact one: `pt-BR` → `pt`.

    A bare `pt` also finds the only column of that language, such as `pt-BR`.
    """
    wanted = parse_locale(locale)
    terms = [column for column in columns if column.kind == "locale"]
    parts = wanted.split("-")
    for length in range(len(parts), 0, -1):
        tag = "-".join(parts[:length])
        for column in terms:
            if column.locale == tag:
                return column
    if len(parts) == 1:
        related = [column for column in terms if column.locale.split("-")[0] == wanted]
        if len(related) == 1:
            return related[0]
    return None


def find_feature_column(columns: Sequence[Column], feature: str, locale: str = "") -> Column | None:
    """Return the column of a feature for a locale (`pt-BR.gender`, then `pt.gender`), or the general one."""
    parts = locale.split("-") if locale else []
    tags = ["-".join(parts[:length]) for length in range(len(parts), 0, -1)] + [""]
    for tag in tags:
        for column in columns:
            if column.feature == feature and column.locale == tag:
                return column
    return None

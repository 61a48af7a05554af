"""Header cells go in; what each column of a glossary means comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from translate_pipe.errors import UsageError
from translate_pipe.glossary.tables.headings import read_heading
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

ColumnKind = Literal["locale", "side", "feature", "unknown"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `locale` is a BCP 47 tag for terms and for features of one locale, else "".

    A `side` holds terms of the source or of the target (`feature` says which), in whatever language.
    """

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
    return _read_freely(name, index)


def _read_freely(name: str, index: int) -> Column:
    heading = read_heading(name)
    if heading.feature:
        return Column(index, name, "feature", feature=heading.feature)
    if heading.locale:
        return Column(index, name, "locale", locale=heading.locale)
    if heading.side:
        return Column(index, name, "side", feature=heading.side)
    return Column(index, name, "unknown")


def parse_columns(header: Sequence[str]) -> tuple[Column, ...]:
    """Tell what each column is, in order.

    Of several columns that mean the same, one that is named to the letter counts, and those that are named
    freely do nothing; a side counts where no column of a language can be meant.
    """
    columns = [parse_column(name, index) for index, name in enumerate(header)]
    exact = [column for column in columns if is_exact(column)]
    taken = {(c.kind, c.locale, c.feature) for c in exact}
    languages = {column.locale for column in columns if column.kind == "locale"}
    settled = []
    for column in columns:
        key = (column.kind, column.locale, column.feature)
        superfluous = column.kind == "side" and len(languages) > 1
        if column not in exact and column.kind != "unknown" and (key in taken or superfluous):
            column = Column(column.index, column.name, "unknown")
        taken.add(key)
        settled.append(column)
    return tuple(settled)


def is_exact(column: Column) -> bool:
    """Whether a column is named to the letter: by a tag, or by the name of a feature as we write it."""
    return is_exact_name(column.name)


def is_exact_name(name: str) -> bool:
    """Whether a header cell is a tag, or the name of a feature as we write it."""
    cleaned = name.strip()
    word = cleaned.lower().replace(" ", "_").replace("-", "_").rpartition(".")[2]
    return word in FEATURES or bool(cleaned and _locale_or_empty(cleaned))


def settle_sides(columns: Sequence[Column], source: str, target: str) -> tuple[Column, ...]:
    """Return the columns with the sides as columns of the pair's languages, where those have none.

    Args:
        target: "" if it is not known; a target side then stays what it is.
    """
    wanted = {"source": source, "target": target}
    taken = {column.locale for column in columns if column.kind == "locale"}
    settled = []
    for column in columns:
        locale = wanted.get(column.feature, "") if column.kind == "side" else ""
        if locale and find_locale_column(columns, locale) is None and locale not in taken:
            taken.add(locale)
            column = Column(column.index, column.name, "locale", locale=locale)
        settled.append(column)
    return tuple(settled)


def override_columns(columns: Sequence[Column], chosen: Sequence[tuple[int, str]]) -> tuple[Column, ...]:
    """Return the columns with some of them chosen by hand: `(1, "ru")` says that the second holds Russian."""
    named = {index: parse_column(word, index) for index, word in chosen}
    meant = {(column.kind, column.locale, column.feature) for column in named.values()}
    settled = []
    for column in columns:
        if column.index in named:
            column = replace(named[column.index], name=column.name)
        elif (column.kind, column.locale, column.feature) in meant:
            column = Column(column.index, column.name, "unknown")
        settled.append(column)
    return tuple(settled)


def parse_choice(text: str) -> tuple[tuple[int, str], ...]:
    """Return what `en=2,ru=3` chooses: pairs of a position from 0 on and what that column holds.

    Raises:
        UsageError: a part is no language, side or feature, or no position.
    """
    chosen: list[tuple[int, str]] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        word, _, place = (piece.strip() for piece in part.partition("="))
        if not place.isdecimal() or int(place) < 1 or parse_column(word, 0).kind == "unknown":
            raise UsageError(
                f"cannot choose columns by {part!r}",
                remedy="write what a column holds and its number from the left, such as en=2,ru=3,note=5",
            )
        chosen.append((int(place) - 1, word))
    return tuple(chosen)


def describe_columns(columns: Sequence[Column]) -> str:
    """Return what was understood of a header: `1 "English" holds en, 2 "x" is not known`."""
    return ", ".join(
        f"{column.index + 1} {column.name!r} "
        + (f"holds {column.locale or column.feature}" if column.kind != "unknown" else "is not known")
        for column in columns
    )


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

"""`translate-pipe languages`: language tags with their names, and what is done for each here."""

from __future__ import annotations

import contextlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from translate_pipe.cli.terminal import say

if TYPE_CHECKING:
    from translate_pipe.morphology.support import Recognition

# What model packages offer beside bare languages.
_VARIANTS = ("pt-BR", "zh-Hant", "sr-Latn")


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its tag, its name in the language asked for, its own name, and what is done for it.

    Attributes:
        targets: what installed packages translate it into.
        segments: whether it has rules of its own for where segments end.
        terms: how a term is recognised in it: in `forms` that are also made, by `lemmas`, or by `letters`.
        dictionary: what knows the forms or lemmas, with its `licence`; "" if nothing does.
        extra: what would do more if it were installed.
    """

    tag: str
    name: str
    own_name: str
    targets: tuple[str, ...] = ()
    segments: Literal["own", "common"] = "common"
    terms: Recognition = "letters"
    dictionary: str = ""
    licence: str = ""
    extra: str = ""


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("languages")(languages)


def languages(
    query: Annotated[str, typer.Argument(help="Only languages with this in a tag or name.")] = "",
    in_locale: Annotated[str, typer.Option("--in", help="Language to name them in, such as de.")] = "en",
    installed: Annotated[
        bool, typer.Option("--installed", help="Only languages that an installed package translates from.")
    ] = False,
    packages_dir: Annotated[
        Path | None, typer.Option("--packages-dir", help="Where model packages are installed.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """List language tags and names, what is done for each language, and what packages translate it into.

    Segments: own rules, or common ones. Terms: with forms, they are inflected and recognised in any form;
    with lemmas, recognised in any form and put in as the glossary gives them; with letters, recognised as the
    glossary gives them. Extra: what does more once it is installed (pip install "translate-pipe[EXTRA]").
    """
    rows = list_languages(in_locale, query=query, targets=installed_targets(packages_dir))
    if installed:
        rows = [row for row in rows if row.targets]
    if as_json:
        typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for line in format_languages(rows):
        say(line)
    if not rows:
        say("no such language", err=True)


def installed_targets(packages_dir: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Return, for each source locale of an installed package, the locales it can be translated into."""
    from translate_pipe.engines.packages import find_packages

    targets: dict[str, set[str]] = {}
    for package in find_packages(packages_dir):
        targets.setdefault(package.source_locale, set()).add(package.target_locale)
    return {source: tuple(sorted(found)) for source, found in targets.items()}


def list_languages(
    in_locale: str = "en", *, query: str = "", targets: Mapping[str, Sequence[str]] | None = None
) -> list[Language]:
    """Return the known languages by tag; with `query` those whose tag or one of whose names holds it.

    Raises:
        UsageError: `in_locale` is no language.
    """
    from babel.localedata import locale_identifiers

    from translate_pipe.locales import is_locale, name_of, parse_locale

    own = own_names()

    shown_in = parse_locale(in_locale)
    known = targets or {}
    tags = {tag for tag in locale_identifiers() if "_" not in tag and is_locale(tag)}
    tags |= {*_VARIANTS, *known, *(target for found in known.values() for target in found)}
    rows = [
        Language(tag, name_of(tag, shown_in), own.get(tag) or name_of(tag, tag), tuple(known.get(tag, ())))
        for tag in sorted(tags)
    ]
    wanted = query.casefold()
    return [
        with_support(row)
        for row in rows
        if any(wanted in text.casefold() for text in (row.tag, row.name, row.own_name))
    ]


def with_support(row: Language) -> Language:
    """Return a language with what is done for it."""
    from translate_pipe.locales import language_of
    from translate_pipe.morphology.support import support_of
    from translate_pipe.segment.language_rules import RULES

    support = support_of(row.tag)
    return replace(
        row,
        segments="own" if language_of(row.tag) in RULES else "common",
        terms=support.terms,
        dictionary=str(support.dictionary or ""),
        licence=support.dictionary.licence if support.dictionary else "",
        extra=support.extra,
    )


def own_names() -> dict[str, str]:
    """Return the name of every language in itself, by tag.

    Babel keeps each language in a file of its own, all of which take a second to read; what they say is kept
    in the cache folder, for each version of Babel.
    """
    import babel
    from babel.localedata import locale_identifiers
    from platformdirs import user_cache_path

    from translate_pipe.errors import TranslatePipeError
    from translate_pipe.files import write_atomically
    from translate_pipe.locales import is_locale, name_of

    kept = user_cache_path("translate-pipe") / f"own-names-{babel.__version__}.json"
    try:
        names = json.loads(kept.read_text(encoding="utf-8"))
        if isinstance(names, dict) and all(isinstance(name, str) for name in names.values()):
            return names
    except (OSError, ValueError):
        pass
    names = {tag: name_of(tag, tag) for tag in locale_identifiers() if "_" not in tag and is_locale(tag)}
    with contextlib.suppress(TranslatePipeError):
        write_atomically(kept, json.dumps(names, ensure_ascii=False, sort_keys=True).encode())
    return names


def format_languages(rows: Sequence[Language]) -> list[str]:
    """Return the headings and a line per language, in columns; no lines if there is no language."""
    if not rows:
        return []
    table = [["tag", "language", "segments", "terms", "extra", "own name"]]
    table += [[row.tag, row.name, row.segments, row.terms, row.extra, row.own_name] for row in rows]
    if any(row.targets for row in rows):
        table[0].append("into")
        for line, row in zip(table[1:], rows, strict=True):
            line.append(", ".join(row.targets))
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    return ["  ".join(map(_pad, line, widths)).rstrip() for line in table]


def _width(text: str) -> int:
    """Return how many columns a terminal needs for `text`."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))

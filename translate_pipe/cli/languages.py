"""`translate-pipe languages`: language tags with their names, and what can be translated here."""

from __future__ import annotations

import contextlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from translate_pipe.cli.terminal import say

# What model packages offer beside bare languages.
_VARIANTS = ("pt-BR", "zh-Hant", "sr-Latn")


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its tag, its name in the language asked for, its own name, and the targets at hand."""

    tag: str
    name: str
    own_name: str
    targets: tuple[str, ...] = ()


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
    """List language tags, names, and the languages that installed packages translate each into."""
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
        row for row in rows if any(wanted in text.casefold() for text in (row.tag, row.name, row.own_name))
    ]


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
    """Return a line per language: tag, name, own name and targets, in columns."""
    tag_width = max((len(row.tag) for row in rows), default=0)
    name_width = max((_width(row.name) for row in rows), default=0)
    own_width = max((_width(row.own_name) for row in rows if row.targets), default=0)
    lines = []
    for row in rows:
        line = f"{row.tag:<{tag_width}}  {_pad(row.name, name_width)}  "
        if row.targets:
            line += f"{_pad(row.own_name, own_width)}  → {', '.join(row.targets)}"
        else:
            line += row.own_name
        lines.append(line.rstrip())
    return lines


def _width(text: str) -> int:
    """Return how many columns a terminal needs for `text`."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))

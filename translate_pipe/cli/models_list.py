"""`translate-pipe models list`: packages become rows, rows become a table, lines with tabs, or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.models_options import AsJson, PackagesDir
from translate_pipe.cli.terminal import new_console, say

if TYPE_CHECKING:
    from translate_pipe.engines.catalogues import Catalogue
    from translate_pipe.engines.index import Index
    from translate_pipe.engines.packages import Package

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One package as it is listed.

    `state` is installed, starter, damaged, or the catalogue that offers it; `used` is yes or default for the
    one that is used, or would be installed, where none is named; `called` is what `--package` takes.
    """

    source: str
    target: str
    name: str
    version: str
    state: str
    used: str
    size: int | None
    declares: str = ""
    quality: str = ""
    path: str = ""
    problem: str = ""
    date: str = ""
    called: str = ""


def list_models(
    source: Annotated[str | None, typer.Argument(help="Source language, to list its packages only.")] = None,
    target: Annotated[str | None, typer.Argument(help="Target language, to list those of a pair.")] = None,
    remote: Annotated[
        bool, typer.Option("--remote", help="List what Argos and OPUS-MT offer (uses the network).")
    ] = False,
    catalogue: Annotated[
        str | None, typer.Option("--from", help="With --remote: one catalogue only, argos or opus.")
    ] = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="With --remote: fetch the indexes even if they are fresh.")
    ] = False,
    packages_dir: PackagesDir = None,
    as_json: AsJson = False,
) -> None:
    """List the packages that are installed, or with --remote those that can be."""
    from translate_pipe.engines.packages import packages_folder

    pair = _parse(source), _parse(target)
    if remote:
        _list_remote(pair, catalogue, refresh=refresh, as_json=as_json)
        return
    rows = [row for row in installed_rows(packages_dir) if _fits(row, pair)]
    print_rows(rows, as_json)
    if not rows:
        wanted = f"{pair[0] or 'en'} {pair[1] or 'ru'}"
        whose = f" for {'→'.join(filter(None, pair))}" if pair[0] else ""
        say(
            f"no packages{whose} in {packages_folder(packages_dir)}; "
            f"`translate-pipe models install {wanted}` gets one",
            err=True,
        )
    for said in explain_used(packages_dir):
        say(said, err=True)


def _parse(language: str | None) -> str:
    from translate_pipe.locales import parse_locale

    return "" if language is None else parse_locale(language)


def _fits(row: Row, pair: tuple[str, str]) -> bool:
    """Tell whether a row is to be shown; one whose languages nobody knows is, where none are asked for."""
    from translate_pipe.engines.packages import serves

    ends = ((row.source, pair[0]), (row.target, pair[1]))
    return all(not wanted or (has and serves(has, wanted) is not None) for has, wanted in ends)


def _list_remote(pair: tuple[str, str], name: str | None, *, refresh: bool, as_json: bool) -> None:
    from translate_pipe.engines.catalogues import CATALOGUES, find_catalogue
    from translate_pipe.errors import EngineError

    chosen = list(CATALOGUES.values()) if name is None else [find_catalogue(name)]
    rows: list[Row] = []
    said, failures = [], []
    for catalogue in chosen:
        try:
            offered = catalogue.fetch(refresh=refresh)
        except EngineError as error:
            failures.append(error)
            continue
        rows += remote_rows(catalogue, offered, pair)
        said.append(describe_age(offered))
    if len(failures) == len(chosen):
        raise failures[0]
    print_rows(rows, as_json)
    for one in (*said, *map(str, failures)):
        say(one, err=True)


def installed_rows(packages_dir: Path | None = None) -> list[Row]:
    """Return a row for each package that is used, and for each folder that holds a damaged one."""
    from translate_pipe.engines.packages import find_damage, find_packages, package_folders, read_package
    from translate_pipe.errors import EngineError

    packages = find_packages(packages_dir)
    used = {package.pair: package for package in reversed(packages)}
    rows = [
        package_row(
            package,
            "starter" if package.is_starter else "installed",
            used="" if used[package.pair] is not package else "default" if package.is_default else "yes",
        )
        for package in packages
    ]
    for folder in package_folders(packages_dir):
        try:
            read_package(folder)
            problem = find_damage(folder)
        except EngineError as error:
            problem = error.problem
        if problem is not None:
            rows.append(Row("", "", folder.name, "", "damaged", "", None, path=str(folder), problem=problem))
    return rows


def explain_used(packages_dir: Path | None = None) -> list[str]:
    """Say of each pair with several packages which is used and why, and which defaults name none."""
    from translate_pipe.engines.choice import explain_absent_defaults, explain_choice
    from translate_pipe.engines.packages import find_packages

    packages = find_packages(packages_dir)
    pairs = dict.fromkeys(package.pair for package in packages)
    said = [explain_choice(pair, packages) for pair in pairs]
    return [*filter(None, said), *explain_absent_defaults(packages, packages_dir)]


def remote_rows(catalogue: Catalogue, offered: Index, pair: tuple[str, str] = ("", "")) -> list[Row]:
    """Return a row for each package that a catalogue offers, those of a pair with the sizes of their files.

    A catalogue that has many releases of a pair shows the best one where no pair is asked for.
    """
    from translate_pipe.engines.catalogues import ask_sizes

    best = {}
    for offer in sorted(offered.offers, key=catalogue.worth):
        best[offer.package.pair] = offer
    shown = [
        (offer, package_row(offer.package, catalogue.name, used="yes" if is_best else "", size=offer.size))
        for offer in offered.offers
        if (is_best := best[offer.package.pair] is offer) or all(pair) or not catalogue.option
    ]
    shown = [(offer, row) for offer, row in shown if _fits(row, pair)]
    if not all(pair):
        return [row for _, row in shown]
    sized = ask_sizes([offer for offer, _ in shown])
    return [replace(row, size=offer.size) for offer, (_, row) in zip(sized, shown, strict=True)]


def package_row(package: Package, state: str, *, used: str = "", size: int | None = None) -> Row:
    """Return what is listed of a package; `size` is that of a remote one, if it is known."""
    is_here = package.path != Path()
    declares = ["inline terms"] if package.annotation else []
    if package.target_prefix:
        declares.append(f"target prefix {package.target_prefix}")
    if is_here and package.beyond_argos:
        declares.append(f"not for argos-translate: {package.beyond_argos}")
    if package.licence:
        declares.append(package.licence)
    return Row(
        package.source_locale,
        package.target_locale,
        f"{package.code} {package.label}".strip(),
        package.version,
        state,
        used,
        package.size if is_here else size,
        ", ".join(declares),
        ", ".join(f"{name} {value}" for name, value in package.quality),
        str(package.path) if is_here else "",
        date=package.date,
        called=package.short_name,
    )


def describe_age(index: Index) -> str:
    """Say how old the index is, and why it is not fresh if it could not be fetched."""
    minutes = round(index.age / 60)
    age = f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"
    if minutes >= 48 * 60:
        age = f"{round(minutes / 1440)} days"
    said = f"{len(index.offers)} packages in {index.url}, fetched {'now' if minutes == 0 else age + ' ago'}"
    return f"{said}; not renewed: {index.stale_because}" if index.stale_because else said


def print_rows(rows: Sequence[Row], as_json: bool) -> None:
    """Print rows: for machines, as a table on a terminal, with tabs elsewhere."""
    if as_json:
        fields = Row.__dataclass_fields__
        shown = [{name: getattr(row, name) for name in fields} for row in rows]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    header = ("from", "to", "package", "version", "state", "used", "MB", "date", "declares", "quality")
    lines = [
        (
            row.source,
            row.target,
            row.name,
            row.version,
            row.state,
            row.used,
            "" if row.size is None else f"{row.size / MEGABYTE:.1f}",
            row.date,
            row.problem or row.declares,
            row.quality,
        )
        for row in rows
    ]
    if not sys.stdout.isatty():
        for line in (header, *lines):
            say("\t".join(line))
        return
    _print_table(rows)


def _print_table(rows: Sequence[Row]) -> None:
    """Print rows for a terminal of 80 columns: what is used has a star, all that is optional stands last."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name in ("", "pair", "--package", "state", "MB", "declares"):
        table.add_column(name, justify="right" if name == "MB" else "left", overflow="fold")
    for row in rows:
        details = (row.problem, row.date if row.date.replace("-", ".") not in row.version else "")
        known = ", ".join(filter(None, (*details, row.declares, row.quality)))
        state = row.used if row.used == "default" else row.state
        size = "" if row.size is None else f"{row.size / MEGABYTE:.1f}"
        pair = f"{row.source}→{row.target}" if row.source else ""
        cells = ("*" if row.used else "", pair, row.called or row.name, state, size, known)
        table.add_row(*map(Text, cells))
    new_console().print(table)
    if any(row.used for row in rows):
        say("* is used, or would be installed, where no package is named", err=True)

"""`translate-pipe models list`: packages become rows, rows become a table, lines with tabs, or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.models_options import AsJson, PackagesDir
from translate_pipe.cli.terminal import new_console, say

if TYPE_CHECKING:
    from translate_pipe.engines.index import Index
    from translate_pipe.engines.packages import Package

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One package as it is listed.

    `state` is installed, starter, damaged or remote; `used` is yes or default for the one that is used where
    none is named.
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


def list_models(
    remote: Annotated[
        bool, typer.Option("--remote", help="List what the Argos index offers (uses the network).")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="With --remote: fetch the index even if it is fresh.")
    ] = False,
    packages_dir: PackagesDir = None,
    as_json: AsJson = False,
) -> None:
    """List the packages that are installed, or with --remote those that can be."""
    from translate_pipe.engines.packages import packages_folder

    if not remote:
        rows = installed_rows(packages_dir)
        print_rows(rows, as_json)
        if not rows:
            say(
                f"no packages in {packages_folder(packages_dir)}; "
                "`translate-pipe models install en ru` gets one",
                err=True,
            )
        for said in explain_used(packages_dir):
            say(said, err=True)
        return
    from translate_pipe.engines.index import fetch_index

    index = fetch_index(refresh=refresh)
    print_rows(remote_rows(index), as_json)
    say(describe_age(index), err=True)


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


def remote_rows(index: Index) -> list[Row]:
    """Return a row for each package that an index offers."""
    return [package_row(offer.package, "remote", size=offer.size) for offer in index.offers]


def package_row(package: Package, state: str, *, used: str = "", size: int | None = None) -> Row:
    """Return what is listed of a package; `size` is that of a remote one, if it is known."""
    declares = ["inline terms"] if package.annotation else []
    if package.target_prefix:
        declares.append(f"target prefix {package.target_prefix}")
    if package.beyond_argos and state != "remote":
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
        size if state == "remote" else package.size,
        ", ".join(declares),
        ", ".join(f"{name} {value}" for name, value in package.quality),
        "" if state == "remote" else str(package.path),
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
    header = ("from", "to", "package", "version", "state", "used", "MB", "declares", "quality")
    lines = [
        (
            row.source,
            row.target,
            row.name,
            row.version,
            row.state,
            row.used,
            "" if row.size is None else f"{row.size / MEGABYTE:.1f}",
            row.problem or row.declares,
            row.quality,
        )
        for row in rows
    ]
    if not sys.stdout.isatty():
        for line in (header, *lines):
            say("\t".join(line))
        return
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD)
    for name in header:
        table.add_column(name, justify="right" if name == "MB" else "left")
    for line in lines:
        table.add_row(*map(Text, line))
    new_console().print(table)

"""`translate-pipe models default`: which of several packages for a pair is used where none is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.models_options import PackagesDir
from translate_pipe.cli.terminal import say
from translate_pipe.errors import UsageError

if TYPE_CHECKING:
    from translate_pipe.engines.packages import Package


def default_command(
    source: Annotated[str, typer.Argument(help="Source language.")],
    target: Annotated[str, typer.Argument(help="Target language.")],
    name: Annotated[
        str | None, typer.Argument(help="Name of the package, as `models list` has it: opus, argos 1.9.")
    ] = None,
    none: Annotated[bool, typer.Option("--none", help="Forget the default of the pair.")] = False,
    packages_dir: PackagesDir = None,
) -> None:
    """Set which package of a pair is used where none is named; without a name, show it."""
    from translate_pipe.engines.choice import forget_default, make_default

    if none and name is not None:
        raise UsageError("a default cannot be set and forgotten", remedy="give a name or --none")
    if none:
        forgotten = forget_default(source, target, packages_dir)
        say(f"forgotten: {forgotten}" if forgotten else "there was no default for the pair")
    elif name is not None:
        package = make_default(source, target, name, packages_dir)
        say(f"{package.source_locale}→{package.target_locale}: {package.short_name} is the default now")
    else:
        for line in describe_pair(source, target, packages_dir):
            say(line)


def describe_pair(source: str, target: str, packages_dir: Path | None = None) -> list[str]:
    """Return a line for each package that leads from one locale to the other, the one that is used first.

    Raises:
        EngineError: there is none.
    """
    from translate_pipe.engines.choice import packages_of
    from translate_pipe.engines.packages import find_packages, missing_package
    from translate_pipe.locales import parse_locale

    there = packages_of(source, target, find_packages(packages_dir))
    if not there:
        raise missing_package(parse_locale(source), parse_locale(target))
    lines = []
    for at, package in enumerate(there):
        state = "" if at else ": used, the default" if package.is_default else ": used"
        lines.append(f"{package.source_locale}→{package.target_locale}: {package.short_name}{state}")
    return lines


def say_if_unused(package: Package, packages_dir: Path | None = None) -> None:
    """Say of a package that has just come how to use it, where another of its pair is used."""
    from translate_pipe.engines.packages import find_packages

    used = next((one for one in find_packages(packages_dir) if one.pair == package.pair), package)
    if used.path.resolve() == package.path.resolve():
        return
    pair = f"{package.source_locale} {package.target_locale}"
    say(
        f"{package.source_locale}→{package.target_locale} is still translated with {used.short_name}; "
        f"`translate-pipe models default {pair} '{package.short_name}'` changes that, "
        f"and --package '{package.short_name}' for one run",
        err=True,
    )

"""What users want and the packages there are go in; which one is used, and why it is that one, comes out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from translate_pipe.engines.defaults import Pair, read_defaults, write_default
from translate_pipe.engines.packages import (
    ARGOS,
    Package,
    find_packages,
    missing_package,
    packages_folder,
    serves,
)
from translate_pipe.errors import UsageError
from translate_pipe.locales import parse_locale


def parse_wishes(wishes: Sequence[str]) -> dict[str, str]:
    """Return names of packages by target locale, "" for all others: `opus`, `de=argos 1.9`.

    Raises:
        UsageError: a language is unknown, a name is missing, or two are given for the same.
    """
    named: dict[str, str] = {}
    for wish in wishes:
        locale, equals, name = wish.partition("=") if "=" in wish else ("", "", wish)
        target = parse_locale(locale.strip()) if equals else ""
        if not name.strip():
            raise UsageError(
                f"--package {wish!r} names no package", remedy="write --package opus, or --package ru=opus"
            )
        if target in named:
            raise UsageError(
                f"two packages are named for {target or 'any target'}: {named[target]} and {name.strip()}",
                remedy="name one, or say which is for which target: --package ru=opus --package de=argos",
            )
        named[target] = name.strip()
    return named


def wish_for(target_locale: str, wishes: Sequence[str]) -> str:
    """Return the name of the package that is wanted into a locale, or nothing.

    Raises:
        UsageError: as `parse_wishes`.
    """
    named = parse_wishes(wishes)
    return named.get(parse_locale(target_locale), named.get("", ""))


def require_names(wishes: Sequence[str], packages: Sequence[Package]) -> None:
    """Refuse wishes that nothing can fulfil.

    Raises:
        UsageError: no package, into the locale that is named, answers to a name; it lists those there are.
    """
    for target, name in parse_wishes(wishes).items():
        there = [one for one in packages if not target or serves(one.target_locale, target) is not None]
        if not any(one.answers_to(name) for one in there):
            raise unknown_name(name, "", target, there)


def packages_of(source_locale: str, target_locale: str, packages: Sequence[Package]) -> tuple[Package, ...]:
    """Return the packages that lead directly from one locale to another, the one that is used first."""
    source, target = parse_locale(source_locale), parse_locale(target_locale)
    fitting = []
    for package in packages:
        ends = (serves(package.source_locale, source), serves(package.target_locale, target))
        if ends[0] is not None and ends[1] is not None:
            fitting.append((ends[0] + ends[1], package))
    return tuple(package for _, package in sorted(fitting, key=lambda one: one[0]))


def find_named(name: str, source_locale: str, target_locale: str, packages: Sequence[Package]) -> Package:
    """Return the package of a pair that answers to a name, the newest where several do.

    Raises:
        EngineError: there is none for the pair.
        UsageError: none of those there are answers to it; it lists them.
    """
    there = packages_of(source_locale, target_locale, packages)
    if not there:
        raise missing_package(parse_locale(source_locale), parse_locale(target_locale))
    for package in there:
        if package.answers_to(name):
            return package
    raise unknown_name(name, source_locale, target_locale, there)


def unknown_name(name: str, source: str, target: str, there: Sequence[Package]) -> UsageError:
    """Return the error for a name that no package of a pair answers to."""
    whose = f" for {source}→{target}" if source or target else ""
    known = ", ".join(dict.fromkeys(package.short_name for package in there))
    return UsageError(
        f"no package{whose} is called {name!r}",
        remedy=f"there are {known}" if known else "see `translate-pipe models list`",
    )


def make_default(
    source_locale: str, target_locale: str, name: str, packages_dir: Path | None = None
) -> Package:
    """Have a package used for its pair wherever none is named; return it.

    A name without a version stands for the newest of its family, whenever that changes.

    Raises:
        EngineError, UsageError: as `find_named`.
        TranslatePipeError: the packages folder cannot be written.
    """
    package = find_named(name, source_locale, target_locale, find_packages(packages_dir))
    write_default(packages_folder(packages_dir), package.pair, name.strip())
    return package


def forget_default(source_locale: str, target_locale: str, packages_dir: Path | None = None) -> str | None:
    """Have no default for a pair; return the name of the one there was."""
    pair = (parse_locale(source_locale), parse_locale(target_locale))
    folder = packages_folder(packages_dir)
    named = read_defaults(folder).get(pair)
    if named is not None:
        write_default(folder, pair, None)
    return named


def explain_choice(pair: Pair, packages: Sequence[Package]) -> str:
    """Say which package of a pair is used and why, where there are several and none was made the default.

    The starter is no rival: it is used where there is nothing else.
    """
    rivals = [package for package in packages if package.pair == pair and not package.is_starter]
    if len(rivals) < 2 or rivals[0].is_default:
        return ""
    used, others = rivals[0], rivals[1:]
    return (
        f"{pair[0]}→{pair[1]} is translated with {used.short_name}, {_reason(used, others)}; "
        f"`translate-pipe models default {pair[0]} {pair[1]} NAME` chooses another: "
        + ", ".join(package.short_name for package in others)
    )


def _reason(used: Package, others: Sequence[Package]) -> str:
    families = {package.family for package in others}
    if families == {used.family}:
        return "the newest"
    if used.family == ARGOS:
        return "Argos's own, which argos-translate uses too"
    if not used.is_for_several and all(
        package.is_for_several for package in others if package.family != used.family
    ):
        return "the one made for this pair alone"
    return "the first by name"


def explain_absent_defaults(packages: Sequence[Package], packages_dir: Path | None = None) -> list[str]:
    """Say which defaults name a package that is no longer there."""
    kept = {package.pair for package in packages if package.is_default}
    return [
        f"the default for {source}→{target}, {name}, is not installed; "
        f"`translate-pipe models default {source} {target} --none` forgets it"
        for (source, target), name in sorted(read_defaults(packages_folder(packages_dir)).items())
        if (source, target) not in kept
    ]

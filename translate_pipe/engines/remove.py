"""A pair of languages goes in; its installed packages leave the packages folder, each in one step."""

from __future__ import annotations

from pathlib import Path

from translate_pipe.engines.choice import forget_default, unknown_name
from translate_pipe.engines.defaults import read_defaults
from translate_pipe.engines.install import scratch_beside
from translate_pipe.engines.packages import Package, find_packages, packages_folder
from translate_pipe.errors import EngineError, UsageError
from translate_pipe.locales import parse_locale


def remove_packages(
    source_code: str, target_code: str, packages_dir: Path | None = None, *, named: str = ""
) -> tuple[Package, ...]:
    """Remove every installed package of a pair, or with `named` those that answer to a name; return them.

    A default that names none of what is left is forgotten.

    Raises:
        EngineError: nothing is installed for the pair, or a folder cannot be removed.
        UsageError: a language is unknown, or no package answers to the name.
    """
    pair = (parse_locale(source_code), parse_locale(target_code))
    there = tuple(one for one in find_packages(packages_dir) if one.pair == pair)
    chosen = tuple(one for one in there if not one.is_starter and (not named or one.answers_to(named)))
    if not chosen:
        if any(one.is_starter and (len(there) == 1 or one.answers_to(named)) for one in there):
            raise UsageError(
                f"the {pair[0]}→{pair[1]} package is the starter, a part of the program",
                remedy="install another package for the pair, and that one is used",
            )
        if there:
            raise unknown_name(named, *pair, there)
        raise EngineError(
            f"no package is installed for {pair[0]}→{pair[1]}", remedy="see `translate-pipe models list`"
        )
    for package in chosen:
        _remove_folder(package.path)
    left = [one for one in there if one not in chosen]
    default = read_defaults(packages_folder(packages_dir)).get(pair)
    if default is not None and not any(one.answers_to(default) for one in left):
        forget_default(*pair, packages_dir)
    return chosen


def _remove_folder(folder: Path) -> None:
    """Remove a package in one step: it leaves the packages folder whole, or stays."""
    if folder.is_symlink():
        folder.unlink()
        return
    with scratch_beside(folder.parent, str(folder)) as scratch:
        try:
            folder.rename(scratch / folder.name)
        except OSError as error:
            raise EngineError(
                f"cannot remove: {error.strerror or error}", path=folder, remedy="check its permissions"
            ) from error

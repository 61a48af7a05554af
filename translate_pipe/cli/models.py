"""`translate-pipe models`: which model packages there are, and getting and removing them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_pipe.cli.models_compare import compare_command
from translate_pipe.cli.models_default import default_command
from translate_pipe.cli.models_import import import_command
from translate_pipe.cli.models_install import install
from translate_pipe.cli.models_list import MEGABYTE, list_models
from translate_pipe.cli.models_options import AsJson, PackagesDir
from translate_pipe.cli.terminal import say
from translate_pipe.errors import EXIT_ENGINE

if TYPE_CHECKING:
    from translate_pipe.engines.route import Route


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    models = typer.Typer(
        name="models",
        help="List, install, import, choose, check and remove model packages.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    models.command("list")(list_models)
    models.command("install")(install)
    models.command("import")(import_command)
    models.command("default")(default_command)
    models.command("compare")(compare_command)
    models.command("remove")(remove)
    models.command("check")(check)
    models.command("route")(route)
    app.add_typer(models)


def remove(
    source: Annotated[str, typer.Argument(help="Source language.")],
    target: Annotated[str, typer.Argument(help="Target language.")],
    package: Annotated[str, typer.Option("--package", help="Remove only the one of this name.")] = "",
    packages_dir: PackagesDir = None,
) -> None:
    """Remove the packages of a pair of languages."""
    from translate_pipe.engines.remove import remove_packages

    for removed in remove_packages(source, target, packages_dir, named=package):
        say(f"removed {removed.name} from {removed.path.parent}")


def check(packages_dir: PackagesDir = None, as_json: AsJson = False) -> None:
    """Load every package and translate a word with it; exit code 4 if one is damaged."""
    rows = check_packages(packages_dir)
    if as_json:
        typer.echo(
            json.dumps(
                [{"name": n, "path": p, "problem": w} for n, p, w in rows], ensure_ascii=False, indent=2
            )
        )
    else:
        for name, path, problem in rows:
            say(f"{name}: {problem or 'sound'}  ({path})")
    if any(problem for _, _, problem in rows):
        raise typer.Exit(EXIT_ENGINE)


def check_packages(packages_dir: Path | None = None) -> list[tuple[str, str, str | None]]:
    """Return name, folder and problem (None if sound) of every package, the starter included."""
    from translate_pipe.engines.install import try_model
    from translate_pipe.engines.packages import find_damage, find_packages, package_folders, read_package
    from translate_pipe.errors import EngineError

    starters = [package.path for package in find_packages(packages_dir) if package.is_starter]
    found: list[tuple[str, str, str | None]] = []
    for folder in (*package_folders(packages_dir), *starters):
        try:
            package = read_package(folder)
            found.append((package.name, str(folder), find_damage(folder) or try_model(folder)))
        except EngineError as error:
            found.append((folder.name, str(folder), error.problem))
    return found


def route(
    source: Annotated[str, typer.Argument(help="Source language.")],
    target: Annotated[str, typer.Argument(help="Target language.")],
    packages_dir: PackagesDir = None,
    as_json: AsJson = False,
) -> None:
    """Show how a pair is translated here: directly, or through which other language, and what that costs."""
    from translate_pipe.engines.packages import find_packages
    from translate_pipe.engines.route import find_route, find_routes

    packages = find_packages(packages_dir)
    find_route(source, target, packages)
    routes = find_routes(source, target, packages)
    if as_json:
        typer.echo(json.dumps([_route_as_json(one) for one in routes], ensure_ascii=False, indent=2))
        return
    for number, one in enumerate(routes):
        say(("used:  " if number == 0 else "other: ") + describe_route(one))


def _route_as_json(one: Route) -> dict[str, Any]:
    return {
        "locales": one.locales,
        "packages": [package.name for package in one.packages],
        "bytes": sum(package.size for package in one.packages),
        "direct": one.is_direct,
    }


def describe_route(one: Route) -> str:
    """Say which way a route goes and what it costs."""
    size = sum(package.size for package in one.packages) / MEGABYTE
    names = " + ".join(package.name for package in one.packages)
    way = f"{' → '.join(one.locales)}, {size:.1f} MB ({names})"
    if one.is_direct:
        return f"{way}: direct"
    times = len(one.packages)
    return f"{way}: each segment is translated {times} times, and a mistake on the way stays in the text"

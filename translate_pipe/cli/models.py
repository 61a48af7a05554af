"""`translate-pipe models`: which model packages there are, and getting and removing them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_pipe.cli.models_import import import_command
from translate_pipe.cli.terminal import new_console, say
from translate_pipe.errors import EXIT_ENGINE, UsageError

if TYPE_CHECKING:
    from translate_pipe.engines.index import Index
    from translate_pipe.engines.packages import Package
    from translate_pipe.engines.route import Route

PackagesDir = Annotated[
    Path | None,
    typer.Option(
        "--packages-dir",
        help="Where packages are installed (ARGOS_PACKAGES_DIR, or Argos Translate's own folder).",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One package as it is listed; `state` is installed, starter, damaged or remote."""

    source: str
    target: str
    name: str
    version: str
    state: str
    size: int | None
    declares: str = ""
    quality: str = ""
    path: str = ""
    problem: str = ""


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    models = typer.Typer(
        name="models",
        help="List, install, import, check and remove model packages.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    models.command("list")(list_models)
    models.command("install")(install)
    models.command("import")(import_command)
    models.command("remove")(remove)
    models.command("check")(check)
    models.command("route")(route)
    app.add_typer(models)


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
        _print_rows(rows, as_json)
        if not rows:
            say(
                f"no packages in {packages_folder(packages_dir)}; "
                "`translate-pipe models install en ru` gets one",
                err=True,
            )
        return
    from translate_pipe.engines.index import fetch_index

    index = fetch_index(refresh=refresh)
    _print_rows(remote_rows(index), as_json)
    say(describe_age(index), err=True)


def installed_rows(packages_dir: Path | None = None) -> list[Row]:
    """Return a row for each package that is used, and for each folder that holds a damaged one."""
    from translate_pipe.engines.packages import find_damage, find_packages, package_folders, read_package
    from translate_pipe.errors import EngineError

    rows = [
        _row(package, "starter" if package.is_starter else "installed")
        for package in find_packages(packages_dir)
    ]
    for folder in package_folders(packages_dir):
        try:
            read_package(folder)
            problem = find_damage(folder)
        except EngineError as error:
            problem = error.problem
        if problem is not None:
            rows.append(Row("", "", folder.name, "", "damaged", None, path=str(folder), problem=problem))
    return rows


def remote_rows(index: Index) -> list[Row]:
    """Return a row for each package that an index offers."""
    return [_row(offer.package, "remote", size=offer.size) for offer in index.offers]


def _row(package: Package, state: str, size: int | None = None) -> Row:
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


def install(
    what: Annotated[
        list[str],
        typer.Argument(help="Two languages (en ru), or package files or addresses.", show_default=False),
    ],
    packages_dir: PackagesDir = None,
    as_json: AsJson = False,
) -> None:
    """Install packages: `install en ru` from the Argos index, `install FILE.argosmodel`, `install URL`."""
    installed = [_install_pair(what[0], what[1], packages_dir)] if _is_pair(what) else []
    for one in () if installed else what:
        installed.append(
            _install_address(one, packages_dir) if "://" in one else _install_file(one, packages_dir)
        )
    rows = [_row(package, "installed") for package in installed]
    if as_json:
        _print_rows(rows, as_json)
        return
    for package in installed:
        say(f"installed {package.name} in {package.path}")


def _is_pair(what: Sequence[str]) -> bool:
    from translate_pipe.locales import parse_locale

    if len(what) != 2 or any(_looks_like_a_file(one) for one in what):
        return False
    for one in what:
        parse_locale(one)
    return True


def _looks_like_a_file(text: str) -> bool:
    return (
        "://" in text or "/" in text or text.lower().endswith((".argosmodel", ".zip")) or Path(text).is_file()
    )


def _install_file(name: str, packages_dir: Path | None) -> Package:
    from translate_pipe.engines.install import install_archive
    from translate_pipe.locales import is_locale

    path = Path(name)
    if not path.is_file():
        remedy = "give a .argosmodel file, an address, or two languages"
        if is_locale(name):
            remedy = f"give the target language too: `translate-pipe models install {name} ru`"
        raise UsageError(f"no such file: {name}", remedy=remedy)
    return install_archive(path, packages_dir)


def _install_address(url: str, packages_dir: Path | None) -> Package:
    from translate_pipe.engines.download import fetch_file
    from translate_pipe.engines.install import install_archive
    from translate_pipe.engines.packages import cache_folder

    with _Bar(url.rsplit("/", 1)[-1] or url) as progress:
        file = fetch_file(url, cache_folder() / "downloads", progress=progress)
    try:
        return install_archive(file, packages_dir, origin=url)
    finally:
        file.unlink(missing_ok=True)


def _install_pair(source: str, target: str, packages_dir: Path | None) -> Package:
    from translate_pipe.engines.index import choose_offer, download_offer, fetch_index
    from translate_pipe.engines.install import install_archive

    offer = choose_offer(source, target, fetch_index())
    with _Bar(offer.package.name) as progress:
        file = download_offer(offer, progress=progress)
    try:
        return install_archive(file, packages_dir, origin=offer.links[0])
    finally:
        file.unlink(missing_ok=True)


class _Bar:
    """A progress bar on a terminal, nothing elsewhere; call it with the bytes there are and will be."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> _Bar:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._name, total=None)
            self._bar.start()
        return self

    def __call__(self, there: int, whole: int | None) -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=there, total=whole)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def remove(
    source: Annotated[str, typer.Argument(help="Source language.")],
    target: Annotated[str, typer.Argument(help="Target language.")],
    packages_dir: PackagesDir = None,
) -> None:
    """Remove the packages of a pair of languages."""
    from translate_pipe.engines.install import remove_packages

    for package in remove_packages(source, target, packages_dir):
        say(f"removed {package.name} from {package.path.parent}")


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


def _print_rows(rows: Sequence[Row], as_json: bool) -> None:
    if as_json:
        fields = Row.__dataclass_fields__
        shown = [{name: getattr(row, name) for name in fields} for row in rows]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    header = ("from", "to", "package", "version", "state", "MB", "declares", "quality")
    lines = [
        (
            row.source,
            row.target,
            row.name,
            row.version,
            row.state,
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

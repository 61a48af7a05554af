"""`translate-pipe models install`: languages, files and addresses become installed packages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_pipe.cli.models_default import say_if_unused
from translate_pipe.cli.models_list import package_row, print_rows
from translate_pipe.cli.models_options import AsJson, PackagesDir
from translate_pipe.cli.terminal import say
from translate_pipe.errors import UsageError

if TYPE_CHECKING:
    from translate_pipe.engines.index import Offer
    from translate_pipe.engines.packages import Package


def install(
    what: Annotated[
        list[str],
        typer.Argument(help="Two languages (en ru), or package files or addresses.", show_default=False),
    ],
    catalogue: Annotated[
        str | None, typer.Option("--from", help="Where to take a pair from, argos or opus.  [default: argos]")
    ] = None,
    package: Annotated[
        str, typer.Option("--package", help="Which release of a pair, as `models list --remote` names it.")
    ] = "",
    packages_dir: PackagesDir = None,
    as_json: AsJson = False,
) -> None:
    """Install packages: `install en ru` from a catalogue, `install FILE.argosmodel`, `install URL`."""
    is_pair = _is_pair(what)
    if not is_pair and (catalogue is not None or package):
        raise UsageError(
            "--from and --package are for a pair of languages",
            remedy="say `models install en ru --from opus`",
        )
    installed = [_install_pair(what[0], what[1], catalogue, package, packages_dir)] if is_pair else []
    for name in () if installed else what:
        installed.append(
            _install_address(name, packages_dir) if "://" in name else _install_file(name, packages_dir)
        )
    if as_json:
        print_rows([package_row(one, "installed") for one in installed], as_json)
        return
    for one in installed:
        say(f"installed {one.name} in {one.path}")
        say_if_unused(one, packages_dir)


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


def _install_pair(
    source: str, target: str, name: str | None, package: str, packages_dir: Path | None
) -> Package:
    from translate_pipe.engines.catalogues import find_catalogue
    from translate_pipe.engines.index import download_offer
    from translate_pipe.engines.install import install_archive

    catalogue = find_catalogue(name or "argos")
    offer = catalogue.choose(source, target, catalogue.fetch(), named=package)
    with _Bar(offer.package.name) as progress:
        file = download_offer(offer, progress=progress)
    try:
        if catalogue.name == "opus":
            return _import_release(file, offer, packages_dir)
        return install_archive(file, packages_dir, origin=offer.links[0])
    finally:
        file.unlink(missing_ok=True)


def _import_release(file: Path, offer: Offer, packages_dir: Path | None) -> Package:
    """Convert a downloaded release of OPUS-MT as `models import` does, with what the index knows of it."""
    from translate_pipe.engines.importing import ImportRequest, import_model

    known = offer.package
    say(f"converting {known.short_name} for CTranslate2", err=True)
    request = ImportRequest(
        file,
        known.source_locale,
        known.target_locale,
        label=known.label,
        version=known.version,
        usual_licence=known.licence,
        scores=known.quality,
        origin=offer.links[0],
    )
    return import_model(request, packages_dir)


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

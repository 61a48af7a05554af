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
    from translate_pipe.engines.packages import Package


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
    if as_json:
        print_rows([package_row(package, "installed") for package in installed], as_json)
        return
    for package in installed:
        say(f"installed {package.name} in {package.path}")
        say_if_unused(package, packages_dir)


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

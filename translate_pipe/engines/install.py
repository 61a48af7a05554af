"""A package file goes in; a checked package in its place, or nothing at all, comes out.

The file is untrusted: it is looked through before anything is unpacked, unpacked beside the packages
folder, tried in a process of its own, and only then moved into place in one step.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from translate_pipe.engines.packages import (
    Package,
    describe_package,
    find_damage,
    find_packages,
    packages_folder,
    read_package,
)
from translate_pipe.errors import EngineError, UsageError

MOST_FILES = 5_000
MOST_BYTES = 8 * 2**30
# Models shrink by a third, vocabularies to a third; a file that shrinks a hundredfold is a trap.
MOST_SHRINKING = 100
METADATA_BYTES = 2**20
NEWEST_MAJOR = 1
SCRATCH_PREFIX = ".translate-pipe-install-"
STALE_SECONDS = 6 * 3600
TRIAL_SECONDS = 300
NOTHING_CHANGED = "nothing was installed"


def install_archive(archive: Path, packages_dir: Path | None = None, *, origin: str = "") -> Package:
    """Install a package file (.argosmodel) and return the installed package.

    A package of the same folder name is replaced. `origin` is what to call the file in messages.

    Raises:
        EngineError: the file is not a sound model package, or cannot be put into place; the packages
            folder is as it was.
    """
    shown = origin or str(archive)
    folder = packages_folder(packages_dir)
    try:
        with zipfile.ZipFile(archive) as opened:
            root = check_archive(opened, shown)
            with scratch_beside(folder, shown) as scratch:
                unpack(opened, scratch, shown)
                return put_in_place(scratch / root, folder / root, shown)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise refusal(f"it is not a sound zip archive ({error})", shown, archive) from error
    except OSError as error:
        raise EngineError(
            f"cannot install: {error.strerror or error}",
            path=error.filename or shown,
            remedy=f"free some space or choose another folder with --packages-dir; {NOTHING_CHANGED}",
        ) from error


def check_archive(archive: zipfile.ZipFile, shown: str) -> str:
    """Look through an archive without unpacking it and return the name of its one folder.

    Raises:
        EngineError: a path climbs out, a link, a bomb, no metadata, or a package this program cannot use.
    """
    roots = check_listing(archive, shown)
    if len(roots) != 1:
        raise refusal("it is not one folder with metadata.json in it", shown)
    root = roots.pop()
    _check_metadata(archive, root, shown)
    return root


def check_listing(archive: zipfile.ZipFile, shown: str, *, rooted: bool = True) -> set[str]:
    """Look through an archive's list of files and return what lies at its top.

    Raises:
        EngineError: a path climbs out, a link, a bomb, or with `rooted` a file outside of any folder.
    """
    items = archive.infolist()
    if len(items) > MOST_FILES:
        raise refusal(f"it holds {len(items)} files; a model package holds a few", shown)
    roots = {_check_item(item, shown, rooted=rooted) for item in items}
    names = [item.filename.rstrip("/").casefold() for item in items]
    if len(set(names)) != len(names):
        raise refusal("it holds two files of one name", shown)
    total = sum(item.file_size for item in items)
    # Members may share their bytes, so what counts is where the listing begins.
    packed = archive.start_dir
    bomb = any(item.file_size > max(item.compress_size, 2**14) * MOST_SHRINKING for item in items)
    if bomb or total > MOST_BYTES or total > max(packed, 2**16) * MOST_SHRINKING:
        raise refusal(f"it would unpack to {total:,} bytes from {packed:,}", shown)
    return roots


def _check_item(item: zipfile.ZipInfo, shown: str, *, rooted: bool) -> str:
    """Return the top folder of an archive's item."""
    name = item.filename
    parts = PurePosixPath(name).parts
    strange = not parts or name.startswith("/") or "\\" in name or ":" in parts[0] or not name.isprintable()
    if strange or ".." in parts or parts[0].startswith("."):
        raise refusal(f"the path {name!r} in it leads outside", shown)
    kind = stat.S_IFMT(item.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise refusal(f"{name!r} in it is a link or a device", shown)
    if item.flag_bits & 0x1:
        raise refusal(f"{name!r} in it is encrypted", shown)
    if rooted and len(parts) == 1 and not item.is_dir():
        raise refusal(f"{name!r} in it lies outside its folder", shown)
    return parts[0]


def _check_metadata(archive: zipfile.ZipFile, root: str, shown: str) -> None:
    try:
        item = archive.getinfo(f"{root}/metadata.json")
    except KeyError:
        raise refusal("it has no metadata.json", shown) from None
    if item.file_size > METADATA_BYTES:
        raise refusal("its metadata.json is far too long", shown)
    try:
        metadata = json.loads(archive.read(item))
    except ValueError as error:
        raise refusal("its metadata.json is not JSON", shown) from error
    if not isinstance(metadata, dict):
        raise refusal("its metadata.json is not an object", shown)
    try:
        package = describe_package(metadata, Path(root))
    except EngineError as error:
        raise refusal(error.problem, shown) from error
    major = package.argos_version.split(".")[0]
    if major.isdigit() and int(major) > NEWEST_MAJOR:
        raise EngineError(
            f"not installed: the package is for Argos Translate {package.argos_version}, a newer format",
            path=shown,
            remedy="use a package for version 1, or a newer translate-pipe",
        )


def refusal(problem: str, shown: str, archive: Path | None = None) -> EngineError:
    """Return the error for a file that is no usable model package."""
    if archive is not None and _begins_like_a_page(archive):
        problem = "it is a web page, not a package"
    return EngineError(
        f"not a usable model package: {problem}",
        path=shown,
        remedy=f"download it again or take another one; {NOTHING_CHANGED}",
    )


def _begins_like_a_page(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(512).lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml"))
    except OSError:
        return False


@contextmanager
def scratch_beside(folder: Path, shown: str) -> Iterator[Path]:
    """Yield a fresh folder on the same disk; beside the packages folder, because Argos reads all in it."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder.parent
    if not os.access(place, os.W_OK) or place.stat().st_dev != folder.stat().st_dev:
        place = folder
    for left in place.glob(f"{SCRATCH_PREFIX}*"):
        if time.time() - left.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    scratch = Path(tempfile.mkdtemp(prefix=SCRATCH_PREFIX, dir=place))
    try:
        yield scratch
    except OSError as error:
        error.filename = shown
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def unpack(archive: zipfile.ZipFile, scratch: Path, shown: str) -> None:
    """Unpack an archive that was looked through into an empty folder.

    Raises:
        OSError: there is no space for it.
    """
    total = sum(item.file_size for item in archive.infolist())
    if shutil.disk_usage(scratch).free < total + 2**20:
        raise OSError(28, f"no space for the {total:,} bytes of {shown}")
    for item in archive.infolist():
        target = scratch.joinpath(*PurePosixPath(item.filename).parts)
        if item.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(item) as source, target.open("xb") as sink:
            shutil.copyfileobj(source, sink, 2**20)
            sink.flush()
            os.fsync(sink.fileno())


def put_in_place(fresh: Path, place: Path, shown: str) -> Package:
    """Try the package in `fresh` and move it to `place` in one step, in place of an earlier one.

    Raises:
        EngineError: it lacks a part, or does not translate.
    """
    lacking = find_damage(fresh)
    if lacking is not None:
        raise refusal(lacking, shown)
    failure = try_model(fresh)
    if failure is not None:
        raise refusal(failure, shown)
    old = fresh.parent / "replaced"
    if place.exists():
        place.rename(old)
    try:
        fresh.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    return read_package(place)


def try_model(folder: Path) -> str | None:
    """Load and run the model of an unpacked package in another process; return what failed, or None.

    In another process, because a damaged model may end the one that loads it.
    """
    return run_program(
        "trial",
        folder,
        seconds=TRIAL_SECONDS,
        late=f"its model gives no answer within {TRIAL_SECONDS} seconds",
        broken="its model makes the translator break down",
    )


def run_program(name: str, argument: Path, *, seconds: int, late: str, broken: str) -> str | None:
    """Run a program of this folder in a process of its own; return what it said went wrong, or None.

    `late` is what to return when it takes longer than `seconds`, `broken` when it ends without a word.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", f"translate_pipe.engines.{name}", str(argument)],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return late
    if done.returncode == 0:
        return None
    said = done.stderr.strip().splitlines()
    return said[-1] if said and done.returncode > 0 else broken


def remove_packages(
    source_code: str, target_code: str, packages_dir: Path | None = None
) -> tuple[Package, ...]:
    """Remove every installed package of a pair and return what was removed.

    Raises:
        EngineError: nothing is installed for the pair, or a folder cannot be removed.
        UsageError: a language is unknown.
    """
    from translate_pipe.locales import parse_locale

    pair = (parse_locale(source_code), parse_locale(target_code))
    chosen = tuple(
        package
        for package in find_packages(packages_dir, with_starter=False)
        if (package.source_locale, package.target_locale) == pair
    )
    if not chosen:
        starter = any(
            package.is_starter and (package.source_locale, package.target_locale) == pair
            for package in find_packages(packages_dir)
        )
        if starter:
            raise UsageError(
                f"the {pair[0]}→{pair[1]} package is the starter, a part of the program",
                remedy="install another package for the pair, and that one is used",
            )
        raise EngineError(
            f"no package is installed for {pair[0]}→{pair[1]}", remedy="see `translate-pipe models list`"
        )
    for package in chosen:
        _remove_folder(package.path)
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

"""A package file goes in; a checked package in its place, or nothing at all, comes out.

The file is untrusted: it is looked through before anything is unpacked, unpacked beside the packages
folder, tried in a process of its own, and only then moved into place in one step.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from translate_pipe.engines.archive import NOTHING_CHANGED, check_archive, refusal, unpack
from translate_pipe.engines.packages import Package, find_damage, packages_folder, read_package
from translate_pipe.errors import EngineError

SCRATCH_PREFIX = ".translate-pipe-install-"
STALE_SECONDS = 6 * 3600
TRIAL_SECONDS = 300


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

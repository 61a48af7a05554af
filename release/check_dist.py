"""Built distributions go in; an error comes out unless they hold what they should and the wheel works.

Usage: check_dist.py FOLDER [PYTHON…]. For each Python (without one: the running one) the wheel is installed
into an empty environment, with what it asks for, and translates a sentence there.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "translate_pipe"
# What a source distribution holds besides the package and what setuptools adds of its own.
SOURCES = (
    *("CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "MANIFEST.in", "Makefile", "README.md"),
    *("SECURITY.md", "mkdocs.yml", "pyproject.toml", "requirements.txt", "requirements-dev.txt"),
)
SOURCE_FOLDERS = ("docs", "glossaries", "release", "seeds", "tests")
ADDED = ("PKG-INFO", "setup.cfg", "translate_pipe.egg-info/")
METADATA = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "top_level.txt", "licenses/LICENSE"}


def package_files() -> set[str]:
    """Return the files of the package, as paths from the root of the project."""
    found = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in found}


def compare(what: str, held: set[str], wanted: set[str]) -> None:
    """Refuse a distribution that lacks a file or holds one too many."""
    lacking, extra = sorted(wanted - held), sorted(held - wanted)
    if lacking or extra:
        sys.exit(f"{what}: lacks {lacking or 'nothing'}, and holds {extra or 'nothing'} that is not wanted")
    print(f"{what}: {len(held)} files, as they should be")


def check_wheel(wheel: Path) -> None:
    """Compare a wheel with the package."""
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    info = next(name.split("/")[0] for name in names if ".dist-info/" in name)
    compare(wheel.name, names, package_files() | {f"{info}/{name}" for name in METADATA})


def check_sdist(sdist: Path) -> None:
    """Compare a source distribution with the package and the listed files."""
    with tarfile.open(sdist) as archive:
        names = {name.name.partition("/")[2] for name in archive.getmembers() if name.isfile()}
    held = {name for name in names if not name.startswith((*ADDED, *(f"{one}/" for one in SOURCE_FOLDERS)))}
    compare(sdist.name, held, package_files() | set(SOURCES))
    if any("__pycache__" in name or name.endswith(".pyc") for name in names):
        sys.exit(f"{sdist.name}: holds compiled files")


def try_wheel(wheel: Path, python: str) -> None:
    """Install a wheel into an empty environment and translate a sentence there."""
    with tempfile.TemporaryDirectory() as folder:
        if python == sys.executable:
            venv.create(folder, with_pip=True)
        else:
            subprocess.run([python, "-m", "venv", folder], check=True)
        bin_folder = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        pip = [str(bin_folder / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--no-compile", str(wheel.resolve())], check=True)
        subprocess.run([*pip, "check"], check=True)
        command = [str(bin_folder / "translate-pipe"), "translate", "-", "--to", "ru", "--no-memory"]
        done = subprocess.run(
            command, cwd=folder, input=b"The parliament is in session.\n", capture_output=True, check=True
        )
        target = done.stdout.decode("utf-8").strip()
        if not any("а" <= letter <= "я" for letter in target.lower()):
            sys.exit(f"{python}: translated into {target!r}")
        print(f"{python}: installed and translated: {target}")


def main() -> None:
    """Check the one wheel and the one source distribution of a folder."""
    folder = Path(sys.argv[1])
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    check_wheel(wheel)
    check_sdist(sdist)
    for python in sys.argv[2:] or [sys.executable]:
        try_wheel(wheel, python)


if __name__ == "__main__":
    main()

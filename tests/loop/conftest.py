"""Sample articles translated once into every format; each test gets a copy of its own to review."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from translate_pipe.bilingual import FORMATS, read_bitext
from translate_pipe.cli import build_app
from translate_pipe.model import TranslationUnit

ROOT = Path(__file__).parents[2]
ARTICLES = ("lighthouse.srt", "market-report.docx", "night-trains.html", "petition.txt", "river-gauge.md")
HANDED_OUT = tuple(name for name in FORMATS if name != "jsonl")

Run = Callable[..., Result]


def run_command(*arguments: object) -> Result:
    """Run the command line; a crash fails the test with its own traceback."""
    result = CliRunner().invoke(build_app(), [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="session")
def translated(pocket_packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles, a glossary and, in `translated`, what `translate` made of them; leave it so."""
    folder = tmp_path_factory.mktemp("loop")
    for name in ARTICLES:
        shutil.copy(ROOT / "seeds" / name, folder)
    shutil.copy(ROOT / "glossaries" / "news.csv", folder)
    formats = [part for name in HANDED_OUT for part in ("--format", name)]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("ARGOS_PACKAGES_DIR", str(pocket_packages))
        result = run_command("translate", *ARTICLES, "--to", "ru", "-g", "news.csv", "--no-memory", *formats)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def folder(translated: Path, pocket_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as it is after `translate`, which is the current one; nothing in it is remembered yet."""
    folder = tmp_path / "work"
    shutil.copytree(translated, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(pocket_packages))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return folder


def units_of(folder: Path, stem: str) -> Sequence[TranslationUnit]:
    """Return the units of an article: `units_of(folder, "petition")`."""
    return read_bitext(folder / "translated" / f"{stem}.ru.bitext.jsonl").units


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

"""Articles for batches, a command line with the pocket package, and a look at what it leaves."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.pocket.sentences import PATTERNS
from translate_pipe.cli import build_app

GLOSSARY = "en,ru,pos,gender,animate\nKremlin,Кремль,name,m,no\npetition,петиция,noun,f,no\n"

Batch = Callable[..., Result]


@pytest.fixture
def batch(pocket_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """Run `translate-pipe batch` in a folder of its own, where three articles and a glossary lie."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(pocket_packages))
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("The Kremlin supported the petition.\n", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("The old woman criticised the Kremlin.\n", encoding="utf-8")
    (tmp_path / "in" / "sub" / "c.md").write_text(
        "# The petition\n\nThe Kremlin rejected it.\n", encoding="utf-8"
    )
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")

    def invoke(*arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(build_app(), ["batch", *arguments], **options)

    return invoke


def summary(result: Result) -> dict[str, Any]:
    """Return what `batch … --json` printed."""
    values: dict[str, Any] = json.loads(result.stdout)
    return values


def rows(out: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the articles of the state by id and target."""
    connection = sqlite3.connect(out / "batch.sqlite")
    connection.row_factory = sqlite3.Row
    found = {
        (row["id"], row["target_locale"]): dict(row) for row in connection.execute("SELECT * FROM article")
    }
    connection.close()
    return found


def contents(out: Path) -> dict[str, bytes]:
    """Return the files of translated articles and what is in them."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "batch.sqlite" and ".batch" not in path.parts
    }


def write_articles(folder: Path, count: int, segments: tuple[int, int], seed: int = 1) -> None:
    """Write so many articles of so many segments, from the least to the most, always the same."""
    choose = random.Random(seed)
    for number in range(count):
        lines: list[str] = []
        while len(lines) < choose.randint(*segments):
            english, _ = choose.choice(PATTERNS[:4])[0](choose)
            if "⟦" not in english:
                lines.append(english)
        path = folder / f"{number // 100:03}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(" ".join(lines) + "\n", encoding="utf-8")

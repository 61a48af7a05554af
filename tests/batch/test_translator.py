"""Chunks of short articles: they share engine calls, and give the same bytes on any number of cores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.batch.conftest import write_articles
from translate_pipe.batch.translator import Translator
from translate_pipe.batch.values import Chunk, Lane, MadeChunk, Task
from translate_pipe.bilingual import read_bitext
from translate_pipe.engines.argos import ArgosEngine
from translate_pipe.run import Request

LANE = Lane("en", "ru")


def translate(
    articles: Sequence[Path], out: Path, packages: Path, *, threads: int | None = None
) -> MadeChunk:
    request = Request(articles=(), targets=("ru",), out=out, formats=(), packages_dir=packages)
    tasks = tuple(Task(number, path.name, path) for number, path in enumerate(articles))
    return Translator(request, threads=threads).translate(Chunk(1, LANE, tasks))


def staged(made: MadeChunk, out: Path) -> list[bytes]:
    return [(out / one.staged).read_bytes() for outcome in made.outcomes for one in outcome.files]


def test_short_articles_share_engine_calls(
    pocket_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(tmp_path / "in", 20, (1, 3))
    articles = sorted((tmp_path / "in").rglob("*.txt"))
    # Each has a headline of its own in capitals, and shows otherwise how its words are written.
    for number, path in enumerate(articles):
        name = ("Putin", "Kremlin", "Moscow")[number % 3]
        path.write_text(f"{name.upper()} WAS HERE\n\nHere was {name}. {path.read_text(encoding='utf-8')}")
    asked: list[int] = []
    whole = ArgosEngine.translate

    def count(self: ArgosEngine, sources: Sequence[str], **options: Any) -> Any:
        asked.append(len(sources))
        return whole(self, sources, **options)

    monkeypatch.setattr(ArgosEngine, "translate", count)
    made = translate(articles, tmp_path / "out", pocket_packages)
    assert sum(outcome.segments for outcome in made.outcomes) > 60
    assert len(asked) == 1


def test_results_do_not_depend_on_the_number_of_cores(pocket_packages: Path, tmp_path: Path) -> None:
    write_articles(tmp_path / "in", 30, (1, 8))
    articles = sorted((tmp_path / "in").rglob("*.txt"))
    one = translate(articles, tmp_path / "one", pocket_packages, threads=1)
    many = translate(articles, tmp_path / "many", pocket_packages, threads=5)
    assert staged(one, tmp_path / "one") == staged(many, tmp_path / "many")


def test_articles_of_one_name_do_not_mix(pocket_packages: Path, tmp_path: Path) -> None:
    for folder, text in (("a", "The Kremlin supported the petition."), ("b", "The petition was signed.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_text(text + "\n", encoding="utf-8")
    made = translate([tmp_path / "a/news.txt", tmp_path / "b/news.txt"], tmp_path / "out", pocket_packages)
    bitexts = [read_bitext(tmp_path / "out" / outcome.files[1].staged) for outcome in made.outcomes]
    assert [bitext.article for bitext in bitexts] == ["news.txt", "news.txt"]
    assert bitexts[0].units[0].segment.source == "The Kremlin supported the petition."
    assert bitexts[1].units[0].segment.source == "The petition was signed."

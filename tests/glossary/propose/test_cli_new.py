"""The command `glossary new`, from articles to a CSV that can be read as a glossary."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from translate_pipe.cli.glossary_new import draft_for_articles, register
from translate_pipe.errors import ArticleError, MemoryFileError, UsageError
from translate_pipe.glossary.load import load_glossary

ARTICLE = "Anna Berg likes the carbon tax.\n\nMs Berg pays the carbon tax in Oslo.\n"
TMX = (
    '<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en">'
    '<seg>carbon tax</seg></tuv><tuv xml:lang="ru"><seg>углеродный налог</seg></tuv></tu></body></tmx>'
)


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return app


def test_a_draft_is_written_that_loads_as_a_glossary(app: typer.Typer, article: Path, tmp_path: Path) -> None:
    (tmp_path / "m.tmx").write_text(TMX, encoding="utf-8")
    arguments = ["new", str(article), "--to", "ru", "--out", "draft.csv", "--memory", "m.tmx", "--no-engine"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "draft.csv: 4 rows proposed" in result.stderr
    lines = (tmp_path / "draft.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "en,ru,pos,gender,case_sensitive,status,note"
    assert [line.split(",")[0] for line in lines[1:]] == ["Anna Berg", "Ms Berg", "Oslo", "carbon tax"]
    glossary = load_glossary([tmp_path / "draft.csv"], "en", "ru")
    assert [entry.targets for entry in glossary.entries] == [("углеродный налог",)]


def test_without_out_the_draft_goes_to_standard_output(app: typer.Typer, article: Path) -> None:
    result = CliRunner().invoke(app, ["new", str(article), "--to", "ru", "--no-engine"])
    assert result.stdout.startswith("en,ru,pos,")
    assert "Anna Berg,," in result.stdout


def test_a_hand_edited_draft_is_not_written_over(app: typer.Typer, article: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.csv").write_text("mine", encoding="utf-8")
    arguments = ["new", str(article), "--to", "ru", "--out", "draft.csv", "--no-engine"]
    assert isinstance(CliRunner().invoke(app, arguments).exception, UsageError)
    assert (tmp_path / "draft.csv").read_text(encoding="utf-8") == "mine"
    assert CliRunner().invoke(app, [*arguments, "--force"]).exit_code == 0


def test_targets_and_glossaries_come_from_the_project(
    app: typer.Typer, article: Path, tmp_path: Path
) -> None:
    (tmp_path / "g.csv").write_text("en,uk\ncarbon taxes,вуглецевий податок\n", encoding="utf-8")
    (tmp_path / "translate-pipe.toml").write_text(
        'targets = ["uk"]\nglossaries = ["g.csv"]\n', encoding="utf-8"
    )
    result = CliRunner().invoke(app, ["new", str(article), "--no-engine"])
    assert result.stdout.startswith("en,uk,pos,")
    assert "carbon tax" not in {line.split(",")[0] for line in result.stdout.splitlines()}


def test_without_a_target_it_says_what_to_give(app: typer.Typer, article: Path) -> None:
    result = CliRunner().invoke(app, ["new", str(article)])
    assert isinstance(result.exception, UsageError)
    assert "--to ru" in str(result.exception)


def test_a_missing_article_writes_nothing(app: typer.Typer, article: Path, tmp_path: Path) -> None:
    arguments = ["new", str(article), "none.txt", "--to", "ru", "--out", "draft.csv", "--no-engine"]
    assert isinstance(CliRunner().invoke(app, arguments).exception, ArticleError)
    assert not (tmp_path / "draft.csv").exists()


def test_each_target_has_its_own_renderings(article: Path) -> None:
    table = draft_for_articles(
        [article],
        source="en",
        targets=["ru", "uk"],
        find_render=lambda target: (
            (lambda terms: [f"{target}:{t}" for t in terms]) if target == "ru" else None
        ),
        path="draft.tsv",
    )
    first = table.rows[0]
    assert first.cells[:3] == ("Anna Berg", "ru:Anna Berg", "")
    assert first.cells[-1].startswith("proposal: engine (ru); person, 1×")
    assert first.raw.startswith("Anna Berg\tru:Anna Berg\t\t")


def test_a_translation_memory_gives_renderings(app: typer.Typer, article: Path, tmp_path: Path) -> None:
    from translate_pipe.memory import open_memory
    from translate_pipe.memory.store import MemoryUnit

    with open_memory(tmp_path / "m.sqlite") as memory:
        memory.add([MemoryUnit("Carbon tax", "углеродный налог", "en", "ru")])
    arguments = ["new", str(article), "--to", "ru", "--memory", "m.sqlite", "--no-engine"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert 'carbon tax,углеродный налог,noun,,,,"proposal: memory; term, 2×; 1× in memory' in result.stdout


def test_a_missing_memory_is_not_made(app: typer.Typer, article: Path, tmp_path: Path) -> None:
    arguments = ["new", str(article), "--to", "ru", "--memory", "none.sqlite", "--no-engine"]
    assert isinstance(CliRunner().invoke(app, arguments).exception, MemoryFileError)
    assert not (tmp_path / "none.sqlite").exists()


def test_without_a_package_the_column_stays_empty_and_it_is_said(
    app: typer.Typer, article: Path, tmp_path: Path
) -> None:
    arguments = ["new", str(article), "--to", "fi", "--packages-dir", str(tmp_path / "none")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "the fi column stays empty" in result.stderr
    assert "Anna Berg,,name" in result.stdout


def test_a_draft_may_be_a_workbook(app: typer.Typer, article: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    arguments = ["new", str(article), "--to", "ru", "--out", "draft.xlsx", "--no-engine"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    sheet = load_workbook(tmp_path / "draft.xlsx").active
    assert sheet is not None
    assert [sheet["A1"].value, sheet["A2"].value] == ["en", "Anna Berg"]


def test_a_draft_is_no_text_document(app: typer.Typer, article: Path) -> None:
    arguments = ["new", str(article), "--to", "ru", "--out", "draft.docx", "--no-engine"]
    assert "end the name in .csv" in str(CliRunner().invoke(app, arguments).exception)

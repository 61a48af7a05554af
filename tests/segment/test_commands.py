"""The commands `segment` and `languages`, through their plain functions and through Typer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from translate_pipe.cli.languages import Language, format_languages, list_languages
from translate_pipe.cli.languages import register as register_languages
from translate_pipe.cli.segment import format_segments, list_segments
from translate_pipe.cli.segment import register as register_segment
from translate_pipe.errors import ArticleError, UsageError


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    register_segment(app)
    register_languages(app)
    return app


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("Mr. Putin spoke. Nobody listened.\n\nSee https://example.org/x now.\n", encoding="utf-8")
    return path


def test_segment_lists_id_number_kind_and_text(article: Path) -> None:
    lines = [line.split("\t") for line in format_segments(list_segments(article, "en"))]
    assert [line[1:] for line in lines] == [
        ["1", "paragraph", "Mr. Putin spoke."],
        ["2", "paragraph", "Nobody listened."],
        ["3", "paragraph", "See https://example.org/x now."],
    ]


def test_segment_command_prints_json_with_places(app: typer.Typer, article: Path) -> None:
    result = CliRunner().invoke(app, ["segment", str(article), "--json"])
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    text = article.read_text(encoding="utf-8")
    assert [text[row["start"] : row["end"]] for row in rows] == [row["source"] for row in rows]
    assert rows[2]["protected"] == [[4, 25]]


def test_segment_command_reads_standard_input(app: typer.Typer) -> None:
    result = CliRunner().invoke(
        app, ["segment", "-", "--from", "ru"], input="Он жил в г. Москве. Всё.".encode()
    )
    assert [line.split("\t")[3] for line in result.stdout.splitlines()] == ["Он жил в г. Москве.", "Всё."]


def test_segment_refuses_a_missing_article_and_an_unknown_language(article: Path, tmp_path: Path) -> None:
    with pytest.raises(ArticleError):
        list_segments(tmp_path / "missing.txt", "en")
    with pytest.raises(UsageError):
        list_segments(article, "xx-nonsense")


def test_languages_are_named_in_the_language_asked_for() -> None:
    rows = {row.tag: row for row in list_languages("de")}
    assert rows["ru"].name == "Russisch"
    assert rows["ru"].own_name == "русский"
    assert "zh-Hant" in rows


def test_languages_are_found_by_tag_and_by_either_name() -> None:
    assert "de" in {row.tag for row in list_languages("en", query="german")}
    assert "de" in {row.tag for row in list_languages("en", query="deutsch")}
    assert list_languages("en", query="no such language") == []


def test_languages_show_what_can_be_translated() -> None:
    (row,) = list_languages("en", query="ukrainian", targets={"uk": ("en", "ru")})
    assert (row.tag, row.name, row.own_name) == ("uk", "Ukrainian", "українська")
    assert row.targets == ("en", "ru")


def test_languages_show_what_is_done_for_each() -> None:
    rows = {row.tag: row for row in list_languages("en")}
    assert (rows["ru"].segments, rows["ru"].terms, rows["ru"].extra) == ("own", "forms", "")
    assert (rows["nl"].segments, rows["nl"].terms, rows["nl"].licence[:3]) == ("common", "lemmas", "MIT")
    assert (rows["ja"].terms, rows["ja"].dictionary) == ("letters", "")


def test_languages_are_shown_in_columns_under_headings() -> None:
    rows = [
        Language("uk", "Ukrainian", "українська", ("en", "ru"), "own", "letters", extra="uk"),
        Language("ja", "Japanese", "日本語"),
    ]
    assert format_languages(rows) == [
        "tag  language   segments  terms    extra  own name    into",
        "uk   Ukrainian  own       letters  uk     українська  en, ru",
        "ja   Japanese   common    letters         日本語",
    ]
    assert format_languages(rows[1:])[0] == "tag  language  segments  terms    extra  own name"
    assert format_languages([]) == []


def test_languages_command_lists_only_installed_sources(app: typer.Typer, pocket_packages: Path) -> None:
    result = CliRunner().invoke(
        app, ["languages", "--in", "fr", "--installed", "--json", "--packages-dir", str(pocket_packages)]
    )
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert {"tag": "en", "name": "anglais", "own_name": "English"}.items() <= rows[0].items()
    assert "ru" in rows[0]["targets"]


def test_languages_refuses_an_unknown_language_to_name_them_in() -> None:
    with pytest.raises(UsageError):
        list_languages("xx-nonsense")

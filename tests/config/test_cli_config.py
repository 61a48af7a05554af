"""The commands `config` and `init`, run in a folder of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from translate_pipe.cli.config import register
from translate_pipe.errors import UsageError


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    register(app)
    return app


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init_then_config_shows_where_each_value_comes_from(app: typer.Typer) -> None:
    made = CliRunner().invoke(app, ["init", "--to", "ru", "--to", "uk", "--glossary", "g.csv"])
    assert made.exit_code == 0
    shown = CliRunner().invoke(app, ["config"])
    lines = {line.split()[0]: line for line in shown.stdout.splitlines()}
    assert "ru, uk" in lines["targets"]
    assert lines["targets"].endswith("translate-pipe.toml:6")
    assert lines["fail_on"].endswith("default")


def test_config_as_json(app: typer.Typer, folder: Path) -> None:
    (folder / "translate-pipe.toml").write_text('targets = ["ru"]\n', encoding="utf-8")
    result = json.loads(CliRunner().invoke(app, ["config", "--json"]).stdout)
    assert result["settings"]["targets"]["value"] == "ru"
    assert result["settings"]["source"]["origin"] == "default"


def test_config_without_a_file_says_so_on_stderr(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["config"])
    assert "translate-pipe init" in result.stderr
    assert "translate-pipe init" not in result.stdout


def test_init_refuses_a_second_time(app: typer.Typer) -> None:
    CliRunner().invoke(app, ["init"])
    result = CliRunner().invoke(app, ["init"])
    assert isinstance(result.exception, UsageError)

"""An article or a glossary can neither steer the terminal nor hide text in it, in a pipe neither."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from translate_pipe.cli import build_app
from translate_pipe.cli.terminal import visible
from translate_pipe.errors import TranslatePipeError
from translate_pipe.files import temporary_space

HOSTILE = "A\x1b]0;owned\x07title \x1b[8mhidden\x1b[0m and \u202eturned\u202c"
SHOWN = r"A\u{1B}]0;owned\u{7}title \u{1B}[8mhidden\u{1B}[0m and \u{202E}turned\u{202C}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (HOSTILE, SHOWN),
        ("plain\ttext\n«русский» 中文 a\u0301", "plain\ttext\n«русский» 中文 a\u0301"),
        ("\x9b31m\x7f\r", r"\u{9B}31m\u{7F}\u{D}"),
        ("half \ud800", "half ?"),
    ],
)
def test_control_characters_are_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def run(*arguments: str) -> str:
    result = CliRunner().invoke(build_app(), list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


def test_segments_and_glossaries_show_what_an_article_would_send(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text(f"{HOSTILE} is here.\n", encoding="utf-8")
    glossary = tmp_path / "g.csv"
    glossary.write_text(f"en,ru,note\n{HOSTILE},Кремль,\nwar,война {HOSTILE},\n", encoding="utf-8")
    told = [
        run("segment", str(article)),
        run("glossary", "show", "war", "-g", str(glossary), "--to", "ru"),
        run("glossary", "check", str(glossary)),
        run("glossary", "test", str(glossary), str(article), "--to", "ru"),
    ]
    for output in told:
        assert "\x1b]" not in output
        assert "\x1b[8m" not in output
        assert "\u202e" not in output
    assert r"\u{1B}]0;owned\u{7}" in told[0]
    assert r"\u{1B}[8mhidden" in told[1].replace("\n", "")
    (line,) = run("segment", str(article), "--json").splitlines()
    assert json.loads(line)["source"].startswith("A\x1b]0;owned")


def test_a_full_temporary_folder_is_told_in_words() -> None:
    told = r"a temporary file cannot be used: No space.*TMPDIR"
    with pytest.raises(TranslatePipeError, match=told), temporary_space():
        raise OSError(28, "No space left on device")

"""Converting files: formats by their endings, refusals that write nothing, the report of the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from translate_pipe.errors import GlossaryError, TranslatePipeError, UsageError
from translate_pipe.glossary.formats.convert import convert_glossary

NEWS = "en,ru,de,pos,status,note\nwar,война,Krieg,noun,preferred,armed\nwar,брань,,noun,forbidden,\n"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.csv"
    path.write_text(NEWS, encoding="utf-8")
    return path


def test_to_tbx_and_back_gives_the_same_table(news: Path, tmp_path: Path) -> None:
    out = convert_glossary(news, tmp_path / "news.tbx")
    back = convert_glossary(tmp_path / "news.tbx", tmp_path / "back.csv")
    assert (out.from_format, out.to_format, back.from_format, back.to_format) == (
        "wide",
        "tbx",
        "tbx",
        "wide",
    )
    assert out.losses == back.losses == ()
    assert (tmp_path / "back.csv").read_text(encoding="utf-8") == (
        "en,ru,de,note,pos,status\nwar,война,Krieg,armed,noun,preferred\nwar,брань,,,noun,forbidden\n"
    )


def test_a_loss_has_its_count_and_its_first_line(news: Path, tmp_path: Path) -> None:
    conversion = convert_glossary(news, tmp_path / "out.csv", to_format="deepl", targets=["ru"])
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "war,война\n"
    found = {loss.kind: (loss.count, loss.line, loss.example) for loss in conversion.losses}
    assert found["column pos"] == (2, 2, "noun")
    assert found["forbidden term (left out)"] == (1, 3, "брань")


def test_the_source_may_be_another_column(news: Path, tmp_path: Path) -> None:
    convert_glossary(news, tmp_path / "out.csv", to_format="google", source="de", targets=["ru"])
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "Krieg,война\n"


def test_the_output_is_not_written_over_without_leave(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.tbx"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="the file exists already; choose another name, or add --force"):
        convert_glossary(news, out)
    assert out.read_text(encoding="utf-8") == "mine"
    convert_glossary(news, out, overwrite=True)
    assert out.read_text(encoding="utf-8") != "mine"


def test_the_output_may_never_be_the_input(news: Path) -> None:
    with pytest.raises(UsageError, match="the output is the input"):
        convert_glossary(news, news.parent / "." / "news.csv", overwrite=True)
    assert news.read_text(encoding="utf-8") == NEWS


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.csv", "the file is empty"),
        (b"en,ru\n", "a.csv", "the file holds no terms"),
        (b"<tbx>", "a.tbx", "not well-formed"),
        (b"\x89PNG\r\n\x1a\n....", "a.csv", "binary"),
    ],
)
def test_bad_input_writes_nothing(tmp_path: Path, content: bytes, name: str, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(GlossaryError, match=message):
        convert_glossary(tmp_path / name, tmp_path / "out.tsv")
    assert not (tmp_path / "out.tsv").exists()


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="cannot read the glossary: No such file"):
        convert_glossary(tmp_path / "none.csv", tmp_path / "out.tbx")


@pytest.mark.parametrize(
    ("out", "options", "message"),
    [
        ("out.doc", {}, "the ending '.doc' names no glossary format"),
        ("out.csv", {"to_format": "excel"}, "there is no glossary format 'excel'"),
        ("out.csv", {"to_format": "xlsx"}, "a workbook must end in .xlsx"),
        ("out.csv", {"source": "klingon"}, "unknown language"),
        ("out.csv", {"to_format": "deepl"}, "holds one target language, the glossary has ru, de"),
        ("out.csv", {"source": "fr"}, "the glossary has no French terms"),
    ],
)
def test_wrong_options_write_nothing(
    news: Path, tmp_path: Path, out: str, options: dict[str, str], message: str
) -> None:
    with pytest.raises(TranslatePipeError, match=message):
        convert_glossary(news, tmp_path / out, **options)  # type: ignore[arg-type]
    assert not (tmp_path / out).exists()


def test_a_table_without_header_says_what_to_give(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("war,война\npeace,мир\n", encoding="utf-8")
    with pytest.raises(UsageError, match="--source en --target ru"):
        convert_glossary(tmp_path / "list.csv", tmp_path / "out.tbx")
    conversion = convert_glossary(
        tmp_path / "list.csv", tmp_path / "out.csv", to_format="wide", source="en", targets=["ru"]
    )
    assert conversion.rows == 2
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "en,ru\nwar,война\npeace,мир\n"


def test_a_long_file_is_told_by_its_first_rows(tmp_path: Path) -> None:
    rows = "".join(f'term {i},"термин; {i}\nи ещё"\n' for i in range(4000))
    (tmp_path / "long.csv").write_text("en,ru\n" + rows, encoding="utf-8")
    conversion = convert_glossary(tmp_path / "long.csv", tmp_path / "long.tbx")
    assert (conversion.from_format, conversion.rows) == ("wide", 4000)


def test_old_encodings_are_read(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_bytes("en;ru\nwar;война\npeace;мир\n".encode("cp1251"))
    convert_glossary(tmp_path / "old.csv", tmp_path / "out.tsv")
    assert (tmp_path / "out.tsv").read_text(encoding="utf-8") == "en\tru\nwar\tвойна\npeace\tмир\n"


@pytest.fixture
def app() -> typer.Typer:
    from translate_pipe.cli.glossary_convert import register

    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return app


def test_the_command_prints_what_was_lost(app: typer.Typer, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    result = CliRunner().invoke(app, ["convert", str(news), str(out), "--target", "ru"])
    assert result.exit_code == 0, result.output
    assert "news.csv (wide) → " in result.stdout
    assert "2 × column pos, line 2: noun" in result.stdout
    assert "1 × forbidden term (left out), line 3: брань" in result.stdout


def test_the_command_says_that_nothing_was_lost(app: typer.Typer, news: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["convert", str(news), str(tmp_path / "out.xlsx")])
    assert "nothing lost" in result.stdout


def test_the_command_as_json(app: typer.Typer, news: Path, tmp_path: Path) -> None:
    arguments = ["convert", str(news), str(tmp_path / "o.csv"), "--to-format", "aws", "--json"]
    summary = json.loads(CliRunner().invoke(app, arguments).stdout)
    assert (summary["from"], summary["to"], summary["rows"]) == ("wide", "aws", 2)
    assert {"side": "write", "kind": "column note", "count": 1, "line": 2, "example": "armed"} in summary[
        "losses"
    ]

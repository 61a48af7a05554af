"""`review apply`, `diff` and `learn` on files, as they are run."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner, Result

from tests.bilingual.samples import PROVENANCE
from translate_pipe.article import read_article, write_article
from translate_pipe.bilingual import FORMATS, read_bitext, write_bitext
from translate_pipe.cli.boundary import Boundary
from translate_pipe.cli.review import register
from translate_pipe.model import Bitext, Change, TranslationUnit
from translate_pipe.segment import segment_document

ARTICLE = "# The council\n\nThe council met on **Monday**. It discussed the budget.\n\nNobody left.\n"
TARGETS = (
    "Совет",
    "Совет собрался в понедельник.",
    "Он обсудил бюджет.",
    "Никто не ушёл.",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article and, in `out`, its translation in some formats."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "news.md").write_text(ARTICLE, encoding="utf-8")
    document = read_article(tmp_path / "news.md")
    segments = segment_document(document, "en")
    units = tuple(
        TranslationUnit(segment, target, engine_text=target)
        for segment, target in zip(segments, TARGETS, strict=True)
    )
    bitext = Bitext("news.md", "en", "ru", units, PROVENANCE)
    out = tmp_path / "out"
    out.mkdir()
    for name in ("tsv", "xlsx", "xliff", "docx"):
        (out / f"news.ru{FORMATS[name].extension}").write_bytes(write_bitext(bitext, name))
    (out / "news.ru.bitext.jsonl").write_bytes(write_bitext(bitext, "jsonl"))
    (out / "news.ru.md").write_bytes(write_article(document, units, target_locale="ru"))
    return tmp_path


@pytest.fixture
def run() -> Callable[..., Result]:
    app = typer.Typer(cls=Boundary)
    app.callback()(lambda: None)
    register(app)
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, ["review", *map(str, arguments)])


def edit(path: Path, old: str, new: str, to: Path | None = None) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    saved = to if to is not None else path
    saved.write_text(text.replace(old, new), encoding="utf-8")
    return saved


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_an_unedited_file_leaves_every_byte(folder: Path, run: Callable[..., Result]) -> None:
    before = contents(folder / "out")
    for name in ("news.ru.tsv", "news.ru.xlsx", "news.ru.xlf", "news.ru.bitext.docx"):
        result = run("apply", "out/" + name)
        assert result.exit_code == 0, result.output
        assert "nothing to write" in result.stdout
    assert contents(folder / "out") == before


def test_an_edit_reaches_every_file_and_the_article(folder: Path, run: Callable[..., Result]) -> None:
    edit(folder / "out/news.ru.tsv", "Совет собрался в понедельник.", "Совет заседал в среду.")
    result = run("apply", "out/news.ru.tsv")
    assert result.exit_code == 0, result.output
    assert "1 edited, 0 approved" in result.stdout
    translated = (folder / "out/news.ru.md").read_text(encoding="utf-8")
    assert translated.startswith("# Совет\n\nСовет заседал в")
    unit = read_bitext(folder / "out/news.ru.bitext.jsonl").units[1]
    assert (unit.target, unit.state) == ("Совет заседал в среду.", "reviewed")
    assert unit.changes[-1] == Change("review", "Совет собрался в понедельник.", "Совет заседал в среду.")
    sheet = openpyxl.load_workbook(folder / "out/news.ru.xlsx")["bitext"]
    assert (sheet["C3"].value, sheet["E3"].value) == ("reviewed", "Совет заседал в среду.")
    assert b"signed-off" in (folder / "out/news.ru.xlf").read_bytes()
    kept = folder / "out/news.ru.tsv.reviewed-1"
    assert "Совет заседал в среду." in kept.read_text(encoding="utf-8")


def test_the_issues_of_an_edited_segment_are_those_of_its_new_text(
    folder: Path, run: Callable[..., Result]
) -> None:
    edit(folder / "out/news.ru.tsv", "Никто не ушёл.", "Никто не не ушёл (")
    assert run("apply", "out/news.ru.tsv").exit_code == 0
    issues = read_bitext(folder / "out/news.ru.bitext.jsonl").units[3].issues
    assert {issue.check for issue in issues} >= {"doubled-words", "pairs"}


def test_two_conflicting_files_write_nothing(folder: Path, run: Callable[..., Result]) -> None:
    source = folder / "out/news.ru.tsv"
    one = edit(source, "Никто не ушёл.", "Все остались.", folder / "anna.tsv")
    two = edit(source, "Никто не ушёл.", "Никто не вышел.", folder / "boris.tsv")
    before = contents(folder / "out")
    result = run("apply", one, two, "--bitext", "out")
    assert result.exit_code == 3
    assert "segment 4" in result.stderr
    assert "anna.tsv:5: Все остались." in result.stderr
    assert "boris.tsv:5: Никто не вышел." in result.stderr
    assert contents(folder / "out") == before
    assert not (folder / "data").exists()


def test_errors_are_all_told_and_nothing_is_written(folder: Path, run: Callable[..., Result]) -> None:
    before = contents(folder / "out")
    source = folder / "out/news.ru.tsv"
    edited = edit(source, "It discussed the budget.", "It discussed the cuts.", folder / "r.tsv")
    edit(edited, "Nobody left.", "Everybody left.")
    result = run("apply", edited, "--bitext", "out/news.ru.bitext.jsonl")
    assert result.exit_code == 3
    assert "r.tsv:4: the source of segment" in result.stderr
    assert "r.tsv:5: the source of segment" in result.stderr
    assert contents(folder / "out") == before


def test_deleted_rows_and_extra_columns_are_reported(folder: Path, run: Callable[..., Result]) -> None:
    lines = (folder / "out/news.ru.tsv").read_text(encoding="utf-8").splitlines()
    del lines[2]
    lines[0] += "\tmine"
    (folder / "out/news.ru.tsv").write_text("\r\n".join(lines), encoding="utf-8")
    result = run("apply", "out/news.ru.tsv")
    assert result.exit_code == 0
    assert "out/news.ru.tsv lacks 1 of 4 segments (2); they stay as they were" in result.stderr
    assert "not carried over: the columns mine" in result.stderr
    assert read_bitext(folder / "out/news.ru.bitext.jsonl").units[1].target == TARGETS[1]


def test_a_file_elsewhere_is_applied_with_a_folder_to_write_to(
    folder: Path, run: Callable[..., Result]
) -> None:
    edited = edit(folder / "out/news.ru.tsv", TARGETS[3], "Все остались.", folder / "from-mail.tsv")
    before = contents(folder / "out")
    result = run("apply", edited, "--bitext", "out", "--out", "final", "--article", "news.md")
    assert result.exit_code == 0, result.output
    assert contents(folder / "out") == before
    assert sorted(contents(folder / "final")) == [
        "news.ru.bitext.docx",
        "news.ru.bitext.jsonl",
        "news.ru.md",
        "news.ru.tsv",
        "news.ru.xlf",
        "news.ru.xlsx",
    ]
    assert "Все остались." in (folder / "final/news.ru.md").read_text(encoding="utf-8")


def test_a_file_without_a_bitext_says_what_to_do(folder: Path, run: Callable[..., Result]) -> None:
    (folder / "out/news.ru.bitext.jsonl").rename(folder / "out/hidden.jsonl")
    result = run("apply", "out/news.ru.tsv")
    assert result.exit_code == 3
    assert "out/news.ru.tsv: news.ru.bitext.jsonl is not beside it; say with --bitext" in result.stderr


@pytest.mark.usefixtures("folder")
def test_the_bitext_itself_is_not_taken_for_a_reviewed_file(run: Callable[..., Result]) -> None:
    result = run("apply", "out/news.ru.bitext.jsonl")
    assert result.exit_code == 3
    assert "is the bitext itself" in result.stderr


def test_a_missing_article_is_a_notice_and_a_wrong_one_an_error(
    folder: Path, run: Callable[..., Result]
) -> None:
    edit(folder / "out/news.ru.tsv", TARGETS[3], "Все остались.")
    (folder / "news.md").rename(folder / "elsewhere.md")
    (folder / "other.md").write_text("Something else.\n", encoding="utf-8")
    before = contents(folder / "out")
    assert run("apply", "out/news.ru.tsv", "--article", "other.md").exit_code == 3
    assert contents(folder / "out") == before
    result = run("apply", "out/news.ru.tsv")
    assert result.exit_code == 0
    assert "the translated article was not written" in result.stderr
    assert read_bitext(folder / "out/news.ru.bitext.jsonl").units[3].target == "Все остались."


def test_reviewed_units_are_remembered_unless_refused(folder: Path, run: Callable[..., Result]) -> None:
    from translate_pipe.memory import open_memory

    edit(folder / "out/news.ru.tsv", TARGETS[3], "Все остались.")
    assert run("apply", "out/news.ru.tsv", "--no-memory", "--out", "a").exit_code == 0
    result = run("apply", "out/news.ru.tsv", "--memory", "memory.sqlite")
    assert "1 reviewed units are in the translation memory" in result.stdout
    with open_memory(folder / "memory.sqlite") as memory:
        (unit,) = memory.find("Nobody left")
    assert (unit.source, unit.target, unit.article) == ("Nobody left.", "Все остались.", "news.md")


def test_apply_tells_machines_everything(folder: Path, run: Callable[..., Result]) -> None:
    edit(folder / "out/news.ru.tsv", TARGETS[3], "Все остались.")
    result = run("apply", "out/news.ru.tsv", "--json", "--no-memory")
    (told,) = json.loads(result.stdout)
    assert [(e["number"], e["before"], e["after"]) for e in told["edited"]] == [
        (4, "Никто не ушёл.", "Все остались.")
    ]
    assert told["kept"] == [str(Path("out/news.ru.tsv.reviewed-1"))]
    assert told["conflicts"] == told["errors"] == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_loses_nothing(folder: Path, run: Callable[..., Result]) -> None:
    edit(folder / "out/news.ru.tsv", TARGETS[3], "Все остались.")
    before = contents(folder / "out")
    (folder / "out").chmod(0o500)
    try:
        assert run("apply", "out/news.ru.tsv").exit_code == 3
    finally:
        (folder / "out").chmod(0o700)
    assert contents(folder / "out") == before


def test_diff_shows_words_and_distances_before_and_after_apply(
    folder: Path, run: Callable[..., Result]
) -> None:
    edit(folder / "out/news.ru.tsv", "Совет собрался в понедельник.", "Совет собрался в среду.")
    result = run("diff", "out/news.ru.tsv")
    assert result.exit_code == 0, result.output
    # 1 + 5 + 4 + 4 words and marks before; one word of them was changed, with 11 letters into 5.
    assert "1 of 4 segments changed; 1 of 14 words (7.1%)" in result.stdout
    assert "Совет собрался в [-понедельник-]{+среду+}." in result.stdout
    assert run("apply", "out/news.ru.tsv", "--no-memory").exit_code == 0
    for name in ("news.ru.tsv", "news.ru.xlsx", "news.ru.bitext.jsonl"):
        assert "[-понедельник-]{+среду+}" in run("diff", f"out/{name}").stdout


def test_diff_writes_a_page_in_which_text_stays_text(folder: Path, run: Callable[..., Result]) -> None:
    edit(folder / "out/news.ru.tsv", TARGETS[3], '<script>alert(1)</script> & "нет"')
    result = run("diff", "out/news.ru.tsv", "--html", "diff.html")
    assert result.exit_code == 0, result.output
    page = (folder / "diff.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.replace("</ins>", "").replace("<ins>", "")
    assert "<del>Никто</del>" in page or "<del>Никто не ушёл" in page
    assert 'lang="ru"' in page
    assert "http://" not in page
    assert "https://" not in page


def test_diff_tells_machines_the_numbers(folder: Path, run: Callable[..., Result]) -> None:
    edit(folder / "out/news.ru.tsv", TARGETS[3], "Никто не вышел.")
    (told,) = json.loads(run("diff", "out/news.ru.tsv", "--json").stdout)
    assert (told["compared"], told["changed"], told["words"]) == (4, 1, 1)
    assert told["segments"][0]["steps"] == [["Никто не ", "Никто не "], ["ушёл", "вышел"], [".", "."]]


@pytest.fixture
def repeated(folder: Path) -> Path:
    """The same word corrected in two segments, and a glossary to learn into."""
    bitext = read_bitext(folder / "out/news.ru.bitext.jsonl")
    targets = ("Рада", "Рада собралась в понедельник.")
    units = [
        replace(unit, target=target, state="reviewed", changes=(Change("review", unit.target, target),))
        for unit, target in zip(bitext.units, targets, strict=False)
    ]
    merged = replace(bitext, units=(*units, *bitext.units[2:]))
    (folder / "out/news.ru.bitext.jsonl").write_bytes(write_bitext(merged, "jsonl"))
    (folder / "g.csv").write_bytes("en,ru\r\nbudget,бюджет\r\n".encode())
    return folder


def test_learn_proposes_and_enters_what_is_accepted(repeated: Path, run: Callable[..., Result]) -> None:
    result = run("learn", "out/news.ru.bitext.jsonl", "--glossary", "g.csv")
    assert result.exit_code == 0, result.output
    assert "1  add: council → Рада" in result.stdout or "1  add: council → рада" in result.stdout
    assert "instead of: Совет; in 2 segments: news.md:1, news.md:2" in result.stdout
    assert (repeated / "g.csv").read_bytes() == "en,ru\r\nbudget,бюджет\r\n".encode()
    result = run("learn", "out/news.ru.bitext.jsonl", "--glossary", "g.csv", "--accept", "1")
    assert result.exit_code == 0, result.output
    written = (repeated / "g.csv").read_bytes().decode()
    assert written.startswith("en,ru\r\nbudget,бюджет\r\ncouncil,")
    assert written.lower().endswith(",рада\r\n")


@pytest.mark.parametrize("accept", ["0", "9", "x", "1,9"])
def test_learn_refuses_a_number_that_was_not_proposed(
    repeated: Path, run: Callable[..., Result], accept: str
) -> None:
    before = (repeated / "g.csv").read_bytes()
    result = run("learn", "out/news.ru.bitext.jsonl", "-g", "g.csv", "--accept", accept)
    assert result.exit_code == 2
    assert "names no proposal" in result.stderr
    assert (repeated / "g.csv").read_bytes() == before

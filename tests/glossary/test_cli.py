"""The glossary commands, from arguments to output and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from translate_pipe.cli import build_app

SICK = "en,ru,status\nwar, вoйна,prefered\npeace,мир,\n"
HEALTHY = "# terms\nen,ru,de\ndistrict council,районный совет,Bezirksrat\nwar,война,Krieg\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sick.csv").write_text(SICK, encoding="utf-8")
    (tmp_path / "terms.csv").write_text(HEALTHY, encoding="utf-8")
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(build_app(), ["glossary", *arguments])
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.usefixtures("folder")
def test_check_prints_file_line_column_and_remedy_and_fails_on_errors() -> None:
    lines = run("check", "sick.csv", "terms.csv", code=1).splitlines()
    assert lines[0].startswith(
        "sick.csv:2: [status] error: 'prefered' is not a value of status; write one of"
    )
    assert lines[-1] == "2 errors, 2 warnings in 2 files"
    assert run("check", "terms.csv") == "no faults in 1 file\n"
    assert "2 errors" in run("check", "sick.csv", "--fail-on", "never")
    assert "unknown severity" in run("check", "sick.csv", "--fail-on", "x", code=2)


@pytest.mark.usefixtures("folder")
def test_check_prints_json() -> None:
    found = json.loads(run("check", "sick.csv", "--json", code=1))
    assert {(fault["kind"], fault["line"], fault["column"]) for fault in found} == {
        ("unknown-value", 2, "status"),
        ("stray-space", 2, "ru"),
        ("lookalike-letter", 2, "ru"),
    }


def test_check_fixes_what_is_safe_and_shows_it(folder: Path) -> None:
    shown = run("check", "sick.csv", "--fix", "--dry-run", code=1)
    assert "-war, вoйна,prefered\n+war,война,prefered\n" in shown
    assert (folder / "sick.csv").read_text(encoding="utf-8") == SICK
    assert run("check", "sick.csv", "--fix", code=1).endswith("1 error in 1 file\n")
    assert (folder / "sick.csv").read_text(encoding="utf-8") == SICK.replace(" вoйна", "война")


def test_check_takes_the_glossaries_of_the_project(folder: Path) -> None:
    assert "no glossary to check" in run("check", code=2)
    (folder / "translate-pipe.toml").write_text('glossaries = ["sick.csv"]\n', encoding="utf-8")
    assert f"{folder / 'sick.csv'}:2: " in run("check", code=1)


def test_check_prints_bytes_that_are_no_letters_as_question_marks(folder: Path) -> None:
    (folder / "mixed.csv").write_bytes("en,ru\na,мир\nb,да\n".encode() + "war,война\n".encode("cp1251"))
    assert "(mixed-encoding)" in run("check", "mixed.csv", code=1)
    assert "(mixed-encoding)" in run("check", "mixed.csv", "--fix", code=1)


def test_check_lists_the_kinds_of_faults() -> None:
    assert len(run("check", "--kinds").splitlines()) >= 25


@pytest.mark.usefixtures("folder")
def test_show_prints_the_paradigm_of_a_term_or_a_target() -> None:
    for term in ("district council", "Районный совет"):
        shown = run("show", term, "--glossary", "terms.csv", "--to", "ru")
        assert "районного совета" in shown
        assert "ru.gender" in shown
    assert 'no entry for "truce"' in run("show", "truce", "--glossary", "terms.csv", code=3)
    found = json.loads(run("show", "war", "--glossary", "terms.csv", "--json"))
    assert [paradigm["locale"] for paradigm in found] == ["ru", "de"]


def test_preview_writes_a_page_for_each_language(folder: Path) -> None:
    run("preview", "terms.csv", "--to", "ru", "--html", "out/page.html")
    assert "районных советах" in (folder / "out" / "page.html").read_text(encoding="utf-8")
    run("preview", "terms.csv", "--html", "page.html")
    assert sorted(path.name for path in folder.glob("page*")) == ["page.de.html", "page.ru.html"]
    assert "войны" in run("preview", "terms.csv", "--to", "ru")


def test_test_shows_where_terms_match_and_which_never_do(folder: Path) -> None:
    (folder / "article.txt").write_text(
        "District councils met. The war goes on; the war ends.\n", encoding="utf-8"
    )
    (folder / "terms.csv").write_text(HEALTHY + "truce,перемирие,Ruhe\n", encoding="utf-8")
    assert run("test", "terms.csv", "article.txt").splitlines() == [
        "   2  war: article.txt#2 'war', article.txt#2 'war'",
        "   1  district council: article.txt#1 'District councils'",
        "   0  truce, terms.csv:5",
        "2 of 3 entries match in 1 article",
    ]
    found = json.loads(run("test", "terms.csv", "article.txt", "--json"))
    assert found[0]["occurrences"][0]["plural"] is True


def test_add_set_and_remove_edit_in_place(folder: Path) -> None:
    path = folder / "terms.csv"
    assert run("add", "terms.csv", "truce", "ru=перемирие") == "+ truce (line 5)\n    ru: перемирие\n"
    run("set", "terms.csv", "truce", "de=Ruhe")
    assert path.read_text(encoding="utf-8") == HEALTHY + "truce,перемирие,Ruhe\n"
    run("remove", "terms.csv", "truce", "--dry-run")
    assert path.read_text(encoding="utf-8") == HEALTHY + "truce,перемирие,Ruhe\n"
    run("remove", "terms.csv", "truce")
    assert path.read_text(encoding="utf-8") == HEALTHY
    assert "terms.csv: new column status" in run("set", "terms.csv", "war", "status=admitted")
    assert "two preferred targets" in run(
        "add", "terms.csv", "district council", "ru=районное собрание", code=3
    )


def test_an_open_file_is_not_written(folder: Path) -> None:
    (folder / ".~lock.terms.csv#").write_text("someone")
    assert "open in another program" in run("add", "terms.csv", "truce", "ru=перемирие", code=3)
    assert (folder / "terms.csv").read_text(encoding="utf-8") == HEALTHY


def test_merge_and_diff_go_by_entry(folder: Path) -> None:
    (folder / "other.csv").write_text("de,en,ru\nKrieg,war,битва\nRuhe,truce,перемирие\n", encoding="utf-8")
    shown = run("merge", "terms.csv", "other.csv").splitlines()
    assert shown[-2:] == [
        "terms.csv:4: \"war\", ru: kept 'война', not 'битва'",
        "other.csv: rows added: 1, cells filled: 0, decided: 1",
    ]
    assert (folder / "terms.csv").read_text(encoding="utf-8") == HEALTHY + "truce,перемирие,Ruhe\n"
    assert "~ war (line 2)\n    ru: война → битва\n" in run("diff", "terms.csv", "other.csv")
    assert "'prefered' is not a value" in run("merge", "terms.csv", "sick.csv", code=3)
    assert json.loads(run("diff", "terms.csv", "other.csv", "--json"))[0]["kind"] == "removed"


def test_the_glossary_commands_load_no_heavy_library() -> None:
    code = (
        "import sys, translate_pipe.cli.glossary\n"
        "heavy = ('lxml', 'pymorphy3', 'openpyxl', 'docx', 'ctranslate2', 'jinja2', 'rich.table')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"

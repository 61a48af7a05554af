"""`translate-pipe translate FOLDER`: what is read, where it goes, where links lead, what faults do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from translate_pipe.bilingual import read_bitext
from translate_pipe.cli import build_app

Run = Callable[..., Result]


@pytest.fixture
def run(pocket_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line beside a folder `docs` with the pocket package."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(pocket_packages))
    for name, content in (
        ("docs/index.html", '<p>The Kremlin saw <a href="guide/a.md">the petition</a>.</p><img src="l.png">'),
        ("docs/guide/a.md", "# The petition\n\nThe old woman supported [the Kremlin](../index.html#x).\n"),
        ("docs/guide/b.md", "The Kremlin.\n\n![The petition](../l.png)\n"),
        ("docs/drafts/c.md", "The Kremlin.\n"),
        ("docs/l.png", "picture"),
    ):  # fmt: skip
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, encoding="utf-8")

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(build_app(), ["translate", "docs", "--to", "ru", "--no-memory", *arguments])

    return invoke


def files_of(folder: str) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file())


def test_folder_is_mirrored_with_its_links(run: Run) -> None:
    result = run("-o", "out", "--format", "tsv", "--exclude", "drafts/")
    assert result.exit_code == 0, result.output
    assert files_of("out") == [
        "guide/a.ru.bitext.jsonl",
        "guide/a.ru.md",
        "guide/a.ru.tsv",
        "guide/b.ru.bitext.jsonl",
        "guide/b.ru.md",
        "guide/b.ru.tsv",
        "index.ru.bitext.jsonl",
        "index.ru.html",
        "index.ru.tsv",
    ]
    page = Path("out/index.ru.html").read_text(encoding="utf-8")
    assert '<a href="guide/a.ru.md">' in page
    assert '<img src="../docs/l.png">' in page
    assert "](../index.ru.html#x)" in Path("out/guide/a.ru.md").read_text(encoding="utf-8")
    assert "](../../docs/l.png)" in Path("out/guide/b.ru.md").read_text(encoding="utf-8")
    assert read_bitext(Path("out/guide/a.ru.bitext.jsonl")).article == "guide/a.md"


def test_assets_are_copied_on_demand(run: Run) -> None:
    assert run("-o", "out", "--assets", "copy", "--include", "guide/").exit_code == 0
    assert "](../l.png)" in Path("out/guide/b.ru.md").read_text(encoding="utf-8")
    assert Path("out/l.png").read_text(encoding="utf-8") == "picture"
    # The page is not among the articles, so that it is a file like others.
    assert "](../index.html#x)" in Path("out/guide/a.ru.md").read_text(encoding="utf-8")
    assert Path("out/index.html").read_bytes() == Path("docs/index.html").read_bytes()


def test_second_run_translates_what_changed(run: Run) -> None:
    run("-o", "out")
    Path("docs/guide/b.md").write_text("The Kremlin supported the petition.\n", encoding="utf-8")
    before = {name: Path("out", name).read_bytes() for name in files_of("out") if "/b." not in name}
    result = run("-o", "out", "--json")
    reused = {
        one["article"]: (one["reused"], one["segments"]) for one in json.loads(result.stdout)["translations"]
    }
    assert reused == {
        "index.html": (1, 1), "drafts/c.md": (1, 1), "guide/a.md": (2, 2), "guide/b.md": (0, 1),
    }  # fmt: skip
    assert before == {name: Path("out", name).read_bytes() for name in before}


def test_articles_of_one_name_in_several_folders_do_not_meet(run: Run) -> None:
    Path("docs/drafts/a.md").write_text("The petition.\n", encoding="utf-8")
    run("-o", "out")
    run("-o", "out")
    assert len(read_bitext(Path("out/drafts/a.ru.bitext.jsonl")).units) == 1
    assert len(read_bitext(Path("out/guide/a.ru.bitext.jsonl")).units) == 2


def test_faulty_article_keeps_no_other_from_being_translated(run: Run) -> None:
    Path("docs/guide/bad.docx").write_text("no zip", encoding="utf-8")
    Path("docs/empty.txt").write_text("", encoding="utf-8")
    result = run("-o", "out", "--json")
    assert result.exit_code == 3
    assert "1 article was not translated:\n  docs/guide/bad.docx: " in result.stderr
    assert "left out: docs/empty.txt: is empty" in result.stderr
    said = json.loads(result.stdout)
    assert [fault["path"] for fault in said["faults"]] == ["docs/guide/bad.docx"]
    assert len(said["translations"]) == 4
    assert "out/guide/a.ru.md" in [f"out/{name}" for name in files_of("out")]


def test_damaged_file_of_an_earlier_run_stops_its_article_alone(run: Run) -> None:
    run("-o", "out")
    damaged = Path("out/guide/a.ru.bitext.jsonl")
    damaged.write_text("precious but broken", encoding="utf-8")
    result = run("-o", "out")
    assert result.exit_code == 3
    assert "may hold reviewed targets" in result.output
    assert damaged.read_text(encoding="utf-8") == "precious but broken"


@pytest.mark.usefixtures("run")
def test_named_article_that_is_faulty_stops_the_run() -> None:
    Path("bad.docx").write_text("no zip", encoding="utf-8")
    arguments = ["translate", "bad.docx", "docs/guide/a.md", "--to", "ru", "-o", "out"]
    result = CliRunner().invoke(build_app(), arguments)
    assert result.exit_code == 3
    assert not Path("out").exists()


def test_folder_with_nothing_but_empty_files_is_no_fault(run: Run) -> None:
    Path("docs/empty.txt").write_text("", encoding="utf-8")
    result = run("-o", "out", "--include", "*.txt")
    assert result.exit_code == 0
    assert not Path("out").exists()


def test_folder_needs_a_folder_to_write_to(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "give one with --out" in result.output
    Path("translate-pipe.toml").write_text('out = "docs/ru"\nexclude = ["drafts/"]\n', encoding="utf-8")
    assert run().exit_code == 0
    assert files_of("docs/ru")[0] == "guide/a.ru.bitext.html"
    # What lies there now is not read.
    assert run("--json").exit_code == 0
    assert not Path("docs/ru/ru").exists()


def test_review_finds_the_article_in_its_folder_and_keeps_its_links(run: Run) -> None:
    run("-o", "out", "--format", "tsv")
    edited = Path("out/guide/a.ru.tsv")
    rows = edited.read_text(encoding="utf-8-sig").splitlines()
    target = read_bitext(Path("out/guide/a.ru.bitext.jsonl")).units[0].target
    edited.write_text("\n".join(rows).replace(target, "Прошение", 1) + "\n", encoding="utf-8")
    result = CliRunner().invoke(
        build_app(), ["review", "apply", str(edited), "--article", "docs", "--no-memory"]
    )
    assert result.exit_code == 0, result.output
    page = Path("out/guide/a.ru.md").read_text(encoding="utf-8")
    assert page.startswith("# Прошение\n")
    assert "](../index.ru.html#x)" in page


def test_many_articles_have_a_line_each(run: Run) -> None:
    for number in range(9):
        Path(f"docs/n{number}.txt").write_text("The Kremlin.\n", encoding="utf-8")
    result = run("-o", "out")
    assert "n3.txt → ru: 1 segments → out/n3.ru.txt\n" in result.output
    assert "read as" not in result.output


def test_articles_in_two_languages_lead_to_each_other(run: Run) -> None:
    assert run("-o", "out", "--bilingual", "--format", "tsv", "--exclude", "drafts/").exit_code == 0
    page = Path("out/guide/a.ru.bilingual.md").read_text(encoding="utf-8")
    assert page.startswith("# The petition\n\n# ")
    assert page.count("](../index.ru.bilingual.html#x)") == 2
    assert "](../index.ru.html#x)" in Path("out/guide/a.ru.md").read_text(encoding="utf-8")
    edited = Path("out/guide/a.ru.tsv")
    target = read_bitext(Path("out/guide/a.ru.bitext.jsonl")).units[0].target
    rows = edited.read_text(encoding="utf-8-sig")
    edited.write_text(rows.replace(target, "Прошение", 1), encoding="utf-8")
    CliRunner().invoke(build_app(), ["review", "apply", str(edited), "--article", "docs", "--no-memory"])
    page = Path("out/guide/a.ru.bilingual.md").read_text(encoding="utf-8")
    assert page.startswith("# The petition\n\n# Прошение\n")
    assert page.count("](../index.ru.bilingual.html#x)") == 2


def test_glossary_in_the_folder_is_no_article(run: Run) -> None:
    Path("docs/terms.txt").write_text("en\tru\nKremlin\tКремль\n", encoding="utf-8")
    result = run("-o", "out", "-g", "docs/terms.txt")
    assert result.exit_code == 0, result.output
    assert not any("terms" in name for name in files_of("out"))
    assert Path("out/index.ru.html").exists()

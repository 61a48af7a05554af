"""What a user names becomes entries: folders, patterns, lists, manifests, articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipe.batch.manifest import Entry, check_id, find_entries
from translate_pipe.errors import UsageError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("in/b.txt", "in/a.md", "in/x/c.html", "in/.hidden.txt", "in/.git/d.txt", "in/photo.jpg"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Text.", encoding="utf-8")
    return tmp_path


def ids(*named: str, stdin: tuple[str, ...] = (), out: str = "out") -> list[str]:
    return [entry.id for entry in find_entries(named, Path(out), stdin)]


@pytest.mark.usefixtures("folder")
def test_folder_gives_its_articles_but_nothing_hidden_or_foreign() -> None:
    assert ids("in") == ["a.md", "b.txt", "x/c.html"]


@pytest.mark.usefixtures("folder")
def test_folder_gives_nothing_of_the_output_within_it() -> None:
    assert ids("in", out="in/x") == ["a.md", "b.txt"]


@pytest.mark.usefixtures("folder")
def test_pattern_gives_ids_below_its_fixed_part() -> None:
    assert ids("in/*.txt") == ["b.txt"]
    assert ids("in/**/*.html") == ["x/c.html"]


@pytest.mark.usefixtures("folder")
def test_pattern_without_a_match_is_refused() -> None:
    with pytest.raises(UsageError, match="no file is named like"):
        ids("in/*.docx")


def test_list_gives_its_lines_in_order(folder: Path) -> None:
    (folder / "list.txt").write_text("# of May\nin/b.txt\n\nin/a.md\n", encoding="utf-8")
    assert ids("list.txt") == ["in/b.txt", "in/a.md"]
    assert ids("-", stdin=("in/a.md\n",)) == ["in/a.md"]


@pytest.mark.usefixtures("folder")
def test_article_alone_is_no_list() -> None:
    with pytest.raises(UsageError, match="its first line names no file"):
        ids("in/b.txt")
    with pytest.raises(UsageError, match="is one article"):
        ids("in/a.md")


@pytest.mark.usefixtures("folder")
def test_several_articles_are_articles() -> None:
    assert ids("in/b.txt", "in/a.md") == ["in/b.txt", "in/a.md"]


def test_paths_that_lead_elsewhere_have_ids_that_do_not(folder: Path) -> None:
    absolute = folder / "in" / "b.txt"
    (folder / "list.txt").write_text(f"{absolute}\n../x/./d.txt\n", encoding="utf-8")
    found = list(find_entries(["list.txt"], Path("out")))
    assert found[0] == Entry(str(absolute).lstrip("/"), absolute)
    assert found[1].id == "x/d.txt"


def test_manifest_gives_each_article_its_own(folder: Path) -> None:
    rows = [
        {"path": "in/b.txt"},
        {"path": "in/a.md", "id": "2026/0001", "to": ["RU", "uk"], "from": "en-GB", "author": "K."},
        {"path": "in/x/c.html", "to": "de", "glossaries": ["terms.csv"]},
    ]
    (folder / "m.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert list(find_entries([str(folder / "m.jsonl")], Path("out"))) == [
        Entry("in/b.txt", folder / "in/b.txt"),
        Entry("2026/0001.md", folder / "in/a.md", "en-GB", ("ru", "uk")),
        Entry("in/x/c.html", folder / "in/x/c.html", "", ("de",), (folder / "terms.csv",)),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "no JSON"),
        ("[1]", "says no path"),
        ('{"path": 1}', "says no path"),
        ('{"path": "a.txt", "to": 5}', "neither a text nor a list"),
        ('{"path": "a.txt", "id": 7}', "'id' is no text"),
        ('{"path": "a.txt", "to": "klingon-x"}', "unknown language"),
        ('{"path": "a.txt", "id": "../a"}', "is no id"),
    ],
)
def test_fault_of_a_manifest_has_its_line(line: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(f'{{"path": "a.txt"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=problem) as caught:
        list(find_entries([str(path)], tmp_path))
    assert (caught.value.path, caught.value.line) == (str(path), 2)


@pytest.mark.parametrize("text", ["", "/a", "../a", "a/../b", ".a", "a/.b", "a\\b", "a\nb", "."])
def test_id_that_leads_out_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no id"):
        check_id(text)


@given(st.text())
def test_id_that_is_taken_stays_within_the_folder(text: str) -> None:
    try:
        taken = check_id(text)
    except UsageError:
        return
    home = Path("/home/out")
    assert home in (home / taken).resolve().parents

"""Which files of a folder are articles, and what patterns mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_pipe.errors import ArticleError, UsageError
from translate_pipe.folders import Input, compile_glob, gather_inputs, refuse_outputs_among_inputs


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.md", "a/b.md"),
        ("a/*.md", "a/b.md"),
        ("a/**/*.md", "a/b.md"),
        ("a/**/*.md", "a/b/c/d.md"),
        ("**/b.md", "b.md"),
        ("drafts/", "x/drafts/y/z.md"),
        ("drafts", "x/drafts/z.md"),
        ("/drafts", "drafts/z.md"),
        ("./drafts", "drafts/z.md"),
        ("draft*", "a/draft-1.md"),
        ("a?.md", "ab.md"),
        ("[a-c].md", "b.md"),
        ("[!ab].md", "c.md"),
        ("[&^~].md", "^.md"),
        ("[", "["),
        ("a+(b).md", "x/a+(b).md"),
    ],
)
def test_pattern_matches(pattern: str, path: str) -> None:
    assert compile_glob(pattern).fullmatch(path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.md", "a.mdx"),
        ("a/*.md", "a/c/b.md"),
        ("a/*.md", "x/a/b.md"),
        ("/drafts", "x/drafts/z.md"),
        ("drafts/", "drafts"),
        ("drafts", "my-drafts/z.md"),
        ("a?.md", "a/.md"),
        ("[!a]b", "/b"),
        ("[!ab].md", "a.md"),
        ("*.MD", "a.md"),
    ],
)
def test_pattern_does_not_match(pattern: str, path: str) -> None:
    assert not compile_glob(pattern).fullmatch(path)


@pytest.mark.parametrize("pattern", ["", "/", "./", "[z-a].md"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(UsageError, match="is no pattern"):
        compile_glob(pattern)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with articles and other things."""
    root = tmp_path / "site"
    for name in (
        "index.html", "b.md", "logo.png", ".hidden.md", "guide/start.MD", "guide/deep/a.txt",
        "drafts/x.md", ".git/y.md", "node_modules/z/README.md", "__pycache__/n.txt",
    ):  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("Text.\n", encoding="utf-8")
    return root


def names(folder: Path, **options: object) -> list[str]:
    return [one.name for one in gather_inputs([folder], **options).articles]  # type: ignore[arg-type]


def test_articles_are_known_by_their_extensions(folder: Path) -> None:
    assert names(folder) == ["b.md", "index.html", "drafts/x.md", "guide/start.MD", "guide/deep/a.txt"]


def test_include_and_exclude_narrow_the_choice(folder: Path) -> None:
    assert names(folder, include=["*.md", "*.txt"], exclude=["drafts/"]) == ["b.md", "guide/deep/a.txt"]
    assert names(folder, exclude=["guide", "drafts"]) == ["b.md", "index.html"]


def test_input_format_takes_its_extensions_or_what_is_included(folder: Path) -> None:
    assert names(folder, input_format="txt") == ["guide/deep/a.txt"]
    assert names(folder, input_format="txt", include=["*.png"]) == ["logo.png"]


def test_nothing_to_translate_is_an_error(folder: Path) -> None:
    with pytest.raises(ArticleError, match="holds no article"):
        gather_inputs([folder], include=["*.rst"])


def test_the_folder_to_write_to_is_not_read(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "b.ru.md").write_text("Текст.\n", encoding="utf-8")
    assert "out/b.ru.md" in names(folder)
    assert "out/b.ru.md" not in names(folder, out=folder / "out")


def test_the_folder_of_the_articles_is_not_written_to(folder: Path) -> None:
    with pytest.raises(UsageError, match="as well as that to write to"):
        gather_inputs([folder], out=folder / "guide" / "..")


def test_what_an_earlier_run_wrote_is_not_read(folder: Path) -> None:
    for name in ("b.ru.md", "b.ru.bitext.jsonl", "b.ru.bitext.html", "b.ru.po", "b.rue.md"):
        (folder / name).write_text("Text.\n", encoding="utf-8")
    found = names(folder)
    assert "b.md" in found
    assert "b.rue.md" in found
    assert not {"b.ru.md", "b.ru.bitext.html", "b.ru.po"} & set(found)


def test_links_out_of_the_folder_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("Secret.\n", encoding="utf-8")
    (folder / "leak.md").symlink_to(tmp_path / "secret.md")
    (folder / "same.md").symlink_to(folder / "b.md")
    (folder / "loop").symlink_to(folder)
    inputs = gather_inputs([folder])
    assert "leak.md" not in [one.name for one in inputs.articles]
    (notice,) = inputs.notices
    assert notice.endswith("are not followed: loop, leak.md")


def test_an_article_named_twice_is_taken_once(folder: Path) -> None:
    inputs = gather_inputs([folder / "guide", folder / "guide" / "start.MD", folder])
    assert [one.name for one in inputs.articles] == [
        "start.MD", "deep/a.txt", "b.md", "index.html", "drafts/x.md",
    ]  # fmt: skip


def test_articles_that_differ_in_the_extension_alone_keep_it(folder: Path) -> None:
    (folder / "b.html").write_text("<p>Text.</p>", encoding="utf-8")
    whole = {one.name: one.whole_name for one in gather_inputs([folder]).articles}
    assert whole["b.md"]
    assert whole["b.html"]
    assert not whole["index.html"]


def test_outputs_among_the_articles_are_refused(tmp_path: Path) -> None:
    one = Input(tmp_path / "en" / "en" / "a.md", "en/a.md", tmp_path / "en")
    plans = [{"article": tmp_path / "en" / "a.ru.md"}]
    with pytest.raises(UsageError, match="is among the articles"):
        refuse_outputs_among_inputs(plans, [one], tmp_path)


def test_outputs_in_a_folder_within_are_fine(tmp_path: Path) -> None:
    one = Input(tmp_path / "a.md", "a.md", tmp_path)
    refuse_outputs_among_inputs([{"article": tmp_path / "out" / "a.ru.md"}], [one], tmp_path / "out")

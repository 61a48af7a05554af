"""Input that cannot be an article: refused in words that say what to do, before anything is written."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.article.units import segments_of, translate, unchanged
from translate_pipe.article import FORMATS, read_article, write_article
from translate_pipe.errors import ArticleError, UsageError
from translate_pipe.model import Segment, TranslationUnit


@pytest.mark.parametrize(
    "name", [f"a{extension}" for extensions in FORMATS.values() for extension in extensions]
)
@pytest.mark.parametrize("content", [b"", b" \r\n\t"])
def test_empty_file_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ArticleError, match=f"{name}: is empty"):
        read_article(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b"* * *\n---"), ("a.md", b"```\ncode\n```"), ("a.html", b"<script>x</script><p>!</p>")],
)
def test_file_without_text_to_translate_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ArticleError, match="holds no text to translate"):
        read_article(tmp_path / name)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="there is no such file; check the name"):
        read_article(tmp_path / "missing.txt")


def test_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(ArticleError, match="is a folder; name the files in it"):
        read_article(tmp_path / "a.txt")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    path.chmod(0)
    with pytest.raises(ArticleError, match="cannot read: Permission denied"):
        read_article(path)


def test_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("text")
    with pytest.raises(ArticleError, match="cannot read"):
        read_article(tmp_path / "a" / "b.txt")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n\x00\x01", "a PDF"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office file"),
        (b"{\\rtf1 text}", "an RTF file"),
    ],
)
def test_known_binary_with_a_text_name_is_refused_by_its_kind(content: bytes, what: str) -> None:
    with pytest.raises(ArticleError, match=f"is {what}.*--input-format"):
        read_article(None, content=content)


@pytest.mark.parametrize("content", [bytes(range(256)), b"abc\x00def", b"\x01\x02\x03 text \x04\x05"])
def test_unknown_binary_is_refused(content: bytes) -> None:
    with pytest.raises(ArticleError, match=r"no text|cannot tell the encoding|is not"):
        read_article(None, content=content)


@pytest.mark.parametrize("name", ["a.pdf", "a.rtf", "a.doc"])
def test_unknown_extension_is_refused_with_the_formats_there_are(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("text")
    with pytest.raises(ArticleError, match=r"cannot read \.\w+ files.*--input-format \(txt, md, html"):
        read_article(tmp_path / name)


def test_file_without_extension_is_read_once_its_format_is_said(tmp_path: Path) -> None:
    (tmp_path / "article").write_text("# Title")
    with pytest.raises(ArticleError, match="has no extension that tells its format"):
        read_article(tmp_path / "article")
    assert read_article(tmp_path / "article", input_format="md").text.strip() == "Title"


def test_unknown_format_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="unknown article format 'tex'"):
        read_article(None, content=b"text", input_format="tex")


def test_extension_may_be_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "A.MD").write_text("# Title")
    document = read_article(tmp_path / "A.MD")
    assert (document.name, document.format) == ("A.MD", "md")


def test_standard_input_is_plain_text_called_dash() -> None:
    document = read_article(None, content=b"# Title")
    assert (document.name, document.format, document.text) == ("-", "txt", "# Title")


def test_units_of_another_article_are_refused() -> None:
    document = read_article(None, content=b"One.\n\nTwo.")
    other = read_article(None, content=b"Six.\n\nTwo.")
    with pytest.raises(ArticleError, match="segment s0 is not a part of this article"):
        write_article(document, translate(other, unchanged), target_locale="ru")


def test_units_for_blocks_that_do_not_exist_are_refused() -> None:
    document = read_article(None, content=b"One.")
    unit = TranslationUnit(replace(segments_of(document)[0], block=7), "Раз.")
    with pytest.raises(ArticleError, match="is not a part of this article"):
        write_article(document, [unit], target_locale="ru")


def test_two_units_for_one_segment_are_refused() -> None:
    document = read_article(None, content=b"One.")
    units = translate(document, unchanged)
    with pytest.raises(ArticleError, match="is translated twice"):
        write_article(document, units * 2, target_locale="ru")


def test_segment_without_a_unit_keeps_its_source() -> None:
    document = read_article(None, content=b"One.\n\nTwo.")
    units = translate(document, lambda _: ("Раз.", ()))[:1]
    assert write_article(document, units, target_locale="ru").decode() == "Раз.\n\nTwo."


def test_blank_target_keeps_the_source_unless_a_reviewer_wants_it_so() -> None:
    document = read_article(None, content=b"One. Two.")
    first, second = (
        Segment(f"s{i}", i + 1, type(span)(span.start, span.end), span.of(document.text), 0)
        for i, span in enumerate([type(document.blocks[0].span)(0, 4), type(document.blocks[0].span)(5, 9)])
    )
    engine = [TranslationUnit(first, "Раз и два."), TranslationUnit(second, " ")]
    assert write_article(document, engine, target_locale="ru").decode() == "Раз и два. Two."
    reviewed = [engine[0], replace(engine[1], target="", state="reviewed")]
    assert write_article(document, reviewed, target_locale="ru").decode() == "Раз и два. "

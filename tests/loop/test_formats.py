"""Every format is handed out, edited or not, and handed back."""

from __future__ import annotations

import xml.sax.saxutils
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.loop.conftest import ARTICLES, HANDED_OUT, contents, run_command, units_of
from translate_pipe.article import read_article
from translate_pipe.bilingual import FORMATS
from translate_pipe.model import TranslationUnit

NEW = "Это предложение написал редактор."
TEXTS = ("tsv", "csv", "tmx", "xliff", "xliff2", "po", "md")


def plain_unit(units: Sequence[TranslationUnit]) -> TranslationUnit:
    """Return a unit without markup whose target is its own alone and is nowhere else in the article."""
    texts = [unit.target for unit in units]
    return next(
        unit
        for unit in units
        if not unit.target_marks and not unit.terms and sum(unit.target in text for text in texts) == 1
    )


@pytest.mark.parametrize("name", HANDED_OUT)
def test_an_unedited_file_changes_no_byte_of_anything(folder: Path, name: str) -> None:
    before = contents(folder / "translated")
    files = [f"translated/{Path(a).stem}.ru{FORMATS[name].extension}" for a in ARTICLES]
    result = run_command("review", "apply", *files)
    assert result.exit_code == 0, result.output
    assert result.stdout.count("0 edited, 0 approved, 0 with a new comment") == len(ARTICLES)
    assert contents(folder / "translated") == before


@pytest.mark.parametrize("name", TEXTS)
def test_one_edited_target_changes_one_place_of_the_article(folder: Path, name: str) -> None:
    unit = plain_unit(units_of(folder, "petition"))
    path = folder / "translated" / f"petition.ru{FORMATS[name].extension}"
    escape: Callable[[str], str] = xml.sax.saxutils.escape if name in ("tmx", "xliff", "xliff2") else str
    text = path.read_text(encoding="utf-8")
    assert text.count(escape(unit.target)) == 1
    path.write_text(text.replace(escape(unit.target), NEW), encoding="utf-8")
    article = folder / "translated" / "petition.ru.txt"
    before = article.read_text(encoding="utf-8")
    result = run_command("review", "apply", path, "--no-memory")
    assert result.exit_code == 0, result.output
    assert "1 edited" in result.stdout
    assert article.read_text(encoding="utf-8") == before.replace(unit.target, NEW)
    assert [u.target for u in units_of(folder, "petition") if u.state == "reviewed"] == [NEW]


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_of_any_format_changes_at_the_edited_segment_alone(folder: Path, article: str) -> None:
    stem, _, extension = article.rpartition(".")
    unit = plain_unit(units_of(folder, stem))
    path = folder / "translated" / f"{stem}.ru.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace(unit.target, NEW), encoding="utf-8")
    written = folder / "translated" / f"{stem}.ru.{extension}"
    origin = written.read_bytes()
    before = read_article(written)
    assert run_command("review", "apply", path, "--no-memory").exit_code == 0
    after = read_article(written)
    lines = [
        (b.span.of(before.text), a.span.of(after.text))
        for b, a in zip(before.blocks, after.blocks, strict=True)
    ]
    changed = [(old, new) for old, new in lines if old != new]
    assert len(changed) == 1
    assert NEW.split() == [word for word in changed[0][1].split() if word in NEW.split()]
    if extension not in ("docx", "srt"):
        # Words, since a paragraph of wrapped lines is wrapped anew.
        wanted = " ".join(origin.decode().split()).replace(" ".join(unit.target.split()), NEW)
        assert written.read_text(encoding="utf-8").split() == wanted.split()


def test_one_edit_reaches_the_files_of_every_format(folder: Path) -> None:
    unit = plain_unit(units_of(folder, "petition"))
    path = folder / "translated" / "petition.ru.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace(unit.target, NEW), encoding="utf-8")
    assert run_command("review", "apply", path, "--no-memory").exit_code == 0
    for name in HANDED_OUT:
        other = folder / "translated" / f"petition.ru{FORMATS[name].extension}"
        result = run_command("review", "diff", other)
        assert result.exit_code == 0, result.output
        assert "1 of 19 segments changed" in result.stdout, name
    kept = folder / "translated" / "petition.ru.tsv.reviewed-1"
    assert NEW in kept.read_text(encoding="utf-8")

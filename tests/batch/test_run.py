"""`translate-pipe batch` from its arguments to its files and its state, on a real if tiny package."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.batch.conftest import Batch, contents, rows, summary
from translate_pipe import chunks, pipeline
from translate_pipe.batch import translator
from translate_pipe.batch.database import RunLock
from translate_pipe.bilingual import read_bitext
from translate_pipe.engines.argos import ArgosEngine
from translate_pipe.errors import TranslatePipeError


class PowerCut(BaseException):
    pass


RUN = ("in", "--to", "ru", "-g", "terms.csv", "-o", "out", "--json")


def counts(values: dict[str, Any]) -> tuple[int, int, int]:
    return values["done"], values["unchanged"], values["failed"]


def test_every_article_of_a_folder_is_translated(batch: Batch, tmp_path: Path) -> None:
    result = batch(*RUN)
    assert result.exit_code == 0, result.output
    assert sorted(contents(tmp_path / "out")) == [
        "a.ru.bitext.jsonl",
        "a.ru.txt",
        "b.ru.bitext.jsonl",
        "b.ru.txt",
        "sub/c.ru.bitext.jsonl",
        "sub/c.ru.md",
    ]
    bitext = read_bitext(tmp_path / "out" / "sub" / "c.ru.bitext.jsonl")
    assert bitext.article == "c.md"
    assert [unit.segment.source for unit in bitext.units] == ["The petition", "The Kremlin rejected it."]


def test_state_holds_what_was_done(batch: Batch, tmp_path: Path) -> None:
    batch(*RUN)
    row = rows(tmp_path / "out")["sub/c.md", "ru"]
    assert (row["state"], row["segments"], row["chunk"]) == ("done", 2, None)
    assert row["already"] + row["applied"] + row["kept"] + row["overruled"] + row["unresolved"] == 2
    assert len(row["digest"]) == 64
    assert json.loads(row["files"]) == ["sub/c.ru.md", "sub/c.ru.bitext.jsonl"]
    assert not list((tmp_path / "out" / ".batch").rglob("*.ru.*"))


def test_second_run_does_only_what_is_new_or_changed(batch: Batch, tmp_path: Path) -> None:
    assert counts(summary(batch(*RUN))) == (3, 0, 0)
    assert counts(summary(batch(*RUN))) == (0, 3, 0)
    (tmp_path / "in" / "new.txt").write_text("The petition was signed.\n", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("The Kremlin supported it.\n", encoding="utf-8")
    assert counts(summary(batch(*RUN))) == (2, 2, 0)


def test_file_that_was_only_touched_is_as_before(batch: Batch, tmp_path: Path) -> None:
    batch(*RUN)
    os.utime(tmp_path / "in" / "a.txt", (1_000_000_000, 1_000_000_000))
    assert counts(summary(batch(*RUN))) == (0, 3, 0)


def test_other_glossary_options_or_package_do_all_anew(batch: Batch, tmp_path: Path) -> None:
    batch(*RUN)
    assert counts(summary(batch(*RUN, "--format", "tsv"))) == (3, 0, 0)
    assert (tmp_path / "out" / "a.ru.tsv").exists()
    (tmp_path / "terms.csv").write_text("en,ru\nKremlin,Кремль\n", encoding="utf-8")
    assert counts(summary(batch(*RUN, "--format", "tsv"))) == (3, 0, 0)


def test_output_that_was_removed_is_made_again(batch: Batch, tmp_path: Path) -> None:
    batch(*RUN)
    before = contents(tmp_path / "out")
    (tmp_path / "out" / "a.ru.txt").unlink()
    assert counts(summary(batch(*RUN))) == (1, 2, 0)
    assert contents(tmp_path / "out") == before


def test_reviewed_target_stands_when_the_article_changes(batch: Batch, tmp_path: Path) -> None:
    batch(*RUN)
    path = tmp_path / "out" / "a.ru.bitext.jsonl"
    head, line = path.read_text(encoding="utf-8").splitlines()
    reviewed = {**json.loads(line), "target": "Своими словами.", "state": "reviewed"}
    path.write_text(f"{head}\n{json.dumps(reviewed, ensure_ascii=False)}\n", encoding="utf-8")
    article = tmp_path / "in" / "a.txt"
    article.write_text(article.read_text(encoding="utf-8") + "The petition was signed.\n", encoding="utf-8")
    assert counts(summary(batch(*RUN))) == (1, 2, 0)
    assert (tmp_path / "out" / "a.ru.txt").read_text(encoding="utf-8").startswith("Своими словами.\n")


def test_article_that_is_no_longer_there_is_gone_and_its_files_stay(batch: Batch, tmp_path: Path) -> None:
    batch(*RUN)
    (tmp_path / "in" / "a.txt").unlink()
    assert counts(summary(batch(*RUN))) == (0, 2, 0)
    assert rows(tmp_path / "out")["a.txt", "ru"]["state"] == "gone"
    assert (tmp_path / "out" / "a.ru.txt").exists()
    (tmp_path / "in" / "a.txt").write_text("The Kremlin supported the petition.\n", encoding="utf-8")
    assert counts(summary(batch(*RUN))) == (1, 2, 0)


def test_failure_of_one_article_is_its_own(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "broken.docx").write_bytes(b"no archive")
    result = batch(*RUN)
    assert result.exit_code == 1
    assert counts(summary(result)) == (3, 0, 2)
    failed = rows(tmp_path / "out")["empty.txt", "ru"]
    assert (failed["state"], failed["kind"]) == ("failed", "is empty")
    assert failed["reason"] == "in/empty.txt: is empty; give a file with text in it"


def test_failed_article_is_tried_again_when_asked_or_changed(batch: Batch, tmp_path: Path) -> None:
    path = tmp_path / "in" / "empty.txt"
    path.write_bytes(b"")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    batch(*RUN)
    assert counts(summary(batch(*RUN))) == (0, 4, 0)
    assert counts(summary(batch(*RUN, "--retry-failed"))) == (0, 3, 1)
    path.write_text("The petition was signed.\n", encoding="utf-8")
    assert counts(summary(batch(*RUN))) == (1, 3, 0)
    assert rows(tmp_path / "out")["empty.txt", "ru"]["reason"] == ""


def test_article_that_the_engine_cannot_do_does_not_stop_its_neighbours(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in" / "bad.txt").write_text("Unspeakable.\n", encoding="utf-8")
    whole = pipeline.translate_chunk

    def break_down(items: Any, **options: Any) -> Any:
        if any(item.segment.source == "Unspeakable." for item in items):
            raise RuntimeError("no way")
        return whole(items, **options)

    monkeypatch.setattr(pipeline, "translate_chunk", break_down)
    assert counts(summary(batch(*RUN))) == (3, 0, 1)
    row = rows(tmp_path / "out")["bad.txt", "ru"]
    assert row["kind"] == "fault of the program"
    assert "RuntimeError: no way" in row["reason"]


def test_run_stops_after_too_many_failures(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from translate_pipe.batch import state

    monkeypatch.setattr(state, "CHUNK_ARTICLES", 1)
    for number in range(8):
        (tmp_path / "in" / f"0{number}.txt").write_bytes(b"")
    result = batch(*RUN, "--max-failures", "1")
    assert result.exit_code == 1
    values = summary(result)
    assert values["stopped"] == "more than 1 articles have failed"
    assert (values["failed"], values["done"], values["left"]) == (2, 0, 9)
    assert summary(batch(*RUN, "--max-failures", "8"))["done"] == 3


def test_full_disk_stops_the_run_and_fails_no_article(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(*_: object, **__: object) -> None:
        cause = OSError(errno.ENOSPC, "No space left on device")
        raise TranslatePipeError("cannot write: No space left on device", remedy="free some space") from cause

    with monkeypatch.context() as patch:
        patch.setattr(translator, "write_translation", no_space)
        result = batch(*RUN)
    assert result.exit_code == 3
    assert "cannot write: No space left on device; free some space" in result.stderr
    assert {row["state"] for row in rows(tmp_path / "out").values()} == {"pending"}
    assert counts(summary(batch(*RUN))) == (3, 0, 0)


def test_manifest_gives_articles_their_own_locales_and_glossaries(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("en,ru\nKremlin,дворец\n", encoding="utf-8")
    lines = [
        {"path": "in/a.txt", "id": "first"},
        {"path": "in/a.txt", "id": "second", "glossaries": ["other.csv"]},
        {"path": "in/b.txt", "to": "fi"},
        {"path": "in/none.txt"},
    ]
    (tmp_path / "m.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    result = batch("m.jsonl", *RUN[1:])
    assert counts(summary(result)) == (2, 0, 2)
    assert "Кремл" in (tmp_path / "out" / "first.ru.txt").read_text(encoding="utf-8")
    assert "двор" in (tmp_path / "out" / "second.ru.txt").read_text(encoding="utf-8").lower()
    reasons = {key: row["reason"] for key, row in rows(tmp_path / "out").items() if row["reason"]}
    assert "no model package translates English (en) into Finnish (fi)" in reasons["in/b.txt", "fi"]
    assert "there is no such file" in reasons["in/none.txt", "ru"]


def test_one_id_for_two_files_is_refused(batch: Batch, tmp_path: Path) -> None:
    lines = [{"path": "in/a.txt", "id": "same"}, {"path": "in/b.txt", "id": "same"}]
    (tmp_path / "m.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    result = batch("m.jsonl", *RUN[1:])
    assert result.exit_code == 2
    assert "have one id, 'same.txt'" in result.stderr
    assert contents(tmp_path / "out") == {}


def test_articles_whose_files_would_have_one_name_do_not_overwrite_each_other(
    batch: Batch, tmp_path: Path
) -> None:
    (tmp_path / "in" / "a.md").write_text("The petition.\n", encoding="utf-8")
    assert counts(summary(batch(*RUN))) == (3, 0, 1)
    assert rows(tmp_path / "out")["a.txt", "ru"]["kind"] == "same name"
    (tmp_path / "in" / "a.md").unlink()
    assert counts(summary(batch(*RUN))) == (1, 2, 0)


def test_faulty_glossary_or_language_of_the_options_stops_before_anything_is_done(
    batch: Batch, tmp_path: Path
) -> None:
    (tmp_path / "terms.csv").write_text("en,ru\nKremlin,Кремль\nKremlin,дворец\n", encoding="utf-8")
    assert batch(*RUN).exit_code == 3
    assert batch("in", "--to", "fi", "-o", "out").exit_code == 4
    assert contents(tmp_path / "out") == {}


def test_two_runs_do_not_write_to_one_folder(batch: Batch, tmp_path: Path) -> None:
    batch(*RUN)
    lock = RunLock(tmp_path / "out")
    try:
        result = batch(*RUN)
    finally:
        lock.release()
    assert result.exit_code == 2
    assert "another run writes to this folder" in result.stderr


def test_files_of_something_else_are_not_taken_for_a_state(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "batch.sqlite").write_bytes(b"something else, long enough to be looked at" * 9)
    result = batch(*RUN)
    assert result.exit_code == 3
    assert "is damaged, or not the state of a batch" in result.stderr


def test_articles_are_translated_as_the_single_command_would(batch: Batch, tmp_path: Path) -> None:
    from translate_pipe import translate

    batch(*RUN, "--no-memory")
    translate("in/sub/c.md", to="ru", glossary="terms.csv", out="alone", formats=["jsonl"])
    assert (tmp_path / "out/sub/c.ru.md").read_bytes() == (tmp_path / "alone/c.ru.md").read_bytes()


def test_article_is_written_in_two_languages_besides_if_asked_for(batch: Batch, tmp_path: Path) -> None:
    from translate_pipe import translate

    assert counts(summary(batch(*RUN))) == (3, 0, 0)
    result = batch(*RUN, "--bilingual", "--no-memory")
    assert counts(summary(result)) == (3, 0, 0), result.output
    translate("in", to="ru", glossary="terms.csv", out="alone", formats=["jsonl"], bilingual="paragraphs")
    made = (tmp_path / "out" / "sub" / "c.ru.bilingual.md").read_bytes()
    assert made == (tmp_path / "alone" / "sub" / "c.ru.bilingual.md").read_bytes()
    assert made.startswith(b"# The petition\n")
    # Asked for in the same way there is nothing to do.
    assert counts(summary(batch(*RUN, "--bilingual", "--no-memory"))) == (0, 3, 0)


def test_folder_is_walked_as_the_single_command_walks_it(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "in" / "node_modules").mkdir()
    (tmp_path / "in" / "node_modules" / "x.md").write_text("Not this.\n", encoding="utf-8")
    (tmp_path / "elsewhere.md").write_text("Nor this.\n", encoding="utf-8")
    (tmp_path / "in" / "link.md").symlink_to(tmp_path / "elsewhere.md")
    result = batch(*RUN, "--exclude", "b.*", "--include", "*.txt", "--include", "link.md")
    assert counts(summary(result)) == (1, 0, 0)
    assert "in: links that lead out of it or to folders are not followed: link.md" in result.stderr
    assert "a.ru.txt" in contents(tmp_path / "out")
    assert counts(summary(batch(*RUN))) == (2, 1, 0)


def test_long_article_goes_on_where_it_was_broken_off(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "ENGINE_CHUNK", 4)
    sentences = [f"The Kremlin signed petition {number}." for number in range(20)]
    (tmp_path / "in" / "a.txt").write_text("\n".join(sentences) + "\n", encoding="utf-8")
    command = ("in/a.txt", "in/a.txt", *RUN[1:])
    asked: list[str] = []
    whole = ArgosEngine.translate

    def translate(self: ArgosEngine, sources: Sequence[str], **options: Any) -> Any:
        asked.extend(sources)
        if broken and sentences[13] in sources:
            raise PowerCut
        return whole(self, sources, **options)

    broken = True
    monkeypatch.setattr(ArgosEngine, "translate", translate)
    with pytest.raises(PowerCut):
        batch(*command, catch_exceptions=False)
    assert len(list((tmp_path / "out" / ".batch" / "unfinished").rglob("*.jsonl"))) == 1
    broken = False
    asked.clear()
    assert counts(summary(batch(*command))) == (1, 0, 0)
    assert not set(sentences[:4]) & set(asked)
    assert set(sentences[16:]) <= set(asked)
    assert [path.name for path in (tmp_path / "out" / ".batch").iterdir()] == ["lock"]
    assert summary(batch(*command[:-3], "-o", "undisturbed", "--json"))["done"] == 1
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


def test_what_was_staged_is_put_in_place_by_the_next_run(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from translate_pipe.batch.state import BatchState

    def cut(*_: object) -> bool:
        raise PowerCut

    batch(*RUN, "--json")
    before = contents(tmp_path / "out")
    for path in ("a.ru.txt", "b.ru.txt", "sub/c.ru.md"):
        (tmp_path / "out" / path).unlink()
    with monkeypatch.context() as patch:
        patch.setattr(BatchState, "_move", cut)
        patch.setattr("shutil.rmtree", lambda *_, **__: None)
        with pytest.raises(PowerCut):
            batch(*RUN, catch_exceptions=False)
    assert {row["state"] for row in rows(tmp_path / "out").values()} == {"staged"}
    assert counts(summary(batch(*RUN))) == (0, 3, 0)
    assert contents(tmp_path / "out") == before

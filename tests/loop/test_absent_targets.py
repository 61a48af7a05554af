"""Through the command line: what other programs leave out of a file takes nothing away."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.loop.conftest import contents, run_command, units_of

CASES = Path(__file__).parents[3] / "shared" / "cases" / "review"
_TARGET = re.compile(r"<target.*?(?:/>|</target>)", re.S)


def test_a_file_without_targets_changes_no_byte(folder: Path) -> None:
    before, units = contents(folder / "translated"), units_of(folder, "petition")
    text = (folder / "translated" / "petition.ru.xlf").read_text(encoding="utf-8")
    Path("untouched.xlf").write_text(_TARGET.sub("", text), encoding="utf-8")

    for options in ((), ("--accept-empty",)):
        result = run_command(
            "review", "apply", "untouched.xlf", "--bitext", "translated/petition.ru.bitext.jsonl", *options
        )
        assert result.exit_code == 0
        assert f"{len(units)} segments have no target in untouched.xlf (1, 2, 3" in result.stderr
        assert contents(folder / "translated") == before


def test_empty_targets_are_taken_if_they_are_meant(folder: Path) -> None:
    before = contents(folder / "translated")
    text = (folder / "translated" / "petition.ru.xlf").read_text(encoding="utf-8")
    emptied = re.sub(r"(<target[^>]*)>.*?</target>", r"\1/>", text, count=1, flags=re.S)
    Path("emptied.xlf").write_text(emptied, encoding="utf-8")
    apply = ("review", "apply", "emptied.xlf", "--bitext", "translated/petition.ru.bitext.jsonl")

    result = run_command(*apply, "--no-memory")
    assert (
        "1 segment has an empty target in emptied.xlf (1); its target stays; --accept-empty" in result.stderr
    )
    assert contents(folder / "translated") == before

    run_command(*apply, "--no-memory", "--accept-empty")
    assert units_of(folder, "petition")[0].target == ""


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases beside the project are not there")
def test_files_that_broke_the_program_are_merged_or_refused_whole(folder: Path) -> None:
    for name in ("story.md", "terms.csv"):
        shutil.copy(CASES / name, folder)
    made = run_command(
        *("translate", "story.md", "--to", "ru", "-g", "terms.csv", "--out", "out", "--no-memory"),
        *("--format", "xliff", "--format", "tmx"),
    )
    assert made.exit_code == 0
    subprocess.run([sys.executable, str(CASES / "make_edits.py")], check=True)
    before = contents(folder / "out")

    untouched = run_command("review", "apply", "out/e2.xlf", "--bitext", "out", "--no-memory")
    assert (untouched.exit_code, contents(folder / "out")) == (0, before)
    assert "4 segments have no target in out/e2.xlf (1, 2, 3, 4); their targets stay" in untouched.stderr

    for name, edited in (("e1.xlf", "Проверено: "), ("e3.xlf", "новый"), ("e4.tmx", "Изменено ")):
        copy = folder / name[:2]
        shutil.copytree(folder / "out", copy)
        applied = run_command("review", "apply", copy / name, "--bitext", copy, "--no-memory")
        assert applied.exit_code == 0, applied.stderr
        story = (copy / "story.ru.md").read_text(encoding="utf-8")
        assert edited in story
        assert not re.search("<(?:g|mrk)", story)
        assert story.count("**") == 2

"""What is true of short articles is true of those that do not fit into memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loop.conftest import ARTICLES, HANDED_OUT, contents, run_command, units_of

pytestmark = pytest.mark.long

ANEW = ("translate", *ARTICLES, "--to", "ru", "-g", "news.csv", "--no-memory")


@pytest.fixture(autouse=True)
def _nothing_fits_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_pipe.spool.IN_MEMORY", 2)


def test_every_file_is_the_same_byte_for_byte(folder: Path) -> None:
    formats = [part for name in HANDED_OUT for part in ("--format", name)]
    result = run_command(*ANEW, *formats, "--out", "again")
    assert result.exit_code == 0, result.output
    assert contents(folder / "again") == contents(folder / "translated")


def test_second_run_takes_all_units_over_and_changes_nothing(folder: Path) -> None:
    before = contents(folder / "translated")
    result = run_command(*ANEW, "--format", "tsv", "--out", "translated")
    assert result.exit_code == 0, result.output
    assert result.output.count("segments as in the earlier run, 0 translated anew") == len(ARTICLES)
    assert contents(folder / "translated") == before


def test_review_is_applied_and_kept_by_the_next_run(folder: Path) -> None:
    unit = units_of(folder, "petition")[-1]
    path = folder / "translated" / "petition.ru.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace(unit.target, "Новое."), encoding="utf-8")
    assert run_command("review", "apply", path, "--no-memory").exit_code == 0
    assert run_command(*ANEW, "--format", "tsv", "--out", "translated").exit_code == 0
    kept = units_of(folder, "petition")[-1]
    assert (kept.segment, kept.target, kept.state) == (unit.segment, "Новое.", "reviewed")

"""A table comes back from a text editor: harmless changes are taken, others are refused with their place."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.loop.conftest import contents, run_command, units_of

NEW = "Это предложение написал редактор."
Lines = list[str]


@pytest.fixture
def table(folder: Path) -> Lines:
    """The lines of the petition's table with the target of segment 5, on line 6, edited."""
    lines = (folder / "translated" / "petition.ru.tsv").read_text(encoding="utf-8").splitlines()
    lines[5] = lines[5].replace(units_of(folder, "petition")[4].target, NEW)
    assert NEW in lines[5]
    return lines


def hand_back(folder: Path, lines: Lines, name: str = "petition.ru.tsv") -> Path:
    path = folder / "inbox" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "saved",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"), id="windows-with-bom"),
        pytest.param(lambda text: text.encode("utf-16"), id="utf-16"),
        pytest.param(lambda text: text.rstrip("\n").encode(), id="no-last-line-end"),
        pytest.param(
            lambda text: ("\n".join(text.splitlines()[::-1][-1:] + text.splitlines()[:0:-1])).encode(),
            id="reordered",
        ),
        pytest.param(lambda text: text.replace("\n", "\n\n").encode(), id="empty-lines"),
    ],
)
def test_what_editors_do_unasked_is_no_edit(
    folder: Path, table: Lines, saved: Callable[[str], bytes]
) -> None:
    path = hand_back(folder, table)
    path.write_bytes(saved(path.read_text(encoding="utf-8")))
    result = run_command("review", "apply", path, "--no-memory")
    assert result.exit_code == 0, result.output
    assert "1 edited, 0 approved" in result.stdout
    assert result.stderr == ""
    assert [u.target for u in units_of(folder, "petition") if u.state == "reviewed"] == [NEW]
    assert NEW in (folder / "translated" / "petition.ru.txt").read_text(encoding="utf-8")


def test_a_deleted_row_and_an_added_column_are_reported(folder: Path, table: Lines) -> None:
    before = units_of(folder, "petition")
    del table[7]
    table[0] += "\tmy notes"
    table[1] += "\tcheck this"
    result = run_command("review", "apply", hand_back(folder, table), "--no-memory")
    assert result.exit_code == 0, result.output
    assert "inbox/petition.ru.tsv lacks 1 of 19 segments (7); they stay as they were" in result.stderr
    assert "not carried over: the columns my notes" in result.stderr
    after = units_of(folder, "petition")
    assert after[6] == before[6]
    assert after[4].target == NEW


def changed_source(lines: Lines) -> Lines:
    return [line.replace("high treason", "low treason") if n == 5 else line for n, line in enumerate(lines)]


def unknown_id(lines: Lines) -> Lines:
    return [*lines, "s99999999" + lines[3][lines[3].index("\t") :]]


def duplicate(lines: Lines) -> Lines:
    return [*lines, lines[2]]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (changed_source, "inbox/petition.ru.tsv:6: the source of segment {id} was changed to 'Some asked"),
        (unknown_id, "inbox/petition.ru.tsv:24: there is no segment s99999999 in petition.txt"),
        (duplicate, "inbox/petition.ru.tsv:24: segment {second} is here again, first at"),
    ],
)
def test_what_cannot_be_merged_is_told_with_its_place_and_nothing_is_written(
    folder: Path, table: Lines, spoil: Callable[[Lines], Lines], told: str
) -> None:
    units = units_of(folder, "petition")
    before = contents(folder / "translated")
    result = run_command("review", "apply", hand_back(folder, spoil(table)), "--memory", "memory.sqlite")
    assert result.exit_code == 3
    assert told.format(id=units[4].segment.id, second=units[1].segment.id) in result.stderr
    assert contents(folder / "translated") == before
    assert not (folder / "memory.sqlite").exists()


def test_reviewers_who_disagree_are_both_heard_and_nothing_is_written(folder: Path, table: Lines) -> None:
    before = contents(folder / "translated")
    anna = hand_back(folder, table, "anna.tsv")
    other = [line.replace(NEW, "Совсем другое предложение.") for line in table]
    boris = hand_back(folder, other, "boris.tsv")
    result = run_command("review", "apply", anna, boris, "--memory", "memory.sqlite")
    assert result.exit_code == 3
    assert "segment 5" in result.stderr
    assert f"inbox/anna.tsv:6: {NEW}" in result.stderr
    assert "inbox/boris.tsv:6: Совсем другое предложение." in result.stderr
    assert contents(folder / "translated") == before
    assert not (folder / "memory.sqlite").exists()


def test_reviewers_of_different_segments_are_merged(folder: Path, table: Lines) -> None:
    untouched = (folder / "translated" / "petition.ru.tsv").read_text(encoding="utf-8").splitlines()
    untouched[1] = untouched[1].replace(units_of(folder, "petition")[0].target, "Другой заголовок")
    anna, boris = hand_back(folder, table, "anna.tsv"), hand_back(folder, untouched, "boris.tsv")
    result = run_command("review", "apply", anna, boris, "--no-memory")
    assert result.exit_code == 0, result.output
    units = units_of(folder, "petition")
    assert (units[0].target, units[4].target) == ("Другой заголовок", NEW)


def test_a_second_reviewer_after_an_apply_takes_nothing_back(folder: Path, table: Lines) -> None:
    untouched = (folder / "translated" / "petition.ru.tsv").read_text(encoding="utf-8").splitlines()
    rival = [line.replace(units_of(folder, "petition")[4].target, "Совсем другое.") for line in untouched]
    assert run_command("review", "apply", hand_back(folder, table), "--no-memory").exit_code == 0
    late = run_command("review", "apply", hand_back(folder, untouched, "late.tsv"), "--no-memory")
    assert late.exit_code == 0, late.output
    assert "changed since a file was written, and left as they now are: segments 5\n" in late.stderr
    assert units_of(folder, "petition")[4].target == NEW
    before = contents(folder / "translated")
    clash = run_command("review", "apply", hand_back(folder, rival, "rival.tsv"), "--no-memory")
    assert clash.exit_code == 3
    assert f"the bitext, changed since the file was written: {NEW}" in clash.stderr
    assert contents(folder / "translated") == before


def test_a_csv_saved_by_a_spreadsheet_of_another_country_is_read(folder: Path) -> None:
    path = folder / "translated" / "petition.ru.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    rows[5] = [NEW if cell == units_of(folder, "petition")[4].target else cell for cell in rows[5]]
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows(rows)
    path.write_text(stream.getvalue(), encoding="utf-8-sig")
    result = run_command("review", "apply", path, "--no-memory")
    assert result.exit_code == 0, result.output
    assert "1 edited, 0 approved" in result.stdout
    assert units_of(folder, "petition")[4].target == NEW


def test_a_table_in_an_old_encoding_is_refused_in_words(folder: Path, table: Lines) -> None:
    path = hand_back(folder, table)
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1251", errors="replace"))
    before = contents(folder / "translated")
    result = run_command("review", "apply", path)
    assert result.exit_code == 3
    assert "not in UTF-8; save it again with the encoding UTF-8" in result.stderr
    assert contents(folder / "translated") == before

"""What every bilingual format must keep to on the way back: nothing is lost, whatever was done."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bilingual.samples import make_bitext, make_unit
from tests.review.edited import OPENERS, Rows
from translate_pipe.bilingual import FORMATS, BilingualFile, write_bitext
from translate_pipe.bilingual.formats import parse_bilingual
from translate_pipe.errors import BitextError
from translate_pipe.model import Bitext
from translate_pipe.review.merge import MergeResult, merge_review

NAMES = list(FORMATS)
KINDS = ("remove", "empty", "blank", "absent", "double", "move", "rename", "unname", "edit")
MUTATIONS = int(os.environ.get("TRANSLATE_PIPE_MUTATIONS", "0"))
"""How many mutations of each format are tried; 0 means few of those that are slow to make."""

BEFORE = {
    "s1": "Совет собрался.",
    "s2": "Петиция была подана поздно.",
    "s3": "Он согласился.",
    "s4": "Никто не спросил почему.",
}


@pytest.fixture
def bitext() -> Bitext:
    sources = ("The council met.", "The petition was late.", "He agreed.", "Nobody asked why.")
    units = [
        make_unit(number, source, target)
        for number, (source, target) in enumerate(zip(sources, BEFORE.values(), strict=True), start=1)
    ]
    return make_bitext(*units, make_unit(5, "Not yet.", "", state="untranslated"))


def take_apart(bitext: Bitext, name: str) -> Rows:
    return OPENERS[name](write_bitext(bitext, name))


def put_together(rows: Rows, name: str) -> BilingualFile:
    return parse_bilingual(rows.content(), Path("news.ru" + FORMATS[name].extension))


def targets(result: MergeResult) -> dict[str, str]:
    return {unit.segment.id: unit.target for unit in result.bitext.units if unit.segment.id != "s5"}


def test_every_format_is_held_to_this() -> None:
    assert list(OPENERS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_unchanged_and_moved_rows_change_nothing(name: str, bitext: Bitext) -> None:
    rows = take_apart(bitext, name)
    assert merge_review(bitext, [put_together(rows, name)]) == MergeResult(bitext)
    rows = take_apart(bitext, name)
    rows.rows.reverse()
    assert merge_review(bitext, [put_together(rows, name)]) == MergeResult(bitext)


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_target_is_taken(name: str, bitext: Bitext) -> None:
    rows = take_apart(bitext, name)
    rows.set_target(rows.find("s2"), "Петиция опоздала.")
    result = merge_review(bitext, [put_together(rows, name)])
    assert targets(result) == {**BEFORE, "s2": "Петиция опоздала."}
    assert not result.lacking


@pytest.mark.parametrize("name", [name for name in NAMES if OPENERS[name].can_lack])  # type: ignore[attr-defined]
def test_absent_targets_are_reported_and_take_nothing_away(name: str, bitext: Bitext) -> None:
    rows = take_apart(bitext, name)
    for row in rows.rows:
        rows.set_target(row, None)
    file = put_together(rows, name)
    assert not any(row.has_target for row in file.rows if row.id != "s5")
    for accept_empty in (False, True):
        result = merge_review(bitext, [file], accept_empty=accept_empty)
        assert result.bitext == bitext
        assert [(row.number, row.empty) for row in result.lacking] == [(n, False) for n in range(1, 5)]


@pytest.mark.parametrize("name", NAMES)
def test_empty_targets_are_reported_and_taken_only_as_meant(name: str, bitext: Bitext) -> None:
    rows = take_apart(bitext, name)
    for identifier in ("s1", "s3"):
        rows.set_target(rows.find(identifier), "")
    file = put_together(rows, name)
    result = merge_review(bitext, [file])
    assert result.bitext == bitext
    assert [(row.number, row.empty) for row in result.lacking] == [(1, True), (3, True)]
    meant = merge_review(bitext, [file], accept_empty=True)
    assert targets(meant) == {**BEFORE, "s1": "", "s3": ""}


@pytest.mark.parametrize("name", NAMES)
def test_doubled_and_unknown_rows_are_errors(name: str, bitext: Bitext) -> None:
    rows = take_apart(bitext, name)
    rows.double(rows.find("s2"))
    doubled = merge_review(bitext, [put_together(rows, name)])
    assert len(doubled.errors) == 1
    assert doubled.bitext == bitext
    rows = take_apart(bitext, name)
    rows.rename(rows.find("s2"), "s9")
    unknown = merge_review(bitext, [put_together(rows, name)])
    assert "there is no segment s9" in str(unknown.errors[0])
    assert unknown.bitext == bitext


@pytest.mark.parametrize("name", NAMES)
def test_a_removed_row_is_reported(name: str, bitext: Bitext) -> None:
    rows = take_apart(bitext, name)
    rows.rows.remove(rows.find("s3"))
    result = merge_review(bitext, [put_together(rows, name)])
    assert [row.number for row in result.missing] == [3]
    assert result.bitext == bitext


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_done_to_a_file_no_text_is_lost(name: str, bitext: Bitext) -> None:
    """Every unit has its old target or the edited one, or there are errors and nothing changed."""
    count = MUTATIONS or (12 if name in ("xlsx", "docx") else 60)
    for seed in range(count):
        rng = random.Random(f"{name} {seed}")
        rows = take_apart(bitext, name)
        edited: dict[str, set[str]] = {identifier: {text} for identifier, text in BEFORE.items()}
        told = _mutate(rows, rng, edited)
        try:
            file = put_together(rows, name)
        except BitextError:
            continue
        result = merge_review(bitext, [file])
        if result.errors or result.conflicts:
            assert result.bitext == bitext, (seed, told)
            continue
        for identifier, text in targets(result).items():
            assert text in edited[identifier], (seed, told)


def _mutate(rows: Rows, rng: random.Random, edited: dict[str, set[str]]) -> list[str]:
    """Do up to four things to the rows; an edited text is one that its own unit may have afterwards."""
    told = []
    belongs = {id(row): rows.id_of(row) for row in rows.rows}
    for _ in range(rng.randint(1, 4)):
        if not rows.rows:
            break
        row = rng.choice(rows.rows)
        kind = rng.choice(KINDS)
        told.append(f"{kind} {belongs[id(row)]}")
        try:
            if kind == "remove":
                rows.rows.remove(row)
            elif kind in ("empty", "blank"):
                rows.set_target(row, "" if kind == "empty" else "  ")
            elif kind == "absent" and rows.can_lack:
                rows.set_target(row, None)
            elif kind == "double":
                rows.double(row)
                belongs[id(rows.rows[-1])] = belongs[id(row)]
            elif kind == "move":
                rng.shuffle(rows.rows)
            elif kind == "rename":
                rows.rename(row, rng.choice(["s1", "s9", "S1", "#x", " "]))
            elif kind == "unname":
                rows.rename(row, "")
            elif kind == "edit":
                text = f"Правка {rng.randint(0, 9)}."
                rows.set_target(row, text)
                edited.setdefault(belongs[id(row)], set()).add(text)
        except (IndexError, KeyError, AttributeError, TypeError):
            # What was taken away cannot be changed any more.
            continue
    return told


def test_parts_without_a_target_leave_the_whole_text_as_it_was(bitext: Bitext) -> None:
    parted = {
        "xliff": (
            '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="news.txt" '
            'source-language="en" target-language="ru" datatype="plaintext"><body><trans-unit id="s1">'
            "<source>The council met.</source>"
            '<seg-source><mrk mtype="seg" mid="1">The council</mrk> <mrk mtype="seg" mid="2">met.</mrk>'
            '</seg-source><target><mrk mtype="seg" mid="1">Думский совет</mrk> {}</target>'
            "</trans-unit></body></file></xliff>",
            '<mrk mtype="seg" mid="2">собрался.</mrk>',
        ),
        "xliff2": (
            '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="ru">'
            '<file id="f" original="news.txt"><unit id="s1"><segment><source>The council</source><target>'
            "Думский совет</target></segment><ignorable><source> </source></ignorable><segment><source>met."
            "</source>{}</segment></unit></file></xliff>",
            "<target>собрался.</target>",
        ),
    }
    for name, (text, rest) in parted.items():
        path = Path("news.ru" + FORMATS[name].extension)
        for hole in ("", rest.split(">")[0] + "/>"):
            lost = merge_review(bitext, [parse_bilingual(text.format(hole).encode(), path)])
            assert lost.bitext == bitext
            assert [row.number for row in lost.lacking] == [1]
        whole = merge_review(bitext, [parse_bilingual(text.format(rest).encode(), path)])
        assert targets(whole) == {**BEFORE, "s1": "Думский совет собрался."}


def test_a_state_that_was_there_before_asks_for_nothing(bitext: Bitext) -> None:
    reviewed = replace(bitext, units=tuple(replace(unit, state="reviewed") for unit in bitext.units))
    for name in NAMES:
        rows = take_apart(reviewed, name)
        rows.set_target(rows.find("s4"), "")
        assert merge_review(reviewed, [put_together(rows, name)]).bitext == reviewed

"""Repairs change what is safe to change, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.glossary.clean import HAND_WRITTEN
from tests.glossary.faults.test_check import CASES
from translate_pipe.glossary.faults.check import check_read_tables
from translate_pipe.glossary.faults.fix import fix_table, show_changes
from translate_pipe.glossary.tables.table import GlossaryTable, parse_table

REPAIRED = {
    "lookalike-letter": "en,ru\npeace,мир\nwar,война\n",
    "mojibake": "en,ru\npeace,мир\nwar,война\n",
    "invisible-character": "en,ru\npeace,мир\nwar,война\n",
    "decomposed-letters": "en,ru\npeace,мир\nwar,война\n",
    "stray-space": "en,ru\npeace,мир\nwar,война\n",
    "odd-space": "en,ru\npeace,мир\nState Duma,Дума\n",
    "line-break": 'en,ru\npeace,мир\nState Duma,"Гос Дума"\n',
    "empty-alternative": "en,ru\npeace,мир\nwar,война\n",
    "repeated-alternative": "en,ru\npeace,мир\nwar,война\n",
    "stray-quote": 'en,ru\nthe Times,"""Таймс"" газета"\n',
    "too-few-cells": "en,ru,note\npeace,мир,x\nwar,война,\n",
    "misnamed-column": "en,uk,de\nwar,війна,Krieg\n",
    "mixed-line-ends": "en,ru\nwar,война\npeace,мир\n",
}


def read(text: str) -> GlossaryTable:
    return parse_table(text.encode(), path="terms.csv")


@pytest.mark.parametrize("kind", REPAIRED)
def test_what_is_safe_is_repaired(kind: str) -> None:
    sick = CASES[kind][0][0]
    assert isinstance(sick, str)
    fixed = fix_table(read(sick))
    assert fixed.to_text() == REPAIRED[kind]
    assert kind not in {fault.kind for fault in check_read_tables([fixed])}


@pytest.mark.parametrize("kind", sorted(set(CASES) - set(REPAIRED) - {"unreadable", "duplicate"}))
def test_what_needs_a_person_is_left_alone(kind: str) -> None:
    sick = CASES[kind][0][0]
    content = sick.encode() if isinstance(sick, str) else sick
    assert fix_table(parse_table(content, path="terms.csv")).to_bytes() == content


def test_rows_that_are_there_twice_to_the_letter_go_once() -> None:
    table = read("en,ru,note\nwar,война,\n# c\nwar,война,\nwar,война,x\n")
    assert fix_table(table).to_text() == "en,ru,note\nwar,война,\n# c\nwar,война,x\n"


def test_a_repair_keeps_quoting_comments_and_unknown_columns() -> None:
    text = '"en";"ru";"x-id"\r\n# persons\r\n"war";" вoйна";"7;8"\r\n\r\n'
    fixed = fix_table(read(text))
    assert fixed.to_text() == text.replace(" вoйна", "война")


def test_a_column_in_another_language_is_not_respelt() -> None:
    text = "en,ru\nsea,see\nocean,ocean xx\nriver,pecho op\n"
    assert fix_table(read(text)).to_text() == text


def test_a_clean_glossary_is_not_touched() -> None:
    assert fix_table(read(HAND_WRITTEN)).to_text() == HAND_WRITTEN


def test_the_difference_shows_the_lines_that_change() -> None:
    table = read("en,ru\npeace,мир\nwar, война\n")
    assert show_changes(table, fix_table(table)) == (
        "--- terms.csv\n+++ terms.csv (fixed)\n@@ -3 +3 @@\n-war, война\n+war,война\n"
    )
    assert show_changes(table, table) == ""


term = st.text(st.sampled_from("войнаaoe |\u00a0\u200b«»Пк"), min_size=1, max_size=10)


@given(st.lists(term, min_size=1, max_size=5))
def test_repairing_twice_is_repairing_once(terms: list[str]) -> None:
    text = "en,ru\n" + "".join(f"term {number},{target}\n" for number, target in enumerate(terms))
    once = fix_table(read(text))
    assert fix_table(once).to_text() == once.to_text()

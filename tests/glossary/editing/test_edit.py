"""Edits by term, by entry, and between files; what they do not concern stays to the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.glossary.clean import HAND_WRITTEN
from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.editing.diff import CellChange, EntryChange, diff_tables, show_change
from translate_pipe.glossary.editing.edit import (
    add_term,
    choose_row,
    parse_assignments,
    remove_term,
    set_cells,
)
from translate_pipe.glossary.editing.merge import merge_tables
from translate_pipe.glossary.editing.pairing import KeyedTable
from translate_pipe.glossary.tables.table import GlossaryTable, parse_table

SMALL = 'En;RU;x-id\r\n# war and peace\r\nwar;"война";7\r\npeace;мир;8\r\n'
TWICE = "en,ru,status\nlawmaker,депутат,\nlawmaker,законодатель,admitted\nlawmaker,слуга,forbidden\n"


def read(text: str, path: str = "terms.csv") -> GlossaryTable:
    return parse_table(text.encode(), path=path)


def diff(before: str, after: str) -> tuple[EntryChange, ...]:
    return diff_tables(KeyedTable(read(before)), KeyedTable(read(after)))


def test_a_row_is_added_in_the_style_of_the_file() -> None:
    assert add_term(read(SMALL), "truce", {"ru": "перемирие; мир"}).to_text() == (
        SMALL + 'truce;"перемирие; мир";\r\n'
    )


def test_adding_a_known_column_that_is_missing_adds_it() -> None:
    added = add_term(read("en,ru\nwar,война\n"), "truce", {"de": "Ruhe", "note": "x"})
    assert added.to_text() == "en,ru,de,note\nwar,война,,\ntruce,,Ruhe,x\n"


@pytest.mark.parametrize(
    ("term", "cells", "words"),
    [
        ("war", {"ru": "битва"}, "two preferred targets"),
        ("war", {"ru": "война", "status": "forbidden"}, "both a target and forbidden"),
        ("truce", {"ru": "перемирие", "status": "nice"}, "not a value of status"),
        ("truce", {"client": "x"}, "no column 'client'"),
        ("truce", {"ru": "пере\u200bмирие"}, "invisible"),
    ],
)
def test_a_row_that_would_be_at_fault_is_not_added(term: str, cells: dict[str, str], words: str) -> None:
    with pytest.raises(GlossaryError, match=words):
        add_term(read("en,ru,status\nwar,война,\n"), term, cells)


def test_a_file_with_errors_can_still_be_edited_elsewhere() -> None:
    table = read("en,ru,status\nwar,война,nonsense\n")
    assert add_term(table, "peace", {"ru": "мир"}).to_text().endswith("peace,мир,\n")


def test_setting_cells_changes_the_row_of_the_term() -> None:
    assert set_cells(read(SMALL), "Peace", {"ru": "покой", "X-ID": "9"}).to_text() == SMALL.replace(
        "мир;8", "покой;9"
    )


def test_a_term_with_several_rows_needs_a_line() -> None:
    with pytest.raises(GlossaryError, match=r"3 rows \(lines 2, 3, 4\)"):
        set_cells(read(TWICE), "lawmaker", {"ru": "x"})
    changed = set_cells(read(TWICE), "lawmaker", {"ru": "парламентарий"}, line=3)
    assert changed.to_text() == TWICE.replace("законодатель", "парламентарий")
    with pytest.raises(GlossaryError, match="at line 9"):
        choose_row(read(TWICE), "lawmaker", line=9)


def test_a_term_is_found_among_alternatives_and_by_how_it_reads() -> None:
    table = read("en,ru\nUN|United Nations,ООН\nnorth-eastern,северо-восточный\n")
    assert choose_row(table, "United Nations").line == 2
    assert choose_row(table, "North eastern").line == 3
    with pytest.raises(GlossaryError, match='no row has the source term "NATO"'):
        choose_row(table, "NATO")


def test_removing_takes_one_row_or_all() -> None:
    assert remove_term(read(SMALL), "war").to_text() == SMALL.replace('war;"война";7\r\n', "")
    with pytest.raises(GlossaryError, match="3 rows"):
        remove_term(read(TWICE), "lawmaker")
    assert remove_term(read(TWICE), "lawmaker", line=4).to_text() == TWICE.replace(
        "lawmaker,слуга,forbidden\n", ""
    )
    assert remove_term(read(TWICE), "lawmaker", every=True).to_text() == "en,ru,status\n"


def test_headerless_files_are_edited_too() -> None:
    table = read("war\tвойна\n", "glossary.txt")
    assert add_term(table, "peace", {"ru": "мир", "note": "x"}).to_text() == "war\tвойна\npeace\tмир\tx\n"
    assert set_cells(table, "war", {"target": "битва"}).to_text() == "war\tбитва\n"


def test_assignments_are_columns_and_cells() -> None:
    assert parse_assignments(["ru=a=b", "note="]) == {"ru": "a=b", "note": ""}
    with pytest.raises(GlossaryError, match="not a column and a cell"):
        parse_assignments(["ru"])


def test_a_diff_tells_entries_that_were_added_removed_and_changed() -> None:
    before = "en,ru,note\nwar,война,\npeace,мир,old\ntruce,перемирие,\n"
    after = 'note;RU;en\n;"война";war\nnew;мир;peace\n;союз;alliance\n'
    assert diff(before, after) == (
        EntryChange("changed", "peace", 3, 3, (CellChange("note", "old", "new"),)),
        EntryChange(
            "removed", "truce", 4, 0, (CellChange("en", "truce", ""), CellChange("ru", "перемирие", ""))
        ),
        EntryChange(
            "added", "alliance", 0, 4, (CellChange("en", "", "alliance"), CellChange("ru", "", "союз"))
        ),
    )


def test_a_diff_pairs_the_rows_of_a_term_by_what_they_say() -> None:
    shuffled = "en,ru,status\nlawmaker,слуга,forbidden\nlawmaker,законодатель,admitted\nlawmaker,депутат,\n"
    assert diff(TWICE, shuffled) == ()
    changes = diff(TWICE, TWICE.replace("слуга", "слуга народа"))
    assert [(change.kind, change.before_line, change.after_line) for change in changes] == [
        ("removed", 4, 0),
        ("added", 0, 4),
    ]


def test_a_change_is_shown_cell_by_cell() -> None:
    (change,) = diff("en,ru,note\nwar,война,x\n", "en,ru,note\nwar,битва,\n")
    assert show_change(change) == "~ war (line 2)\n    ru: война → битва\n    note: x → (empty)"


def test_merging_adds_rows_and_fills_gaps_and_reports_the_rest() -> None:
    base = KeyedTable(read(SMALL))
    other = KeyedTable(read("en,ru,de,client\npeace,покой,Frieden,\ntruce,перемирие,,me\nwar,война,,\n"))
    merged = merge_tables(base, other)
    assert (merged.added, merged.filled) == (1, 1)
    assert [(c.source, c.column, c.line, c.kept, c.dropped) for c in merged.conflicts] == [
        ("peace", "ru", 4, "мир", "покой")
    ]
    assert merged.table.to_text() == (
        'En;RU;x-id;de;client\r\n# war and peace\r\nwar;"война";7;;\r\npeace;мир;8;Frieden;\r\n'
        "truce;перемирие;;;me\r\n"
    )
    preferred = merge_tables(base, other, prefer_other=True)
    assert "peace;покой;8;Frieden;" in preferred.table.to_text()
    assert preferred.conflicts[0].kept == "покой"


def test_merging_keeps_forbidden_and_admitted_rows_apart() -> None:
    other = (
        "en,ru,status\nlawmaker,депутат,preferred\nlawmaker,избранник,admitted\nlawmaker,слуга,forbidden\n"
    )
    merged = merge_tables(KeyedTable(read(TWICE)), KeyedTable(read(other)))
    assert merged.table.to_text() == TWICE + "lawmaker,избранник,admitted\n"
    assert merged.conflicts == ()


words = st.sampled_from(["war", "peace", "War", "truce", "UN|United Nations", ""])
cells = st.sampled_from(["", "мир", "война", "мир|война", "a;b"])
rows = st.lists(st.tuples(words, cells, st.sampled_from(["", "admitted", "forbidden"])), max_size=6)


def write(found: list[tuple[str, str, str]]) -> str:
    return "en;ru;status\n" + "".join(f'{en};"{ru}";{status}\n' for en, ru, status in found)


@given(rows)
def test_a_glossary_does_not_differ_from_itself(found: list[tuple[str, str, str]]) -> None:
    assert diff(write(found), write(found)) == ()


def test_a_long_glossary_does_not_differ_from_itself() -> None:
    assert diff(HAND_WRITTEN, HAND_WRITTEN) == ()


@given(rows, rows)
def test_a_merge_contains_the_base_and_taking_it_again_changes_nothing(
    one: list[tuple[str, str, str]], two: list[tuple[str, str, str]]
) -> None:
    base, other = KeyedTable(read(write(one))), KeyedTable(read(write(two)))
    merged = merge_tables(base, other).table
    assert len(merged.rows) >= len(base.table.rows)
    assert all(change.kind != "removed" for change in diff_tables(base, KeyedTable(merged)))
    again = merge_tables(KeyedTable(merged), other).table
    assert again.to_text() == merged.to_text()

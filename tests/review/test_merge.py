"""Merging: an edit wins, a slip of an editor is no edit, and nothing is lost or taken back."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.bilingual.samples import make_bitext, make_unit, rich_unit, sample
from tests.bilingual.strategies import bitexts
from translate_pipe.bilingual import FORMATS, BilingualFile, BilingualRow, write_bitext
from translate_pipe.bilingual.formats import parse_bilingual
from translate_pipe.model import Bitext, Change, Mark, Span
from translate_pipe.review.merge import MergeResult, merge_review

FORMAT_NAMES = list(FORMATS)


def read_back(bitext: Bitext, name: str = "tsv", path: str = "news.ru") -> BilingualFile:
    return parse_bilingual(write_bitext(bitext, name), Path(path + FORMATS[name].extension))


def with_rows(file: BilingualFile, change: Callable[[BilingualRow], BilingualRow | None]) -> BilingualFile:
    rows = (change(row) for row in file.rows)
    return replace(file, rows=tuple(row for row in rows if row is not None))


def with_target(file: BilingualFile, identifier: str, target: str, **others: object) -> BilingualFile:
    return with_rows(
        file,
        lambda row: replace(row, target=target, **others) if row.id == identifier else row,  # type: ignore[arg-type]
    )


def targets(result: MergeResult) -> dict[str, str]:
    return {unit.segment.id: unit.target for unit in result.bitext.units}


@pytest.mark.parametrize("name", FORMAT_NAMES)
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(bitext=bitexts())
def test_an_unedited_file_changes_nothing(name: str, bitext: Bitext) -> None:
    result = merge_review(bitext, [read_back(bitext, name)])
    assert result == MergeResult(bitext)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_an_edited_target_wins_and_is_reviewed(name: str) -> None:
    before = sample()
    edited = with_target(read_back(before, name), "s2", "Он собрался в среду.")
    result = merge_review(before, [edited])
    unit = result.bitext.units[1]
    assert (unit.target, unit.state) == ("Он собрался в среду.", "reviewed")
    assert unit.changes == (Change("review", "Он собрался в понедельник.", "Он собрался в среду."),)
    assert unit.engine_text == "Он собрался в понедельник."
    assert [(edit.id, edit.number, edit.before) for edit in result.edits] == [
        ("s2", 2, "Он собрался в понедельник.")
    ]
    assert result.changed == ("s2",)
    others = (0, 2, 3)
    assert [result.bitext.units[i] for i in others] == [before.units[i] for i in others]


@pytest.mark.parametrize(
    "slip",
    [
        lambda text: text + "  ",
        lambda text: text + "\u00a0",
        lambda text: "\ufeff" + text,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("\n", "\r\n"),
    ],
    ids=["spaces", "no-break space", "BOM", "decomposed", "line ends"],
)
def test_what_editors_change_unasked_is_no_edit(slip: Callable[[str], str]) -> None:
    before = make_bitext(make_unit(1, "It was\nmine.", "Это мой\nйогурт."))
    result = merge_review(before, [with_target(read_back(before), "s1", slip("Это мой\nйогурт."))])
    assert result == MergeResult(before)


def test_quotation_marks_that_word_made_curly_are_an_edit_in_the_target_alone() -> None:
    before = make_bitext(make_unit(1, '"No" -- he said...', '"Нет", - сказал он'))
    file = read_back(before)
    curly_source = with_rows(file, lambda row: replace(row, source="“No” – he said…"))
    assert merge_review(before, [curly_source]) == MergeResult(before)
    curly_target = with_target(file, "s1", "“Нет”, - сказал он")
    assert targets(merge_review(before, [curly_target])) == {"s1": "“Нет”, - сказал он"}


def test_a_changed_source_is_an_error_with_its_place() -> None:
    before = sample()
    changed = with_rows(
        read_back(before), lambda row: replace(row, source="It met on Friday.") if row.id == "s2" else row
    )
    result = merge_review(before, [with_target(changed, "s1", "Другое.")])
    assert [(error.problem, error.remedy) for error in result.errors] == [
        (
            "news.ru.tsv:3: the source of segment s2 was changed to 'It met on Friday.'",
            "restore it ('It met on Monday.'); a source is changed in the article itself",
        )
    ]
    assert result.bitext is before


def test_an_unknown_and_a_doubled_id_are_errors_with_their_places() -> None:
    before = sample()
    file = read_back(before)
    stranger = replace(file.rows[0], id="zz", place="news.ru.tsv:9")
    double = replace(file.rows[1], place="news.ru.tsv:10")
    result = merge_review(before, [replace(file, rows=(*file.rows, stranger, double))])
    assert [error.problem for error in result.errors] == [
        "news.ru.tsv:9: there is no segment zz in news.txt",
        "news.ru.tsv:10: segment s2 is here again, first at news.ru.tsv:3",
    ]


def test_a_missing_row_is_reported_and_its_target_stays() -> None:
    before = sample()
    result = merge_review(before, [with_rows(read_back(before), lambda row: None if row.id == "s2" else row)])
    assert [(row.path.name, row.id, row.number) for row in result.missing] == [("news.ru.tsv", "s2", 2)]
    assert result.bitext == before


def test_an_emptied_target_is_reported_unless_it_is_meant() -> None:
    before = sample()
    file = with_target(read_back(before), "s2", "")
    result = merge_review(before, [file])
    assert result.bitext == before
    assert [(row.id, row.number, row.empty) for row in result.lacking] == [("s2", 2, True)]
    assert targets(merge_review(before, [file], accept_empty=True))["s2"] == ""
    approved = with_target(read_back(before), "s2", "", state="reviewed")
    assert targets(merge_review(before, [approved]))["s2"] == ""
    # What was reviewed already says nothing new.
    cleared = with_target(read_back(before), "s3", "", state="reviewed")
    assert merge_review(before, [cleared]).bitext == before


def test_a_target_that_is_not_there_is_never_meant() -> None:
    before = sample()
    file = with_target(read_back(before), "s2", "", state="reviewed", has_target=False, comment="see me")
    result = merge_review(before, [file], accept_empty=True)
    unit = result.bitext.units[1]
    assert (unit.target, unit.state, unit.comment) == ("Он собрался в понедельник.", "recalled", "see me")
    assert [(row.id, row.empty) for row in result.lacking] == [("s2", False)]


def test_rows_may_come_in_any_order() -> None:
    before = sample()
    file = read_back(before)
    assert merge_review(before, [replace(file, rows=file.rows[::-1])]) == MergeResult(before)


def test_rows_that_lost_their_ids_are_found_by_their_source_in_order() -> None:
    before = make_bitext(
        make_unit(1, "Yes.", "Да."), make_unit(2, "Yes.", "Да."), make_unit(3, "No.", "Нет.")
    )
    file = with_rows(read_back(before), lambda row: replace(row, id=""))
    rows = (file.rows[2], file.rows[0], replace(file.rows[1], target="Так."))
    assert targets(merge_review(before, [replace(file, rows=rows)])) == {
        "s1": "Да.",
        "s2": "Так.",
        "s3": "Нет.",
    }
    lost = replace(file, rows=(replace(file.rows[0], source="Maybe."),))
    assert [error.problem for error in merge_review(before, [lost]).errors] == [
        "news.ru.tsv:2: a row has no id, and its source is none of news.txt"
    ]


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"article": "old.txt"}, "belongs to the article old.txt, not news.txt"),
        ({"target_locale": "uk"}, "is a translation from en to uk, not from en to ru"),
    ],
)
def test_a_file_of_another_article_or_locale_is_refused(other: dict[str, str], problem: str) -> None:
    before = sample()
    foreign = replace(read_back(before), **other)  # type: ignore[arg-type]
    result = merge_review(before, [foreign])
    assert [error.problem for error in result.errors] == [problem]


def test_an_approval_without_an_edit_makes_a_unit_reviewed() -> None:
    before = sample()
    approved = with_target(read_back(before), "s2", before.units[1].target, state="reviewed")
    result = merge_review(before, [approved])
    assert result.accepted == ("s2",)
    assert result.bitext.units[1] == replace(before.units[1], state="reviewed")


def test_an_approval_overrules_a_term_that_was_left_unresolved() -> None:
    unit = rich_unit()
    missing = replace(unit.terms[0], state="unresolved", span=None, surface="", reason="not found")
    before = make_bitext(replace(unit, terms=(missing,)))
    approved = with_target(read_back(before), "s1", unit.target, state="reviewed")
    outcome = merge_review(before, [approved]).bitext.units[0].terms[0]
    assert (outcome.state, outcome.reason) == ("overruled", "a reviewer approved the text")


def test_two_reviewers_with_the_same_edit_agree() -> None:
    before = sample()
    edited = with_target(read_back(before), "s2", "Он собрался в среду.")
    other = with_target(read_back(before, "csv"), "s2", "Он собрался в среду. ")
    result = merge_review(before, [edited, other])
    assert not result.conflicts
    assert targets(result)["s2"] == "Он собрался в среду."


def test_two_reviewers_with_different_edits_are_a_conflict_and_change_nothing() -> None:
    before = sample()
    one = with_target(read_back(before, path="anna"), "s2", "Он собрался в среду.")
    two = with_target(read_back(before, path="boris"), "s2", "Он заседал в среду.")
    two = with_target(two, "s4", "Пока ничего.")
    result = merge_review(before, [one, two])
    (conflict,) = result.conflicts
    assert (conflict.id, conflict.number, conflict.source) == ("s2", 2, "It met on Monday.")
    assert [(p.text, p.place) for p in conflict.proposals] == [
        ("Он собрался в среду.", "anna.tsv:3"),
        ("Он заседал в среду.", "boris.tsv:3"),
    ]
    assert result.bitext is before


def test_a_second_reviewer_takes_nothing_back_from_the_first() -> None:
    before = sample()
    second = read_back(before)
    first = with_target(read_back(before), "s2", "Он собрался в среду.")
    merged = merge_review(before, [first]).bitext
    second = with_target(second, "s4", "Пока ничего.")
    result = merge_review(merged, [second])
    assert targets(result) | {} == targets(MergeResult(merged)) | {"s4": "Пока ничего."}
    assert result.bitext.units[1].state == "reviewed"
    assert result.stale == ("s2",)


def test_a_second_reviewer_who_edits_the_same_segment_later_is_a_conflict() -> None:
    before = sample()
    second = with_target(read_back(before), "s2", "Он заседал в среду.")
    merged = merge_review(before, [with_target(read_back(before), "s2", "Он собрался в среду.")]).bitext
    result = merge_review(merged, [second])
    assert [p.place for p in result.conflicts[0].proposals] == [
        "news.ru.tsv:3",
        "the bitext, changed since the file was written",
    ]


def test_a_reviewer_who_saw_the_first_edit_may_change_it() -> None:
    before = sample()
    merged = merge_review(before, [with_target(read_back(before), "s2", "Он собрался в среду.")]).bitext
    result = merge_review(merged, [with_target(read_back(merged), "s2", "Он заседал в среду.")])
    assert targets(result)["s2"] == "Он заседал в среду."
    assert [change.after for change in result.bitext.units[1].changes] == [
        "Он собрался в среду.",
        "Он заседал в среду.",
    ]


def test_applying_the_same_file_again_changes_nothing() -> None:
    before = sample()
    edited = with_target(read_back(before), "s2", "Он собрался в среду.")
    merged = merge_review(before, [edited]).bitext
    again = merge_review(merged, [edited])
    assert again.bitext == merged
    assert not again.changed
    assert not again.conflicts


def test_comments_are_taken_over_changed_and_removed() -> None:
    before = sample()
    said = with_target(read_back(before), "s2", before.units[1].target, comment="date?")
    result = merge_review(before, [said])
    assert result.commented == ("s2",)
    assert result.bitext.units[1] == replace(before.units[1], comment="date?")
    cleared = with_target(read_back(result.bitext), "s2", before.units[1].target, comment="")
    assert merge_review(result.bitext, [cleared]).bitext == before


def test_an_older_file_neither_removes_nor_replaces_a_comment() -> None:
    before = sample()
    old = read_back(before)
    commented = merge_review(before, [with_target(old, "s2", before.units[1].target, comment="date?")]).bitext
    assert merge_review(commented, [old]).bitext == commented
    another = with_target(old, "s2", before.units[1].target, comment="place?")
    assert merge_review(commented, [another]).bitext.units[1].comment == "date?\nplace?"


def test_a_table_without_a_comment_column_removes_no_comments() -> None:
    before = sample()
    content = "id\tsource\ttarget\n" + "".join(
        f"{row.id}\t{row.source}\t{row.target}\n" for row in read_back(sample()).rows if row.id == "s2"
    )
    file = parse_bilingual(content.encode(), Path("news.ru.tsv"))
    commented = replace(before, units=tuple(replace(unit, comment="keep") for unit in before.units))
    assert merge_review(commented, [file]).bitext == commented


def test_terms_are_looked_for_again_in_an_edited_target() -> None:
    before = make_bitext(rich_unit())
    still = with_target(read_back(before), "s1", "Совет осуждает специальную военную операцию.")
    outcome = merge_review(before, [still]).bitext.units[0].terms[0]
    assert (outcome.state, outcome.span, outcome.method) == ("already", Span(15, 43), None)
    gone = with_target(read_back(before), "s1", "Совет осудил войну.")
    outcome = merge_review(before, [gone]).bitext.units[0].terms[0]
    assert (outcome.state, outcome.span, outcome.surface) == ("overruled", None, "")


def test_a_given_verification_has_the_last_word_on_edited_units_only() -> None:
    before = make_bitext(rich_unit(), make_unit(2, "No.", "Нет."))
    seen = []

    def verify(unit):  # type: ignore[no-untyped-def]
        seen.append(unit.segment.id)
        return replace(unit, terms=())

    result = merge_review(before, [with_target(read_back(before), "s1", "Совет.")], verify=verify)
    assert seen == ["s1"]
    assert result.bitext.units[0].terms == ()


def test_marks_move_with_the_words_they_cover() -> None:
    before = make_bitext(rich_unit())
    edited = with_target(read_back(before), "s1", "Вчера Совет осудил войну.")
    assert merge_review(before, [edited]).bitext.units[0].target_marks == (
        Mark("b1", "bold", Span(6, 11)),
        Mark("f1", "footnote", Span(24, 24)),
    )


def test_marks_that_a_tool_placed_are_taken_and_lost_footnotes_are_put_back() -> None:
    before = make_bitext(rich_unit())
    edited = with_target(
        read_back(before, "xliff"),
        "s1",
        "Совет осудил войну.",
        marks=(Mark("b1", "other", Span(6, 12)), Mark("x9", "other", Span(0, 1))),
    )
    assert merge_review(before, [edited]).bitext.units[0].target_marks == (
        Mark("b1", "bold", Span(6, 12)),
        Mark("f1", "footnote", Span(18, 18)),
    )


def test_moving_a_mark_alone_is_an_edit() -> None:
    before = make_bitext(rich_unit())
    target = before.units[0].target
    moved = with_target(
        read_back(before, "xliff"),
        "s1",
        target,
        marks=(Mark("b1", "bold", Span(6, 12)), Mark("f1", "footnote", Span(41, 41))),
    )
    unit = merge_review(before, [moved]).bitext.units[0]
    assert (unit.state, unit.target) == ("reviewed", target)
    assert unit.target_marks[0] == Mark("b1", "bold", Span(6, 12))

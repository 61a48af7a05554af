"""Word-by-word comparison, its measures, and marks that follow an edit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipe.model import Mark, Span
from translate_pipe.review.marks import adopt_marks, shift_marks
from translate_pipe.review.words import Distance, compare, measure, split_tokens


def changes(before: str, after: str) -> list[tuple[str, str]]:
    return [(step.before, step.after) for step in compare(before, after) if step.kind == "changed"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Он пришёл вчера.", "Он пришёл сегодня.", [("вчера", "сегодня")]),
        ("Он пришёл.", "Он пришёл.", []),
        ("Он пришёл.", "Он вчера пришёл.", [("", " вчера")]),
        ("Он вчера пришёл.", "Он пришёл.", [(" вчера", "")]),
        ("красный дом стоит", "белый замок стоит", [("красный дом", "белый замок")]),
        ("из-за дома", "из-под дома", [("из-за", "из-под")]),
        ("", "Да.", [("", "Да.")]),
        ("Да", "Да!", [("", "!")]),
    ],
)
def test_changes_are_told_by_whole_words(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert changes(before, after) == expected


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_steps_lead_from_one_text_to_the_other(before: str, after: str) -> None:
    steps = compare(before, after)
    assert "".join(step.before for step in steps) == before
    assert "".join(step.after for step in steps) == after
    for step in steps:
        assert before[step.start :].startswith(step.before)
        assert after[step.to :].startswith(step.after)
    assert "".join(split_tokens(before)) == before


def test_distances_count_characters_and_words() -> None:
    assert measure("Он пришёл вчера.", "Он пришёл сегодня.") == Distance(7, 1, 16, 4)
    assert measure("Да.", "Да.") == Distance(0, 0, 3, 2)
    both = Distance(7, 1, 16, 4) + Distance(0, 0, 3, 2)
    assert both == Distance(7, 1, 19, 6)
    assert both.word_rate == pytest.approx(1 / 6)
    assert both.character_rate == pytest.approx(7 / 19)
    assert measure("", "Да").word_rate == 1.0
    assert measure("", "").word_rate == 0.0


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(0, 2), Span(6, 8)),  # before the change, moved by what was put in
        (Span(3, 9), Span(9, 15)),  # what replaced its word
        (Span(0, 9), Span(6, 15)),
        (Span(9, 10), Span(15, 16)),
        (Span(2, 2), Span(8, 8)),
        (Span(10, 10), Span(16, 16)),
    ],
)
def test_a_mark_follows_its_words(span: Span, expected: Span) -> None:
    shifted = shift_marks((Mark("m", "bold", span),), "он пришёл.", "Вчера он уехала.")
    assert shifted == (Mark("m", "bold", expected),)


@given(before=st.text("аб .", max_size=20), after=st.text("аб .", max_size=20), data=st.data())
def test_no_mark_is_lost_or_leaves_the_text(before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    (mark,) = shift_marks((Mark("m", "bold", Span(start, end)),), before, after)
    assert 0 <= mark.span.start <= mark.span.end <= len(after)


def test_an_unknown_mark_is_left_out_and_a_deleted_bold_stays_deleted() -> None:
    known = (Mark("b", "bold", Span(0, 2)), Mark("i", "image", Span(2, 2), (("src", "a.png"),)))
    assert adopt_marks((Mark("z", "other", Span(0, 1)),), known, "Он тут", "Он там") == (known[1],)

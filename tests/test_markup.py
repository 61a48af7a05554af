"""Marks of a source segment, placed in its target with hand-made links."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipe.markup import nest_marks, project_marks
from translate_pipe.model import (
    Link,
    Mark,
    MarkKind,
    Segment,
    Span,
    TermEntry,
    TermMatch,
    TermOutcome,
)


def find(text: str, part: str, occurrence: int = 1) -> Span:
    start = -1
    for _ in range(occurrence):
        start = text.index(part, start + 1)
    return Span(start, start + len(part))


def segment(source: str, *marks: Mark, protected: tuple[Span, ...] = ()) -> Segment:
    return Segment("s1", 1, Span(0, len(source)), source, 0, marks=marks, protected=protected)


def mark(source: str, part: str, kind: MarkKind = "bold", name: str = "b1") -> Mark:
    return Mark(name, kind, find(source, part))


def point(source: str, after: str, kind: MarkKind = "footnote", name: str = "f1") -> Mark:
    end = find(source, after).end
    return Mark(name, kind, Span(end, end))


def links(source: str, target: str, pairs: str) -> list[Link]:
    """Return links of weight 0.9 from `word=word` pairs, parted by spaces."""
    found = []
    for pair in pairs.split():
        left, right = pair.split("=")
        found.append(Link(find(source, left), find(target, right), 0.9))
    return found


def outcome(source: str, term: str, target: str, surface: str) -> TermOutcome:
    match = TermMatch(TermEntry(term, (surface,)), find(source, term), term)
    return TermOutcome(match, "applied", find(target, surface), surface)


def project(source: str, target: str, *marks: Mark, pairs: str = "") -> dict[str, str]:
    placed = project_marks(segment(source, *marks), target, (), links(source, target, pairs))
    return {m.id: m.span.of(target) for m in placed}


def test_mark_follows_the_links_of_its_word() -> None:
    source, target = "The bridge was closed yesterday.", "Вчера мост закрыли."
    pairs = "bridge=мост closed=закрыли yesterday=Вчера"
    assert project(source, target, mark(source, "yesterday"), pairs=pairs) == {"b1": "Вчера"}
    assert project(source, target, mark(source, "bridge"), pairs=pairs) == {"b1": "мост"}


def test_mark_over_two_words_takes_the_words_between_their_partners_along() -> None:
    source, target = "He read the old book twice.", "Он дважды прочёл ту старую книгу."
    pairs = "old=старую book=книгу twice=дважды read=прочёл He=Он"
    assert project(source, target, mark(source, "old book"), pairs=pairs) == {"b1": "старую книгу"}


def test_mark_does_not_take_a_foreign_word_for_a_weak_link() -> None:
    source, target = "We saw red roses there.", "Мы видели там розы красные."
    found = links(source, target, "saw=видели red=красные roses=розы there=там")
    found.append(Link(find(source, "red"), find(target, "видели"), 0.1))
    placed = project_marks(segment(source, mark(source, "red")), target, (), found)
    assert placed[0].span.of(target) == "красные"


def test_term_outcome_decides_against_the_links() -> None:
    source, target = "She left the State Duma today.", "Сегодня она покинула Государственную думу."
    wrong = links(source, target, "State=покинула Duma=она left=думу")
    term = outcome(source, "State Duma", target, "Государственную думу")
    placed = project_marks(segment(source, mark(source, "State Duma")), target, (term,), wrong)
    assert placed[0].span.of(target) == "Государственную думу"


def test_term_outcome_keeps_the_quotation_marks_of_the_target_term_inside() -> None:
    source, target = "He joined United Russia in May.", "В мае он вступил в «Единую Россию»."
    term = outcome(source, "United Russia", target, "«Единую Россию»")
    placed = project_marks(segment(source, mark(source, "United Russia")), target, (term,), ())
    assert placed[0].span.of(target) == "«Единую Россию»"


def test_numbers_are_found_by_value_without_links() -> None:
    source, target = "In all, 3,000 people came to the fair on Sunday.", "На ярмарку пришло 3 000 человек."
    assert project(source, target, mark(source, "3,000")) == {"b1": "3 000"}


def test_protected_text_is_found_to_the_letter() -> None:
    source, target = "Type make demo to begin.", "Для начала наберите make demo."
    span = find(source, "make demo")
    marked = segment(source, Mark("c1", "code", span), protected=(span,))
    placed = project_marks(marked, target, (), ())
    assert placed[0].span.of(target) == "make demo"


def test_mark_over_protected_text_that_the_target_lacks_covers_no_other_words() -> None:
    source, target = "Type make demo to begin.", "Наберите это для начала."
    span = find(source, "make demo")
    marked = segment(source, Mark("c1", "code", span), protected=(span,))
    assert not project_marks(marked, target, (), ())[0].span


def test_identical_names_on_both_sides_belong_together() -> None:
    source, target = "Yesterday Anna Weber spoke in Bonn.", "In Bonn sprach gestern Anna Weber."
    assert project(source, target, mark(source, "Bonn")) == {"b1": "Bonn"}
    assert project(source, target, mark(source, "Anna Weber")) == {"b1": "Anna Weber"}


@pytest.mark.parametrize(
    ("source", "part", "target", "expected"),
    [
        ("Stop here.", "Stop here.", "Остановитесь здесь.", "Остановитесь здесь."),
        ("Stop here.", "Stop here", "Остановитесь здесь.", "Остановитесь здесь"),
        ("“Stop here”", "Stop here", "«Остановитесь здесь»", "Остановитесь здесь"),
        ("“Stop here”", "“Stop here”", "«Остановитесь здесь»", "«Остановитесь здесь»"),
    ],
)
def test_mark_over_the_whole_segment_covers_the_whole_target(
    source: str, part: str, target: str, expected: str
) -> None:
    assert project(source, target, mark(source, part)) == {"b1": expected}


@pytest.mark.parametrize(
    ("part", "expected"), [("“peace”", "«мире»"), ("peace", "мире"), ("“peace”,", "«мире»,")]
)
def test_punctuation_stays_inside_or_outside_as_in_the_source(part: str, expected: str) -> None:
    source, target = "He spoke of “peace”, then left.", "Он говорил о «мире», потом ушёл."
    pairs = "spoke=говорил peace=мире then=потом left=ушёл"
    assert project(source, target, mark(source, part), pairs=pairs) == {"b1": expected}


def test_mark_covers_whole_words_with_their_hyphens() -> None:
    source, target = "the north-east of it", "северо-восток страны"
    placed = project(source, target, mark(source, "east"), pairs="north-east=северо-восток")
    assert placed == {"b1": "северо-восток"}


def test_nested_marks_stay_nested() -> None:
    source, target = "See the very old bridge now.", "Теперь посмотри на очень старый мост."
    outer, inner = mark(source, "very old bridge"), mark(source, "old", "italic", "i1")
    pairs = "very=очень old=старый bridge=мост now=Теперь See=посмотри"
    assert project(source, target, outer, inner, pairs=pairs) == {"b1": "очень старый мост", "i1": "старый"}


def test_two_marks_on_the_same_words_share_their_place() -> None:
    source, target = "a big dog", "большая собака"
    marks = mark(source, "big"), mark(source, "big", "italic", "i1")
    assert project(source, target, *marks, pairs="big=большая dog=собака") == {
        "b1": "большая",
        "i1": "большая",
    }


def test_neighbouring_links_do_not_overlap_even_if_both_align_to_the_same_words() -> None:
    source, target = "first page, next page", "страницы одна другая"
    one, two = mark(source, "first page", "link", "l1"), Mark("l2", "link", find(source, "next page"))
    pairs = "first=одна next=другая"
    placed = project_marks(segment(source, one, two), target, (), links(source, target, pairs))
    assert placed[0].span.of(target) == "одна"
    assert placed[1].span.of(target) == "другая"


def test_without_any_correspondence_the_relative_position_decides() -> None:
    source, target = "one two three four", "раз два три четыре"
    assert project(source, target, mark(source, "two")) == {"b1": "два"}
    assert project(source, target, mark(source, "four")) == {"b1": "четыре"}


def test_footnote_goes_behind_the_partner_of_the_word_before_it() -> None:
    source, target = "The mayor spoke to the press.", "С прессой говорил мэр города."
    found = links(source, target, "mayor=мэр spoke=говорил press=прессой")
    placed = project_marks(segment(source, point(source, "mayor")), target, (), found)
    assert placed[0].span == Span(find(target, "мэр").end, find(target, "мэр").end)


@pytest.mark.parametrize(("after", "before"), [("press", "."), ("press.", "")])
def test_footnote_at_the_end_stays_at_the_end_on_its_side_of_the_full_stop(after: str, before: str) -> None:
    source, target = "The mayor spoke to the press.", "С прессой говорил мэр."
    found = links(source, target, "mayor=мэр spoke=говорил press=прессой")
    placed = project_marks(segment(source, point(source, after)), target, (), found)
    assert target[placed[0].span.start :] == before
    assert not placed[0].span


def test_point_before_the_first_word_stays_first() -> None:
    source, target = "A photo of it", "Снимок"
    placed = project_marks(segment(source, Mark("m1", "image", Span(0, 0))), target, (), ())
    assert placed[0].span == Span(0, 0)


def test_break_takes_the_place_of_a_space_between_the_same_words() -> None:
    source, target = "Red Lion Street 5\nLondon", "улица Красного Льва, 5 Лондон"
    mark_ = Mark("n1", "break", find(source, "\n"))
    found = links(source, target, "Street=улица Red=Красного Lion=Льва London=Лондон")
    placed = project_marks(segment(source, mark_), target, (), found)
    assert target[: placed[0].span.start] == "улица Красного Льва, 5"
    assert placed[0].span.of(target) == " "


def test_segment_without_marks_gives_none() -> None:
    assert project_marks(segment("a"), "б", (), ()) == ()


def test_scripts_without_spaces_are_marked_by_character() -> None:
    source, target = "the old bridge", "那座旧桥"
    found = [
        Link(find(source, "old"), find(target, "旧"), 0.9),
        Link(find(source, "bridge"), find(target, "桥"), 0.9),
    ]
    placed = project_marks(segment(source, mark(source, "old")), target, (), found)
    assert placed[0].span.of(target) == "旧"


def test_crossing_marks_are_made_nested_by_extending_the_earlier_one() -> None:
    crossing = [Mark("b1", "bold", Span(0, 5)), Mark("i1", "italic", Span(3, 8))]
    assert [m.span for m in nest_marks(crossing)] == [Span(0, 8), Span(3, 8)]


def test_marks_that_do_not_cross_stay_as_they_are() -> None:
    marks = [
        Mark("b1", "bold", Span(0, 5)),
        Mark("i1", "italic", Span(5, 8)),
        Mark("u1", "underline", Span(1, 2)),
    ]
    assert nest_marks(marks) == tuple(marks)


words = st.text(alphabet="abйц«»\"'.,-— \n1文", max_size=40)


@st.composite
def marked_segments(draw: st.DrawFn) -> Segment:
    source = draw(words.filter(bool))
    ends = sorted(draw(st.lists(st.integers(0, len(source)), max_size=6)))
    marks = nest_marks([
        Mark(f"x{i}", draw(st.sampled_from(["bold", "link", "footnote", "code"])), Span(*sorted(pair)))
        for i, pair in enumerate(zip(ends[::2], reversed(ends[1::2]), strict=False))
    ])  # fmt: skip
    return segment(source, *marks)


@given(marked_segments(), words, st.data())
@settings(deadline=None)
def test_projection_loses_no_mark_crosses_none_and_cuts_no_word(
    marked: Segment, target: str, data: st.DataObject
) -> None:
    def spans(text: str) -> st.SearchStrategy[Span]:
        place = st.integers(0, len(text))
        return st.tuples(place, place).map(lambda pair: Span(min(pair), max(pair)))

    found = data.draw(
        st.lists(st.builds(Link, spans(marked.source), spans(target), st.floats(0, 1)), max_size=8)
    )
    placed = project_marks(marked, target, (), found)
    assert [(m.id, m.kind, m.attributes) for m in placed] == [
        (m.id, m.kind, m.attributes) for m in marked.marks
    ]
    assert nest_marks(placed) == placed
    if target == marked.source:
        assert placed == marked.marks
        return
    inside_word = {i for m in re.finditer(r"[abйц1]+", target) for i in range(m.start() + 1, m.end())}
    for m in placed:
        assert m.span.end <= len(target)
        assert m.span.start not in inside_word
        assert m.span.end not in inside_word

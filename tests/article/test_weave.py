"""Segments, gaps and marks of a block, put together again."""

from __future__ import annotations

from dataclasses import replace

from translate_pipe.article import read_article, write_article
from translate_pipe.article.weave import walk
from translate_pipe.model import Document, Mark, Segment, Span, TranslationUnit


def read(text: str) -> Document:
    return read_article(None, content=text.encode(), input_format="md")


def segment(document: Document, source: str, number: int = 0) -> Segment:
    """Return the segment with this source in the first block; marks are cut to it, as a segmenter does."""
    start = document.text.index(source)
    span = Span(start, start + len(source))
    marks = tuple(
        replace(m, span=Span(max(m.span.start, start), min(m.span.end, span.end)).shift(-start))
        for m in document.marks
        if m.span.overlaps(span) or (not m.span and span.contains(m.span))
    )
    return Segment(f"s{number}", number, span, source, 0, marks=marks)


def write(document: Document, *units: TranslationUnit) -> str:
    return write_article(document, units, target_locale="ru").decode()


def test_mark_over_two_segments_is_opened_and_closed_once() -> None:
    document = read("He said **Stop. Go** away.\n")
    first, second = segment(document, "He said Stop."), segment(document, "Go away.", 1)
    name = document.marks[0].id
    assert write(
        document,
        TranslationUnit(second, "Уходи прочь.", target_marks=(Mark(name, "bold", Span(0, 5)),)),
        TranslationUnit(first, "Он сказал: стой.", target_marks=(Mark(name, "bold", Span(11, 16)),)),
    ) == "Он сказал: **стой. Уходи** прочь.\n"  # fmt: skip


def test_gap_between_segments_is_kept_with_what_stands_in_it() -> None:
    document = read("One. [^1] Two.\n\n[^1]: Note.\n")
    one, two = segment(document, "One."), segment(document, "Two.", 1)
    assert write(document, TranslationUnit(one, "Раз."), TranslationUnit(two, "Два.")).startswith(
        "Раз. [^1] Два."
    )


def test_footnote_that_the_target_lacks_is_put_behind_the_segment() -> None:
    document = read("A dog[^1] barks **now**.\n\n[^1]: Note.\n")
    whole = segment(document, "A dog barks now.")
    bold = next(mark for mark in document.marks if mark.kind == "bold")
    reviewed = TranslationUnit(
        whole, "Сейчас лает пёс.", state="reviewed", target_marks=(Mark(bold.id, "bold", Span(0, 6)),)
    )
    assert "[^1]" in write(document, reviewed).split("\n")[0]


def test_emphasis_that_a_reviewer_left_out_stays_out() -> None:
    document = read("A **dog** barks *now*.\n")
    whole = segment(document, "A dog barks now.")
    bold = next(mark for mark in document.marks if mark.kind == "bold")
    unit = TranslationUnit(whole, "Пёс лает.", target_marks=(Mark(bold.id, "bold", Span(0, 3)),))
    assert write(document, unit) == "**Пёс** лает.\n"


def test_target_without_any_marks_gets_them_by_projection() -> None:
    document = read("The number **42** is it.\n")
    unit = TranslationUnit(segment(document, "The number 42 is it."), "Ответ — 42.")
    assert write(document, unit) == "Ответ — **42**.\n"


def events(text: str, *marks: Mark) -> str:
    shown = {"open": "<{}>", "close": "</{}>", "point": "<{}/>"}
    return "".join(
        event.text if event.mark is None else shown[event.kind].format(event.mark.id)
        for event in walk(text, marks)
    )


def test_walk_nests_marks_and_leaves_out_what_a_break_stands_for() -> None:
    marks = (
        Mark("b1", "bold", Span(0, 7)), Mark("i1", "italic", Span(2, 4)), Mark("n1", "break", Span(5, 6)),
        Mark("f1", "footnote", Span(9, 9)),
    )  # fmt: skip
    assert events("ab cd\nefg", *marks) == "<b1>ab<i1> c</i1>d<n1/>e</b1>fg<f1/>"


def test_point_at_the_edge_of_a_mark_is_outside_unless_it_says_so() -> None:
    link = Mark("l1", "link", Span(1, 2))
    inside = (("in", "l1"),)
    assert events("abc", link, Mark("m1", "image", Span(2, 2))) == "a<l1>b</l1><m1/>c"
    assert events("abc", link, Mark("m1", "image", Span(2, 2), inside)) == "a<l1>b<m1/></l1>c"
    assert events("abc", Mark("m1", "image", Span(1, 1)), link) == "a<m1/><l1>b</l1>c"
    assert events("abc", Mark("m1", "image", Span(1, 1), inside), link) == "a<l1><m1/>b</l1>c"

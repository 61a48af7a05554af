"""Segments keep their places, marks and protected stretches, whatever the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipe.model import Block, BlockKind, Document, Mark, Segment, Span
from translate_pipe.segment import SEGMENTER, segment_document


def one_block(text: str, *marks: Mark, protected: tuple[Span, ...] = ()) -> Document:
    return Document("a", "txt", text, (Block("paragraph", Span(0, len(text))),), marks, protected)


def test_ids_depend_on_the_text_alone_and_count_repeats() -> None:
    first = segment_document(one_block("Yes. No. Yes."), "en")
    second = segment_document(one_block("Maybe so. No. Yes. Yes."), "en")
    assert [s.source for s in first] == ["Yes.", "No.", "Yes."]
    assert first[2].id == first[0].id + "-2"
    assert {s.id for s in first} < {s.id for s in second}
    assert [s.number for s in second] == [1, 2, 3, 4]


def test_id_is_s_and_eight_hexadecimal_digits() -> None:
    # sha256("Yes.") starts with these digits (as sha256sum prints it).
    assert [s.id for s in segment_document(one_block("Yes."), "en")] == ["s5f9a2b79"]


def test_segmenter_names_the_library_and_its_version() -> None:
    assert SEGMENTER.startswith("sentencex-1.")


def test_segment_knows_its_block_and_its_kind() -> None:
    text = "Title\n\nOne. Two."
    document = Document(
        "a", "txt", text, (Block("heading", Span(0, 5)), Block("quote", Span(7, len(text)))), (), ()
    )
    assert [(s.source, s.block, s.block_kind) for s in segment_document(document, "en")] == [
        ("Title", 0, "heading"),
        ("One.", 1, "quote"),
        ("Two.", 1, "quote"),
    ]


def test_text_outside_every_block_gives_no_segment() -> None:
    document = Document("a", "txt", "code here\nText here", (Block("paragraph", Span(10, 19)),))
    assert [s.source for s in segment_document(document, "en")] == ["Text here"]


def test_mark_within_a_segment_moves_with_it() -> None:
    (_, second) = segment_document(one_block("He left. She stayed.", Mark("m1", "bold", Span(13, 19))), "en")
    assert second.marks == (Mark("m1", "bold", Span(4, 10)),)


def test_mark_over_two_segments_is_given_to_both_with_the_same_id() -> None:
    mark = Mark("m1", "italic", Span(3, 12), (("href", "x"),))
    first, second = segment_document(one_block("He left. She stayed.", mark), "en")
    assert first.marks == (Mark("m1", "italic", Span(3, 8), (("href", "x"),)),)
    assert second.marks == (Mark("m1", "italic", Span(0, 3), (("href", "x"),)),)


def test_mark_over_the_gap_alone_is_given_to_no_segment() -> None:
    first, second = segment_document(one_block("He left. She stayed.", Mark("m1", "bold", Span(8, 9))), "en")
    assert first.marks == second.marks == ()


def test_footnote_at_the_end_of_a_segment_belongs_to_it() -> None:
    mark = Mark("f1", "footnote", Span(8, 8))
    first, second = segment_document(one_block("He left. She stayed.", mark), "en")
    assert first.marks == (mark,)
    assert second.marks == ()


def test_point_between_two_touching_segments_goes_to_the_first_alone() -> None:
    mark = Mark("f1", "footnote", Span(5, 5))
    first, second = segment_document(one_block("他来了吗？他没来。", mark), "zh")
    assert (first.source, second.source) == ("他来了吗？", "他没来。")
    assert (first.marks, second.marks) == ((mark,), ())


def test_marks_are_in_the_order_of_their_places() -> None:
    marks = (Mark("b", "bold", Span(3, 7)), Mark("a", "italic", Span(0, 8)))
    (first,) = segment_document(one_block("He left.", *marks), "en")
    assert [mark.id for mark in first.marks] == ["a", "b"]


def test_protected_text_of_the_document_and_of_the_patterns_is_united() -> None:
    text = "Run make all. See https://example.org now."
    first, second = segment_document(one_block(text, protected=(Span(4, 12),)), "en")
    assert [span.of(first.source) for span in first.protected] == ["make all"]
    assert [span.of(second.source) for span in second.protected] == ["https://example.org"]


def test_nothing_ends_within_protected_text() -> None:
    text = "Type yes. No. to go on. Then wait."
    segments = segment_document(one_block(text, protected=(Span(5, 13),)), "en")
    assert [s.source for s in segments] == ["Type yes. No. to go on.", "Then wait."]


def test_block_of_protected_text_alone_gives_no_segment() -> None:
    assert segment_document(one_block("make all", protected=(Span(0, 8),)), "en") == ()


def test_unknown_language_is_segmented_by_the_general_rules() -> None:
    assert [s.source for s in segment_document(one_block("Ita est. Non est."), "la")] == [
        "Ita est.",
        "Non est.",
    ]


HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            " \t\n\r\v\f\u00a0\u2028\u2029\u200b\u00ad\ufeff\u0301\u202e\u200d.!?…。”“\"'«»„‘’()[]{}—-:;,01"
            "23456789aAbBтТéЁ😀🎉<>&/@#%\\\x00\ud800"
        ),
        st.characters(),
    ),
    max_size=200,
)
LANGUAGES = st.sampled_from(["en", "ru", "uk", "de", "fr", "es", "zh-Hant", "ar", "th", "pt-BR"])
KINDS: st.SearchStrategy[BlockKind] = st.sampled_from(["paragraph", "heading", "verse", "cue", "list-item"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    parts = draw(st.lists(HOSTILE, max_size=4))
    text, blocks = "", []
    for part in parts:
        text += "\n\n"
        blocks.append(Block(draw(KINDS), Span(len(text), len(text) + len(part))))
        text += part
    places = st.integers(0, len(text))
    spans = st.tuples(places, places).map(lambda pair: Span(min(pair), max(pair)))
    marks = tuple(Mark(f"m{i}", "bold", span) for i, span in enumerate(draw(st.lists(spans, max_size=6))))
    return Document("a", "txt", text, tuple(blocks), marks, tuple(draw(st.lists(spans, max_size=3))))


@settings(deadline=None)
@given(documents(), LANGUAGES)
def test_segments_and_gaps_rebuild_the_document(document: Document, locale: str) -> None:
    segments = segment_document(document, locale)
    rebuilt, place = "", 0
    for segment in segments:
        assert place <= segment.span.start
        rebuilt += document.text[place : segment.span.start] + segment.source
        place = segment.span.end
    assert rebuilt + document.text[place:] == document.text
    assert len({segment.id for segment in segments}) == len(segments)
    assert [segment.number for segment in segments] == list(range(1, len(segments) + 1))


@settings(deadline=None)
@given(documents(), LANGUAGES)
def test_segment_lies_in_its_block_and_has_a_letter(document: Document, locale: str) -> None:
    for segment in segment_document(document, locale):
        block = document.blocks[segment.block]
        assert block.span.contains(segment.span)
        assert block.kind == segment.block_kind
        assert segment.source == segment.source.strip() != ""
        assert any(char.isalpha() for char in segment.source)


@settings(deadline=None)
@given(documents(), LANGUAGES)
def test_marks_and_protected_stretches_are_those_of_the_document(document: Document, locale: str) -> None:
    segments = segment_document(document, locale)
    for segment in segments:
        whole = Span(0, len(segment.source))
        assert all(whole.contains(span) for span in segment.protected)
        assert len({mark.id for mark in segment.marks}) == len(segment.marks)
        expected = {
            (mark.id, max(mark.span.start, segment.span.start), min(mark.span.end, segment.span.end))
            for mark in document.marks
            if mark.span.overlaps(segment.span)
        }
        given_marks = {
            (mark.id, mark.span.start + segment.span.start, mark.span.end + segment.span.start)
            for mark in segment.marks
            if len(mark.span)
        }
        assert given_marks == {item for item in expected if item[1] < item[2]}
    points = [mark.id for mark in document.marks if not len(mark.span)]
    dealt = [mark.id for segment in segments for mark in _points(segment)]
    assert len(dealt) == len(set(dealt))
    assert set(dealt) <= set(points)


def _points(segment: Segment) -> list[Mark]:
    return [mark for mark in segment.marks if not len(mark.span)]

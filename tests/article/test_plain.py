"""Plain text: what is a block, and how translated text is laid out again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.units import blocks_of, check_laws, rewrite, translate, unchanged
from translate_pipe.article import read_article, write_article
from translate_pipe.errors import ArticleError


def read(text: str) -> list[tuple[str, str]]:
    return blocks_of(read_article(None, content=text.encode()))


def test_blank_lines_part_paragraphs() -> None:
    assert read("One is here.\n\nTwo is there.\n \t\nThree.") == [
        ("paragraph", "One is here."),
        ("paragraph", "Two is there."),
        ("paragraph", "Three."),
    ]


def test_short_line_without_full_stop_before_text_is_a_heading() -> None:
    assert read("Bridge opens again\n\nIt was closed.")[0] == ("heading", "Bridge opens again")


@pytest.mark.parametrize("line", ["Bridge opens again.", "“Bridge opens”", "- Bridge opens", "x" * 101])
def test_sentence_quotation_list_item_and_long_line_are_no_heading(line: str) -> None:
    assert read(f"{line}\n\nIt was closed.")[0][0] != "heading"


def test_last_line_is_no_heading() -> None:
    assert read("It was closed.\n\nJohn Smith")[1] == ("paragraph", "John Smith")


def test_hard_wrapped_prose_is_one_block() -> None:
    text = (
        "The old bridge over the river was opened again on Tuesday after\n"
        "three years of work. Nobody had expected it to take so long, the\n"
        "mayor said."
    )
    assert read(text) == [("paragraph", text)]


def test_verse_is_a_block_for_each_line() -> None:
    text = "The wind was a torrent\nAnd loud was the sea,\nThe boat was a feather,\nAnd so were we."
    assert read(text) == [("verse", line) for line in text.split("\n")]


def test_one_paragraph_a_line_without_blank_lines_is_a_block_for_each() -> None:
    first = "The bridge was opened again on Tuesday after three years of work that nobody had expected. " * 2
    second = "It was closed."
    assert read(f"{first.strip()}\n{second}") == [("paragraph", first.strip()), ("paragraph", second)]


def test_list_items_leave_their_bullets_out_and_keep_what_hangs_under_them() -> None:
    assert read("- bread and\n  butter\n- milk\n2) tea") == [
        ("list-item", "bread and\n  butter"),
        ("list-item", "milk"),
        ("list-item", "tea"),
    ]


def test_dash_of_a_single_dialogue_line_between_prose_is_a_bullet_only_at_the_start() -> None:
    assert read("He said - no.") == [("paragraph", "He said - no.")]


def test_quoted_lines_leave_their_sign_out() -> None:
    assert read("> Are you coming?\n> No.") == [("quote", "Are you coming?"), ("quote", "No.")]


def test_rules_and_ornaments_are_no_blocks_and_part_paragraphs() -> None:
    assert read("One here.\n* * *\nTwo there.") == [("paragraph", "One here."), ("paragraph", "Two there.")]


def test_first_line_indent_begins_a_paragraph() -> None:
    text = (
        "    The first paragraph begins with an indent and goes on in the next\n"
        "line, which has none.\n"
        "    The second one does the same, and it is as long as the first one is\n"
        "or even longer."
    )
    assert [kind for kind, _ in read(text)] == ["paragraph", "paragraph"]


def test_translation_of_wrapped_prose_is_wrapped_at_the_same_width() -> None:
    source = (
        "  The old bridge over the river was opened again on Tuesday after\n"
        "  three years of work. Nobody had expected it to take so long, the\n"
        "  mayor said.\n"
    )
    document = read_article(None, content=source.encode())
    target = "слово " * 40
    written = write_article(
        document, translate(document, lambda _: (target.strip(), ())), target_locale="ru"
    ).decode()
    lines = written.splitlines()
    assert all(line.startswith("  слово") for line in lines)
    assert max(map(len, lines)) <= 66
    assert len(lines) == 4
    assert written.split() == target.split()


def test_no_break_space_is_not_a_place_to_wrap_at() -> None:
    source = "a" * 30 + " " + "b" * 30 + "\n" + "c" * 61 + "\n" + "d"
    target = "x" * 40 + " " + "y" * 15 + "\u00a0" + "z" * 15
    document = read_article(None, content=source.encode())
    written = write_article(document, translate(document, lambda _: (target, ())), target_locale="ru")
    assert "y\u00a0z" in written.decode()


def test_line_break_in_the_target_of_a_single_line_becomes_a_space() -> None:
    assert rewrite(b"One is.\n\nTwo is.\n", {"One is.": "Раз\nдва."}, input_format="txt").decode() == (
        "Раз два.\n\nTwo is.\n"
    )


def test_line_ends_bullets_and_indents_stay() -> None:
    content = b"Head\r\n\r\n * one\r\n * two\r\n"
    assert rewrite(content, {"one": "раз"}, input_format="txt") == "Head\r\n\r\n * раз\r\n * two\r\n".encode()


FRAGMENTS = [
    "word", "Слово", " ", "\n", "\r\n", "\r", "\u2028", "\n\n", "- ", "1. ", "> ", "\t", "a" * 50,
    "🎈", "\x0b",
]  # fmt: skip
text = st.text(max_size=200) | st.lists(st.sampled_from(FRAGMENTS)).map("".join)


@given(text)
@settings(deadline=None)
def test_any_text_is_rebuilt_exactly(source: str) -> None:
    content = source.encode("utf-8", "ignore")
    try:
        document = read_article(None, content=content)
    except ArticleError:
        return
    check_laws(document)
    assert write_article(document, [], target_locale="ru") == content
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content


@given(text, st.text(alphabet="аб \n\t-.1", min_size=1, max_size=50).filter(str.strip))
@settings(deadline=None)
def test_what_is_between_blocks_stays_whatever_the_targets_are(source: str, target: str) -> None:
    try:
        document = read_article(None, content=source.encode("utf-8", "ignore"))
    except ArticleError:
        return
    units = translate(document, lambda _: (target, ()))
    written = write_article(document, units, target_locale="ru").decode(document.encoding)
    position = 0
    for here, after in zip(document.blocks, [*document.blocks[1:], None], strict=True):
        gap = document.text[here.span.end : after.span.start if after else None]
        position = written.index(gap, position) + len(gap)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_first_line_is_wrapped_from_its_own_column(newline: str) -> None:
    lines = [
        "A title of some length that stands alone",
        "",
        "1. The council of the district said on Monday that it would ask for a new",
        "   bridge, since the old one is closed and nobody wants to walk so far round.",
    ]
    document = read_article(None, content=newline.join(lines).encode())
    target = " ".join(["слово"] * 30)
    written = write_article(
        document, translate(document, lambda _: (target, ())), target_locale="ru"
    ).decode()
    body = written.split(newline)[2:]
    assert body[0].startswith("1. слово")
    assert all(line.startswith("   слово") for line in body[1:])
    assert 60 < len(body[0]) <= max(map(len, lines))

"""Markdown: what is translated, and that everything else stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.units import blocks_of, check_laws, rewrite, translate, unchanged
from translate_pipe.article import read_article, write_article
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Mark, Segment, Span


def read(text: str) -> Document:
    return read_article(None, content=text.encode(), input_format="md")


def blocks(text: str) -> list[tuple[str, str]]:
    return blocks_of(read(text))


def marks(text: str) -> list[tuple[str, str]]:
    document = read(text)
    return [(mark.kind, mark.span.of(document.text)) for mark in document.marks]


def write(text: str, targets: dict[str, str]) -> str:
    return rewrite(text.encode(), targets, input_format="md").decode()


def upper(segment: Segment) -> tuple[str, tuple[Mark, ...]]:
    """Translate by capitals, so that marks keep their places."""
    return segment.source.upper(), segment.marks


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# A title", ("heading", "A title")),
        ("## A title ##", ("heading", "A title")),
        ("## A title {#anchor}", ("heading", "A title")),
        ("A title\n=======", ("heading", "A title")),
        ("A line\nand more", ("paragraph", "A line and more")),
        ("- an item", ("list-item", "an item")),
        ("- [x] a task", ("list-item", "a task")),
        ("12. an item\n    goes on", ("list-item", "an item goes on")),
        ("> a quote\nlazily continued", ("quote", "a quote lazily continued")),
        ("> [!NOTE]\n> an alert", ("quote", "an alert")),
        ("> > - deep", ("list-item", "deep")),
        ("[^1]: a note", ("paragraph", "a note")),
        ("fish &amp; chips \\* now", ("paragraph", "fish & chips * now")),
    ],
)
def test_block_is_read_without_its_markup(source: str, expected: tuple[str, str]) -> None:
    assert blocks(source) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "```python\ncode = 1\n```",
        "    indented code",
        "<pre>\nhtml\n</pre>",
        "---\nlayout: front matter\n---",
        "+++\nlayout = 'front matter'\n+++",
        '[ref]: http://example.org "Title"',
        "<!-- comment -->",
        "`only code`",
        "***",
        "> [!NOTE]",
    ],
)
def test_code_front_matter_and_definitions_are_no_blocks(source: str) -> None:
    document = read(f"{source}\n\nSome text.\n")
    assert blocks_of(document) == [("paragraph", "Some text.")]


def test_cells_of_a_table_are_blocks() -> None:
    table = "| a | b \\| c |\n|---|:-:|\n| d |\n| e | f | too many |"
    assert [text for _, text in blocks(table)] == ["a", "b | c", "d", "e", "f"]
    assert {kind for kind, _ in blocks(table)} == {"table-cell"}


def test_table_without_outer_pipes_in_a_quote_is_written_in_place() -> None:
    table = "> one | two\n> --- | ---\n> three | four\n"
    assert write(table, {"two": "два", "three": "т|ри"}) == "> one | два\n> --- | ---\n> т\\|ри | four\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a **b** _c_ ~~d~~", [("bold", "b"), ("italic", "c"), ("strike", "d")]),
        ("a ***b*** c", [("italic", "b"), ("bold", "b")]),
        ('a [b *c*](d "e")', [("link", "b c"), ("italic", "c")]),
        ("a [b][1] c\n\n[1]: d", [("link", "b")]),
        ("a `b  c`", [("code", "b  c")]),
        ("a <https://b.c>", [("link", "https://b.c")]),
        ("a ![b](c) d", [("image", "")]),
        ("a[^1] b\n\n[^1]: c", [("footnote", "")]),
        ("a  \nb", [("break", "\n")]),
        ("a\\\nb", [("break", "\n")]),
        ("a<br>b", [("break", "\n")]),
        ("a <u>b</u> c", [("underline", "b")]),
        ("a <kbd>b</kbd> c", [("other", "b")]),
        ("a {{< b >}} c", [("other", "")]),
        ("a $x_1$ c", [("other", "")]),
        ("it costs $5 and not $6", []),
        ("a snake_case_name", []),
        ("2 * 3 * 4", []),
    ],
)
def test_inline_markup_is_a_mark(source: str, expected: list[tuple[str, str]]) -> None:
    assert marks(source) == expected


def test_code_autolinks_and_keys_are_protected() -> None:
    document = read("Run `make x` at <http://a.b> or <kbd>Q</kbd> now.")
    assert [span.of(document.text) for span in document.protected] == ["make x", "http://a.b", "Q"]


def test_alternative_texts_and_titles_are_captions_after_their_paragraph() -> None:
    assert blocks('See ![a cat](c.png "My cat") and [this](d "That").') == [
        ("paragraph", "See and this."),
        ("caption", "a cat"),
        ("caption", "My cat"),
        ("caption", "That"),
    ]


def test_captions_are_written_in_place() -> None:
    source = '![a cat](c.png "My \\"cat\\"")\n\n[this](d (That)) one\n'
    targets = {"a cat": "кот [x]", 'My "cat"': 'Мой "кот"', "That": "То"}
    assert write(source, targets) == '![кот \\[x\\]](c.png "Мой \\"кот\\"")\n\n[this](d "То") one\n'


def test_padded_cells_keep_their_columns_aligned() -> None:
    table = "| Part   | Price |\n| ------ | ----: |\n| Box    |    £9 |\n"
    written = write(table, {"Box": "Коробка", "Part": "Что"})
    assert written == "| Что    | Price |\n| ------ | ----: |\n| Коробка |    £9 |\n"


def test_unchanged_blocks_keep_every_byte_beside_changed_ones() -> None:
    source = "* item  *with*   odd \\_style\\_\r\n* other\r\n\r\nSetext\r\n---\r\n"
    assert write(source, {"other": "другой"}) == source.replace("other", "другой")


def test_marks_of_the_target_are_written_as_in_the_source() -> None:
    source = "An __old__ *and* [big](a_b 'T t') ~~bad~~ `x` bridge[^n] here.\n\n[^n]: Note.\n"
    document = read(source)
    written = write_article(document, translate(document, upper), target_locale="ru").decode()
    assert written == ('AN __OLD__ *AND* [BIG](a_b "T T") ~~BAD~~ `X` BRIDGE[^n] HERE.\n\n[^n]: NOTE.\n')


def test_reference_links_keep_their_label() -> None:
    source = "See [Ref] and [this][Ref].\n\n[Ref]: http://a.b\n"
    document = read(source)
    written = write_article(document, translate(document, upper), target_locale="ru").decode()
    assert written == "SEE [REF][Ref] AND [THIS][Ref].\n\n[Ref]: http://a.b\n"


@pytest.mark.parametrize(
    "target",
    [
        "1. Январь", "# решётка", "- минус", "+ плюс", "> больше", "* звезда", "=== равно", "``` код",
        "а *б* в", "_а_", "а_б_в", "[а](б)", "![а](б)", "<b>а</b>", "&amp;", "\\* а", "а | б", "~~а~~",
        "`а`", "а\\", "^[а]", "[^1]", "{{ а }}", "$а_б$", "https://a.b/c_d_e?f=*g*", "1986\\. Год", ": а",
    ],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["{}\n", "- {}\n", "> {}\n", "# {}\n", "| {} |\n|---|\n", "{}\n===\n"])
def test_target_that_looks_like_markup_reads_back_as_text(frame: str, target: str) -> None:
    written = write(frame.format("Source text"), {"Source text": target})
    assert [text for _, text in blocks(written)] == [target]


def test_emphasis_that_markdown_cannot_write_with_asterisks_is_written_with_tags() -> None:
    source = "Say **yes** now.\n"
    document = read(source)

    def shifted(_: Segment) -> tuple[str, tuple[Mark, ...]]:
        return "а«да»б", (Mark(document.marks[0].id, "bold", Span(1, 5)),)

    written = write_article(document, translate(document, shifted), target_locale="ru").decode()
    assert written == "а<strong>«да»</strong>б\n"


def test_wrapped_paragraph_is_wrapped_again_behind_its_quote_signs() -> None:
    source = "> one two three four\n> five six seven\n> eight\n"
    written = write(source, {"one two three four five six seven eight": "слово " * 6 + "- 1. конец"})
    assert written == "> слово слово слово\n> слово слово слово - 1.\n> конец\n"


def test_hard_breaks_come_back_in_their_own_style() -> None:
    for source in ("Red Lion 5  \nLondon\n", "Red Lion 5\\\nLondon\n", "Red Lion 5<br>London\n"):
        document = read(source)
        written = write_article(document, translate(document, upper), target_locale="ru").decode()
        assert written == source.upper().replace("<BR>", "<br>")


FRAGMENTS = [
    "**", "*", "_", "__", "`", "``", "[", "](", ")", "![", "<", ">", "<b>", "</b>", "&amp;", "&", "\\", "|",
    "~~", "# ", "- ", "1. ", "> ", "    ", "\n", "\n\n", "  \n", "\r\n", "[^1]", "[^1]: ", "$x_1$", "{{x}}",
    "word", "слово", "Ab c", ". ", '"', "---\n", "===", "|a|b|\n|-|-|\n|c|d|\n", "```", "\t", "[a]: b\n",
    "[a]", "http://x.y_z", "<http://x>", "!", "\u00a0", "\u2028", "🎈", "[ ] ", "+ ", "<!-- x -->",
]  # fmt: skip
hostile = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join) | st.text(max_size=80)


@given(hostile)
@settings(deadline=None)
def test_any_markdown_is_rebuilt_exactly(source: str) -> None:
    content = source.encode("utf-8", "ignore")
    try:
        document = read_article(None, content=content, input_format="md")
    except ArticleError:
        return
    check_laws(document)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content


FRAMES = [
    "Before\n\n{}\n\nAfter\n", "- one\n- {}\n- three\n", "> {}\n", "# {}\n",
    "| a | {} |\n|---|---|\n| b | c |\n",
    "1. x\n\n   {}\n", "{}\n---\n", "```\ncode\n```\n{}\n", "[^1]: {}\n",
]  # fmt: skip


@given(st.sampled_from(FRAMES), hostile)
@settings(max_examples=200, deadline=None)
def test_any_target_reads_back_as_the_same_text(frame: str, target: str) -> None:
    # Control characters and lone surrogates are no text, and white space is laid out anew.
    clean = re.sub(r"[\x00-\x08\x0e-\x1f\ud800-\udfff]", "", target)
    target = re.sub(r"\s+", " ", f"а {clean} б").strip()
    source = frame.format("Source text")
    written = write(source, {"Source text": target})
    expected = [(kind, target if text == "Source text" else text) for kind, text in blocks(source)]
    assert [(kind, re.sub(r"\s+", " ", text)) for kind, text in blocks(written)] == expected

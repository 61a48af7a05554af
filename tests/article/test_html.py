"""HTML pages: which part is the article, what is translated in it, and that all else stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.units import blocks_of, check_laws, rewrite, translate, unchanged
from translate_pipe.article import read_article, write_article
from translate_pipe.article.html_scan import scan_html
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Mark, Segment

LONG = "After three years of work the old bridge over the river was opened again on Tuesday, they said."
PAGE = f"""<!DOCTYPE html>
<html><head><title>The bridge</title></head><body>
<nav><ul><li><a href="/">Home</a><li><a href="/w">World news of today</a></ul></nav>
<div class="page"><article>
<h1>Open again</h1>
<p>{LONG}</p>
<p>{LONG.replace("three", "four")}</p>
<table><tr><th>Year<th>Cost<tr><td>2019<td>A million</table>
<aside><p>Read more about this in our long report on bridges of the north and of the south.</p></aside>
<p>{LONG.replace("three", "five")}</p>
</article></div>
<aside><h2>Most read</h2><p>{LONG.replace("bridge", "tunnel")}</p></aside>
<footer><p>Copyright 2026 by the owners of this page, all rights reserved by them.</p></footer>
</body></html>
"""


def read(text: str, *, whole_page: bool = True) -> Document:
    return read_article(None, content=text.encode(), input_format="html", whole_page=whole_page)


def blocks(text: str) -> list[tuple[str, str]]:
    return blocks_of(read(text))


def write(text: str, targets: dict[str, str], locale: str = "ru") -> str:
    return rewrite(text.encode(), targets, input_format="html", locale=locale).decode()


def upper(segment: Segment) -> tuple[str, tuple[Mark, ...]]:
    return segment.source.upper(), segment.marks


def test_article_is_found_with_its_title_headline_and_table() -> None:
    texts = [text for _, text in blocks_of(read(PAGE, whole_page=False))]
    assert texts == [
        "The bridge", "Open again", LONG, LONG.replace("three", "four"),
        "Year", "Cost", "2019", "A million", LONG.replace("three", "five"),
    ]  # fmt: skip


def test_whole_page_keeps_navigation_and_footer() -> None:
    texts = [text for _, text in blocks_of(read(PAGE))]
    assert texts[1:3] == ["Home", "World news of today"]
    assert texts[-1].startswith("Copyright 2026")


def test_page_without_an_article_is_taken_without_its_navigation() -> None:
    page = "<title>T x</title><nav>Home</nav><li>One thing</li><li><a href=y>More</a></li>"
    assert blocks_of(read(page, whole_page=False)) == [("heading", "T x"), ("list-item", "One thing")]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>A<p>B", [("paragraph", "A"), ("paragraph", "B")]),
        ("<h2>A</h2>", [("heading", "A")]),
        ("<ul><li>A<ul><li>B</ul><li>C</ul>", [("list-item", "A"), ("list-item", "B"), ("list-item", "C")]),
        ("<td>A<td>B", [("table-cell", "A"), ("table-cell", "B")]),
        ("<blockquote><p>A</p></blockquote>", [("quote", "A")]),
        ("<img alt='A b'><figcaption>C</figcaption>", [("caption", "A b"), ("caption", "C")]),
        ("A<br><br>B", [("paragraph", "A"), ("paragraph", "B")]),
        ("<div>A <b>B</b>\n  C</div>", [("paragraph", "A B C")]),
        ("<p>A &lt;b&gt; &amp;amp; &nbsp;B", [("paragraph", "A <b> &amp; \u00a0B")]),
        ("<p>super&shy;script", [("paragraph", "superscript")]),
        ("<p title='T'>A", [("caption", "T"), ("paragraph", "A")]),
        ("<p>A <a href=x title='Yes'>B</a> C", [("paragraph", "A B C"), ("caption", "Yes")]),
    ],
)  # fmt: skip
def test_blocks_of_a_page(source: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "<script>var a = '<p>no</p>';</script>",
        "<style>p { color: red }</style>",
        "<pre>code here</pre>",
        "<textarea>mine</textarea>",
        "<p><code>only_code()</code></p>",
        "<p translate=no>Acme</p>",
        "<div class='x notranslate'><p>Acme</p></div>",
        "<!-- <p>comment</p> -->",
        "<svg><title>icon</title></svg>",
        "<p>***</p>",
    ],
)
def test_code_scripts_and_what_is_marked_so_are_no_blocks(source: str) -> None:
    assert blocks(f"{source}<p>Text</p>") == [("paragraph", "Text")]


def test_inline_elements_are_marks_and_those_around_everything_are_not() -> None:
    document = read("<p><b><a href=x>A <i>big</i> <span class=y>red</span> dog</a></b></p>")
    found = [(mark.kind, mark.span.of(document.text)) for mark in document.marks]
    assert found == [("italic", "big"), ("other", "red")]


def test_footnote_signs_are_points_and_no_text() -> None:
    document = read('<p>A dog<sup><a href="#n">12</a></sup> barks.</p>')
    assert document.text.strip() == "A dog barks."
    assert [(mark.kind, mark.span.start) for mark in document.marks] == [("footnote", 5)]


def test_superscript_that_is_text_is_no_footnote() -> None:
    assert blocks("<p>10 km<sup>2</sup> of land") == [("paragraph", "10 km2 of land")]


def test_code_and_names_not_to_be_translated_are_protected() -> None:
    document = read("<p>Run <code>make x</code> on <span translate=no>Acme</span> now.")
    assert [span.of(document.text) for span in document.protected] == ["make x", "Acme"]


def test_targets_are_written_in_place_and_nothing_else_changes() -> None:
    written = write(PAGE, {"Open again": "Снова <открыт> & готов", "A million": "Миллион"})
    expected = PAGE.replace("Open again", "Снова &lt;открыт&gt; &amp; готов").replace("A million", "Миллион")
    assert written == expected.replace("<html>", '<html lang="ru">')


def test_marks_are_written_with_their_own_tags() -> None:
    source = '<p>A <B class=x>big</B><sup><a href="#1">1</a></sup> <img src=i alt="Alt"> dog<br/>barks.</p>'
    document = read(source)
    written = write_article(document, translate(document, upper), target_locale="ru").decode()
    assert written == (
        '<p>A <B class=x>BIG</B><sup><a href="#1">1</a></sup> <img src=i alt="ALT"> DOG<br/>BARKS.</p>'
    )


def test_title_of_a_link_is_written_inside_its_moved_tag() -> None:
    source = "<p>See <a href=x title=Help>this</a> now.</p>"
    document = read(source)
    written = write_article(document, translate(document, upper), target_locale="ru").decode()
    assert written == '<p>SEE <a href=x title="HELP">THIS</a> NOW.</p>'


def test_quotation_marks_in_an_attribute_are_escaped() -> None:
    assert write("<img alt='A dog'>", {"A dog": "«\"Пёс\" & 'кот'»"}) == (
        '<img alt="«&quot;Пёс&quot; &amp; &#x27;кот&#x27;»">'
    )


def test_no_break_spaces_are_written_as_the_block_writes_them() -> None:
    assert write("<p>5&nbsp;km</p><p>6 km</p>", {"5\u00a0km": "5\u00a0км", "6 km": "6\u00a0км"}) == (
        "<p>5&nbsp;км</p><p>6\u00a0км</p>"
    )


@pytest.mark.parametrize(
    ("tag", "locale", "expected"),
    [
        ("<html>", "ru", '<html lang="ru">'),
        ("<html lang=en class=x>", "pt-BR", '<html lang="pt-BR" class=x>'),
        ("<HTML lang='en' dir='ltr'>", "ar", '<HTML lang="ar" dir="rtl">'),
        ("<html>", "he", '<html lang="he" dir="rtl">'),
        ('<html xml:lang="en">', "de", '<html lang="de" xml:lang="de">'),
    ],
)
def test_language_and_direction_of_the_page_are_told(tag: str, locale: str, expected: str) -> None:
    assert write(f"{tag}<p>Text</p>", {"Text": "x1"}, locale) == f"{expected}<p>x1</p>"


def test_page_keeps_its_encoding_if_that_holds_the_target() -> None:
    source = '<meta charset="windows-1251"><p>Text «x»</p>'.encode("cp1251")
    written = rewrite(source, {"Text «x»": "Текст"}, input_format="html")
    assert written == '<meta charset="windows-1251"><p>Текст</p>'.encode("cp1251")


def test_page_becomes_utf8_and_says_so_if_its_encoding_cannot_hold_the_target() -> None:
    source = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>caf\u00e9 x</p>'
    written = rewrite(source.encode("latin-1"), {"café x": "кафе"}, input_format="html")
    assert written == source.replace("iso-8859-1", "utf-8").replace("café x", "кафе").encode()


def test_page_without_a_label_gets_a_byte_order_mark_when_it_becomes_utf8() -> None:
    source = "<p>He said “no” — twice</p>".encode("cp1252")
    written = rewrite(source, {"He said “no” — twice": "Нет"}, input_format="html")
    assert written == "\ufeff<p>Нет</p>".encode()


FRAGMENTS = [
    "<p>", "</p>", "<h1>", "<div>", "</div>", "<a href=x>", "</a>", '<img alt="Alt x">', "<br>", "<br>",
    "<li>", "<pre>", "</pre>", "<script>", "</script>", "<i>", "</i>", "<sup><a href=#x>1</a></sup>",
    "<td>", "<table>", "</table>", "<!-- c -->", "&nbsp;", "&", "<", "<code>", "</code>", "<nav>",
    "<span translate=no>", "</span>", "<title>", "</title>", "word", "слово", " ", "\n", "<!", "<?x", "</",
    '"', "'", "<b", "=", "\u00ad", "🎈",
]  # fmt: skip
hostile = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join)


@given(hostile, st.text(alphabet="аб <>&\"';#x10\n", max_size=20))
@settings(deadline=None)
def test_any_page_is_rebuilt_and_any_target_reads_back(source: str, target: str) -> None:
    try:
        document = read(source)
    except ArticleError:
        return
    check_laws(document)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == source.encode()
    text = " ".join(f"а {target} б".split())
    written = write_article(document, translate(document, lambda _: (text, ())), target_locale="ru")
    # A line break that the target lacks is put back in the place of a space, or before the first word.
    assert {" ".join(found.split()) for _, found in blocks_of(read(written.decode()))} == {text}


@pytest.mark.parametrize("text", ["<!-- x --><![**", "<![** b>one", "<![other[ x ]]>one", "<p>one</p><!["])
def test_section_that_is_none_is_taken_for_a_comment(text: str) -> None:
    assert "".join(piece.span.of(text) for piece in scan_html(text)) == text

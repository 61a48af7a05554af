"""EPUB: pages, tables of contents and metadata, there and back."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.article.epub_samples import CONTAINER, make_epub, package_document, page
from tests.article.units import blocks_of, check_laws, rewrite, translate, unchanged, with_targets
from translate_pipe.article import read_article, write_article
from translate_pipe.article.bilingual import stream_bilingual
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document

ONE = page('<h1 id="top">The first boat</h1><p>It <em>left</em> early.<br/>Nobody<a id="x"/> saw it.</p>')
NCX = (
    '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN"'
    ' "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">'
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head/>'
    "<docTitle><text>Boats</text></docTitle><docAuthor><text>A. Sailor</text></docAuthor><navMap>"
    '<navPoint id="n1"><navLabel><text>The first boat</text></navLabel><content src="one.xhtml"/></navPoint>'
    "</navMap></ncx>"
)
NCX_ITEM = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'


def read(content: bytes) -> Document:
    return read_article(None, content=content, input_format="epub")


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def bilingual(content: bytes, targets: dict[str, str], layout: str = "paragraphs") -> dict[str, str]:
    document = read(content)
    made = stream_bilingual(
        document,
        with_targets(document, targets),
        source_locale="en",
        target_locale="ru",
        layout=layout,  # type: ignore[arg-type]
    )
    return parts_of(b"".join(made))


def test_title_pages_and_contents_come_in_reading_order() -> None:
    two = page("<p>The last boat came back.</p>", title="Two")
    document = read(make_epub({"one.xhtml": ONE, "two.xhtml": two}))
    assert blocks_of(document) == [
        ("heading", "Boats"),
        ("heading", "The first boat"),
        ("paragraph", "It left early.\nNobody saw it."),
        ("heading", "Two"),
        ("paragraph", "The last boat came back."),
        ("heading", "Contents"),
        ("heading", "Contents"),
        ("list-item", "The first boat"),
        ("list-item", "The last boat"),
    ]
    check_laws(document)


def test_order_is_that_of_the_spine_and_the_contents_stand_where_it_puts_them() -> None:
    book = package_document(["b.xhtml", "a.xhtml"]).replace(
        '<itemref idref="p0"/>', '<itemref idref="nav"/><itemref idref="p0"/>'
    )
    pages = {"a.xhtml": page("<p>Second.</p>"), "b.xhtml": page("<p>First.</p>")}
    content = make_epub(pages, parts={"OEBPS/book.opf": book.encode()})
    texts = [text for _, text in blocks_of(read(content))]
    assert texts == ["Boats", "Contents", "Contents", "The first boat", "The last boat", "First.", "Second."]


def test_translated_book_keeps_links_marks_and_names() -> None:
    content = make_epub({"one.xhtml": ONE})
    made = parts_of(
        rewrite(
            content,
            {
                "Boats": "Лодки & суда",
                "The first boat": "Первая лодка",
                "It left early.\nNobody saw it.": "Она ушла рано.\nНикто её не видел.",
            },
            input_format="epub",
        )
    )
    assert '<h1 id="top">Первая лодка</h1>' in made["OEBPS/one.xhtml"]
    assert '<a id="x"/>' in made["OEBPS/one.xhtml"]
    assert '<html xmlns="http://www.w3.org/1999/xhtml"' in made["OEBPS/one.xhtml"]
    assert 'xml:lang="ru" lang="ru"' in made["OEBPS/one.xhtml"]
    assert '<li><a href="one.xhtml">Первая лодка</a></li>' in made["OEBPS/nav.xhtml"]
    assert "<dc:title>Лодки &amp; суда</dc:title><dc:language>ru</dc:language>" in made["OEBPS/book.opf"]
    assert 'unique-identifier="id" xml:lang="ru"' in made["OEBPS/book.opf"]
    for name, text in made.items():
        if name != "mimetype":
            etree.fromstring(text.encode())


def test_only_what_changes_is_written_anew_and_the_kind_comes_first() -> None:
    picture = bytes(range(256))
    content = make_epub({"one.xhtml": ONE}, parts={"OEBPS/a.png": picture, "OEBPS/style.css": b"p {}"})
    made = rewrite(content, {"The first boat": "Первая лодка"}, input_format="epub")
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(io.BytesIO(made)) as after:
        assert after.namelist() == before.namelist()
        first = after.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["OEBPS/book.opf", "OEBPS/one.xhtml", "OEBPS/nav.xhtml"]


def test_contents_of_epub_2_and_the_description_are_translated() -> None:
    metadata = (
        "<dc:title>Boats</dc:title><dc:description>Of boats.</dc:description><dc:language>en</dc:language>"
    )
    content = make_epub(
        {"one.xhtml": page("<p>One.</p>")},
        parts={"OEBPS/toc.ncx": NCX.encode()},
        nav=False,
        items=NCX_ITEM,
        spine=' toc="ncx"',
        metadata=metadata,
    )
    texts = [text for _, text in blocks_of(read(content))]
    assert texts == ["Boats", "Of boats.", "One.", "Boats", "The first boat"]
    made = parts_of(
        rewrite(
            content,
            {"Of boats.": "О лодках.", "The first boat": "Первая лодка"},
            input_format="epub",
        )
    )
    assert "<text>Первая лодка</text>" in made["OEBPS/toc.ncx"]
    assert "<text>A. Sailor</text>" in made["OEBPS/toc.ncx"]
    assert "<dc:description>О лодках.</dc:description>" in made["OEBPS/book.opf"]


def test_language_that_a_page_does_not_tell_is_told_as_xhtml_does() -> None:
    content = make_epub({"one.xhtml": page("<p>One boat.</p>", attributes="")})
    made = parts_of(rewrite(content, {"One boat.": "Одна лодка."}, input_format="epub"))
    assert '<html xml:lang="ru" xmlns=' in made["OEBPS/one.xhtml"]


def test_book_that_runs_to_the_left_is_turned_to_the_left() -> None:
    content = make_epub({"one.xhtml": page("<p>One boat.</p>")})
    made = parts_of(rewrite(content, {"One boat.": "قارب واحد."}, input_format="epub", locale="ar"))
    assert '<spine page-progression-direction="rtl">' in made["OEBPS/book.opf"]
    assert 'dir="rtl"' in made["OEBPS/one.xhtml"]


def test_description_with_markup_of_its_own_stays() -> None:
    metadata = "<dc:title>Boats</dc:title><dc:description>&lt;p&gt;Of boats.&lt;/p&gt;</dc:description>"
    content = make_epub({"one.xhtml": page("<p>One.</p>")}, metadata=metadata)
    assert "Of boats." not in read(content).text


def test_entities_of_html_stay_and_are_read() -> None:
    body = "<p>Tea&nbsp;and cake&#8212;caf&eacute;</p>"
    content = make_epub({"one.xhtml": page(body)})
    assert blocks_of(read(content))[1] == ("paragraph", "Tea\u00a0and cake\u2014caf\u00e9")
    made = parts_of(
        rewrite(content, {"Tea\u00a0and cake\u2014caf\u00e9": "Чай\u00a0и торт"}, input_format="epub")
    )
    assert "<p>Чай&nbsp;и торт</p>" in made["OEBPS/one.xhtml"]


def test_empty_elements_of_xhtml_do_not_swallow_what_follows() -> None:
    body = '<p/><div class="x"/><p>One<span id="b"/> boat.</p><script src="a.js"/><p>Two boats.</p>'
    texts = blocks_of(read(make_epub({"one.xhtml": page(body)})))
    assert texts[1:3] == [("paragraph", "One boat."), ("paragraph", "Two boats.")]


def test_picture_behind_an_empty_element_is_described_once() -> None:
    content = make_epub({"one.xhtml": page('<div><a id="q"/><img src="a.png" alt="A boat"/></div>')})
    assert blocks_of(read(content))[1:3] == [("caption", "A boat"), ("heading", "Contents")]
    made = parts_of(rewrite(content, {"A boat": "Лодка"}, input_format="epub"))
    assert '<a id="q"/><img src="a.png" alt="Лодка"/>' in made["OEBPS/one.xhtml"]


def test_copying_gives_back_the_file() -> None:
    content = make_epub({"one.xhtml": ONE}, parts={"OEBPS/toc.ncx": NCX.encode()}, items=NCX_ITEM)
    document = read(content)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content


def test_paragraphs_are_followed_by_their_translation() -> None:
    made = bilingual(
        make_epub({"one.xhtml": ONE}),
        {"Boats": "Лодки", "The first boat": "Первая лодка", "It left early.\nNobody saw it.": "Ушла."},
    )
    first = made["OEBPS/one.xhtml"]
    assert '<h1 id="top">The first boat<br/><span xml:lang="ru">Первая лодка</span></h1>' in first
    assert '<p xml:lang="ru"><em>Ушла</em>' in first
    assert first.count('id="x"') == 1
    assert "<dc:title>Boats / Лодки</dc:title><dc:language>en</dc:language>" in made["OEBPS/book.opf"]
    for name in ("OEBPS/one.xhtml", "OEBPS/nav.xhtml", "OEBPS/book.opf"):
        etree.fromstring(made[name].encode())


def test_two_columns_are_well_formed() -> None:
    made = bilingual(make_epub({"one.xhtml": ONE}), {"The first boat": "Первая лодка"}, "columns")
    etree.fromstring(made["OEBPS/one.xhtml"].encode())
    assert 'xml:lang="ru">Первая лодка</span>' in made["OEBPS/one.xhtml"]


BOMB = '<?xml version="1.0"?><!DOCTYPE package [<!ENTITY a "aaaaaaaa">]><package>&a;</package>'
LOCKED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData><CipherReference URI="{}"/>'
    "</CipherData></EncryptedData></encryption>"
)


def with_part(name: str, text: str) -> bytes:
    """Return a book with another part, or with one replaced."""
    return make_epub({"a.xhtml": ONE}, parts={name: text.encode()})


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"PK\x03\x04 nothing", "is no EPUB file"),
        (with_part("META-INF/container.xml", "<container/>"), "names no package document"),
        (with_part("OEBPS/book.opf", BOMB), "entities of its own"),
        (with_part("OEBPS/book.opf", "<package>"), "no well-formed XML"),
        (with_part("OEBPS/a.xhtml", BOMB), "a.xhtml: uses XML entities of its own"),
        (make_epub({}, nav=False), "holds no page"),
        (with_part("META-INF/encryption.xml", LOCKED.format("OEBPS/a.xhtml")), "protected against copying"),
        (with_part("OEBPS/bomb", "0" * (64 * 2**20)), "unpacks to 64 MiB"),
    ],
)  # fmt: skip
def test_bad_file_is_refused_in_words(content: bytes, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem):
        read(content)


def test_fonts_may_be_encrypted() -> None:
    locked = LOCKED.format("OEBPS/a.ttf").encode()
    content = make_epub({"a.xhtml": ONE}, parts={"META-INF/encryption.xml": locked, "OEBPS/a.ttf": b"x"})
    assert blocks_of(read(content))[1] == ("heading", "The first boat")


def test_file_that_names_a_part_twice_is_refused() -> None:
    content = io.BytesIO(make_epub({"a.xhtml": ONE}))
    with zipfile.ZipFile(content, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("OEBPS/a.xhtml", "<p>Another</p>")
    with pytest.raises(ArticleError, match="two parts of one name"):
        read(content.getvalue())


def test_paths_out_of_the_file_lead_nowhere() -> None:
    item = '<item id="out" href="../../etc/passwd" media-type="application/xhtml+xml"/>'
    content = make_epub({"a.xhtml": ONE}, parts={"META-INF/container.xml": CONTAINER.encode()}, items=item)
    assert "passwd" not in read(content).text


def test_numbers_of_pages_in_print_are_no_text() -> None:
    listed = (
        '<nav epub:type="toc"><ol><li><a href="one.xhtml">A boat</a></li></ol></nav>'
        '<nav epub:type="page-list"><ol><li><a href="one.xhtml#p">xii</a></li></ol></nav>'
    )
    target = "<pageTarget><navLabel><text>xii</text></navLabel></pageTarget></pageList></ncx>"
    ncx = NCX.replace("</ncx>", f"<pageList>{target}")
    parts = {"OEBPS/nav.xhtml": page(listed).encode(), "OEBPS/toc.ncx": ncx.encode()}
    content = make_epub({"one.xhtml": ONE}, parts=parts, items=NCX_ITEM)
    texts = [text for _, text in blocks_of(read(content))]
    assert "xii" not in texts
    assert texts[-3:] == ["A boat", "Boats", "The first boat"]
    made = parts_of(rewrite(content, {"A boat": "Лодка"}, input_format="epub"))
    assert '<a href="one.xhtml">Лодка</a>' in made["OEBPS/nav.xhtml"]
    assert '<a href="one.xhtml#p">xii</a>' in made["OEBPS/nav.xhtml"]


def test_what_xml_cannot_hold_does_not_come_into_the_book() -> None:
    metadata = "<dc:title>Boats</dc:title><dc:language>en</dc:language>"
    content = make_epub({"one.xhtml": page("<p>One boat.</p>")}, metadata=metadata)
    targets = {"One boat.": "Одна\x0b<лодка> ]]>\ufffe", "Boats": "Лодки\x00 & <b>"}
    made = parts_of(rewrite(content, targets, input_format="epub"))
    for name in ("OEBPS/one.xhtml", "OEBPS/book.opf"):
        etree.fromstring(made[name].encode())
    assert "<dc:title>Лодки  &amp; &lt;b&gt;</dc:title>" in made["OEBPS/book.opf"]
    assert "<p>Одна &lt;лодка&gt; ]]&gt;" in made["OEBPS/one.xhtml"]


PIECES = st.lists(
    st.sampled_from([
        "The council ", "met. ", "<b>", "</b>", "<a id='q'/>", "<br/>", "&#160;", "&amp; ", "<p>", "</p>",
        "<p/>", "H<sub>2</sub>O ", "<img src='a.png' alt='A boat'/>", "<!-- no -->", "<span/>", "<td/>",
        "<code>x</code>", "<em>", "</em>", "<![CDATA[a < b]]>", "<ul><li>", "</li></ul>",
    ]),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(PIECES)
def test_any_page_comes_back_to_the_byte_and_translated_stays_well_formed(body: str) -> None:
    content = make_epub({"one.xhtml": page(f"<div>{body}</div>")})
    document = read(content)
    check_laws(document)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content
    made = write_article(
        document,
        translate(document, lambda segment: (f"Ы {segment.source}", segment.marks)),
        target_locale="ru",
    )
    assert len(read(made).blocks) == len(document.blocks)

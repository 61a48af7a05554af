"""ODT: paragraphs, tables, boxes, notes, headers and titles, there and back."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.article.odt_samples import KIND, make_odt, paragraph, paragraph_style, span, text_style
from tests.article.units import blocks_of, check_laws, rewrite, translate, unchanged
from translate_pipe.article import read_article, write_article
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document

SEED = Path(__file__).parents[2] / "seeds" / "reed-beds.odt"
BOLD = text_style("B", 'fo:font-weight="bold"')
ITALIC = text_style("I", 'fo:font-style="italic"')
NOTE = (
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>Seen twice.</text:p></text:note-body></text:note>"
)
COMMENT = "<office:annotation><dc:creator>Ann</dc:creator><text:p>Really?</text:p></office:annotation>"
TAB, BREAK, SPACES = "<text:tab/>", "<text:line-break/>", '<text:s text:c="4"/>'


def read(content: bytes) -> Document:
    return read_article(None, content=content, input_format="odt")


def write(content: bytes, targets: dict[str, str], locale: str = "ru") -> bytes:
    return rewrite(content, targets, input_format="odt", locale=locale)


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def body_of(content: bytes) -> str:
    found = re.search("<office:text>(.*)</office:text>", part_of(content, "content.xml"), re.DOTALL)
    assert found is not None
    return found[1].replace(' text:style-name="Standard"', "")


def translated(text: str, targets: dict[str, str], automatic: str = BOLD + ITALIC) -> str:
    """Return what a paragraph holds once its text is translated by the table."""
    return body_of(write(make_odt(paragraph(text), automatic=automatic), targets)).removeprefix("<text:p>")[
        :-9
    ]


def texts_of(body: str, **parts: str) -> list[str]:
    return [text for _, text in blocks_of(read(make_odt(body, **parts)))]  # type: ignore[arg-type]


def marks_of(content: bytes) -> list[tuple[str, str]]:
    document = read(content)
    return [(mark.kind, mark.span.of(document.text)) for mark in document.marks]


@pytest.mark.parametrize(
    ("style", "kind"),
    [
        ("Standard", "paragraph"), ("Text_20_body", "paragraph"), ("Heading_20_1", "heading"),
        ("Title", "heading"), ("Subtitle", "heading"), ("Own", "caption"), ("Quotations", "quote"),
        ("Twice", "caption"), ("Circle", "paragraph"),
    ],
)  # fmt: skip
def test_kind_of_a_paragraph_is_that_of_its_style(style: str, kind: str) -> None:
    styles = paragraph_style("Own", parent="Caption") + paragraph_style("Caption")
    styles += paragraph_style("Circle", parent="Other") + paragraph_style("Other", parent="Circle")
    automatic = paragraph_style("Twice", parent="Own")
    content = make_odt(paragraph("Reeds", style), styles=styles, automatic=automatic)
    assert blocks_of(read(content)) == [(kind, "Reeds")]


def test_kind_of_a_paragraph_is_that_of_what_it_stands_in() -> None:
    cell = f"<table:table-cell>{paragraph('Cell')}<text:list><text:list-item>{paragraph('In it')}"
    cell += "</text:list-item></text:list></table:table-cell>"
    covered = f"<table:covered-table-cell>{paragraph('Hidden')}</table:covered-table-cell>"
    table = f"<table:table><table:table-row>{cell}{covered}</table:table-row></table:table>"
    item = f"<text:list><text:list-item>{paragraph('Item')}</text:list-item></text:list>"
    box = f"<draw:frame><draw:text-box>{paragraph('Boxed')}</draw:text-box></draw:frame>"
    boxed = f"<text:list><text:list-item>{paragraph(box + 'Around')}</text:list-item></text:list>"
    head = '<text:h text:outline-level="1">Head</text:h>'
    section = f'<text:section text:name="S">{paragraph("Apart")}</text:section>'
    assert blocks_of(read(make_odt(head + table + item + boxed + section))) == [
        ("heading", "Head"), ("table-cell", "Cell"), ("list-item", "In it"), ("list-item", "Item"),
        ("list-item", "Around"), ("paragraph", "Boxed"), ("paragraph", "Apart"),
    ]  # fmt: skip


def test_headers_and_properties_follow_the_text() -> None:
    header = f"<style:header>{paragraph('Head')}</style:header><style:footer-left>{paragraph('Foot')}"
    meta = "<dc:title>The title</dc:title><dc:creator>Ann</dc:creator><dc:description>Of it</dc:description>"
    content = make_odt(paragraph("Text"), master=header + "</style:footer-left>", meta=meta)
    texts = {"Head": "Верх", "Foot": "Низ", "The title": "Название", "Of it": "О нём", "Text": "Текст"}
    assert sorted(text for _, text in blocks_of(read(content))) == sorted(texts)
    written = write(content, texts)
    assert re.findall("<text:p[^>]*>(.*?)</text:p>", part_of(written, "styles.xml")) == ["Верх", "Низ"]
    assert "<dc:title>Название</dc:title><dc:creator>Ann</dc:creator>" in part_of(written, "meta.xml")
    assert "<dc:description>О нём</dc:description>" in part_of(written, "meta.xml")


def test_notes_and_descriptions_are_read_and_comments_and_deleted_text_are_not() -> None:
    deleted = "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone</text:p>"
    deleted += "</text:deletion></text:changed-region></text:tracked-changes>"
    frame = (
        "<draw:frame><draw:image/><svg:title>A map</svg:title><svg:desc>Of the lake</svg:desc></draw:frame>"
    )
    table = "<table:table><table:title>Pairs</table:title></table:table>"
    body = deleted + paragraph(f"Reeds{NOTE} grow{COMMENT} here.") + paragraph(frame) + table
    assert texts_of(body) == ["Reeds grow here.", "Seen twice.", "A map", "Of the lake", "Pairs"]
    written = body_of(write(make_odt(body), {"Reeds grow here.": "Тростник.", "Of the lake": "Озеро"}))
    assert NOTE in written
    assert COMMENT in written
    assert deleted in written
    assert "<svg:title>A map</svg:title><svg:desc>Озеро</svg:desc>" in written


def test_contents_are_read_and_sorted_lists_are_kept() -> None:
    def index(name: str, text: str) -> str:
        source = f"<text:{name}-source><text:index-title-template>Of {name}</text:index-title-template>"
        body = f"<text:index-body>{paragraph(text)}</text:index-body>"
        return f"<text:{name}>{source}</text:{name}-source>{body}</text:{name}>"

    names = ("table-of-content", "alphabetical-index", "bibliography", "illustration-index")
    assert texts_of("".join(index(name, f"Entry {place}") for place, name in enumerate(names))) == [
        "Of table-of-content", "Entry 0", "Of illustration-index", "Entry 3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("style", "parent"),
    [("Preformatted_20_Text", ""), ("P1", "Preformatted_20_Text"), ("X", "Source_20_Code"), ("code", "")],
)
def test_code_is_kept(style: str, parent: str) -> None:
    automatic = paragraph_style(style, parent=parent)
    styles = paragraph_style("Source_20_Code", display="Source Code")
    assert texts_of(paragraph("ls", style) + paragraph("Text"), automatic=automatic, styles=styles) == [
        "Text"
    ]


def test_plain_text_that_is_code_from_beginning_to_end_is_read() -> None:
    body = paragraph("Reeds grow here.", "Preformatted_20_Text") + paragraph("", "Standard")
    content = make_odt(body)
    assert blocks_of(read(content)) == [("paragraph", "Reeds grow here.")]
    assert "Тростник." in body_of(write(content, {"Reeds grow here.": "Тростник."}))


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ('fo:font-weight="bold"', "bold"), ('fo:font-weight="700"', "bold"),
        ('fo:font-style="italic"', "italic"), ('style:text-underline-style="solid"', "underline"),
        ('style:text-line-through-style="solid"', "strike"),
        ('fo:color="#ff0000"', "other"), ('style:font-name="Serif"', "other"),
        ('fo:font-weight="normal" fo:font-style="normal" style:text-underline-style="none"', None),
        ('fo:language="fr" fo:country="FR" style:language-asian="ja"', None), ('fo:font-size="11pt"', None),
    ],
)  # fmt: skip
def test_looks_that_are_marks(properties: str, kind: str | None) -> None:
    look = paragraph_style("Standard", 'fo:font-size="11pt"')
    content = make_odt(
        paragraph(f"The great and {span('boat', 'T')}"), automatic=text_style("T", properties), styles=look
    )
    assert marks_of(content) == ([(kind, "boat")] if kind else [])


def test_look_is_told_from_that_of_the_paragraph() -> None:
    automatic = BOLD + text_style("N", 'fo:font-weight="normal"')
    text = paragraph(f"The {span('great', 'B')} and the {span('small', 'N')} boat", "Head")
    content = make_odt(text, automatic=automatic, styles=paragraph_style("Head", 'fo:font-weight="bold"'))
    assert marks_of(content) == [("other", "small")]


def test_code_within_a_text_is_protected() -> None:
    content = make_odt(
        paragraph(f"Say {span('git push', 'T')} now"), automatic=text_style("T", "", parent="Source_20_Text")
    )
    document = read(content)
    assert [span.of(document.text) for span in document.protected] == ["git push"]


def test_formula_keeps_its_lowered_figure() -> None:
    low = text_style("L", 'style:text-position="sub 58%"')
    document = read(make_odt(paragraph(f"Water is H{span('2', 'L')}O too"), automatic=low))
    assert [span.of(document.text) for span in document.protected] == ["H2O"]


def test_own_styles_of_headers_are_not_those_of_the_text() -> None:
    content = make_odt(
        paragraph(f"A {span('bold', 'B')} text"),
        automatic=BOLD,
        master=f"<style:header>{paragraph('The ' + span('head', 'B'))}</style:header>",
    )
    assert marks_of(content) == [("bold", "bold")]


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("Reeds grow", "Тростник растёт", "Тростник растёт"),
        (span("Reeds", "B") + " grow here", "Тростник растёт", span("Тростник", "B") + " растёт"),
        # What does not show is left out, and what looks the same is one.
        (span(span("Re", "X") + "eds", "X") + " gr" + span("ow", "X"), "Тростник растёт", "Тростник растёт"),
        (span("Re", "B") + span("eds", "B") + " grow here", "Тростник растёт",
         span("Тростник", "B") + " растёт"),
        (span(span("Reeds", "I"), "B") + " grow here", "Тростник растёт",
         span(span("Тростник", "I"), "B") + " растёт"),
        (f"Reeds{TAB}grow", "Тростник растёт", f"Тростник{TAB}растёт"),
        (f"Reeds{BREAK}grow", "Тростник растёт", f"Тростник{BREAK}растёт"),
        (f"Reeds{SPACES}grow", "Тростник растёт", f"Тростник{SPACES}растёт"),
        (f"{SPACES}Reeds grow", "Тростник растёт", f"{SPACES}Тростник растёт"),
        (f"Reeds{NOTE} grow", "Тростник растёт", f"Тростник{NOTE} растёт"),
        (f"Reeds grow{NOTE}", "Тростник растёт", f"Тростник растёт{NOTE}"),
        ('<text:bookmark-start text:name="a"/>Reeds grow<text:bookmark-end text:name="a"/>',
         "Тростник растёт",
         '<text:bookmark-start text:name="a"/>Тростник растёт<text:bookmark-end text:name="a"/>'),
        ("Reeds <text:soft-page-break/>grow", "Тростник растёт", "Тростник растёт"),
        ("\n  Reeds\n  grow <!-- x -->\n", "Тростник растёт", "Тростник растёт "),
        ('<text:a xlink:href="b:c">Reeds</text:a> grow', "Тростник растёт",
         '<text:a xlink:href="b:c">Тростник</text:a> растёт'),
    ],
)  # fmt: skip
def test_what_stands_in_a_paragraph_stays_at_its_word(source: str, target: str, written: str) -> None:
    automatic = BOLD + ITALIC + text_style("X", 'fo:language="en"')
    (text,) = {text for _, text in blocks_of(read(make_odt(paragraph(source), automatic=automatic)))} - {
        "Seen twice."
    }
    assert translated(source, {text: target}, automatic) == written


def test_field_stays_and_says_what_it_said() -> None:
    field = '<text:sequence text:name="Figure">1</text:sequence>'
    content = make_odt(paragraph(f"Figure {field}: The lake"))
    document = read(content)
    assert document.text.strip() == "Figure 1: The lake"
    assert [span.of(document.text) for span in document.protected] == ["1"]
    targets = {"Figure 1: The lake": "Рисунок 1: Озеро"}
    assert body_of(write(content, targets)) == f"<text:p>Рисунок {field}: Озеро</text:p>"


def test_field_keeps_its_look() -> None:
    field = "<text:page-number>7</text:page-number>"
    assert translated(
        f"This is page {span(field, 'B')} of it", {"This is page 7 of it": "Это стр. 7 здесь"}
    ) == (f"Это стр. {span(field, 'B')} здесь")


def test_text_of_fields_alone_is_no_text() -> None:
    fields = "<text:date>Monday</text:date> <text:page-number>7</text:page-number>"
    assert texts_of(paragraph(fields) + paragraph("Text")) == ["Text"]


def test_hidden_text_is_kept() -> None:
    hidden = span("secret", "H") + "<text:hidden-text>more</text:hidden-text>"
    content = make_odt(paragraph(f"Reeds {hidden}grow"), automatic=text_style("H", 'text:display="none"'))
    assert [text for _, text in blocks_of(read(content))] == ["Reeds grow"]
    assert hidden in body_of(write(content, {"Reeds grow": "Тростник растёт"}))


PAIRS = [
    ('<text:bookmark-start text:name="a"/>', '<text:bookmark-end text:name="a"/>'),
    ('<text:change-start text:change-id="c"/>', '<text:change-end text:change-id="c"/>'),
    ('<office:annotation office:name="n"><text:p>Hm</text:p></office:annotation>',
     '<office:annotation-end office:name="n"/>'),
]  # fmt: skip


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_what_begins_and_ends_in_a_text_goes_with_its_words(start: str, end: str) -> None:
    source = f"The {start}old boat{end} sails"
    content = make_odt(paragraph(source))
    assert marks_of(content) == [("other", "old boat")]
    document = read(content)

    def turned(segment: object) -> tuple[str, tuple[object, ...]]:
        del segment
        mark = document.marks[0]
        return "Плывёт старый бот", (type(mark)(mark.id, mark.kind, type(mark.span)(7, 17)),)

    units = translate(document, turned)  # type: ignore[arg-type]
    written = body_of(write_article(document, units, target_locale="ru"))
    assert written == f"<text:p>Плывёт {start}старый бот{end}</text:p>"


def test_what_crosses_stays_in_its_order() -> None:
    (a, b), (c, d), _ = PAIRS
    written = translated(f"One {a}two {c}three{b} four{d} five", {"One two three four five": "Раз два три"})
    places = [written.index(sign) for sign in (a, b, c, d)]
    assert places[0] < places[1]
    assert places[2] < places[3]


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("One.  Two", "Раз. Два", "Раз. Два"),
        ("One. Two", "Раз.  Два", "Раз. <text:s/>Два"),
        ("One. <text:s/>Two", "Раз.   Два", "Раз. <text:s/><text:s/>Два"),
    ],
)
def test_spaces_that_programs_would_pass_over_are_written_as_elements(
    source: str, target: str, written: str
) -> None:
    (text,) = (text for _, text in blocks_of(read(make_odt(paragraph(source)))))
    assert translated(source, {text: target}) == written


@pytest.mark.parametrize(
    ("locale", "named"),
    [
        ("ru", 'fo:language="ru" fo:country="RU"'),
        ("de-AT", 'fo:language="de" fo:country="AT"'),
        ("sr-Latn", 'fo:language="sr" fo:country="RS" fo:script="Latn"'),
        ("zh-Hant", 'fo:language="en" fo:country="GB" style:language-asian="zh" style:country-asian="TW"'),
        ("ar", 'fo:language="en" fo:country="GB" style:language-complex="ar" style:country-complex="EG"'),
    ],
)  # fmt: skip
def test_default_style_names_the_language(locale: str, named: str) -> None:
    content = make_odt(paragraph("Text"), meta="<dc:language>en-GB</dc:language>")
    written = write(content, {"Text": "Слово"}, locale)
    assert f"<style:text-properties {named}/>" in part_of(written, "styles.xml")
    assert "en-GB" not in part_of(written, "meta.xml")


def test_default_style_is_made_where_there_is_none_and_other_languages_stay() -> None:
    same = text_style("S", 'fo:language="en" fo:country="GB"')
    other = text_style("F", 'fo:language="fr" fo:country="FR"')
    made = part_of(write(make_odt(paragraph("Text"), styles=""), {"Text": "Слово"}), "styles.xml")
    assert '<style:text-properties fo:language="ru" fo:country="RU"/></style:default-style>' in made
    written = part_of(
        write(make_odt(paragraph("Text"), automatic=same + other), {"Text": "Слово"}), "content.xml"
    )
    assert 'fo:language="ru" fo:country="RU"' in written
    assert 'fo:language="fr" fo:country="FR"' in written


def test_direction_is_set_for_languages_that_run_to_the_left() -> None:
    page = '<style:page-layout-properties style:writing-mode="lr-tb"/>'
    layout = f'<style:page-layout style:name="p">{page}</style:page-layout>'
    written = part_of(
        write(make_odt(paragraph("Text"), automatic=layout), {"Text": "نص"}, "ar"), "styles.xml"
    )
    assert '<style:paragraph-properties style:writing-mode="rl-tb" fo:text-align="right"/>' in written


def test_only_changed_parts_are_written_anew_and_a_signature_is_dropped() -> None:
    extra = {"Object 1/content.xml": "<math/>", "settings.xml": "<a/>", "Basic/Standard/Module1.xml": "<m/>",
             "META-INF/documentsignatures.xml": "<s/>", "META-INF/macrosignatures.xml": "<s/>"}  # fmt: skip
    content = make_odt(paragraph("Text"), meta="<dc:title>Same</dc:title>", extra=extra)
    written = write(content, {"Text": "Слово"})
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(io.BytesIO(written)) as after:
        kept = [name for name in before.namelist() if name != "META-INF/documentsignatures.xml"]
        assert after.namelist() == kept
        assert [name for name in kept if before.read(name) != after.read(name)] == [
            "content.xml",
            "styles.xml",
        ]


def test_kind_of_the_file_comes_first_and_is_not_compressed() -> None:
    plain = make_odt(paragraph("Text"))
    mixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as before, zipfile.ZipFile(mixed, "w") as after:
        for name in reversed(before.namelist()):
            after.writestr(name, before.read(name), zipfile.ZIP_DEFLATED)
    written = write(mixed.getvalue(), {"Text": "Слово"})
    assert written[30:].startswith(b"mimetype" + KIND.encode())


BOMB = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file and no ODT"),
        (b"PK\x03\x04", "is no ODT file"),
        (make_odt(paragraph("…")), "holds no text"),
        (make_odt(paragraph("&x;")), r"is damaged in content.xml"),
        (make_odt("", extra={"content.xml": "<a/>"}), "but no text document"),
        (make_odt("", extra={"styles.xml": BOMB}), "has a document type in styles.xml"),
        (make_odt("", extra={"bomb": "0" * (64 * 2**20)}), "unpacks to 64 MiB"),
        (make_odt(paragraph("Text"), extra={"META-INF/manifest.xml": "<m:encryption-data/>"}),
         "is protected with a password"),
    ],
)  # fmt: skip
def test_bad_file_is_refused_in_words(content: bytes, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem):
        read(content)


def test_office_file_that_is_no_odt_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(ArticleError, match="is a ZIP archive, but no ODT"):
        read(buffer.getvalue())


def test_number_of_spaces_makes_no_text_long() -> None:
    document = read(make_odt(paragraph('One<text:s text:c="2000000000"/>two')))
    assert document.text.strip() == "One two"


def test_thousands_of_bookmarks_one_in_the_other_are_read() -> None:
    starts = "".join(f'<text:bookmark-start text:name="{n}"/>a' for n in range(500))
    ends = "".join(f'<text:bookmark-end text:name="{n}"/>a' for n in reversed(range(500)))
    content = make_odt(paragraph(f"The {starts} {ends} end"))
    assert blocks_of(read(content)) == [("paragraph", f"The {'a' * 500} {'a' * 500} end")]


RUNS = st.recursive(
    st.one_of(
        st.sampled_from(["The ", "boat", "a", " x", " ", "."]),
        st.sampled_from(
            [TAB, BREAK, SPACES, "<text:s/>", NOTE, COMMENT, "<text:page-number>7</text:page-number>"]
        ),
        st.sampled_from([sign for pair in PAIRS[:2] for sign in pair]),
    ),
    lambda inner: st.tuples(st.lists(inner, max_size=3).map("".join), st.sampled_from("BIXL")).map(
        lambda made: (
            f'<text:a xlink:href="b:c">{made[0]}</text:a>'
            if made[1] == "L" and "text:a " not in made[0]
            else span(*made)
        )
    ),
    max_leaves=6,
)
FURNITURE = ("tab", "line-break", "note", "page-number", "bookmark-start", "bookmark-end", "change-start",
             "change-end", "annotation")  # fmt: skip


def _looks(content: bytes) -> list[tuple[str, bool, bool, bool]]:
    """Return each letter of the text, notes and comments aside: whether it is bold, in italics, a link."""
    found: list[tuple[str, bool, bool, bool]] = []

    def collect(element: etree._Element, bold: bool, italic: bool, link: bool) -> None:
        name = etree.QName(element).localname
        style = next(
            (str(value) for key, value in element.attrib.items() if str(key).endswith("style-name")), ""
        )
        bold, italic, link = bold or style == "B", italic or style == "I", link or name == "a"
        found.extend((char, bold, italic, link) for char in element.text or "" if not char.isspace())
        for child in element:
            if etree.QName(child).localname not in ("note", "annotation", "page-number"):
                collect(child, bold, italic, link)
            found.extend((char, bold, italic, link) for char in child.tail or "" if not char.isspace())

    for outer in etree.fromstring(part_of(content, "content.xml").encode()).iterfind(".//{*}text/{*}p"):
        collect(outer, False, False, False)
    return found


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(RUNS, max_size=4).map("".join), min_size=1, max_size=3))
def test_every_paragraph_comes_back_with_what_it_holds(paragraphs: list[str]) -> None:
    content = make_odt("".join(map(paragraph, paragraphs)), automatic=BOLD + ITALIC + text_style("X", ""))
    try:
        document = read(content)
    except ArticleError:
        return  # there is no text
    check_laws(document)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content
    written = write_article(
        document, translate(document, lambda s: (s.source.swapcase(), s.marks)), target_locale="ru"
    )
    again = read(written)
    assert blocks_of(again) == [(kind, text.swapcase()) for kind, text in blocks_of(document)]
    assert _looks(written) == [(char.swapcase(), *look) for char, *look in _looks(content)]
    for name in FURNITURE:
        assert body_of(written).count(f":{name}") == body_of(content).count(f":{name}")


def test_sample_says_what_it_said_in_other_words() -> None:
    document = read_article(SEED)
    units = translate(document, lambda s: (s.source.upper(), s.marks))
    text = body_of(write_article(document, units, target_locale="ru"))
    assert 'O<text:span text:style-name="T3">2</text:span>' in text
    assert "<dc:creator>Warden</dc:creator>" in text
    assert "<text:p>Ask the laboratory.</text:p>" in text
    assert ">warden count --bed north --pairs 9<" in text
    assert "<svg:desc>BROWN REEDS ON THE SHORE OF A BLUE LAKE</svg:desc>" in text


def test_words_in_a_control_are_text_and_stay_in_it() -> None:
    loext = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
    body = f'<x:content-control xmlns:x="{loext}" x:alias="Whose">her</x:content-control>'
    document = read(make_odt(paragraph(f"She rows {body} boat")))
    assert blocks_of(document) == [("paragraph", "She rows her boat")]
    written = write_article(
        document, translate(document, lambda s: (s.source.upper(), s.marks)), target_locale="ru"
    )
    found = re.search("SHE ROWS <x:content-control ([^>]*)>HER</x:content-control> BOAT", body_of(written))
    assert found is not None
    assert 'x:alias="Whose"' in found[1]


def test_number_of_a_heading_is_no_text_and_stays_before_it() -> None:
    heading = '<text:h text:outline-level="1"><text:number>1.</text:number>Two boats</text:h>'
    assert blocks_of(read(make_odt(heading))) == [("heading", "Two boats")]
    assert body_of(write(make_odt(heading), {"Two boats": "Два бота"})) == heading.replace(
        "Two boats", "Два бота"
    )

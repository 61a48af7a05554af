"""DOCX: text, formatting, notes, fields, changes and text boxes, there and back."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.docx_samples import body_of, field, make_docx, paragraph, run
from tests.article.units import blocks_of, check_laws, translate, unchanged, with_targets
from translate_pipe.article import read_article, write_article
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Mark, Segment, Span

BOLD = "<w:b/>"
RED = '<w:color w:val="FF0000"/>'
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
BOOKMARK = '<w:bookmarkStart w:id="1" w:name="x"/>'
SEEDS = Path(__file__).parents[2] / "seeds"


def read(body: str, footnotes: str = "") -> Document:
    return read_article(None, content=make_docx(body, footnotes=footnotes), input_format="docx")


def marks(body: str) -> list[tuple[str, str]]:
    document = read(body)
    return [(mark.kind, mark.span.of(document.text)) for mark in document.marks]


def upper(segment: Segment) -> tuple[str, tuple[Mark, ...]]:
    """Translate by capitals, so that marks keep their places."""
    return segment.source.upper(), segment.marks


def rewrite(body: str, locale: str = "ru") -> str:
    document = read(body)
    return body_of(write_article(document, translate(document, upper), target_locale=locale))


def test_formatting_that_is_not_the_usual_one_is_a_mark() -> None:
    body = paragraph(
        run("The "), run("old", BOLD), run(" "), run("bridge", BOLD), run(" is "), run("no", "<w:i/>"),
        run("w", '<w:i/><w:lang w:val="en-GB"/>'), run(" op"), run("en.", "<w:noProof/>"),
    )  # fmt: skip
    assert read(body).text.strip() == "The old bridge is now open."
    assert marks(body) == [("bold", "old bridge"), ("italic", "now")]


def test_paragraph_in_one_formatting_has_no_marks_and_keeps_it() -> None:
    body = paragraph(run("All ", BOLD), run("bold", BOLD))
    assert marks(body) == []
    assert rewrite(body) == paragraph(run("ALL BOLD", BOLD))


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ("<w:b/>", "bold"),
        ('<w:b w:val="0"/>', "other"),
        ("<w:i/>", "italic"),
        ('<w:u w:val="single"/>', "underline"),
        ('<w:u w:val="none"/>', "other"),
        ("<w:strike/>", "strike"),
        (RED, "other"),
        ('<w:rStyle w:val="VerbatimChar"/>', "code"),
    ],
)
def test_kind_of_a_mark_is_what_the_formatting_shows(properties: str, kind: str) -> None:
    assert marks(paragraph(run("Some text "), run("here", properties))) == [(kind, "here")]


def test_formatting_comes_back_in_full() -> None:
    body = paragraph(run("The "), run("old", BOLD + RED), run(" bridge."), properties='<w:jc w:val="both"/>')
    assert rewrite(body) == paragraph(
        run("THE "), run("OLD", BOLD + RED), run(" BRIDGE."), properties='<w:jc w:val="both"/>'
    )


def test_footnote_sign_stands_where_its_mark_is_and_the_note_is_translated() -> None:
    body = paragraph(run("The bridge"), NOTE, run(" is open."))
    mark = "<w:r><w:footnoteRef/></w:r>"
    notes = f'<w:footnote w:id="2">{paragraph(mark, run(" In 1911."))}</w:footnote>'
    document = read(body, notes)
    assert blocks_of(document) == [("paragraph", "The bridge is open."), ("paragraph", "In 1911.")]
    placed = Mark(document.marks[0].id, "footnote", Span(4, 4))
    written = write_article(
        document,
        translate(document, lambda s: ("Мост открыт.", (placed,)) if s.marks else ("В 1911 году.", ())),
        target_locale="ru",
    )
    assert body_of(written) == paragraph(run("Мост"), NOTE, run(" открыт."))
    assert body_of(written, "word/footnotes.xml") == (
        f'<w:footnote w:id="2">{paragraph(mark, run(" В 1911 году."))}</w:footnote>'
    )


def test_hyperlink_is_a_link_with_its_address_and_keeps_its_own_formatting() -> None:
    link = '<w:hyperlink r:id="r3">{}</w:hyperlink>'
    style = '<w:rStyle w:val="Hyperlink"/>'
    body = paragraph(run("See "), link.format(run("the ", style) + run("page", style)), run(" now."))
    document = read(body)
    assert [(m.kind, m.span.of(document.text)) for m in document.marks] == [("link", "the page")]
    assert dict(document.marks[0].attributes)["href"] == "https://a.b/c"
    assert rewrite(body) == paragraph(run("SEE "), link.format(run("THE PAGE", style)), run(" NOW."))


def test_formatting_inside_a_link_is_nested_in_it() -> None:
    body = paragraph(run("See "), f'<w:hyperlink w:anchor="a">{run("the ")}{run("page", BOLD)}</w:hyperlink>')
    assert marks(body) == [("link", "the page"), ("bold", "page")]
    assert rewrite(body) == paragraph(
        run("SEE "), f'<w:hyperlink w:anchor="a">{run("THE ")}{run("PAGE", BOLD)}</w:hyperlink>'
    )


def test_tracked_changes_are_kept() -> None:
    deleted = '<w:del w:id="1" w:author="A"><w:r><w:delText>gone</w:delText></w:r></w:del>'
    inserted = '<w:ins w:id="2" w:author="A">{}</w:ins>'
    body = paragraph(run("The "), deleted, inserted.format(run("new")), run(" bridge."))
    assert read(body).text.strip() == "The new bridge."
    assert rewrite(body) == paragraph(run("THE "), deleted, inserted.format(run("NEW")), run(" BRIDGE."))


def test_result_of_a_field_is_protected_unless_it_is_a_link() -> None:
    body = paragraph(
        run("See "), field(" REF x ", run("Figure 3")), run(" and "), field(" HYPERLINK y ", run("that"))
    )
    document = read(body)
    assert document.text.strip() == "See Figure 3 and that"
    assert [span.of(document.text) for span in document.protected] == ["Figure 3"]
    assert [kind for kind, _ in marks(body)] == ["other", "link"]
    assert rewrite(body) == paragraph(
        run("SEE "), field(" REF x ", run("FIGURE 3")), run(" AND "), field(" HYPERLINK y ", run("THAT"))
    )


def test_field_that_goes_on_in_the_next_paragraph_stays_where_it_is() -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = paragraph(begin, run("One")) + paragraph(run("Two"), end)
    assert rewrite(body) == paragraph(begin, run("ONE")) + paragraph(run("TWO"), end)


def test_line_breaks_and_tabs_stand_between_the_same_words() -> None:
    line_break, tab = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"
    body = paragraph(tab, run("Name:"), tab, run("Ann"), line_break, run("Smith"))
    assert read(body).text.strip() == "Name:\tAnn\nSmith"
    assert rewrite(body) == paragraph(tab, run("NAME:"), tab, run("ANN"), line_break, run("SMITH"))


def test_bookmarks_comments_and_images_are_kept() -> None:
    comment = '<w:commentRangeStart w:id="3"/>'
    drawing = "<w:r><w:drawing><x/></w:drawing></w:r>"
    body = paragraph(
        BOOKMARK, run("The "), comment, run("old "), drawing, run("bridge"), '<w:bookmarkEnd w:id="1"/>'
    )
    assert rewrite(body) == paragraph(
        BOOKMARK, run("THE "), comment, run("OLD "), drawing, run("BRIDGE"), '<w:bookmarkEnd w:id="1"/>'
    )


def test_text_box_is_translated_once_and_written_to_its_copy_too() -> None:
    box = "<w:txbxContent>{}</w:txbxContent>"
    shape = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = paragraph(run("Outside "), shape.format(box.format(paragraph(run("inside")))), run("again."))
    assert [text for _, text in blocks_of(read(body))] == ["Outside again.", "inside"]
    assert rewrite(body) == paragraph(
        run("OUTSIDE "), shape.format(box.format(paragraph(run("INSIDE")))), run("AGAIN.")
    )


def test_text_box_is_translated_in_a_paragraph_that_stays_as_it_is() -> None:
    shape = "<w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>"
    body = paragraph(run("Outside "), shape.format(paragraph(run("inside"))))
    document = read(body)
    written = write_article(document, with_targets(document, {"inside": "внутри"}), target_locale="ru")
    assert body_of(written) == paragraph(run("Outside "), shape.format(paragraph(run("внутри"))))


def test_hidden_text_and_formulas_are_points() -> None:
    hidden, formula = run("secret", "<w:vanish/>"), "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    body = paragraph(run("Let "), formula, run(" be"), hidden, run(" it."))
    assert read(body).text.strip() == "Let  be it."
    assert rewrite(body) == paragraph(run("LET "), formula, run(" BE"), hidden, run(" IT."))


def test_kinds_of_blocks_follow_styles_lists_and_tables() -> None:
    cell = f"<w:tbl><w:tr><w:tc>{paragraph(run('Cell'))}</w:tc></w:tr></w:tbl>"
    body = (
        paragraph(run("Head"), properties='<w:pStyle w:val="berschrift1"/>')
        + paragraph(run("Item"), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + paragraph(run("print(1)"), properties='<w:pStyle w:val="Code"/>')
        + cell
        + paragraph(run("* * *"))
    )
    assert blocks_of(read(body)) == [("heading", "Head"), ("list-item", "Item"), ("table-cell", "Cell")]


@pytest.mark.parametrize(
    "empty",
    [
        field("PAGE", ""),
        '<w:hyperlink w:anchor="a"></w:hyperlink>',
        '<w:fldSimple w:instr="PAGE"/>',
        "<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>",
        f'<w:ins w:id="1" w:author="x">{field("PAGE", "")}</w:ins>',
    ],
)
def test_what_encloses_no_text_yet_stays(empty: str) -> None:
    written = rewrite(paragraph(run("One "), empty, run("two")), "ru")
    for name in ("<w:hyperlink ", "<w:fldSimple ", "<w:sdtContent", "<w:ins ", "<w:instrText", "<w:fldChar "):
        assert written.count(name) == empty.count(name), name
    assert re.sub(r"<w:instrText.*?</w:instrText>|<[^>]*>", "", written) == "ONE TWO"


def test_language_of_the_target_is_told_to_the_spelling_checker() -> None:
    document = read(paragraph(run("Text", '<w:lang w:val="en-GB"/>')))
    for locale, expected in (
        ("ru", 'w:val="ru-RU"'),
        ("pt-BR", 'w:val="pt-BR"'),
        ("ja", 'w:eastAsia="ja-JP"'),
    ):
        written = write_article(document, translate(document, upper), target_locale=locale)
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            assert f"<w:lang {expected}/>" in archive.read("word/document.xml").decode()


def test_target_from_right_to_left_turns_its_paragraph() -> None:
    body = paragraph(run("Text"), properties='<w:keepNext/><w:jc w:val="both"/>')
    assert rewrite(body, "ar") == paragraph(
        run("TEXT", "<w:rtl/>"), properties='<w:keepNext/><w:bidi/><w:jc w:val="both"/>'
    )


def test_unchanged_file_is_the_same_file() -> None:
    content = make_docx(paragraph(run("One "), run("two", BOLD)))
    document = read_article(None, content=content, input_format="docx")
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content


def test_other_parts_keep_their_bytes_order_and_dates() -> None:
    content = make_docx(
        paragraph(run("One")), extra={"word/media/image1.png": b"\x89PNG\x00", "x.bin": b"\0" * 99}
    )
    document = read_article(None, content=content, input_format="docx")
    written = write_article(document, translate(document, upper), target_locale="ru")
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(io.BytesIO(written)) as after:
        assert before.namelist() == after.namelist()
        for old, new in zip(before.infolist(), after.infolist(), strict=True):
            assert (old.date_time, old.compress_type) == (new.date_time, new.compress_type)
            assert old.filename == "word/document.xml" or before.read(old) == after.read(new)
    assert written == write_article(document, translate(document, upper), target_locale="ru")


def test_damaged_archive_is_refused() -> None:
    content = make_docx(paragraph(run("One")))
    with pytest.raises(ArticleError, match="is no DOCX file"):
        read_article(None, content=content[:-30], input_format="docx")


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"x.txt": b"x"}, "is a ZIP archive, but no DOCX"),
        ({"word/document.xml": b"<w:document><unclosed>"}, "is damaged in"),
        ({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "has a document type"),
        ({"word/document.xml": b"<workbook/>"}, "is an Office file, but no text document"),
    ],
)  # fmt: skip
def test_archive_that_is_no_docx_is_refused(parts: dict[str, bytes], message: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if "word/document.xml" in parts:
            relation = b'<r><x Type="x/officeDocument" Target="word/document.xml"/></r>'
            archive.writestr("_rels/.rels", relation)
        for name, part in parts.items():
            archive.writestr(name, part)
    with pytest.raises(ArticleError, match=message):
        read_article(None, content=buffer.getvalue(), input_format="docx")


def test_archive_bomb_is_refused() -> None:
    content = make_docx(paragraph(run("One")), extra={})
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.bin", bytes(64 * 2**20))
    with pytest.raises(ArticleError, match="unpacks to 64 MiB"):
        read_article(None, content=buffer.getvalue(), input_format="docx")


def test_protected_and_old_files_are_refused() -> None:
    with pytest.raises(ArticleError, match="protected with a password, or an old Office file and no DOCX"):
        read_article(None, content=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", input_format="docx")


pieces = st.lists(
    st.sampled_from([
        run("one "), run(" two", BOLD), run("three"), run(" "), run("слово", RED), NOTE, BOOKMARK,
        "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", "<w:proofErr/>", field("PAGE", run("7")),
        f'<w:hyperlink w:anchor="a">{run("link ")}{run("red", RED)}</w:hyperlink>', "<w:r/>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>', f'<w:ins w:id="1" w:author="x">{run("new")}</w:ins>',
        f'<w:sdt><w:sdtPr/><w:sdtContent>{run("box")}</w:sdtContent></w:sdt>',
    ]), max_size=8,
).map(lambda runs: paragraph(*runs))  # fmt: skip


@given(st.lists(pieces, min_size=1, max_size=3), st.text(alphabet="аб \t\n\x01<&", max_size=12))
@settings(deadline=None, max_examples=60)
def test_any_paragraphs_keep_their_furniture_whatever_the_target_is(bodies: list[str], target: str) -> None:
    content = make_docx("".join(bodies))
    try:
        document = read_article(None, content=content, input_format="docx")
    except ArticleError:
        return
    check_laws(document)
    units = translate(document, lambda _: (f"а {target} б", ()))
    written = write_article(document, units, target_locale="ru")
    before, after = body_of(content), body_of(written)
    for furniture in (
        "<w:footnoteReference",
        "<w:bookmarkStart",
        "<w:fldChar",
        "<w:hyperlink",
        "<w:ins ",
        "<w:sdtContent",
        "<w:tab",
    ):
        assert after.count(furniture) == before.count(furniture), furniture
    again = read_article(None, content=written, input_format="docx")
    assert len(again.blocks) == len(document.blocks)


def test_translated_seed_opens_in_python_docx_with_its_formatting() -> None:
    document = read_article(SEEDS / "market-report.docx")
    written = write_article(document, translate(document, upper), target_locale="ru")
    opened = docx.Document(io.BytesIO(written))
    texts = [(r.text, bool(r.bold)) for r in opened.paragraphs[1].runs]
    assert ("64 STALLS", True) in texts
    assert opened.tables[0].cell(1, 0).text == "FRUIT AND VEGETABLES"
    assert opened.sections[0].header.paragraphs[0].text == "DRAFT FOR THE COMMITTEE"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_translated_seed_opens_in_libreoffice_with_its_footnote(tmp_path: Path) -> None:
    document = read_article(SEEDS / "market-report.docx")
    written = write_article(document, translate(document, upper), target_locale="ru")
    (tmp_path / "market.docx").write_bytes(written)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "odt", "--outdir", str(tmp_path), str(tmp_path / "market.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "market.odt") as archive:
        text = re.sub(r"<[^>]*>", "", archive.read("content.xml").decode())
    assert "IT HAS 64 STALLS, OF WHICH 41 WERE LET" in text
    assert "IN HIS LETTER OF 12 JANUARY TO THE TOWN CLERK." in text


def test_picture_that_is_a_link_stays_one() -> None:
    picture = '<w:hyperlink r:id="r3"><w:r><w:drawing/></w:r></w:hyperlink>'
    assert picture in rewrite(paragraph(run("See "), picture, run("now")))

"""A Word document in two languages: what stands behind what, and what stands there once."""

from __future__ import annotations

import pytest

from tests.article.docx_samples import body_of, field, make_docx, paragraph, run
from tests.article.test_bilingual import both
from translate_pipe.article import read_article
from translate_pipe.model import Layout


def written(body: str, targets: dict[str, str], layout: Layout = "paragraphs") -> str:
    return body_of(both(make_docx(body), targets, "docx", layout=layout)).replace(' xml:space="preserve"', "")


def test_paragraph_is_followed_by_its_target() -> None:
    properties = '<w:jc w:val="right"/>'
    found = written(paragraph(run("One"), properties=properties) + paragraph(run("2")), {"One": "Раз"})
    shown = f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>"
    assert (
        found == f"{shown}One</w:t></w:r></w:p>{shown}Раз</w:t></w:r></w:p><w:p><w:r><w:t>2</w:t></w:r></w:p>"
    )


@pytest.mark.parametrize(
    "properties",
    ['<w:pStyle w:val="berschrift1"/>', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'],
)
def test_heading_and_list_item_hold_both(properties: str) -> None:
    found = written(paragraph(run("One"), properties=properties), {"One": "Раз"})
    assert found == (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>One</w:t></w:r>"
        "<w:r><w:br/></w:r><w:r><w:t>Раз</w:t></w:r></w:p>"
    )


def test_copy_changes_nothing() -> None:
    content = make_docx(paragraph(run("One "), run("two", "<w:b/>")))
    assert both(content, None, "docx") == content


def test_result_reads_back_as_both() -> None:
    content = both(make_docx(paragraph(run("One "), run("two", "<w:b/>"))), {"One two": "Раз"}, "docx")
    document = read_article(None, content=content, input_format="docx")
    assert [block.span.of(document.text) for block in document.blocks] == ["One two", "Раз"]


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ('<w:bookmarkStart w:id="1" w:name="x"/><w:bookmarkEnd w:id="1"/>', "bookmarkStart"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "footnoteReference"),
        ("<w:r><w:drawing><w:x/></w:drawing></w:r>", "drawing"),
        ('<w:commentRangeStart w:id="1"/>', "commentRangeStart"),
        ('<w:del w:id="4"><w:r><w:delText>old</w:delText></w:r></w:del>', "delText"),
        ('<w:r><w:br w:type="page"/></w:r>', "br"),
    ],
)
def test_what_must_not_be_there_twice_stays_with_the_source(mark: str, name: str) -> None:
    body = paragraph(run("One "), mark, run(" two"))
    source = read_article(None, content=make_docx(body), input_format="docx")
    text = source.blocks[0].span.of(source.text)
    found = written(body, {text: "Раз"})
    assert found.count(f"<w:{name}") == 1
    assert found.index(f"<w:{name}") < found.index("Раз")


def test_field_is_whole_in_both() -> None:
    body = paragraph(run("Page "), field("PAGE", run("3")), run(" of it"))
    source = read_article(None, content=make_docx(body), input_format="docx")
    found = written(body, {source.blocks[0].span.of(source.text): "Стр. 3 из"})
    assert found.count('"begin"') == found.count('"end"')


def test_section_ends_behind_the_target() -> None:
    section = '<w:sectPr><w:pgSz w:w="100"/></w:sectPr>'
    found = written(paragraph(run("One"), properties=section) + paragraph(run("2")), {"One": "Раз"})
    assert found.count("<w:sectPr>") == 1
    assert found.index("One") < found.index("<w:sectPr>") < found.index("Раз")


def test_columns_stand_in_a_table_without_lines() -> None:
    section = '<w:sectPr><w:pgSz w:w="5000"/><w:pgMar w:left="500" w:right="500"/></w:sectPr>'
    number = '<w:numPr><w:numId w:val="3"/></w:numPr>'
    body = paragraph(run("One")) + paragraph(run("Two"), properties=number) + section
    found = written(body, {"One": "Раз", "Two": "Два"}, "columns")
    cell = '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>'
    assert found == (
        '<w:tbl><w:tblPr><w:tblW w:w="4000" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
        f"<w:tr>{cell}<w:p><w:r><w:t>One</w:t></w:r></w:p></w:tc>"
        f"{cell}<w:p><w:r><w:t>Раз</w:t></w:r></w:p></w:tc></w:tr>"
        f"<w:tr>{cell}<w:p><w:pPr>{number}</w:pPr><w:r><w:t>Two</w:t></w:r></w:p></w:tc>"
        f'{cell}<w:p><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
        "<w:r><w:t>Два</w:t></w:r></w:p></w:tc>"
        f"</w:tr></w:tbl><w:p/>{section}"
    )


def test_columns_leave_headings_and_tables_where_they_are() -> None:
    heading = paragraph(run("One"), properties='<w:pStyle w:val="berschrift1"/>')
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('Two'))}</w:tc></w:tr></w:tbl>"
    found = written(heading + table, {"One": "Раз", "Two": "Два"}, "columns")
    assert found.count("<w:tbl>") == 1
    assert found.endswith("<w:t>Два</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")


def test_tables_do_not_run_into_each_other() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('2'))}</w:tc></w:tr></w:tbl>"
    found = written(table + paragraph(run("One")) + table, {"One": "Раз"}, "columns")
    assert found.count("</w:tbl><w:p/><w:tbl>") == 2

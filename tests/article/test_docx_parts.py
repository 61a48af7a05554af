"""DOCX: headers, footers, notes, comments, text boxes, descriptions, charts and properties."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Inches
from lxml import etree

from tests.article.units import blocks_of, translate, unchanged
from translate_pipe.article import read_article, write_article
from translate_pipe.model import Document

CASES = Path(__file__).parents[3] / "shared" / "cases" / "articles"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c489"
    "0000000a49444154789c6300010000050001 0d0a2db40000000049454e44ae426082".replace(" ", "")
)
CHART = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p>
<a:r><a:t>Ships </a:t></a:r><a:r><a:t>a year</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea>
<c:ser><c:tx><c:v>Kept name</c:v></c:tx></c:ser></c:plotArea></c:chart></c:chartSpace>"""


def make_report(tmp_path: Path) -> bytes:
    """Return a document as python-docx makes it, with a chart and comments put in by hand."""
    document = docx.Document()
    document.core_properties.title = "The harbour report"
    document.core_properties.author = "Ann Clerk"
    document.add_paragraph("The harbour was closed.")
    image = tmp_path / "pixel.png"
    image.write_bytes(PIXEL)
    picture = document.add_picture(str(image), width=Inches(1))
    picture._inline.docPr.set("descr", "A picture of the harbour")
    section = document.sections[0]
    section.header.paragraphs[0].text = "Harbour office"
    section.footer.paragraphs[0].text = "Printed in the town"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "First page"
    plain = io.BytesIO()
    document.save(plain)
    return _with_chart(plain.getvalue())


def _with_chart(content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for member in old.infolist():
            part = old.read(member)
            if member.filename == "[Content_Types].xml":
                override = f'<Override PartName="/word/charts/chart1.xml" ContentType="{_CHART}"/></Types>'
                part = part.replace(b"</Types>", override.encode())
            if member.filename == "word/_rels/document.xml.rels":
                relations = f'<Relationship Id="rIdC" Type="{_OFFICE}/chart" Target="charts/chart1.xml"/>'
                relations += f'<Relationship Id="rIdK" Type="{_OFFICE}/comments" Target="comments.xml"/>'
                part = part.replace(b"</Relationships>", relations.encode() + b"</Relationships>")
            new.writestr(member, part)
        new.writestr("word/charts/chart1.xml", CHART)
        new.writestr(
            "word/comments.xml",
            '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            '<w:comment w:id="0"><w:p><w:r><w:t>Kept comment</w:t></w:r></w:p></w:comment></w:comments>',
        )
    return written.getvalue()


def read(content: bytes) -> Document:
    return read_article(None, content=content, input_format="docx")


def shape_of(content: bytes) -> dict[str, object]:
    """Return every part: XML as its elements without texts, anything else as its bytes."""
    shape: dict[str, object] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith((".xml", ".rels")):
                shape[name] = sorted(str(element.tag) for element in etree.fromstring(part).iter())
            else:
                shape[name] = part
    return shape


def test_what_people_read_outside_the_text_is_translated(tmp_path: Path) -> None:
    content = make_report(tmp_path)
    document = read(content)
    assert sorted(text for _, text in blocks_of(document)) == [
        "A picture of the harbour", "First page", "Harbour office", "Printed in the town", "Ships a year",
        "The harbour report", "The harbour was closed.",
    ]  # fmt: skip
    written = write_article(
        document, translate(document, lambda s: (s.source.upper(), s.marks)), target_locale="ru"
    )
    opened = docx.Document(io.BytesIO(written))
    section = opened.sections[0]
    assert opened.core_properties.title == "THE HARBOUR REPORT"
    assert opened.core_properties.author == "Ann Clerk"
    assert section.header.paragraphs[0].text == "HARBOUR OFFICE"
    assert section.footer.paragraphs[0].text == "PRINTED IN THE TOWN"
    assert section.first_page_header.paragraphs[0].text == "FIRST PAGE"
    assert opened.inline_shapes[0]._inline.docPr.get("descr") == "A PICTURE OF THE HARBOUR"
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert b"SHIPS A YEAR" in archive.read("word/charts/chart1.xml")
        assert b"Kept name" in archive.read("word/charts/chart1.xml")
        assert b"Kept comment" in archive.read("word/comments.xml")


def test_copying_gives_back_text_structure_and_relations(tmp_path: Path) -> None:
    content = make_report(tmp_path)
    document = read(content)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content
    other = translate(document, lambda s: (s.source + "x", s.marks))
    there = write_article(document, other, target_locale="ru")
    again = read(there)
    back = write_article(again, translate(again, lambda s: (s.source[:-1], s.marks)), target_locale="en")
    assert blocks_of(read(back)) == blocks_of(document)
    before, after = shape_of(content), shape_of(back)
    assert before.keys() == after.keys()
    assert before["word/_rels/document.xml.rels"] == after["word/_rels/document.xml.rels"]


def test_text_box_in_a_header_and_field_in_a_footer(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Text")
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    box = etree.fromstring(
        f'<w:r xmlns:w="{w}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape alt="A stamp">'
        "<v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
        "</w:pict></w:r>"
    )
    field = etree.fromstring(
        f'<w:fldSimple xmlns:w="{w}" w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>'
    )
    document.sections[0].header.paragraphs[0]._p.append(box)
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run("Page ")
    footer._p.append(field)
    path = tmp_path / "box.docx"
    document.save(str(path))
    read_back = read(path.read_bytes())
    assert {"In the box", "A stamp", "Page 7"} <= {text for _, text in blocks_of(read_back)}
    done = write_article(
        read_back, translate(read_back, lambda s: (s.source.upper(), s.marks)), target_locale="ru"
    )
    with zipfile.ZipFile(io.BytesIO(done)) as archive:
        parts = b"".join(archive.read(n) for n in archive.namelist() if "header" in n or "footer" in n)
    for piece in (b"IN THE BOX", b'alt="A STAMP"', b">PAGE <", b'w:instr="PAGE"'):
        assert piece in parts


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")
def test_shared_case_keeps_its_places() -> None:
    content = (CASES / "parts.docx").read_bytes()
    document = read(content)
    texts = [text for _, text in blocks_of(document)]
    assert {"Header: the city council", "Footer: page of the petition", "Petition story"} <= set(texts)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == content
    done = write_article(
        document, translate(document, lambda s: (s.source.upper(), s.marks)), target_locale="ru"
    )
    opened = docx.Document(io.BytesIO(done))
    assert opened.tables[0].cell(1, 1).tables[0].cell(0, 0).text == "INNER TABLE TEXT"
    with zipfile.ZipFile(io.BytesIO(done)) as archive:
        body = archive.read("word/document.xml").decode()
    for kept in (
        "<w:ins ",
        "<w:delText>never </w:delText>",
        'w:instr="DATE"',
        "<w:sdtContent>",
        "txbxContent",
    ):
        assert kept in body

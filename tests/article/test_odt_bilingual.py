"""ODT in two languages: what stands where, and what is there once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from tests.article.odt_samples import make_odt, paragraph, span, text_style
from tests.article.test_odt import BOLD, COMMENT, NOTE, body_of, part_of, read
from tests.article.units import blocks_of, translate, unchanged, with_targets
from translate_pipe.article import read_article
from translate_pipe.article.bilingual import stream_bilingual
from translate_pipe.model import Document, TranslationUnit

SEED = Path(__file__).parents[2] / "seeds" / "reed-beds.odt"


def bilingual(document: Document, units: list[TranslationUnit]) -> bytes:
    return b"".join(
        stream_bilingual(document, units, source_locale="en", target_locale="ru", layout="paragraphs")
    )


def written(body: str, targets: dict[str, str], automatic: str = BOLD) -> str:
    """Return the body in two languages, without the spans that say the language."""
    document = read(make_odt(body, automatic=automatic))
    return body_of(bilingual(document, with_targets(document, targets))).replace(
        '<text:span text:style-name="Translation1">', "<ru>"
    )


def test_paragraph_is_followed_by_its_target_in_its_language() -> None:
    content = make_odt(paragraph(span("Reeds", "B") + " grow here") + paragraph("End"), automatic=BOLD)
    document = read(content)
    result = bilingual(document, with_targets(document, {"Reeds grow here": "Тростник растёт"}))
    assert body_of(result) == (
        '<text:p><text:span text:style-name="B">Reeds</text:span> grow here</text:p>'
        '<text:p><text:span text:style-name="Translation1">'
        '<text:span text:style-name="B">Тростник</text:span>'
        " растёт</text:span></text:p><text:p>End</text:p>"
    )
    assert (
        '<style:style style:name="Translation1" style:family="text">'
        '<style:text-properties fo:language="ru" fo:country="RU"/></style:style>'
    ) in part_of(result, "content.xml")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<text:h>", "</text:h>"), ('<text:p text:style-name="Caption">', "</text:p>"),
        ("<text:list><text:list-item><text:p>", "</text:p></text:list-item></text:list>"),
        ('<text:p text:style-name="New">', "</text:p>"),
    ],
)  # fmt: skip
def test_target_stands_behind_a_line_break_where_a_paragraph_would_be_in_the_way(
    before: str, after: str
) -> None:
    page = '<style:style style:name="New" style:family="paragraph">'
    page += '<style:paragraph-properties fo:break-before="page"/></style:style>'
    result = written(f"{before}Reeds{after}", {"Reeds": "Тростник"}, page)
    assert result == f"{before}Reeds<text:line-break/><ru>Тростник</text:span>{after}"


@pytest.mark.parametrize(
    "sign",
    [
        NOTE, COMMENT, '<text:bookmark text:name="a"/>', '<text:change text:change-id="c"/>',
        '<draw:frame><draw:image xlink:href="a.png"/></draw:frame>',
    ],
)  # fmt: skip
def test_what_must_not_be_there_twice_stays_with_the_source(sign: str) -> None:
    result = written(paragraph(f"Reeds {sign}grow"), {"Reeds grow": "Тростник растёт"})
    assert result == (f"<text:p>Reeds {sign}grow</text:p><text:p><ru>Тростник растёт</text:span></text:p>")


def test_number_of_a_figure_is_counted_once() -> None:
    number = '<text:sequence text:name="Figure">1</text:sequence>'
    result = written(paragraph(f"Figure {number}: Map", "Caption"), {"Figure 1: Map": "Рисунок 1: Карта"})
    assert result.count("text:sequence ") == 1
    assert "<ru>Рисунок 1: Карта<" in result


def test_titles_hold_both() -> None:
    content = make_odt(paragraph("Text"), meta="<dc:title>Reeds</dc:title>")
    document = read(content)
    result = bilingual(document, with_targets(document, {"Reeds": "Тростник"}))
    assert "<dc:title>Reeds / Тростник</dc:title>" in part_of(result, "meta.xml")


def test_copy_changes_nothing() -> None:
    document = read_article(SEED)
    assert bilingual(document, translate(document, unchanged)) == SEED.read_bytes()


def test_sample_reads_back_as_both_and_no_id_is_there_twice() -> None:
    document = read_article(SEED)
    result = bilingual(document, translate(document, lambda s: (s.source.upper(), s.marks)))
    texts = [text for _, text in blocks_of(read(result))]
    assert "Why we count\nWHY WE COUNT" in texts
    place = texts.index("Listen twice, and write once.")
    assert texts[place + 1] == "LISTEN TWICE, AND WRITE ONCE."
    root = etree.fromstring(part_of(result, "content.xml").encode())
    ids = [
        str(value)
        for element in root.iter()
        for key, value in element.attrib.items()
        if str(key).endswith("}id")
    ]
    assert len(re.findall("<text:note ", body_of(result))) == 1
    assert len([one for one in ids if one.startswith("ftn")]) == 1


def test_style_of_the_language_takes_no_name_that_is_taken() -> None:
    document = read(make_odt(paragraph("Reeds"), automatic=text_style("Translation1", "")))
    result = bilingual(document, with_targets(document, {"Reeds": "Тростник"}))
    assert '<text:span text:style-name="Translation2">Тростник' in body_of(result)

"""Workbooks: which cells are translated, how they are written, and what must stay."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.article.units import rewrite, segments_of
from translate_pipe.article import read_article, write_article
from translate_pipe.errors import ArticleError
from translate_pipe.model import Mark, Span, TranslationUnit

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(**targets: str) -> str:
    found = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name.rstrip("0123456789")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{found}</Relationships>'


def make_xlsx(rows: str, strings: str = "", *, table: str = "", behind: str = "", names: str = "") -> bytes:
    """Return a workbook of one sheet with these rows, these shared strings, and perhaps a table."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="Sheet" sheetId="1" r:id="worksheet1"/></sheets>{names}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            worksheet1="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml"
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>'
        f"{behind}</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
    }
    if table:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(table="/xl/tables/table1.xml")
        parts["xl/tables/table1.xml"] = table
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), part)
    return buffer.getvalue()


def row(number: int, *cells: str) -> str:
    """Return a row; a number is that of a shared string, all else the cell after its name."""
    letters = "ABCDEF"
    shown = "".join(
        f'<c r="{letters[place]}{number}" t="s"><v>{cell}</v></c>'
        if cell.isdecimal()
        else f'<c r="{letters[place]}{number}" {cell}'
        for place, cell in enumerate(cells)
    )
    return f'<row r="{number}">{shown}</row>'


def strings(*texts: str) -> str:
    return "".join(f"<si><t>{text}</t></si>" for text in texts)


def part_of(content: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part).decode()


def texts_of(content: bytes) -> list[str]:
    document = read_article(None, content=content, input_format="xlsx")
    return [block.span.of(document.text) for block in document.blocks]


TABLE = (
    f'<table xmlns="{_MAIN}" ref="A1:B3" totalsRowCount="1"><tableColumns count="2">'
    '<tableColumn id="1" name="One" totalsRowLabel="Total"/><tableColumn id="2" name="Two"/>'
    "</tableColumns></table>"
)


def test_texts_are_found_in_the_order_of_the_cells() -> None:
    content = make_xlsx(
        row(1, "1", "0") + row(2, 't="inlineStr"><is><t>In line</t></is></c>', "1", "><v>12</v></c>"),
        strings("Second", "First", "Never shown"),
    )
    assert texts_of(content) == ["First", "Second", "In line"]


def test_formulas_results_and_figures_stay() -> None:
    rows = row(1, 't="str"><f>A2</f><v>Result</v></c>', 't="s"><f>B2</f><v>0</v></c>', "1", "2")
    content = make_xlsx(rows, strings("Formula", "2024", "Text"))
    assert texts_of(content) == ["Text"]
    written = rewrite(content, {"Text": "Текст"}, input_format="xlsx")
    assert part_of(written, "xl/worksheets/sheet1.xml") == part_of(content, "xl/worksheets/sheet1.xml")
    assert "<t>Formula</t>" in part_of(written, "xl/sharedStrings.xml")
    assert "<t>Текст</t>" in part_of(written, "xl/sharedStrings.xml")


def test_string_in_line_is_written_in_its_sheet() -> None:
    content = make_xlsx(row(1, 't="inlineStr"><is><t>One</t></is></c>'))
    assert "<is><t>Раз</t></is>" in part_of(
        rewrite(content, {"One": "Раз"}, input_format="xlsx"), "xl/worksheets/sheet1.xml"
    )


def test_runs_keep_their_looks_at_the_right_words() -> None:
    content = make_xlsx(
        row(1, "0"),
        '<si><r><t>One </t></r><r><rPr><b/></rPr><t>two</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>',
    )
    document = read_article(None, content=content, input_format="xlsx")
    (segment,) = segments_of(document)
    (bold,) = segment.marks
    assert (segment.source, bold.kind, bold.span) == ("One two", "bold", Span(4, 7))
    unit = TranslationUnit(segment, "Два раза", target_marks=(Mark(bold.id, "bold", Span(0, 3)),))
    written = write_article(document, [unit], target_locale="ru")
    found = part_of(written, "xl/sharedStrings.xml")
    assert '<si><r><rPr><b/></rPr><t>Два</t></r><r><t xml:space="preserve"> раза</t></r></si>' in found


def test_line_breaks_and_spaces_around_stay() -> None:
    content = make_xlsx(row(1, "0"), '<si><t xml:space="preserve"> One\nTwo </t></si>')
    assert texts_of(content) == ["One\nTwo"]
    document = read_article(None, content=content, input_format="xlsx")
    (segment,) = segments_of(document)
    unit = TranslationUnit(segment, "Раз\nДва", target_marks=segment.marks)
    written = part_of(write_article(document, [unit], target_locale="ru"), "xl/sharedStrings.xml")
    assert '<t xml:space="preserve"> Раз\nДва </t>' in written


def test_columns_of_a_table_are_called_as_their_cells() -> None:
    content = make_xlsx(row(1, "0", "1") + row(3, "2"), strings("One", "Two", "Total"), table=TABLE)
    written = rewrite(content, {"One": "Раз", "Total": "Всего"}, input_format="xlsx")
    table = part_of(written, "xl/tables/table1.xml")
    assert 'name="Раз" totalsRowLabel="Всего"' in table
    assert 'name="Two"' in table


def test_headings_that_would_be_the_same_stay() -> None:
    content = make_xlsx(row(1, "0", "1") + row(2, "2"), strings("One", "Two", "Three"), table=TABLE)
    targets = {"One": "Раз", "Two": "раз", "Three": "Три"}
    written = rewrite(content, targets, input_format="xlsx")
    assert part_of(written, "xl/tables/table1.xml") == TABLE
    assert "<t>One</t></si><si><t>Two</t></si><si><t>Три</t>" in part_of(written, "xl/sharedStrings.xml")


@pytest.mark.parametrize(
    ("rows", "behind", "names"),
    [
        ('<row r="9"><c r="A9"><f>COUNTIF(A1:A3,"one")</f></c></row>', "", ""),
        ('<row r="9"><c r="A9"><f>SUM(T[One])</f></c></row>', "", ""),
        ('<row r="9"><c r="A9"><f>T[[#Headers],[One]]</f></c></row>', "", ""),
        ("", '<dataValidation><formula1>"Zero, One"</formula1></dataValidation>', ""),
        ("", '<autoFilter><filterColumn><filter val="One"/></filterColumn></autoFilter>', ""),
        ("", "", '<definedNames><definedName name="x">"One"</definedName></definedNames>'),
    ],
)  # fmt: skip
def test_texts_that_something_goes_by_stay(rows: str, behind: str, names: str) -> None:
    content = make_xlsx(row(1, "0", "1") + rows, strings("One", "One more"), behind=behind, names=names)
    assert texts_of(content) == ["One more"]


def test_no_cell_comes_to_say_what_a_formula_asks_for() -> None:
    rows = row(1, "0", "1") + '<row r="9"><c r="A9"><f>COUNTIF(A1:A3,"да")</f></c></row>'
    written = rewrite(make_xlsx(rows, strings("Yes", "No")), {"Yes": "Да", "No": "Нет"}, input_format="xlsx")
    assert "<t>Yes</t></si><si><t>Нет</t>" in part_of(written, "xl/sharedStrings.xml")


def test_copy_changes_nothing() -> None:
    content = make_xlsx(row(1, "0", "1"), strings("One", " Two &amp; three"), table=TABLE)
    assert rewrite(content, {"One": "One", "Two & three": "Two & three"}, input_format="xlsx") == content


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"PK\x03\x04 no archive", "is no XLSX file"),
        (b"\xd0\xcf\x11\xe0 old", "no XLSX"),
        (make_xlsx(row(1, "7"), strings("One")), "names a text in A1 that is not there"),
        (make_xlsx(row(1, "0"), "<si><t>One</t>"), "is damaged in xl/sharedStrings.xml"),
    ],
)
def test_what_is_damaged_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem):
        read_article(None, content=content, input_format="xlsx")


def test_document_types_are_refused() -> None:
    content = make_xlsx(row(1, "0"), strings("One"))
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sharedStrings.xml"] = (
        b'<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + parts["xl/sharedStrings.xml"]
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    with pytest.raises(ArticleError, match="document type"):
        read_article(None, content=buffer.getvalue(), input_format="xlsx")

"""XLSX and DOCX: what is protected, what people do to them, and what is refused."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.bilingual.samples import make_bitext, make_unit, sample
from translate_pipe.bilingual import FORMATS, read_bilingual, write_bitext
from translate_pipe.bilingual.formats import parse_bilingual
from translate_pipe.bilingual.rows import BilingualFile
from translate_pipe.errors import BitextError

pytestmark = pytest.mark.long


def read(content: bytes, name: str) -> BilingualFile:
    return parse_bilingual(content, Path(f"news.ru.{name}"))


def with_member(content: bytes, member: str, change: Callable[[str], str]) -> bytes:
    """Return an archive with one member changed, or added from "" if it is not there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in dict.fromkeys([*old.namelist(), member]):
            held = old.read(name) if name in old.namelist() else b""
            new.writestr(name, change(held.decode()) if name == member else held)
    return stream.getvalue()


def edited_workbook(change: Callable[[Worksheet], None]) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(write_bitext(sample(), "xlsx")))
    change(workbook["bitext"])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_no_clock_gets_into_an_office_file(name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(write_bitext(sample(), name))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    dates = re.findall(r"<dcterms:\w+[^>]*>([^<]*)<", core)
    assert dates
    assert set(dates) == {"1980-01-01T00:00:00Z"}


def test_a_workbook_leaves_only_target_comment_and_state_open() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_bitext(sample(), "xlsx")))["bitext"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    pairs = zip(sheet[1], sheet[2], strict=True)
    assert {name.value for name, cell in pairs if not cell.protection.locked} == {
        "target",
        "comment",
        "state",
    }
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:J5"


def test_a_cell_that_looks_like_a_formula_is_a_string() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_bitext(sample(), "xlsx")))["bitext"]
    cell = sheet["E4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=СУММ(A1)", "s", True)
    plain = sheet["E3"]
    assert (plain.data_type, plain.quotePrefix) == ("s", False)


def test_a_workbook_shows_terms_and_provenance_on_sheets_of_their_own() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(write_bitext(sample(), "xlsx")))
    assert [cell.value for cell in workbook["terms"][2]] == [
        "1",
        "s1",
        "special military operation",
        "специальная военная операция",
        "специальную военную операцию",
        "applied",
        "accusative singular",
        "repair",
        None,
    ]
    assert workbook["about"]["B2"].value == "news.txt"


def test_an_edited_workbook_gives_what_was_typed() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["E3"] = "Он собрался\r\nв среду."
        sheet["F3"] = 2022
        sheet["C3"] = "Reviewed"
        sheet["K1"] = "my column"
        sheet["K3"] = "x"
        sheet.delete_rows(5)

    found = read(edited_workbook(edit), "xlsx")
    row = found.rows[1]
    assert (row.target, row.comment, row.state) == ("Он собрался\nв среду.", "2022", "reviewed")
    assert row.place == "news.ru.xlsx, row 3"
    assert found.ignored == ("my column",)
    assert [row.id for row in found.rows] == ["s1", "s2", "s3"]
    assert found.article == "news.txt"


def test_a_cell_that_became_a_date_is_refused_with_its_row() -> None:
    def edit(sheet: Worksheet) -> None:
        sheet["E3"] = datetime(2026, 11, 22)

    with pytest.raises(BitextError, match=r"news\.ru\.xlsx, row 3: a cell holds .* instead of text"):
        read(edited_workbook(edit), "xlsx")


def test_a_segment_that_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(BitextError, match="source of row 2 is longer than the 32,767 characters"):
        write_bitext(make_bitext(make_unit(1, "x" * 32_768, "y")), "xlsx")


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_traps_and_damage_are_refused(name: str) -> None:
    content = write_bitext(sample(), name)
    main = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}[name]
    with pytest.raises(BitextError, match="is damaged"):
        read(content[: len(content) // 2], name)
    with pytest.raises(BitextError, match="is damaged"):
        read(b"PK\x03\x04 not really", name)
    with pytest.raises(BitextError, match="document type in"):
        read(with_member(content, main, lambda held: '<!DOCTYPE x [<!ENTITY a "b">]>' + held), name)
    with pytest.raises(BitextError, match=f"holds no {main}"):
        read(with_member(b"PK\x05\x06" + bytes(18), "mimetype", lambda _: "x"), name)


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_pipe.bilingual.archive.MAX_UNPACKED", 10_000)
    content = with_member(write_bitext(sample(), "xlsx"), "xl/media/big", lambda _: "0" * 20_000)
    with pytest.raises(BitextError, match="unpacks to far more"):
        read(content, "xlsx")


def document_xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


def test_a_word_table_is_protected_but_for_three_columns() -> None:
    content = write_bitext(sample(), "docx")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        settings = archive.read("word/settings.xml").decode()
    assert '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>' in settings
    document = document_xml(content)
    # Target, comment and state are the columns 2, 3 and 4, counted from 0 as the format does.
    ranges = re.findall(
        r'<w:permStart w:id="(\d)" w:edGrp="everyone" w:colFirst="2" w:colLast="4"/>', document
    )
    assert ranges == ["1", "2", "3", "4"] == re.findall(r'<w:permEnd w:id="(\d)"/>', document)
    assert document.count("<w:tblHeader/>") == 1
    assert 'w:orient="landscape"' in document


def test_tracked_changes_in_word_count_as_accepted() -> None:
    change = (
        '</w:t></w:r><w:del w:id="90" w:author="r"><w:r><w:delText>он</w:delText><w:t>он</w:t></w:r></w:del>'
        '<w:ins w:id="91" w:author="r"><w:r><w:t>Совет</w:t></w:r></w:ins>'
        '<w:r><w:t xml:space="preserve"> собрался в среду.'
    )
    content = with_member(
        write_bitext(sample(), "docx"),
        "word/document.xml",
        lambda held: held.replace("Он собрался в понедельник.", change),
    )
    assert read(content, "docx").rows[1].target == "Совет собрался в среду."


def test_word_comments_join_the_comment_of_their_row() -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    noted = with_member(
        write_bitext(sample(), "docx"),
        "word/document.xml",
        lambda held: held.replace(
            "broken</w:t></w:r>", 'broken</w:t></w:r><w:r><w:commentReference w:id="7"/></w:r>'
        ),
    )
    comments = (
        f'<w:comments xmlns:w="{main}"><w:comment w:id="7"><w:p><w:r><w:t>Really?</w:t></w:r></w:p>'
        "</w:comment></w:comments>"
    )
    found = read(with_member(noted, "word/comments.xml", lambda _: comments), "docx")
    assert [row.comment for row in found.rows] == ["", "", "ok | fine\nReally?", ""]


def test_two_paragraphs_in_a_cell_are_two_lines() -> None:
    content = with_member(
        write_bitext(sample(), "docx"),
        "word/document.xml",
        lambda held: held.replace(
            "Он собрался в", "Он собрался</w:t></w:r></w:p><w:p><w:r><w:t xml:space='preserve'>в"
        ),
    )
    assert read(content, "docx").rows[1].target == "Он собрался\nв понедельник."


def test_word_hyphens_come_back_as_characters() -> None:
    content = with_member(
        write_bitext(sample(), "docx"),
        "word/document.xml",
        lambda held: held.replace(
            "Он собрался", "Он</w:t><w:noBreakHyphen/><w:t>со</w:t><w:softHyphen/><w:t>брался"
        ),
    )
    assert read(content, "docx").rows[1].target == "Он\u2011со\u00adбрался в понедельник."


def test_a_word_file_without_our_table_is_refused() -> None:
    content = with_member(
        write_bitext(sample(), "docx"),
        "word/document.xml",
        lambda held: held.replace(">target<", ">Ziel<"),
    )
    with pytest.raises(BitextError, match="no table whose first row names the column target"):
        read(content, "docx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_libreoffice_opens_and_saves_it_without_a_change(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"news.ru{FORMATS[name].extension}"
    path.write_bytes(write_bitext(sample(), name))
    profile = (tmp_path / "profile").as_uri()
    convert = ["--convert-to", name, "--outdir", str(tmp_path / "saved")]
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", *convert, str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    before, after = read_bilingual(path), read_bilingual(tmp_path / "saved" / path.name)
    told = [(r.id, r.number, r.state, r.source, r.target, r.comment, r.fingerprint) for r in before.rows]
    assert told == [
        (r.id, r.number, r.state, r.source, r.target, r.comment, r.fingerprint) for r in after.rows
    ]
    assert (after.article, after.target_locale) == ("news.txt", "ru")
    assert after.provenance == before.provenance


def test_more_segments_than_a_table_has_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_pipe.bilingual.docx.MAX_ROWS", 8)
    monkeypatch.setattr("translate_pipe.bilingual.xlsx.MAX_ROWS", 5)
    assert len(read(write_bitext(sample(), "docx"), "docx").rows) == 4
    assert len(read(write_bitext(sample(), "xlsx"), "xlsx").rows) == 4
    five = make_bitext(*sample().units, make_unit(9, "One more.", "Ещё одно."))
    with pytest.raises(BitextError, match="5 segments are more than the 8 rows of a Word table"):
        write_bitext(five, "docx")
    with pytest.raises(BitextError, match="5 segments are more than the 5 rows of an Excel sheet"):
        write_bitext(five, "xlsx")

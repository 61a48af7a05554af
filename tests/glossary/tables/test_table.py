"""Glossary files come back to the byte, and edits touch nothing else."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.tables.records import CellReader, find_fields, read_records
from translate_pipe.glossary.tables.table import (
    Dialect,
    GlossaryTable,
    find_office_lock,
    new_table,
    parse_table,
    read_table,
    save_table,
)

SPREADSHEET = (
    "sep=;\r\nen;ru;note;x-id\r\n# persons;;;\r\n\r\n"
    'Putin;Путин;"surname; alone";17\r\n"a ""b""";"две\r\nстроки";;\r\n;;;\r\nKremlin;Кремль;;18'
)


def cells_of(table: GlossaryTable) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.cells) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "cp1251"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_spreadsheet_files_are_read_as_they_are(encoding: str, newline: str) -> None:
    content = SPREADSHEET.replace("\r\n", newline).encode(encoding)
    table = parse_table(content, path="terms.csv")
    assert table.to_bytes() == content
    assert table.header == ("en", "ru", "note", "x-id")
    assert table.dialect.delimiter == ";"
    assert table.dialect.newline == newline
    assert cells_of(table) == [
        (5, ("Putin", "Путин", "surname; alone", "17")),
        (6, ('a "b"', f"две{newline}строки", "", "")),
        (9, ("Kremlin", "Кремль", "", "18")),
    ]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("koi8-r", "Государственная дума"),
        ("cp866", "Государственная дума"),
        ("cp1251", "Путин"),
        ("cp1251", "Санкт-Петербург «Единая Россия»"),
    ],
)
def test_legacy_cyrillic_is_told_by_its_words(page: str, words: str) -> None:
    if page == "koi8-r" or page == "cp866":
        words = words.replace("«", "")
    table = parse_table(f"en,ru\nterm,{words}\n".encode(page), path="terms.csv")
    assert table.rows[0].cells == ("term", words)


def test_legacy_latin_is_told_by_the_header() -> None:
    table = parse_table("en,de\npower,Präsidentenmacht\n".encode("cp1252"), path="terms.csv")
    assert table.rows[0].cells == ("power", "Präsidentenmacht")


def test_a_stray_line_in_another_encoding_is_kept_to_the_byte() -> None:
    content = "en,ru\na,Дума\nb,Совет\nc,Кремль\n".encode() + "d,Путин\n".encode("cp1251")
    table = parse_table(content, path="terms.csv")
    assert table.dialect.encoding.stray_bytes
    assert table.rows[1].cells == ("b", "Совет")
    assert table.to_bytes() == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "workbook"),
        (b"%PDF-1.7", "binary"),
        (b"\xff\xfea\x00b", "breaks off"),
        (b"en,ru\na,\x00\x01\x02\n", "binary"),
        (b"en,ru\na,\xb0\xb1\xb5\xb6\xb7\n", "encoding"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(GlossaryError, match=words):
        parse_table(content, path="terms.csv")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="cannot read the glossary"):
        read_table(tmp_path / "none.csv")


def test_omegat_files_have_no_header_and_no_quoting() -> None:
    content = '# made by hand\n"Putin"\tПутин\tsurname\nit\tон\n'.encode()
    table = parse_table(content, path="glossary.txt")
    assert table.dialect.layout == "headerless"
    assert table.header == ("source", "target", "note")
    assert cells_of(table) == [(2, ('"Putin"', "Путин", "surname")), (3, ("it", "он"))]


def test_a_wide_table_saved_as_unicode_text_keeps_its_header() -> None:
    table = parse_table('en\tru\tstatus\n"a\tb"\tв\tpreferred\n'.encode("utf-16"), path="glossary.txt")
    assert table.dialect.layout == "wide"
    assert cells_of(table) == [(2, ("a\tb", "в", "preferred"))]


def test_a_csv_without_header_is_read_as_two_columns() -> None:
    table = parse_table("Kremlin,Кремль\nDuma,Дума\n".encode(), path="deepl.csv")
    assert table.dialect.layout == "headerless"
    assert cells_of(table) == [(1, ("Kremlin", "Кремль")), (2, ("Duma", "Дума"))]


def test_an_unclosed_quotation_mark_spoils_one_row_only() -> None:
    table = parse_table('en,ru\n"Kremlin,Кремль\nDuma,"Дума"\nNATO,НАТО\n'.encode(), path="terms.csv")
    assert [(row.line, row.damage) for row in table.rows] == [(2, "unclosed-quote"), (3, ""), (4, "")]
    assert table.rows[0].cells == ('"Kremlin', "Кремль")


def test_text_after_a_closing_quotation_mark_is_told() -> None:
    table = parse_table('en,ru\nUnited Russia,"Единая Россия" (партия)\n'.encode(), path="terms.csv")
    assert table.rows[0].damage == "stray-quote"
    assert table.rows[0].cells == ("United Russia", '"Единая Россия" (партия)')


def test_a_comment_that_a_spreadsheet_quoted_stays_a_comment() -> None:
    table = parse_table(b'en,ru\n"# persons, places",\n"#MeToo",#MeToo\n', path="terms.csv")
    assert cells_of(table) == [(3, ("#MeToo", "#MeToo"))]


def test_setting_a_cell_rewrites_that_cell_alone() -> None:
    table = parse_table(SPREADSHEET.encode(), path="terms.csv")
    edited = table.with_cell(5, "ru", "Владимир; Путин")
    expected = SPREADSHEET.replace("Putin;Путин;", 'Putin;"Владимир; Путин";')
    assert edited.to_text() == expected
    assert table.to_text() == SPREADSHEET
    assert edited.with_cell(5, "RU", "Путин").to_text() == SPREADSHEET.replace("Путин", '"Путин"')


def test_setting_a_cell_to_what_it_holds_changes_nothing() -> None:
    table = parse_table(SPREADSHEET.encode(), path="terms.csv")
    assert table.with_cell(6, "en", 'a "b"').to_text() == SPREADSHEET


def test_a_short_row_grows_when_a_late_cell_is_set() -> None:
    table = parse_table("en,ru,note\nKremlin,Кремль\n".encode(), path="terms.csv")
    assert table.with_cell(2, "note", "x").to_text() == "en,ru,note\nKremlin,Кремль,x\n"


def test_added_rows_follow_the_style_of_the_file() -> None:
    quoted = parse_table('"en","ru"\r\n"Kremlin","Кремль"'.encode(), path="terms.csv")
    assert quoted.with_row({"en": "Duma", "ru": "Дума"}).to_text() == (
        '"en","ru"\r\n"Kremlin","Кремль"\r\n"Duma","Дума"\r\n'
    )
    plain = parse_table("en,ru\n# one\na,а\n# two\n".encode(), path="terms.csv")
    added = plain.with_row({"en": "#b", "ru": 'б, "в"'}, after=3)
    assert added.to_text() == 'en,ru\n# one\na,а\n"#b","б, ""в"""\n# two\n'
    assert cells_of(added)[-1] == (4, ("#b", 'б, "в"'))


def test_removing_a_row_keeps_the_comments_around_it() -> None:
    table = parse_table(SPREADSHEET.encode(), path="terms.csv").without_rows([6])
    assert table.to_text() == SPREADSHEET.replace('"a ""b""";"две\r\nстроки";;\r\n', "")
    assert [row.line for row in table.rows] == [5, 7]


def test_a_column_is_added_to_every_row() -> None:
    table = parse_table('en,ru\n# c\n"a","б"\nc,д\n'.encode(), path="terms.csv").with_column("status")
    assert table.to_text() == 'en,ru,status\n# c\n"a","б",""\nc,д,\n'


def test_edits_that_the_file_cannot_hold_are_refused() -> None:
    omegat = parse_table("a\tб\n".encode(), path="glossary.txt")
    with pytest.raises(GlossaryError, match="tab or a line break"):
        omegat.with_cell(1, "target", "а\tб")
    with pytest.raises(GlossaryError, match="without a header"):
        omegat.with_column("status")
    legacy = parse_table("en,ru\nDuma,Дума\n".encode("cp1251"), path="terms.csv")
    with pytest.raises(GlossaryError, match="cannot be written in cp1251"):
        legacy.with_cell(2, "ru", "დუმა").to_bytes()
    with pytest.raises(GlossaryError, match="no column 'de'"):
        legacy.with_cell(2, "de", "Duma")
    with pytest.raises(GlossaryError, match="no row begins here"):
        legacy.with_cell(7, "ru", "Дума")


def test_saving_does_not_clobber_what_others_wrote(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes("en,ru\nDuma,Дума\n".encode())
    table = read_table(path)
    path.write_bytes("en,ru\nDuma,Дума\nNATO,НАТО\n".encode())
    with pytest.raises(GlossaryError, match="changed since it was read"):
        save_table(table.with_cell(2, "ru", "Госдума"))
    assert path.read_text(encoding="utf-8").count("\n") == 3


@pytest.mark.parametrize("name", [".~lock.terms.csv#", "~$terms.csv"])
def test_saving_stops_at_the_lock_of_an_office_program(tmp_path: Path, name: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes("en,ru\nDuma,Дума\n".encode())
    table = read_table(path)
    assert find_office_lock(path) is None
    (tmp_path / name).write_text("someone")
    with pytest.raises(GlossaryError, match="open in another program"):
        save_table(table.with_cell(2, "ru", "Госдума"))
    assert path.read_bytes() == table.to_bytes()


def test_saving_writes_the_edited_file(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes("en,ru\nDuma,Дума\n".encode("utf-16"))
    save_table(read_table(path).with_row({"en": "NATO", "ru": "НАТО"}))
    assert path.read_bytes() == "en,ru\nDuma,Дума\nNATO,НАТО\n".encode("utf-16")


cell = st.text(st.sampled_from('aя"|;,\t\n\r #=' + "\u2028é"), max_size=6)


@given(st.lists(st.tuples(cell, cell, cell), max_size=8), st.sampled_from(",;\t"), st.booleans())
def test_written_rows_are_read_back(rows: list[tuple[str, ...]], delimiter: str, quote_all: bool) -> None:
    dialect = Dialect(delimiter=delimiter, quote_all=quote_all)
    names = ("en", "ru", "note")
    # A row without a letter is a blank line, or a comment that a spreadsheet padded.
    kept = [row for row in rows if "я" in row[0] or "я" in row[1]]
    table = new_table(names, [dict(zip(names, row, strict=True)) for row in kept], dialect=dialect)
    again = parse_table(table.to_bytes(), path="terms.csv")
    assert [row.cells for row in again.rows] == [
        row for row in kept if not (row[0].startswith("#") and not any(row[1:]))
    ]
    assert again.to_bytes() == table.to_bytes()


@given(st.text(st.sampled_from('ab,"\r\n#; '), max_size=60))
@example('"a\r\n"')
@example('a,"b" c\n"d"')
def test_records_rebuild_any_text(text: str) -> None:
    records = list(read_records(text, ",", quotes=True, header=True))
    assert "".join(record.raw for record in records) == text
    line = 1
    for record in records:
        assert record.line == line
        line += len(list(io.StringIO(record.raw, newline="")))


@given(st.text(st.sampled_from('ab,"'), max_size=30))
def test_fields_agree_with_the_standard_reader(text: str) -> None:
    cells, damage = CellReader(",", quotes=True).read(text)
    fields, found = find_fields(text, ",", quotes=True)
    assert found == damage
    if damage:
        with pytest.raises(csv.Error):
            next(csv.reader([text], strict=True))
    else:
        assert len(cells) == len(fields)
        unquoted = [(cell, f) for cell, f in zip(cells, fields, strict=True) if not f.quoted]
        assert all(cell == text[f.start : f.end] for cell, f in unquoted)

"""TSV and CSV, as we write them and as editors and spreadsheets give them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bilingual.samples import make_bitext, make_unit, sample
from translate_pipe.bilingual import write_bitext
from translate_pipe.bilingual.formats import parse_bilingual
from translate_pipe.bilingual.rows import BilingualFile
from translate_pipe.errors import BitextError

HEADER = "id\tnumber\tstate\tsource\ttarget\tcomment"


def read(text: str | bytes, name: str = "news.ru.tsv") -> BilingualFile:
    return parse_bilingual(text.encode() if isinstance(text, str) else text, Path(name))


def test_tsv_keeps_one_line_a_unit() -> None:
    lines = write_bitext(sample(), "tsv").decode().split("\n")
    assert lines[0] == ("id\tnumber\tstate\tsource\ttarget\tcomment\tterms\tissues\tmemory\tfingerprint")
    assert lines[3].split("\t")[:6] == [
        "s3",
        "3",
        "reviewed",
        '\'=SUM(A1) "quoted"\\tand\\nbroken',
        "'=СУММ(A1)",
        "ok | fine",
    ]
    assert lines[1].split("\t")[6:9] == [
        "special military operation → специальную военную операцию: applied, accusative singular, repair",
        "warning: the numbers differ (numbers)",
        "78 %: The council met. → Совет собрался. (old.txt)",
    ]
    assert lines[5].split("\t")[3] == "news.txt"
    assert lines[6].split("\t")[3:5] == ["en", "ru"]
    assert lines[7].split("\t")[3] == (
        "translate-pipe 0.1.0|engine:argos|packages:en_ru 1.9|glossary:abcd|segmenter:sentencex 1|beam:4"
    )
    assert lines[8:] == [""]


@pytest.mark.parametrize("start", ["=1+1", "+7 900", "-5 °C", "@home", "\tx", "＝1"])
@pytest.mark.parametrize("name", ["tsv", "csv"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(start: str, name: str) -> None:
    written = write_bitext(make_bitext(make_unit(1, "x", start)), name).decode("utf-8-sig")
    shown = start.replace("\t", "\\t") if name == "tsv" else start
    assert f"'{shown}" in written
    assert read(written, f"x.{name}").rows[0].target == start


@pytest.mark.parametrize("text", ["'tis", "1=1", "a-b", "'", "''"])
@pytest.mark.parametrize("name", ["tsv", "csv"])
def test_harmless_text_gets_none(text: str, name: str) -> None:
    written = write_bitext(make_bitext(make_unit(1, "x", text)), name).decode("utf-8-sig")
    assert "'" + text not in written
    assert read(written, f"x.{name}").rows[0].target == text


def test_csv_says_that_it_is_utf8() -> None:
    assert write_bitext(sample(), "csv").startswith(b"\xef\xbb\xbfid,number,state,")


def test_tsv_saved_by_a_spreadsheet_reads_the_same() -> None:
    original = read(write_bitext(sample(), "tsv"))
    saved = []
    for line in write_bitext(sample(), "tsv").decode().split("\n"):
        cells = ['"' + cell.replace('"', '""') + '"' if '"' in cell else cell for cell in line.split("\t")]
        saved.append("\t".join(cells))
    assert read("\r\n".join(saved).encode("utf-16")).rows == original.rows


def test_an_opening_quotation_mark_does_not_swallow_the_next_cells() -> None:
    read_back = read(f'{HEADER}\ns1\t1\t\tYes\t"Да, сказал он\tfine\ns2\t2\t\tNo\tНет"\t\n')
    assert [(row.target, row.comment) for row in read_back.rows] == [('"Да, сказал он', "fine"), ('Нет"', "")]


def test_a_typed_formula_and_unknown_escapes_are_text() -> None:
    row = read(f"{HEADER}\ns1\t1\t\tx\t- Да \\o/ C:\\dir\t\n").rows[0]
    assert row.target == "- Да \\o/ C:\\dir"


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_csv_is_read_with_the_separator_of_the_office(separator: str) -> None:
    text = separator.join(["id", "source", "target"]) + "\r\n" + separator.join(["s1", "x", '"а,б;в"'])
    assert read(text, "x.csv").rows[0].target == "а,б;в"


def test_csv_with_a_separator_line_is_read() -> None:
    row = read("sep=;\r\nid;source;target\r\ns1;x;да\r\n", "x.csv").rows[0]
    assert (row.target, row.place) == ("да", "x.csv:3")


def test_columns_may_be_moved_renamed_in_case_or_added() -> None:
    found = read("Notes\tTARGET\tid\tSource\nn\tда\ts1\tyes\n\t\t\t\n")
    assert found.ignored == ("notes",)
    assert [(row.id, row.source, row.target, row.place) for row in found.rows] == [
        ("s1", "yes", "да", "news.ru.tsv:2")
    ]


def test_another_encoding_is_refused_with_its_line() -> None:
    content = "id,source,target\r\ns1,yes,да\r\n".encode("cp1251")
    with pytest.raises(BitextError, match=r"x\.csv:2: not in UTF-8; save it again") as caught:
        read(content, "x.csv")
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("id\ttarget\n", "x.tsv:1: no column source"),
        ("id\tsource\ttarget\ttarget\n", "x.tsv:1: two columns are named target"),
        ("id\tsource\ttarget\ns1\ta\tb\tc\n", "x.tsv:2: 4 cells where the header has 3"),
        (
            "id\tsource\ttarget\tstate\ns1\ta\tb\tdone\n",
            "x.tsv:2: 'done' is no state; write one of translated",
        ),
        ("", "x.tsv: holds no table"),
    ],
)
def test_broken_tables_are_refused_with_their_place(text: str, problem: str) -> None:
    with pytest.raises(BitextError) as caught:
        read(text, "x.tsv")
    assert str(caught.value).startswith(problem)


def test_an_open_quotation_in_csv_is_refused_with_its_line() -> None:
    with pytest.raises(BitextError, match=r"x\.csv:2: no CSV: unexpected end of data"):
        read('id,source,target\ns1,a,"b\n', "x.csv")


def test_half_a_surrogate_pair_is_refused() -> None:
    broken = make_bitext(make_unit(1, "x", "a\ud800b"))
    with pytest.raises(BitextError, match="segment 1 holds half of a character"):
        write_bitext(broken, "tsv")


def test_two_segments_with_one_id_are_refused() -> None:
    with pytest.raises(BitextError, match="segment 1 has the id 's1'"):
        write_bitext(make_bitext(make_unit(1, "x", "y"), make_unit(1, "x", "y")), "tsv")

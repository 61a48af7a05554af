"""Files as other tools write them, read into rows; and rows, written as those tools want them."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from translate_pipe.errors import GlossaryError, UsageError
from translate_pipe.glossary.formats import FORMATS, detect_format
from translate_pipe.glossary.formats.memoq import language_of_name, name_of_language
from translate_pipe.glossary.formats.terms import Exchange, LossLog, TermList, TermRow, make_list


def read(
    name: str, text: str | bytes, path: str = "g.csv", source: str = "", *targets: str
) -> tuple[TermList, dict[str, int]]:
    losses = LossLog()
    content = text.encode("utf-8") if isinstance(text, str) else text
    terms = FORMATS[name].read(content, Exchange(path, losses, source, targets))
    return terms, {loss.kind: loss.count for loss in losses.report()}


def write(name: str, rows: list[TermRow], path: str = "g.csv", *targets: str) -> tuple[str, dict[str, int]]:
    losses = LossLog()
    written = FORMATS[name].write(make_list(rows), Exchange(path, losses, "en", targets))
    return written.decode("utf-8"), {loss.kind: loss.count for loss in losses.report()}


def row(en: str, ru: str = "", **features: str) -> TermRow:
    terms = {"en": tuple(en.split("|"))} | ({"ru": tuple(ru.split("|"))} if ru else {})
    return TermRow(terms, features)


def test_omegat_comments_and_several_targets() -> None:
    terms, losses = read(
        "omegat", "# glossary\nmunicipal council\tмуниципальный совет\tlaw\nState Duma\tГосдума\n"
        "State Duma\tГосударственная дума\nempty\t\n", "g.txt", "en", "ru",
    )  # fmt: skip
    assert terms.rows == (
        row("municipal council", "муниципальный совет", note="law"),
        row("State Duma", "Госдума|Государственная дума"),
    )
    assert losses == {"row without a source or a target (left out)": 1}


def test_omegat_keeps_quotation_marks_that_begin_a_term() -> None:
    terms, _ = read("omegat", '"Kursk"\t«Курск»\n', "g.txt", "en", "ru")
    assert terms.rows == (row('"Kursk"', "«Курск»"),)


def test_omegat_writes_a_line_for_each_alternative() -> None:
    written, losses = write("omegat", [row("State Duma", "Госдума|Дума", note="n", pos="name")], "g.txt")
    assert written == "State Duma\tГосдума\tn\nState Duma\tДума\tn\n"
    assert losses == {"column pos": 1}


def test_omegat_rows_of_semicolons_are_not_taken_for_columns() -> None:
    terms = make_list([
        TermRow({"en": (";",), "ru": ("0",)}),
        TermRow({"en": ("0",), "ru": (";",)}, {"note": "in one row only"}),
    ])  # fmt: skip
    exchange = Exchange("g.csv", LossLog(), "en", ("ru",))
    written = FORMATS["omegat"].write(terms, exchange)
    assert written.decode() == '";",0,\n0,";",in one row only\n'
    assert FORMATS["omegat"].read(written, exchange).rows == terms.rows


def test_omegat_cannot_hold_a_term_that_begins_with_a_number_sign() -> None:
    written, losses = write("omegat", [row("#metoo", "#яТоже")], "g.txt")
    assert written == ""
    assert losses == {"source term that begins with # (OmegaT would skip the line)": 1}


def test_line_breaks_become_spaces_in_tsv_and_are_reported() -> None:
    written, losses = write("omegat", [row("war", "война", note="a\nb")], "g.txt")
    assert written == "war\tвойна\ta b\n"
    assert losses == {"tab or line break in a cell (written as a space)": 1}


def test_deepl_of_two_columns_needs_languages() -> None:
    terms, _ = read("deepl", 'hello,привет\n"a ""b""",в\n', "g.csv", "en", "ru")
    assert terms.rows == (row("hello", "привет"), row('a "b"', "в"))
    with pytest.raises(UsageError, match="does not say which languages"):
        read("deepl", "hello,привет\n")


def test_deepl_with_language_columns_merges_targets_of_one_source() -> None:
    terms, losses = read("deepl-locales", "war,война,EN,RU,12\nwar,Krieg,EN,DE\npeace,мир,en,ru\n")
    assert [dict(r.terms) for r in terms.rows] == [
        {"en": ("war",), "ru": ("война",), "de": ("Krieg",)},
        {"en": ("peace",), "ru": ("мир",)},
    ]
    assert losses == {"DeepL column 5 (relevance)": 1}


def test_deepl_with_languages_in_some_rows_only_is_refused_with_the_line() -> None:
    with pytest.raises(GlossaryError, match=r"^g\.csv:2: the row does not name its two languages"):
        read("deepl", "war,война,en,ru\npeace,мир\n")


def test_deepl_takes_each_source_once_and_no_long_phrase() -> None:
    rows = [row("war", "война|брань"), row("war", "рать"), row("x" * 1025, "y")]
    written, losses = write("deepl", rows)
    assert written == "war,война\n"
    assert losses == {
        "alternative term (only the first is written)": 1,
        "second row for a source term (left out)": 1,
        "term of more than 1,024 bytes (left out)": 1,
    }


def test_deepl_knows_no_territories() -> None:
    rows = [TermRow({"en": ("bus",), "pt-BR": ("ônibus",), "zh-Hant": ("公車",)})]
    written, losses = write("deepl-locales", rows)
    assert written == "bus,ônibus,en,pt\nbus,公車,en,zh-Hant\n"
    assert losses == {"territory of pt-BR (written as pt)": 1}


def test_services_without_a_status_get_no_forbidden_terms() -> None:
    rows = [row("war", "война"), row("war effort", "спецусилия", status="forbidden")]
    for name in ("deepl", "google", "azure", "aws", "google-terms", "weblate", "phrase"):
        written, losses = write(name, rows)
        assert "спецусилия" not in written, name
        assert losses["forbidden term (left out)"] == 1, name


def test_do_not_translate_is_written_as_the_source_itself() -> None:
    written, losses = write(
        "azure", [row("Twitter", status="do-not-translate"), row("war", "война")], "g.tsv"
    )
    assert written == "Twitter\tTwitter\nwar\tвойна\n"
    assert losses == {"status do-not-translate (written as target = source)": 1}


def test_google_term_sets_with_part_of_speech_and_description() -> None:
    terms, _ = read("google-terms", "en,ru,pos,description\nwar,война,noun,armed\npeace,мир,,\n")
    assert terms.rows == (row("war", "война", pos="noun", note="armed"), row("peace", "мир"))
    written, losses = write("google-terms", [row("war", "война", note="armed", gender="f")])
    assert written == "en,ru,description\nwar,война,armed\n"
    assert losses == {"column gender": 1}


def test_aws_refuses_a_column_that_is_no_language() -> None:
    with pytest.raises(GlossaryError, match=r"^g\.csv:1: the header names 'owner', which is no language"):
        read("aws", "en,ru,owner\nwar,война,Jo\n")


def test_aws_puts_the_source_first_and_leaves_gaps_empty() -> None:
    rows = [row("war", "война"), TermRow({"en": ("peace",), "de": ("Frieden",)})]
    written, losses = write("aws", rows)
    assert written == "en,ru,de\nwar,война,\npeace,,Frieden\n"
    assert losses == {}


def test_phrase_tells_the_language_of_its_term_column() -> None:
    header = "term,case sensitive,translatable,description,en,ru\n"
    text = header + "Twitter,true,false,site,Twitter,\nwar,,true,,war,война\n"
    terms, _ = read("phrase", text)
    assert terms.rows == (
        row("Twitter", case_sensitive="yes", status="do-not-translate", note="site"),
        row("war", "война"),
    )
    with pytest.raises(GlossaryError, match="in which language the column term is"):
        read("phrase", "term,translatable,de\nwar,true,Krieg\n")
    terms, _ = read("phrase", "term,translatable,de\nwar,true,Krieg\n", "g.csv", "en")
    assert terms.rows == (TermRow({"en": ("war",), "de": ("Krieg",)}),)


def test_weblate_comments_and_context_are_kept() -> None:
    text = (
        '"location","source","target","id","fuzzy","context","translator_comments","developer_comments"\n'
        '"a.py:3","war","война","","True","news","seen twice","armed"\n'
    )
    terms, losses = read("weblate", text, "g.csv", "en", "ru")
    features = {"note": "armed", "ru.note": "seen twice", "weblate.context": "news"}
    assert terms.rows == (
        TermRow(
            {"en": ("war",), "ru": ("война",)},
            {**features, "weblate.location": "a.py:3", "weblate.fuzzy": "yes"},
        ),
    )
    assert losses == {}


MEMOQ = (
    "\ufeffEntry_ID;Entry_Subject;Entry_Created;Entry_Note;English_United_Kingdom_Def;English_United_Kingdom;"
    "Term_Info;Term_Example;Russian_Def;Russian;Term_Info;Term_Example;Russian;Term_Info;Term_Example\n"
    '7;Politics;1/2/2026;see law;lower house;State Duma;"CaseSense;NoPrefix";the State Duma voted;'
    "нижняя палата;"
    'Государственная дума;"CasePermissive;HalfPrefix";;Думка;"CasePermissive;HalfPrefix;NonTerm";\n'
)


def test_memoq_entries_with_forbidden_terms_become_two_rows() -> None:
    terms, losses = read("memoq", MEMOQ)
    assert terms.locales == ("en-GB", "ru")
    first, second = terms.rows
    assert dict(first.terms) == {"en-GB": ("State Duma",), "ru": ("Государственная дума",)}
    assert dict(first.features) == {
        **{"subject": "Politics", "note": "see law", "definition": "lower house"},
        **{"ru.definition": "нижняя палата", "en-GB.context": "the State Duma voted"},
        **{"case_sensitive": "yes", "match": "exact"},
    }
    assert dict(second.terms) == {"en-GB": ("State Duma",), "ru": ("Думка",)}
    assert dict(second.features) == {"status": "forbidden"}
    assert losses == {"field Entry_Created": 1}


@pytest.mark.parametrize(
    ("name", "locale"),
    [
        ("English", "en"),
        ("English_United_States", "en-US"),
        ("Portuguese_Brazil", "pt-BR"),
        ("Chinese_PRC", "zh-CN"),
        ("Russian", "ru"),
        ("Ukrainian", "uk"),
    ],
)
def test_memoq_language_names(name: str, locale: str) -> None:
    assert language_of_name(name) == locale
    assert name_of_language(locale) == name


def test_memoq_names_that_are_no_language() -> None:
    assert language_of_name("Term_Info") == ""
    assert language_of_name("Klingonese") == ""


TBX_V3 = """<?xml version="1.0" encoding="utf-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
 <tbxHeader><fileDesc><sourceDesc><p>MultiTerm</p></sourceDesc></fileDesc></tbxHeader>
 <text><body>
  <conceptEntry id="duma">
   <transacGrp><transac type="transactionType">origination</transac><date>2010-04-17</date></transacGrp>
   <descrip type="subjectField">Politics</descrip>
   <note>see law</note>
   <langSec xml:lang="en">
    <descripGrp><descrip type="definition">lower house</descrip><admin type="source">OED</admin></descripGrp>
    <termSec><term>State <hi>Duma</hi></term><termNote type="partOfSpeech">noun</termNote></termSec>
   </langSec>
   <langSec xml:lang="ru">
    <termSec><term>Госдума</term>
     <termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
    <termSec><term>Государственная дума</term>
     <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>
     <termNote type="grammaticalGender">feminine</termNote></termSec>
    <termSec><term>Думка</term>
     <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
   </langSec>
  </conceptEntry>
 </body></text>
</tbx>
"""


def check_duma(terms: TermList) -> None:
    first, second = terms.rows
    assert dict(first.terms) == {"en": ("State Duma",), "ru": ("Государственная дума", "Госдума")}
    assert dict(first.features) == {
        **{"tbx.id": "duma", "subject": "Politics", "note": "see law", "definition": "lower house"},
        **{"pos": "noun", "gender": "f", "status": "preferred"},
    }
    assert dict(second.terms) == {"en": ("State Duma",), "ru": ("Думка",)}
    assert second.features["status"] == "forbidden"


def test_tbx_version_3_with_attributes() -> None:
    terms, losses = read("tbx", TBX_V3, "g.tbx")
    check_duma(terms)
    assert losses == {"TBX transacGrp": 1, "TBX source": 1}


def test_tbx_version_3_with_tags() -> None:
    text = (
        TBX_V3.replace('style="dca"', 'style="dct" xmlns:min="http://www.tbxinfo.net/ns/min" '
                       'xmlns:basic="http://www.tbxinfo.net/ns/basic"')
        .replace('<termNote type="partOfSpeech">noun</termNote>', "<min:partOfSpeech>noun</min:partOfSpeech>")
        .replace('<descrip type="subjectField">Politics</descrip>',
                 "<min:subjectField>Politics</min:subjectField>")
        .replace('<descrip type="definition">lower house</descrip>',
                 "<basic:definition>lower house</basic:definition>")
        .replace('<termNote type="administrativeStatus">admittedTerm-admn-sts</termNote>',
                 "<min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus>")
        .replace('<termNote type="grammaticalGender">feminine</termNote>',
                 "<basic:grammaticalGender>feminine</basic:grammaticalGender>")
    )  # fmt: skip
    check_duma(read("tbx-dct", text, "g.tbx")[0])


def test_tbx_version_2() -> None:
    text = (
        TBX_V3.replace(
            '<tbx type="TBX-Basic" style="dca"', '<!DOCTYPE martif SYSTEM "TBX.dtd"><martif type="TBX-Basic"'
        )
        .replace(' xmlns="urn:iso:std:iso:30042:ed-2"', "")
        .replace("</tbx>", "</martif>")
        .replace("tbxHeader", "martifHeader")
        .replace("conceptEntry", "termEntry")
        .replace("langSec", "langSet")
        .replace("termSec", "tig")
    )
    check_duma(read("tbx-v2", text, "g.tbx")[0])


def test_tbx_writes_what_the_standard_calls_it() -> None:
    rows = [row("Kremlin", "Кремль|кремль", pos="name", gender="m", status="preferred", animate="no")]
    written, losses = write("tbx", rows, "g.tbx")
    assert '<conceptEntry id="c1">' in written
    assert written.count("preferredTerm-admn-sts") == 1
    assert written.count("admittedTerm-admn-sts") == 1
    assert '<termNote type="grammaticalGender">masculine</termNote>' in written
    assert losses == {"column animate": 1, "pos name (written as noun)": 1}
    assert '<termNote type="partOfSpeech">properNoun</termNote>' in write("tbx-v2", rows, "g.tbx")[0]
    assert "<min:partOfSpeech>noun</min:partOfSpeech>" in write("tbx-dct", rows, "g.tbx")[0]


def test_tbx_with_another_gender_for_each_language() -> None:
    rows = [
        TermRow({"en": ("war",), "ru": ("война",), "de": ("Krieg",)}, {"ru.gender": "f", "de.gender": "m"})
    ]
    written, _ = write("tbx", rows, "g.tbx")
    assert read("tbx", written, "g.tbx")[0].rows == tuple(rows)


def test_tbx_ids_that_are_given_are_kept_and_never_doubled() -> None:
    rows = [row("a", "б"), TermRow({"en": ("b",), "ru": ("в",)}, {"tbx.id": "c1"})]
    written, _ = write("tbx", rows, "g.tbx")
    assert written.count('id="c1"') == 1


def test_tmx_notes_and_inline_codes() -> None:
    text = (
        '<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body><tu><prop type="client">X</prop>'
        '<note>armed</note><tuv xml:lang="en"><seg>war<ph>{1}</ph> effort</seg></tuv>'
        '<tuv lang="RU"><seg>военные <hi>усилия</hi></seg></tuv></tu></body></tmx>'
    )
    terms, losses = read("tmx", text, "g.tmx")
    assert terms.rows == (row("war effort", "военные усилия", note="armed"),)
    assert losses == {"TMX property client": 1, "inline code in a segment": 1}


BOMB = '<?xml version="1.0"?><!DOCTYPE tbx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><tbx>&b;</tbx>'


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("tbx", "<tbx>\n<text>\n</tbx>", r"g\.tbx:3: not well-formed XML"),
        ("tbx", "<html/>", r"g\.tbx:1: the file is no TBX: its root is <html>"),
        ("tmx", "<tbx/>", r"g\.tbx:1: the file is no TMX: its root is <tbx>"),
        ("tbx", BOMB, r"g\.tbx:1: the file declares XML entities"),
        (
            "tbx",
            '<tbx>\n<conceptEntry><langSec xml:lang="xx-q"/></conceptEntry></tbx>',
            r"g\.tbx:2: unknown language",
        ),
        ("tbx", "<tbx><conceptEntry><langSec/></conceptEntry></tbx>", "names no language"),
    ],
)
def test_bad_xml_is_refused_with_its_line(name: str, text: str, message: str) -> None:
    with pytest.raises(GlossaryError, match=message):
        read(name, text, "g.tbx")


def test_a_file_outside_is_never_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("s") / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    text = f'<!DOCTYPE tbx [<!ENTITY x SYSTEM "{secret.as_uri()}">]><tbx><term>&x;</term></tbx>'
    with pytest.raises(GlossaryError, match="declares XML entities"):
        read("tbx", text, "g.tbx")


@pytest.mark.parametrize("name", ["deepl", "aws", "weblate", "memoq", "phrase"])
def test_quotation_marks_that_do_not_pair_up_are_refused_with_their_line(name: str) -> None:
    text = 'en,ru\nwar,"война\npeace,мир\n'
    with pytest.raises(GlossaryError, match=r"^g\.csv:2: the quotation marks of this row do not pair up"):
        read(name, text, "g.csv", "en", "ru")


def test_wide_reports_comments_and_rows_without_terms() -> None:
    terms, losses = read("wide", "# ours\nen,ru,note,Owner\nwar,война|брань,n,Jo\n,,orphan,\n")
    assert terms.rows == (TermRow({"en": ("war",), "ru": ("война", "брань")}, {"note": "n", "Owner": "Jo"}),)
    assert losses == {"comment line": 1, "row without any term (left out)": 1}


def test_wide_replaces_its_own_separator_inside_a_term() -> None:
    written, losses = write("wide", [TermRow({"en": ("a|b",), "ru": ("в",)})])
    assert written == "en,ru\na¦b,в\n"
    assert list(losses.values()) == [1]


def test_wide_writes_only_the_languages_asked_for() -> None:
    rows = [TermRow({"en": ("war",), "ru": ("война",), "de": ("Krieg",)})]
    assert write("wide", rows, "g.csv", "de")[0] == "en,de\nwar,Krieg\n"


def test_a_language_that_is_not_there_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="the glossary has no French terms"):
        write("wide", [row("war", "война")], "g.csv", "fr")


def test_one_pair_of_several_must_be_chosen() -> None:
    with pytest.raises(UsageError, match="this format holds one target language, the glossary has ru, de"):
        write("deepl", [TermRow({"en": ("war",), "ru": ("война",), "de": ("Krieg",)})])


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in rows:
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_workbook_cells_that_look_like_formulas_stay_text() -> None:
    rows = [row("=cmd|'/c calc'!A0".replace("|", "/"), "+1", note="@x"), row("-5", "1e5")]
    written = FORMATS["xlsx"].write(make_list(rows), Exchange("g.xlsx", LossLog(), "en"))
    sheet = load_workbook(io.BytesIO(written)).active
    assert sheet is not None
    cells = [cell for found in sheet.iter_rows() for cell in found if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet["A2"].value == "=cmd/'/c calc'!A0"
    assert sheet["A2"].quotePrefix
    assert not sheet["A1"].quotePrefix


def test_workbook_numbers_dates_and_truth_values_are_read_as_text() -> None:
    content = workbook(
        [["en", "ru", "case_sensitive", "n"], ["Area 51", 51, True, 1.5], ["x", "y", False, None]]
    )
    terms, _ = read("xlsx", content, "g.xlsx")
    assert terms.rows[0] == TermRow(
        {"en": ("Area 51",), "ru": ("51",)}, {"case_sensitive": "yes", "n": "1.5"}
    )
    assert terms.rows[1].features == {"case_sensitive": "no"}
    assert terms.rows[1].line == 3


def test_a_workbook_that_unpacks_to_an_absurd_size_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(GlossaryError, match=r"^g\.xlsx: the workbook unpacks to 30 MB"):
        read("xlsx", stream.getvalue(), "g.xlsx")


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", workbook([["en", "ru"]])[:900]])
def test_a_damaged_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(GlossaryError, match="cannot be read as a workbook"):
        read("xlsx", content, "g.xlsx")


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        ("wide", "g.csv", "en,ru,note\nwar,война,\n"),
        ("wide", "g.csv", "en;ru\nwar;война\n"),
        ("memoq", "g.csv", MEMOQ),
        ("weblate", "g.csv", '"location","source","target"\n"","a","б"\n'),
        ("phrase", "g.csv", "term,case_sensitive,translatable,description,en\n"),
        ("google-terms", "g.csv", "en,ru,pos,description\nwar,война,noun,\n"),
        ("deepl-locales", "g.csv", "war,война,EN,RU\npeace,мир,EN,RU\n"),
        ("deepl", "g.csv", "war,война\npeace,мир\n"),
        ("omegat", "g.txt", "war\tвойна\n"),
        ("tbx", "g.xml", TBX_V3),
        ("tmx", "g.tmx", '<?xml version="1.0"?><tmx version="1.4"/>'),
    ],
)
def test_formats_are_told_from_the_file(name: str, path: str, text: str) -> None:
    assert detect_format(text.encode("utf-8"), path).name == name

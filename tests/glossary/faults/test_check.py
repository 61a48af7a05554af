"""Every kind of fault: a glossary in which it is found, at its line and column, and one where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_pipe.glossary.faults.check import check_read_tables, check_tables
from translate_pipe.glossary.faults.fault import Fault
from translate_pipe.glossary.faults.kinds import KINDS
from translate_pipe.glossary.tables.table import parse_table

Sick = tuple[str | bytes, int, str]

# kind: a sick glossary, the line and the column of the fault, and a healthy glossary that comes close.
CASES: dict[str, tuple[Sick, str | bytes]] = {
    "unreadable": ((b"PK\x03\x04", 1, ""), "en,ru\nwar,война\n"),
    "no-rows": (("en,ru\n# none\n", 1, ""), "en,ru\nwar,война\n"),
    "no-header": (("war,война\npeace,мир\n", 1, ""), "en,ru\nwar,война\n"),
    "no-source-column": (("de,ru\nKrieg,война\n", 1, ""), "en-GB,ru\nwar,война\n"),
    "no-target-column": (("en,status\nwar,preferred\n", 1, ""), "en,ru\nwar,война\n"),
    "duplicate-column": (
        ("en,ru,RU,status\nwar,война,битва,\n", 1, "RU"),
        "en,pt,pt-BR\nbus,autocarro,ônibus\n",
    ),
    "misnamed-column": (("en,ua,de\nwar,війна,Krieg\n", 1, "ua"), "en,ru,client\nwar,война,x\n"),
    "unnamed-column": (("en,ru,\nwar,война,спор\n", 1, ""), "en,ru,\nwar,война,\n"),
    "wrong-column": (
        ("en,ru,de\nwar,war,Krieg\npeace,the peace,Frieden\ntruce,a truce,Ruhe\n", 1, "ru"),
        "en,ru,de\nNATO,NATO,NATO\npeace,мир,Frieden\ntruce,перемирие,Ruhe\n",
    ),
    "sparse-column": (
        ("en,ru,de\na1,а,\nb1,б,\nc1,в,\nd1,г,\ne1,д,\n", 1, "de"),
        "en,ru,de\na1,а,x\nb1,б,x\nc1,в,x\nd1,г,\ne1,д,\n",
    ),
    "legacy-encoding": (
        ("en,ru\nState Duma,Государственная дума\n".encode("cp1251"), 1, ""),
        "en,ru\nState Duma,Государственная дума\n".encode("utf-16"),
    ),
    "mixed-encoding": (
        ("en,ru\npeace,мир\ntruce,перемирие\n".encode() + "war,война\n".encode("cp1251"), 4, "ru"),
        "en,ru\nwar,война\n",
    ),
    "mixed-line-ends": (("en,ru\nwar,война\r\npeace,мир\n", 2, ""), "en,ru\r\nwar,война\r\npeace,мир"),
    "mojibake": (("en,ru\npeace,мир\nwar,РІРѕР№РЅР°\n", 3, "ru"), "en,ru\nSR,СР\n"),
    "lost-letters": (("en,ru\npeace,мир\nwar,?????\n", 3, "ru"), "en,ru\nReally?,Правда?\n"),
    "broken-row": (('en,ru\n"war,война\npeace,мир\n', 2, ""), 'en,ru\n"war, the","вой\nна"\n'),
    "stray-quote": (('en,ru\nthe Times,"Таймс" газета\n', 2, ""), 'en,ru\nthe Times,газета "Таймс"\n'),
    "too-many-cells": (("en,ru\npeace,мир\nwar,война,битва\n", 3, ""), "en,ru\nwar,война,,\n"),
    "too-few-cells": (("en,ru,note\npeace,мир,x\nwar,война\n", 3, ""), "en,ru,note\nwar,война,\n"),
    "empty-source": (("en,ru\npeace,мир\n,война\n", 3, "en"), "en,ru\npeace,мир\n,\n"),
    "no-target": (
        ("en,ru,de\npeace,мир,Frieden\nwar,,\n", 3, ""),
        "en,ru,de,status\nX,,,do-not-translate\nwar,война,,\n",
    ),
    "empty-target": (
        ("en,ru,de\npeace,мир,Frieden\nwar,,Krieg\n", 3, "ru"),
        "en,ru,de,status\nX,,,do-not-translate\nwar,война,Krieg,\nwar,бойня,,forbidden\n",
    ),
    "unknown-value": (
        ("en,ru,status\npeace,мир,\nwar,война,prefered\n", 3, "status"),
        "en,ru,status,pos,gender,animate\npeace,мир,Preferred,N.,masc,нет\n",
    ),
    "contradiction": (
        ("en,ru,status\npeace,мир,\nX,Икс,do-not-translate\n", 3, "ru"),
        "en,ru,status\nX,X,do-not-translate\n",
    ),
    "wrong-forms": (
        ('en,ru,ru.forms\npeace,мир,мир;мира\nwar,война,"война, войны"\n', 3, "ru.forms"),
        "en,ru,ru.forms\nwar,война,войны; войну\n",
    ),
    "duplicate": (
        ("en,ru,status\nwar,война,\nWAR,WAR,\nwar,война,preferred\n", 4, "en"),
        "en,ru,de\nwar,война,\nwar,,Krieg\n",
    ),
    "conflict": (
        ("en,ru,status\nwar,война,\nwar,битва,preferred\n", 3, "ru"),
        "en,ru,status\nwar,война,\nwar,битва,admitted\nUS,США,\nus,нас,\n",
    ),
    "forbidden-target": (
        ("en,ru,status\nwar,СВО|война,\nwar,СВО,forbidden\n", 3, "ru"),
        "en,ru,status\nwar,война,\nwar,СВО,forbidden\n",
    ),
    "only-forbidden": (
        ("en,ru,status\npeace,мир,\nwar,СВО,forbidden\n", 3, "en"),
        "en,ru,status\nwar,СВО,forbidden\nwar,война,\n",
    ),
    "shadowed": (
        ("en,ru\nnorth-eastern,северо-восточный\nnorth eastern,северный\n", 3, "en"),
        "en,ru\nUS,США\nus,нас\n",
    ),
    "never-matches": (
        ("en,ru\npeace,мир\n…,война\n", 3, "en"),
        "en,ru\nC++,Си\nSt. Petersburg,Санкт-Петербург\n",
    ),
    "too-common": (("en,ru\npeace,мир\nto be,быть\n", 3, "en"), "en,ru\nUS,США\nState Duma,Дума\n"),
    "long-term": (
        ("en,ru\none two three four five six seven eight nine ten eleven twelve thirteen,раз\n", 2, "en"),
        "en,ru\nmembers of district councils in St Petersburg,депутаты\n",
    ),
    "capital": (
        ("en,ru\npeace,мир\nwar,Война\n", 3, "ru"),
        "en,ru,de,pos\nwar,война,Krieg,\nlawfare,ООН,Krieg,\nbible,Библия,Bibel,name\n",
    ),
    "not-dictionary-form": (
        ("en,ru\npeace,мир\ndistrict council,районного совета\n", 3, "ru"),
        "en,ru\npresident,президент Российской Федерации\nsanctions,санкции\nTorstrem,Торстрем\n",
    ),
    "lookalike-letter": (
        ("en,ru\npeace,мир\nwar,вoйна\n", 3, "ru"),
        "en,ru\nMAX app,приложение MAX\nwar,война\n",
    ),
    "mixed-script": (("en,ru\npeace,мир\nwar,вqйна\n", 3, "ru"), "en,ru\nwar-TV,ТВ-war\n"),
    "wrong-script": (("en,ru\npeace,мир\ntruce,Ruhe\n", 3, "ru"), "en,ru\nTwitter,Twitter\nNATO,НАТО\n"),
    "wrong-language": (("en,ru\npeace,мир\nwar,війна\n", 3, "ru"), "en,ru,uk\nwar,война,війна\n"),
    "invisible-character": (
        ("en,ru\npeace,мир\nwar,вой\u200bна\n", 3, "ru"),
        "en,fa\nbook,کتاب\u200cها\n",
    ),
    "decomposed-letters": (("en,ru\npeace,мир\nwar,вои\u0306на\n", 3, "ru"), "en,ru\nwar,война\n"),
    "stray-space": (("en,ru\npeace,мир\nwar, война\n", 3, "ru"), "en,ru\nwar,война | битва\n"),
    "odd-space": (
        ("en,ru\npeace,мир\nState\u00a0Duma,Дума\n", 3, "en"),
        "en,ru\nper cent,10\u00a0%\nwith,в\u00a0Москве\n",
    ),
    "line-break": (('en,ru\npeace,мир\nState Duma,"Гос\nДума"\n', 3, "ru"), 'en,ru,note\nwar,война,"a\nb"\n'),
    "unpaired-mark": (
        ("en,ru\npeace,мир\nUnited Russia,«Единая Россия\n", 3, "ru"),
        "en,ru\nX Y,«Икс» („игрек“)\n",
    ),
    "wrong-separator": (
        ('en,ru\npeace,мир\nwar,"война; битва"\n', 3, "ru"),
        "en,ru\nand/or,и/или\nwar,война|битва\n",
    ),
    "empty-alternative": (("en,ru\npeace,мир\nwar,война|\n", 3, "ru"), "en,ru\nwar,война|битва\n"),
    "repeated-alternative": (("en,ru\npeace,мир\nwar,война|война\n", 3, "ru"), "en,ru\nwar,война|битва\n"),
    "remark-in-term": (
        ("en,ru\npeace,мир\nwar,война (с кем-то)\n", 3, "ru"),
        "en,ru\nRSFSR (Russia),РСФСР (Россия)\n",
    ),
    "end-punctuation": (
        ("en,ru\npeace,мир\nwar crime,военный проступок.\n", 3, "ru"),
        "en,ru\nSt.,ул.\nInc.,инк.\n",
    ),
    "formula": (("en,ru\npeace,мир\nwar,=война\n", 3, "ru"), "en,ru\nA=B,а=б\n"),
    "spreadsheet-error": (("en,ru\npeace,мир\nwar,#ИМЯ?\n", 3, "ru"), "en,ru\nMeToo,#ЯТоже\n"),
    "placeholder": (("en,ru\npeace,мир\nwar,TODO\n", 3, "ru"), "en,ru\ntodo list,список дел\n"),
    "markup": (("en,ru\npeace,мир\nAT&amp;T,АТТ\n", 3, "en"), "en,ru\nAT&T,АТТ\nless,a < b\n"),
}
# These need more than one file, or thousands of words, and have tests of their own.
SPECIAL = {"conflict-between-files", "unchecked-forms"}


def check(content: str | bytes, path: Path) -> tuple[Fault, ...]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return check_tables([path])


def test_every_kind_has_its_cases() -> None:
    assert set(CASES) | SPECIAL == set(KINDS)
    assert len(KINDS) >= 25


@pytest.mark.parametrize("kind", CASES)
def test_fault_is_found_at_its_line_and_column(kind: str, tmp_path: Path) -> None:
    content, line, column = CASES[kind][0]
    found = [fault for fault in check(content, tmp_path / "terms.csv") if fault.kind == kind]
    assert [(fault.line, fault.column) for fault in found] == [(line, column)]
    assert found[0].message
    assert found[0].remedy
    assert str(found[0]).startswith(f"{tmp_path / 'terms.csv'}:{line}: ")


@pytest.mark.parametrize("kind", CASES)
def test_what_only_comes_close_is_no_fault(kind: str, tmp_path: Path) -> None:
    faults = check(CASES[kind][1], tmp_path / "terms.csv")
    assert [fault for fault in faults if fault.kind == kind] == []


def check_files(*texts: str, dictionary_forms: bool = True) -> list[Fault]:
    tables = [parse_table(text.encode(), path=f"{number}.csv") for number, text in enumerate(texts, start=1)]
    return list(check_read_tables(tables, dictionary_forms=dictionary_forms))


def test_files_that_disagree_are_told_at_the_later_one() -> None:
    faults = check_files("en,ru\nwar,война\npeace,мир\n", "en,ru\npeace,мир\nwar,битва\n")
    assert [(f.kind, f.severity, f.path, f.line) for f in faults] == [
        ("conflict-between-files", "warning", "2.csv", 3),
        ("duplicate", "info", "2.csv", 2),
    ]


def test_a_later_file_that_forbids_the_rendering_of_an_earlier_one_is_told() -> None:
    faults = check_files("en,ru\nwar,война\n", "en,ru,status\nwar,война,forbidden\n")
    assert [(f.kind, f.path, f.line) for f in faults] == [("conflict-between-files", "2.csv", 2)]


def test_a_later_file_may_add_forbidden_renderings() -> None:
    assert check_files("en,ru\nwar,война\n", "en,ru,status\nwar,СВО,forbidden\n") == []


def test_empty_cells_of_an_asked_locale_are_warnings() -> None:
    table = parse_table("en,ru,de\nwar,война,\npeace,мир,Frieden\n".encode(), path="a.csv")
    (info,) = check_read_tables([table])
    (warning,) = check_read_tables([table], target_locales=["de"])
    assert (info.severity, warning.severity) == ("info", "warning")
    assert (info.kind, info.line, info.column) == ("empty-target", 2, "de")


def test_a_column_in_the_wrong_language_is_told_once() -> None:
    text = "en,ru,uk\nwar,війна,война\ncity,місто Київ,город Киев\nyou,ви є,вы\nit,її,её\nwe,ми її,мы её\n"
    faults = check_files(text, dictionary_forms=False)
    assert [(f.kind, f.line, f.column) for f in faults if f.column in ("ru", "uk")] == [
        ("wrong-column", 1, "ru"),
        ("wrong-column", 1, "uk"),
    ]


def test_lookup_of_dictionary_forms_says_where_it_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    from translate_pipe.glossary.faults.form_rules import FormChecker

    monkeypatch.setattr(FormChecker, "MOST_WORDS", 2)
    rows = "".join(f"term {word},{word}\n" for word in ("совета", "мир", "города"))
    faults = check_files("en,ru\n" + rows)
    assert [(f.kind, f.severity) for f in faults] == [
        ("not-dictionary-form", "warning"),
        ("unchecked-forms", "info"),
    ]


def test_a_large_file_has_a_sample_of_its_words_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from translate_pipe.glossary.faults.form_rules import FormChecker

    monkeypatch.setattr(FormChecker, "LARGE_FILE", 2)
    monkeypatch.setattr(FormChecker, "MOST_WORDS_IN_LARGE", 1)
    rows = "".join(f"term {word},{word}\n" for word in ("мир", "города", "совета"))
    assert [f.kind for f in check_files("en,ru\n" + rows)] == ["unchecked-forms"]
    small = "".join(f"term {word},{word}\n" for word in ("мир", "совета"))
    assert [f.kind for f in check_files("en,ru\n" + small)] == ["not-dictionary-form"]


def test_omegat_files_are_checked_by_what_their_targets_are_written_in() -> None:
    table = parse_table("war\tвoйна\npeace\tмир\n".encode(), path="glossary.txt")
    assert [(f.kind, f.line) for f in check_read_tables([table])] == [("lookalike-letter", 1)]


def test_faults_are_in_order_of_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("en,ru,status\nwar, война,x\npeace,мир ,\n", encoding="utf-8")
    (tmp_path / "a.csv").write_text("en,ru\ntruce,пере\u200bмирие\n", encoding="utf-8")
    faults = check_tables([tmp_path / "b.csv", tmp_path / "a.csv"])
    assert [(Path(f.path).name, f.line, f.kind) for f in faults] == [
        ("b.csv", 2, "unknown-value"),
        ("b.csv", 2, "stray-space"),
        ("b.csv", 3, "stray-space"),
        ("a.csv", 2, "invisible-character"),
    ]


def test_the_sample_glossary_has_no_fault() -> None:
    path = Path(__file__).parents[3] / "glossaries" / "news.csv"
    assert [str(fault) for fault in check_tables([path])] == []

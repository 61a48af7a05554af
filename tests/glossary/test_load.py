"""Rows become entries: merged by source term, by locale, by file."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.load import Glossary, build_glossary, load_glossary
from translate_pipe.glossary.tables.table import parse_table
from translate_pipe.model import TermEntry


def load(*texts: str, source: str = "en", target: str = "ru") -> Glossary:
    tables = [parse_table(text.encode(), path=f"{number}.csv") for number, text in enumerate(texts, start=1)]
    return build_glossary(tables, source, target)


def test_a_row_gives_an_entry_with_its_features() -> None:
    text = (
        "en,ru,pos,gender,number,animate,indeclinable,ru.forms,case_sensitive,match,status,note,client\n"
        "# a comment\n"
        "Torstrem,Торстрем|Торстрём,name,f,singular,yes,Да,Торстрем; Торстремы,TRUE,exact,,a name,x\n"
    )
    assert load(text).entries == (
        TermEntry(
            source="Torstrem",
            targets=("Торстрем", "Торстрём"),
            pos="name",
            gender="f",
            number="singular",
            animate=True,
            indeclinable=True,
            forms=("Торстрем", "Торстремы"),
            case_sensitive=True,
            match="exact",
            note="a name",
            path="1.csv",
            line=3,
        ),
    )


def test_forms_keep_their_order_and_their_repetitions() -> None:
    cell = "леди; леди; леди; леди; леди; леди"
    (entry,) = load(f"en,ru,ru.forms\nlady,леди,{cell}\n").entries
    assert entry.forms == ("леди",) * 6


def test_rows_of_one_source_term_become_one_entry_preferred_first() -> None:
    text = (
        "en,ru,status\nlawmaker,законодатель,admitted\nlawmaker,слуга народа,forbidden\n"
        "lawmaker,депутат,preferred\n"
    )
    (entry,) = load(text).entries
    assert entry.targets == ("депутат", "законодатель")
    assert entry.forbidden == ("слуга народа",)
    assert (entry.status, entry.line) == ("preferred", 4)


def test_alternatives_of_the_source_become_entries_of_their_own() -> None:
    found = load("en,ru\nUN|United Nations,ООН\n").entries
    assert [(entry.source, entry.targets) for entry in found] == [
        ("UN", ("ООН",)),
        ("United Nations", ("ООН",)),
    ]


def test_letter_case_tells_entries_apart_only_where_it_matters() -> None:
    assert len(load("en,ru\nUS,США\nus,нас\n").entries) == 2
    with pytest.raises(GlossaryError, match="two preferred targets"):
        load("en,ru,case_sensitive\nUS,США,no\nus,нас,no\n")


def test_terms_are_tidied_but_keep_their_typography() -> None:
    (entry,) = load('en,ru\n" State  Duma",Госу\u0434а\u0440ственная\u00a0дума \n').entries
    assert (entry.source, entry.targets) == ("State Duma", ("Государственная\u00a0дума",))


def test_a_term_without_target_is_counted_and_left_out() -> None:
    glossary = load("en,ru,de\nKremlin,Кремль,Kreml\nDuma,,Duma\nNATO,,\n")
    assert [entry.source for entry in glossary.entries] == ["Kremlin"]
    assert glossary.untargeted == 2
    (problem,) = glossary.problems
    assert (problem.kind, problem.severity, problem.line) == ("empty-target", "info", 3)
    assert "2 terms" in problem.message


def test_do_not_translate_needs_no_target() -> None:
    (entry,) = load("en,ru,status\nTwitter,,do-not-translate\n").entries
    assert (entry.targets, entry.status) == ((), "do-not-translate")


def test_a_forbidden_rendering_alone_makes_an_entry_without_targets() -> None:
    (entry,) = load("en,ru,status\ninvasion,спецоперация,forbidden\n").entries
    assert (entry.targets, entry.forbidden, entry.status) == ((), ("спецоперация",), "forbidden")


def test_a_forbidden_rendering_in_another_locale_says_nothing_here() -> None:
    assert load("en,ru,de,status\ninvasion,,Sonderoperation,forbidden\n").entries == ()


def test_features_of_one_locale_win_over_the_general_ones() -> None:
    text = "en,ru,de,gender,de.gender,status,ru.status\npetition,петиция,Petition,f,n,preferred,admitted\n"
    assert load(text).entries[0].gender == "f"
    assert load(text).entries[0].status == "admitted"
    german = load(text, target="de").entries[0]
    assert (german.gender, german.status) == ("n", "preferred")


def test_a_less_exact_column_serves_a_regional_locale() -> None:
    assert load("en,pt\nbus,autocarro\n", target="pt-BR").entries[0].targets == ("autocarro",)
    both = "en,pt,pt-BR\nbus,autocarro,ônibus\n"
    assert load(both, target="pt-BR").entries[0].targets == ("ônibus",)
    assert load(both, target="pt").entries[0].targets == ("autocarro",)
    assert load("en-GB,ru\nbus,автобус\n").entries[0].source == "bus"


def test_an_earlier_file_wins_and_a_later_one_may_still_forbid() -> None:
    first = "en,ru\nlawmaker,депутат\n"
    second = "en,ru,status\nlawmaker,законодатель,preferred\nlawmaker,слуга народа,forbidden\nDuma,Дума,\n"
    found = load(first, second).entries
    assert [(e.source, e.targets, e.forbidden, e.path) for e in found] == [
        ("lawmaker", ("депутат",), ("слуга народа",), "1.csv"),
        ("Duma", ("Дума",), (), "2.csv"),
    ]


def test_a_later_file_may_not_forbid_what_an_earlier_one_wants() -> None:
    (entry,) = load("en,ru\nwar,война\n", "en,ru,status\nwar,война,forbidden\n").entries
    assert (entry.targets, entry.forbidden) == (("война",), ())


def test_a_later_file_may_not_prefer_what_an_earlier_one_forbids() -> None:
    (entry,) = load("en,ru,status\nwar,СВО,forbidden\n", "en,ru\nwar,СВО|война\n").entries
    assert (entry.targets, entry.forbidden) == (("война",), ("СВО",))


def test_omegat_files_take_the_locales_of_the_run() -> None:
    table = parse_table("Kremlin\tКремль\ta place\n".encode(), path="glossary.txt")
    (entry,) = build_glossary([table], "en", "ru").entries
    assert (entry.source, entry.targets, entry.note) == ("Kremlin", ("Кремль",), "a place")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("en,ru,status\nwar,война,prefered\n", "1.csv:2: 'prefered' is not a value of status"),
        ('en,ru\n"war,война\n', "1.csv:2: a quotation mark opens a cell"),
        ("en,ru\nwar,война,x,y\n", "1.csv:2: the row has 4 cells, the header 2"),
        ("en,ru\nwar,война\nwar,битва\n", '1.csv:3: "war" has two preferred targets'),
        (
            "en,ru,status\nwar,война,\nwar,война,forbidden\n",
            '1.csv:3: "война" is both a target and forbidden',
        ),
        ("en,ru,status\nX,Икс,\nX,,do-not-translate\n", '1.csv:3: "X" is translated in one row'),
        ("de,ru\nKrieg,война\n", "1.csv:1: no column holds English terms"),
    ],
)
def test_errors_forbid_loading_and_say_where(text: str, where: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        load(text)
    assert str(caught.value).startswith(where)
    assert caught.value.remedy


def test_all_errors_are_listed_at_once() -> None:
    with pytest.raises(GlossaryError) as caught:
        load("en,ru,status,match\na,а,x,y\nb,б,z,\n", 'en,ru\n"c,в\n')
    message = str(caught.value)
    assert [f"{place}: " in message for place in ("1.csv:2", "1.csv:3", "2.csv:2")] == [True] * 3


def test_an_unknown_part_of_speech_is_a_problem_but_no_error() -> None:
    glossary = load("en,ru,pos\nwar,война,nuon\n")
    assert [problem.kind for problem in glossary.problems] == ["unknown-value"]
    assert glossary.entries[0].pos is None


def test_the_digest_changes_with_what_matters_only() -> None:
    base = load("en,ru,note\nwar,война,x\n").digest
    assert load("en,de,ru\nwar,Krieg,война\n").digest == base
    assert load("en,ru\nwar,битва\n").digest != base
    assert load("en,ru,match\nwar,война,exact\n").digest != base
    assert len(base) == 12


def test_the_sample_glossary_loads_for_all_its_locales() -> None:
    path = Path(__file__).parent.parent.parent / "glossaries" / "news.csv"
    for target in ("ru", "uk", "de", "fr", "es"):
        glossary = load_glossary([path], "en", target)
        assert glossary.problems == ()
        assert {e.source for e in glossary.entries} >= {"Kremlin", "State Duma", "Ksenia Torstrem"}

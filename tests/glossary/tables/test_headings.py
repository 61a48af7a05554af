"""Any header is understood: sixty as people and programs write them, and twenty first rows that are terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_pipe.errors import UsageError
from translate_pipe.glossary.load import load_glossary
from translate_pipe.glossary.tables.columns import parse_choice
from translate_pipe.glossary.tables.table import parse_table, read_table

CASES = Path(__file__).parents[4] / "shared" / "cases" / "glossary"
HEADERS = [
    "en,ru", "EN,RU", "en-US,ru-RU", "en_US,ru_RU", "ru,en", "En,Ru,Notes", "en,ru,pos,gender,status,note",
    "English,Russian", "english,russian", "RUSSIAN,ENGLISH", "English,Русский", "английский,русский",
    "Английский,Русский,Примечание", "англійська,російська", "Englisch,Russisch",
    "Englisch,Russisch,Kommentar", "Anglais,Russe", "Anglais,Russe,Remarque", "inglés,ruso",
    "inglese,russo,nota", "angielski,rosyjski,uwagi", "inglês,russo", "Engels,Russisch", "İngilizce,Rusça",
    "英語,ロシア語", "англійська мова,російська мова", "term_en,term_ru", "term_en,term_ru,comment",
    "Term (EN),Term (RU)", "Term (RU),Term (EN)", "EN term,RU term", "English term,Russian term",
    "source_en,target_ru", "en source,ru target", "Source (English),Target (Russian)",
    "source:en,target:ru", "lang:en,lang:ru", "en [source],ru [target]", "text_en,text_ru",
    "en.text,ru.text", "English term,Russian translation", "Source language (en),Target language (ru)",
    "Word (English),Word (Russian)", "source,target", "Source,Target", "SOURCE,TARGET,COMMENT",
    "source,translation", "Source term,Target term", "Source text,Translation", "term,translation",
    "Term,Translation,POS,Gender", "original,translation", "термин,перевод", "Термин,Перевод,Комментарий",
    "оригинал,перевод", "термін,переклад,примітка", "Begriff,Übersetzung", "Quelle,Ziel",
    "Original,Traduction", "término,traducción", "terme,traduction,commentaire", "oryginał,tłumaczenie",
    "ID,English,Russian,Definition", ",en,ru", "No.,EN,RU,Status", "en,ru,en.note,Owner",
    "Subject,English,Part of speech,Russian,Remarks", "en,translation", "term,ru",
]  # fmt: skip
TERMS = [
    "Kremlin,Кремль", "it,это", "so,так", "is,есть", "Polish,польский", "Russian,русский",
    "English,английский", "German,немецкий", "source,источник", "target,цель", "translation,перевод",
    "note,примечание", "gender,род", "number,число", "term,термин", "original,оригинал", "Putin,Путин",
    "he,он", "to,к", "The English Channel,Ла-Манш", "part of speech,часть речи",
    "Ukrainian language,украинский язык", "war,война", "in,в", "an,некий",
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_is_understood(header: str, tmp_path: Path) -> None:
    cells = header.split(",")
    path = tmp_path / "terms.csv"
    # The column of each side is told by what the case says of it, never by its place alone.
    source, target = _places(cells)
    row = ["" for _ in cells]
    row[source], row[target] = "Kremlin", "Кремль"
    path.write_text(f"{header}\n{','.join(row)}\n", encoding="utf-8")
    glossary = load_glossary([path], "en", "ru")
    assert [(entry.source, entry.targets) for entry in glossary.entries] == [("Kremlin", ("Кремль",))]


def _places(cells: list[str]) -> tuple[int, int]:
    swapped = [cells.index(name) for name in ("ru", "RUSSIAN", "Term (RU)") if cells[0] == name]
    if swapped:
        return 1, 0
    places = {"ID": (1, 2), "": (1, 2), "No.": (1, 2), "Subject": (1, 3)}
    return (0, 1) if cells[0] == "ru" else places.get(cells[0], (0, 1))


@pytest.mark.parametrize("first", TERMS)
def test_a_first_row_of_terms_stays_one(first: str, tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(f"{first}\nKremlin,Кремль\n", encoding="utf-8")
    sources = [entry.source for entry in load_glossary([path], "en", "ru").entries]
    assert sources == list(dict.fromkeys([first.split(",")[0], "Kremlin"]))


def test_there_are_enough_of_both() -> None:
    assert len(HEADERS) >= 60
    assert len(TERMS) >= 20


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    text = "Glossary of the house,,\n,,\nEnglish,Russian,Note\nKremlin,Кремль,x\n"
    path.write_text(text, encoding="utf-8")
    table = read_table(path)
    assert (table.header, table.header_line, table.to_text()) == (("English", "Russian", "Note"), 3, text)
    assert [entry.source for entry in load_glossary([path], "en", "ru").entries] == ["Kremlin"]


def test_of_two_columns_that_mean_the_same_the_one_named_to_the_letter_counts() -> None:
    table = parse_table(b"English,en,ru,note,Comment\na,b,c,d,e\n", path="t.csv")
    assert [(c.kind, c.locale or c.feature) for c in table.columns] == [
        ("unknown", ""), ("locale", "en"), ("locale", "ru"), ("feature", "note"), ("unknown", ""),
    ]  # fmt: skip


def test_columns_may_be_chosen_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("x,A,B\n1,Kremlin,Кремль\n", encoding="utf-8")
    chosen = parse_choice("en=2, ru=3")
    assert chosen == ((1, "en"), (2, "ru"))
    glossary = load_glossary([path], "en", "ru", chosen=chosen)
    # The first row is no header that could be told, so it stays a row of terms.
    assert [(e.source, e.targets) for e in glossary.entries] == [("A", ("B",)), ("Kremlin", ("Кремль",))]
    path.write_text("en,ru,de\nКремль,x,Kremlin\n", encoding="utf-8")
    (entry,) = load_glossary([path], "en", "ru", chosen=parse_choice("en=3,ru=1")).entries
    assert (entry.source, entry.targets) == ("Kremlin", ("Кремль",))


@pytest.mark.parametrize("text", ["en", "en=0", "en=x", "client=2", "=2"])
def test_a_choice_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="cannot choose columns by"):
        parse_choice(text)


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases beside the project are not there")
@pytest.mark.parametrize("name", [f"g{number}.{'tsv' if number == 5 else 'csv'}" for number in range(1, 8)])
def test_headers_that_broke_the_program(name: str) -> None:
    entries = load_glossary([CASES / name], "en", "ru").entries
    assert [entry.targets[0].strip() for entry in entries if entry.source == "Kremlin"] == ["Кремль"]
    assert {entry.source for entry in entries} <= {"Kremlin", "Putin"}

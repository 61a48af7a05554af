"""Terms are inflected as the hand-written tables say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.morphology.tables import ParadigmRow, entry_of, read_paradigms, read_rows
from translate_pipe.model import MORPHOLOGY_CASES, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.words import fold, recase

RUSSIAN = read_paradigms("ru.tsv")
UKRAINIAN = read_paradigms("uk.tsv")


def row_id(row: ParadigmRow) -> str:
    return f"{row.phrase} {row.hints} {row.number}"


def check_paradigm(locale: str, row: ParadigmRow) -> None:
    forms = [form for form in load_morphology(locale).paradigm(row.entry) if form.number == row.number]
    expected = list(row.forms)
    if row.second_locative:
        expected.append(("locative", row.second_locative))
    assert [(form.case, form.text) for form in forms] == expected


@pytest.mark.parametrize("row", RUSSIAN, ids=row_id)
def test_russian_paradigm_is_that_of_the_table(row: ParadigmRow) -> None:
    check_paradigm("ru", row)


@pytest.mark.parametrize("row", UKRAINIAN, ids=row_id)
def test_ukrainian_paradigm_is_that_of_the_table(row: ParadigmRow) -> None:
    pytest.importorskip("pymorphy3_dicts_uk", reason="the Ukrainian dictionary is an optional extra")
    check_paradigm("uk", row)


@pytest.mark.parametrize(
    "row", read_rows("single-cells.tsv"), ids=lambda row: f"{row['phrase']} {row['case']} {row['number']}"
)
def test_german_and_polish_form_is_one_of_those_of_the_table(row: dict[str, str]) -> None:
    pytest.importorskip({"de": "german_nouns", "pl": "morfeusz2"}[row["locale"]])
    entry = entry_of(row["phrase"], row["hints"])
    found = load_morphology(row["locale"]).inflect_phrase(entry, row["case"], row["number"])
    assert found in row["form"].split("/")


def test_tables_are_as_large_as_they_claim() -> None:
    assert len({row.phrase for row in RUSSIAN}) >= 150
    assert len({row.phrase for row in UKRAINIAN}) >= 120


def test_inflect_phrase_without_a_number_takes_the_number_of_the_entry() -> None:
    russian = load_morphology("ru")
    assert russian.inflect_phrase(entry_of("районный совет"), "dative") == "районному совету"
    assert russian.inflect_phrase(entry_of("выборы"), "dative") == "выборам"
    assert russian.inflect_phrase(entry_of("выборы"), "dative", "singular") is None
    assert russian.inflect_phrase(entry_of("Единая Россия"), "dative", "plural") is None


def test_any_target_of_an_entry_can_be_inflected() -> None:
    entry = TermEntry("councillor", ("депутат", "член совета"))
    assert load_morphology("ru").inflect_phrase(entry, "dative", "plural", "член совета") == "членам совета"


def test_six_explicit_forms_are_the_six_cases() -> None:
    forms = (
        "Ромэн Роллан",
        "Ромэна Роллана",
        "Ромэну Роллану",
        "Ромэна Роллана",
        "Ромэном Ролланом",
        "Ромэне",
    )
    entry = TermEntry("Romain Rolland", ("Ромэн Роллан",), forms=forms)
    paradigm = load_morphology("ru").paradigm(entry)
    assert [(form.case, form.text) for form in paradigm] == list(zip(MORPHOLOGY_CASES, forms, strict=True))


def test_other_explicit_forms_are_added_without_a_case() -> None:
    entry = TermEntry("councillor", ("депутат",), forms=("депутаты", "депутатка"))
    paradigm = load_morphology("ru").paradigm(entry)
    assert [form.text for form in paradigm if not form.case] == ["депутатка"]


def test_paradigm_of_a_verb_has_its_forms_and_no_cases() -> None:
    forms = load_morphology("ru").paradigm(entry_of("ввести в эксплуатацию"))
    texts = {form.text for form in forms}
    assert {
        "ввести в эксплуатацию",
        "введёт в эксплуатацию",
        "введут в эксплуатацию",
        "ввела в эксплуатацию",
        "введите в эксплуатацию",
    } <= texts
    assert {(form.case, form.number) for form in forms} == {("", "")}
    assert not any("введённ" in text or "введемте" in fold(text) for text in texts)


def test_paradigm_of_a_finite_verb_begins_with_the_form_of_the_entry() -> None:
    forms = [form.text for form in load_morphology("ru").paradigm(entry_of("указывает"))]
    assert forms[0] == "указывает"
    assert {"указывать", "указывают", "указал"} - set(forms) == {"указал"}


def test_paradigm_of_an_adjective_has_all_genders() -> None:
    texts = {form.text for form in load_morphology("ru").paradigm(entry_of("доступный"))}
    assert {"доступный", "доступная", "доступное", "доступные", "доступную", "доступен", "доступна"} <= texts


def test_adverbs_and_prepositional_phrases_stay() -> None:
    russian = load_morphology("ru")
    for phrase in ("в проверке", "вчера", "на стадии подготовки"):
        assert [form.text for form in russian.paradigm(entry_of(phrase))] == [phrase]
        assert russian.head(entry_of(phrase)) is None


@pytest.mark.parametrize(
    ("phrase", "hints", "gender", "number", "animate"),
    [
        ("специальная военная операция", "", "f", "singular", False),
        ("муниципальный совет", "", "m", "singular", False),
        ("министерство обороны", "", "n", "singular", False),
        ("президент Российской Федерации", "", "m", "singular", True),
        ("Ксения Торстрем", "", "f", "singular", True),
        ("Торстрем", "pos=name gender=f", "f", "singular", True),
        ("выборы", "", "", "plural", False),
        ("США", "", "", "plural", False),
        ("партия «Единая Россия»", "", "f", "singular", False),
        ("компания-разработчик", "", "f", "singular", False),
        ("судья", "gender=f", "f", "singular", True),
    ],
)
def test_head_has_the_gender_that_agreement_needs(
    phrase: str, hints: str, gender: str, number: str, animate: bool
) -> None:
    head = load_morphology("ru").head(entry_of(phrase, hints))
    assert head is not None
    assert (head.gender, head.number, head.animate) == (gender, number, animate)


@pytest.mark.parametrize("row", read_rows("ru-dictionary-forms.tsv"), ids=lambda row: str(row["phrase"]))
def test_dictionary_form_undoes_inflection(row: dict[str, str]) -> None:
    assert load_morphology("ru").dictionary_form(row["phrase"]) == row["expected"]


@pytest.mark.parametrize(
    ("word", "lemma", "pos"),
    [
        ("операцию", "операция", "noun"),
        ("Соловьёва", "соловьёв", "noun"),
        ("обновлённую", "обновлённый", "participle"),
        ("указывают", "указывать", "verb"),
        ("новыми", "новый", "adjective"),
        ("двумя", "два", "numeral"),
        ("для", "для", "preposition"),
        ("Twitter", "twitter", "other"),
    ],
)
def test_analyse_gives_the_likeliest_reading_first(word: str, lemma: str, pos: str) -> None:
    first = load_morphology("ru").analyse(word)[0]
    assert (first.text, first.lemma, first.pos) == (word, lemma, pos)


@given(st.text(alphabet="абвгдеёжзиАБВГДЕЁЖЗИ-", min_size=1, max_size=12))
def test_recasing_a_word_to_itself_changes_nothing_but_inner_capitals_after_a_difference(word: str) -> None:
    assert recase(word.lower(), word) == word


@given(st.text(max_size=40))
def test_any_text_can_be_a_target(text: str) -> None:
    russian = load_morphology("ru")
    forms = russian.paradigm(entry_of(text))
    assert forms
    russian.dictionary_form(text)
    russian.head(entry_of(text))

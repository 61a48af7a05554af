"""How a form gets into a text: capitals, quotation marks, spaces, stand-ins, places."""

from __future__ import annotations

import pytest

from tests.terminology.scripted import (
    COUNCIL,
    COUNCILLOR,
    KREMLIN,
    OPERATION,
    PARTY,
    TWITTER,
    ScriptedEngine,
    match,
    place,
    segment,
)
from translate_pipe.model import Link, Morphology, Span, TermEntry, TermMatch
from translate_pipe.morphology import load_morphology
from translate_pipe.terminology.annotate import annotate_source
from translate_pipe.terminology.candidates import begin_as, candidate_forms, capitalise, splice
from translate_pipe.terminology.protect import protected_matches, split_targets
from translate_pipe.terminology.repair import find_place, place_forms
from translate_pipe.terminology.standins import (
    StandIn,
    choose_stand_in,
    find_stand_ins,
    measure_stand_ins,
    put_stand_ins,
    take_back,
)

BOOK = StandIn("book", "books", "книга", "f", False, False, False)
TABLE = StandIn("table", "tables", "стол", "m", False, False, False)
DOCTOR = StandIn("doctor", "doctors", "врач", "m", True, False, False)
MOSCOW = StandIn("Paris", "Paris", "Париж", "m", False, False, True)


@pytest.fixture(scope="module")
def russian() -> Morphology:
    return load_morphology("ru")


@pytest.mark.parametrize(
    ("text", "part", "form", "expected"),
    [
        ("Он видел атаку.", "атаку", "вторжение", "Он видел вторжение."),
        ("Атака идёт.", "Атака", "вторжение", "Вторжение идёт."),
        ("«Атака» идёт.", "Атака", "вторжение", "«Вторжение» идёт."),
        ("Партия «Россия» решила.", "Россия", "«Единая Россия»", "Партия «Единая Россия» решила."),
        ('В "России" решили.', "России", "«Единой России»", "В «Единой России» решили."),
        ("Идёт атака, и всё.", "атака", "вторжение", "Идёт вторжение, и всё."),
    ],
)
def test_form_fits_its_place(text: str, part: str, form: str, expected: str) -> None:
    new, span = splice(text, place(text, part), form)
    assert new == expected
    assert span.of(new).lower() == form.lower()


def test_form_in_a_gap_gets_its_spaces() -> None:
    assert splice("Он сказал.", Span(10 - 1, 10 - 1), "Кремлю")[0] == "Он сказал Кремлю."
    assert splice("Он сказал.", Span(3, 3), "Кремлю")[0] == "Он Кремлю сказал."


def test_capital_goes_past_quotation_marks() -> None:
    assert capitalise("«единая Россия»") == "«Единая Россия»"
    assert capitalise("…") == "…"


@pytest.mark.parametrize(
    ("source", "text", "kept", "expected"),
    [
        ("Lawmakers met.", "депутаты собрались.", [], "Депутаты собрались."),
        ("“Lawmakers met.”", "«депутаты собрались».", [], "«Депутаты собрались»."),
        ("lawmakers and others", "депутаты и другие", [], "депутаты и другие"),
        ("IPhone sales fell.", "iPhone стал продаваться хуже.", ["iPhone"], "iPhone стал продаваться хуже."),
        ("19 lawmakers met.", "19 депутатов собрались.", [], "19 депутатов собрались."),
    ],
)
def test_target_begins_as_its_source(source: str, text: str, kept: list[str], expected: str) -> None:
    assert begin_as(source, text, kept) == expected


def test_forms_follow_the_number_of_the_source(russian: Morphology) -> None:
    one = candidate_forms(match("a councillor", "councillor", COUNCILLOR), russian)
    many = candidate_forms(match("councillors", "councillors", COUNCILLOR, plural=True), russian)
    assert "муниципального депутата" in one
    assert "муниципальных депутатов" not in one
    assert "муниципальных депутатов" in many
    assert candidate_forms(match("Twitter's", "Twitter's", TWITTER), russian) == ("Twitter",)


def test_annotation_writes_the_terms_inline() -> None:
    source = "The Kremlin's plan, said Twitter."
    matches = [match(source, "Kremlin's", KREMLIN), match(source, "Twitter", TWITTER)]
    written = annotate_source(source, matches, "⟦ {source} ⇒ {target} ⟧")
    assert written == "The ⟦ Kremlin ⇒ Кремль ⟧'s plan, said ⟦ Twitter ⇒ Twitter ⟧."


def test_annotation_leaves_out_what_is_only_forbidden() -> None:
    entry = TermEntry("plan", (), forbidden=("замысел",))
    assert annotate_source("A plan.", [match("A plan.", "plan", entry)], "[{source}={target}]") == "A plan."


@pytest.mark.parametrize(
    ("source", "surface", "entry", "plural", "word", "expected"),
    [
        ("An operation began.", "operation", OPERATION, False, BOOK, "A book began."),
        ("It met a councillor.", "councillor", COUNCILLOR, False, DOCTOR, "It met a doctor."),
        ("Councillors met.", "Councillors", COUNCILLOR, True, DOCTOR, "Doctors met."),
        ("The Kremlin's plan.", "Kremlin's", KREMLIN, False, TABLE, "The table's plan."),
        ("In the Kremlin he sat.", "Kremlin", KREMLIN, False, MOSCOW, "In Paris he sat."),
        ("The councils' plan.", "councils'", COUNCIL, True, TABLE, "The tables' plan."),
    ],
)
def test_stand_in_takes_number_possessive_and_article(
    source: str, surface: str, entry: TermEntry, plural: bool, word: StandIn, expected: str
) -> None:
    assert put_stand_ins(source, [match(source, surface, entry, plural=plural)], [word]) == expected


def test_term_takes_the_case_of_its_stand_in(russian: Morphology) -> None:
    matches = [match("the operation", "operation", OPERATION)]
    assert (
        take_back("Он говорил о новой книге вчера.", matches, [BOOK], russian)
        == "Он говорил о новой специальной военной операции вчера."
    )


@pytest.mark.parametrize("text", ["Он говорил вчера.", "Книга о книге.", "Книга book лежит."])
def test_missing_doubled_or_untranslated_stand_in_is_refused(russian: Morphology, text: str) -> None:
    assert take_back(text, [match("the operation", "operation", OPERATION)], [BOOK], russian) is None


def test_stand_in_has_the_gender_and_animacy_of_the_term(russian: Morphology) -> None:
    words = (DOCTOR, TABLE, BOOK)
    assert choose_stand_in(match("operation", "operation", OPERATION), words, russian, "") == BOOK
    assert choose_stand_in(match("councillor", "councillor", COUNCILLOR), words, russian, "") == DOCTOR
    assert choose_stand_in(match("council", "council", COUNCIL), words, russian, "") == TABLE


def test_stand_in_that_is_in_the_source_is_not_chosen(russian: Morphology) -> None:
    assert choose_stand_in(match("operation", "operation", OPERATION), (BOOK,), russian, "a book") is None


def test_only_words_with_a_stable_translation_are_kept(russian: Morphology) -> None:
    engine = ScriptedEngine(
        {
            "They spoke about the book.": ["Они говорили о книге."],
            "The book was not there.": ["Книги там не было."],
            "He wrote to the book.": ["Он писал книге."],
            "We saw the book yesterday.": ["Мы видели книгу вчера."],
            "They spoke about the table.": ["Они говорили о столе."],
            "The table was not there.": ["Таблицы там не было."],
        }
    )
    words = {word.singular: word for word in measure_stand_ins(engine, russian)}
    assert words["book"].lemma == "книга"
    assert words["book"].gender == "f"
    assert "table" not in words


def test_stand_ins_are_measured_once(russian: Morphology, tmp_path: object) -> None:
    from pathlib import Path

    engine = ScriptedEngine()
    cache = Path(str(tmp_path)) / "words.json"
    first = find_stand_ins(engine, russian, cache)
    calls = engine.calls
    assert find_stand_ins(engine, russian, cache) == first
    assert engine.calls == calls
    cache.write_text("broken", encoding="utf-8")
    assert find_stand_ins(engine, russian, cache) == first


def links(source: str, target: str, *pairs: tuple[str, str]) -> list[Link]:
    return [Link(place(source, left), place(target, right), 0.9) for left, right in pairs]


def test_place_is_the_run_that_attends_to_the_term() -> None:
    source, target = "They met the district council today.", "Они встретили окружной совет сегодня."
    found = find_place(
        target,
        match(source, "district council", COUNCIL),
        links(source, target, ("district", "окружной"), ("council", "совет"), ("today", "сегодня")),
        [],
        source,
    )
    assert found.of(target) == "окружной совет"


def test_place_of_another_term_is_left_alone() -> None:
    source, target = "The Kremlin and the council.", "Кремль и дума."
    found = find_place(
        target,
        match(source, "council", COUNCIL),
        links(source, target, ("council", "Кремль"), ("council", "дума")),
        [place(target, "Кремль")],
        source,
    )
    assert found.of(target) == "дума"


def test_place_without_attention_lies_where_the_term_does() -> None:
    source, target = "x x x x x x x x x council", "а б в г д"
    found = find_place(target, match(source, "council", COUNCIL), [], [], source)
    assert found.of(target) == "д"


def test_place_is_the_end_where_all_words_belong_to_other_terms() -> None:
    source, target = "The Kremlin council.", "Кремль."
    occupied = [place(target, "Кремль")]
    found = find_place(target, match(source, "council", COUNCIL), [], occupied, source)
    assert found == Span(6, 6)


def test_every_form_is_put_in_the_place() -> None:
    target = "Они встретили совет."
    placed = place_forms(target, place(target, "совет"), ["Кремль", "Кремля"], load_morphology("ru"))
    assert [one.text for one in placed] == ["Они встретили Кремль.", "Они встретили Кремля."]


def test_preposition_before_a_form_that_is_put_in_suits_it() -> None:
    target = "Они были в парламенте."
    (placed,) = place_forms(target, place(target, "парламенте"), ["Франции"], load_morphology("ru"))
    assert (placed.text, placed.span.of(placed.text)) == ("Они были во Франции.", "Франции")


def test_half_a_pair_of_quotation_marks_is_not_swallowed() -> None:
    target = "Партия «Единая Русь» решила."
    placed = place_forms(target, Span(7, 14), ["«Единая Россия»"], load_morphology("ru"))
    assert all(one.text.count("«") == one.text.count("»") for one in placed)


def test_protected_text_is_copied_around_translated_pieces() -> None:
    source = "See https://example.org/a now."
    engine = ScriptedEngine({"See": ["Смотри"], "now.": ["сейчас."]})
    assert split_targets([(source, (place(source, "https://example.org/a"),))], engine) == [
        "Смотри https://example.org/a сейчас."
    ]


def test_protected_text_that_a_term_covers_is_no_match_of_its_own() -> None:
    one = segment("Write to a@b.org now.", protected=["a@b.org"])
    assert [found.surface for found in protected_matches(one, ())] == ["a@b.org"]
    covering = TermMatch(TWITTER, Span(0, 16), one.source[:16])
    assert protected_matches(one, (covering,)) == ()


def test_name_in_quotation_marks_is_placed_with_its_own(russian: Morphology) -> None:
    source = "He left United Russia."
    forms = candidate_forms(match(source, "United Russia", PARTY), russian)
    assert "«Единой России»" in forms or "«Единой Россией»" in forms

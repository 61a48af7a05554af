"""Checks that need a glossary, several units, or say where they look."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipe.figures.find import find_figures
from translate_pipe.figures.number_words import read_number_words
from translate_pipe.model import (
    Bitext,
    Issue,
    Provenance,
    Segment,
    Span,
    TermEntry,
    TermMatch,
    TermOutcome,
    TranslationUnit,
)
from translate_pipe.morphology import load_morphology
from translate_pipe.qa import CHECKS, check_bitext, check_unit, find_inconsistent

ENTRY = TermEntry(
    "special military operation", ("специальная военная операция",), forbidden=("спецоперация", "война")
)
SOURCE = "The special military operation goes on."


def make_unit(source: str, target: str, *terms: TermOutcome, number: int = 1) -> TranslationUnit:
    return TranslationUnit(
        Segment(f"s{number}", number, Span(0, len(source)), source, 0), target, terms=terms
    )


def unresolved(entry: TermEntry = ENTRY) -> TermOutcome:
    match = TermMatch(entry, Span(4, 30), "special military operation")
    return TermOutcome(match, "unresolved", reason="no hypothesis holds it")


def already(target: str, surface: str, entry: TermEntry = ENTRY) -> TermOutcome:
    start = target.index(surface)
    match = TermMatch(entry, Span(4, 30), "special military operation")
    return TermOutcome(match, "already", Span(start, start + len(surface)), surface)


def only(check: str, issues: tuple[Issue, ...]) -> list[Issue]:
    return [issue for issue in issues if issue.check == check]


def test_unresolved_term_is_a_warning_with_its_reason_and_its_place_in_the_source() -> None:
    issues = check_unit(make_unit(SOURCE, "Операция идёт.", unresolved()), "en", "ru")
    (issue,) = only("term-missing", issues)
    assert (issue.severity, issue.side, issue.span) == ("warning", "source", Span(4, 30))
    assert "“специальная военная операция”" in issue.message
    assert "no hypothesis holds it" in issue.message


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("The pro-Kremlin paper.", "pro-Kremlin"),
        ("The neo\u2011pro-Kremlin-ist paper.", "neo\u2011pro-Kremlin-ist"),
    ],
)
def test_word_that_holds_a_term_is_a_note_at_its_place(source: str, word: str) -> None:
    start = source.index("Kremlin")
    match = TermMatch(TermEntry("Kremlin", ("Кремль",)), Span(start, start + 7), "Kremlin")
    unit = replace(make_unit(source, "Прокремлёвская газета."), inner_terms=(match,))
    (issue,) = only("term-within", check_unit(unit, "en", "ru"))
    assert (issue.severity, issue.side, issue.span and issue.span.of(source)) == ("info", "source", word)
    assert issue.message == f"“{word}” holds the term “Kremlin”, which is not enforced within a word"


def test_settled_term_is_not_missing() -> None:
    target = "Специальная военная операция идёт."
    unit = make_unit(SOURCE, target, already(target, "Специальная военная операция"))
    assert only("term-missing", check_unit(unit, "en", "ru")) == []


@pytest.mark.parametrize("target", ["Спецоперация идёт.", "Идёт война."])
def test_forbidden_rendering_is_an_error_at_its_place(target: str) -> None:
    (issue,) = only("term-forbidden", check_unit(make_unit(SOURCE, target, unresolved()), "en", "ru"))
    assert issue.severity == "error"
    assert issue.span is not None
    assert issue.span.of(target).lower() in ENTRY.forbidden
    assert "use “специальная военная операция”" in issue.message


def test_inflected_forbidden_rendering_is_found_with_a_morphology() -> None:
    unit = make_unit(SOURCE, "О спецоперации молчат.", unresolved())
    assert only("term-forbidden", check_unit(unit, "en", "ru")) == []
    (issue,) = only("term-forbidden", check_unit(unit, "en", "ru", load_morphology("ru")))
    assert issue.span == Span(2, 14)


@pytest.mark.parametrize(
    "target", ["Спецоперационный штаб молчит.", "Военная операция идёт.", "Довоенный год."]
)
def test_forbidden_rendering_is_not_found_within_other_words(target: str) -> None:
    unit = make_unit(SOURCE, target, unresolved())
    assert only("term-forbidden", check_unit(unit, "en", "ru")) == []
    assert only("term-forbidden", check_unit(unit, "en", "ru", load_morphology("ru"))) == []


def test_forbidden_rendering_may_be_a_part_of_the_wanted_one() -> None:
    entry = TermEntry("war effort", ("военные усилия",), forbidden=("усилия",))
    target = "Нужны военные усилия."
    unit = make_unit(SOURCE, target, already(target, "военные усилия", entry))
    assert only("term-forbidden", check_unit(unit, "en", "ru")) == []


def bitext(*pairs: tuple[str, str]) -> Bitext:
    units = tuple(make_unit(source, target, number=n) for n, (source, target) in enumerate(pairs, 1))
    return Bitext("a", "en", "ru", units, Provenance("t"))


def test_same_source_with_different_targets_is_reported_on_each() -> None:
    issues = check_bitext(bitext(("Yes.", "Да."), ("No.", "Нет."), ("Yes.", "Ага.")))
    assert [[issue.message for issue in found] for found in issues] == [
        ["the same source is “Ага.” in segment 3"],
        [],
        ["the same source is “Да.” in segment 1"],
    ]
    assert {issue.severity for found in issues for issue in found} == {"info"}


def test_same_source_with_the_same_target_is_consistent() -> None:
    assert check_bitext(bitext(("Yes.", "Да."), ("Yes.", "Да. "), ("No.", "Нет.")))[2] == ()
    assert not [issue for found in check_bitext(bitext(("Yes.", "Да."), ("Yes.", "Да."))) for issue in found]


def test_untranslated_unit_has_one_issue_only() -> None:
    assert [issue.check for issue in check_unit(make_unit("It cost (5).", ""), "en", "ru")] == ["empty"]


def test_sound_translation_has_no_issue() -> None:
    source = "In September 2022 more than 40 councillors (from 18 districts) signed “a petition”."
    target = "В сентябре 2022 года более 40 депутатов (из 18 округов) подписали «петицию»."
    assert check_unit(make_unit(source, target), "en", "ru") == ()


def test_every_issue_names_a_known_check() -> None:
    unit = make_unit("It cost (5) of https://x.org?", "It cost  {0} &amp; да да да", unresolved())
    issues = check_unit(unit, "en", "ru")
    assert len({issue.check for issue in issues}) > 4
    assert {issue.check for issue in issues} <= set(CHECKS)


def test_kept_term_is_not_untranslated() -> None:
    entry = TermEntry("open source", ("open source",), status="do-not-translate")
    target = "Это open source."
    outcome = TermOutcome(TermMatch(entry, Span(8, 19), "open source"), "kept", Span(4, 15), "open source")
    assert (
        only("untranslated", check_unit(make_unit("This is open source.", target, outcome), "en", "ru")) == []
    )


TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from(" \t\n.,:;!?\"“”«»„()[]{}<>&%$0123456789-–—'’aаbбXVI⟦⇒\u00a0\x00"), st.characters()
    )
)


@settings(deadline=None)
@given(TEXT, TEXT, st.sampled_from(["ru", "uk", "de", "fr", "es", "zh-Hant", "ar", "pt-BR"]))
def test_any_text_is_checked_and_every_span_lies_in_its_side(source: str, target: str, locale: str) -> None:
    unit = make_unit(source, target)
    for issue in check_bitext(Bitext("a", "en", locale, (unit, replace(unit)), Provenance("t")))[0]:
        text = source if issue.side == "source" else target
        assert issue.span is None or Span(0, len(text)).contains(issue.span)
        assert issue.message


@pytest.mark.parametrize(
    ("language", "words", "value"),
    [
        ("en", "two thousand twenty-two", 2022),
        ("en", "one hundred and five", 105),
        ("en", "three million two hundred thousand", 3_200_000),
        ("ru", "две тысячи двадцать два", 2022),
        ("ru", "пятьюстами сорока", 540),
        ("uk", "дев'яносто дев’ять", 99),
        ("de", "zweitausendzweiundzwanzig", 2022),
        ("de", "hundertfünf", 105),
        ("fr", "quatre-vingt-dix-neuf", 99),
        ("fr", "deux cent trente", 230),
        ("es", "mil novecientos cincuenta y dos", 1952),
        ("es", "tres mil millones", 3_000_000_000),
        ("en", "Louis XIV", 14),
    ],
)
def test_number_words_say_their_value(language: str, words: str, value: int) -> None:
    assert value in read_number_words(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "tend oneness weight"), ("ru", "пятно семья стол"), ("de", "Einheit achtbar")],
)
def test_words_that_only_look_like_numbers_say_nothing(language: str, words: str) -> None:
    assert read_number_words(words, language) == set()


@pytest.mark.parametrize(
    ("locale", "written", "value"),
    [
        ("en", "1,000", "1000"),
        ("de", "1,000", "1"),
        ("de", "1.000", "1000"),
        ("de-CH", "1’000", "1000"),
        ("ru", "1\u00a0234,5", "1234.5"),
        ("en", "1,234.56", "1234.56"),
        ("fr", "12\u202f345", "12345"),
    ],
)
def test_figure_is_read_by_the_signs_of_its_locale(locale: str, written: str, value: str) -> None:
    (figure,) = find_figures(f"x {written} x", locale)
    assert {str(number.normalize()) for number in figure.readings[0]} == {str(Decimal(value).normalize())}


def test_each_of_many_targets_is_shown_another_one() -> None:
    targets = ["Так.", "Да.", " Так.", ""]
    units = [make_unit("It is so.", target) for target in targets]
    units += [make_unit("It  is so.", "Да."), make_unit("No.", "Нет.")]
    found = find_inconsistent(units)
    assert sorted(found) == [0, 1, 2, 4]
    assert "Да." in found[0][0].message
    assert "Так." in found[1][0].message
    assert "Да." in found[2][0].message

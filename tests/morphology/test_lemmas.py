"""Recognising terms by the lemmas of their words: what counts as a form of a term, and what does not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translate_pipe.model import PhraseForm, TermEntry, TermMatch
from translate_pipe.model import Span as Place
from translate_pipe.morphology import lemmas, load_morphology, missing_extra
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.morphology.lemmas import LemmaMorphology
from translate_pipe.morphology.lemmas.traits import read_traits
from translate_pipe.terminology.verify import settle_terms, verify_terms

OPERATION = TermEntry("special military operation", ("speciální vojenská operace",))


def found_in(locale: str, text: str, *targets: str, forms: tuple[str, ...] = ()) -> list[str]:
    found = load_morphology(locale).find_term(TermEntry("x", targets, forms=forms), text)
    return [span.of(text) for span, _ in found]


@pytest.fixture
def no_lemmas(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lemmas, "is_installed", lambda: False)
    load_morphology.cache_clear()
    yield
    load_morphology.cache_clear()


def test_words_with_the_lemma_of_the_term_are_found() -> None:
    assert found_in("cs", "Vládám se nevěří, vládě ano, vládci ne.", "vláda") == ["Vládám", "vládě"]


def test_words_of_a_phrase_are_found_in_order_only() -> None:
    assert found_in("cs", "o speciální vojenské operaci", "speciální vojenská operace") == [
        "speciální vojenské operaci"
    ]
    assert found_in("cs", "o vojenské speciální operaci", "speciální vojenská operace") == []
    assert found_in("cs", "speciální, vojenské operace", "speciální vojenská operace") == []


def test_names_that_the_dictionary_lacks_are_found_by_their_endings() -> None:
    assert found_in("cs", "Zelenského a Zelenskému", "Zelenskyj") == ["Zelenského", "Zelenskému"]
    assert found_in("cs", "Zelenina a Zelenec", "Zelenskyj") == []


def test_name_is_not_found_in_small_letters() -> None:
    assert found_in("cs", "v Hradci a na hradci", "Hradec") == ["Hradci"]


def test_form_of_a_word_more_like_it_is_not_the_term() -> None:
    assert found_in("cs", "Míra zločinu klesá.", "mír") == []


@pytest.mark.long
def test_first_part_of_a_compound_is_found_and_the_last_is_not() -> None:
    text = "Regeringsbesluit, provincieregering, regeringen"
    assert found_in("nl", text, "regering") == ["Regering", "regeringen"]
    assert found_in("nl", "het landschap en de landmacht", "land") == ["land"]
    assert found_in("nl", "wetboek", "wet") == []


@pytest.mark.long
def test_elided_article_parts_a_word_and_another_word_does_not() -> None:
    assert found_in("ca", "D'exèrcits i l’exèrcit", "exèrcit") == ["exèrcits", "exèrcit"]
    assert found_in("ca", "qualsevol'exèrcits", "exèrcit") == []


@pytest.mark.long
def test_mutated_beginnings_are_undone() -> None:
    assert found_in("ga", "sa chathair agus i gcathracha", "cathair") == ["chathair", "gcathracha"]
    assert found_in("ga", "cois na habhann", "cathair") == []
    assert set(read_traits("cy").radicals("gath")) >= {"gath", "cath"}
    assert set(read_traits("cy").radicals("ardd")) >= {"ardd", "gardd"}
    assert list(read_traits("cs").radicals("gath")) == ["gath"]


@pytest.mark.long
def test_serbian_is_found_in_both_scripts() -> None:
    assert found_in("sr", "Одлука владе је позната.", "влада") == ["владе"]
    assert found_in("sr-Latn", "Odluka vlade je poznata.", "vlada") == ["vlade"]
    assert found_in("sr", "Владар се вратио.", "влада") == []


def test_turkish_capitals_have_their_own_small_letters() -> None:
    morphology = load_morphology("tr")
    assert isinstance(morphology, LemmaMorphology)
    assert morphology._dictionary.key("ISPARTA") == "ısparta"
    assert morphology._dictionary.key("İZMİR") == "izmir"


@pytest.mark.long
def test_old_letters_of_romanian_are_the_new_ones() -> None:
    assert found_in("ro", "Scrisoarea preşedintelui", "președinte") == ["preşedintelui"]


@pytest.mark.long
def test_hebrew_prefixes_are_left_out_of_the_place() -> None:
    assert found_in("he", "ישבו בממשלה", "ממשלה") == ["ממשלה"]
    assert found_in("he", "ישבו במשרד", "ממשלה") == []


def test_explicit_forms_and_other_capitals_are_found_as_before() -> None:
    assert found_in("cs", "KREML a kremelský úřad", "Kreml", forms=("kremelský úřad",)) == [
        "KREML",
        "kremelský úřad",
    ]


def test_no_form_is_made() -> None:
    czech = load_morphology("cs")
    entry = TermEntry("government", ("vláda",), forms=("vlády",))
    assert czech.paradigm(entry) == (PhraseForm("vláda", "", ""), PhraseForm("vlády", "", ""))
    assert czech.inflect_phrase(OPERATION, "genitive") == "speciální vojenská operace"
    assert czech.analyse("operaci")[0].lemma == "operace"
    assert not czech.analyse("brtnk")[0].known


def match_of(entry: TermEntry) -> TermMatch:
    return TermMatch(entry, Place(0, len(entry.source)), entry.source)


def test_inflected_term_is_accounted_for_as_already_there() -> None:
    (outcome,) = settle_terms(
        "Mluvil o speciální vojenské operaci.", [match_of(OPERATION)], load_morphology("cs")
    )
    assert (outcome.state, outcome.surface) == ("already", "speciální vojenské operaci")
    (outcome,) = settle_terms("Mluvil o válce.", [match_of(OPERATION)], load_morphology("cs"))
    assert outcome.state == "unresolved"


def test_account_says_of_a_term_put_in_that_only_one_form_is_known() -> None:
    czech, text = load_morphology("cs"), "Mluvil o speciální vojenská operace."
    (outcome,) = settle_terms(text, [match_of(OPERATION)], czech, methods=["repair"])
    assert (outcome.state, outcome.reason) == ("applied", "in the form of the glossary; no other is known")
    (outcome,) = settle_terms(text, [match_of(OPERATION)], czech)
    assert (outcome.state, outcome.reason) == ("already", "")
    given = TermEntry("operation", ("operace",), forms=("operaci",))
    (outcome,) = settle_terms("Mluvil o operaci.", [match_of(given)], czech, methods=["repair"])
    assert (outcome.state, outcome.reason) == ("applied", "")
    (outcome,) = settle_terms(
        "作战", [match_of(TermEntry("operation", ("作战",)))], load_morphology("zh"), methods=["repair"]
    )
    assert (outcome.state, outcome.reason) == ("applied", "")


def test_forbidden_rendering_is_found_inflected() -> None:
    entry = TermEntry("operation", ("operace",), forbidden=("válka",))
    verification = verify_terms("Operace není války hodna.", [match_of(entry)], load_morphology("cs"))
    assert [span for _, span in verification.banned] == [Place(13, 18)]


def test_without_the_extra_all_is_as_without_dictionaries(no_lemmas: None) -> None:  # noqa: ARG001
    assert type(load_morphology("cs")) is DefaultMorphology
    assert missing_extra("cs") == "lemmas"
    assert missing_extra("ja") == missing_extra("ru") == ""


def test_with_the_extra_nothing_is_missing() -> None:
    assert isinstance(load_morphology("nb-NO"), LemmaMorphology)
    assert missing_extra("cs") == ""
    assert type(load_morphology("ja")) is DefaultMorphology


def test_language_whose_own_dictionary_is_not_there_is_recognised_by_lemma(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("translate_pipe.morphology.polish.find_spec", lambda _: None)
    load_morphology.cache_clear()
    try:
        assert isinstance(load_morphology("pl"), LemmaMorphology)
        assert missing_extra("pl") == "polish"
    finally:
        load_morphology.cache_clear()


def test_dictionary_is_read_with_the_first_inflected_word_and_never_for_russian() -> None:
    code = (
        "import sys; from translate_pipe.model import TermEntry\n"
        "from translate_pipe.morphology import load_morphology\n"
        "load_morphology('ru').find_term(TermEntry('x', ('совет',)), 'о совете')\n"
        "czech, council = load_morphology('cs'), TermEntry('x', ('rada',))\n"
        "czech.find_term(council, 'U nás rada, to je pojem'); print('simplemma' in sys.modules)\n"
        "czech.find_term(council, 'O radě'); print('simplemma' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "True"]


@given(st.text(alphabet="vládyu ě’'-.,V\u0301", max_size=40))
def test_places_lie_in_the_text_in_order_and_hold_all_that_stands_to_the_letter(text: str) -> None:
    entry = TermEntry("x", ("vláda",))
    found = [span for span, _ in load_morphology("cs").find_term(entry, text)]
    end = 0
    for span in found:
        assert end <= span.start < span.end <= len(text)
        end = span.end
    for span, _ in DefaultMorphology("cs").find_term(entry, text):
        assert any(place.contains(span) for place in found)

"""Languages without an analyser: explicit forms, else the term as it stands."""

from __future__ import annotations

import subprocess
import sys

import pytest

from translate_pipe.model import Morphology, PhraseForm, Span, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.default import DefaultMorphology

GERMAN = TermEntry(
    "special operation", ("Spezialoperation", "Sondereinsatz"), forms=("Spezialoperationen",), gender="f"
)


def found_in(text: str, *targets: str, forms: tuple[str, ...] = ()) -> list[str]:
    morphology = DefaultMorphology("de")
    return [span.of(text) for span, _ in morphology.find_term(TermEntry("x", targets, forms=forms), text)]


def test_paradigm_is_the_target_and_the_forms_of_the_row() -> None:
    german = DefaultMorphology("de")
    assert german.paradigm(GERMAN) == (
        PhraseForm("Spezialoperation", "", ""),
        PhraseForm("Spezialoperationen", "", ""),
    )
    assert german.paradigm(GERMAN, "Sondereinsatz") == (PhraseForm("Sondereinsatz", "", ""),)


def test_term_without_forms_stands_unchanged_in_every_case() -> None:
    german = DefaultMorphology("de")
    entry = TermEntry("Kremlin", ("Kreml",))
    assert german.inflect_phrase(entry, "genitive") == "Kreml"
    assert german.inflect_phrase(GERMAN, "genitive") is None
    assert german.inflect_phrase(GERMAN, "genitive", target="Sondereinsatz") == "Sondereinsatz"


def test_targets_and_forms_are_found_as_whole_words_whatever_their_capitals() -> None:
    text = "Die SPEZIALOPERATION und die Spezialoperationen, aber nicht Spezialoperationsplan."
    assert found_in(text, "Spezialoperation", forms=("Spezialoperationen",)) == [
        "SPEZIALOPERATION",
        "Spezialoperationen",
    ]


def test_white_space_inside_a_term_may_be_any() -> None:
    assert found_in("das Weiße\u00a0Haus", "Weiße Haus") == ["Weiße\u00a0Haus"]


def test_terms_with_punctuation_are_found() -> None:
    assert found_in("in C++ und C", "C++") == ["C++"]


def test_script_without_spaces_needs_no_word_boundary() -> None:
    assert found_in("克里姆林宫表示", "克里姆林宫") == ["克里姆林宫"]
    assert found_in("Kremlbericht", "Kreml") == []


def test_head_and_agreement_say_only_what_the_row_says() -> None:
    german = DefaultMorphology("de")
    head = german.head(GERMAN)
    assert head is not None
    assert (head.gender, head.number) == ("f", "singular")
    assert german.head(TermEntry("x", ("y",))) is None
    assert german.agree("die Spezialoperation", Span(4, 20)) is None
    assert german.dictionary_form("den Häusern") == "den Häusern"
    assert german.analyse("Häusern")[0].lemma == "häusern"


@pytest.mark.parametrize(
    ("locale", "default"),
    [("ru", False), ("ru-RU", False), ("sv", True), ("da-DK", True), ("pt-BR", False)],
)
def test_locale_chooses_the_morphology(locale: str, default: bool) -> None:
    morphology: Morphology = load_morphology(locale)
    assert isinstance(morphology, DefaultMorphology) is default
    assert morphology.locale == locale


def test_importing_the_package_loads_no_dictionary() -> None:
    code = "import sys, translate_pipe.morphology; sys.exit('pymorphy3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

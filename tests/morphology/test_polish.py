"""Polish terms are inflected, found, judged and counted as the hand-written tables say."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.morphology.tables import entry_of, read_rows
from translate_pipe.model import MORPHOLOGY_CASES, Morphology, Span, TermEntry
from translate_pipe.morphology import load_morphology, missing_extra
from translate_pipe.morphology.default import DefaultMorphology

pytest.importorskip("morfeusz2", reason="the Polish dictionary is an optional extra")

ROWS = read_rows("pl.tsv")
VERDICTS = {"yes": True, "no": False, "?": None}
BRACKETS = re.compile(r"\[(.*)\]")


@pytest.fixture(scope="module")
def polish() -> Morphology:
    return load_morphology("pl")


def entry_for(row: dict[str, str]) -> TermEntry:
    plural = "number=plural" in row["hints"]
    entry = entry_of(row.get("phrase") or row["target"], row["hints"].replace("number=plural", ""))
    return replace(entry, number="plural") if plural else entry


def test_table_is_as_large_as_it_claims() -> None:
    assert len({row["phrase"] for row in ROWS}) >= 150


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['phrase']} {row['number']}")
def test_paradigm_is_that_of_the_table(polish: Morphology, row: dict[str, str]) -> None:
    for case in MORPHOLOGY_CASES:
        assert polish.inflect_phrase(entry_for(row), case, row["number"]) in row[case].split("/")


@pytest.mark.parametrize("row", read_rows("pl-find.tsv"), ids=lambda row: f"{row['target']}: {row['text']}")
def test_occurrences_are_those_of_the_table(polish: Morphology, row: dict[str, str]) -> None:
    found = polish.find_term(entry_for(row), row["text"])
    shown = [
        f"{span.of(row['text'])}={f'{form.case} {form.number}' if form else '?'}" for span, form in found
    ]
    assert (";".join(shown) or "-") == row["found"]


@pytest.mark.parametrize("row", read_rows("pl-agree.tsv"), ids=lambda row: f"{row['verdict']}: {row['text']}")
def test_agreement_is_judged_as_the_table_says(polish: Morphology, row: dict[str, str]) -> None:
    found = BRACKETS.search(row["text"])
    assert found is not None
    text, span = BRACKETS.sub(r"\1", row["text"]), Span(found.start(), found.end() - 2)
    assert polish.agree(text, span, entry_for(row)) is VERDICTS[row["verdict"]]


@pytest.mark.parametrize(
    "row", read_rows("pl-numerals.tsv"), ids=lambda row: f"{row['number']} {row['phrase']} {row['case']}"
)
def test_term_after_a_number_is_that_of_the_table(polish: Morphology, row: dict[str, str]) -> None:
    assert polish.inflect_with_numeral(entry_for(row), int(row["number"]), row["case"]) == row["expected"]


def test_dictionary_form_is_the_nominative(polish: Morphology) -> None:
    assert polish.dictionary_form("specjalnych operacji wojskowych") == "specjalna operacja wojskowa"
    assert polish.dictionary_form("sił zbrojnych") == "siły zbrojne"
    assert polish.dictionary_form("Władimira Putina") == "Władimir Putin"


def test_words_are_analysed(polish: Morphology) -> None:
    assert {(form.lemma, form.case) for form in polish.analyse("operacją")} == {("operacja", "instrumental")}
    assert polish.analyse("xqzw")[0].known is False
    assert polish.analyse("…")[0].pos == "other"


def test_without_its_dictionary_polish_is_a_language_without_analyser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load_morphology.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr("translate_pipe.morphology.polish.find_spec", lambda _: None)
        assert isinstance(load_morphology("pl"), DefaultMorphology)
        assert missing_extra("pl") == "polish"
    load_morphology.cache_clear()
    assert missing_extra("pl") == missing_extra("ru") == missing_extra("sv") == ""

"""Terms after numbers."""

from __future__ import annotations

import pytest

from tests.morphology.tables import entry_of, read_rows
from translate_pipe.model import Morphology, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.default import DefaultMorphology


@pytest.fixture(scope="module")
def russian() -> Morphology:
    return load_morphology("ru")


@pytest.mark.parametrize(
    "row", read_rows("ru-numerals.tsv"), ids=lambda row: f"{row['number']} {row['phrase']} {row['case']}"
)
def test_term_after_a_number_is_that_of_the_table(russian: Morphology, row: dict[str, str]) -> None:
    entry = entry_of(row["phrase"], row["hints"])
    assert russian.inflect_with_numeral(entry, int(row["number"]), row["case"]) == row["expected"]


def test_paradigm_has_the_form_after_two_three_four(russian: Morphology) -> None:
    assert (
        russian.inflect_phrase(entry_of("муниципальный совет"), "nominative", "paucal")
        == "муниципальных совета"
    )
    assert russian.inflect_phrase(entry_of("военная операция"), "nominative", "paucal") == "военные операции"
    assert russian.inflect_phrase(entry_of("Единая Россия"), "nominative", "paucal") is None


def test_without_an_analyser_a_term_stays_after_a_number() -> None:
    assert DefaultMorphology("de").inflect_with_numeral(TermEntry("council", ("Rat",)), 2) == "Rat"

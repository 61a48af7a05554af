"""Which case a source context asks for: the counted table, and the words that it is asked with."""

from __future__ import annotations

import pytest

from tests.terminology.scripted import COUNCIL, KREMLIN, match
from translate_pipe.model import MORPHOLOGY_CASES
from translate_pipe.morphology import load_morphology
from translate_pipe.terminology.candidates import form_likelihood, likely_forms
from translate_pipe.terminology.case_table import CaseTable, case_likelihoods, context_words, load_case_table


@pytest.fixture(scope="module")
def table() -> CaseTable:
    counted = load_case_table("en-GB", "ru")
    assert counted is not None
    return counted


@pytest.mark.parametrize(
    ("source", "case"),
    [
        ("He works in the Kremlin.", "locative"),
        ("The walls of the Kremlin are red.", "genitive"),
        ("The Kremlin said nothing.", "nominative"),
        ("The Kremlin's answer is short.", "genitive"),
        ("They went with the Kremlin.", "instrumental"),
    ],
)
def test_likeliest_case_follows_the_words_around(table: CaseTable, source: str, case: str) -> None:
    surface = "Kremlin's" if "'s" in source else "Kremlin"
    likelihoods = case_likelihoods(source, match(source, surface, KREMLIN), table)
    assert max(likelihoods, key=lambda one: likelihoods[one]) == case


def test_likelihoods_are_logarithms_of_probabilities(table: CaseTable) -> None:
    import math

    source = "They went to the Kremlin."
    likelihoods = case_likelihoods(source, match(source, "Kremlin", KREMLIN), table)
    assert set(likelihoods) == set(MORPHOLOGY_CASES)
    assert sum(math.exp(one) for one in likelihoods.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("words", "place", "expected"),
    [
        (["in", "the", "Kremlin", "."], 2, ("in", ".")),
        (["The", "Kremlin", "said"], 1, ("<s>", "said")),
        (["of", "Mr", "Putin"], 2, ("of", "</s>")),
        (["the", "“", "operation", "”", "harms"], 2, ("<s>", "harms")),
    ],
)
def test_little_words_on_the_left_are_passed_over(
    words: list[str], place: int, expected: tuple[str, str]
) -> None:
    assert context_words(words, place, place + 1, frozenset()) == expected


def test_no_table_means_no_opinion() -> None:
    assert load_case_table("en", "de") is None
    assert form_likelihood(COUNCIL, "районный совет", {}, load_morphology("ru")) == 0.0


def test_forms_that_look_alike_share_their_likelihood() -> None:
    import math

    cases = dict.fromkeys(MORPHOLOGY_CASES, math.log(1 / 6))
    russian = load_morphology("ru")
    # nominative and accusative look alike for a thing, the locative for none but itself
    assert form_likelihood(COUNCIL, "районный совет", cases, russian) == pytest.approx(math.log(2 / 6))
    assert form_likelihood(COUNCIL, "районном совете", cases, russian) == pytest.approx(math.log(1 / 6))


def test_forms_to_try_follow_the_replaced_words_and_the_source() -> None:
    russian = load_morphology("ru")
    one = match("the district council", "district council", COUNCIL)
    assert likely_forms(one, "парламента", {}, russian) == ("районного совета",)
    assert set(likely_forms(one, "парламента", {"instrumental": -0.1}, russian)) == {
        "районного совета",
        "районным советом",
    }
    assert "районному совету" in likely_forms(one, "123", {}, russian)

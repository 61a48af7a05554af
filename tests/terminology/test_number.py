"""The number of a term in the source is its number in the target."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from bench.term_number import HAND_SET, read_cases, right_forms
from translate_pipe.glossary.counting import count_before, shows_number
from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.match import match_terms
from translate_pipe.model import Segment, Span, TermEntry, TermMatch
from translate_pipe.morphology import load_morphology
from translate_pipe.terminology.candidates import candidate_forms
from translate_pipe.terminology.verify import has_number, settle_terms, verify_terms

DEPUTY = TermEntry("councillor", ("депутат",), pos="noun")
RUSSIAN = load_morphology("ru")


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("two councillors", 2),
        ("Twenty-one councillors", 21),
        ("some 1,200 councillors", 1200),
        ("22 angry young councillors", 22),
        ("1.5 million councillors", None),
        ("three of the councillors", None),
        ("the councillors", None),
        ("in 2022 councillors", 2022),
        ("$5 councillors", None),
        ("five percent, councillors", None),
        ("the first councillor", None),
        ("one councillor", 1),
        ("No one needs councillors", None),
        ("one more councillor", 1),
    ],
)
def test_a_count_before_the_term_is_found(source: str, count: int | None) -> None:
    assert count_before(source, source.index("councillor")) == count


@pytest.mark.parametrize(
    ("term", "surface", "shown"),
    [
        ("councillor", "councillors", True),
        ("councillor", "councillor", True),
        ("sheep", "sheep", False),
        ("military aircraft", "military aircraft", False),
        ("sanctions", "sanctions", False),
        ("crisis", "crisis", True),
        ("press", "press", True),
        ("Chinese", "Chinese", False),
        ("district council", "district councils’", True),
    ],
)
def test_whether_a_term_shows_its_number(term: str, surface: str, shown: bool) -> None:
    assert shows_number(term, surface) is shown


def match_in(source: str, entry: TermEntry = DEPUTY) -> tuple[TermMatch, ...]:
    segment = Segment("s1", 1, Span(0, len(source)), source, 1)
    return match_terms([segment], Glossary("en", "ru", (entry,), "x"))[0]


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        ("He is one of the councillors.", ["депутатов", "депутаты"], ["депутата", "депутат"]),
        ("The councillors' answer", ["депутатов"], ["депутата"]),
        ("The councillor's answer", ["депутата"], ["депутатов"]),
        ("every councillor", ["депутат", "депутату"], ["депутаты", "депутатам"]),
        ("two councillors", ["депутата", "депутатам"], ["депутатов?", "депутат"]),
        ("five councillors", ["депутатов", "депутатами"], ["депутата", "депутаты"]),
        ("twenty-one councillors", ["депутат", "депутата"], ["депутаты"]),
    ],
)
def test_forms_in_the_wrong_number_are_not_taken(source: str, right: list[str], wrong: list[str]) -> None:
    (match,) = match_in(source)
    assert all(has_number(match, form, RUSSIAN) for form in right)
    assert not any(has_number(match, form, RUSSIAN) for form in wrong)
    assert set(candidate_forms(match, RUSSIAN)) >= set(right)
    assert not set(candidate_forms(match, RUSSIAN)) & set(wrong)


def test_terms_with_one_number_only_stand_as_they_do() -> None:
    elections = TermEntry("election", ("выборы",), pos="noun")
    (match,) = match_in("The election was free.", elections)
    assert has_number(match, "выборы", RUSSIAN)
    news = TermEntry("military news", ("военные новости",), pos="noun")
    (match,) = match_in("The military news is bad.", news)
    assert has_number(match, "военных новостей", RUSSIAN)


def test_a_term_in_the_wrong_number_is_missing_and_the_account_says_why() -> None:
    matches = match_in("The councillors left.")
    assert verify_terms("Депутат ушёл.", matches, RUSSIAN).missing == (0,)
    (outcome,) = settle_terms("Депутат ушёл.", matches, RUSSIAN)
    assert outcome.state == "unresolved"
    assert outcome.reason == "“Депутат” is not in the number of the source"
    (outcome,) = settle_terms("Депутаты ушли.", matches, RUSSIAN)
    assert (outcome.state, outcome.grammemes) == ("already", "nominative plural")
    # What a person wrote stands.
    assert settle_terms("Депутат ушёл.", matches, RUSSIAN, standing=True)[0].state == "already"


def test_occurrences_are_paired_by_number_where_the_order_differs() -> None:
    matches = match_in("The councillor thanked the councillors.")
    found = verify_terms("Депутатов поблагодарил депутат.", matches, RUSSIAN).found
    assert [one.span.of("Депутатов поблагодарил депутат.") for one in found if one and one.sound] == [
        "депутат", "Депутатов",
    ]  # fmt: skip


def test_the_hand_set_is_large_and_sound() -> None:
    rows = [json.loads(line) for line in HAND_SET.read_text(encoding="utf-8").splitlines()]
    assert len({row["source"] for row in rows}) == len(rows) >= 120
    numbers = Counter(row["number"] if row["number"].isalpha() else "count" for row in rows)
    assert min(numbers["singular"], numbers["plural"]) >= 40
    assert numbers["count"] >= 15
    for case, number in read_cases(HAND_SET):
        (match,) = match_in(case.segment.source, case.entries[0])
        forms = right_forms(match.entry, number, RUSSIAN)
        blind = replace(match, numbered=False)
        assert forms
        assert all(has_number(blind, form, RUSSIAN) for form in forms)
        # The oracle is the number written down by hand; what the program asks for must be within it.
        assert {form.casefold() for form in candidate_forms(match, RUSSIAN)} <= forms

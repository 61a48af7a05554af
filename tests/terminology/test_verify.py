"""What counts as a term in a target, and how each match is settled."""

from __future__ import annotations

import pytest

from tests.terminology.scripted import (
    COUNCIL,
    COUNCILLOR,
    FEDERATION,
    KREMLIN,
    OPERATION,
    PRESIDENT,
    TWITTER,
    match,
)
from translate_pipe.model import Morphology, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.terminology import settle_terms, verify_terms
from translate_pipe.terminology.verify import find_verbatim


@pytest.fixture(scope="module")
def russian() -> Morphology:
    return load_morphology("ru")


@pytest.mark.parametrize(
    "target",
    [
        "Он начал специальную военную операцию.",
        "Специальной военной операции не будет.",
        "О СПЕЦИАЛЬНОЙ ВОЕННОЙ ОПЕРАЦИИ ГОВОРЯТ.",
    ],
)
def test_term_is_found_in_any_form(russian: Morphology, target: str) -> None:
    found = verify_terms(
        target, [match("the special military operation", OPERATION.source, OPERATION)], russian
    )
    assert found.satisfied


@pytest.mark.parametrize(
    "target",
    [
        "Он начал специальную операцию.",
        "Военная специальная операция.",
        "Спецоперация идёт.",
        "Специальная военная кооперация.",
    ],
)
def test_term_is_not_found_in_part_or_out_of_order(russian: Morphology, target: str) -> None:
    found = verify_terms(
        target, [match("the special military operation", OPERATION.source, OPERATION)], russian
    )
    assert found.missing == (0,)


def test_each_occurrence_serves_one_match(russian: Morphology) -> None:
    source = "The Kremlin said that the Kremlin knew."
    twice = [match(source, "Kremlin", KREMLIN), match(source, "Kremlin", KREMLIN, occurrence=1)]
    assert verify_terms("Кремль сказал, что он знал.", twice, russian).missing == (1,)
    assert verify_terms("Кремль сказал, что в Кремле знали.", twice, russian).satisfied


def test_term_within_a_longer_term_is_not_its_own_occurrence(russian: Morphology) -> None:
    source = "The President of the Russian Federation left the Russian Federation."
    both = [
        match(source, "President of the Russian Federation", PRESIDENT),
        match(source, "Russian Federation", FEDERATION, occurrence=1),
    ]
    assert verify_terms("Президент Российской Федерации уехал.", both, russian).missing == (1,)
    whole = "Президент Российской Федерации покинул Российскую Федерацию."
    assert verify_terms(whole, both, russian).satisfied


def test_any_alternative_counts(russian: Morphology) -> None:
    lawmaker = TermEntry("lawmaker", ("депутат", "законодатель"))
    assert verify_terms("Старый законодатель.", [match("lawmaker", "lawmaker", lawmaker)], russian).satisfied
    assert not verify_terms("Старый политик.", [match("lawmaker", "lawmaker", lawmaker)], russian).satisfied


def test_forbidden_rendering_is_seen_in_any_form(russian: Morphology) -> None:
    entry = TermEntry("invasion", ("вторжение",), forbidden=("спецоперация",))
    found = verify_terms("О спецоперации и вторжении.", [match("invasion", "invasion", entry)], russian)
    assert [span for _, span in found.banned] != []
    assert not found.satisfied


def test_forbidden_rendering_that_is_part_of_the_term_itself_is_none(russian: Morphology) -> None:
    entry = TermEntry("council", ("районный совет",), forbidden=("совет",))
    found = verify_terms("Районный совет решил.", [match("council", "council", entry)], russian)
    assert found.satisfied


@pytest.mark.parametrize(("target", "there"), [("Он написал в Twitter.", True), ("Твиттер", False)])
def test_do_not_translate_is_found_to_the_letter(russian: Morphology, target: str, there: bool) -> None:
    assert verify_terms(target, [match("on Twitter", "Twitter", TWITTER)], russian).satisfied is there


@pytest.mark.parametrize(
    ("text", "target", "count"),
    [("US", "US и US", 2), ("US", "USA, BUS", 0), ("https://a.ru/x", "см. https://a.ru/x.", 1), ("", "", 0)],
)
def test_verbatim_text_is_found_as_a_whole(text: str, target: str, count: int) -> None:
    assert len(find_verbatim(text, target)) == count


def test_states_follow_from_the_target_and_the_method(russian: Morphology) -> None:
    source = "A councillor of the district council wrote on Twitter about the Kremlin."
    matches = [
        match(source, "councillor", COUNCILLOR),
        match(source, "district council", COUNCIL),
        match(source, "Twitter", TWITTER),
        match(source, "Kremlin", KREMLIN),
    ]
    target = "Муниципальный депутат районного совета написал в Twitter."
    outcomes = settle_terms(target, matches, russian, methods=[None, "repair", None, None])
    assert [outcome.state for outcome in outcomes] == ["already", "applied", "kept", "unresolved"]
    assert outcomes[1].surface == "районного совета"
    assert outcomes[1].grammemes == "genitive singular"
    assert outcomes[3].reason


def test_a_standing_text_overrules(russian: Morphology) -> None:
    matches = [match("the Kremlin", "Kremlin", KREMLIN)]
    assert settle_terms("Москва", matches, russian, standing=True)[0].state == "overruled"
    assert settle_terms("В Кремле", matches, russian, standing=True)[0].state == "already"


def test_an_entry_that_only_forbids_is_settled_by_absence(russian: Morphology) -> None:
    entry = TermEntry("invasion", (), forbidden=("спецоперация",))
    matches = [match("the invasion", "invasion", entry)]
    assert settle_terms("Вторжение идёт.", matches, russian)[0].state == "already"
    unresolved = settle_terms("Идёт спецоперация.", matches, russian)[0]
    assert unresolved.state == "unresolved"
    assert "спецоперация" in unresolved.reason

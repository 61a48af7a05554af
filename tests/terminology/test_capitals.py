"""Headlines in capitals are asked for in ordinary letters, and come back in capitals."""

from __future__ import annotations

import pytest

from tests.terminology.scripted import COUNCIL, KREMLIN, TWITTER, ScriptedEngine, match, place, segment
from translate_pipe.glossary.load import Glossary
from translate_pipe.model import TermEntry, TermMatch
from translate_pipe.morphology import load_morphology
from translate_pipe.pipeline import Job, translate_segments
from translate_pipe.terminology import (
    Enforced,
    is_all_capitals,
    learn_casing,
    truecase_segment,
    words_in_capitals,
)


def translate(
    source: str, engine: ScriptedEngine, *matches: TermMatch, protected: tuple[str, ...] = ()
) -> Enforced:
    job = Job("en", "ru", engine, load_morphology("ru"), Glossary("en", "ru", (), "test"))
    one = segment(source, protected=protected)
    (result,) = translate_segments([one], [matches], job, casings=[{"putin": "Putin"}])
    return result


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("KREMLIN SAYS NO", True),
        ("The Kremlin says no", False),
        ("NATO", False),
        ("12 345", False),
        ("A B", False),
        ("北京 新闻", False),
    ],
)
def test_only_a_whole_headline_is_in_capitals(source: str, expected: bool) -> None:
    assert is_all_capitals(source) is expected


def test_casing_is_learnt_within_sentences_only() -> None:
    sources = [
        "They asked NATO and Putin.",
        "Petition signed by Putin.",
        "PUTIN SIGNS THE PETITION",
        "Us and us.",
    ]
    assert learn_casing(sources, words_in_capitals(sources)) == {"putin": "Putin"}
    assert learn_casing(sources, {"nato", "putin", "us"}) == {"nato": "NATO", "putin": "Putin"}


def test_terms_names_and_copies_are_written_as_they_should_be() -> None:
    source = "KREMLIN'S DISTRICT COUNCIL MOCKS PUTIN ON TWITTER AT HTTP://A.EU"
    matches = (
        match(source, "KREMLIN'S", KREMLIN),
        match(source, "DISTRICT COUNCIL", COUNCIL),
        match(source, "TWITTER", TWITTER),
    )
    one = segment(source, protected=("HTTP://A.EU",))
    truecased, own = truecase_segment(one, matches, {"putin": "Putin"})
    assert truecased.source == "Kremlin's district council mocks Putin on TWITTER at HTTP://A.EU"
    assert [one.surface for one in own] == ["Kremlin's", "district council", "TWITTER"]
    assert all(one.span.of(truecased.source) == one.surface for one in own)


def test_letters_that_change_their_length_stay() -> None:
    truecased, _ = truecase_segment(segment("İSTANBUL SAYS NO"), (), {})
    assert len(truecased.source) == len("İSTANBUL SAYS NO")


def test_target_comes_back_in_capitals_with_its_account() -> None:
    source = "PUTIN VISITS KREMLIN"
    engine = ScriptedEngine({"Putin visits Kremlin": ["Путин посетил Кремль"]})
    result = translate(source, engine, match(source, "KREMLIN", KREMLIN))
    assert result.target == "ПУТИН ПОСЕТИЛ КРЕМЛЬ"
    assert result.engine_text == "Путин посетил Кремль"
    (outcome,) = result.outcomes
    assert (outcome.state, outcome.surface, outcome.match.surface) == ("already", "КРЕМЛЬ", "KREMLIN")
    assert outcome.span == place(result.target, "КРЕМЛЬ")
    assert [change.step for change in result.changes] == ["capitals"]
    assert source not in engine.asked


def test_copies_keep_their_letters_among_capitals() -> None:
    source = "PUTIN QUITS TWITTER FOR HTTP://A.EU"
    twitter = TermEntry("Twitter", (), status="do-not-translate")
    engine = ScriptedEngine({"Putin quits TWITTER for HTTP://A.EU": ["Путин ушёл из TWITTER на HTTP://A.EU"]})
    result = translate(source, engine, match(source, "TWITTER", twitter), protected=("HTTP://A.EU",))
    assert result.target == "ПУТИН УШЁЛ ИЗ TWITTER НА HTTP://A.EU"
    assert result.outcomes[0].state == "kept"


def test_sharp_s_has_a_capital_of_the_same_length() -> None:
    source = "MAIN STREET CLOSED"
    engine = ScriptedEngine({"Main street closed": ["Hauptstraße gesperrt"]})
    assert translate(source, engine).target == "HAUPTSTRAẞE GESPERRT"


def test_ordinary_segments_are_left_alone() -> None:
    source = "The Kremlin said no."
    engine = ScriptedEngine({source: ["Кремль отказал."]})
    result = translate(source, engine, match(source, "Kremlin", KREMLIN))
    assert result.target == "Кремль отказал."
    assert result.changes == ()

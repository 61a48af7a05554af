"""The whole of enforcement on an engine whose every word is known."""

from __future__ import annotations

import pytest

from tests.terminology.scripted import (
    COUNCIL,
    KREMLIN,
    OPERATION,
    TWITTER,
    ScriptedEngine,
    match,
    segment,
)
from translate_pipe.model import Morphology, Segment, TermEntry, TermMatch
from translate_pipe.morphology import load_morphology
from translate_pipe.terminology import Enforced, enforce_terms
from translate_pipe.terminology.enforce import ALL_SOURCES, Source


@pytest.fixture(scope="module")
def russian() -> Morphology:
    return load_morphology("ru")


def run(
    engine: ScriptedEngine,
    russian: Morphology,
    source: str,
    matches: list[TermMatch],
    sources: tuple[Source, ...] = ALL_SOURCES,
    protected: tuple[str, ...] = (),
) -> Enforced:
    one: Segment = segment(source, protected=protected)
    hypotheses = engine.translate([source], n_best=4)
    (result,) = enforce_terms([one], [matches], hypotheses, engine, russian, sources=sources, explain=True)
    return result


def test_right_output_is_left_as_it_is(russian: Morphology) -> None:
    source = "He is in the Kremlin."
    engine = ScriptedEngine({source: ["Он в Кремле."]})
    result = run(engine, russian, source, [match(source, "Kremlin", KREMLIN)])
    assert result.target == "Он в Кремле."
    assert [outcome.state for outcome in result.outcomes] == ["already"]
    assert result.changes == ()
    assert engine.calls == 1


def test_a_lower_hypothesis_that_holds_the_term_is_taken(russian: Morphology) -> None:
    source = "He is in the Kremlin."
    engine = ScriptedEngine({source: ["Он в крепости.", "Он в Кремле."]})
    result = run(engine, russian, source, [match(source, "Kremlin", KREMLIN)])
    assert result.target == "Он в Кремле."
    assert result.outcomes[0].state == "already"
    assert result.changes[0].before == "Он в крепости."


def test_verification_alone_changes_nothing(russian: Morphology) -> None:
    source = "He is in the Kremlin."
    engine = ScriptedEngine({source: ["Он в крепости."]})
    result = run(engine, russian, source, [match(source, "Kremlin", KREMLIN)], sources=("n-best",))
    assert result.target == "Он в крепости."
    assert result.outcomes[0].state == "unresolved"
    assert engine.calls == 1


def test_annotation_is_used_where_the_package_declares_it(russian: Morphology) -> None:
    source = "He is in the Kremlin."
    engine = ScriptedEngine(
        {source: ["Он в крепости."], "He is in the ⟦ Kremlin ⇒ Кремль ⟧.": ["Он в Кремле."]},
        annotation="⟦ {source} ⇒ {target} ⟧",
    )
    result = run(engine, russian, source, [match(source, "Kremlin", KREMLIN)])
    assert result.target == "Он в Кремле."
    assert (result.outcomes[0].state, result.outcomes[0].method) == ("applied", "annotation")


def test_repair_puts_the_form_that_the_engine_likes_best(russian: Morphology) -> None:
    source = "They began an operation."
    plain = "Они начали дело."
    engine = ScriptedEngine(
        {source: [plain]},
        links={plain: [("operation", "дело")]},
        score=lambda text: 0.0 if "специальную военную операцию" in text else -1.0,
    )
    result = run(engine, russian, source, [match(source, "operation", OPERATION)], sources=("repair",))
    assert result.target == "Они начали специальную военную операцию."
    assert result.outcomes[0].grammemes == "accusative singular"
    assert result.outcomes[0].method == "repair"
    assert result.changes[0].before == plain


def test_disagreement_outweighs_a_slightly_better_score(russian: Morphology) -> None:
    source = "They spoke about an operation."
    plain = "Они говорили о деле."
    engine = ScriptedEngine(
        {source: [plain]},
        links={plain: [("operation", "деле")]},
        score=lambda text: -0.9 if "специальная военная операция" in text else -1.0,
    )
    result = run(engine, russian, source, [match(source, "operation", OPERATION)], sources=("repair",))
    assert result.target == "Они говорили о специальной военной операции."


def test_two_terms_are_both_put_in(russian: Morphology) -> None:
    source = "The district council left the Kremlin."
    plain = "Собрание покинуло крепость."
    engine = ScriptedEngine(
        {source: [plain]},
        links={plain: [("district council", "Собрание"), ("Kremlin", "крепость")]},
        score=lambda text: ("Районный совет" in text) + ("Кремль" in text) - 3.0,
    )
    matches = [match(source, "district council", COUNCIL), match(source, "Kremlin", KREMLIN)]
    result = run(engine, russian, source, matches, sources=("repair",))
    assert "айонный совет" in result.target
    assert "Кремль" in result.target
    assert [outcome.state for outcome in result.outcomes] == ["applied", "applied"]


def test_forbidden_rendering_is_steered_away_from(russian: Morphology) -> None:
    entry = TermEntry("invasion", ("вторжение",), forbidden=("спецоперация",))
    source = "The invasion goes on."
    engine = ScriptedEngine({source: ["Спецоперация идёт.", "Вторжение идёт."]})
    result = run(engine, russian, source, [match(source, "invasion", entry)])
    assert result.target == "Вторжение идёт."


def test_do_not_translate_is_copied_whatever_the_engine_does(russian: Morphology) -> None:
    source = "He wrote on Twitter today."
    engine = ScriptedEngine(
        {source: ["Он написал в щебетании."], "He wrote on": ["Он написал в"], "today.": ["сегодня."]}
    )
    result = run(engine, russian, source, [match(source, "Twitter", TWITTER)])
    assert "Twitter" in result.target
    assert result.outcomes[0].state == "kept"


def test_protected_text_is_copied_and_is_no_term(russian: Morphology) -> None:
    source = "See https://example.org/a now."
    engine = ScriptedEngine({source: ["Смотри тут."], "See": ["Смотри"], "now.": ["сейчас."]})
    result = run(engine, russian, source, [], protected=("https://example.org/a",))
    assert "https://example.org/a" in result.target
    assert result.outcomes == ()


def test_segments_without_terms_cost_nothing(russian: Morphology) -> None:
    engine = ScriptedEngine({"Hello.": ["Привет."]})
    assert run(engine, russian, "Hello.", []).target == "Привет."
    assert engine.calls == 1


def test_engine_calls_do_not_grow_with_segments(russian: Morphology) -> None:
    def calls(count: int) -> int:
        sources = [f"Day {number}: they began an operation." for number in range(count)]
        engine = ScriptedEngine({source: ["Они начали дело."] for source in sources})
        segments = [segment(source, number + 1) for number, source in enumerate(sources)]
        matches = [[match(source, "operation", OPERATION)] for source in sources]
        hypotheses = engine.translate(sources)
        enforce_terms(segments, matches, hypotheses, engine, russian)
        return engine.calls

    assert calls(40) == calls(2)


def test_candidates_are_given_best_first_when_asked_for(russian: Morphology) -> None:
    source = "They began an operation."
    engine = ScriptedEngine({source: ["Они начали дело."]})
    result = run(engine, russian, source, [match(source, "operation", OPERATION)])
    assert result.candidates[0].text == result.target
    assert any(candidate.origin == "plain" for candidate in result.candidates)

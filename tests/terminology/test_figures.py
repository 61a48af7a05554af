"""Figures in enforcement: what is lost is sought in other texts, never at the cost of a term."""

from __future__ import annotations

from tests.terminology.scripted import ScriptedEngine, match, place, segment
from translate_pipe.model import NumbersMode, Span, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.terminology.enforce import enforce_terms
from translate_pipe.terminology.figures import find_gaps

SOURCE = "The council fined 14 people."
COUNCIL = TermEntry("council", ("совет",), pos="noun")


def target(engine: ScriptedEngine, *entries: TermEntry, numbers: NumbersMode = "locale") -> str:
    matches = [match(SOURCE, entry.source, entry) for entry in entries]
    hypotheses = engine.translate([SOURCE], n_best=1)
    (result,) = enforce_terms(
        [segment(SOURCE)], [matches], hypotheses, engine, load_morphology("ru"), numbers=numbers
    )
    return result.target


def test_hypothesis_with_the_figure_is_preferred() -> None:
    engine = ScriptedEngine({SOURCE: ["Совет оштрафовал людей.", "Совет оштрафовал 14 человек."]})
    assert target(engine) == "Совет оштрафовал 14 человек."


def test_hypothesis_that_scores_far_worse_is_not_taken() -> None:
    worse = "Совет оштрафовал 14 человек."
    engine = ScriptedEngine(
        {SOURCE: ["Совет оштрафовал людей.", worse]}, score=lambda text: -9.0 if "14" in text else -0.1
    )
    assert target(engine) == "Совет оштрафовал людей."


def test_off_leaves_the_figures_to_the_engine() -> None:
    engine = ScriptedEngine({SOURCE: ["Совет оштрафовал людей.", "Совет оштрафовал 14 человек."]})
    assert target(engine, numbers="off") == "Совет оштрафовал людей."


def test_figure_never_costs_a_term() -> None:
    engine = ScriptedEngine(
        {SOURCE: ["Совет оштрафовал людей.", "Дума оштрафовала 14 человек."]},
        score=lambda text: -9.0 if "14" in text and "Совет" in text else -0.1,
    )
    assert target(engine, COUNCIL) == "Совет оштрафовал людей."


def test_lost_figure_is_put_in_and_the_text_finished() -> None:
    engine = ScriptedEngine(
        {SOURCE: ["Совет оштрафовал людей."]},
        continuations={"Совет оштрафовал 14": "Совет оштрафовал 14 человек."},
        score=lambda text: -0.1 if text == "Совет оштрафовал 14 человек." else -0.4,
    )
    assert target(engine) == "Совет оштрафовал 14 человек."


def test_gap_is_where_attention_says_and_never_inside_a_term() -> None:
    text = "Совет оштрафовал людей."
    engine = ScriptedEngine(links={text: [("people", "людей"), ("fined", "оштрафовал")]})
    (links,) = engine.align([SOURCE], [text])
    figure = place(SOURCE, "14")
    assert find_gaps(text, SOURCE, figure, links, ())[0] == text.index(" людей")
    assert text.index(" людей") not in find_gaps(text, SOURCE, figure, links, [Span(0, len(text) - 1)])

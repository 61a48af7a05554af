"""Every figure of a source ends in exactly one state, and says where it stands in the target."""

from __future__ import annotations

from translate_pipe.figures.account import count_figures, resettle_figures, settle_figures
from translate_pipe.figures.compare import compare_figures
from translate_pipe.model import FigureOutcome, Segment, Span, TranslationUnit

SOURCE = "In 2011 it cost 550 pounds, and 3 came."


def settled(target: str, *, standing: bool = False) -> list[tuple[str, str, str]]:
    compared = compare_figures(SOURCE, target, "en", "ru")
    figures = settle_figures(SOURCE, target, compared, standing=standing)
    for figure in figures:
        assert figure.target_span is None or figure.target_span.of(target) == figure.target
        assert figure.span.of(SOURCE) == figure.surface
    return [(figure.surface, figure.state, figure.target) for figure in figures]


def test_figure_in_figures_in_words_and_not_at_all() -> None:
    assert settled("В 2011 году это стоило фунты, и пришли трое.") == [
        ("2011", "already", "2011"),
        ("550", "unresolved", ""),
        ("3", "already", ""),
    ]


def test_standing_text_overrules() -> None:
    assert settled("В 2011 году, трое.", standing=True)[1] == ("550", "overruled", "")


def test_figure_put_right_is_applied_by_its_method() -> None:
    target = "В 2011 году это стоило 550 фунтов, и пришли 3."
    compared = compare_figures(SOURCE, target, "en", "ru")
    place = SOURCE.index("550")
    outcomes = settle_figures(
        SOURCE, target, compared, changed=frozenset({Span(place, place + 3)}), method="prefix"
    )
    assert [(one.state, one.method) for one in outcomes] == [
        ("already", None),
        ("applied", "prefix"),
        ("already", None),
    ]


def test_account_follows_an_edited_target() -> None:
    segment = Segment("s1", 1, Span(0, 4), "5 or 6", 0)
    figures = (
        FigureOutcome(Span(0, 1), "5", "applied", Span(0, 1), "5", "repair"),
        FigureOutcome(Span(5, 6), "6", "already", Span(6, 7), "6"),
    )
    unit = resettle_figures(TranslationUnit(segment, "лишь 6", figures=figures))
    assert [one.state for one in unit.figures] == ["overruled", "already"]
    assert unit.figures[1].target_span == Span(5, 6)
    assert count_figures([unit]) == {"already": 1, "applied": 0, "overruled": 1, "unresolved": 0}

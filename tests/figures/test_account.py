"""Every figure of a source ends in exactly one state, and says where it stands in the target."""

from __future__ import annotations

from translate_pipe.figures.account import account_standing, count_figures, resettle_figures, settle_figures
from translate_pipe.figures.compare import compare_figures
from translate_pipe.model import (
    FigureOutcome,
    Segment,
    Span,
    TermEntry,
    TermMatch,
    TermOutcome,
    TranslationUnit,
)

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


def test_figure_whose_unit_is_another_is_not_right() -> None:
    source, target = "It cost £550 in 2011.", "В 2011 году это стоило 550 долларов."
    segment = Segment("s1", 1, Span(0, len(source)), source, 0)
    money, year = account_standing(segment, target, (), "en", "ru")
    assert (money.state, money.reason) == ("overruled", "the standing text says it otherwise")
    assert (year.state, year.target) == ("already", "2011")
    assert account_standing(segment, "", (), "en", "ru")[1].state == "overruled"


def test_figures_of_copied_text_and_of_terms_are_not_accounted_for() -> None:
    source = "Flight 714 of Group 21 left at `t5` with 8 people."
    match = TermMatch(TermEntry("Group 21", ("Группа 21",)), Span(14, 22), "Group 21")
    term = TermOutcome(match, "already", Span(10, 19), "Группа 21")
    copied = Span(source.index("`"), source.index("` with") + 1)
    segment = Segment("s1", 1, Span(0, len(source)), source, 0, protected=(copied,))
    target = "Рейс 714 группы"[:10] + "Группа 21 вылетел в `t5` с 8 людьми."
    figures = account_standing(segment, target, (term,), "en", "ru")
    assert [one.surface for one in figures] == ["714", "8"]


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

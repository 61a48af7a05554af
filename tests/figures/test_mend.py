"""Figures that a target says wrongly give way to those of the source; those that are right never do."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipe.figures.compare import compare_figures
from translate_pipe.figures.mend import mend_figures
from translate_pipe.model import Span
from translate_pipe.morphology import load_morphology

TEXT = st.text("ab 0123456789.,-%:$", max_size=40)


@pytest.mark.parametrize(
    ("locale", "source", "target", "expected"),
    [
        ("ru", "It cost 550 pounds.", "Это стоило 5550 фунтов.", "Это стоило 550 фунтов."),
        ("ru", "In 2011 it rained.", "В 20111 году шел дождь.", "В 2011 году шел дождь."),
        ("ru", "It took 1000 people.", "Понадобилось 100 человек.", "Понадобилось 1000 человек."),
        ("ru", "1,127 people fled.", "Бежали 127 человек.", "Бежали 1\u00a0127 человек."),
        ("ru", "Police saw 6,500 people.", "Полиция видела 6,500 людей.", "Полиция видела 6\u00a0500 людей."),
        ("ru", "It has 755,688 trees.", "Там 755 68 деревьев.", "Там 755\u00a0688 деревьев."),
        ("ru", "20.4 million came.", "Пришли 4 миллиона.", "Пришли 20,4 миллиона."),
        ("ru", "The years 2021–22 were dry.", "2021–222 годы были сухими.", "2021–22 годы были сухими."),
        ("ru", "It rose from 5 to 7 metres.", "Выросло с 5 до 5 метров.", "Выросло с 5 до 7 метров."),
        ("ru", "It rose from 5 to 7 metres.", "Выросло с 7 до 7 метров.", "Выросло с 5 до 7 метров."),
        ("ru", "Some 3,000 people came.", "Пришло около 3000 3000 человек.", "Пришло около 3000 человек."),
        ("de", "It cost 6,500 francs.", "Es kostete 6,500 Franken.", "Es kostete 6.500 Franken."),
        ("fr", "It has 12,500 seats.", "Il a 12,500 places.", "Il a 12\u202f500 places."),
        ("es", "It has 12,500 seats.", "Tiene 12,500 asientos.", "Tiene 12.500 asientos."),
        ("uk", "It has 12,500 seats.", "Тут 12,500 місць.", "Тут 12\u00a0500 місць."),
    ],
)
def test_wrong_figure_gives_way(locale: str, source: str, target: str, expected: str) -> None:
    mended, mends = mend_figures(source, target, "en", locale)
    assert mended == expected
    assert len(mends) == 1


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It cost 550 pounds.", "Это стоило 550 фунтов."),
        ("Twenty people came in 2011.", "В 2011 году пришли 20 человек."),
        ("1,127 people fled.", "Бежали 1127 человек."),
        ("The score was 2 to 2.", "Счёт был 2 на 2."),
        ("In two days 2 men came.", "За 2 дня пришли 2 человека."),
        ("The G7 met 3 times.", "Страны G7 встретились трижды."),
        ("COVID-19 took 5 lives.", "COVID-19 унес пять жизней."),
        ("It closed at 5 p.m. on 12 May.", "Закрылись в 17:00 12 мая."),
    ],
)
def test_right_figure_stays(source: str, target: str) -> None:
    assert mend_figures(source, target, "en", "ru") == (target, ())


def test_wrong_figure_stays_where_nothing_is_missing() -> None:
    assert mend_figures("Many came.", "Пришли 40 человек.", "en", "ru") == ("Пришли 40 человек.", ())


def test_percentage_does_not_give_way_to_a_number() -> None:
    target = "Выросло на 7% за год."
    assert mend_figures("It grew in 1987 over a year.", target, "en", "ru")[0] == target


def test_figure_of_a_term_stays() -> None:
    target = "Закон 5550 стоит фунтов."
    kept = (Span(0, 10),)
    assert mend_figures("It costs 550 pounds.", target, "en", "ru", kept=kept)[0] == target


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("It has 22 seats.", "Там 20 мест.", "Там 22 места."),
        ("It has 22 new seats.", "Там 20 новых мест.", "Там 22 новых места."),
        ("Only 21 people came.", "Пришли только 211 человек.", "Пришли только 21 человек."),
        ("25 million came.", "Пришли 4 миллиона.", "Пришли 25 миллионов."),
        ("It stood near 2 lakes.", "Стоял около 22 озер.", "Стоял около 2 озер."),
        ("In 2011 it rained.", "В 20111 году шел дождь.", "В 2011 году шел дождь."),
        ("On 12 May it rained.", "15 мая шел дождь.", "12 мая шел дождь."),
    ],
)
def test_what_a_changed_figure_counts_changes_with_it(source: str, target: str, expected: str) -> None:
    assert mend_figures(source, target, "en", "ru", morphology=load_morphology("ru"))[0] == expected


def test_keep_writes_a_figure_as_the_source_does() -> None:
    mended, _ = mend_figures("1,127 people fled.", "Бежали 127 человек.", "en", "ru", style="keep")
    assert mended in ("Бежали 127 человек.", "Бежали 1,127 человек.")


@settings(deadline=None)
@given(TEXT, TEXT, st.sampled_from(["ru", "de", "fr"]))
def test_mending_never_loses_a_figure_that_was_said(source: str, target: str, locale: str) -> None:
    mended, _ = mend_figures(source, target, "en", locale)
    before = {figure.span for figure in compare_figures(source, target, "en", locale).lost}
    after = {figure.span for figure in compare_figures(source, mended, "en", locale).lost}
    assert len(after) <= len(before)

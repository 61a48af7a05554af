"""Money, percentages, times and dates: put right by value, written as the locale does, left where right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipe.figures.compare import compare_figures
from translate_pipe.figures.conform import conform_quantities
from translate_pipe.figures.render import FigureStyle
from translate_pipe.model import Span
from translate_pipe.morphology import load_morphology

TEXT = st.text("ab 0125.,%:$€pm", max_size=40)


def conform(
    source: str,
    target: str,
    locale: str = "ru",
    *,
    style: FigureStyle = "locale",
    kept: tuple[Span, ...] = (),
) -> tuple[str, list[str]]:
    """Return the target rewritten, with plain spaces, and the stretches of the source that were put right."""
    made = conform_quantities(
        source,
        target,
        "en",
        locale,
        compared=compare_figures(source, target, "en", locale),
        style=style,
        kept=kept,
        morphology=load_morphology(locale),
    )
    plain = made.text.replace("\u00a0", " ").replace("\u202f", " ")
    return plain, [span.of(source) for span in sorted(made.restated)]


@pytest.mark.parametrize(
    ("source", "target", "expected", "restated"),
    [
        ("It raised $1.2bn.", "Она собрала $1,2 млрд.", "Она собрала 1,2 млрд долларов.", []),
        ("The ticket costs $2.50.", "Билет стоит $2,50.", "Билет стоит 2,50 доллара.", []),
        ("It rose from $2 to $5.", "Выросло с $2 до $5.", "Выросло с 2 долларов до 5 долларов.", []),
        ("He owed US$22.", "Он был должен US$22.", "Он был должен 22 доллара США.", []),
        ("The fine was £5.", "Штраф составил 5 долларов.", "Штраф составил 5 фунтов стерлингов.", ["£5"]),
        ("The fine was $500.", "Штраф составил 500.", "Штраф составил 500 долларов.", ["$500"]),
        ("It fell to 4.5%.", "Она упала до 4,5%.", "Она упала до 4,5 %.", []),
        ("It fell to 4.5%.", "Она упала до 4,5.", "Она упала до 4,5 %.", ["4.5"]),
        ("It left at 7.55am.", "Он ушел в 7,55 утра.", "Он ушел в 07:55.", []),
        ("It starts at 5:30 p.m. on Tuesday.", "Начало в 5:30 во вторник.", "Начало в 17:30 во вторник.",
         ["5:30 p.m."]),
        ("It closes at 7 p.m.", "Закрытие в 7 часов утра.", "Закрытие в 19:00.", ["7 p.m."]),
        ("It closes at 5 p.m.", "Закрытие в 5 p.m.", "Закрытие в 17:00.", []),
        ("Signed on September 12, 2022.", "Подписан сентября 12, 2022.", "Подписан 12 сентября 2022 года.",
         []),
        ("Signed on September 12, 2022.", "Подписан 12 октября 2022 года.", "Подписан 12 сентября 2022 года.",
         ["September 12, 2022"]),
        ("It has 101 pages.", "Он содержит 101 страниц.", "Он содержит 101 страницу.", []),
        ("It took 5 hours.", "Это заняло 5 часа.", "Это заняло 5 часов.", []),
        ("The bill of £1 was paid.", "Счет на 1 фунтов оплачен.", "Счет на 1 фунт оплачен.", []),
        ("It is 25 km away.", "Это в 25 km отсюда.", "Это в 25 км отсюда.", []),
        ("The 25th anniversary.", "Это 25th годовщина.", "Это 25-я годовщина.", []),
        ("It closed in the 1990s.", "Закрылся в 1990s.", "Закрылся в 1990-е.", []),
        ("Call +1 (202) 555-0143.", "Звоните +1 202 555 0143.", "Звоните +1 (202) 555-0143.", []),
        ("Version 3.11.2 is out.", "Версия 3,11,2 вышла.", "Версия 3.11.2 вышла.", []),
        ("He has 1.5 points.", "У него 1.5 очка.", "У него 1,5 очка.", []),
    ],
)  # fmt: skip
def test_what_is_wrong_or_foreign_is_rewritten(
    source: str, target: str, expected: str, restated: list[str]
) -> None:
    assert conform(source, target) == (expected, restated)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It cost $1.2 billion.", "Это стоило 1,2 миллиарда долларов."),
        ("It cost 500 dollars.", "Это стоило пятьсот долларов."),
        ("A $5 ticket was sold.", "Был продан 5-долларовый билет."),
        ("He got a $5 ticket.", "Он получил $5 билет."),
        ("It sold from US$11 to $22 an ounce.", "Продавали от 11 до 22 долл. США за унцию."),
        ("It grew from $5 million to $7 million.", "Выросло с 5 до 7 млн долларов."),
        ("Some 45 per cent stayed.", "Остались 45 процентов."),
        ("It closes at 5 p.m.", "Закрывается в 5 часов вечера."),
        ("It closes at 5 p.m.", "Закрывается в пять вечера."),
        ("It opens at 9 a.m. for 9 people.", "Открывается в 9 для 9 человек."),
        ("It begins at 12:55 p.m. today.", "Начнется в 12:55 сегодня."),
        ("It rang at 11 p.m.", "Прозвенело в 11 ночи."),
        ("It rained on 12 May 2022.", "12 мая 2022 года шел дождь."),
        ("May 5 people come in?", "Могут ли войти 5 человек?"),
        ("Boeing 737 of 5 May", "Boeing 737 от 5 мая"),
        ("Article 5 of the treaty", "Статья 5 договора"),
        ("It has 22 seats near 5 doors.", "У 5 дверей из 22 мест."),
        ("He won by 5.6 points and 2.6 rebounds.", "Выиграл на 5,6 очка и 2,6 подбора."),
        ("He has won 14 major titles.", "Он выиграл 14 крупнейших титулов."),
        ("Python 3.11 and Web 2.0", "Python 3.11 и Web 2.0"),
        ("Section 2.3 of version 2.5", "Раздел 2.3 версии 2.5"),
        ("It begins at 7.30.", "Начинается в 7.30."),
        ("In 2022 the 25th year", "В 2022 году 25-й год"),
    ],
)
def test_what_is_right_stays(source: str, target: str) -> None:
    assert conform(source, target) == (target, [])


@pytest.mark.parametrize(
    ("locale", "source", "target", "expected"),
    [
        ("de", "It cost $1.2bn.", "Es kostete $1,2 Milliarden.", "Es kostete 1,2 Milliarden Dollar."),
        ("de", "It closes at 5 p.m.", "Es schließt um 5 Uhr.", "Es schließt um 17:00 Uhr."),
        ("de", "A growth of 4.5%.", "Ein Wachstum von 4,5%.", "Ein Wachstum von 4,5 %."),
        ("de", "On May 2, 2022", "Am Mai 2, 2022", "Am 2. Mai 2022"),
        ("fr", "It cost $1.2bn.", "Cela a coûté $1,2 milliard.", "Cela a coûté 1,2 milliard de dollars."),
        ("fr", "It closes at 5 p.m.", "Il ferme à 5 heures.", "Il ferme à 17:00."),
        ("es", "It closes at 5:30 p.m.", "Cierra a las 5:30.", "Cierra a las 17:30."),
        ("es", "It cost €5.", "Costó €5.", "Costó 5 €."),
        ("es", "On May 2, 2022", "El 2 de Mayo de 2022", "El 2 de mayo de 2022"),
        ("tr", "A growth of 4.5%.", "Büyüme 4,5 oldu.", "Büyüme %4,5 oldu."),
    ],
)
def test_other_locales(locale: str, source: str, target: str, expected: str) -> None:
    assert conform(source, target, locale)[0] == expected


def test_keep_puts_right_what_is_wrong_and_leaves_foreign_signs() -> None:
    assert conform("It cost $5.", "Это стоило $5.", style="keep") == ("Это стоило $5.", [])
    assert conform("It cost 5%.", "Это стоило 5.", style="keep") == ("Это стоило 5%.", ["5"])
    assert conform("It cost £5.", "Это стоило 5 долларов.", style="keep") == ("Это стоило £5.", ["£5"])
    assert conform("It cost $500.", "Это стоило 500.", style="keep") == ("Это стоило $500.", ["$500"])


def test_keep_writes_words_in_the_target_language() -> None:
    pounds = conform("It cost £5 million.", "Это стоило 5 млн долларов.", style="keep")
    assert pounds == ("Это стоило 5 млн фунтов стерлингов.", ["£5 million"])
    date = conform("Signed on 12 September 2022.", "Подписан 12 октября 2022 года.", style="keep")[0]
    assert date == "Подписан 12 сентября 2022 года."


def test_keep_gives_way_where_the_target_locale_would_read_another_value() -> None:
    made = conform("It cost £1,234 there.", "Там это стоило 1234 доллара.", style="keep")[0]
    assert made == "Там это стоило 1 234 фунта стерлингов."


def test_what_belongs_to_a_term_stays() -> None:
    target = "Фонд $5 закрыт."
    assert conform("It cost $5.", target, kept=(Span(0, 7),)) == (target, [])


@settings(deadline=None)
@given(TEXT, TEXT, st.sampled_from(["ru", "de", "fr"]))
def test_no_figure_that_was_said_is_lost_and_none_added(source: str, target: str, locale: str) -> None:
    before = compare_figures(source, target, "en", locale)
    made = conform_quantities(source, target, "en", locale, compared=before)
    after = compare_figures(source, made.text, "en", locale)
    assert len(after.lost) <= len(before.lost)
    assert len(after.added) <= len(before.added)


@pytest.mark.parametrize(
    ("locale", "source", "target"),
    [
        ("zh", "It fell by 5%.", "下降了百分之5。"),
        ("vi", "It fell by 5%.", "Giảm 5 phần trăm."),
        ("ar", "It fell by 5%.", "انخفض 5 بالمئة."),
        ("fi", "It fell by 5%.", "Se laski 5 prosenttia."),
        ("tr", "It costs £5 there.", "Orada 5 pound tutuyor."),
        ("el", "It costs $5 there.", "Εκεί κοστίζει 5 δολάρια."),
        ("fr", "It costs £5 there.", "Cela coûte 5 sterlings."),
        ("ja", "It costs £5.", "5ポンドです。"),
    ],
)
def test_words_that_may_say_the_unit_get_no_sign_besides(locale: str, source: str, target: str) -> None:
    assert conform(source, target, locale) == (target, [])

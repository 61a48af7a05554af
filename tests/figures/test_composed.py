"""Fractions and Roman numerals: one figure each, verified by value, whatever way the target says it."""

from __future__ import annotations

import pytest

from translate_pipe.figures.compare import compare_figures
from translate_pipe.figures.find import find_figures, may_hold_figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took 2 2/3 hours.", [("2 2/3", "fraction")]),
        ("It took 2\u2154 hours.", [("2\u2154", "fraction")]),
        ("About \u00bd of them left.", [("\u00bd", "number")]),
        ("Some 3/4 of the seats.", [("3/4", "fraction")]),
        ("In 2021/22 it rained.", [("2021/22", "years")]),
        ("Born on 12/05/1990.", [("12/05/1990", "date")]),
        ("They won 18-7.", [("18", "number"), ("7", "number")]),
        ("A ratio of 5/0 is none.", [("5", "number"), ("0", "number")]),
        ("King Charles III spoke.", [("III", "roman")]),
        ("After World War II ended.", [("II", "roman")]),
        ("World War II's end.", [("II", "roman")]),
        ("Art of the XIX century.", [("XIX", "roman")]),
        ("I said VI is an editor.", []),
        ("Malcolm X and Charles V.", []),
        ("MARK II IS HERE", []),
        ("The IV drip.", []),
        ("An XL shirt, a CV, a CD.", []),
    ],
)
def test_figures_of_several_numbers_are_one(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(figure.text, figure.kind) for figure in find_figures(text, "en")] == expected
    assert may_hold_figures(text) or not expected


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("It took 2 2/3 hours.", "Это заняло 2 2/3 часа.", []),
        ("It took 2 1/2 hours.", "Это заняло 2,5 часа.", []),
        ("It took 2 1/2 hours.", "Это заняло 2\u00bd часа.", []),
        ("It took 2 1/2 hours.", "Это заняло два с половиной часа.", []),
        ("It took 2 2/3 hours.", "Это заняло 2/3 часа.", ["2 2/3"]),
        ("It took 2 2/3 hours.", "Это заняло 22/3 часа.", ["2 2/3"]),
        ("Some 2/3 of them left.", "Около двух третей ушли.", []),
        ("Some 3/4 of them left.", "Около трёх четвертей ушли.", []),
        ("Some 2/3 of them left.", "Ушли 2 из 3.", []),
        ("King Charles III spoke.", "Выступил король Карл III.", []),
        ("King Charles III spoke.", "Выступил король Карл.", ["III"]),
        ("King Henry VIII spoke.", "Выступил король Генрих Восьмой.", []),
        ("After World War II.", "После Второй мировой войны.", []),
        ("In the 19th century.", "В XIX веке.", []),
    ],
)
def test_they_are_compared_by_value(source: str, target: str, lost: list[str]) -> None:
    assert [one.text for one in compare_figures(source, target, "en", "ru").lost] == lost


def test_roman_numerals_of_a_target_are_never_too_many() -> None:
    compared = compare_figures("The last century, part two.", "Часть II, XX век.", "en", "ru")
    assert (compared.added, compared.doubled) == ((), ())

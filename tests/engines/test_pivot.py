"""Translating through a third language, on two real packages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from translate_pipe.engines import packages
from translate_pipe.engines.argos import load_engine
from translate_pipe.engines.pivot import PivotEngine, compose_links
from translate_pipe.model import Engine, Link, Span

SOURCE = "The woman criticised the book."
TARGET = "Женщина раскритиковала книгу."


@pytest.fixture(scope="module")
def pivot(pivot_packages: Path) -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        # The starter would be a direct way.
        patch.setattr(packages, "STARTER_FOLDER", pivot_packages / "none")
        yield load_engine("en", "ru", packages_dir=pivot_packages)


def test_both_packages_are_named(pivot: Engine) -> None:
    assert isinstance(pivot, PivotEngine)
    assert pivot.packages == ("translate-en_de 0.1", "translate-de_ru 0.1")
    assert (pivot.source_locale, pivot.target_locale) == ("en", "ru")
    assert pivot.annotation is None


def test_translates_through_the_pivot(pivot: Engine) -> None:
    translated = pivot.translate([SOURCE, "The journalist saw the law.", SOURCE])

    assert [one[0].text for one in translated] == [TARGET, "Журналист увидел закон.", TARGET]


def test_n_best_are_different_and_ordered(pivot: Engine) -> None:
    [hypotheses] = pivot.translate([SOURCE], n_best=3)

    assert len({one.text for one in hypotheses}) == 3
    assert [one.score for one in hypotheses] == sorted((one.score for one in hypotheses), reverse=True)


def test_prefix_and_suppressed_strings_reach_the_last_step(pivot: Engine) -> None:
    [begun] = pivot.translate([SOURCE], prefixes=["Газета "])
    [held] = pivot.translate([SOURCE], suppress=[["книгу"]])

    assert begun[0].text.startswith("Газета ")
    assert "книгу" not in held[0].text


def test_the_right_target_scores_higher(pivot: Engine) -> None:
    right, wrong = pivot.score([SOURCE, SOURCE], [TARGET, "Закон увидел Россию."])

    assert right > wrong


def test_an_alignment_spans_both_steps(pivot: Engine) -> None:
    [links] = pivot.align([SOURCE], [TARGET])

    assert {link.target.of(TARGET) for link in links} >= {"Женщина", "раскритиковала", "книгу"}
    assert all(link.source.of(SOURCE).strip() for link in links)


def test_composed_links_multiply_and_add_up() -> None:
    a, b, x, y, t = Span(0, 1), Span(2, 3), Span(0, 2), Span(3, 5), Span(0, 4)

    links = compose_links(
        [Link(a, x, 0.5), Link(b, x, 0.5), Link(a, y, 1.0)], [Link(x, t, 0.6), Link(y, t, 0.4)]
    )

    assert [(link.source, link.target) for link in links] == [(a, t), (b, t)]
    assert [link.weight for link in links] == pytest.approx([0.7, 0.3])


def test_composed_links_drop_what_is_too_weak() -> None:
    a, x, t = Span(0, 1), Span(0, 2), Span(0, 4)

    assert compose_links([Link(a, x, 0.1)], [Link(x, t, 0.1)]) == ()

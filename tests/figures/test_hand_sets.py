"""The hand sets of figures: what was right stays to the letter, and nearly all of the rest becomes right."""

from __future__ import annotations

from functools import lru_cache

import pytest

from bench.given_figures import LANGUAGES, Sentence, put_figures, read_sentences

pytestmark = pytest.mark.long

# Forms that must be right, of all sentences of a set, in per cent.
FEWEST_RIGHT = 97


@lru_cache
def results(language: str) -> list[tuple[Sentence, str]]:
    if language == "uk":
        pytest.importorskip("pymorphy3_dicts_uk", reason="the dictionary is an optional extra")
    return put_figures(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_right_stays(language: str) -> None:
    altered = [
        (row.text, target)
        for row, target in results(language)
        if row.text == row.expected and target != row.expected
    ]
    assert altered == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_all_come_out_to_the_letter(language: str) -> None:
    wrong = [(row.expected, target) for row, target in results(language) if target != row.expected]
    assert 100 * (1 - len(wrong) / len(results(language))) >= FEWEST_RIGHT, wrong


def test_sets_are_large_enough() -> None:
    rows = {language: list(read_sentences(language)) for language in LANGUAGES}
    assert min(len(sentences) for sentences in rows.values()) >= 20
    kinds = [row.kind for row in rows["ru"]]
    assert len(kinds) >= 150
    assert kinds.count("money") >= 30
    assert kinds.count("date") + kinds.count("time") >= 30
    assert kinds.count("counted") >= 30
    looking_alike = [row for row in rows["ru"] if row.kind == "name" and row.text == row.expected]
    assert len(looking_alike) >= 20

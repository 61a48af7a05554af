"""The case of what the engine wrote is read from its form and from the words around it."""

from __future__ import annotations

import pytest

from translate_pipe.model import Span, WeighingMorphology
from translate_pipe.morphology import load_morphology


@pytest.mark.parametrize(
    ("locale", "text", "word", "case"),
    [
        ("pl", "Rzecznik zamku zaprzeczył.", "zamku", "genitive"),
        ("pl", "Siedzi w zamku.", "zamku", "locative"),
        ("pl", "Oddali to zamkowi.", "zamkowi", "dative"),
        ("pl", "Kodeks zmieniono.", "Kodeks", "accusative"),
        ("pl", "Kodeks obowiązuje.", "Kodeks", "nominative"),
        ("pl", "Napisali kodeks.", "kodeks", "accusative"),
        ("pl", "Mają kota.", "kota", "accusative"),
        ("pl", "Głośno mówili.", "mówili", ""),
        ("ru", "Суды отменили закон.", "закон", "accusative"),
        ("ru", "Закон отменён.", "Закон", "nominative"),
        ("uk", "Міста бачать план.", "план", "accusative"),
    ],
)
def test_case_of_one_noun(locale: str, text: str, word: str, case: str) -> None:
    morphology = load_morphology(locale)
    if not isinstance(morphology, WeighingMorphology):
        pytest.skip("the dictionary is not installed")
    start = text.index(word)
    found = morphology.case_at(text, Span(start, start + len(word)))
    # Where genitive and accusative look alike, both are right.
    assert found == case or (word == "kota" and found == "genitive")


def test_case_of_two_words_is_not_told() -> None:
    morphology = load_morphology("ru")
    assert isinstance(morphology, WeighingMorphology)
    assert morphology.case_at("Новый закон принят.", Span(0, 11)) == ""

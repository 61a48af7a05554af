"""Words that are forms of two words are taken for a term only where they may be meant as it."""

from __future__ import annotations

import pytest

from translate_pipe.model import Span, TermEntry, WeighingMorphology
from translate_pipe.morphology import inflects, load_morphology


@pytest.mark.parametrize(
    ("locale", "term", "text", "word", "other"),
    [
        ("ru", "сталь", "Цены стали расти.", "стали", True),
        ("ru", "сталь", "Производство стали выросло.", "стали", False),
        ("ru", "сталь", "Цех из стали и стекла.", "стали", False),
        ("ru", "сталь", "Марка нержавеющей стали указана.", "стали", False),
        ("ru", "право", "Он был прав.", "прав", True),
        ("ru", "право", "У них было право голоса.", "право", False),
        ("ru", "право", "Лишение прав обжаловали.", "прав", False),
        ("ru", "рабочий", "Он рабочий.", "рабочий", False),
        ("uk", "рада", "Вона рада тебе бачити.", "рада", True),
        ("uk", "рада", "Міська рада проголосувала.", "рада", False),
        ("uk", "стан", "Стане краще.", "Стане", True),
        ("pl", "mama", "Nie mamy czasu.", "mamy", True),
        ("pl", "mama", "Od mamy nie ma listu.", "mamy", False),
        ("pl", "stal", "Ludzie stali w kolejce.", "stali", True),
        ("pl", "stal", "Most ze stali stoi.", "stali", False),
    ],
)
def test_word_is_believed_by_what_stands_around(
    locale: str, term: str, text: str, word: str, other: bool
) -> None:
    morphology = load_morphology(locale)
    if not inflects(morphology):
        pytest.skip("the dictionary is not installed")
    assert isinstance(morphology, WeighingMorphology)
    start = text.index(word)
    entry = TermEntry(term, (term,), pos="noun")
    assert morphology.is_other_word(entry, text, Span(start, start + len(word))) is other

"""Markup that begins or ends within a word: formulas and names are kept, other words are marked whole."""

from __future__ import annotations

import pytest

from tests.article.units import segments_of
from translate_pipe.article import read_article, write_article
from translate_pipe.markup import project_marks
from translate_pipe.model import TranslationUnit


def write(source: str, target: str, input_format: str) -> str:
    """Translate an article of one block; the marks are placed as a run places them."""
    document = read_article(None, content=source.encode(), input_format=input_format)
    (segment,) = segments_of(document)
    unit = TranslationUnit(segment, target, target_marks=project_marks(segment, target, (), ()))
    return write_article(document, [unit], target_locale="ru").decode()


def protected(source: str) -> list[str]:
    document = read_article(None, content=source.encode(), input_format="md")
    return [span.of(document.text) for span in document.protected]


@pytest.mark.parametrize("input_format", ["md", "html"])
@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (
            "We drink H<sub>2</sub>O daily.",
            "Каждый день мы пьём H2O.",
            "Каждый день мы пьём H<sub>2</sub>O.",
        ),
        (
            "Let x<sup>2</sup> be y<sub>i</sub>.",
            "Пусть yi — это x2.",
            "Пусть y<sub>i</sub> — это x<sup>2</sup>.",
        ),
        ("About 10<sup>−3</sup> of Na<sup>+</sup>", "Na+ около 10−3", "Na<sup>+</sup> около 10<sup>−3</sup>"),
        ("an i<b>Phone</b> here", "тут iPhone", "тут i<b>Phone</b>"),
        (
            "CO<sub>2</sub> and CO<sub>2</sub> again",
            "CO2 и снова CO2",
            "CO<sub>2</sub> и снова CO<sub>2</sub>",
        ),
        ("It is un<b>believ</b>able", "Невероятно", "<b>Невероятно</b>"),
        ("the 1<sup>st</sup> day", "1-й день", "1<sup>-й</sup> день"),
        ("the council<sup>2</sup> said", "совет сказал", "совет<sup>2</sup> сказал"),
    ],
)
def test_mark_within_a_word(source: str, target: str, expected: str, input_format: str) -> None:
    assert write(source, target, input_format) == expected


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("H<sub>2</sub>O, plain H2O", ["H2O", "H2O"]),
        ("SO<sub>4</sub><sup>2−</sup>", ["SO42−"]),
        ("5 km<sup>2</sup>", ["km2"]),
        ("two `Box`es and a `box`", ["Boxes", "box"]),
        ("La<sub>T</sub>eX", ["LaTeX"]),
        ("**un**believable", []),
        ("**The** council", []),
        ("the 2<sup>nd</sup> day", []),
        ("the council<sup>3</sup>", []),
        ("it said.<sup>a</sup>", []),
    ],
)
def test_only_formulas_and_names_are_kept(source: str, kept: list[str]) -> None:
    assert protected(source) == kept

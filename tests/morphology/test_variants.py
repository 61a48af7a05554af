"""Prepositions before a term that was put in have the shape that the term asks for."""

from __future__ import annotations

import pytest

from translate_pipe.model import Span, SuitingMorphology
from translate_pipe.morphology import load_morphology


def suited(locale: str, text: str) -> str:
    """Return a text with the preposition before its last word in shape; the word keeps its place."""
    morphology = load_morphology(locale)
    assert isinstance(morphology, SuitingMorphology)
    start = text.index("[")
    bare = text.replace("[", "").replace("]", "")
    place = Span(start, text.index("]") - 1)
    new, moved = morphology.suit_before(bare, place)
    assert moved.of(new) == place.of(bare)
    return new


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wrócił z [Stanów Zjednoczonych].", "Wrócił ze Stanów Zjednoczonych."),
        ("Wrócił ze [Moskwy].", "Wrócił z Moskwy."),
        ("Wrócił ze [Szwecji].", "Wrócił ze Szwecji."),
        ("Rozmawiał ze [szefem].", "Rozmawiał z szefem."),
        ("Rozmawiał z [Związkiem].", "Rozmawiał ze Związkiem."),
        ("Żyją z [specjalną operacją wojskową].", "Żyją ze specjalną operacją wojskową."),
        ("Żyją z [siecią].", "Żyją z siecią."),
        ("Ze [Kremla] nie odpowiedziano.", "Z Kremla nie odpowiedziano."),
        ("Był w [Francji].", "Był we Francji."),
        ("Był we [Władywostoku].", "Był we Władywostoku."),
        ("Był we [Warszawie].", "Był w Warszawie."),
        ("Był w [„Wprost”].", "Był we „Wprost”."),
        ("Był w nowym [Wrocławiu].", "Był w nowym Wrocławiu."),
        ("Stany, z, [Stanów].", "Stany, z, Stanów."),
        ("Przyjechał do [Wrocławia].", "Przyjechał do Wrocławia."),
    ],
)
def test_polish_prepositions_suit_what_follows(text: str, expected: str) -> None:
    assert suited("pl", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Он был в [Франции].", "Он был во Франции."),
        ("Он был во [Москве].", "Он был в Москве."),
        ("Он был в [Вашингтоне].", "Он был в Вашингтоне."),
        ("Он был в [ФРГ].", "Он был в ФРГ."),
        ("Говорили о [операции].", "Говорили об операции."),
        ("Говорили об [Кремле].", "Говорили о Кремле."),
        ("Говорили о [ёлке].", "Говорили о ёлке."),
        ("Говорили о [ООН].", "Говорили об ООН."),
        ("Говорили об [СВО].", "Говорили о СВО."),
        ("Он спорил с [специальной комиссией].", "Он спорил со специальной комиссией."),
        ("Он спорил со [советом].", "Он спорил с советом."),
        ("Он спорил с [США].", "Он спорил с США."),
        ("Со [Кремлём] спорить нельзя.", "С Кремлём спорить нельзя."),
    ],
)
def test_russian_prepositions_suit_what_follows(text: str, expected: str) -> None:
    assert suited("ru", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Живуть з [спеціальною операцією].", "Живуть зі спеціальною операцією."),
        ("Приїхав з [Львова].", "Приїхав зі Львова."),
        ("Приїхав зі [Києва].", "Приїхав з Києва."),
        ("Приїхав із [Сум].", "Приїхав із Сум."),
        ("Зі [США] повернувся.", "Зі США повернувся."),
        ("Розмовляв з [Шевченком].", "Розмовляв з Шевченком."),
    ],
)
def test_ukrainian_prepositions_suit_what_follows(text: str, expected: str) -> None:
    pytest.importorskip("pymorphy3_dicts_uk", reason="the Ukrainian dictionary is an optional extra")
    assert suited("uk", text) == expected


def test_other_prepositions_are_left_alone() -> None:
    pytest.importorskip("pymorphy3_dicts_uk", reason="the Ukrainian dictionary is an optional extra")
    assert suited("uk", "Він був у [Франції].") == "Він був у Франції."

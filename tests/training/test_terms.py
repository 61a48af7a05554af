"""Terms: which phrases of an aligned pair are annotated, and with which dictionary form."""

from __future__ import annotations

import random

import pytest

from training.align import Links, cut
from training.annotate import Term, annotate, find_terms
from training.dictionary import dictionary_form
from training.words import split_words
from translate_pipe.morphology import load_morphology

pytestmark = pytest.mark.long

PHRASES = {
    "специальной военной операции": "специальная военная операция",
    "муниципальных советов": "муниципальный совет",
    "президентом Российской Федерации": "президент Российской Федерации",
    "государственную измену": "государственная измена",
    "Владимиру Путину": "Владимир Путин",
    "Украиной": "Украина",
    "петицию": "петиция",
    "зеленого дома": "зеленый дом",
}


def links(*pairs: tuple[int, int]) -> Links:
    both = frozenset(pairs)
    return Links(both, both, both)


@pytest.mark.parametrize(("found", "expected"), PHRASES.items())
def test_dictionary_form_puts_the_head_into_the_nominative_singular(found: str, expected: str) -> None:
    assert dictionary_form(found.split()) == expected


@pytest.mark.parametrize("found", PHRASES)
def test_dictionary_form_is_that_of_the_product(found: str) -> None:
    assert dictionary_form(found.split()) == load_morphology("ru").dictionary_form(found)


@pytest.mark.parametrize("found", ["очень быстро", "подписал петицию", "ножницы бумага"])
def test_dictionary_form_refuses_what_is_no_noun_phrase(found: str) -> None:
    assert dictionary_form(found.split()) is None


def test_dictionary_form_keeps_plural_only_nouns_plural() -> None:
    assert dictionary_form(["острыми", "ножницами"]) == "острые ножницы"


def test_dictionary_form_keeps_capitals_in_their_places() -> None:
    assert dictionary_form(["DNS-сервера"]) == "DNS-сервер"
    assert dictionary_form(["ВОЙНЫ"]) == "ВОЙНА"


def test_dictionary_form_writes_yo_as_the_text_does() -> None:
    assert dictionary_form(["зеленым", "ковром"]) == "зеленый ковёр"


def test_find_terms_takes_the_longest_clean_block() -> None:
    found = find_terms(
        "The district council backed it",
        "Её поддержал районный совет",
        links((1, 2), (2, 3), (3, 1), (4, 0)),
        random.Random(3),
    )
    assert Term(1, 3, 2, 4, "районный совет") in found


def test_find_terms_leaves_out_blocks_with_links_to_outside() -> None:
    both = frozenset({(1, 2), (2, 3)})
    torn = Links(both, both, both | {(0, 3)})
    assert find_terms("Old district council", "Её поддержал районный совет", torn, random.Random(3)) == []


def test_find_terms_takes_back_the_capital_of_a_sentence_begin() -> None:
    rng = random.Random(3)
    found = find_terms("He lost the petition", "Петицию он потерял", links((3, 0), (0, 1), (1, 2)), rng)
    assert found == [Term(3, 4, 0, 1, "петиция")]


def test_find_terms_keeps_the_capital_of_a_name_at_the_sentence_begin() -> None:
    found = find_terms("Ukraine won", "Украину ждёт победа", links((0, 0)), random.Random(3))
    assert found == [Term(0, 1, 0, 1, "Украина")]


def test_term_round_trips_through_its_line() -> None:
    term = Term(1, 3, 2, 4, "районный совет")
    assert Term.parse(str(term)) == term


def test_annotate_gives_one_line_a_pair() -> None:
    pairs = [("Go", "Иди"), ("A petition", "Петиция")]
    assert list(annotate(pairs, [links(), links((1, 0))], seed=3)) == ["", "1 2 0 1 петиция"]


def test_words_and_their_cut_forms_agree_in_number() -> None:
    text = "Кремль, «Единая Россия» и Санкт-Петербург."
    assert len(cut(text, 4).split(" ")) == len(split_words(text))

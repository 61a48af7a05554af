"""Terms are put into given sentences in the right form, articles and all."""

from __future__ import annotations

import pytest

from bench.given import put_terms

NEEDED = {
    "de": "german_nouns",
    "pl": "morfeusz2",
    "uk": "pymorphy3_dicts_uk",
    "es": "",
    "it": "",
    "pt": "",
    "fr": "",
}


@pytest.mark.parametrize("language", NEEDED)
def test_nineteen_in_twenty_sentences_come_out_as_the_set_says(language: str) -> None:
    if NEEDED[language]:
        pytest.importorskip(NEEDED[language], reason="the dictionary is an optional extra")
    results = put_terms(language)
    right = sum(target == row.expected for row, target in results)
    assert len(results) >= (30 if language == "uk" else 60)
    assert right >= 0.95 * len(results)


def test_every_sentence_holds_its_term_once() -> None:
    pytest.importorskip("german_nouns", reason="the dictionary is an optional extra")
    for row, target in put_terms("de"):
        assert row.text != row.expected
        assert target.count(".") == row.text.count(".")

"""From attention between pieces to links between words."""

from __future__ import annotations

from translate_pipe.engines.align import attention_links, locate_pieces, split_words
from translate_pipe.model import Span


def test_pieces_are_found_where_they_stand() -> None:
    assert locate_pieces("A cat, a cat", ["▁A", "▁cat", ",", "▁a", "▁c", "at"]) == [
        Span(0, 1),
        Span(2, 5),
        Span(5, 6),
        Span(7, 8),
        Span(9, 10),
        Span(10, 12),
    ]


def test_a_piece_that_the_tokenizer_rewrote_is_passed_over() -> None:
    assert locate_pieces("½ cat", ["▁1/2", "▁cat"]) == [None, Span(2, 5)]


def test_pieces_of_byte_pair_codes_lose_their_sign() -> None:
    assert locate_pieces("Katze", ["Kat@@", "ze"]) == [Span(0, 3), Span(3, 5)]


def test_words_and_signs_are_parted() -> None:
    assert [span.of("St Petersburg's «war»") for span in split_words("St Petersburg's «war»")] == [
        "St",
        "Petersburg's",
        "«",
        "war",
        "»",
    ]


def test_attention_is_summed_over_source_pieces_and_averaged_over_target_pieces() -> None:
    links = attention_links(
        "red cat",
        "кошка",
        ["▁red", "▁c", "at"],
        ["▁кош", "ка"],
        [[0.2, 0.3, 0.3, 0.2], [0.2, 0.5, 0.3, 0.0]],
    )

    assert [(link.source.of("red cat"), round(link.weight, 3)) for link in links] == [
        ("cat", 0.778),
        ("red", 0.222),
    ]

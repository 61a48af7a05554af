"""BLEU and chrF: by hand, and as sacrebleu computes them."""

from __future__ import annotations

import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st

from translate_pipe.compare.scores import score_bleu, score_chrf, split_words

PAIRS = [
    ("Кремль поддержал петицию.", "Кремль поддержал прошение."),
    ("The 3,000 men (most of them) left at 5-6 o'clock.", "The 3,000 men, most of them, left at 5-6."),
    ("Он сказал: «Да» — и ушёл.", "Он сказал «да» и ушёл."),
    ("Цена 1.5 млн. — 20%", "Цена: 1,5 млн — 20 %"),
]


def test_equal_texts_have_a_hundred_and_strange_ones_nothing() -> None:
    text = ["старая женщина раскритиковала Кремль в понедельник"]

    assert score_bleu(text, text, "ru") == pytest.approx(100)
    assert score_chrf(text, text) == pytest.approx(100)
    assert score_bleu(["aaa bbb ccc ddd"], text, "ru") == 0
    assert score_chrf(["zzz"], text) == 0


def test_chrf_by_hand() -> None:
    # "ab" against "abc": one letter 2/2 and 2/3, two letters 1/1 and 1/2; longer ones the target has none of.
    precision, recall = 1.0, (2 / 3 + 1 / 2) / 2

    assert score_chrf(["ab"], ["abc"]) == pytest.approx(
        100 * 5 * precision * recall / (4 * precision + recall)
    )


def test_bleu_by_hand() -> None:
    # 4 of 5 words, 3 of 4 pairs, 2 of 3 triples, 1 of 2 quadruples; as long as the reference.
    expected = 100 * (4 / 5 * 3 / 4 * 2 / 3 * 1 / 2) ** 0.25

    assert score_bleu(["a b c d x"], ["a b c d e"], "en") == pytest.approx(expected)


def test_where_words_have_no_spaces_characters_count() -> None:
    assert score_bleu(["我们的老城市"], ["我们的老城门"], "zh-Hant") > 50
    assert score_bleu(["我们的老城市"], ["我们的老城门"], "ru") == 0


def test_punctuation_is_parted_from_words_and_not_from_figures() -> None:
    assert split_words('He paid 3,000.5 (or "less").') == [
        *("He", "paid", "3,000.5", "(", "or", '"', "less", '"', ")", "."),
    ]
    assert split_words("&quot;AT&amp;T&quot;") == ['"', "AT", "&", "T", '"']


def test_scores_are_those_of_sacrebleu() -> None:
    targets, references = zip(*PAIRS, strict=True)

    bleu = sacrebleu.BLEU().corpus_score(list(targets), [list(references)]).score
    chrf = sacrebleu.CHRF().corpus_score(list(targets), [list(references)]).score
    by_characters = sacrebleu.BLEU(tokenize="char").corpus_score(list(targets), [list(references)]).score

    assert score_bleu(targets, references, "ru") == pytest.approx(bleu, abs=1e-9)
    assert score_chrf(targets, references) == pytest.approx(chrf, abs=1e-9)
    assert score_bleu(targets, references, "ja") == pytest.approx(by_characters, abs=1e-9)


words = st.lists(st.sampled_from(["кот", "a", "the", "3,5", "—", "«да»", ".", "x-y"]), max_size=9).map(
    " ".join
)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=4))
def test_scores_are_those_of_sacrebleu_whatever_the_texts(pairs: list[tuple[str, str]]) -> None:
    targets, references = (list(side) for side in zip(*pairs, strict=True))

    bleu = sacrebleu.BLEU(force=True).corpus_score(targets, [references]).score
    chrf = sacrebleu.CHRF().corpus_score(targets, [references]).score

    assert score_bleu(targets, references, "ru") == pytest.approx(bleu, abs=1e-6)
    assert score_chrf(targets, references) == pytest.approx(chrf, abs=1e-6)

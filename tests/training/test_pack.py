"""Packing and batches: ids, links and terms survive, and terms go inline as engines will write them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sentencepiece

from training.align import NO_LINK, Links
from training.annotate import Term
from training.clean import MARKS, Pair
from training.pack import Packer, Pieces, Tokenizer, headlines, link_pieces
from training.package import TEMPLATE
from training.vocabulary import normalisation_rules, train_vocabulary

pytestmark = pytest.mark.long

TEXT = [
    "The district council of St Petersburg backed the petition, he said.",
    "Районный совет Санкт-Петербурга поддержал петицию, сказал он.",
    "The Kremlin said “no” to the petition (of the council).",
    "Кремль сказал «нет» петиции — 20 € и № 5.",
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pieces")
    train_vocabulary(TEXT * 5, folder, size=120, threads=1)
    return folder / "sentencepiece.model"


@pytest.fixture(scope="module")
def tokenizer(model: Path) -> Tokenizer:
    return Tokenizer(model)


def test_quotation_marks_fold_but_numbers_and_signs_stay() -> None:
    rules = normalisation_rules()
    assert rules["“"] == rules["„"] == '"'
    assert rules["’"] == "'"
    assert rules["и\u0306"] == "й"
    assert rules["Ａ"] == "A"
    assert not {"№", "²", "«", "—"} & rules.keys()


def test_marks_are_single_pieces(model: Path) -> None:
    processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
    pieces = processor.encode(TEMPLATE.format(source="council", target="совет"), out_type=str)
    assert [piece for piece in pieces if piece in MARKS] == list(MARKS)


def test_pieces_are_those_of_the_whole_text(tokenizer: Tokenizer) -> None:
    for text in TEXT:
        assert tokenizer.pieces(text).ids == tokenizer.ids(text)


def test_word_spans_cover_the_pieces_in_order(tokenizer: Tokenizer) -> None:
    pieces = tokenizer.pieces("The petition, he said.")
    words = [pieces.ids[a:b] for a, b in pieces.spans]
    assert [i for word in words for i in word] == pieces.ids
    assert len(words) == 6


def test_link_pieces_spreads_a_word_over_its_source_word() -> None:
    source = Pieces([5, 6, 7, 8], [(0, 2), (2, 4)])
    target = Pieces([9, 10, 11, 12, 13], [(0, 4), (4, 5)])
    both = frozenset({(1, 0)})
    assert link_pieces(source, target, Links(both, both, both)) == [2, 2, 3, 3, NO_LINK]


def test_headlines_keep_the_target_unless_all_is_in_capitals() -> None:
    pair = Pair("Deputies call on the president to resign", "Депутаты требуют отставки", "x")
    variants = {v for seed in range(30) for v in headlines(pair, random.Random(seed), share=1.0)}
    assert variants == {
        Pair("DEPUTIES CALL ON THE PRESIDENT TO RESIGN", "ДЕПУТАТЫ ТРЕБУЮТ ОТСТАВКИ", "x"),
        Pair("Deputies Call on the President to Resign", "Депутаты требуют отставки", "x"),
    }
    assert list(headlines(pair, random.Random(1), share=0.0)) == []


def packed(tokenizer: Tokenizer, path: Path) -> None:
    packer = Packer(tokenizer)
    both = frozenset({(1, 0), (2, 1), (3, 2)})
    pair = Pair("The district council backed it", "Районный совет поддержал её", "news")
    packer.add(pair, Links(both, both, both), [Term(1, 3, 0, 2, "районный совет")])
    packer.add(Pair("He said “no”", "Он сказал «нет»", "talk"), Links(both, both, both), [])
    packer.write(path)


def test_annotated_source_is_the_template_filled_in(tokenizer: Tokenizer, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="PyTorch is needed for batches")
    from training.batches import PackedPairs

    packed(tokenizer, tmp_path / "train.npz.xz")
    pairs = PackedPairs(tmp_path / "train.npz.xz", longest=100)
    source, target, links = pairs.pair(0, 1.0, np.random.default_rng(1))
    inline = TEMPLATE.format(source="district council", target="районный совет")
    assert source == tokenizer.ids(f"The {inline} backed it")
    assert target == tokenizer.ids("Районный совет поддержал её")
    lemma = tokenizer.ids("районный совет")
    linked = {source[link] for link in links[: len(tokenizer.ids("Районный совет"))]}
    assert linked <= set(lemma)
    assert pairs.pair(0, 0.0, np.random.default_rng(1))[0] == tokenizer.ids("The district council backed it")


def test_batches_hold_every_pair_as_often_as_its_weight(tokenizer: Tokenizer, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="PyTorch is needed for batches")
    from training.batches import Draw, PackedPairs

    packed(tokenizer, tmp_path / "train.npz.xz")
    pairs = PackedPairs(tmp_path / "train.npz.xz", longest=100)
    draw = Draw({"news": 3.0}, 0.0, tokens=60, share=0.5, multiple=1, seed=1)
    groups = pairs.epoch(draw, np.random.default_rng(1))
    drawn = [i for group in groups for i in group.tolist()]
    assert sorted(i % len(pairs) for i in drawn) == [0, 0, 0]
    assert all(len(group) * int(pairs.width[group % len(pairs)].max()) <= 60 for group in groups)
    always = pairs.epoch(replace(draw, share=1.0), np.random.default_rng(1))
    assert {i for group in always for i in group.tolist()} == {len(pairs)}
    inline = pairs.batch(always[0], epoch=1, share=0.0, multiple=1, rng=np.random.default_rng(1))
    assert inline.source.shape[1] > pairs.width[0]


def test_files_of_one_packing_are_read_as_one(tokenizer: Tokenizer, tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="PyTorch is needed for batches")
    from training.batches import PackedPairs

    packed(tokenizer, tmp_path / "train-0.npz.xz")
    packer = Packer(tokenizer)
    none: frozenset[tuple[int, int]] = frozenset()
    packer.add(Pair("He backed it", "Он поддержал её", "book"), Links(none, none, none), [])
    packer.add(Pair("He said it", "Он сказал", "talk"), Links(none, none, none), [])
    packer.write(tmp_path / "train-1.npz.xz")
    pairs = PackedPairs(tmp_path / "train-0.npz.xz", tmp_path / "train-1.npz.xz", longest=100)
    rng = np.random.default_rng(1)
    assert [pairs.pair(i, 0.0, rng)[1] for i in range(4)] == [
        tokenizer.ids(text)
        for text in ("Районный совет поддержал её", "Он сказал «нет»", "Он поддержал её", "Он сказал")
    ]
    assert set(pairs.pair(2, 1.0, rng)[2]) == {NO_LINK}
    assert pairs.weights({"news": 1, "talk": 2, "book": 3}, 0.0).tolist() == [1, 2, 3, 2]


@pytest.mark.parametrize("workers", [0, 2])
def test_batches_never_end_and_hold_whole_pairs(tokenizer: Tokenizer, tmp_path: Path, workers: int) -> None:
    pytest.importorskip("torch", reason="PyTorch is needed for batches")
    from training.batches import Draw, PackedPairs, endless_batches

    packed(tokenizer, tmp_path / "train.npz.xz")
    pairs = PackedPairs(tmp_path / "train.npz.xz", longest=100)
    draw = Draw({}, 1.0, tokens=500, share=0.0, multiple=8, seed=1)
    batches = endless_batches(pairs, draw, workers=workers)
    for _ in range(5):
        batch = next(batches)
        assert batch.source.shape[1] % 8 == 0
        assert batch.links.shape == batch.target.shape
        for row in batch.source.tolist():
            ids = [i for i in row if i != 0]
            assert ids[:-1] in (
                tokenizer.ids("The district council backed it"),
                tokenizer.ids("He said “no”"),
            )

"""Train the joint SentencePiece model: clean pairs go in, `sentencepiece.model` comes out.

Curly and straight quotation marks become the same pieces inside the model's own normaliser, so
that every program that uses the package treats them alike, without any preparation of its own.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import sentencepiece

from training.clean import MARKS, Pair

_FOLDED = {
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'",
    "′": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "‒": "-", "―": "—", "…": "...",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\t": " ", "\n": " ", "\r": " ",
    "\u200b": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "\u00ad": "",
    "\ufeff": "", "\u0301": "",
}  # fmt: skip
_REQUIRED = "€£$%°№§©®™×«»–—½¼¾²³+=&@#*_~^<>[]{}|/\\"


def normalisation_rules() -> dict[str, str]:
    """Return what the tokenizer rewrites: quotation marks, spaces, wide and composed letters.

    Superscripts, fractions and the numero sign stay as they are: full NFKC would turn 10² into
    102 and № into No.
    """
    rules = dict(_FOLDED)
    for code in range(0x80, 0x10000):
        character = chr(code)
        if character in rules or 0xD800 <= code <= 0xDFFF:
            continue
        tag = unicodedata.decomposition(character)
        if tag.startswith(("<wide>", "<narrow>")) or character in "ﬀﬁﬂﬃﬄ":
            rules[character] = unicodedata.normalize("NFKC", character)
        elif tag and not tag.startswith("<"):
            apart = unicodedata.normalize("NFD", character)
            if len(apart) == 2 and unicodedata.normalize("NFC", apart) == character:
                rules[apart] = character
    return rules


def write_rules(path: Path) -> None:
    """Write the rules in SentencePiece's form: hexadecimal code points, a tab between sides."""

    def points(text: str) -> str:
        return " ".join(f"{ord(character):X}" for character in text)

    lines = [f"{points(before)}\t{points(after)}" for before, after in normalisation_rules().items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def sample_lines(
    pairs: Iterable[Pair], weights: Mapping[str, float], *, default: float, seed: int
) -> list[str]:
    """Return both sides of the pairs, each pair as often as its origin's weight says."""
    rng = random.Random(seed)
    lines = []
    for pair in pairs:
        weight = weights.get(pair.origin, default)
        copies = int(weight) + (rng.random() < weight % 1)
        lines += [pair.source, pair.target] * copies
    return lines


def train_vocabulary(lines: Sequence[str], folder: Path, *, size: int, threads: int) -> None:
    """Train and write `sentencepiece.model` and `vocab.txt` (a piece a line, in id order)."""
    rules, text = folder / "rules.tsv", folder / "vocabulary.txt"
    write_rules(rules)
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(text), model_prefix=str(folder / "sentencepiece"), vocab_size=size,
        model_type="unigram", character_coverage=0.9999, normalization_rule_tsv=str(rules),
        user_defined_symbols=list(MARKS), required_chars=_REQUIRED, split_digits=True,
        pad_id=0, unk_id=1, bos_id=2, eos_id=3, num_threads=threads,
        input_sentence_size=1_500_000, shuffle_input_sentence=True, max_sentence_length=2000,
        hard_vocab_limit=False, minloglevel=1,
    )  # fmt: skip
    text.unlink()
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    pieces = [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")

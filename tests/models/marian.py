"""A tiny Marian model with random weights, written as a release has it, and its forward pass in numpy.

The pass follows the paper (post-norm Transformer, learned places, decoder started from a zero vector) and
knows nothing of CTranslate2, so that scores of an imported model can be held against it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece

WIDTH, HEADS, INNER, LAYERS = 16, 2, 32, 2
# From this place on the place alone decides, and the end is likely there: so what is decoded ends.
LAST_FREE, PLACES = 4, 2048
END, UNKNOWN = "</s>", "<unk>"
SOURCE_LINES = ["the book lies on the table", "a treaty was signed", "the old city", "they read the letter"]
TARGET_LINES = ["книга лежит на столе", "договор был подписан", "старый город", "они читают письмо"]
SETTINGS = f"""\
type: transformer
enc-depth: {LAYERS}
dec-depth: {LAYERS}
transformer-heads: {HEADS}
transformer-ffn-activation: relu
transformer-preprocess: ""
transformer-postprocess: dan
transformer-postprocess-emb: d
transformer-decoder-autoreg: self-attention
transformer-no-projection: false
transformer-guided-alignment-layer: last
"""
Weights = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tiny:
    """Weights, the pieces of each side in the order of their numbers, and the two tokenizers."""

    weights: Weights
    source: tuple[str, ...]
    target: tuple[str, ...]
    source_model: bytes
    target_model: bytes


def make_tiny(*, shared: bool, tags: Sequence[str] = (), seed: int = 1) -> Tiny:
    """Return a model; `shared` says whether both sides have one vocabulary, `tags` are pieces added to it."""
    source_model, target_model = learn_pieces(SOURCE_LINES), learn_pieces(TARGET_LINES)
    source, target = pieces_of(source_model), pieces_of(target_model)
    if shared:
        source = target = tuple(dict.fromkeys([*source, *target, *tags]))
    return Tiny(_draw(len(source), len(target), shared, seed), source, target, source_model, target_model)


def learn_pieces(lines: Sequence[str]) -> bytes:
    """Return a small SentencePiece model."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=model,
        vocab_size=40,
        hard_vocab_limit=False,
        minloglevel=2,
        num_threads=1,
    )
    return model.getvalue()


def pieces_of(model: bytes) -> tuple[str, ...]:
    """Return the pieces of a SentencePiece model as Marian numbers them: the end, the unknown, the rest."""
    processor: Any = sentencepiece.SentencePieceProcessor(model_proto=model)
    own = [processor.id_to_piece(i) for i in range(len(processor))]
    return (END, UNKNOWN, *(piece for piece in own if piece not in (END, UNKNOWN, "<s>")))


def split(model: bytes, text: str) -> list[str]:
    """Return the pieces of a text."""
    processor: Any = sentencepiece.SentencePieceProcessor(model_proto=model)
    return [str(piece) for piece in processor.encode(text, out_type=str)]


def _draw(source: int, target: int, shared: bool, seed: int) -> Weights:
    random = np.random.default_rng(seed)

    def draw(*shape: int) -> Any:
        return random.normal(0, 0.4, shape).astype(np.float32)

    weights: dict[str, Any] = {"decoder_ff_logit_out_b": draw(1, target)}
    if shared:
        weights["Wemb"] = draw(source, WIDTH)
    else:
        weights |= {"encoder_Wemb": draw(source, WIDTH), "decoder_Wemb": draw(target, WIDTH)}
    for side, parts in (("encoder", ("self",)), ("decoder", ("self", "context"))):
        for layer in range(1, LAYERS + 1):
            for part in parts:
                name = f"{side}_l{layer}_{part}"
                for matrix in "qkvo":
                    weights |= {f"{name}_W{matrix}": draw(WIDTH, WIDTH), f"{name}_b{matrix}": draw(1, WIDTH)}
                weights |= {f"{name}_Wo_ln_scale": 1 + draw(1, WIDTH), f"{name}_Wo_ln_bias": draw(1, WIDTH)}
            name = f"{side}_l{layer}_ffn"
            weights |= {f"{name}_W1": draw(WIDTH, INNER), f"{name}_b1": draw(1, INNER)}
            weights |= {f"{name}_W2": draw(INNER, WIDTH), f"{name}_b2": draw(1, WIDTH)}
            weights |= {f"{name}_ffn_ln_scale": 1 + draw(1, WIDTH), f"{name}_ffn_ln_bias": draw(1, WIDTH)}
    places = np.tile(30 * draw(1, WIDTH), (PLACES, 1))
    places[:LAST_FREE] = 5 * draw(LAST_FREE, WIDTH)
    weights["Wpos"] = places
    decided = _decode(weights, _encode(weights, [0]), [2] * (LAST_FREE + 1))[-1]
    _table(weights, "decoder")[0] = decided * 0.3
    return weights


def write_release(tiny: Tiny, folder: Path, *, readme: str = "") -> Path:
    """Write the files of a release into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {"special:model.yml": np.frombuffer(SETTINGS.encode() + b"\0", dtype=np.int8)}
    np.savez(folder / "opus.model.npz", **arrays, **tiny.weights)
    one_vocabulary = tiny.source == tiny.target
    names = ["opus.vocab.yml"] * 2 if one_vocabulary else ["opus.src.vocab.yml", "opus.trg.vocab.yml"]
    for name, pieces in zip(names, (tiny.source, tiny.target), strict=True):
        lines = "".join(f'"{piece}": {i}\n' for i, piece in enumerate(pieces))
        (folder / name).write_text(lines, encoding="utf-8")
    (folder / "decoder.yml").write_text(
        f"models:\n  - ./opus.model.npz\nvocabs:\n  - ./{names[0]}\n  - ./{names[1]}\n", encoding="utf-8"
    )
    (folder / "source.spm").write_bytes(tiny.source_model)
    (folder / "target.spm").write_bytes(tiny.target_model)
    if readme:
        (folder / "README.md").write_text(readme, encoding="utf-8")
    return folder


def log_probabilities(tiny: Tiny, source: Sequence[str], target: Sequence[str]) -> Any:
    """Return a row for every place of the target and one for its end: log-probabilities of all pieces.

    Args:
        source: pieces with tags, without the end, which is added.
    """
    weights = tiny.weights
    memory = _encode(weights, [tiny.source.index(piece) for piece in [*source, END]])
    states = _decode(weights, memory, [tiny.target.index(piece) for piece in target])
    logits = states @ _table(weights, "decoder").T + weights["decoder_ff_logit_out_b"]
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _encode(weights: Weights, numbers: Sequence[int]) -> Any:
    states = _embed(weights, "encoder", numbers)
    for layer in range(1, LAYERS + 1):
        name = f"encoder_l{layer}"
        states = _feed(weights, name, _attend(weights, f"{name}_self", states, states))
    return states


def _decode(weights: Weights, memory: Any, numbers: Sequence[int]) -> Any:
    states = _embed(weights, "decoder", numbers, begin=True)
    for layer in range(1, LAYERS + 1):
        name = f"decoder_l{layer}"
        states = _attend(weights, f"{name}_self", states, states, causal=True)
        states = _feed(weights, name, _attend(weights, f"{name}_context", states, memory))
    return states


def score(
    tiny: Tiny, source: Sequence[str], target: Sequence[str], *, begun: int = 0, decoding: bool = False
) -> float:
    """Return the mean log-probability of a target's pieces and its end, the first `begun` not counted.

    With `decoding` what decoding forbids has no share in the probabilities: the unknown piece, and at the
    first place the end.
    """
    rows = log_probabilities(tiny, source, target)
    if decoding:
        forbidden = np.exp(rows[:, tiny.target.index(UNKNOWN)])
        forbidden[0] += np.exp(rows[0, tiny.target.index(END)])
        rows = rows - np.log1p(-forbidden)[:, None]
    numbers = [tiny.target.index(piece) for piece in [*target, END]]
    return float(np.mean([rows[i, number] for i, number in enumerate(numbers)][begun:]))


def decode_greedily(tiny: Tiny, source: Sequence[str], *, longest: int = 30) -> list[str]:
    """Return the likeliest piece at each place, never the unknown one, up to the end; one at least."""
    found: list[str] = []
    while len(found) < longest:
        row = log_probabilities(tiny, source, found)[-1].copy()
        row[tiny.target.index(UNKNOWN)] = -math.inf
        if not found:
            row[tiny.target.index(END)] = -math.inf
        piece = tiny.target[int(row.argmax())]
        if piece == END:
            break
        found.append(piece)
    return found


def _table(weights: Weights, side: str) -> Any:
    return weights.get("Wemb", weights.get(f"{side}_Wemb"))


def _embed(weights: Weights, side: str, numbers: Sequence[int], *, begin: bool = False) -> Any:
    vectors = _table(weights, side)[list(numbers)] * math.sqrt(WIDTH)
    if begin:
        vectors = np.concatenate([np.zeros((1, WIDTH), np.float32), vectors])
    return vectors + weights["Wpos"][: len(vectors)]


def _attend(weights: Weights, name: str, states: Any, memory: Any, *, causal: bool = False) -> Any:
    asked, keys, values = (
        (one @ weights[f"{name}_W{m}"] + weights[f"{name}_b{m}"]).reshape(len(one), HEADS, -1).swapaxes(0, 1)
        for one, m in ((states, "q"), (memory, "k"), (memory, "v"))
    )
    fit = asked @ keys.swapaxes(1, 2) / math.sqrt(WIDTH // HEADS)
    if causal:
        fit = np.where(np.triu(np.ones(fit.shape[1:], bool), 1), -np.inf, fit)
    shares = np.exp(fit - fit.max(axis=2, keepdims=True))
    mixed = (shares / shares.sum(axis=2, keepdims=True)) @ values
    out = mixed.swapaxes(0, 1).reshape(len(states), WIDTH) @ weights[f"{name}_Wo"] + weights[f"{name}_bo"]
    return _normalise(weights, f"{name}_Wo", states + out)


def _feed(weights: Weights, name: str, states: Any) -> Any:
    inner = np.maximum(states @ weights[f"{name}_ffn_W1"] + weights[f"{name}_ffn_b1"], 0)
    out = inner @ weights[f"{name}_ffn_W2"] + weights[f"{name}_ffn_b2"]
    return _normalise(weights, f"{name}_ffn_ffn", states + out)


def _normalise(weights: Weights, name: str, states: Any) -> Any:
    centred = states - states.mean(axis=1, keepdims=True)
    unit = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-6)
    return unit * weights[f"{name}_ln_scale"] + weights[f"{name}_ln_bias"]

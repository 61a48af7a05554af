"""What a core needs for a model of the usual size, beside what it needs for the package at hand.

A model as Argos's packages mostly hold it is made from chance: 6 encoder and 6 decoder layers of width 512,
32,000 pieces, int8 (60 million parameters). Both models decode the same number of segments of the same length
into targets of that length, the lengths that segments of the measurement have on average, since a model from
chance does not know when to end; so only the work of the engine is compared.

Source: Vaswani et al. 2017, "Attention is all you need", the base model, which Argos Translate trains.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from ctranslate2.specs import TransformerSpec

_LAYERS, _WIDTH, _INNER, _HEADS, _PIECES = 6, 512, 2048, 8, 32_000
_LENGTH, _SEGMENTS, _BEAM = 24, 64, 4


def write_usual_model(folder: Path) -> None:
    """Write a model of the usual size, with weights from chance, as CTranslate2 reads it."""
    chance = np.random.default_rng(1)

    def weights(rows: int, columns: int) -> Any:
        return chance.normal(0, columns**-0.5, (rows, columns)).astype(np.float32)

    def fill(linear: Any, rows: int, columns: int) -> None:
        linear.weight, linear.bias = weights(rows, columns), np.zeros(rows, np.float32)

    def fill_norm(norm: Any) -> None:
        norm.gamma, norm.beta = np.ones(_WIDTH, np.float32), np.zeros(_WIDTH, np.float32)

    spec = TransformerSpec.from_config((_LAYERS, _LAYERS), _HEADS, pre_norm=True)
    shared = weights(_PIECES, _WIDTH)
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = shared
    spec.decoder.projection.weight = shared
    spec.decoder.projection.bias = np.zeros(_PIECES, np.float32)
    for side, crosses in ((spec.encoder, False), (spec.decoder, True)):
        fill_norm(side.layer_norm)
        for layer in side.layer:
            fill_norm(layer.self_attention.layer_norm)
            fill(layer.self_attention.linear[0], 3 * _WIDTH, _WIDTH)
            fill(layer.self_attention.linear[1], _WIDTH, _WIDTH)
            if crosses:
                fill_norm(layer.attention.layer_norm)
                for linear, rows in zip(layer.attention.linear, (1, 2, 1), strict=True):
                    fill(linear, rows * _WIDTH, _WIDTH)
            fill_norm(layer.ffn.layer_norm)
            fill(layer.ffn.linear_0, _INNER, _WIDTH)
            fill(layer.ffn.linear_1, _WIDTH, _INNER)
    pieces = ["<s>", "</s>", "<unk>", *(f"p{number}" for number in range(_PIECES - 3))]
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.decoder_start_token = "<s>"
    spec.config.add_source_eos = True
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


def measure_decoding(folders: dict[str, Path], rounds: int) -> dict[str, float]:
    """Return for each model the least CPU seconds that a segment took, in rounds in turns."""
    models = {name: _Model(folder) for name, folder in folders.items()}
    for model in models.values():
        model.decode()
    least = dict.fromkeys(models, float("inf"))
    for _ in range(rounds):
        for name, model in models.items():
            begun = time.process_time()
            model.decode()
            least[name] = min(least[name], (time.process_time() - begun) / _SEGMENTS)
    return least


class _Model:
    def __init__(self, folder: Path) -> None:
        self._runner = ctranslate2.Translator(str(folder), compute_type="int8", intra_threads=1)
        (vocabulary,) = folder.glob("shared_vocabulary.json")
        pieces = json.loads(vocabulary.read_text(encoding="utf-8"))
        chance = np.random.default_rng(2)
        chosen = chance.integers(100, len(pieces), (_SEGMENTS, _LENGTH))
        self._batch = [[pieces[number] for number in numbers] for numbers in chosen]

    def decode(self) -> None:
        self._runner.translate_batch(
            self._batch,
            beam_size=_BEAM,
            min_decoding_length=_LENGTH,
            max_decoding_length=_LENGTH,
        )

"""Turn a checkpoint into a CTranslate2 model, and check that both compute the same.

In: the checkpoint of `training.train` and the vocabulary. Out: a folder with `model.bin`.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as functional
from ctranslate2 import Translator as Runner
from ctranslate2.specs import TransformerSpec
from ctranslate2.specs.common_spec import LayerNormSpec, LinearSpec
from torch import Tensor, nn

from training.network import BOS, EOS, Attention, Layer, Shape, Translator


def load_network(checkpoint: Path) -> Translator:
    """Return the network of a checkpoint with the running mean of its weights, ready to use."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    model = Translator(Shape(**state["shape"]))
    model.load_state_dict({name: value.float() for name, value in state["mean"].items()})
    model.eval()
    return model


def write_model(
    model: Translator, vocabulary: Sequence[str], folder: Path, *, quantization: str | None
) -> None:
    """Write the network as a CTranslate2 model (`quantization`: int8, or None for float32)."""
    spec = TransformerSpec.from_config(
        (len(model.encoder), len(model.decoder)), model.shape.heads, pre_norm=True
    )
    shared = _array(model.embed.weight)
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = shared
    spec.decoder.projection.weight, spec.decoder.projection.bias = shared, _array(model.bias)
    _norm(spec.encoder.layer_norm, model.encoder_norm)
    _norm(spec.decoder.layer_norm, model.decoder_norm)
    for side, layers in ((spec.encoder, model.encoder), (spec.decoder, model.decoder)):
        for layer_spec, layer in zip(side.layer, layers, strict=True):
            _layer(layer_spec, layer)
    config = spec.config
    config.bos_token, config.eos_token, config.unk_token = "<s>", "</s>", "<unk>"
    config.decoder_start_token = "<s>"
    config.add_source_eos, config.add_source_bos = True, False
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    spec.validate()
    spec.optimize(quantization=quantization)
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


def _array(tensor: Tensor) -> npt.NDArray[np.float32]:
    # A copy: CTranslate2 scales what it quantises in place, and would change the network.
    array: npt.NDArray[np.float32] = tensor.detach().float().cpu().numpy().copy()
    return array


def _norm(spec: LayerNormSpec, norm: nn.LayerNorm) -> None:
    spec.gamma, spec.beta = _array(norm.weight), _array(norm.bias)


def _linear(spec: LinearSpec, linear: nn.Linear) -> None:
    spec.weight, spec.bias = _array(linear.weight), _array(linear.bias)


def _layer(spec: object, layer: Layer) -> None:
    _norm(spec.self_attention.layer_norm, layer.n1)  # type: ignore[attr-defined]
    _attention(spec.self_attention, layer.self_attention)  # type: ignore[attr-defined]
    if layer.decoder:
        _norm(spec.attention.layer_norm, layer.n2)  # type: ignore[attr-defined]
        _attention(spec.attention, layer.cross_attention)  # type: ignore[attr-defined]
    _norm(spec.ffn.layer_norm, layer.n3)  # type: ignore[attr-defined]
    _linear(spec.ffn.linear_0, layer.f1)  # type: ignore[attr-defined]
    _linear(spec.ffn.linear_1, layer.f2)  # type: ignore[attr-defined]


def _attention(spec: object, attention: Attention) -> None:
    parts = [attention.q, attention.kv] if attention.cross else [attention.qkv]
    linears = spec.linear  # type: ignore[attr-defined]
    for linear_spec, linear in zip(linears, [*parts, attention.out], strict=True):
        _linear(linear_spec, linear)


@torch.no_grad()
def log_probability(model: Translator, source: Sequence[int], target: Sequence[int]) -> float:
    """Return the summed log-probability (nats) of `target` and its end, given `source`."""
    wanted = torch.tensor([*target, EOS])
    states, _ = model(torch.tensor([[*source, EOS]]), torch.tensor([[BOS, *target]]))
    logits = functional.linear(states[0], model.embed.weight, model.bias)
    chosen = functional.log_softmax(logits.float(), -1).gather(1, wanted[:, None])
    return float(chosen.sum())


def greatest_difference(
    model: Translator, vocabulary: Sequence[str], pairs: Sequence[tuple[list[int], list[int]]]
) -> float:
    """Return the greatest difference of a token's mean log-probability, PyTorch against CTranslate2.

    The model is written unquantised to a temporary folder for it; int8 changes the numbers.
    """
    with tempfile.TemporaryDirectory() as folder:
        write_model(model, vocabulary, Path(folder), quantization=None)
        runner = Runner(folder, compute_type="float32")
        words = [[[vocabulary[i] for i in side] for side in pair] for pair in pairs]
        scores = runner.score_batch([w[0] for w in words], [w[1] for w in words])
    differences = []
    for (source, target), score in zip(pairs, scores, strict=True):
        ours = log_probability(model, source, target)
        differences.append(abs(ours - math.fsum(score.log_probs)) / (len(target) + 1))
    return max(differences)

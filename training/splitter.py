"""Train a small sentence splitter: clean pairs go in, an ONNX model in MiniSBD's form comes out.

The project splits text itself. argos-translate, which must be able to use the same package, asks the
package for a splitter and would otherwise fetch one from the internet. This one looks at eight
characters on either side of each character and says whether a sentence ends there.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

_CHARACTERS = 160
_FEATURES = ["space_before", "capitalized", "end_of_para"]
_SENTENCE_END = 2
_WIDE, _NARROW = 11, 7
_ENDING = re.compile(r"[.!?][\"”'’)]?$")
_LENGTH = 400


class Splitter(nn.Module):
    """Two convolutions over characters; five classes, of which MiniSBD knows number 2 as an end."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(_CHARACTERS, 16)
        self.wide = nn.Conv1d(16 + len(_FEATURES), 32, _WIDE, padding=_WIDE // 2)
        self.narrow = nn.Conv1d(32, 5, _NARROW, padding=_NARROW // 2)

    def forward(self, units: Tensor, features: Tensor) -> Tensor:
        """Return logits, n x length x 5, for characters (n x length) and their features."""
        x = torch.cat([self.embed(units), features], -1).transpose(1, 2)
        y: Tensor = self.narrow(functional.relu(self.wide(x))).transpose(1, 2)
        return y


def single_sentences(sources: Iterable[str], *, locale: str, limit: int) -> list[str]:
    """Return sources that are one finished sentence each, at most `limit`."""
    import sentencex

    found = []
    for source in sources:
        finished = 20 < len(source) < 250 and _ENDING.search(source)
        if finished and len(list(sentencex.segment(locale, source))) == 1:
            found.append(source)
        if len(found) == limit:
            break
    return found


def paragraphs(sentences: Sequence[str], rng: random.Random, *, count: int) -> list[tuple[str, list[int]]]:
    """Return random paragraphs and the places of the last character of each sentence in them."""
    out = []
    for _ in range(count):
        text, ends = "", []
        for sentence in rng.choices(sentences, k=rng.randint(2, 5)):
            text += (" " if text else "") + sentence
            ends.append(len(text) - 1)
        if rng.random() < 0.5:
            text = text.replace("“", '"').replace("”", '"').replace("’", "'")
        out.append((text[:_LENGTH], [end for end in ends if end < _LENGTH]))
    return out


def features_of(text: str) -> list[list[float]]:
    """Return MiniSBD's features of each character, in the order of `_FEATURES`."""
    return [[float(c == " "), float(c.isupper()), float(i == len(text) - 1)] for i, c in enumerate(text)]


def train_splitter(
    sentences: Sequence[str], path: Path, *, locale: str, steps: int = 700, seed: int = 1
) -> float:
    """Train, write `path`, and return the share of paragraphs that it splits without a fault."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    counts = Counter(character for sentence in sentences for character in sentence)
    known = [c for c, _ in counts.most_common(_CHARACTERS - 4)]
    vocabulary = ["<PAD>", "<UNK>", "\u201c", "\u201d", *(c for c in known if c not in "“”")]
    numbers = {character: i for i, character in enumerate(vocabulary[:_CHARACTERS])}
    model = Splitter()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 5e-3 * (1 - step / steps)
        units, features, labels = _tensors(paragraphs(sentences, rng, count=32), numbers)
        loss = functional.cross_entropy(
            model(units, features).flatten(0, 1), labels.flatten(), ignore_index=-1
        )
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    units, features, labels = _tensors(paragraphs(sentences, rng, count=400), numbers)
    with torch.no_grad():
        found = model(units, features).argmax(-1)
    right = ((found == labels) | (labels < 0)).all(1).float().mean()
    _write_onnx(model, list(numbers), path, locale=locale)
    return float(right)


def _tensors(
    batch: Sequence[tuple[str, list[int]]], numbers: dict[str, int]
) -> tuple[Tensor, Tensor, Tensor]:
    width = max(len(text) for text, _ in batch)
    units = np.zeros((len(batch), width), np.int64)
    features = np.zeros((len(batch), width, len(_FEATURES)), np.float32)
    labels = np.full((len(batch), width), -1, np.int64)
    for row, (text, ends) in enumerate(batch):
        units[row, : len(text)] = [numbers.get(character, 1) for character in text]
        features[row, : len(text)] = features_of(text)
        labels[row, : len(text)] = 0
        labels[row, ends] = _SENTENCE_END
    return torch.from_numpy(units), torch.from_numpy(features), torch.from_numpy(labels)


def _write_onnx(model: Splitter, vocabulary: Sequence[str], path: Path, *, locale: str) -> None:
    from onnx import TensorProto, helper, numpy_helper, save

    def weights(name: str, tensor: Tensor) -> object:
        return numpy_helper.from_array(tensor.detach().numpy(), name)

    tensors = [
        weights("embed", model.embed.weight), weights("w1", model.wide.weight),
        weights("b1", model.wide.bias), weights("w2", model.narrow.weight),
        weights("b2", model.narrow.bias),
    ]  # fmt: skip
    pads = {_WIDE: [_WIDE // 2] * 2, _NARROW: [_NARROW // 2] * 2}
    nodes = [
        helper.make_node("Gather", ["embed", "units"], ["letters"], axis=0),
        helper.make_node("Concat", ["letters", "features"], ["both"], axis=2),
        helper.make_node("Transpose", ["both"], ["x"], perm=[0, 2, 1]),
        helper.make_node("Conv", ["x", "w1", "b1"], ["y1"], pads=pads[_WIDE]),
        helper.make_node("Relu", ["y1"], ["y2"]),
        helper.make_node("Conv", ["y2", "w2", "b2"], ["y3"], pads=pads[_NARROW]),
        helper.make_node("Transpose", ["y3"], ["output"], perm=[0, 2, 1]),
    ]
    graph = helper.make_graph(
        nodes, "sentence_splitter",
        [helper.make_tensor_value_info("units", TensorProto.INT64, ["n", "length"]),
         helper.make_tensor_value_info(
             "features", TensorProto.FLOAT, ["n", "length", len(_FEATURES)])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["n", "length", 5])],
        initializer=tensors,
    )  # fmt: skip
    onnx = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    units = {"_unit2id": {c: i for i, c in enumerate(vocabulary)}, "_id2unit": list(vocabulary)}
    config = {"feat_funcs": _FEATURES, "batch_size": 32, "max_seqlen": 1000, "use_dictionary": False}
    helper.set_model_props(
        onnx,
        {
            "lang_code": locale,
            "config": json.dumps(config),
            "vocab": json.dumps({"lang": locale, "idx": 0, "cutoff": 0, "lower": False, **units}),
        },
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    save(onnx, str(path))

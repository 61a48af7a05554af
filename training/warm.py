"""Go on from a package: an `.argosmodel` comes in; its vocabulary, and its weights for a network, go out.

CTranslate2 keeps 8-bit weights with a scale a row, which is exact enough to train on from.
"""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.network import Shape, Translator

# How CTranslate2 numbers the types of its variables. Source: its `DataType`, in the order of declaration.
_TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)
_TOKENIZER, _VOCABULARY, _WEIGHTS = "sentencepiece.model", "shared_vocabulary.json", "model.bin"

Variables = dict[str, npt.NDArray[np.float32]]


def unpack_vocabulary(package: Path, folder: Path) -> None:
    """Write the tokenizer and the pieces of a package as the step `vocabulary` does.

    Raises:
        ValueError: the file is no package of ours.
    """
    pieces = json.loads(_read(package, _VOCABULARY))
    (folder / "sentencepiece.model").write_bytes(_read(package, _TOKENIZER))
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")


def unpack_weights(package: Path, shape: Shape) -> dict[str, Tensor]:
    """Return the weights of a package by their names in the network.

    Raises:
        ValueError: the file is no package of ours, or its network has other sizes.
    """
    variables = _read_variables(_read(package, _WEIGHTS))
    wanted = Translator(shape).state_dict()
    found = {name: torch.from_numpy(array.copy()) for name, array in _renamed(variables, shape)}
    for name, value in wanted.items():
        if name not in found or found[name].shape != value.shape:
            raise ValueError(
                f"{package}: {name} is missing or of another size; is [shape] that of the package?"
            )
    return {name: found[name] for name in wanted}


def pairs_read(package: Path) -> dict[str, int]:
    """Return how many pairs of each origin a package has read, itself or those that it goes on from.

    Raises:
        ValueError: the file is no package of ours.
    """
    metadata = json.loads(_read(package, "metadata.json"))
    return {str(name): int(count) for name, count in metadata["translate_pipe"]["trained_on"].items()}


def _read(package: Path, name: str) -> bytes:
    try:
        with zipfile.ZipFile(package) as archive:
            for entry in archive.namelist():
                if Path(entry).name == name:
                    return archive.read(entry)
    except (OSError, zipfile.BadZipFile) as error:
        raise ValueError(f"{package}: {error}") from error
    raise ValueError(f"{package}: there is no {name} in it")


def _read_variables(content: bytes) -> Variables:
    """Parse `model.bin`: a head, then name, sizes, type and values of each variable, little-endian."""
    at = 0

    def take(code: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from("<" + code, content, at)
        at += struct.calcsize("<" + code)
        return int(value)

    def take_text() -> str:
        nonlocal at
        length = take("H")
        at += length
        return content[at - length : at - 1].decode()

    take("I")
    take_text()
    take("I")
    stored: dict[str, npt.NDArray[np.generic]] = {}
    for _ in range(take("I")):
        name = take_text()
        sizes = [take("I") for _ in range(take("B"))]
        kind, length = _TYPES[take("B")], take("I")
        stored[name] = np.frombuffer(content, kind, length // np.dtype(kind).itemsize, at).reshape(sizes)
        at += length
    aliases = [(take_text(), take_text()) for _ in range(take("I"))]
    variables: Variables = {}
    for name, array in stored.items():
        if name.endswith("/weight") and array.dtype == np.int8:
            scale = stored[f"{name}_scale"].astype(np.float32)
            variables[name] = array.astype(np.float32) / scale[:, None]
        else:
            variables[name] = array.astype(np.float32)
    return variables | {alias: variables[name] for alias, name in aliases}


def _renamed(variables: Variables, shape: Shape) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """Yield name and value of each weight; the reverse of `training.convert`."""
    norm, linear = {"weight": "gamma", "bias": "beta"}, {"weight": "weight", "bias": "bias"}
    places = [("encoder_norm", "encoder/layer_norm", norm), ("decoder_norm", "decoder/layer_norm", norm)]
    for side, count in (("encoder", shape.encoders), ("decoder", shape.decoders)):
        for number in range(count):
            ours, theirs = f"{side}.{number}", f"{side}/layer_{number}"
            attentions: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
                ("self_attention", "self_attention", "n1", ("qkv", "out")),
                ("cross_attention", "attention", "n2", ("q", "kv", "out")),
            )
            if side == "encoder":
                attentions = attentions[:1]
            for own, its, own_norm, parts in attentions:
                places.append((f"{ours}.{own_norm}", f"{theirs}/{its}/layer_norm", norm))
                places += [
                    (f"{ours}.{own}.{part}", f"{theirs}/{its}/linear_{k}", linear)
                    for k, part in enumerate(parts)
                ]
            places.append((f"{ours}.n3", f"{theirs}/ffn/layer_norm", norm))
            places += [(f"{ours}.f{k + 1}", f"{theirs}/ffn/linear_{k}", linear) for k in (0, 1)]
    for own, its, names in places:
        for name, stored in names.items():
            if f"{its}/{stored}" in variables:
                yield f"{own}.{name}", variables[f"{its}/{stored}"]
    yield "embed.weight", variables["decoder/projection/weight"]
    yield "bias", variables["decoder/projection/bias"]

"""Trained weights as small files: a network's weights go in, files of at most 15 MB come out.

Matrices are kept as 8-bit numbers with a scale a row, which is how the package keeps them: nothing that
the package holds is lost.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

_PART = 15_000_000


def write_parts(weights: Mapping[str, Tensor], shape: Mapping[str, Any], folder: Path) -> None:
    """Write the weights of a network of the given sizes."""
    whole = io.BytesIO()
    torch.save({"mean": {name: _packed(w) for name, w in weights.items()}, "shape": dict(shape)}, whole)
    content = whole.getvalue()
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for number, start in enumerate(range(0, len(content), _PART)):
        (partial / f"weights.{number:02}").write_bytes(content[start : start + _PART])
    shutil.rmtree(folder, ignore_errors=True)
    partial.replace(folder)


def join_parts(folder: Path) -> dict[str, Any]:
    """Return what `write_parts` wrote, as the part of a checkpoint that can be converted."""
    content = b"".join(path.read_bytes() for path in sorted(folder.glob("weights.*")))
    state = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    mean = {name: _unpacked(stored) for name, stored in state["mean"].items()}
    return {"mean": mean, "shape": state["shape"]}


def _packed(weight: Tensor) -> list[Tensor]:
    weight = weight.detach().float().cpu()
    if weight.ndim != 2:
        return [weight]
    scale = 127 / weight.abs().amax(1, keepdim=True).clamp(min=1e-12)
    return [(weight * scale).round().to(torch.int8), scale]


def _unpacked(stored: list[Tensor]) -> Tensor:
    return stored[0] if len(stored) == 1 else stored[0].float() / stored[1]

"""Average what training gave with what it began with, in the proportion that does best.

A network that trains on too long learns the pairs that it is shown often by heart. Weights between
those it began with and those it ended with are often better than either, as averages of one run's
are (Wortsman and others, "Robust fine-tuning of zero-shot models", 2022).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from training.batches import PackedPairs
from training.network import Shape, Translator
from training.train import development_loss

_TENTHS = 10


def write_average(
    checkpoint: Path, path: Path, pairs: PackedPairs, *, tokens: int, start: Mapping[str, Tensor] | None
) -> tuple[float, float]:
    """Write the weights that have the least loss on development pairs, of eleven mixtures.

    Args:
        checkpoint: of `training.train`; its running mean is what training gave.
        path: where the weights go, as a checkpoint that can be converted but not trained on.
        tokens: the size of a batch in padded target tokens.
        start: the weights that training began with; None to write the running mean as it is.

    Returns:
        The part of what training gave, 0 to 1, and the mean loss of a target token in nats.
    """
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    end = {name: value.float() for name, value in state["mean"].items()}
    model = Translator(Shape(**state["shape"]))

    def loss_of(part: float) -> float:
        model.load_state_dict(mixture(start or end, end, part))
        return development_loss(model, pairs, tokens=tokens)

    parts = [tenth / _TENTHS for tenth in range(_TENTHS + 1)] if start is not None else [1.0]
    loss, part = min((loss_of(part), part) for part in parts)
    partial = path.with_suffix(".partial")
    torch.save({"mean": mixture(start or end, end, part), "shape": state["shape"]}, partial)
    partial.replace(path)
    return part, loss


def mixture(start: Mapping[str, Tensor], end: Mapping[str, Tensor], part: float) -> dict[str, Tensor]:
    """Return the weights that lie `part` (0 to 1) of the way from `start` to `end`."""
    return {name: torch.lerp(start[name].float(), value, part) for name, value in end.items()}

"""The optimizer: Muon for the matrices of the layers, Adam for everything else.

Source: K. Jordan, "Muon: an optimizer for hidden layers in neural networks" (2024); the scale
that lets both share one learning rate is that of Liu et al., "Muon is scalable" (2025).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn


class Muon(torch.optim.Optimizer):
    """Momentum whose update is replaced by the nearest half-orthogonal matrix."""

    def __init__(
        self, parameters: Iterable[nn.Parameter], *, lr: float, momentum: float = 0.95,
        weight_decay: float = 0.0, steps: int = 4,
    ) -> None:  # fmt: skip
        defaults = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay, "steps": steps}
        super().__init__(parameters, defaults)

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Update every parameter that has a gradient; a closure is not supported."""
        if closure is not None:
            raise NotImplementedError("Muon takes no closure")
        for group in self.param_groups:
            by_size: dict[torch.Size, list[nn.Parameter]] = {}
            for parameter in group["params"]:
                if parameter.grad is not None:
                    by_size.setdefault(parameter.shape, []).append(parameter)
            for parameters in by_size.values():
                self._update(parameters, group)

    def _update(self, parameters: list[nn.Parameter], group: dict[str, Any]) -> None:
        """Update parameters of one size together."""
        for parameter in parameters:
            if not self.state[parameter]:
                self.state[parameter]["momentum"] = torch.zeros_like(parameter)
        gradients = [p.grad for p in parameters]
        momenta = [self.state[p]["momentum"] for p in parameters]
        torch._foreach_lerp_(momenta, gradients, 1 - group["momentum"])
        updates = half_orthogonal(
            torch.stack(torch._foreach_lerp(gradients, momenta, group["momentum"])), group["steps"]
        )
        torch._foreach_mul_(parameters, 1 - group["lr"] * group["weight_decay"])
        torch._foreach_add_(parameters, list(updates.unbind()), alpha=-group["lr"])


def half_orthogonal(matrices: Tensor, steps: int) -> Tensor:
    """Return matrices (n x rows x columns) with singular values moved near 1, scaled to Adam's usual step.

    Fused projections (more rows than columns by a whole factor of 2 or 3) are treated as the
    square matrices they consist of.
    """
    n, rows, columns = matrices.shape
    parts = rows // columns if rows % columns == 0 and rows // columns in (2, 3) else 1
    x = matrices.view(n * parts, rows // parts, columns)
    tall = x.shape[1] > x.shape[2]
    if tall:
        x = x.transpose(1, 2)
    low = torch.bfloat16 if matrices.is_cuda else torch.float32
    x = (x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)).to(low)
    for _ in range(steps):
        square = x @ x.transpose(1, 2)
        x = 3.4445 * x + (-4.7750 * square + 2.0315 * square @ square) @ x
    if tall:
        x = x.transpose(1, 2)
    scale = 0.2 * max(rows // parts, columns) ** 0.5
    return x.to(matrices.dtype).reshape(n, rows, columns) * scale


def build_optimizers(
    model: nn.Module, *, lr: float, muon: bool, weight_decay: float
) -> list[torch.optim.Optimizer]:
    """Return the optimizers of `model`: Muon and Adam, or Adam alone."""
    matrices = [p for name, p in model.named_parameters() if muon and p.ndim == 2 and "embed" not in name]
    chosen = {id(p) for p in matrices}
    rest = [p for p in model.parameters() if id(p) not in chosen]
    fused = torch.optim.AdamW(rest, lr=lr, betas=(0.9, 0.98), eps=1e-9, weight_decay=weight_decay, fused=True)
    if not matrices:
        return [fused]
    return [Muon(matrices, lr=lr, weight_decay=weight_decay), fused]

"""Averaging picks the mixture that does best on development pairs, and writes what `convert` reads."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import cast

import pytest

torch = pytest.importorskip("torch", reason="PyTorch trains the starter package; nothing else needs it")

from training.average import write_average  # noqa: E402
from training.batches import PackedPairs  # noqa: E402
from training.convert import load_network  # noqa: E402
from training.network import Shape, Translator  # noqa: E402

pytestmark = pytest.mark.long

SHAPE = Shape(d=32, ff=64, heads=2, encoders=1, decoders=1, vocabulary=40, dropout=0.0)
PAIRS = cast("PackedPairs", None)


def network(seed: int) -> Translator:
    torch.manual_seed(seed)
    return Translator(SHAPE).eval()


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    path = tmp_path / "checkpoint.pt"
    torch.save({"mean": network(2).state_dict(), "shape": asdict(SHAPE), "optimizers": []}, path)
    return path


def test_best_mixture_with_the_weights_begun_with_is_written(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, end = network(1).embed.weight.detach(), network(2).embed.weight.detach()
    wanted = start + 0.3 * (end - start)
    monkeypatch.setattr(
        "training.average.development_loss",
        lambda model, *_, **__: float((model.embed.weight - wanted).detach().abs().sum()),
    )
    path = checkpoint.with_name("average.pt")
    part, _ = write_average(checkpoint, path, PAIRS, tokens=100, start=network(1).state_dict())
    assert part == 0.3
    assert torch.allclose(load_network(path).embed.weight, wanted, atol=1e-6)


def test_running_mean_is_written_as_it_is_where_training_began_anew(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.average.development_loss", lambda *_, **__: 1.5)
    path = checkpoint.with_name("average.pt")
    assert write_average(checkpoint, path, PAIRS, tokens=100, start=None) == (1.0, 1.5)
    for name, value in network(2).state_dict().items():
        assert torch.equal(load_network(path).state_dict()[name], value), name

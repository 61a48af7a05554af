"""The network: it equals CTranslate2, its estimates are unbiased, its optimizer is half-orthogonal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="PyTorch trains the starter package; nothing else needs it")

from training.convert import greatest_difference, load_network, log_probability  # noqa: E402
from training.network import Shape, Translator, translation_loss  # noqa: E402
from training.optimizer import half_orthogonal  # noqa: E402
from training.parts import join_parts, write_parts  # noqa: E402

pytestmark = pytest.mark.long

SHAPE = Shape(d=32, ff=64, heads=2, encoders=2, decoders=2, vocabulary=40, dropout=0.0)
WORDS = ["<pad>", "<unk>", "<s>", "</s>", *(f"w{i}" for i in range(36))]
PAIRS = [([5, 6, 7], [8, 9]), ([10], [11, 12, 13, 14]), ([4, 4, 20, 30, 31], [39, 38])]


@pytest.fixture
def network() -> Translator:
    torch.manual_seed(1)
    model = Translator(SHAPE)
    torch.nn.init.normal_(model.bias)
    return model.eval()


def test_export_computes_what_was_trained(network: Translator) -> None:
    assert greatest_difference(network, WORDS, PAIRS) < 5e-4


def test_export_check_notices_a_difference(network: Translator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.convert.log_probability", lambda *_: log_probability(*_) - 0.01)
    assert greatest_difference(network, WORDS, PAIRS) > 1e-3


def test_loss_over_all_words_is_the_negative_log_probability(network: Translator) -> None:
    source, target = torch.tensor([[5, 6, 7, 3]]), torch.tensor([[8, 9, 3]])
    loss, _, n = translation_loss(network, source, target)
    assert n == 3
    assert loss.item() == pytest.approx(-log_probability(network, [5, 6, 7], [8, 9]), abs=1e-4)


def test_sampled_softmax_estimates_the_whole_one(network: Translator) -> None:
    source, target = torch.tensor([[5, 6, 7, 3]]), torch.tensor([[8, 9, 3]])
    whole = translation_loss(network, source, target)[0].item()
    torch.manual_seed(2)
    draws = [translation_loss(network, source, target, negatives=25)[0].item() for _ in range(300)]
    assert sum(draws) / len(draws) == pytest.approx(whole, rel=0.08)


def test_padding_changes_nothing(network: Translator) -> None:
    source, target = torch.tensor([[5, 6, 7, 3]]), torch.tensor([[8, 9, 3]])
    wide = torch.tensor([[5, 6, 7, 3, 0, 0]]), torch.tensor([[8, 9, 3, 0]])
    plain = translation_loss(network, source, target)[0].item()
    assert translation_loss(network, *wide)[0].item() == pytest.approx(plain, abs=1e-4)


@pytest.mark.parametrize("shape", [(16, 16), (48, 16), (16, 64), (64, 16)])
def test_half_orthogonal_moves_singular_values_near_one(shape: tuple[int, int]) -> None:
    torch.manual_seed(3)
    one, update = half_orthogonal(torch.randn(2, *shape), 5)
    assert not torch.allclose(one, update)
    rows = shape[0] // 3 if shape == (48, 16) else shape[0]
    values = torch.linalg.svdvals(update[:rows] / (0.2 * max(rows, shape[1]) ** 0.5))
    assert 0.5 < float(values.min()) <= float(values.max()) < 1.5


def test_parts_put_together_are_the_network(network: Translator, tmp_path: Path) -> None:
    shape = {name: getattr(SHAPE, name) for name in SHAPE.__slots__}
    write_parts(network.state_dict(), shape, tmp_path / "parts")
    torch.save(join_parts(tmp_path / "parts"), tmp_path / "checkpoint.pt")
    again = load_network(tmp_path / "checkpoint.pt")
    ours, theirs = (log_probability(m, [5, 6], [7, 8]) for m in (network, again))
    assert ours == pytest.approx(theirs, abs=0.1)
    write_parts(again.state_dict(), shape, tmp_path / "parts")
    twice = join_parts(tmp_path / "parts")["mean"]
    assert all(torch.allclose(value, twice[name], atol=1e-6) for name, value in again.state_dict().items())


def test_blanks_leave_tokens_out_in_training_only() -> None:
    model = Translator(replace(SHAPE, blanks=0.5))
    tokens = torch.arange(4, 36)[None]
    model.eval()
    assert torch.equal(model.look_up(tokens), model.look_up(tokens))
    model.train()
    blank = (model.look_up(tokens)[0] == model.positions[:32]).all(1)
    assert 4 < int(blank.sum()) < 28

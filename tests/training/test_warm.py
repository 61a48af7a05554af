"""Going on from a package: what was packed comes back, as exactly as eight bits allow."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="PyTorch trains the starter package; nothing else needs it")

from training.convert import write_model  # noqa: E402
from training.network import Shape, Translator  # noqa: E402
from training.package import describe  # noqa: E402
from training.warm import pairs_read, unpack_vocabulary, unpack_weights  # noqa: E402

pytestmark = pytest.mark.long

SHAPE = Shape(d=32, ff=64, heads=2, encoders=2, decoders=1, vocabulary=40, dropout=0.0)
WORDS = ["<pad>", "<unk>", "<s>", "</s>", *(f"w{i}" for i in range(36))]


def pack(folder: Path, network: Translator, quantization: str | None) -> Path:
    write_model(network, WORDS, folder / "model", quantization=quantization)
    package = folder / "translate-en_ru-0_1.argosmodel"
    with zipfile.ZipFile(package, "w") as archive:
        for path in (folder / "model").iterdir():
            archive.write(path, f"translate-en_ru-0_1/model/{path.name}")
        archive.writestr("translate-en_ru-0_1/sentencepiece.model", b"pieces")
    return package


@pytest.fixture
def network() -> Translator:
    torch.manual_seed(1)
    model = Translator(SHAPE)
    torch.nn.init.normal_(model.bias)
    return model.eval()


def test_weights_come_back_exactly(network: Translator, tmp_path: Path) -> None:
    back = unpack_weights(pack(tmp_path, network, None), SHAPE)
    for name, value in network.state_dict().items():
        assert torch.equal(back[name], value), name


def test_weights_of_eight_bits_come_back_nearly(network: Translator, tmp_path: Path) -> None:
    back = unpack_weights(pack(tmp_path, network, "int8"), SHAPE)
    for name, value in network.state_dict().items():
        step = value.abs().amax(-1, keepdim=True) / 127
        assert ((back[name] - value).abs() <= 0.51 * step + 1e-7).all(), name


def test_vocabulary_comes_back(network: Translator, tmp_path: Path) -> None:
    unpack_vocabulary(pack(tmp_path, network, "int8"), tmp_path)
    assert (tmp_path / "vocab.txt").read_text(encoding="utf-8").splitlines() == WORDS
    assert (tmp_path / "sentencepiece.model").read_bytes() == b"pieces"


def test_what_was_read_comes_back(tmp_path: Path) -> None:
    metadata = describe(
        "en", "ru", "0.1", licence="", date="", scores={}, trained_on={"tatoeba": 7, "news": 3}
    )
    with zipfile.ZipFile(tmp_path / "a.argosmodel", "w") as archive:
        archive.writestr("translate-en_ru-0_1/metadata.json", json.dumps(metadata))
    assert pairs_read(tmp_path / "a.argosmodel") == {"tatoeba": 7, "news": 3}


def test_another_size_is_refused(network: Translator, tmp_path: Path) -> None:
    package = pack(tmp_path, network, "int8")
    with pytest.raises(ValueError, match="another size"):
        unpack_weights(package, replace(SHAPE, ff=96))


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.argosmodel").write_bytes(b"PK?")
    with pytest.raises(ValueError, match=r"x\.argosmodel"):
        unpack_weights(tmp_path / "x.argosmodel", SHAPE)

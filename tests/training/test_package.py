"""The package file: what lies in it, what it declares, and that the same input gives the same bytes."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from training import package
from training.package import describe, write_package
from translate_pipe.engines.packages import describe_package

pytestmark = pytest.mark.long


def metadata() -> dict[str, object]:
    return describe(
        "en", "ru", "0.1", licence="research", date="2026-11-22", scores={"wmt19": {"BLEU": 1.0}},
        trained_on={"tatoeba": 3},
    )  # fmt: skip


def write(folder: Path) -> Path:
    model = folder / "model"
    model.mkdir(exist_ok=True)
    (model / "model.bin").write_bytes(b"weights")
    for name in ("pieces.model", "card.md", "en.onnx"):
        (folder / name).write_text(name, encoding="utf-8")
    path = folder / "translate-en_ru-0_1.argosmodel"
    write_package(
        path, model=model, tokenizer=folder / "pieces.model", readme=folder / "card.md",
        metadata=metadata(), splitter=folder / "en.onnx",
    )  # fmt: skip
    return path


def test_package_has_one_folder_with_what_argos_expects(tmp_path: Path) -> None:
    with zipfile.ZipFile(write(tmp_path)) as archive:
        assert sorted(archive.namelist()) == [
            "translate-en_ru-0_1/README.md",
            "translate-en_ru-0_1/metadata.json",
            "translate-en_ru-0_1/minisbd/en.onnx",
            "translate-en_ru-0_1/model/model.bin",
            "translate-en_ru-0_1/sentencepiece.model",
        ]
        declared = json.loads(archive.read("translate-en_ru-0_1/metadata.json"))
    assert (declared["from_code"], declared["from_name"]) == ("en", "English")
    assert (declared["to_code"], declared["to_name"]) == ("ru", "Russian")


def test_engine_understands_what_the_package_declares(tmp_path: Path) -> None:
    read = describe_package(metadata(), tmp_path)
    assert read.annotation == "⟦ {source} ⇒ {target} ⟧"
    assert read.marks == ("⟦", "⇒", "⟧")
    assert read.quality == (("wmt19 BLEU", "1.0"),)


def test_package_is_the_same_bytes_again(tmp_path: Path) -> None:
    first = write(tmp_path).read_bytes()
    assert write(tmp_path).read_bytes() == first


def test_package_that_is_too_large_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LARGEST", 10)
    with pytest.raises(ValueError, match="larger than"):
        write(tmp_path)
    assert not list(tmp_path.glob("*.argosmodel"))
    assert not list(tmp_path.glob("*.partial"))

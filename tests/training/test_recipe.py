"""A recipe may be like another one and name only what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="PyTorch trains the starter package; nothing else needs it")

from training.recipe import read_recipe

pytestmark = pytest.mark.long

FOLDER = Path(__file__).parents[2] / "training"


def test_recipe_takes_over_what_it_does_not_name(tmp_path: Path) -> None:
    whole, tiny = (read_recipe(FOLDER / f"{name}.toml") for name in ("gpu", "tiny"))
    assert (whole.version, tiny.version) == ("1.0", "0.0")
    assert tiny.development == whole.development
    assert tiny.plan.weights == whole.plan.weights
    assert tiny.shape.dropout == whole.shape.dropout
    assert tiny.shape.d != whole.shape.d
    (tmp_path / "on.toml").write_text(
        f'like = "{FOLDER / "tiny.toml"}"\n[package]\nstart = "a.argosmodel"\n[train.weights]\ntatoeba = 5\n',
        encoding="utf-8",
    )
    on = read_recipe(tmp_path / "on.toml", changes=["minutes=3", "compiled=false"])
    assert on.start == tmp_path / "a.argosmodel"
    assert on.plan.weights == {**whole.plan.weights, "tatoeba": 5}
    assert (on.plan.minutes, on.plan.compiled) == (3, False)
    assert dict(tiny.files)["systems.tsv.xz"] == 2000


def test_faults_are_named_with_their_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('like = "b.toml"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('like = "a.toml"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.toml: recipes are like one another in a circle"):
        read_recipe(tmp_path / "a.toml")
    (tmp_path / "b.toml").write_text("[package]\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.toml: .*data"):
        read_recipe(tmp_path / "a.toml")

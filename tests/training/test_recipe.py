"""A recipe may be like another one and name only what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="PyTorch trains the starter package; nothing else needs it")

from training.recipe import read_recipe

FOLDER = Path(__file__).parents[2] / "training"


def test_recipe_takes_over_what_it_does_not_name() -> None:
    first, more, again = (read_recipe(FOLDER / f"{name}.toml") for name in ("cpu", "cpu-more", "cpu-again"))
    assert (first.start, more.version, again.version) == (None, "0.2", "0.3")
    assert again.start == FOLDER / "out/cpu-more/translate-en_ru-0_2.argosmodel"
    assert first.shape == more.shape == again.shape
    assert more.plan.minutes != first.plan.minutes
    assert again.plan.weights == {**first.plan.weights, "msdocs-human": 0.4}
    further = read_recipe(FOLDER / "cpu-further.toml")
    assert further.start == FOLDER / "out/cpu-again/translate-en_ru-0_3.argosmodel"
    assert (further.files, further.plan.weights) == (again.files, again.plan.weights)
    assert dict(again.files) == {"general.tsv.xz": 0, "docs-human.tsv.xz": 120_000}


def test_faults_are_named_with_their_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('like = "b.toml"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('like = "a.toml"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.toml: recipes are like one another in a circle"):
        read_recipe(tmp_path / "a.toml")
    (tmp_path / "b.toml").write_text("[package]\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.toml: .*data"):
        read_recipe(tmp_path / "a.toml")

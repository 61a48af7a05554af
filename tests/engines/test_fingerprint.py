"""Models are told apart by their content, whatever their packages are called."""

from __future__ import annotations

import shutil
from pathlib import Path

from translate_pipe.engines import load_engine
from translate_pipe.engines.pivot import PivotEngine


def test_same_package_has_the_same_fingerprint(pocket_packages: Path) -> None:
    one, two = (load_engine("en", "ru", packages_dir=pocket_packages) for _ in range(2))
    assert one.fingerprint == two.fingerprint


def test_another_model_under_the_same_name_has_another(pocket_package: Path, tmp_path: Path) -> None:
    shutil.copytree(pocket_package, tmp_path / pocket_package.name)
    model = tmp_path / pocket_package.name / "model" / "model.bin"
    content = bytearray(model.read_bytes())
    content[-10] ^= 1
    model.write_bytes(bytes(content))
    one = load_engine("en", "ru", packages_dir=pocket_package.parent)
    two = load_engine("en", "ru", packages_dir=tmp_path)
    assert one.packages == two.packages
    assert one.fingerprint != two.fingerprint


def test_a_chain_has_the_fingerprints_of_its_steps(pivot_packages: Path) -> None:
    steps = [load_engine(*pair, packages_dir=pivot_packages) for pair in (("en", "de"), ("de", "ru"))]
    assert PivotEngine(steps).fingerprint == "+".join(step.fingerprint for step in steps)


def test_an_unusual_beam_is_part_of_the_name(pocket_packages: Path) -> None:
    assert load_engine("en", "ru", packages_dir=pocket_packages).name == "argos"
    assert load_engine("en", "ru", packages_dir=pocket_packages, beam=2).name == "argos(beam=2)"

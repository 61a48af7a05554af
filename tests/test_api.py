"""The public names: what they promise, that the examples run, and that the command line stands on them."""

from __future__ import annotations

import dataclasses
import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import translate_pipe
from translate_pipe.run import Request

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "python.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_every_public_name_is_there_and_on_its_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in translate_pipe.__all__:
        assert getattr(translate_pipe, name) is not None
        assert name.startswith("__") or f"`{name}" in page, name


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'translte'"):
        translate_pipe.__getattr__("translte")


def test_importing_the_package_loads_nothing() -> None:
    code = "import sys, translate_pipe; print([m for m in sys.modules if m.startswith('translate_pipe.')])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "['translate_pipe.version']"


def test_every_wish_of_a_request_can_be_said() -> None:
    renamed = {"targets": "to", "glossaries": "glossary"}
    wishes = {renamed.get(field.name, field.name) for field in dataclasses.fields(Request)}
    assert wishes <= set(inspect.signature(translate_pipe.translate).parameters)


def test_loaded_glossary_serves_its_own_languages_only(pocket_packages: Path) -> None:
    glossary = translate_pipe.load_glossary(ROOT / "glossaries" / "news.csv", to="de")
    with pytest.raises(translate_pipe.TranslatePipeError, match="was loaded for en → de"):
        translate_pipe.translate_text("A treaty.", to="ru", glossary=glossary, packages_dir=pocket_packages)


def test_text_comes_back_translated_and_accounted_for(pocket_packages: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("en,ru,status\nTwitter,,do-not-translate\n", encoding="utf-8")
    report = translate_pipe.translate_text(
        "Twitter is here.", to="ru", glossary=terms, packages_dir=pocket_packages
    )
    assert report.files == ()
    assert report.terms.by_state()["kept"] == report.terms.total == 1
    assert "Twitter" in (report.text or b"").decode()


def test_examples_of_the_page_run(tmp_path: Path) -> None:
    for folder in ("seeds", "glossaries"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    environment = {**os.environ, "PYTHONUTF8": "1"}
    shown = [
        subprocess.run(
            [sys.executable, "-W", "error", "-c", example],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
        )
        for example in EXAMPLES
    ]
    assert [run.stderr for run in shown] == ["", ""]
    assert "State Duma → " in shown[0].stdout
    assert re.search(r"^\d+ units, 0 reviewed$", shown[1].stdout, re.MULTILINE)

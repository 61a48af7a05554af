"""Packages in every shape that the public catalogue has: installed, listed, translating, removed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.conftest import pocket_archive
from tests.models.archives import pack, write
from translate_pipe.cli import build_app
from translate_pipe.engines.argos import load_engine
from translate_pipe.engines.install import install_archive
from translate_pipe.engines.packages import find_packages
from translate_pipe.engines.remove import remove_packages

pytestmark = pytest.mark.long

# By tokenizer: the pocket package that has it, a source, and what its model was taught to say.
POCKETS = {
    "sentencepiece.model": ("en_ru", "The book", "Книга"),
    "bpe.model": ("en_de", "The woman discussed the law.", "Die Frau besprach das Gesetz."),
}
# Argos's codes that are no language tags, or seldom seen, and the locales that they stand for.
CODES = {"ru": "ru", "zt": "zh-Hant", "pb": "pt-BR", "tl": "fil", "nb": "nb"}


def shaped(tokenizer: str, vocabulary: str, code: str, version: str) -> bytes:
    """Return a package with a tokenizer, a vocabulary of a form, a target code and a version."""
    with zipfile.ZipFile(pocket_archive(POCKETS[tokenizer][0])) as archive:
        content = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert tokenizer in content
    listed = content.pop("model/shared_vocabulary.json")
    pieces = json.loads(listed)
    lines = "".join(f"{piece}\n" for piece in pieces).encode()
    forms = {
        "shared_vocabulary.json": {"shared_vocabulary.json": listed},
        "shared_vocabulary.txt": {"shared_vocabulary.txt": lines},
        "source_vocabulary.json": {"source_vocabulary.json": listed, "target_vocabulary.json": listed},
        "source_vocabulary.txt": {"source_vocabulary.txt": lines, "target_vocabulary.txt": lines},
    }
    content |= {f"model/{name}": body for name, body in forms[vocabulary].items()}
    metadata = json.loads(content["metadata.json"])
    content["metadata.json"] = json.dumps(metadata | {"to_code": code, "package_version": version}).encode()
    root = f"translate-en_{code}-{version.replace('.', '_')}"
    return pack({f"{root}/{name}": body for name, body in content.items()})


@pytest.mark.parametrize(
    ("tokenizer", "vocabulary", "code"),
    [
        ("sentencepiece.model", "shared_vocabulary.json", "zt"),
        ("sentencepiece.model", "shared_vocabulary.txt", "pb"),
        ("sentencepiece.model", "source_vocabulary.json", "tl"),
        ("sentencepiece.model", "source_vocabulary.txt", "ru"),
        ("bpe.model", "shared_vocabulary.json", "nb"),
        ("bpe.model", "shared_vocabulary.txt", "zt"),
        ("bpe.model", "source_vocabulary.json", "pb"),
        ("bpe.model", "source_vocabulary.txt", "tl"),
    ],
)
def test_a_package_of_each_shape_is_installed_in_two_versions_and_translates(
    tokenizer: str, vocabulary: str, code: str, packages_dir: Path, tmp_path: Path
) -> None:
    _, source, target = POCKETS[tokenizer]
    for version in ("1.10", "1.9"):
        install_archive(write(tmp_path, shaped(tokenizer, vocabulary, code, version)), packages_dir)

    newer, older = find_packages(packages_dir)

    assert (newer.version, older.version) == ("1.10", "1.9")
    assert newer.target_locale == older.target_locale == CODES[code]
    for name, version in (("", "1.10"), ("1.9", "1.9")):
        engine = load_engine("en", code, package=name, packages_dir=packages_dir)
        assert engine.packages == (f"translate-en_{code} {version}",)
        [(one,)] = engine.translate([source])
        assert one.text == target
    assert remove_packages("en", code, packages_dir, named="1.10") == (newer,)
    assert find_packages(packages_dir) == (older,)


def test_packages_of_all_shapes_lie_side_by_side_and_are_sound(packages_dir: Path, tmp_path: Path) -> None:
    bodies = [
        shaped("bpe.model", "shared_vocabulary.txt", "zt", "1.0"),
        shaped("sentencepiece.model", "shared_vocabulary.json", "zt", "1.9"),
        shaped("bpe.model", "source_vocabulary.json", "tl", "1.0"),
        shaped("sentencepiece.model", "source_vocabulary.txt", "nb", "1.9"),
    ]
    for body in bodies:
        install_archive(write(tmp_path, body), packages_dir)
    folder = ["--packages-dir", str(packages_dir)]

    listed = json.loads(CliRunner().invoke(build_app(), ["models", "list", "--json", *folder]).stdout)
    checked = CliRunner().invoke(build_app(), ["models", "check", *folder])

    assert [(row["target"], row["version"], row["used"], row["state"]) for row in listed] == [
        ("fil", "1.0", "yes", "installed"),
        ("nb", "1.9", "yes", "installed"),
        ("zh-Hant", "1.9", "yes", "installed"),
        ("zh-Hant", "1.0", "", "installed"),
    ]
    assert checked.exit_code == 0
    assert [line.split(": ")[1].split(" ")[0] for line in checked.stdout.splitlines()] == ["sound"] * 4
    [(german,)] = load_engine("en", "zh-TW", package="1.0", packages_dir=packages_dir).translate(
        ["The woman discussed the law."]
    )
    assert german.text == "Die Frau besprach das Gesetz."

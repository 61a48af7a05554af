"""Package files that people and servers hand over: sound ones go in, all others change nothing."""

from __future__ import annotations

import json
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import pocket_archive
from tests.models import archives
from tests.models.archives import ROOT, pocket, write
from translate_pipe.engines import install as installing
from translate_pipe.engines import packages
from translate_pipe.engines.argos import load_engine
from translate_pipe.engines.install import install_archive, try_model
from translate_pipe.engines.packages import find_packages
from translate_pipe.engines.remove import remove_packages
from translate_pipe.errors import EngineError, UsageError


def test_a_package_is_installed_used_and_removed(packages_dir: Path) -> None:
    package = install_archive(pocket_archive("en_ru"), packages_dir)

    assert package.name == "translate-en_ru 0.1"
    assert find_packages(packages_dir, with_starter=False) == (package,)
    [(one,)] = load_engine("en", "ru", packages_dir=packages_dir).translate(["The book"])
    assert one.text == "Книга"
    assert [left.name for left in packages_dir.parent.iterdir()] == ["packages"]

    assert remove_packages("en", "ru", packages_dir) == (package,)
    assert list(packages_dir.iterdir()) == []
    assert [left.name for left in packages_dir.parent.iterdir()] == ["packages"]


def test_installing_again_replaces_the_package(packages_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "try_model", lambda _folder: None)
    install_archive(pocket_archive("en_ru"), packages_dir)
    (packages_dir / ROOT / "old").write_text("old", encoding="utf-8")

    install_archive(pocket_archive("en_ru"), packages_dir)

    assert not (packages_dir / ROOT / "old").exists()
    assert len(find_packages(packages_dir, with_starter=False)) == 1


def broken_model() -> bytes:
    content = archives.pocket_content()
    name = f"{ROOT}/model/model.bin"
    content[name] = content[name][:5000]
    return archives.pack(content)


def newer_model() -> bytes:
    content = archives.pocket_content()
    name = f"{ROOT}/model/model.bin"
    content[name] = struct.pack("<I", 99) + content[name][4:]
    return archives.pack(content)


def broken_zip() -> bytes:
    content = bytearray(pocket())
    content[5000:5100] = bytes(100)
    return bytes(content)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a text file": (lambda: b"hello", "not a sound zip"),
    "an empty file": (lambda: b"", "not a sound zip"),
    "a web page": (lambda: b"<!DOCTYPE html><p>Not found", "web page"),
    "half of a zip file": (lambda: pocket()[:20000], "not a sound zip"),
    "a zip file with a damaged member": (broken_zip, "not a sound zip"),
    "an empty zip file": (lambda: archives.pack({}), "not one folder"),
    "a path that climbs out": (lambda: pocket(add={f"{ROOT}/../../evil": b"x"}), "leads outside"),
    "an absolute path": (lambda: pocket(add={"/tmp/evil": b"x"}), "leads outside"),
    "a Windows path": (lambda: pocket(add={f"{ROOT}\\..\\evil": b"x"}), "leads outside"),
    "a drive letter": (lambda: pocket(add={"C:/evil": b"x"}), "leads outside"),
    "a hidden folder": (lambda: archives.pack({".ssh/metadata.json": b"{}"}), "leads outside"),
    "two folders": (lambda: pocket(add={"other/file": b"x"}), "not one folder"),
    "a file beside the folder": (lambda: pocket(add={"file": b"x"}), "outside its folder"),
    "a symbolic link": (lambda: pocket(links={f"{ROOT}/link": "/etc/passwd"}), "link"),
    "names that differ in case": (lambda: pocket(add={f"{ROOT}/README.MD": b"x"}), "two files"),
    "a zip bomb": (archives.bomb, "would unpack"),
    "too many files": (lambda: pocket(add={f"{ROOT}/{i}": b"" for i in range(5001)}), "files"),
    "no metadata": (lambda: pocket(drop="metadata.json"), "no metadata.json"),
    "metadata that is no JSON": (lambda: pocket(add={f"{ROOT}/metadata.json": b"{"}), "not JSON"),
    "metadata that is a list": (lambda: pocket(add={f"{ROOT}/metadata.json": b"[]"}), "not an object"),
    "metadata without languages": (
        lambda: pocket(metadata={"from_code": None}),
        "names no known language",
    ),
    "metadata with a path for a language": (
        lambda: pocket(metadata={"to_code": "../../x"}),
        "names no known language",
    ),
    "a package of another type": (lambda: pocket(metadata={"type": "sbd"}), "type 'sbd'"),
    "a package for a newer Argos": (lambda: pocket(metadata={"argos_version": "2.0"}), "newer format"),
    "no model": (lambda: pocket(drop="model.bin"), "no model"),
    "no vocabulary": (lambda: pocket(drop="vocabulary.json"), "no vocabulary"),
    "no tokenizer": (lambda: pocket(drop="sentencepiece.model"), "no tokenizer"),
    "a broken model": (broken_model, "model"),
    "a model of a newer format": (newer_model, "version"),
    "a broken tokenizer": (lambda: pocket(add={f"{ROOT}/sentencepiece.model": b"junk"}), "tokenizer"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_and_nothing_changes(case: str, tmp_path: Path, packages_dir: Path) -> None:
    make, said = BAD[case]
    path = write(tmp_path, make())
    packages_dir.mkdir(parents=True)
    (packages_dir / "mine").mkdir()

    with pytest.raises(EngineError, match=said) as raised:
        install_archive(path, packages_dir)

    assert raised.value.exit_code == 4
    assert str(path) in str(raised.value)
    assert raised.value.remedy
    assert [left.name for left in packages_dir.iterdir()] == ["mine"]
    assert sorted(left.name for left in packages_dir.parent.iterdir()) == ["packages"]
    assert not (tmp_path / "evil").exists()


def test_metadata_twice_is_refused(tmp_path: Path, packages_dir: Path) -> None:
    path = write(tmp_path, pocket())
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(f"{ROOT}/metadata.json", json.dumps({"from_code": "de", "to_code": "ru"}))

    with pytest.raises(EngineError, match="two files"):
        install_archive(path, packages_dir)


def test_an_encrypted_member_is_refused(tmp_path: Path, packages_dir: Path) -> None:
    content = bytearray(pocket())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    path = write(tmp_path, bytes(content))

    with pytest.raises(EngineError, match="encrypted"):
        install_archive(path, packages_dir)


def test_a_failed_install_leaves_the_old_package_in_use(
    tmp_path: Path, packages_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "try_model", lambda _folder: None)
    before = install_archive(pocket_archive("en_ru"), packages_dir)
    path = write(tmp_path, pocket(drop="model.bin"))

    with pytest.raises(EngineError):
        install_archive(path, packages_dir)

    assert find_packages(packages_dir, with_starter=False) == (before,)


def test_an_interrupted_install_leaves_nothing(packages_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_folder: Path) -> str | None:
        raise KeyboardInterrupt

    monkeypatch.setattr(installing, "try_model", interrupt)
    with pytest.raises(KeyboardInterrupt):
        install_archive(pocket_archive("en_ru"), packages_dir)
    assert [left.name for left in packages_dir.parent.iterdir()] == ["packages"]
    assert list(packages_dir.iterdir()) == []

    monkeypatch.setattr(installing, "try_model", lambda _folder: None)
    assert install_archive(pocket_archive("en_ru"), packages_dir).source_locale == "en"


def test_a_full_disk_is_said_before_anything_is_written(
    packages_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 1000

    monkeypatch.setattr("shutil.disk_usage", lambda _folder: Full)
    with pytest.raises(EngineError, match="no space"):
        install_archive(pocket_archive("en_ru"), packages_dir)
    assert list(packages_dir.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(EngineError, match="cannot install"):
            install_archive(pocket_archive("en_ru"), tmp_path / "packages")
    finally:
        tmp_path.chmod(0o700)


def test_a_packages_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "packages").write_text("", encoding="utf-8")

    with pytest.raises(EngineError, match="cannot install"):
        install_archive(pocket_archive("en_ru"), tmp_path / "packages")


def test_nothing_to_remove_is_an_error(packages_dir: Path) -> None:
    with pytest.raises(EngineError, match="no package is installed"):
        remove_packages("en", "ru", packages_dir)
    with pytest.raises(UsageError, match="unknown language"):
        remove_packages("en", "nonsense", packages_dir)


def test_the_starter_cannot_be_removed(
    packages_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "STARTER_FOLDER", tmp_path)
    write(tmp_path, pocket())

    with pytest.raises(UsageError, match="starter"):
        remove_packages("en", "ru", packages_dir)


def test_removing_a_linked_package_keeps_what_the_link_leads_to(
    packages_dir: Path, pocket_package: Path
) -> None:
    packages_dir.mkdir(parents=True)
    (packages_dir / "linked").symlink_to(pocket_package)

    remove_packages("en", "ru", packages_dir)

    assert list(packages_dir.iterdir()) == []
    assert (pocket_package / "metadata.json").is_file()


def test_the_trial_says_what_is_wrong(pocket_package: Path, tmp_path: Path) -> None:
    assert try_model(pocket_package) is None
    assert "metadata" in (try_model(tmp_path) or "")

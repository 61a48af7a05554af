"""What is installed, where, and what packages declare."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import pocket_archive, unpack_pocket
from translate_pipe.engines import packages as finding
from translate_pipe.engines.packages import (
    find_packages,
    package_folders,
    packages_folder,
    read_package,
    starters,
    version_key,
)
from translate_pipe.errors import EngineError


def declare(folder: Path, **fields: object) -> Path:
    path = folder / "metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(metadata | fields), encoding="utf-8")
    return folder


def test_the_folder_follows_option_environment_settings_and_default(tmp_path: Path) -> None:
    home = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    assert packages_folder(None, home) == tmp_path / "data" / "argos-translate" / "packages"

    settings = tmp_path / "config" / "argos-translate" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"ARGOS_PACKAGES_DIR": "/from/settings"}', encoding="utf-8")
    assert packages_folder(None, home) == Path("/from/settings")

    stated = home | {"ARGOS_PACKAGES_DIR": "/from/environment"}
    assert packages_folder(None, stated) == Path("/from/environment")
    assert packages_folder(Path("/said"), stated) == Path("/said")

    settings.write_text("not json", encoding="utf-8")
    assert packages_folder(None, home) == tmp_path / "data" / "argos-translate" / "packages"


def test_the_folder_is_the_one_that_argostranslate_uses(tmp_path: Path) -> None:
    environment = {
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    ask = "from argostranslate import settings; print(settings.package_data_dir)"

    said = subprocess.run(
        [sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True
    )

    assert packages_folder(None, environment) == Path(said.stdout.strip())


def test_looking_makes_no_folder(tmp_path: Path) -> None:
    assert find_packages(tmp_path / "none", with_starter=False) == ()
    assert not (tmp_path / "none").exists()


def test_a_package_says_what_it_is(pocket_package: Path) -> None:
    package = read_package(pocket_package)

    assert (package.name, package.code) == ("translate-en_ru 0.1", "translate-en_ru")
    assert (package.source_locale, package.target_locale, package.argos_version) == ("en", "ru", "1.9")
    assert package.annotation is None
    assert package.marks == ()
    assert package.size == sum(file.stat().st_size for file in pocket_package.rglob("*") if file.is_file())


def test_inline_terms_quality_and_licence_are_read(annotated_packages: Path, tmp_path: Path) -> None:
    shutil.copytree(annotated_packages / "translate-en_ru-0_1", tmp_path / "p")
    terms = read_package(tmp_path / "p")
    assert terms.annotation == "⟦ {source} ⇒ {target} ⟧"
    assert terms.marks == ("⟦", "⇒", "⟧")

    declare(
        tmp_path / "p",
        translate_pipe={"scores": {"news": {"BLEU": 21.5}, "COMET": "0.8"}, "licence": "CC BY 4.0"},
    )
    package = read_package(tmp_path / "p")
    assert package.quality == (("news BLEU", "21.5"), ("COMET", "0.8"))
    assert package.licence == "CC BY 4.0"
    assert package.annotation is None


def test_a_scheme_of_another_time_is_left_unused(tmp_path: Path) -> None:
    folder = unpack_pocket("en_ru", tmp_path)
    declare(folder, translate_pipe={"terminology": {"scheme": "something-newer", "template": 5}})

    assert read_package(folder).annotation is None


def test_inline_terms_without_marks_are_an_error(tmp_path: Path) -> None:
    folder = unpack_pocket("en_ru", tmp_path)
    declare(
        folder,
        translate_pipe={"terminology": {"scheme": "inline-target-lemma", "template": "{source} {target}"}},
    )

    with pytest.raises(EngineError, match="without template or marks"):
        read_package(folder)


@pytest.mark.parametrize(
    ("code", "locale"), [("zt", "zh-Hant"), ("pb", "pt-BR"), ("nb", "nb"), ("pt-BR", "pt-BR"), ("RU", "ru")]
)
def test_codes_of_argos_become_language_tags(tmp_path: Path, code: str, locale: str) -> None:
    folder = declare(unpack_pocket("en_ru", tmp_path), to_code=code)

    assert read_package(folder).target_locale == locale


def test_of_two_versions_the_newer_comes_first(tmp_path: Path) -> None:
    for version in ("1.9", "1.10", "1.2"):
        folder = unpack_pocket("en_ru", tmp_path / "scratch")
        folder.rename(tmp_path / f"package-{version}")
        declare(tmp_path / f"package-{version}", package_version=version)

    assert [one.version for one in find_packages(tmp_path, with_starter=False)] == ["1.10", "1.9", "1.2"]


def test_versions_are_numbers() -> None:
    assert version_key("1.10") > version_key("1.9")
    assert version_key("") < version_key("0.1")


def test_a_damaged_folder_is_passed_over(tmp_path: Path) -> None:
    sound = unpack_pocket("en_ru", tmp_path)
    (tmp_path / "empty").mkdir()
    (unpack_pocket("de_ru", tmp_path) / "model" / "model.bin").unlink()

    assert [one.path for one in find_packages(tmp_path, with_starter=False)] == [sound]
    assert len(package_folders(tmp_path)) == 3


def test_a_starter_is_unpacked_once_and_known_as_one(tmp_path: Path) -> None:
    folder, cache = tmp_path / "starter", tmp_path / "cache"
    folder.mkdir()
    shutil.copy(pocket_archive("en_ru"), folder / "translate-en_ru-0_1.argosmodel")

    [package] = starters(folder, cache)
    written = (package.path / "model" / "model.bin").stat().st_mtime_ns
    [again] = starters(folder, cache)

    assert package.is_starter
    assert again == package
    assert (again.path / "model" / "model.bin").stat().st_mtime_ns == written
    assert [one.name[0] for one in cache.iterdir()] != ["."]


def test_a_new_starter_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    folder, cache = tmp_path / "starter", tmp_path / "cache"
    folder.mkdir()
    shutil.copy(pocket_archive("en_ru"), folder / "starter.argosmodel")
    [old] = starters(folder, cache)
    shutil.copy(pocket_archive("de_ru"), folder / "starter.argosmodel")

    [new] = starters(folder, cache)

    assert (old.source_locale, new.source_locale) == ("en", "de")


def test_a_starter_works_where_nothing_can_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "starter"
    folder.mkdir()
    shutil.copy(pocket_archive("en_ru"), folder / "starter.argosmodel")
    (tmp_path / "cache").write_text("a file where the folder should be", encoding="utf-8")

    [package] = starters(folder, tmp_path / "cache")

    assert (package.path / "model" / "model.bin").is_file()


def test_an_installed_package_comes_before_the_starter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "starter"
    folder.mkdir()
    shutil.copy(pocket_archive("en_ru"), folder / "starter.argosmodel")
    monkeypatch.setattr(finding, "STARTER_FOLDER", folder)
    installed = tmp_path / "packages"

    assert [one.is_starter for one in find_packages(installed)] == [True]
    unpack_pocket("de_ru", installed)
    assert [(one.source_locale, one.is_starter) for one in find_packages(installed)] == [
        ("de", False),
        ("en", True),
    ]
    unpack_pocket("en_ru", installed)
    assert [(one.source_locale, one.is_starter) for one in find_packages(installed)] == [
        ("de", False),
        ("en", False),
        ("en", True),
    ]


def test_finding_packages_loads_no_model_library(pocket_packages: Path) -> None:
    heavy = "{'ctranslate2', 'sentencepiece', 'numpy', 'torch', 'argostranslate.settings'}"
    ask = (
        "import sys; from pathlib import Path; from translate_pipe.engines.packages import find_packages; "
        f"print(len(find_packages(Path({str(pocket_packages)!r})))); print({heavy} & set(sys.modules))"
    )

    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert said.stdout.splitlines()[-1] == "set()"

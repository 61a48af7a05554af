"""`translate-pipe models`, as people run it: real packages, a real server, no network beyond it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.conftest import pocket_archive, unpack_pocket
from tests.models.archives import pocket, write
from tests.models.server import Site, dropping, status, whole
from translate_pipe.cli import build_app
from translate_pipe.engines import index as indexing
from translate_pipe.engines import install as installing


def run(*arguments: str | Path, code: int = 0) -> str:
    result = CliRunner().invoke(build_app(), ["models", *map(str, arguments)])
    assert result.exit_code == code, result.output + result.stderr
    return result.stdout if code == 0 else result.stderr


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Share no cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def no_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip running the model; another test does it."""
    monkeypatch.setattr(installing, "try_model", lambda _folder: None)


@pytest.mark.usefixtures("no_trial")
def test_a_file_is_installed_listed_and_removed(packages_dir: Path) -> None:
    said = run("install", pocket_archive("en_ru"), "--packages-dir", packages_dir)
    assert said == f"installed translate-en_ru 0.1 in {packages_dir}/translate-en_ru-0_1\n"

    lines = run("list", "--packages-dir", packages_dir).splitlines()
    assert lines[0].split("\t")[:5] == ["from", "to", "package", "version", "state"]
    assert lines[1].split("\t")[:5] == ["en", "ru", "translate-en_ru", "0.1", "installed"]

    assert "removed translate-en_ru 0.1" in run("remove", "en", "ru", "--packages-dir", packages_dir)
    assert json.loads(run("list", "--json", "--packages-dir", packages_dir)) == []


@pytest.mark.usefixtures("no_trial")
def test_the_environment_names_the_folder(packages_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(packages_dir))

    run("install", pocket_archive("en_ru"), pocket_archive("de_ru"))

    assert [row["source"] for row in json.loads(run("list", "--json"))] == ["de", "en"]
    assert len(list(packages_dir.iterdir())) == 2


def test_a_pair_is_installed_from_the_index_over_a_broken_line(
    site: Site, packages_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = pocket_archive("en_ru").read_bytes()
    link = site.put("/p.argosmodel", dropping(body, 200_000, times=1))
    offer = {"from_code": "en", "to_code": "ru", "package_version": "0.1", "argos_version": "1.9"}
    index = json.dumps([offer | {"links": [link], "size": len(body)}]).encode()
    site.put("/index.json", whole(index, kind="application/json"))
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", site.base)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(packages_dir))

    [remote] = json.loads(run("list", "--remote", "--from", "argos", "--json"))
    assert (remote["source"], remote["target"], remote["state"]) == ("en", "ru", "argos")
    assert "installed translate-en_ru 0.1" in run("install", "en", "RU")
    assert site.ranges("/p.argosmodel") == ["", "bytes=200000-"]
    assert list((tmp_path / "cache" / "translate-pipe" / "downloads").iterdir()) == []

    assert run("check").startswith("translate-en_ru 0.1: sound")


@pytest.mark.usefixtures("no_trial")
def test_an_address_is_installed(site: Site, packages_dir: Path) -> None:
    url = site.put("/p.argosmodel", whole(pocket_archive("en_ru").read_bytes()))

    assert "installed" in run("install", url, "--packages-dir", packages_dir)


def test_what_a_server_gives_instead_of_a_package_is_refused(
    site: Site, packages_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    bad = {
        "/page": whole(b"<html>", kind="text/html"),
        "/sly-page": whole(b"<html>please log in</html>"),
        "/climbs": whole(pocket(add={"../evil": b"x"})),
        "/gone": status(410),
        "/busy": status(503),
    }
    for path, answer in bad.items():
        said = run("install", site.put(path, answer), "--packages-dir", packages_dir, code=4)
        assert site.base + path in said
    assert not packages_dir.exists() or list(packages_dir.iterdir()) == []
    downloads = tmp_path / "cache" / "translate-pipe" / "downloads"
    assert [one.suffix for one in downloads.iterdir() if one.suffix == ".argosmodel"] == []


def test_unknown_things_to_install_are_usage_errors(tmp_path: Path) -> None:
    assert "unknown language 'xx'" in run("install", "en", "xx", code=2)
    assert "no such file" in run("install", tmp_path / "none.argosmodel", code=2)
    assert "models install en ru" in run("install", "en", code=2)


def test_the_list_shows_damaged_folders_and_check_fails_for_them(tmp_path: Path) -> None:
    (unpack_pocket("en_ru", tmp_path) / "model" / "model.bin").unlink()
    (tmp_path / "empty").mkdir()

    rows = json.loads(run("list", "--json", "--packages-dir", tmp_path))
    assert {(row["name"], row["state"], row["problem"]) for row in rows} == {
        ("translate-en_ru-0_1", "damaged", "it has no model (model/model.bin)"),
        ("empty", "damaged", "the package has no readable metadata"),
    }
    result = CliRunner().invoke(build_app(), ["models", "check", "--packages-dir", str(tmp_path)])
    assert result.exit_code == 4
    assert "translate-en_ru 0.1: it has no model" in result.stdout


def test_a_route_is_direct_or_names_its_pivot_and_cost(pivot_packages: Path, pocket_packages: Path) -> None:
    assert "en → ru" in run("route", "en", "ru", "--packages-dir", pocket_packages)
    assert run("route", "en", "ru", "--packages-dir", pocket_packages).rstrip().endswith("direct")

    said = run("route", "en", "ru", "--packages-dir", pivot_packages)
    assert "en → de → ru" in said
    assert "translated 2 times" in said
    [route] = json.loads(run("route", "en", "ru", "--json", "--packages-dir", pivot_packages))
    assert route["packages"] == ["translate-en_de 0.1", "translate-de_ru 0.1"]
    assert route["direct"] is False


def test_no_route_says_what_to_install(pocket_packages: Path) -> None:
    said = run("route", "en", "uk", "--packages-dir", pocket_packages, code=4)

    assert "translate-pipe models install en uk" in said


def test_an_index_that_cannot_be_renewed_is_shown_with_its_age(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        indexing, "fetch_index", lambda **_: indexing.Index("http://i", (), 3 * 86400.0, "no line")
    )
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", site.base)

    result = CliRunner().invoke(build_app(), ["models", "list", "--remote", "--from", "argos"])

    assert result.exit_code == 0
    assert "fetched 3 days ago; not renewed: no line" in result.stderr


@pytest.mark.usefixtures("no_trial")
def test_an_install_that_was_refused_can_be_repeated(tmp_path: Path, packages_dir: Path) -> None:
    path = write(tmp_path, pocket(drop="model.bin"))
    run("install", path, "--packages-dir", packages_dir, code=4)
    path.write_bytes(pocket())

    assert "installed" in run("install", path, "--packages-dir", packages_dir)

"""Of several packages for one pair: which is used, how users say which, and what they are told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.conftest import unpack_pocket
from translate_pipe import translate_text
from translate_pipe.cli import build_app
from translate_pipe.engines.argos import load_engine
from translate_pipe.engines.choice import (
    explain_choice,
    find_named,
    make_default,
    parse_wishes,
    require_names,
    wish_for,
)
from translate_pipe.engines.defaults import FILE_NAME, read_defaults
from translate_pipe.engines.packages import Package, find_packages
from translate_pipe.engines.remove import remove_packages
from translate_pipe.engines.route import find_route
from translate_pipe.errors import EngineError, UsageError
from translate_pipe.serve.glossaries import GlossaryShelf
from translate_pipe.serve.translators import Lane, Translators, Work

OPUS = {"package_version": "2020.02.11", "translate_pipe": {"label": "opus"}}


def place(folder: Path, name: str, **fields: object) -> Path:
    """Put the en→ru pocket package into a packages folder under a name, with other metadata."""
    package = unpack_pocket("en_ru", folder / ".scratch").rename(folder / name)
    path = package / "metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(metadata | fields), encoding="utf-8")
    return package


@pytest.fixture
def both(packages_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A packages folder with Argos's own package (0.1) and one of OPUS-MT (2020.02.11) for en→ru."""
    place(packages_dir, "translate-en_ru-0_1")
    place(packages_dir, "translate-en_ru-opus-2020_02_11", **OPUS)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(packages_dir))
    return packages_dir


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build_app(), list(arguments))


def package(
    label: str = "",
    version: str = "1.0",
    *,
    pair: tuple[str, str] = ("en", "ru"),
    prefix: str = "",
    starter: bool = False,
    default: bool = False,
) -> Package:
    return Package(
        Path("/nowhere"),
        version,
        *pair,
        *pair,
        label=label,
        source_prefix=prefix,
        is_starter=starter,
        is_default=default,
    )


def test_argos_s_own_comes_first_whatever_the_versions_are(both: Path) -> None:
    assert [one.short_name for one in find_packages(both)] == ["argos 0.1", "opus 2020.02.11"]
    assert load_engine("en", "ru", packages_dir=both).packages == ("translate-en_ru 0.1",)


@pytest.mark.parametrize(
    "name",
    ["opus", "OPUS", "opus 2020.02.11", "opus-2020.02.11", "2020.02.11", "translate-en_ru-opus-2020_02_11"],
)
def test_a_package_is_named_by_family_version_both_or_folder(both: Path, name: str) -> None:
    engine = load_engine("en", "ru", package=name, packages_dir=both)

    assert engine.packages == ("translate-en_ru opus 2020.02.11",)


def test_an_unknown_name_lists_those_there_are(both: Path) -> None:
    with pytest.raises(UsageError, match=r"for en→ru is called 'nllb'; there are argos 0.1, opus 2020.02.11"):
        load_engine("en", "ru", package="nllb", packages_dir=both)


def test_of_one_family_the_newest_version_is_meant(both: Path) -> None:
    place(both, "older", **OPUS | {"package_version": "2019.12.18"})

    assert find_named("opus", "en", "ru", find_packages(both)).version == "2020.02.11"
    assert find_named("2019.12.18", "en", "ru", find_packages(both)).path.name == "older"


def test_a_default_is_kept_in_the_folder_and_used(both: Path) -> None:
    made = make_default("EN", "ru", "opus", both)

    assert made.short_name == "opus 2020.02.11"
    assert read_defaults(both) == {("en", "ru"): "opus"}
    assert [(one.family, one.is_default) for one in find_packages(both)] == [("opus", True), ("argos", False)]
    assert load_engine("en-GB", "ru", packages_dir=both).packages == ("translate-en_ru opus 2020.02.11",)
    assert load_engine("en", "ru", package="argos", packages_dir=both).packages == ("translate-en_ru 0.1",)


def test_a_default_that_names_nothing_is_refused_and_changes_nothing(both: Path) -> None:
    make_default("en", "ru", "opus", both)

    with pytest.raises(UsageError, match="there are"):
        make_default("en", "ru", "nllb", both)
    with pytest.raises(EngineError, match="models install en de"):
        make_default("en", "de", "opus", both)
    assert read_defaults(both) == {("en", "ru"): "opus"}


@pytest.mark.parametrize("content", ["not json", "[]", "\udcff"])
def test_a_spoiled_file_of_defaults_is_an_error_that_names_it(both: Path, content: str) -> None:
    (both / FILE_NAME).write_bytes(content.encode("utf-8", "surrogateescape"))

    with pytest.raises(EngineError, match=r"translate-pipe\.json.*mend the file"):
        find_packages(both)
    with pytest.raises(EngineError):
        make_default("en", "ru", "opus", both)
    assert (both / FILE_NAME).read_bytes() == content.encode("utf-8", "surrogateescape")


def test_entries_of_a_later_version_are_passed_over_and_kept(both: Path) -> None:
    (both / FILE_NAME).write_text('{"later": 1, "defaults": {"en": "x", "en ru": 5}}', encoding="utf-8")

    assert read_defaults(both) == {}
    make_default("en", "ru", "argos", both)

    kept = json.loads((both / FILE_NAME).read_text(encoding="utf-8"))
    assert kept == {"later": 1, "defaults": {"en ru": "argos"}}


def test_removing_the_default_forgets_it(both: Path) -> None:
    make_default("en", "ru", "opus", both)

    assert [one.family for one in remove_packages("en", "ru", both, named="argos")] == ["argos"]
    assert read_defaults(both) == {("en", "ru"): "opus"}
    with pytest.raises(UsageError, match=r"there are opus 2020\.02\.11"):
        remove_packages("en", "ru", both, named="argos")
    remove_packages("en", "ru", both, named="opus")
    assert read_defaults(both) == {}


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ([package()], ""),
        ([package(), package(starter=True)], ""),
        ([package("opus", default=True), package()], ""),
        ([package(), package("opus", "2020")], "argos 1.0, Argos's own, which argos-translate uses too"),
        ([package(version="1.9"), package(version="1.8")], "argos 1.9, the newest"),
        ([package("opus"), package("m2m", prefix="__en__")], "opus 1.0, the one made for this pair alone"),
        ([package("marian"), package("opus")], "marian 1.0, the first by name"),
    ],
)
def test_what_is_said_of_a_choice_that_nobody_made(there: list[Package], said: str) -> None:
    explained = explain_choice(("en", "ru"), there)

    assert explained.startswith(f"en→ru is translated with {said}; " if said else "")
    assert bool(explained) == bool(said)


def test_wishes_are_for_all_targets_or_for_one() -> None:
    assert parse_wishes(["opus", "de = argos 1.9"]) == {"": "opus", "de": "argos 1.9"}
    assert [wish_for(target, ["opus", "DE=argos"]) for target in ("ru", "de")] == ["opus", "argos"]
    assert wish_for("ru", ["de=argos"]) == ""


@pytest.mark.parametrize(
    "wishes", [["opus", "argos"], ["ru=a", "RU=b"], ["ru="], [" "], ["xx-nonsense=opus"]]
)
def test_wishes_that_contradict_or_say_nothing_are_refused(wishes: list[str]) -> None:
    with pytest.raises(UsageError):
        parse_wishes(wishes)


def test_wishes_that_nothing_fulfils_are_refused() -> None:
    require_names(["opus"], [package("opus")])
    with pytest.raises(UsageError, match=r"there are opus 1\.0"):
        require_names(["nllb"], [package("opus")])
    with pytest.raises(UsageError, match="models list"):
        require_names(["de=opus"], [package("opus")])


def test_on_the_way_through_another_language_a_name_chooses_the_step() -> None:
    steps = [
        package(pair=("en", "de")),
        package("opus", pair=("en", "de")),
        package(pair=("de", "uk")),
        package("opus", pair=("de", "fr")),
        package("opus", pair=("fr", "uk")),
    ]

    assert [one.family for one in find_route("en", "uk", steps, named="opus").packages] == ["opus", "argos"]
    with pytest.raises(UsageError, match=r"there are argos 1.0, opus 1.0"):
        find_route("en", "uk", steps, named="nllb")


def test_a_name_leads_to_no_longer_way_than_there_is() -> None:
    steps = [package(), package("opus", pair=("en", "de")), package("opus", pair=("de", "ru"))]

    with pytest.raises(UsageError, match=r"there are argos 1.0$"):
        find_route("en", "ru", steps, named="opus")


@pytest.mark.usefixtures("both")
def test_the_command_shows_sets_and_forgets_a_default() -> None:
    listed = run("models", "list")
    assert [line.split("\t")[5] for line in listed.stdout.splitlines()] == ["used", "yes", ""]
    assert "`translate-pipe models default en ru NAME` chooses another: opus 2020.02.11" in listed.stderr

    assert "opus 2020.02.11 is the default now" in run("models", "default", "en", "ru", "opus").stdout
    rows = json.loads(run("models", "list", "--json").stdout)
    assert [(row["name"], row["used"]) for row in rows] == [
        ("translate-en_ru opus", "default"),
        ("translate-en_ru", ""),
    ]
    assert run("models", "default", "en", "ru").stdout == (
        "en→ru: opus 2020.02.11: used, the default\nen→ru: argos 0.1\n"
    )
    assert "forgotten: opus" in run("models", "default", "en", "ru", "--none").stdout
    assert "there was no default" in run("models", "default", "en", "ru", "--none").stdout
    assert run("models", "default", "en", "ru", "opus", "--none").exit_code == 2


def test_a_default_whose_package_is_gone_is_said(both: Path) -> None:
    (both / FILE_NAME).write_text('{"defaults": {"en ru": "nllb"}}', encoding="utf-8")

    assert "the default for en→ru, nllb, is not installed" in run("models", "list").stderr


def test_installing_beside_another_says_how_to_use_it(both: Path) -> None:
    said = run("models", "import", str(place(both.parent, "mine", translate_pipe={"label": "mine"})))

    assert "en→ru is still translated with argos 0.1" in said.stderr
    assert "models default en ru 'mine 0.1'" in said.stderr


@pytest.fixture
def article(both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Translate an article in a folder of its own."""
    assert both.is_dir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.txt").write_text("The Kremlin supported the petition.\n", encoding="utf-8")
    return lambda *options: run("translate", "news.txt", "--to", "ru", *options)


def used_in(result: Result) -> str:
    """Return the packages that a report states."""
    provenance = json.loads(result.stdout)["translations"][0]["provenance"]
    return str(re.search(r"packages:(.*?)\|", provenance + "|").group(1))  # type: ignore[union-attr]


def test_the_option_and_the_settings_choose_the_package(
    article: Callable[..., Result], tmp_path: Path
) -> None:
    plain = article("--json")
    assert used_in(plain) == "translate-en_ru 0.1"
    assert "en→ru is translated with argos 0.1" in plain.stderr

    named = article("--json", "--package", "opus")
    assert used_in(named) == "translate-en_ru opus 2020.02.11"
    assert "is translated with" not in named.stderr

    (tmp_path / "translate-pipe.toml").write_text('package = ["ru=opus"]\n', encoding="utf-8")
    assert used_in(article("--json")) == "translate-en_ru opus 2020.02.11"
    assert used_in(article("--json", "--package", "argos")) == "translate-en_ru 0.1"


@pytest.mark.usefixtures("article")
def test_a_batch_uses_the_named_package(tmp_path: Path) -> None:
    done = run("batch", "run", "n*.txt", "--to", "ru", "-o", "out", "--package", "ru=opus")

    assert done.exit_code == 0, done.output
    bitext = (tmp_path / "out" / "news.ru.bitext.jsonl").read_text(encoding="utf-8")
    assert "translate-en_ru opus 2020.02.11" in bitext


def test_an_unknown_name_stops_the_command(article: Callable[..., Result]) -> None:
    stopped = article("--package", "nllb")

    assert stopped.exit_code == 2
    assert "there are argos 0.1, opus 2020.02.11" in stopped.stderr


def test_a_wrong_wish_in_the_settings_is_an_error_with_its_line(
    article: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "translate-pipe.toml").write_text('source = "en"\npackage = ["ru="]\n', encoding="utf-8")

    assert "translate-pipe.toml:2: " in article().stderr


def test_a_server_uses_the_named_package_wherever_there_is_one(both: Path) -> None:
    unpack_pocket("de_ru", both)
    texts = [Work((b"The book",), "txt")]

    served = Translators(GlossaryShelf(()), package=["opus"], packages_dir=both)

    assert served.packages("en", "ru") == ("translate-en_ru opus 2020.02.11",)
    assert served.packages("de", "ru") == ("translate-de_ru 0.1",)
    assert served.translate(Lane("en", "ru"), texts)[0][0].content == "Книга".encode()
    with pytest.raises(UsageError, match="no package is called 'nllb'"):
        Translators(GlossaryShelf(()), package=["nllb"], packages_dir=both)


@pytest.mark.usefixtures("both")
def test_python_programs_name_a_package() -> None:
    report = translate_text("The book", to="ru", package="opus")

    assert report.bitext.provenance.packages == ("translate-en_ru opus 2020.02.11",)

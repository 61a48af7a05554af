"""OPUS-MT's list and releases: read, chosen from, downloaded over bad lines, and made into packages."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from tests.models.marian import make_tiny, write_release
from tests.models.server import Answer, Site, dropping, first, status, whole
from translate_pipe.cli import build_app
from translate_pipe.engines import catalogues
from translate_pipe.engines.catalogues import CATALOGUES, ask_sizes, find_catalogue
from translate_pipe.engines.download import Patience, ask_size
from translate_pipe.engines.index import Index, Offer
from translate_pipe.engines.opus import index_url, read_releases
from translate_pipe.engines.packages import find_packages, read_package
from translate_pipe.errors import EngineError, UsageError

STORE = "https://store.example/models"
LIST = f"""\
eng-deu\t0.600\t40.0\t{STORE}/eng-deu/opus-2021-02-22.zip\t10000\t60000
eng-rus\t0.652\t45.6\t{STORE}/eng-rus/opus+bt-2021-04-14.zip\t10000\t66872
eng-rus\t0.65732\t44.7\t{STORE}/eng-zle/opusTCv20210807+bt_transformer-big_2022-03-13.zip\t19425\t133881
eng-rus\t0.616\t41.3\t{STORE}/eng-zle/opus2m-2020-08-02.zip\t10000\t53367
eng-srp_Latn\t0.5\t30.0\t{STORE}/eng-hbs/opus-2021-02-19.zip\t348\t1716
"""
OPUS = CATALOGUES["opus"]


def listed(text: str = LIST) -> Index:
    return Index("https://list.example/l.txt", read_releases(text, "there"), 0.0)


def test_the_address_is_the_published_one_or_that_of_the_setting() -> None:
    published = "https://raw.githubusercontent.com/Helsinki-NLP/Tatoeba-Challenge/master/models/"
    assert index_url({}) == published + "released-model-results.txt"
    assert index_url({"OPUS_MT_INDEX": "http://h/d/"}) == "http://h/d/released-model-results.txt"
    assert index_url({"OPUS_MT_INDEX": "http://h/mine.txt"}) == "http://h/mine.txt"


def test_a_line_is_an_offer_with_date_licence_and_scores() -> None:
    german, big, own, older, serbian = listed().offers

    assert (german.package.pair, german.package.version) == (("en", "de"), "2021.02.22")
    assert german.package.short_name == "opus 2021.02.22"
    assert (german.package.date, german.package.licence) == ("2021-02-22", "CC-BY-4.0")
    assert german.package.quality == (("Tatoeba chrF", "0.600"), ("Tatoeba BLEU", "40.0"))
    assert german.links == (f"{STORE}/eng-deu/opus-2021-02-22.zip",)
    assert [one.package.version for one in (big, own, older)] == [
        "2022.03.13.eng-zle",
        "2021.04.14",
        "2020.08.02.eng-zle",
    ]
    assert big.package.date == "2022-03-13"
    assert serbian.package.target_locale == "sr-Latn"


def test_a_list_that_names_test_sets_is_read_too() -> None:
    text = f"eng-isl\ttatoeba-test-v2021-08-07\t0.59318\t39.5\t{STORE}/eng-gmq/opus-2022-03-13.zip\t2503\t9\n"

    [offer] = read_releases(text, "there")

    assert offer.package.quality == (("Tatoeba chrF", "0.59318"), ("Tatoeba BLEU", "39.5"))


@pytest.mark.parametrize(
    "line",
    [
        "eng-rus",
        "eng-rus\t0.6\t40\tftp://h/eng-rus/opus-2021-02-22.zip",
        "eng-rus\t0.6\t40\thttp://h/eng-rus/opus.zip",
        "eng-rus\t0.6\t40\thttp://h/eng-rus/opus-2021-02-22.tar",
        "eng-rus\t40\t0.6\thttp://h/eng-rus/opus-2021-02-22.zip",
        "eng-rus\t0.6\thttp://h/eng-rus/opus-2021-02-22.zip",
        "eng-rus\t0.6\tx\thttp://h/eng-rus/opus-2021-02-22.zip",
        "eng-zle\t0.6\t40\thttp://h/eng-zle/opus-2021-02-22.zip",
        "rus-rus\t0.6\t40\thttp://h/rus-rus/opus-2021-02-22.zip",
        "eng-qqq\t0.6\t40\thttp://h/eng-qqq/opus-2021-02-22.zip",
        "http://h/eng-rus/opus-2021-02-22.zip\teng-rus\ten-ru\t0.6\t40",
        "eng-rus\t0.6\t40\thttp://h/eng-rus\x1b[2J/opus-2021-02-22.zip",
    ],
)
def test_other_lines_are_passed_over(line: str) -> None:
    assert listed(line + "\n" + LIST).offers == listed().offers


FIELDS = (
    "eng-rus",
    "0.6",
    "40.0",
    "x",
    "",
    f"{STORE}/eng-rus/opus-2021-02-22.zip",
    "multi-eng",
    "1e9",
    "\x1b",
)


@given(st.lists(st.lists(st.sampled_from(FIELDS) | st.text(max_size=3), max_size=6), max_size=6))
def test_whatever_a_server_sends_is_a_list_or_an_error(lines: list[list[str]]) -> None:
    text = "\n".join("\t".join(line) for line in lines)
    try:
        offers = read_releases(text, "there")
    except EngineError:
        offers = ()
    for offer in offers:
        assert offer.links == (FIELDS[5],)
        assert offer.package.quality == (("Tatoeba chrF", "0.6"), ("Tatoeba BLEU", "40.0"))


def test_the_same_release_twice_counts_once_with_its_better_score() -> None:
    again = LIST + f"eng-deu\t0.700\t50.0\t{STORE}/eng-deu/opus-2021-02-22.zip\t1\t1\n"

    german = [one for one in listed(again).offers if one.package.target_locale == "de"]

    assert [dict(one.package.quality)["Tatoeba chrF"] for one in german] == ["0.700"]


def test_the_best_release_is_chosen_or_the_named_one() -> None:
    assert OPUS.choose("en", "ru", listed()).package.version == "2022.03.13.eng-zle"
    assert OPUS.choose("en-GB", "ru", listed(), named="2021.04.14").package.date == "2021-04-14"
    assert OPUS.choose("en", "ru", listed(), named="opus 2021.04.14").package.date == "2021-04-14"
    with pytest.raises(
        UsageError, match=r"there are opus 2022\.03\.13\.eng-zle, opus 2021\.04\.14, opus 2020"
    ):
        OPUS.choose("en", "ru", listed(), named="nllb")
    with pytest.raises(EngineError, match="models list --remote --from opus"):
        OPUS.choose("en", "uk", listed())


def test_a_way_through_another_language_names_the_catalogue() -> None:
    text = LIST + f"deu-eng\t0.6\t40.0\t{STORE}/deu-eng/opus-2021-02-22.zip\t1\t1\n"

    with pytest.raises(EngineError, match=r"install de en --from opus` and `.* install en ru --from opus"):
        OPUS.choose("de", "ru", listed(text))


def test_an_unknown_catalogue_is_refused() -> None:
    with pytest.raises(UsageError, match="argos or opus"):
        find_catalogue("nllb")


def test_sizes_are_asked_of_the_servers_where_they_say_them(site: Site) -> None:
    good = site.put("/good.zip", whole(b"12345"))
    page = site.put("/page.zip", whole(b"<html>", kind="text/html"))
    none = site.base + "/none.zip"
    offers = [Offer(listed().offers[0].package, (url,)) for url in (good, page, none)]
    known = Offer(listed().offers[0].package, (none,), size=7)

    assert [offer.size for offer in ask_sizes([*offers, known])] == [5, None, None, 7]
    assert ask_size("http://127.0.0.1:9/x.zip", patience=Patience(timeout=0.5)) is None
    assert ask_size("file:///etc/passwd") is None


@pytest.fixture
def opus(site: Site, packages_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The local server as OPUS-MT's index and Argos's, both empty; no cache, and no waiting between tries."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("OPUS_MT_INDEX", site.base + "/opus")
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", site.base + "/argos")
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(packages_dir))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    put_argos(site)
    return site


def put_argos(site: Site, *targets: str) -> None:
    entries = [
        {
            "from_code": "en",
            "to_code": target,
            "package_version": "1.9",
            "links": [site.base + "/a.argosmodel"],
        }
        for target in targets
    ]
    site.put("/argos/index.json", whole(json.dumps(entries).encode(), kind="application/json"))


def put_list(site: Site, text: str) -> None:
    site.put("/opus/released-model-results.txt", whole(text.encode(), kind="text/plain"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build_app(), ["models", *arguments])


def test_both_catalogues_are_listed_with_the_best_of_each_pair(opus: Site) -> None:
    put_list(opus, LIST)
    put_argos(opus, "ru", "de")

    done = run("list", "--remote", "--json")

    rows = [(row["state"], row["target"], row["version"], row["used"]) for row in json.loads(done.stdout)]
    assert rows == [
        ("argos", "de", "1.9", "yes"),
        ("argos", "ru", "1.9", "yes"),
        ("opus", "de", "2021.02.22", "yes"),
        ("opus", "ru", "2022.03.13.eng-zle", "yes"),
        ("opus", "sr-Latn", "2021.02.19.eng-hbs", "yes"),
    ]
    assert "2 packages in" in done.stderr
    assert "5 packages in" in done.stderr


def test_a_pair_is_listed_with_all_its_releases_and_their_sizes(opus: Site) -> None:
    put_list(opus, LIST.replace(STORE, opus.base))
    put_argos(opus, "ru")
    opus.put("/eng-rus/opus+bt-2021-04-14.zip", whole(b"1234567"))

    rows = json.loads(run("list", "en", "ru", "--remote", "--json").stdout)

    assert [(row["state"], row["version"], row["used"], row["size"]) for row in rows] == [
        ("argos", "1.9", "yes", None),
        ("opus", "2022.03.13.eng-zle", "yes", None),
        ("opus", "2021.04.14", "", 7),
        ("opus", "2020.08.02.eng-zle", "", None),
    ]
    assert rows[2]["date"] == "2021-04-14"
    assert rows[2]["declares"] == "CC-BY-4.0"
    assert rows[2]["quality"] == "Tatoeba chrF 0.652, Tatoeba BLEU 45.6"


def test_one_catalogue_that_does_not_answer_leaves_the_other(opus: Site) -> None:
    put_argos(opus, "ru")

    done = run("list", "--remote", "--json")

    assert done.exit_code == 0
    assert [row["state"] for row in json.loads(done.stdout)] == ["argos"]
    assert "404" in done.stderr
    assert run("list", "--remote", "--from", "opus").exit_code == 4
    assert run("list", "--remote", "--from", "nllb").exit_code == 2


@pytest.mark.parametrize(
    "answer", [whole(b"<html>", kind="text/html"), whole(b"\xff\xfe"), whole(b""), status(503)]
)
def test_what_is_no_list_is_an_error(opus: Site, answer: Answer) -> None:
    opus.put("/opus/released-model-results.txt", answer)

    done = run("install", "en", "ru", "--from", "opus")

    assert done.exit_code == 4
    assert opus.base in done.stderr


def test_the_copies_of_both_indexes_are_kept_apart_and_used_when_a_server_is_down(
    opus: Site, tmp_path: Path
) -> None:
    put_list(opus, LIST)
    run("list", "--remote")
    copies = list((tmp_path / "cache" / "translate-pipe" / "index").glob("*.json"))
    assert len(copies) == 2
    for copy in copies:
        os.utime(copy, (copy.stat().st_mtime - 3 * 86400,) * 2)
    opus.put("/opus/released-model-results.txt", status(404))

    done = run("list", "--remote", "--from", "opus", "--json")

    assert len(json.loads(done.stdout)) == 3
    assert "3 days ago; not renewed: the server answers 404" in done.stderr


def test_a_file_is_not_taken_from_a_catalogue(opus: Site, tmp_path: Path) -> None:
    assert opus
    assert "for a pair of languages" in run("install", str(tmp_path / "x.zip"), "--from", "opus").stderr


def release(folder: Path, *, tags: tuple[str, ...] = (), licence: str = "") -> bytes:
    """Return the zip of a tiny release as OPUS-MT publishes them."""
    files = write_release(make_tiny(shared=True, tags=tags, seed=48), folder, readme="# a release\n")
    if licence:
        (files / "LICENSE").write_text(licence, encoding="utf-8")
    with zipfile.ZipFile(folder.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(files.iterdir()):
            archive.write(file, file.name)
    return folder.with_suffix(".zip").read_bytes()


@pytest.mark.long
def test_a_release_is_installed_over_a_broken_line_and_knows_what_it_is(
    opus: Site, tmp_path: Path, packages_dir: Path
) -> None:
    body = release(tmp_path / "r", tags=(">>rus<<", ">>ukr<<"))
    put_list(opus, f"eng-rus\t0.657\t44.7\t{opus.base}/eng-zle/opus-2022-03-13.zip\t1\t1\n")
    opus.put("/eng-zle/opus-2022-03-13.zip", dropping(body, 20_000, times=2))

    done = run("install", "en", "ru", "--from", "opus")

    assert done.exit_code == 0, done.output
    assert "installed translate-en_ru opus 2022.03.13.eng-zle in" in done.stdout
    ranges = opus.ranges("/eng-zle/opus-2022-03-13.zip")
    assert ranges == ["", "bytes=20000-", "bytes=40000-"]
    [package] = find_packages(packages_dir)
    assert package.source_prefix == ">>rus<<"
    assert (package.licence, package.date) == ("CC-BY-4.0", "2022-03-13")
    assert package.quality == (("Tatoeba chrF", "0.657"), ("Tatoeba BLEU", "44.7"))
    readme = (package.path / "README.md").read_text(encoding="utf-8")
    assert f"{opus.base}/eng-zle/opus-2022-03-13.zip" in readme
    assert list((tmp_path / "cache" / "translate-pipe" / "downloads").iterdir()) == []
    assert [left.name for left in packages_dir.parent.iterdir()] == ["packages"]


@pytest.mark.long
def test_a_named_release_with_a_licence_of_its_own(opus: Site, tmp_path: Path, packages_dir: Path) -> None:
    put_list(opus, LIST.replace(STORE, opus.base))
    body = release(tmp_path / "r", licence="All rights reserved")
    opus.put("/eng-rus/opus+bt-2021-04-14.zip", whole(body))

    done = run("install", "en", "ru", "--from", "opus", "--package", "2021.04.14")

    assert done.exit_code == 0, done.output
    [package] = find_packages(packages_dir)
    assert package.path.name == "translate-en_ru-opus-2021_04_14"
    assert package.licence == "", "what it is under is in its LICENSE, and nobody claims more"
    assert (package.path / "LICENSE").read_text(encoding="utf-8") == "All rights reserved"
    assert read_package(package.path).short_name == "opus 2021.04.14"


def changed(folder: Path) -> dict[str, Answer]:
    """Return answers that are no release, by what is wrong with them."""
    body = release(folder)
    with zipfile.ZipFile(folder / "climbs.zip", "w") as archive:
        archive.writestr("../evil", "x")
    return {
        "cut": whole(body[: len(body) // 2]),
        "page": whole(b"<html>", kind="text/html"),
        "sly page": whole(b"<html>please log in</html>"),
        "climbs out": whole((folder / "climbs.zip").read_bytes()),
        "gone": status(410),
        "busy": status(503),
        "sent on to a file": status(302, location="file:///etc/passwd"),
        "breaks off for ever": dropping(body, 0, times=99),
    }


@pytest.mark.long
def test_what_a_server_gives_instead_of_a_release_changes_nothing(
    opus: Site, tmp_path: Path, packages_dir: Path
) -> None:
    put_list(opus, f"eng-rus\t0.6\t40\t{opus.base}/eng-rus/opus-2021-02-22.zip\t1\t1\n")
    for wrong, answer in changed(tmp_path / "r").items():
        opus.put("/eng-rus/opus-2021-02-22.zip", answer)

        done = run("install", "en", "ru", "--from", "opus")

        assert done.exit_code == 4, (wrong, done.output)
        assert opus.base in done.stderr, wrong
        assert not packages_dir.exists() or list(packages_dir.iterdir()) == [], wrong
        assert [one.name for one in tmp_path.glob("home/.*")] == [], wrong


@pytest.mark.long
def test_another_file_behind_the_same_address_is_not_joined_to_the_part_of_the_first(
    opus: Site, tmp_path: Path, packages_dir: Path
) -> None:
    one, two = release(tmp_path / "one"), release(tmp_path / "two", licence="MIT License")
    put_list(opus, f"eng-rus\t0.6\t40\t{opus.base}/eng-rus/opus-2021-02-22.zip\t1\t1\n")
    early = dropping(one, 10_000, times=1)
    opus.put("/eng-rus/opus-2021-02-22.zip", first(early, 1, whole(two, etag='"two"')))

    assert run("install", "en", "ru", "--from", "opus").exit_code == 0
    [package] = find_packages(packages_dir)
    assert package.licence == "MIT"


def test_catalogues_go_by_their_names() -> None:
    assert [(name, one.name) for name, one in catalogues.CATALOGUES.items()] == [
        ("argos", "argos"),
        ("opus", "opus"),
    ]

"""Packages held against each other: figures by hand, a page that is safe, files that fit or are refused."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.conftest import unpack_pocket
from translate_pipe.article import read_article
from translate_pipe.cli import build_app
from translate_pipe.compare.page import make_cells, write_page
from translate_pipe.compare.references import align_reference
from translate_pipe.compare.run import CompareRequest, Comparison, compare_packages
from translate_pipe.engines.argos import load_engine
from translate_pipe.errors import AlignmentError, EngineError, UsageError
from translate_pipe.model import Segment, Span, TermEntry, TermMatch, TermOutcome, TranslationUnit
from translate_pipe.segment import segment_document

FIRST, SECOND = "The Kremlin supported the petition.", "The woman discussed the law."


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A packages folder with two packages for en→ru, of which the second answers in German."""
    folder = tmp_path_factory.mktemp("two")
    unpack_pocket("en_ru", folder)
    german = unpack_pocket("en_de", folder)
    path = german / "metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(
        json.dumps(metadata | {"to_code": "ru", "translate_pipe": {"label": "odd"}}), encoding="utf-8"
    )
    return folder


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(f"{FIRST}\n\n{SECOND}\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def no_starter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave the starter out: it takes its time, and what it says is not ours to know."""
    monkeypatch.setattr("translate_pipe.engines.packages.STARTER_FOLDER", tmp_path / "none")


def compare(two: Path, article: Path, **more: object) -> Comparison:
    return compare_packages(CompareRequest("en", "ru", (article,), packages_dir=two, **more))  # type: ignore[arg-type]


def test_every_package_translates_and_scores_what_the_others_made(two: Path, article: Path) -> None:
    compared = compare(two, article)

    argos, odd = compared.contenders
    assert (argos.name, odd.name) == ("argos 0.1", "odd 0.1")
    assert [unit.target for unit in argos.units] == ["Кремль поддержал петицию.", "Женщина обсудила закон."]
    assert odd.units[1].target == "Die Frau besprach das Gesetz."
    assert (argos.apart, odd.apart) == (0, 2)
    engine = load_engine("en", "ru", package="argos", packages_dir=two)
    by_argos = engine.score([FIRST, SECOND], [unit.target for unit in odd.units])
    assert odd.scores[0] == pytest.approx(sum(by_argos) / 2)
    assert compared.by_others(1) == odd.scores[0]
    assert compared.by_itself(1) == odd.scores[1] > odd.scores[0]
    assert (argos.bleu, argos.chrf) == (None, None)


def test_chains_are_compared_where_no_package_leads_there(tmp_path: Path, article: Path) -> None:
    folder = tmp_path / "chains"
    unpack_pocket("de_ru", folder)
    second = shutil.copytree(unpack_pocket("en_de", folder), folder / "translate-en_de-second")
    path = second / "metadata.json"
    metadata = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(metadata | {"translate_pipe": {"label": "other"}}), encoding="utf-8")

    compared = compare(folder, article)

    assert [one.name for one in compared.contenders] == [
        "argos 0.1 en→de, argos 0.1 de→ru",
        "other 0.1 en→de, argos 0.1 de→ru",
    ]
    assert [one.apart for one in compared.contenders] == [0, 0]
    assert (
        compared.contenders[0].units[1].target
        == load_engine("en", "ru", packages_dir=folder).translate([SECOND])[0][0].text
    )
    with pytest.raises(EngineError, match="ja"):
        compare_packages(CompareRequest("en", "ja", (article,), packages_dir=folder))


def test_a_broken_package_is_left_out_and_said(two: Path, article: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(two, tmp_path / "three")
    broken = shutil.copytree(unpack_pocket("en_ru", tmp_path), folder / "translate-en_ru-broken")
    metadata = json.loads((broken / "metadata.json").read_text(encoding="utf-8"))
    (broken / "metadata.json").write_text(
        json.dumps(metadata | {"translate_pipe": {"label": "broken"}}), encoding="utf-8"
    )
    (broken / "model" / "model.bin").write_bytes(b"no model")
    said: list[str] = []

    compared = compare_packages(CompareRequest("en", "ru", (article,), packages_dir=folder), said.append)

    assert [one.name for one in compared.contenders] == ["argos 0.1", "odd 0.1"]
    assert any(line.startswith("broken 0.1 is left out: ") for line in said)
    with pytest.raises(EngineError):
        compare(folder, article, packages=("broken",))


def test_terms_are_counted_by_state(two: Path, article: Path, tmp_path: Path) -> None:
    glossary = tmp_path / "g.csv"
    glossary.write_text("en,ru,pos\npetition,петиция,noun\nlaw,устав,noun\n", encoding="utf-8")

    argos, odd = compare(two, article, glossaries=(glossary,)).contenders

    assert (argos.terms.already, argos.terms.applied, argos.terms.unresolved) == (1, 1, 0)
    assert odd.terms.total == 2
    assert odd.terms.already == 0


def test_a_reference_by_segments(two: Path, article: Path, tmp_path: Path) -> None:
    reference = tmp_path / "ref.txt"
    reference.write_text("Кремль поддержал петицию.\n\nЖенщина обсудила закон.\n", encoding="utf-8")

    compared = compare(two, article, references=(reference,), packages=("argos",))

    [only] = compared.contenders
    assert only.bleu == pytest.approx(100)
    assert only.chrf == pytest.approx(100)
    assert compared.by_others(0) is None
    assert compared.articles[0].reference is not None
    assert compared.articles[0].reference.at(1) == "Женщина обсудила закон."


def test_a_reference_by_paragraphs_where_sentences_were_joined(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One came. Two left.\n\nThree stayed.\n", encoding="utf-8")
    (tmp_path / "r.txt").write_text("Один пришёл, а двое ушли.\n\nТрое остались.\n", encoding="utf-8")
    segments = segment_document(read_article(tmp_path / "a.txt"), "en")

    reference = align_reference(segments, tmp_path / "r.txt", "ru")

    assert reference.unit == "paragraph"
    assert reference.parts == (
        (Span(0, 2), "Один пришёл, а двое ушли."),
        (Span(2, 3), "Трое остались."),
    )
    assert [reference.at(number) for number in range(3)] == [
        "Один пришёл, а двое ушли.",
        "",
        "Трое остались.",
    ]


def test_a_reference_that_does_not_fit_is_refused_with_the_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One came. Two left.\n\nThree stayed.\n", encoding="utf-8")
    (tmp_path / "r.txt").write_text("Один пришёл, а двое ушли, трое остались.\n", encoding="utf-8")
    segments = segment_document(read_article(tmp_path / "a.txt"), "en")

    with pytest.raises(AlignmentError, match=r"1 segments in 1 paragraphs, the article 3 in 2"):
        align_reference(segments, tmp_path / "r.txt", "ru")


def test_what_cannot_be_compared_is_refused(two: Path, article: Path, pocket_packages: Path) -> None:
    with pytest.raises(UsageError, match="the only package for en→ru"):
        compare(pocket_packages, article)
    with pytest.raises(UsageError, match="1 references for 2 articles"):
        compare_packages(CompareRequest("en", "ru", (article, article), (article,), packages_dir=two))
    with pytest.raises(UsageError, match=r"there are argos 0\.1, odd 0\.1"):
        compare(two, article, packages=("nllb",))
    with pytest.raises(EngineError, match="models install en uk"):
        compare_packages(CompareRequest("en", "uk", (article,), packages_dir=two))
    with pytest.raises(UsageError, match="no article"):
        compare_packages(CompareRequest("en", "ru", (), packages_dir=two))


def unit(target: str, *, terms: tuple[TermOutcome, ...] = ()) -> TranslationUnit:
    return TranslationUnit(Segment("s1", 1, Span(0, 6), "source", 0), target, terms=terms)


def test_differences_are_marked_on_both_sides() -> None:
    cells = make_cells([unit("the old red house"), unit("the new red house"), unit("the old red barn")])

    shown = [
        "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in cell.pieces) for cell in cells
    ]
    assert shown == ["the [old] red [house]", "the [new] red house", "the old red [barn]"]
    assert [cell.same for cell in cells] == [True, False, False]


def test_terms_are_underlined_within_differences_and_lost_ones_are_named() -> None:
    match = TermMatch(TermEntry("house", ("barn",)), Span(0, 5), "house")
    held = TermOutcome(match, "applied", Span(8, 12), "barn", "nominative singular")
    lost = TermOutcome(match, "unresolved", reason="none fits")

    first, second = make_cells([unit("the red house", terms=(lost,)), unit("the red barn", terms=(held,))])

    assert first.lost == ("house",)
    assert second.pieces[-1].text == "barn"
    assert (second.pieces[-1].differs, second.pieces[-1].state) == (True, "applied")
    assert second.pieces[-1].title == "house: applied nominative singular"


@pytest.mark.parametrize("targets", [("", "x"), ("x", ""), ("", "")])
def test_empty_targets_have_cells_too(targets: tuple[str, str]) -> None:
    cells = make_cells([unit(target) for target in targets])

    assert ["".join(piece.text for piece in cell.pieces) for cell in cells] == list(targets)


class Reader(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_escapes_everything_and_asks_for_nothing(two: Path, tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    shutil.copytree(two, folder)
    evil = '"><script>alert(1)</script>'
    odd = folder / "translate-en_de-0_1" / "metadata.json"
    metadata = json.loads(odd.read_text(encoding="utf-8"))
    odd.write_text(json.dumps(metadata | {"translate_pipe": {"label": evil}}), encoding="utf-8")
    article = tmp_path / "<b>&amp;.txt"
    article.write_text(f"The woman {evil} saw & heard the &lt; law.\n", encoding="utf-8")
    glossary = tmp_path / "g.csv"
    glossary.write_text('en,ru\nlaw,"<img src=x onerror=alert(2)>"\n', encoding="utf-8")

    page = write_page(compare(folder, article, glossaries=(glossary,), references=(article,))).decode()

    reader = Reader()
    reader.feed(page)
    names = {tag for tag, _ in reader.tags}
    assert not names & {"script", "img", "link", "iframe", "a", "form", "b", "object"}
    attributes = {name for _, found in reader.tags for name in found}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "href", "style")}
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import", page)
    assert f"The woman {evil} saw & heard the &lt; law." in reader.text
    assert "<b>&amp;.txt" in reader.text


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build_app(), ["models", "compare", *arguments])


def test_the_command_writes_one_page_and_says_the_figures(
    two: Path, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = run("en", "ru", article.name, "--packages-dir", str(two))

    assert done.exit_code == 0, done.output
    assert "wrote compare.en-ru.html" in done.stdout
    assert "translating with odd 0.1" in done.stderr
    page = (tmp_path / "compare.en-ru.html").read_text(encoding="utf-8")
    assert "Die Frau" in page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["compare.en-ru.html", "news.txt"]


def test_the_command_gives_json(two: Path, article: Path, tmp_path: Path) -> None:
    page = tmp_path / "out" / "page.html"

    done = run("en", "ru", str(article), "--packages-dir", str(two), "-o", str(page), "--json")

    said = json.loads(done.stdout)
    assert [one["name"] for one in said["packages"]] == ["argos 0.1", "odd 0.1"]
    assert said["packages"][1]["by_others"] == said["packages"][1]["scores"]["argos 0.1"]
    assert said["packages"][0]["bleu"] is None
    assert said["page"] == str(page)
    assert page.is_file()


def test_nothing_is_written_where_a_file_is_missing(two: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    done = run("en", "ru", str(tmp_path / "none.txt"), "--packages-dir", str(two), "-o", str(page))

    assert done.exit_code == 3
    assert not page.exists()

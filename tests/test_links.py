"""How the address of a link changes when its page is translated into another folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from translate_pipe.folders import Input
from translate_pipe.links import Mover, find_beside, find_in, write_copies

ARTICLES = ("index.html", "b.md", "guide/start.md", "guide/a b.md", "guide/deep/x.md", "guide/глава.md",
            "blog/index.html", "notes/README.md")  # fmt: skip
OTHERS = ("logo.png", "guide/img/p.png", "guide/draft.md", "files/a.pdf", "img (1)/ü.png")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder of articles and other files, and a file beside it."""
    for name in (*ARTICLES, *OTHERS):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text("x", encoding="utf-8")
    (tmp_path / "LICENSE.txt").write_text("x", encoding="utf-8")
    return tmp_path


def mover(site: Path, page: str, assets: str = "link", out: str = "out/ru") -> Mover:
    root = site / "docs"
    inputs = [Input(root / name, name, root) for name in ARTICLES]
    outputs = [(site / out / name).with_name(f"{Path(name).stem}.ru{Path(name).suffix}") for name in ARTICLES]
    output = dict(zip(ARTICLES, outputs, strict=True))[page]
    return Mover(root / page, output, root, find_in(inputs, outputs), assets)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "address", "moved"),
    [
        # Translated articles: only the name changes.
        ("b.md", "guide/start.md", "guide/start.ru.md"),
        ("b.md", "./guide/start.md#first", "./guide/start.ru.md#first"),
        ("b.md", "b.md", "b.ru.md"),
        ("guide/start.md", "../b.md?x=1#y", "../b.ru.md?x=1#y"),
        ("guide/start.md", "../guide/deep/../start.md", "../guide/deep/../start.ru.md"),
        ("guide/start.md", "a%20b.md", "a%20b.ru.md"),
        ("guide/start.md", "a b.md", "a%20b.ru.md"),
        ("guide/start.md", "глава.md", "глава.ru.md"),
        (
            "guide/start.md",
            "%D0%B3%D0%BB%D0%B0%D0%B2%D0%B0.md",
            "%D0%B3%D0%BB%D0%B0%D0%B2%D0%B0.ru.md",
        ),
        # By way of the folder's own name, which the mirror does not have.
        ("b.md", "../docs/guide/start.md", "guide/start.ru.md"),
        # Folders of translated articles, and their first pages.
        ("b.md", "guide/", "guide/"),
        ("b.md", "guide/deep", "guide/deep"),
        ("index.html", "blog/", "blog/index.ru.html"),
        ("index.html", "blog", "blog/index.ru.html"),
        ("b.md", "notes/", "notes/README.ru.md"),
        ("index.html", "notes/", "notes/"),
        ("guide/start.md", "..", ".."),
        # What is not translated.
        ("b.md", "logo.png", "../../docs/logo.png"),
        ("guide/start.md", "img/p.png#top", "../../../docs/guide/img/p.png#top"),
        ("guide/start.md", "draft.md", "../../../docs/guide/draft.md"),
        ("b.md", "../LICENSE.txt", "../../LICENSE.txt"),
        ("b.md", "files/", "../../docs/files/"),
        ("b.md", "img%20(1)/%C3%BC.png", "../../docs/img%20%281%29/%C3%BC.png"),
        ("b.md", "img (1)/ü.png", "../../docs/img%20%281%29/ü.png"),
    ],
)
def test_address_moves(site: Path, page: str, address: str, moved: str) -> None:
    assert mover(site, page).move(address) == moved


@pytest.mark.parametrize(
    "address",
    [
        "", "#first", "?page=2", "/guide/start.md", "//example.org/a.md", "https://example.org/b.md",
        "mailto:b.md", "data:text/plain,b.md", "gone.md", "gone/", "guide/start", "{{ url }}/b.md",
        "{% url %}b.md", "${base}/b.md", "a\0b.md", "a%00b.md", "x" * 5000,
    ],
)  # fmt: skip
def test_address_stays(site: Path, address: str) -> None:
    assert mover(site, "b.md").move(address) == address


def test_assets_are_kept_as_written_on_demand(site: Path) -> None:
    keeping = mover(site, "guide/start.md", "keep")
    assert keeping.move("img/p.png") == "img/p.png"
    assert keeping.move("../b.md") == "../b.ru.md"


def test_assets_of_the_folder_are_copied_on_demand(site: Path) -> None:
    copying = mover(site, "guide/start.md", "copy")
    assert copying.move("img/p.png") == "img/p.png"
    assert copying.move("../../LICENSE.txt") == "../../../LICENSE.txt"
    assert copying.move("../b.md") == "../b.ru.md"
    copy = site / "out" / "ru" / "guide" / "img" / "p.png"
    assert copying.copies == {site / "docs" / "guide" / "img" / "p.png": copy}
    assert write_copies(copying.copies, ()) == 1
    assert copy.read_bytes() == b"x"
    assert write_copies(copying.copies, ()) == 0


def test_what_a_link_of_the_file_system_leads_to_outside_is_not_copied(site: Path) -> None:
    (site / "docs" / "leak.png").symlink_to(site / "LICENSE.txt")
    copying = mover(site, "b.md", "copy")
    assert copying.move("leak.png") == "../../docs/leak.png"
    assert not copying.copies


def test_no_copy_takes_the_place_of_a_translation(site: Path) -> None:
    place = site / "out" / "ru" / "b.ru.md"
    assert write_copies({site / "docs" / "logo.png": place}, [place]) == 0
    assert not place.exists()


def test_a_later_look_finds_what_the_run_found(site: Path) -> None:
    find = find_beside(site / "docs", site / "out", "ru")
    for name in ("b.ru.bitext.jsonl", "guide/start.md.ru.bitext.jsonl"):
        (site / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (site / "out" / name).write_text("", encoding="utf-8")
    assert find(site / "docs" / "b.md") == site / "out" / "b.ru.md"
    assert find(site / "docs" / "guide" / "start.md") == site / "out" / "guide" / "start.md.ru.md"
    assert find(site / "docs" / "guide" / "draft.md") is None
    assert find(site / "docs" / "guide") == site / "out" / "guide"
    assert find(site / "docs" / "files") is None
    assert find(site / "LICENSE.txt") is None

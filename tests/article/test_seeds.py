"""The sample articles and their glossary: what the readers make of them, and what they must hold."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.article.units import blocks_of, check_laws, translate, unchanged
from translate_pipe.article import read_article, write_article

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").iterdir())
# What translators exchange comes back with what was open filled: see test_po.py and test_xliff.py.
TEXTS = [path for path in SEEDS if path.suffix not in (".po", ".xlf")]
KINDS = {
    "ferry.po": {"paragraph": 6},
    "ferry.xlf": {"paragraph": 2},
    "harbour.pptx": {
        "heading": 6, "paragraph": 3, "list-item": 4, "table-cell": 6, "caption": 1,
    },
    "lamplighter.epub": {
        "heading": 10, "paragraph": 6, "list-item": 4, "quote": 1, "caption": 2,
    },
    "lighthouse.srt": {"cue": 7},
    "market-stalls.xlsx": {"table-cell": 16},
    "market-report.docx": {"heading": 4, "paragraph": 6, "table-cell": 15, "list-item": 3},
    "night-trains.html": {
        "heading": 3, "paragraph": 6, "caption": 4, "list-item": 3, "table-cell": 8, "quote": 1,
    },
    "petition.txt": {"heading": 1, "paragraph": 8},
    "reed-beds.odt": {
        "heading": 7, "paragraph": 6, "list-item": 3, "table-cell": 12, "caption": 3, "quote": 1,
    },
    "river-gauge.md": {
        "heading": 5, "paragraph": 6, "caption": 2, "list-item": 8, "table-cell": 12, "quote": 1,
    },
}  # fmt: skip
TERMS = [
    "special military operation", "Vladimir Putin", "President of the Russian Federation",
    "Russian Federation", "Kremlin", "State Duma", "United Russia", "district council",
    "municipal council", "councillor", "lawmaker",
    "petition", "treason", "St Petersburg", "Dmitry Palyuga", "Boris Nadezhdin", "Ksenia Torstrem",
    "Konstantin Zatulin", "Ukraine", "war effort",
]  # fmt: skip


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_blocks_of_the_samples(path: Path) -> None:
    document = read_article(path)
    check_laws(document)
    assert Counter(kind for kind, _ in blocks_of(document)) == KINDS[path.name]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_samples_are_rebuilt_to_the_byte(path: Path) -> None:
    document = read_article(path)
    assert write_article(document, translate(document, unchanged), target_locale="ru") == path.read_bytes()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_block_and_mark_of_the_samples_comes_back_with_its_target(path: Path) -> None:
    document = read_article(path)
    units = translate(document, lambda s: (s.source.swapcase(), s.marks))
    written = write_article(document, units, target_locale="ru")
    again = read_article(path, content=written)
    assert blocks_of(again) == [(kind, text.swapcase()) for kind, text in blocks_of(document)]
    assert [(m.id, m.kind, m.span) for m in again.marks] == [(m.id, m.kind, m.span) for m in document.marks]


def test_nothing_but_the_article_of_the_sample_page_is_translated() -> None:
    page = ROOT / "seeds" / "night-trains.html"
    texts = {text for _, text in blocks_of(read_article(page))}
    assert not texts & {"Transport", "Search", "Go", "Most read", "Seagull steals wedding cake", "Imprint"}


@pytest.mark.parametrize("term", TERMS)
def test_first_sample_holds_every_term(term: str) -> None:
    assert term.lower() in (ROOT / "seeds" / "petition.txt").read_text(encoding="utf-8").lower()


@pytest.mark.parametrize("term", TERMS)
def test_glossary_of_the_first_sample_has_a_russian_rendering_of_every_term(term: str) -> None:
    with (ROOT / "glossaries" / "news.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["en"] == term and row["status"] == "preferred"]
    assert len(rows) == 1
    assert rows[0]["ru"]

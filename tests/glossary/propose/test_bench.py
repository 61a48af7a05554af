"""The proposals for the sample articles against the lists written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.proposals import CASES, KINDS, add_up, is_sample, key_of, main, measure, read_gold

pytestmark = pytest.mark.long

GOLD = sorted(CASES.glob("*.tsv"))


@pytest.mark.parametrize("sample", [True, False], ids=["sample articles", "not tuned on"])
def test_proposals_reach_what_is_asked_of_them(sample: bool) -> None:
    figures = add_up(measure(read_gold(path)) for path in GOLD if is_sample(path) == sample)
    assert figures.recall("name") >= 0.9, figures.missing
    assert figures.recall("term") >= 0.7, figures.missing
    assert figures.recall("abbreviation") >= 0.7, figures.missing
    assert figures.precision >= 0.6, figures.unwanted


@pytest.mark.parametrize("path", GOLD, ids=[path.stem for path in GOLD])
def test_no_article_is_far_below_the_others(path: Path) -> None:
    figures = measure(read_gold(path))
    assert figures.recall("name") >= 0.8, figures.missing
    assert figures.precision >= 0.6, figures.unwanted


def test_gold_lists_name_articles_that_are_there_and_hold_their_terms() -> None:
    assert len(GOLD) >= 3
    for path in GOLD:
        gold = read_gold(path)
        assert gold.article.is_file(), path
        assert gold.wanted["name"], path
        assert gold.wanted["term"], path


def test_a_missing_name_and_an_unwanted_proposal_count(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Anna Berg likes the carbon tax and the fuel levy.\n", encoding="utf-8")
    gold = tmp_path / "a.tsv"
    gold.write_text(
        f"# article\t{article}\nname\tAnna Berg\nname\tOtto Berg\nterm\tcarbon taxes\nacceptable\tAnna\n",
        encoding="utf-8",
    )
    figures = measure(read_gold(gold))
    assert figures.recall("name") == 0.5
    assert figures.recall("term") == 1.0
    assert figures.missing == ("Otto Berg",)
    assert figures.unwanted == ("fuel levy",)
    assert figures.precision == pytest.approx(2 / 3)
    both = add_up([figures, figures])
    assert both.wanted == {"name": 4, "term": 2, "abbreviation": 0}
    assert both.precision == pytest.approx(2 / 3)


def test_terms_are_compared_without_number() -> None:
    assert key_of("municipal councils") == key_of("municipal council")
    assert key_of("municipal council") != key_of("municipal court")


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["article", "names", "terms", "abbreviations", "precision"]
    assert len(lines) == len(GOLD) + 3
    assert KINDS == ("name", "term", "abbreviation")

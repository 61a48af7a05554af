"""The quality bench: scores come with signatures, and without test sets it says so and stops."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import quality
from bench.quality import published_figures, read_segments, score_targets

pytestmark = pytest.mark.long

TEXT = ["Депутаты подписали петицию об отставке президента.", "Совет поддержал её в понедельник утром."]


def test_equal_texts_score_a_hundred_with_signatures() -> None:
    scores = score_targets(TEXT, TEXT)
    assert (scores.bleu, scores.chrf) == (100.0, 100.0)
    assert "tok:13a" in scores.bleu_signature
    assert "nw:2" in scores.chrf_signature


def test_other_texts_score_less() -> None:
    assert score_targets(["Ничего общего здесь нет.", "Совсем ничего."], TEXT).bleu < 10


def test_read_segments_keeps_empty_lines_in_place(tmp_path: Path) -> None:
    (tmp_path / "a.en").write_text("one\n\nthree\n", encoding="utf-8")
    assert read_segments(tmp_path / "a.en") == ["one", "", "three"]
    assert read_segments(tmp_path / "a.en", limit=1) == ["one"]


def test_published_figures_are_those_of_the_measured_sets(tmp_path: Path) -> None:
    rows = "set\tsystem\tBLEU\tCOMET\nwmt13\tx\t1.0\t0.1\nwmt19\targos\t28.1\t0.8\n"
    (tmp_path / "published.tsv").write_text(rows, encoding="utf-8")
    assert list(published_figures(tmp_path)) == [("wmt19", "argos", "28.1")]


def test_bench_without_test_sets_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench.quality", "--shared", str(tmp_path)])
    quality.main()
    assert "skipped: there are no test sets in" in capsys.readouterr().out

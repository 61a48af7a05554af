"""Agreement is judged as the hand-written table says, and never against grammar."""

from __future__ import annotations

import pytest

from tests.morphology.tables import entry_of, read_rows, sentence_of
from translate_pipe.model import Morphology
from translate_pipe.morphology import load_morphology

ROWS = read_rows("ru-agree.tsv")
VERDICTS = {"yes": True, "no": False, "?": None}


@pytest.fixture(scope="module")
def russian() -> Morphology:
    return load_morphology("ru")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['verdict']}: {row['text']}")
def test_verdict_is_that_of_the_table(russian: Morphology, row: dict[str, str]) -> None:
    text, span = sentence_of(row)
    entry = entry_of(row["target"], row["hints"])
    assert russian.agree(text, span, entry) is VERDICTS[row["verdict"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["text"]))
def test_verdict_without_the_entry_never_contradicts(row: dict[str, str]) -> None:
    text, span = sentence_of(row)
    assert load_morphology("ru").agree(text, span) in (None, VERDICTS[row["verdict"]])


def test_table_has_enough_of_each_verdict() -> None:
    verdicts = [row["verdict"] for row in ROWS]
    assert min(verdicts.count(verdict) for verdict in VERDICTS) >= 15

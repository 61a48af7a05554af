"""Agreement is judged as the hand-written table says, and never against grammar."""

from __future__ import annotations

import pytest

from tests.morphology.tables import entry_of, read_rows
from translate_pipe.model import Morphology, Span
from translate_pipe.morphology import load_morphology

ROWS = read_rows("ru-agree.tsv")
VERDICTS = {"yes": True, "no": False, "?": None}


def sentence_of(row: dict[str, str]) -> tuple[str, Span]:
    before, rest = row["text"].split("[")
    phrase, after = rest.split("]")
    return before + phrase + after, Span(len(before), len(before) + len(phrase))


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


@pytest.mark.parametrize(
    ("text", "phrase", "verdict"),
    [
        ("Вони підписали нову петицію.", "петицію", True),
        ("Вони підписали новий петицію.", "петицію", False),
        ("Спеціальна воєнна операція почалася.", "Спеціальна воєнна операція", True),
        ("Спеціальна воєнна операція почався.", "Спеціальна воєнна операція", False),
        ("Він приїхав до Києва.", "Києва", True),
        ("Він приїхав без петиція.", "петиція", False),
        ("Петицію підписали.", "Петицію", None),
    ],
)
def test_ukrainian_sentences_are_judged_too(text: str, phrase: str, verdict: bool | None) -> None:
    pytest.importorskip("pymorphy3_dicts_uk", reason="the Ukrainian dictionary is an optional extra")
    start = text.index(phrase)
    assert load_morphology("uk").agree(text, Span(start, start + len(phrase))) is verdict

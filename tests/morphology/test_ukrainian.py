"""Ukrainian terms are understood, found, counted and judged as the hand-written tables say."""

from __future__ import annotations

import pytest

from tests.morphology.tables import entry_of, read_rows, sentence_of, show_occurrences
from translate_pipe.morphology import load_morphology

pytest.importorskip("pymorphy3_dicts_uk", reason="the Ukrainian dictionary is an optional extra")
VERDICTS = {"yes": True, "no": False, "?": None}


@pytest.mark.parametrize("row", read_rows("uk-dictionary-forms.tsv"), ids=lambda row: str(row["phrase"]))
def test_dictionary_form_undoes_inflection(row: dict[str, str]) -> None:
    assert load_morphology("uk").dictionary_form(row["phrase"]) == row["expected"]


@pytest.mark.parametrize("row", read_rows("uk-find.tsv"), ids=lambda row: f"{row['target']}: {row['text']}")
def test_occurrences_are_those_of_the_table(row: dict[str, str]) -> None:
    assert show_occurrences(load_morphology("uk"), row) == row["found"]


@pytest.mark.parametrize("row", read_rows("uk-agree.tsv"), ids=lambda row: f"{row['verdict']}: {row['text']}")
def test_verdict_is_that_of_the_table(row: dict[str, str]) -> None:
    text, span = sentence_of(row)
    entry = entry_of(row["target"], row["hints"])
    verdict = VERDICTS[row["verdict"]]
    assert load_morphology("uk").agree(text, span, entry) is verdict
    assert load_morphology("uk").agree(text, span) in (None, verdict)


@pytest.mark.parametrize(
    "row", read_rows("uk-numerals.tsv"), ids=lambda row: f"{row['number']} {row['phrase']} {row['case']}"
)
def test_term_after_a_number_is_that_of_the_table(row: dict[str, str]) -> None:
    entry = entry_of(row["phrase"], row["hints"])
    found = load_morphology("uk").inflect_with_numeral(entry, int(row["number"]), row["case"])
    assert found == row["expected"]

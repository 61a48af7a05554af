"""Terms are found in texts in any form, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.morphology.tables import ParadigmRow, entry_of, read_paradigms, read_rows, show_occurrences
from translate_pipe.model import TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.words import fold

ROWS = read_rows("ru-find.tsv")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['target']}: {row['text']}")
def test_occurrences_are_those_of_the_table(row: dict[str, str]) -> None:
    assert show_occurrences(load_morphology("ru"), row) == row["found"]


@pytest.mark.parametrize("row", read_paradigms("ru.tsv"), ids=lambda row: f"{row.phrase} {row.number}")
def test_every_form_of_a_term_is_found_where_it_stands(row: ParadigmRow) -> None:
    russian = load_morphology("ru")
    cells = {(f.case, f.number, fold(f.text)) for f in russian.paradigm(row.entry)}
    for _, form in row.forms:
        text = f"Вот {form}, да."
        ((span, found),) = russian.find_term(row.entry, text)
        assert span.of(text) == form
        assert found is not None
        assert found.text == form
        assert (found.case, found.number, fold(form)) in cells


def test_any_of_the_targets_is_found() -> None:
    entry = TermEntry("councillor", ("депутат", "член совета"))
    text = "Членам совета и депутатам вручили письма."
    found = load_morphology("ru").find_term(entry, text)
    assert [span.of(text) for span, _ in found] == ["Членам совета", "депутатам"]


def test_of_overlapping_targets_the_longer_is_found() -> None:
    entry = TermEntry("council", ("совет", "муниципальный совет"))
    text = "Решение муниципального совета отменили."
    found = load_morphology("ru").find_term(entry, text)
    assert [span.of(text) for span, _ in found] == ["муниципального совета"]


def test_explicit_forms_of_a_row_are_found() -> None:
    entry = TermEntry("councillor", ("депутат",), forms=("депутатка",))
    text = "Депутатка выступила."
    assert [span.of(text) for span, _ in load_morphology("ru").find_term(entry, text)] == ["Депутатка"]


@given(st.text(alphabet="петицияю «»-.,А ё́", max_size=60))
def test_found_spans_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for span, _ in load_morphology("ru").find_term(entry_of("петиция"), text):
        assert end <= span.start < span.end <= len(text)
        assert span.of(text).lower().startswith("петици")
        end = span.end

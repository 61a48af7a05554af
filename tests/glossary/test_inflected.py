"""Source terms are matched in every form of theirs, and other words are not taken for them."""

from __future__ import annotations

import pytest

from bench.found import Sought, read_sought
from bench.sources import TABLES, find_places
from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.match import find_terms
from translate_pipe.model import Morphology, Segment, Span, TermEntry
from translate_pipe.morphology import inflects, load_morphology

# Nothing in the sentence but the gender of its verb tells the first night (premiera) from the minister's;
# "cours" is more often the singular (au cours de) than the courts.
UNSOLVED = {"Premiera filmu się udała.", "Les cours d'appel sont fermées."}
ROWS = [
    pytest.param(
        row,
        id=f"{row.locale} {row.text[:40]}",
        marks=pytest.mark.xfail(strict=True, reason="a homograph that only the rest of the sentence tells")
        if row.text in UNSOLVED
        else (),
    )
    for table in TABLES
    for row in read_sought(table)
]


def load_or_skip(locale: str) -> Morphology:
    morphology = load_morphology(locale)
    if not inflects(morphology):
        pytest.skip(f"the dictionary of {locale} is not installed")
    return morphology


@pytest.mark.parametrize("row", ROWS)
def test_source_term_is_matched_where_the_table_says(row: Sought) -> None:
    assert find_places(row, load_or_skip(row.locale)) == row.places


@pytest.mark.parametrize(
    ("locale", "term", "text", "plural"),
    [
        ("ru", "петиция", "Под петициями стоят подписи.", True),
        ("ru", "петиция", "Под петицией стоят подписи.", False),
        ("de", "Abgeordneter", "Mit den Abgeordneten sprach niemand.", True),
        ("pl", "radny", "Z radnymi nikt nie rozmawiał.", True),
        ("uk", "депутат", "Депутата не було.", False),
    ],
)
def test_match_tells_the_number_of_the_form(locale: str, term: str, text: str, plural: bool) -> None:
    morphology = load_or_skip(locale)
    glossary = Glossary(locale, "en", (TermEntry(term, ("x",)),), "")
    segment = Segment("s1", 1, Span(0, len(text)), text, 0)
    ((match,),) = find_terms([segment], glossary, morphology=morphology).matches
    assert match.plural is plural


@pytest.mark.parametrize(
    ("locale", "term", "text"),
    [("ru", "министр", "Премьер-министра сняли."), ("pl", "minister", "Z eks-ministrem nikt nie rozmawiał.")],
)
def test_term_in_a_word_with_a_hyphen_is_said_and_not_matched(locale: str, term: str, text: str) -> None:
    morphology = load_or_skip(locale)
    glossary = Glossary(locale, "en", (TermEntry(term, ("x",)),), "")
    segment = Segment("s1", 1, Span(0, len(text)), text, 0)
    report = find_terms([segment], glossary, morphology=morphology)
    assert report.matches == [()]
    assert len(report.inner[0]) == 1


def test_sentence_has_both_kinds_in_each_language() -> None:
    for locale, table in (("ru", 0), ("uk", 0), ("pl", 0), ("de", 0), ("it", 2), ("pt", 2), ("fr", 2)):
        own = [row for row in read_sought(TABLES[table]) if row.locale == locale]
        assert sum(bool(row.places) for row in own) >= 15
        assert sum(not row.places for row in own) >= 10

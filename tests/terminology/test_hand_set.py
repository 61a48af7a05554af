"""The hand-written set for measuring terminology holds what it says."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from translate_pipe.model import MORPHOLOGY_CASES, Gender, PartOfSpeech, TermEntry
from translate_pipe.morphology import load_morphology

SET = Path(__file__).parent.parent / "cases" / "terminology" / "en-ru.jsonl"
LEAST = {
    "agreement": 40,
    "multi": 20,
    "negative": 20,
    "start": 5,
    "headline": 5,
    "quoted": 4,
    "plural": 5,
    "possessive": 5,
    "twice": 4,
    "nested": 4,
    "adjacent": 4,
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One occurrence of a term: the case and number in the reference, and every form that would be right."""

    term: str
    case: str
    number: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One segment of the set."""

    id: str
    source: str
    entries: tuple[TermEntry, ...]
    expected: tuple[Expected, ...]
    reference: str
    tags: tuple[str, ...]

    def entry(self, term: str) -> TermEntry:
        """Return the entry of a source term."""
        return next(entry for entry in self.entries if entry.source == term)


POS: dict[str, PartOfSpeech] = {"name": "name", "adjective": "adjective", "noun": "noun"}
GENDERS: dict[str, Gender] = {"m": "m", "f": "f", "n": "n"}
COLUMNS = {"en", "ru", "pos", "gender", "case_sensitive"}
SENSITIVE: dict[str, Literal[True]] = {"yes": True}


def entry_of(row: dict[str, str]) -> TermEntry:
    assert set(row) <= COLUMNS
    return TermEntry(
        source=row["en"],
        targets=(row["ru"],),
        pos=POS.get(row.get("pos", "")),
        gender=GENDERS.get(row.get("gender", "")),
        case_sensitive=SENSITIVE.get(row.get("case_sensitive", "")),
    )


def read_items() -> list[Item]:
    items = []
    for line in SET.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        expected = tuple(
            Expected(each["term"], each["case"], each["number"], tuple(each["forms"]))
            for each in record["expected"]
        )
        entries = tuple(entry_of(row) for row in record["glossary"])
        items.append(
            Item(
                record["id"],
                record["source"],
                entries,
                expected,
                record["reference"],
                tuple(record["tags"]),
            )
        )
    return items


ITEMS = read_items()
POSITIVE = [item for item in ITEMS if "negative" not in item.tags]
NEGATIVE = [item for item in ITEMS if "negative" in item.tags]


def item_id(item: Item) -> str:
    return item.id


def test_set_has_enough_of_each_kind() -> None:
    counts = Counter(tag for item in ITEMS for tag in item.tags)
    assert len(ITEMS) >= 130
    assert {tag: counts[tag] for tag, least in LEAST.items() if counts[tag] < least} == {}
    assert set(counts) == {*LEAST, "case"}


def test_ids_and_sources_are_unique() -> None:
    assert len({item.id for item in ITEMS}) == len({item.source for item in ITEMS}) == len(ITEMS)


def test_every_case_is_well_represented() -> None:
    cases = Counter(expected.case for item in ITEMS for expected in item.expected)
    assert set(cases) == set(MORPHOLOGY_CASES)
    assert min(cases.values()) >= 10


def test_multi_items_have_several_terms() -> None:
    for item in ITEMS:
        if "multi" in item.tags:
            assert len({expected.term for expected in item.expected}) >= 2, item.id


@pytest.mark.parametrize("item", POSITIVE, ids=item_id)
def test_source_holds_the_terms_in_the_order_expected(item: Item) -> None:
    position = 0
    for expected in item.expected:
        stem = re.escape(expected.term)
        found = re.compile(rf"\b{stem}(s|'s|s')?\b", re.IGNORECASE).search(item.source, position)
        assert found, expected.term
        position = found.end()


@pytest.mark.parametrize("item", POSITIVE, ids=item_id)
def test_every_expected_form_belongs_to_the_paradigm(item: Item) -> None:
    russian = load_morphology("ru")
    for expected in item.expected:
        paradigm = {form.text.lower() for form in russian.paradigm(item.entry(expected.term))}
        assert {form.lower() for form in expected.forms} <= paradigm
        right = russian.inflect_phrase(item.entry(expected.term), expected.case, expected.number)
        assert right is not None
        assert right.lower() in {form.lower() for form in expected.forms}


@pytest.mark.parametrize("item", POSITIVE, ids=item_id)
def test_reference_holds_one_right_form_for_each_occurrence(item: Item) -> None:
    russian = load_morphology("ru")
    wanted = Counter(expected.term for expected in item.expected)
    for term, count in wanted.items():
        texts = [span.of(item.reference) for span, _ in russian.find_term(item.entry(term), item.reference)]
        allowed = [{f.lower() for f in e.forms} for e in item.expected if e.term == term]
        assert len(texts) >= count
        for forms in allowed:
            assert any(text.lower() in forms for text in texts), (texts, forms)


@pytest.mark.parametrize("item", POSITIVE, ids=item_id)
def test_reference_agrees_with_its_terms(item: Item) -> None:
    russian = load_morphology("ru")
    for expected in item.expected:
        for span, form in russian.find_term(item.entry(expected.term), item.reference):
            assert form is not None
            assert russian.agree(item.reference, span) is not False


@pytest.mark.parametrize("item", NEGATIVE, ids=item_id)
def test_negative_item_is_a_near_miss_and_its_reference_holds_no_term(item: Item) -> None:
    assert not item.expected
    for entry in item.entries:
        words = [word.lower() for word in entry.source.split() if len(word) > 1]
        assert any(word in item.source.lower() for word in words)
        assert load_morphology("ru").find_term(entry, item.reference) == ()

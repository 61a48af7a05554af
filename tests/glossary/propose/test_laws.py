"""What holds of proposals for any text at all."""

from __future__ import annotations

import itertools
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from translate_pipe.glossary.propose import draft_glossary, propose_terms
from translate_pipe.glossary.propose.tokens import read_line
from translate_pipe.glossary.tables.table import parse_table
from translate_pipe.model import Segment, Span

WORDS = st.sampled_from(
    [
        *(
            "Anna",
            "Berg",
            "Mr",
            "President",
            "of",
            "the",
            "Bank",
            "England",
            "said",
            "to",
            "carbon",
            "tax",
            "taxes",
        ),
        *(
            "EU",
            "(",
            ")",
            "“",
            "”",
            '"',
            "'s",
            "’s",
            ",",
            ".",
            "&",
            "and",
            "van",
            "covered",
            "market",
            "U.S.",
            "IV",
        ),
        *(
            "new",
            "is",
            "in",
            "Ltd",
            "St",
            "J.",
            "-",
            "…",
            "№",
            "état",
            "Москва",
            "東京",
            "\u00a0",
            "a",
            "I",
            "=x",
            "|",
        ),
    ]
)
SOURCE = st.one_of(st.lists(WORDS, min_size=1, max_size=14).map(" ".join), st.text(min_size=1, max_size=40))
SEGMENTS = st.lists(SOURCE, min_size=1, max_size=6).map(
    lambda sources: [
        Segment(f"s{n}", n, Span(0, len(source)), source, 0) for n, source in enumerate(sources, 1)
    ]
)


@given(segments=SEGMENTS, locale=st.sampled_from(["en", "ru", "de", "zh"]))
@settings(max_examples=150, deadline=None)
def test_rows_are_distinct_counted_and_grouped_behind_their_heads(
    segments: list[Segment], locale: str
) -> None:
    rows = propose_terms(segments, locale=locale)
    terms = [row.term for row in rows]
    assert len(set(terms)) == len(terms)
    for row in rows:
        assert row.count >= 1
        assert row.term == row.term.strip() != ""
        assert row.head == "" or row.head in terms
        assert row.head != row.term


@given(segments=SEGMENTS)
@settings(max_examples=100, deadline=None)
def test_tokens_stand_where_they_say(segments: list[Segment]) -> None:
    for segment in segments:
        tokens = read_line(segment).tokens
        assert all(segment.source[token.start : token.end] == token.text for token in tokens)
        assert all(one.end <= two.start for one, two in itertools.pairwise(tokens))


def test_a_nul_in_an_example_gives_a_draft_that_reads_back() -> None:
    source = "The EU\x00 said so, and the EU agreed."
    rows = propose_terms([Segment("s1", 1, Span(0, len(source)), source, 0)])
    content = draft_glossary({"ru": rows}, source="en").to_bytes()
    assert b"\x00" not in content
    assert [record.cells[0] for record in parse_table(content, path="draft.csv").rows] == ["EU"]


@given(segments=SEGMENTS)
@settings(max_examples=50, deadline=None)
def test_a_draft_reads_back_row_by_row(segments: list[Segment]) -> None:
    rows = propose_terms(segments)
    table = draft_glossary({"ru": rows}, source="en")
    read = parse_table(table.to_bytes(), path="draft.csv")
    assert [re.sub(r"\s+", " ", record.cells[0]) for record in read.rows] == [row.term for row in rows]

"""Whatever bytes are called a glossary: they are read to the byte, or refused in words."""

from __future__ import annotations

import contextlib

from hypothesis import example, given
from hypothesis import strategies as st

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.faults.check import check_read_tables
from translate_pipe.glossary.faults.fix import fix_table
from translate_pipe.glossary.load import build_glossary
from translate_pipe.glossary.match import find_terms
from translate_pipe.glossary.tables.table import parse_table
from translate_pipe.model import Segment, Span

header = st.sampled_from(
    ["en,ru", "en;ru;status", "en\tru\tforms", "sep=;\nen;ru", "", "#x", "en", "ru,uk", '"en","ru"']
)
characters = st.text(
    st.sampled_from("aя,;\t|\"#\n\r =-«».'’\u200b\u00a0\u0301\x00北" + "\ufeff"), max_size=60
)
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1251"])


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    if draw(st.booleans()):
        return draw(st.binary(max_size=60))
    text = draw(header) + "\n" + draw(characters)
    return text.encode(draw(encodings), "replace") + draw(st.binary(max_size=2))


@given(contents(), st.sampled_from(["a.csv", "a.tsv", "a.txt"]))
@example(b"\xff\xfe", "a.csv")
@example(b"", "a.txt")
@example(b"en,ru\n\xff,\n", "a.csv")
def test_any_bytes_are_read_or_refused(content: bytes, path: str) -> None:
    try:
        table = parse_table(content, path=path)
    except GlossaryError:
        return
    assert table.to_bytes() == content
    for fault in check_read_tables([table], dictionary_forms=False):
        assert 1 <= fault.line <= len(content) + 1
    with contextlib.suppress(GlossaryError):
        build_glossary([table], "en", "ru")
    fixed = fix_table(table)
    with contextlib.suppress(GlossaryError):
        fixed.to_bytes()


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4), st.text(max_size=80))
def test_any_terms_are_looked_for_in_any_text(terms: list[str], text: str) -> None:
    rows = "".join('"' + term.replace('"', '""') + '",x\n' for term in terms)
    try:
        glossary = build_glossary([parse_table(f"en,ru\n{rows}".encode(), path="a.csv")], "en", "ru")
    except (GlossaryError, UnicodeEncodeError):
        return
    for segment in (text, " ".join(terms)):
        report = find_terms([Segment("a", 1, Span(0, len(segment)), segment, 0)], glossary)
        assert all(match.span.of(segment) == match.surface for match in report.matches[0])

"""Damaged files are refused in words; no reader runs into an error of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bilingual.samples import sample
from translate_pipe.bilingual import FORMATS, parse_bitext, write_bitext
from translate_pipe.bilingual.formats import parse_bilingual
from translate_pipe.errors import BitextError

WRITTEN = {name: write_bitext(sample(), name) for name in FORMATS if name != "html"}
MEMBERS = {"xlsx": "xl/worksheets/sheet1.xml", "docx": "word/document.xml"}
LIGHT = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@st.composite
def damage(draw: st.DrawFn, content: bytes) -> bytes:
    """Cut a stretch out, or put other bytes in its place."""
    start = draw(st.integers(0, len(content)))
    stop = draw(st.integers(start, min(len(content), start + 40)))
    put = draw(
        st.sampled_from([b"", b'"', b"<", b">", b"&", b"\x00", b"\xff", b"\t", b"\n", b"[", b"{}", b"9"])
    )
    return content[:start] + put + content[stop:]


def refusal(read: Callable[[], object], otherwise: str) -> str:
    """Return the words in which a file is refused, `otherwise` if it is read."""
    try:
        read()
    except BitextError as error:
        return str(error)
    return otherwise


@pytest.mark.parametrize("name", WRITTEN)
@LIGHT
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    content = data.draw(damage(WRITTEN[name]))
    path = Path("x" + FORMATS[name].extension)
    assert str(path) in refusal(lambda: parse_bilingual(content, path), str(path))


@pytest.mark.parametrize("name", MEMBERS)
@LIGHT
@given(data=st.data())
def test_an_archive_with_a_damaged_member_is_read_or_refused(name: str, data: st.DataObject) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WRITTEN[name])) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.namelist():
            held = old.read(member)
            new.writestr(member, data.draw(damage(held)) if member == MEMBERS[name] else held)
    path = Path("x" + FORMATS[name].extension)
    assert str(path) in refusal(lambda: parse_bilingual(stream.getvalue(), path), str(path))


@LIGHT
@given(data=st.data())
def test_a_damaged_bitext_is_read_or_refused(data: st.DataObject) -> None:
    content = data.draw(damage(WRITTEN["jsonl"]))
    assert "x.bitext.jsonl" in refusal(
        lambda: parse_bitext(content, Path("x.bitext.jsonl")), "x.bitext.jsonl"
    )

"""A JSONL bitext is read line by line, whatever an editor has made of its lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bilingual.samples import sample
from translate_pipe.bilingual import parse_bitext, read_bitext, write_bitext
from translate_pipe.errors import BitextError

WRITTEN = write_bitext(sample(), "jsonl")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(WRITTEN, id="as written"),
        pytest.param(WRITTEN.rstrip(), id="no line feed at the end"),
        pytest.param(b"\xef\xbb\xbf" + WRITTEN.replace(b"\n", b"\r\n"), id="mark and CRLF"),
        pytest.param(WRITTEN.replace(b"\n", b"\r"), id="CR"),
        pytest.param(WRITTEN.replace(b"\n", b"\n\n \n"), id="blank lines"),
        pytest.param(WRITTEN.decode().encode("utf-16"), id="UTF-16"),
    ],
)
def test_lines_end_as_they_like(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.ru.bitext.jsonl"
    path.write_bytes(content)
    assert read_bitext(path) == parse_bitext(content, path) == sample()


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (b"", 1, "does not say"),
        (WRITTEN.replace(b'"version":1', b'"version":7'), 1, "version 7"),
        (WRITTEN.replace(b'"article":"news.txt",', b""), 1, "has no article|article is None"),
        (WRITTEN + b"{}\n", 6, "no member 'segment'"),
        (WRITTEN.replace(b"\n", b"\r\n") + b"\xff\r\n", 6, "not in UTF-8"),
        (WRITTEN.replace(b"\n", b"\n\n") + b"[]\n", 11, "it is no object"),
    ],
)
def test_fault_is_named_with_its_line(tmp_path: Path, content: bytes, line: int, problem: str) -> None:
    path = tmp_path / "news.ru.bitext.jsonl"
    path.write_bytes(content)
    with pytest.raises(BitextError, match=problem) as raised:
        read_bitext(path)
    assert raised.value.line == line


def test_line_of_no_plausible_length_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("translate_pipe.bilingual.source.MAX_BYTES", 500)
    path = tmp_path / "news.ru.bitext.jsonl"
    path.write_bytes(WRITTEN)
    with pytest.raises(BitextError, match="has a line of more than"):
        read_bitext(path)

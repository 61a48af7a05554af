"""The case tables of tests/cases/segment: one block each, and the segments a translator would want."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from translate_pipe.model import Block, BlockKind, Document, Span
from translate_pipe.segment import segment_document

CASES = Path(__file__).parents[1] / "cases" / "segment"
KINDS: dict[str, BlockKind] = {kind: kind for kind in get_args(BlockKind)}
ESCAPES = {"\\n": "\n", "\\t": "\t", "\\u2028": "\u2028", "\\u00a0": "\u00a0", "\\u00ad": "\u00ad"}


def unescape(text: str) -> str:
    for written, meant in ESCAPES.items():
        text = text.replace(written, meant)
    return text


def read_cases(path: Path) -> list[tuple[str, BlockKind, str, list[str]]]:
    cases: list[tuple[str, BlockKind, str, list[str]]] = []
    name = ""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# "):
            name = line[2:]
        elif line.startswith("> "):
            text, kind = line[2:], KINDS["paragraph"]
            if text.startswith("[") and text[1:].split("]")[0] in KINDS:
                kind = KINDS[text[1:].split("]")[0]]
                text = text.split("] ", 1)[1]
            cases.append((name, kind, unescape(text), []))
        elif line.startswith("= "):
            cases[-1][3].append(unescape(line[2:]))
        else:
            assert not line.strip(), f"{path.name}: not a case line: {line!r}"
    return cases


ALL = [
    pytest.param(path.stem, kind, text, expected, id=f"{path.stem}: {name}")
    for path in sorted(CASES.glob("*.txt"))
    for name, kind, text, expected in read_cases(path)
]


@pytest.mark.parametrize(("locale", "kind", "text", "expected"), ALL)
def test_block_is_segmented_as_a_translator_would(
    locale: str, kind: BlockKind, text: str, expected: list[str]
) -> None:
    document = Document("case", "txt", text, (Block(kind, Span(0, len(text))),))
    assert [segment.source for segment in segment_document(document, locale)] == expected


@pytest.mark.parametrize(
    ("language", "least"), [("en", 30), ("ru", 30), ("uk", 15), ("de", 15), ("fr", 15), ("es", 15)]
)
def test_each_language_has_its_table(language: str, least: int) -> None:
    assert len(read_cases(CASES / f"{language}.txt")) >= least

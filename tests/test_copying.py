"""Translating with an engine that copies gives back the file, whatever stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.article.test_dialects import DIALECTS
from tests.terminology.scripted import ScriptedEngine
from tests.test_pipeline import job
from translate_pipe.article import FORMATS, read_article, write_article
from translate_pipe.errors import ArticleError
from translate_pipe.model import Hypothesis
from translate_pipe.pipeline import translate_documents

ROOT = Path(__file__).parents[1]
CASES = ROOT.parent / "shared" / "cases" / "articles"
FILES = sorted([*(ROOT / "seeds").iterdir(), *(CASES.iterdir() if CASES.is_dir() else ())])


class CopyingEngine(ScriptedEngine):
    """An engine whose every translation is its source."""

    def translate(self, sources: Sequence[str], **_: object) -> list[tuple[Hypothesis, ...]]:
        """Return each source as its own translation."""
        return [(Hypothesis(source, -0.1),) for source in sources]


def copy(content: bytes, input_format: str) -> bytes:
    document = read_article(None, content=content, input_format=input_format)
    (done,) = translate_documents([document], replace(job(CopyingEngine()), numbers="off"))
    return write_article(document, done.bitext.units, target_locale="ru")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_copied_article_is_the_article(path: Path) -> None:
    article_format = next(name for name, extensions in FORMATS.items() if path.suffix in extensions)
    assert copy(path.read_bytes(), article_format) == path.read_bytes()


def test_copied_dialects_are_the_same() -> None:
    for source in (source for pairs in DIALECTS.values() for source, _ in pairs):
        assert copy(source.encode(), "md").decode() == source


PIECES = st.lists(
    st.sampled_from([
        "The council ", "met. ", "<b>", "</b>", "H<sub>2</sub>O ", "**", "*", "`a`", "\n", "\n\n", "- ",
        "> ", ":::note\n", ":::\n", "{{ x }} ", "{% y %}\n", "[a](b) ", "&mdash; ", "<br>",
        "<p title='A b'>", "</p>", "# ", "| a | b |\n", "|---|---|\n", "$x_1$ ", ":smile: ",
        "un<i>believ</i>able ", "<div>\n", "</div>\n", "![c](d) ", "---\n", "title: e\n", ": f\n",
        "import g from 'h'\n", "<I j='k' title=\"L\">\n", "</I>\n", "1. ", "    ", "\r\n",
    ]),
    min_size=1,
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(PIECES, st.sampled_from(["md", "html"]))
def test_copied_text_of_any_construct_is_the_same(source: str, input_format: str) -> None:
    try:
        read_article(None, content=source.encode(), input_format=input_format)
    except ArticleError:
        return  # without text there is nothing to copy
    assert copy(source.encode(), input_format) == source.encode()

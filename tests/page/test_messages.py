"""The words of the page: every message is translated, and no translation is left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from translate_pipe.bilingual.html import UI_LOCALES, read_messages
from translate_pipe.model import MORPHOLOGY_CASES
from translate_pipe.qa import CHECKS

PAGE = Path(__file__).parents[2] / "translate_pipe" / "bilingual" / "page"
# Words that reach the page as values: grammatical forms and kinds of blocks.
VALUES = {
    *MORPHOLOGY_CASES,
    *("singular", "plural", "heading", "list-item", "table-cell", "quote", "caption", "cue", "verse"),
}


def used_messages() -> set[str]:
    script = (PAGE / "page.js").read_text(encoding="utf-8")
    markup = (PAGE / "page.html").read_text(encoding="utf-8")
    said = set(re.findall(r'say\("((?:[^"\\]|\\.)*)"', script))
    keys = set(re.findall(r'\], "[^"]*", "([^"]+)"', script)) | set(
        re.findall(r'\["(?:Ctrl\+\w+|Esc)", "([^"]+)"\]', script)
    )
    checks = {f"check {name}" for name in CHECKS if name != "term-missing"}
    return said | checks | keys | set(re.findall(r'data-(?:say|label)="([^"]+)"', markup)) | VALUES


@pytest.mark.parametrize("locale", [locale for locale in UI_LOCALES if locale != "en"])
def test_every_message_is_translated_and_none_is_left_over(locale: str) -> None:
    assert set(read_messages(locale)) == used_messages()


@pytest.mark.parametrize("locale", [locale for locale in UI_LOCALES if locale != "en"])
def test_translations_keep_the_places_for_values(locale: str) -> None:
    for message, translation in read_messages(locale).items():
        assert sorted(re.findall(r"\{\w+\}", message)) == sorted(re.findall(r"\{\w+\}", translation))

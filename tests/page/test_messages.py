"""The words of the page: every message is translated, and no translation is left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.qa.test_cases import TABLES, make_unit
from translate_pipe.bilingual.html import UI_LOCALES, read_messages
from translate_pipe.model import MORPHOLOGY_CASES
from translate_pipe.qa import CHECKS, check_unit

PAGE = Path(__file__).parents[2] / "translate_pipe" / "bilingual" / "page"
# Words that reach the page as values: grammatical forms and kinds of blocks.
VALUES = {
    *MORPHOLOGY_CASES,
    *("singular", "plural", "heading", "list-item", "table-cell", "quote", "caption", "cue", "verse"),
}


def findings() -> set[str]:
    """What the page can say of an issue in another language than English."""
    script = (PAGE / "page.js").read_text(encoding="utf-8")
    (listed,) = re.findall(r"const findings = \[\n(.*?)\n  \]", script, re.DOTALL)
    return set(re.findall(r'^    "(.*)",$', listed, re.MULTILINE))


def used_messages() -> set[str]:
    script = (PAGE / "page.js").read_text(encoding="utf-8")
    markup = (PAGE / "page.html").read_text(encoding="utf-8")
    said = set(re.findall(r'say\("((?:[^"\\]|\\.)*)"', script))
    keys = set(re.findall(r'\], "[^"]*", "([^"]+)"', script)) | set(
        re.findall(r'\["(?:Ctrl\+\w+|Esc)", "([^"]+)"\]', script)
    )
    said |= findings()
    checks = {f"check {name}" for name in CHECKS if name != "term-missing"}
    return said | checks | keys | set(re.findall(r'data-(?:say|label)="([^"]+)"', markup)) | VALUES


SEEN_OVER_UNITS = "the same source is {target} in segment {number}"


@pytest.mark.parametrize("locale", [locale for locale in UI_LOCALES if locale != "en"])
def test_every_message_is_translated_and_none_is_left_over(locale: str) -> None:
    assert set(read_messages(locale)) == used_messages()


@pytest.mark.parametrize("locale", [locale for locale in UI_LOCALES if locale != "en"])
def test_translations_keep_the_places_for_values(locale: str) -> None:
    for message, translation in read_messages(locale).items():
        assert sorted(re.findall(r"\{\w+\}", message)) == sorted(re.findall(r"\{\w+\}", translation))


def messages_of_the_checks() -> set[str]:
    """What the checks say of the cases that are written for them, and of a repeated source."""
    said = set()
    for check, cases in TABLES.items():
        for _, sides, _ in cases:
            (source_locale, source), (target_locale, target) = sides
            unit = make_unit(source, target)
            said |= {
                issue.message
                for issue in check_unit(unit, source_locale, target_locale, None)
                if issue.check == check
            }
    return said


MESSAGES = messages_of_the_checks()


@pytest.mark.parametrize("finding", sorted(findings() - {SEEN_OVER_UNITS}))
def test_the_page_knows_findings_by_the_words_of_the_checks(finding: str) -> None:
    pattern = re.sub(r"\\{\w+\\}", ".+", re.escape(finding))
    assert any(re.fullmatch(pattern, message, re.DOTALL) for message in MESSAGES)

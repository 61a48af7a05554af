"""The case tables of tests/cases/qa: for every check, where it fires and where it must not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from translate_pipe.model import Segment, Span, TranslationUnit
from translate_pipe.qa import CHECKS, check_unit
from translate_pipe.segment import find_protected

CASES = Path(__file__).parents[1] / "cases" / "qa"
# These need a glossary or several units and have tests of their own.
ELSEWHERE = {"term-missing", "term-forbidden", "term-within", "inconsistent"}

Case = tuple[str, list[tuple[str, str]], list[str]]


def unescape(text: str) -> str:
    meant = {"\\n": "\n", "\\\\": "\\"}
    return re.sub(
        r"\\\\|\\n|\\u[0-9a-f]{4}", lambda m: meant.get(m.group()) or chr(int(m.group()[2:], 16)), text
    )


def read_cases(path: Path) -> list[Case]:
    cases: list[Case] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        side = re.match(r"([a-zA-Z-]{2,10})> (.*)$", line)
        if line.startswith("# "):
            cases.append((line[2:], [], []))
        elif side:
            cases[-1][1].append((side.group(1), unescape(side.group(2))))
        elif line.startswith("! "):
            cases[-1][2].append(line[2:])
        else:
            assert not line.strip(), f"{path.name}: not a case line: {line!r}"
    return [case for case in cases if case[1]]


TABLES = {path.stem: read_cases(path) for path in sorted(CASES.glob("*.txt"))}
ALL = [
    pytest.param(check, sides, expected, id=f"{check}: {name}")
    for check, cases in TABLES.items()
    for name, sides, expected in cases
]


def make_unit(source: str, target: str) -> TranslationUnit:
    segment = Segment("s1", 1, Span(0, len(source)), source, 0, protected=find_protected(source))
    return TranslationUnit(segment, target)


@pytest.mark.parametrize(("check", "sides", "expected"), ALL)
def test_check_fires_where_it_must_and_nowhere_else(
    check: str, sides: list[tuple[str, str]], expected: list[str]
) -> None:
    (source_locale, source), (target_locale, target) = sides
    issues = [
        issue
        for issue in check_unit(make_unit(source, target), source_locale, target_locale)
        if issue.check == check
    ]
    assert len(issues) == len(expected), [issue.message for issue in issues]
    for issue, part in zip(issues, expected, strict=True):
        assert part.strip() in issue.message
        text = source if issue.side == "source" else target
        assert issue.span is None or Span(0, len(text)).contains(issue.span)


@pytest.mark.parametrize("check", sorted(set(CHECKS) - ELSEWHERE))
def test_every_check_has_a_case_that_fires_and_one_that_must_not(check: str) -> None:
    outcomes = {bool(expected) for _, _, expected in TABLES[check]}
    assert outcomes == {True, False}

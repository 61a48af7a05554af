"""What a check is: a unit and its locales go in, findings come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from translate_pipe.figures.free import blank, find_all
from translate_pipe.locales import language_of, script_of
from translate_pipe.model import Issue, Morphology, Severity, Span, TranslationUnit

WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\u00ad-][^\W\d_]+)*")
"""A word with its inner apostrophes and hyphens."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of one unit; `severity` None is the check's own."""

    message: str
    side: Literal["source", "target"] = "target"
    span: Span | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit with a target, and its sides without the text that is copied to the letter.

    `free_source` and `free_target` are as long as source and target; protected text is blanked in them.
    """

    unit: TranslationUnit
    source_locale: str
    target_locale: str
    morphology: Morphology | None = None
    source: str = field(init=False)
    target: str = field(init=False)
    free_source: str = field(init=False)
    free_target: str = field(init=False)

    def __post_init__(self) -> None:
        segment = self.unit.segment
        object.__setattr__(self, "source", segment.source)
        object.__setattr__(self, "target", self.unit.target)
        object.__setattr__(self, "free_source", blank(segment.source, segment.protected))
        copied = find_all(self.unit.target, {span.of(segment.source) for span in segment.protected})
        object.__setattr__(self, "free_target", blank(self.unit.target, copied))

    @property
    def source_language(self) -> str:
        """The bare language of the source."""
        return language_of(self.source_locale)

    @property
    def target_language(self) -> str:
        """The bare language of the target."""
        return language_of(self.target_locale)

    @property
    def same_script(self) -> bool:
        """Tell whether both sides are written in the same script."""
        return script_of(self.source_locale) == script_of(self.target_locale)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its name, how grave its findings are, what it finds in a line, and the rule itself."""

    name: str
    severity: Severity
    description: str
    find: Callable[[Subject], Iterable[Finding]]

    def run(self, subject: Subject) -> list[Issue]:
        """Return the findings as issues."""
        return [
            Issue(
                check=self.name,
                severity=finding.severity or self.severity,
                segment_id=subject.unit.segment.id,
                message=finding.message,
                side=finding.side,
                span=finding.span,
            )
            for finding in self.find(subject)
        ]


def find_words(text: str) -> list[re.Match[str]]:
    """Return the words of `text` in order."""
    return list(WORD.finditer(text))


def quote(text: str, longest: int = 60) -> str:
    """Return `text` in quotation marks for a message, shortened in the middle."""
    if len(text) > longest:
        half = (longest - 1) // 2
        text = f"{text[:half]}…{text[-half:]}"
    return f"“{text}”"


def count_excess(target: Sequence[str], source: Sequence[str]) -> dict[str, int]:
    """Return how much oftener each item stands in `target` than in `source`, where it does."""
    return {
        item: target.count(item) - source.count(item)
        for item in dict.fromkeys(target)
        if target.count(item) > source.count(item)
    }

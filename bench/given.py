"""`python -m bench.given`: in which form terms are put into given sentences of several languages.

Each sentence of the hand sets has a wrong rendering, marked, that gives way to a term. No model is needed:
the rendering is known, and every candidate scores the same, so that what is measured is the morphology alone.
Printed are the shares of sentences that come out as the set says to the letter, and those that do not.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.match import match_terms
from translate_pipe.model import (
    Gender,
    Hypothesis,
    Link,
    Segment,
    Span,
    TermEntry,
    TermMatch,
)
from translate_pipe.morphology import load_morphology
from translate_pipe.terminology.enforce import enforce_terms

SETS = Path(__file__).parents[1] / "tests" / "cases" / "terminology"
_MARKED = re.compile(r"\[(.*)\]")


@dataclass(frozen=True, slots=True)
class Given:
    """A sentence, the entry it is about, the engine's text with the wrong rendering, and the right text."""

    segment: Segment
    entry: TermEntry
    text: str
    wrong: Span
    expected: str


class GivenEngine:
    """Has one given text a source, knows where the term is rendered, and prefers no candidate."""

    source_locale = "en"
    name = "given"
    packages: tuple[str, ...] = ("given 1",)
    fingerprint = "given"
    annotation: str | None = None

    def __init__(self, target_locale: str, rows: Sequence[Given]) -> None:
        self.target_locale = target_locale
        self._rows = {row.segment.source: row for row in rows}

    def translate(self, sources: Sequence[str], **_: object) -> list[tuple[Hypothesis, ...]]:
        """Return the given text of each source."""
        return [(Hypothesis(self._rows[source].text, -1.0),) for source in sources]

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:  # noqa: ARG002
        """Return the same score for each."""
        return [-1.0] * len(sources)

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:  # noqa: ARG002
        """Link the term with its wrong rendering."""
        rows = [self._rows[source] for source in sources]
        return [
            tuple(Link(match.span, row.wrong, 1.0) for match in find_terms_of(row, self.target_locale))
            for row in rows
        ]


def read_set(language: str) -> Iterator[Given]:
    """Yield the sentences of the hand set of a language."""
    with (SETS / f"{language}-given.tsv").open(encoding="utf-8", newline="") as lines:
        for place, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            hints = dict(hint.split("=") for hint in row["hints"].split())
            entry = TermEntry(
                row["term"],
                (row["target"],),
                pos="name" if hints.get("pos") == "name" else "noun",
                gender=cast("Gender | None", hints.get("gender")),
                number=cast("Literal['singular', 'plural'] | None", hints.get("number")),
            )
            found = _MARKED.search(row["hypothesis"])
            assert found is not None
            source = row["source"]
            yield Given(
                Segment(f"s{place:08x}", place, Span(0, len(source)), source, place),
                entry,
                _MARKED.sub(r"\1", row["hypothesis"]),
                Span(found.start(), found.end() - 2),
                _MARKED.sub(r"\1", row["expected"]),
            )


def find_terms_of(row: Given, language: str) -> tuple[TermMatch, ...]:
    """Return where the source has the term."""
    (found,) = match_terms([row.segment], Glossary("en", language, (row.entry,), ""))
    return tuple(found)


def put_terms(language: str) -> list[tuple[Given, str]]:
    """Return each sentence with the target that enforcement makes of it."""
    rows = list(read_set(language))
    engine, morphology = GivenEngine(language, rows), load_morphology(language)
    results = []
    for row in rows:
        matches = [find_terms_of(row, language)]
        hypotheses = engine.translate([row.segment.source])
        (made,) = enforce_terms(
            [row.segment], matches, hypotheses, engine, morphology, sources=("n-best", "repair")
        )
        results.append((row, made.target))
    return results


def main() -> None:
    """Print the share of right sentences for each language, and what is wrong."""
    for language in ("de", "pl", "uk", "es", "it", "pt", "fr"):
        results = put_terms(language)
        wrong = [(row, target) for row, target in results if target != row.expected]
        print(f"{language}: {len(results)} sentences, right {100 * (1 - len(wrong) / len(results)):.1f} %")
        for row, target in wrong:
            print(f"    {target}  (not: {row.expected})")


if __name__ == "__main__":
    main()

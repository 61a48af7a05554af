"""What becomes of figures in given sentences, some of them said wrongly: the hand sets of five languages.

No model is needed: the engine says what the set gives, and every candidate scores the same, so that what is
measured is how figures are found, judged and written. `python -m bench.numbers` prints the shares.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.given import GivenEngine
from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.match import match_terms
from translate_pipe.model import Hypothesis, Link, Segment, Span, TermEntry, TermMatch
from translate_pipe.morphology import load_morphology
from translate_pipe.terminology.enforce import enforce_terms

SETS = Path(__file__).parents[1] / "tests" / "cases" / "figures"
LANGUAGES = ("ru", "uk", "de", "fr", "es")
_MARKED = re.compile(r"\[(.*)\]")
_SPACES = re.compile("[\u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the engine's text, and the right text; with a term, how the engine renders that wrongly."""

    kind: str
    segment: Segment
    text: str
    expected: str
    entry: TermEntry | None = None
    wrong: Span | None = None


class SayingEngine(GivenEngine):
    """Says the given text of each source, and knows where the term is rendered."""

    def __init__(self, target_locale: str, rows: Sequence[Sentence]) -> None:
        super().__init__(target_locale, ())
        self._said = {row.segment.id: row for row in rows}
        self._current: Sentence | None = None

    def say(self, row: Sentence) -> None:
        """Choose whose text comes next: several rows have the same source."""
        self._current = row

    def translate(self, sources: Sequence[str], **_: object) -> list[tuple[Hypothesis, ...]]:
        """Return the given text for each source."""
        return [(Hypothesis(self._current.text if self._current else "", -1.0),)] * len(sources)

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:  # noqa: ARG002
        """Link the term with its wrong rendering."""
        row = self._current
        if row is None or row.wrong is None:
            return [()] * len(sources)
        links = tuple(Link(match.span, row.wrong, 1.0) for match in find_matches(row, self.target_locale))
        return [links] * len(sources)


def read_sentences(language: str) -> Iterator[Sentence]:
    """Yield the sentences of the hand set of a language."""
    with (SETS / f"{language}.tsv").open(encoding="utf-8", newline="") as lines:
        for place, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            term, _, rendering = row["term"].partition("=")
            found = _MARKED.search(row["hypothesis"])
            yield Sentence(
                row["kind"],
                Segment(f"s{place:08x}", place, Span(0, len(row["source"])), row["source"], place),
                _MARKED.sub(r"\1", row["hypothesis"]),
                row["expected"],
                TermEntry(term, (rendering,), pos="noun") if term else None,
                Span(found.start(), found.end() - 2) if found else None,
            )


def find_matches(row: Sentence, language: str) -> tuple[TermMatch, ...]:
    """Return where the source has the term of its row."""
    if row.entry is None:
        return ()
    (found,) = match_terms([row.segment], Glossary("en", language, (row.entry,), ""))
    return tuple(found)


def put_figures(language: str) -> list[tuple[Sentence, str]]:
    """Return each sentence with the target that enforcement makes of it, with ordinary spaces."""
    rows = list(read_sentences(language))
    engine, morphology = SayingEngine(language, rows), load_morphology(language)
    results = []
    for row in rows:
        engine.say(row)
        (made,) = enforce_terms(
            [row.segment],
            [find_matches(row, language)],
            engine.translate([row.segment.source]),
            engine,
            morphology,
            sources=("n-best", "repair"),
            numbers="locale",
        )
        results.append((row, _SPACES.sub(" ", made.target)))
    return results


def print_given() -> None:
    """Print the share of sentences that come out to the letter, by language and kind, and the others."""
    for language in LANGUAGES:
        results = put_figures(language)
        wrong = [(row, target) for row, target in results if target != row.expected]
        share = 100 * (1 - len(wrong) / len(results))
        print(f"\nhand set {language}: {len(results)} sentences, {share:.1f} % right to the letter")
        totals, faults = Counter(row.kind for row, _ in results), Counter(row.kind for row, _ in wrong)
        print("  " + ", ".join(f"{kind} {totals[kind] - faults[kind]}/{totals[kind]}" for kind in totals))
        for row, target in wrong:
            print(f"    {row.segment.source}\n      → {target}\n      not {row.expected}")

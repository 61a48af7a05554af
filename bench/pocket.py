"""`python -m bench.pocket`: terms in German and Polish translations by the pocket packages.

Real, if tiny, models translate sentences of `tests/cases/terminology/pocket.tsv`, each with a term whose
target they have never seen. Printed are the shares of targets that are right to the letter, once repaired
with the forms of the morphology and once with the dictionary form put in place of the engine's rendering.
"""

from __future__ import annotations

import csv
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.engines import load_engine
from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.match import match_terms
from translate_pipe.model import Engine, Morphology, Segment, Span, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.terminology.candidates import Enforced
from translate_pipe.terminology.enforce import enforce_terms

TESTS = Path(__file__).parents[1] / "tests"
PACKAGES = {"de": "translate-en_de-0_2", "pl": "translate-en_pl-0_1"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A source sentence, the entry it is about, and the target that is right."""

    source: str
    entry: TermEntry
    expected: str


def read_asked(locale: str) -> list[Asked]:
    """Return the sentences of a language."""
    path = TESTS / "cases" / "terminology" / "pocket.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Asked(row["source"], TermEntry(row["term"], (row["target"],), pos="noun"), row["expected"])
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["locale"] == locale
        ]


def load_pocket(locale: str, folder: Path) -> Engine:
    """Unpack the pocket package into a language and return its engine."""
    with zipfile.ZipFile(TESTS / "pocket" / f"{PACKAGES[locale]}.argosmodel") as archive:
        archive.extractall(folder)
    return load_engine("en", locale, packages_dir=folder)


def put_terms(rows: Sequence[Asked], engine: Engine, morphology: Morphology) -> list[Enforced]:
    """Return what enforcement makes of each sentence."""
    made = []
    for row in rows:
        segment = Segment("s1", 1, Span(0, len(row.source)), row.source, 0)
        matches = match_terms([segment], Glossary("en", engine.target_locale, (row.entry,), ""))
        hypotheses = engine.translate([row.source])
        made += enforce_terms(
            [segment], matches, hypotheses, engine, morphology, sources=("n-best", "repair")
        )
    return made


def main() -> None:
    """Print the shares, and the sentences that are wrong."""
    for locale in PACKAGES:
        rows = read_asked(locale)
        with tempfile.TemporaryDirectory() as folder:
            engine = load_pocket(locale, Path(folder))
            ours = put_terms(rows, engine, load_morphology(locale))
            pasted = put_terms(rows, engine, DefaultMorphology(locale))
        right, letters = (
            sum(one.target == row.expected for one, row in zip(made, rows, strict=True))
            for made in (ours, pasted)
        )
        print(f"{locale}: {len(rows)} sentences, right {right}; with the dictionary form {letters}")
        for one, row in zip(ours, rows, strict=True):
            if one.target != row.expected:
                print(f"    {one.target}  (not: {row.expected}; engine: {one.engine_text})")


if __name__ == "__main__":
    main()

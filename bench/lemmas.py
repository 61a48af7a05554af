"""`python -m bench.lemmas`: how many inflected terms are recognised by lemma, language by language.

`tests/cases/morphology/lemmas.tsv` has for each language sentences with a term in another form than the
glossary's, and sentences with words that are only like it; `lemmas-second.tsv` has more, by which nothing was
mended. A sentence is right if the term is found where the table says, to the letter, and nowhere else. Shown
are the shares with the morphology as it is and with the default one, which looks for the letters of the term,
and the sentences that are wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.model import Morphology, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.default import DefaultMorphology

CASES = Path(__file__).parents[1] / "tests" / "cases" / "morphology"
TABLES = ("lemmas.tsv", "lemmas-second.tsv")


@dataclass(frozen=True, slots=True)
class Sought:
    """A sentence, a target of that language, and the stretches in which it stands there."""

    locale: str
    term: str
    text: str
    places: tuple[str, ...]


def read_sought(table: str) -> list[Sought]:
    """Return the sentences of one of the tables."""
    with (CASES / table).open(encoding="utf-8", newline="") as lines:
        return [
            Sought(row["locale"], row["term"], row["text"], tuple(row["found"].strip("-").split(";")))
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def find_places(row: Sought, morphology: Morphology) -> tuple[str, ...]:
    """Return the stretches in which a morphology finds the term, as the table has them."""
    found = morphology.find_term(TermEntry("x", (row.term,)), row.text)
    return tuple(span.of(row.text) for span, _ in found) or ("",)


def count_right(rows: Sequence[Sought], morphology: Morphology) -> int:
    """Return how many sentences are right."""
    return sum(find_places(row, morphology) == row.places for row in rows)


def main() -> None:
    """Print the shares for each language and for all, and what is wrong, table by table."""
    for table in TABLES:
        print(f"{table}:")
        print_shares(read_sought(table))


def print_shares(rows: Sequence[Sought]) -> None:
    """Print the shares of one table."""
    right, plain = 0, 0
    for locale in dict.fromkeys(row.locale for row in rows):
        own, morphology = [row for row in rows if row.locale == locale], load_morphology(locale)
        parts = [[row for row in own if (row.places != ("",)) is there] for there in (True, False)]
        here, absent = (count_right(part, morphology) for part in parts)
        letters = count_right(own, DefaultMorphology(locale))
        right, plain = right + here + absent, plain + letters
        print(
            f"{locale}: recognised {here} of {len(parts[0])}, left alone {absent} of {len(parts[1])}; "
            f"by letters {letters} of {len(own)} right"
        )
        for row in own:
            found = find_places(row, morphology)
            if found != row.places:
                said, wanted = (";".join(places) or "-" for places in (found, row.places))
                print(f"    {row.term}: {row.text} ({said}, not {wanted})")
    print(f"all: {len(rows)} sentences, right {100 * right / len(rows):.1f} %", end="; ")
    print(f"by letters {100 * plain / len(rows):.1f} %")


if __name__ == "__main__":
    main()

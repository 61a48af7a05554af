"""`python -m bench.lemmas`: how many inflected terms are recognised by lemma, language by language.

`tests/cases/morphology/lemmas.tsv` has for each language sentences with a term in another form than the
glossary's, and sentences with words that are only like it; `lemmas-second.tsv` has more, by which nothing was
mended. A sentence is right if the term is found where the table says, to the letter, and nowhere else. Shown
are the shares with the morphology as it is and with the default one, which looks for the letters of the term,
and the sentences that are wrong.
"""

from __future__ import annotations

from bench.found import Sought, print_shares, read_sought
from translate_pipe.model import Morphology
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.default import DefaultMorphology

TABLES = ("morphology/lemmas.tsv", "morphology/lemmas-second.tsv")


def find_places(row: Sought, morphology: Morphology) -> tuple[str, ...]:
    """Return the stretches in which a morphology finds the term."""
    return tuple(span.of(row.text) for span, _ in morphology.find_term(row.entry(), row.text))


def main() -> None:
    """Print the shares for each language and for all, and what is wrong, table by table."""
    for table in TABLES:
        print(f"{table}:")
        print_shares(
            read_sought(table),
            lambda row: find_places(row, load_morphology(row.locale)),
            lambda row: find_places(row, DefaultMorphology(row.locale)),
        )


if __name__ == "__main__":
    main()

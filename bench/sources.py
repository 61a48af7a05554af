"""`python -m bench.sources`: how many inflected source terms are matched, language by language.

`tests/cases/glossary/inflected-sources.tsv` has for each language sentences with a source term in another
form than the glossary's, and sentences with words that are only like it: another lemma, a homograph, a longer
word; `inflected-sources-second.tsv` has more, written when those were mended, and
`inflected-sources-romance.tsv` those of Romance languages. A sentence is right if the term
is matched where the table says, to the letter, and nowhere else. Shown are the shares with the morphology of
the language and with none, which matches the letters of the term, and the sentences that are wrong.
"""

from __future__ import annotations

from bench.found import Sought, print_shares, read_sought
from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.match import match_terms
from translate_pipe.model import Morphology, Segment, Span
from translate_pipe.morphology import load_morphology

TABLES = (
    "glossary/inflected-sources.tsv",
    "glossary/inflected-sources-second.tsv",
    "glossary/inflected-sources-romance.tsv",
)


def find_places(row: Sought, morphology: Morphology | None) -> tuple[str, ...]:
    """Return the stretches in which the source term is matched, with a morphology or without."""
    segment = Segment("s1", 1, Span(0, len(row.text)), row.text, 0)
    glossary = Glossary(row.locale, "en", (row.entry(),), "")
    (found,) = match_terms([segment], glossary, morphology=morphology)
    return tuple(match.surface for match in found)


def main() -> None:
    """Print the shares for each language and for all, and what is wrong, table by table."""
    for table in TABLES:
        print(f"{table}:")
        print_shares(
            read_sought(table),
            lambda row: find_places(row, load_morphology(row.locale)),
            lambda row: find_places(row, None),
        )


if __name__ == "__main__":
    main()

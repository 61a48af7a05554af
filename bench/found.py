"""Tables of sentences in which a term is sought: how they are read and how shares of right ones are shown."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from translate_pipe.model import PartOfSpeech, TermEntry

CASES = Path(__file__).parents[1] / "tests" / "cases"


@dataclass(frozen=True, slots=True)
class Sought:
    """A sentence, the term sought in it, what the row says of it, and the stretches in which it stands."""

    locale: str
    term: str
    pos: PartOfSpeech | None
    text: str
    places: tuple[str, ...]

    def entry(self) -> TermEntry:
        """Return an entry with the term as its source and its target."""
        return TermEntry(self.term, (self.term,), pos=self.pos)


Finder = Callable[[Sought], tuple[str, ...]]


def read_sought(table: str) -> list[Sought]:
    """Return the sentences of a table of `tests/cases`."""
    with (CASES / table).open(encoding="utf-8", newline="") as lines:
        return [
            Sought(
                row["locale"],
                row["term"],
                cast("PartOfSpeech | None", row.get("pos") or None),
                row["text"],
                tuple(place for place in row["found"].strip("-").split(";") if place),
            )
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def print_shares(rows: Sequence[Sought], find: Finder, find_letters: Finder) -> None:
    """Print the shares of right sentences for each language and for all, and those that are wrong.

    Args:
        find: returns the stretches in which the term of a row is found.
        find_letters: the same without knowing its forms.
    """
    total, letters = 0, 0
    for locale in dict.fromkeys(row.locale for row in rows):
        own = [row for row in rows if row.locale == locale]
        there = [row for row in own if row.places]
        absent = [row for row in own if not row.places]
        recognised, alone = (sum(find(row) == row.places for row in part) for part in (there, absent))
        plain = sum(find_letters(row) == row.places for row in own)
        total, letters = total + recognised + alone, letters + plain
        print(
            f"{locale}: recognised {recognised} of {len(there)}, left alone {alone} of {len(absent)}; "
            f"by letters {plain} of {len(own)} right"
        )
        for row in own:
            found = find(row)
            if found != row.places:
                said, wanted = (";".join(places) or "-" for places in (found, row.places))
                print(f"    {row.term}: {row.text} ({said}, not {wanted})")
    print(f"all: {len(rows)} sentences, right {100 * total / len(rows):.1f} %", end="; ")
    print(f"by letters {100 * letters / len(rows):.1f} %")

"""Reading the hand-written tables of the morphology tests."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.model import MORPHOLOGY_CASES, Gender, Morphology, PartOfSpeech, Span, TermEntry

CASES = Path(__file__).parent.parent / "cases" / "morphology"
_POS: dict[str, PartOfSpeech] = {"name": "name", "noun": "noun", "adjective": "adjective", "verb": "verb"}
_GENDERS: dict[str, Gender] = {"m": "m", "f": "f", "n": "n"}


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table as dictionaries."""
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def entry_of(phrase: str, hints: str = "", source: str = "x") -> TermEntry:
    """Return an entry for a target with hints such as `pos=name gender=f`."""
    given = dict(hint.split("=") for hint in hints.split())
    flag = {"yes": True, "no": False}
    return TermEntry(
        source=source,
        targets=(phrase,),
        pos=_POS.get(given.get("pos", "")),
        gender=_GENDERS.get(given.get("gender", "")),
        animate=flag.get(given.get("animate", "")),
        indeclinable=given.get("indeclinable") == "yes",
    )


@dataclass(frozen=True, slots=True)
class ParadigmRow:
    """The six cases of a phrase in one number, none if it has no such number."""

    phrase: str
    hints: str
    number: str
    forms: tuple[tuple[str, str], ...]
    second_locative: str

    @property
    def entry(self) -> TermEntry:
        """Return the term entry the line stands for."""
        return entry_of(self.phrase, self.hints)


def read_paradigms(name: str) -> list[ParadigmRow]:
    """Return the lines of a paradigm table; `-` for the nominative says that the number does not exist."""
    rows = []
    for row in read_rows(name):
        forms = tuple((case, row[case]) for case in MORPHOLOGY_CASES if row["nominative"] != "-")
        assert all(form for _, form in forms), row
        rows.append(
            ParadigmRow(row["phrase"], row["hints"], row["number"], forms, row["second locative"] or "")
        )
    return rows


def sentence_of(row: dict[str, str]) -> tuple[str, Span]:
    """Return the text of a row without the brackets around its phrase, and where the phrase stands."""
    before, rest = row["text"].split("[")
    phrase, after = rest.split("]")
    return before + phrase + after, Span(len(before), len(before) + len(phrase))


def show_occurrences(morphology: Morphology, row: dict[str, str]) -> str:
    """Return where the target of a row is found in its text, and in which forms, as the tables write it."""
    found = morphology.find_term(entry_of(row["target"], row["hints"]), row["text"])
    shown = [
        f"{span.of(row['text'])}={'?' if form is None else f'{form.case} {form.number}'.strip()}"
        for span, form in found
    ]
    return ";".join(shown) or "-"

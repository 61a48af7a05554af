"""Sixty glossaries with two or three seeded faults each: all are found at their lines, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.glossary.clean import HAND_WRITTEN, make_rows, write_rows
from translate_pipe.glossary.faults.check import check_tables
from translate_pipe.glossary.faults.text_rules import TEXT_RULES

Rows = list[list[str]]
EN, RU, POS, GENDER, CASE, STATUS, NOTE = range(7)


def clean_glossaries() -> dict[str, bytes]:
    small, large = make_rows(400), make_rows(5000)
    omegat = "".join(f"{row[EN]}\t{row[RU]}\t{row[NOTE]}\n" for row in small)
    quoted = write_rows(small, delimiter=";", newline="\r\n").replace(
        "twice; as agreed", "twice;\r\nas agreed"
    )
    return {
        "large.csv": write_rows(large).encode(),
        "large.tsv": write_rows(large, delimiter="\t", newline="\r\n").encode("utf-16"),
        "spreadsheet.csv": quoted.encode("utf-8-sig"),
        "omegat.txt": omegat.encode(),
        "hand.csv": HAND_WRITTEN.encode(),
        "news.csv": (Path(__file__).parents[3] / "glossaries" / "news.csv").read_bytes(),
    }


@pytest.mark.parametrize(
    "name", ["large.csv", "large.tsv", "spreadsheet.csv", "omegat.txt", "hand.csv", "news.csv"]
)
def test_a_clean_glossary_raises_no_alarm(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(clean_glossaries()[name])
    assert [str(fault) for fault in check_tables([path])] == []


def set_cell(column: int, change: Callable[[str], str]) -> Callable[[Rows, int], int]:
    def seed(rows: Rows, at: int) -> int:
        rows[at][column] = change(rows[at][column])
        return at

    return seed


def add_row(**changes: str) -> Callable[[Rows, int], int]:
    """Add a copy of a row, some lines below it, with cells changed."""

    def seed(rows: Rows, at: int) -> int:
        below = min(at + 5, len(rows))
        row = list(rows[at])
        for name, value in changes.items():
            column = {"en": EN, "ru": RU, "status": STATUS}[name]
            row[column] = value.format(hyphenated=row[EN].replace(" ", "-"))
        rows.insert(below, row)
        return below

    return seed


def raw(text: str) -> Callable[[Rows, int], int]:
    """Put a line in the place of a row, to the letter."""

    def seed(rows: Rows, at: int) -> int:
        rows[at] = [text.format(en=rows[at][EN], ru=rows[at][RU])]
        return at

    return seed


SEEDS: dict[str, Callable[[Rows, int], int]] = {
    "lookalike-letter": set_cell(RU, lambda cell: cell.replace("а", "a", 1).replace("о", "o", 1)),
    "mixed-script": set_cell(RU, lambda cell: cell[:2] + "q" + cell[2:]),
    "wrong-script": set_cell(RU, lambda _: "Bezirksrat"),
    "wrong-language": set_cell(RU, lambda cell: cell.replace("ы", "і").replace("а", "ї").replace("о", "є")),
    "invisible-character": set_cell(RU, lambda cell: cell[:3] + "\u200b" + cell[3:]),
    "stray-space": set_cell(EN, lambda cell: cell + " "),
    "odd-space": set_cell(EN, lambda cell: cell.replace(" ", "\u00a0")),
    "line-break": set_cell(RU, lambda cell: cell.replace(" ", "\n")),
    "decomposed-letters": set_cell(RU, lambda cell: cell + " и\u0306"),
    "mojibake": set_cell(RU, lambda _: "РґРѕРј"),
    "lost-letters": set_cell(RU, lambda cell: "?" * len(cell)),
    "unpaired-mark": set_cell(RU, lambda cell: "«" + cell),
    "wrong-separator": set_cell(RU, lambda cell: cell + "; дом"),
    "empty-alternative": set_cell(RU, lambda cell: cell + "|"),
    "repeated-alternative": set_cell(RU, lambda cell: f"{cell}|{cell}"),
    "remark-in-term": set_cell(RU, lambda cell: cell + " (кратко)"),
    "end-punctuation": set_cell(RU, lambda cell: cell + ","),
    "formula": set_cell(RU, lambda cell: "=" + cell),
    "spreadsheet-error": set_cell(RU, lambda _: "#NAME?"),
    "placeholder": set_cell(RU, lambda _: "TODO"),
    "markup": set_cell(RU, lambda cell: f"<b>{cell}</b>"),
    "capital": set_cell(RU, str.capitalize),
    "no-target": set_cell(RU, lambda _: ""),
    "empty-source": set_cell(EN, lambda _: ""),
    "too-common": set_cell(EN, lambda _: "the"),
    "never-matches": set_cell(EN, lambda _: "https://example.org/council"),
    "long-term": set_cell(EN, lambda cell: " ".join([cell] * 9)),
    "unknown-value": set_cell(STATUS, lambda _: "prefered"),
    "contradiction": set_cell(STATUS, lambda _: "do-not-translate"),
    "only-forbidden": set_cell(STATUS, lambda _: "forbidden"),
    "not-dictionary-form": set_cell(RU, lambda _: "районного совета"),
    "duplicate": add_row(),
    "conflict": add_row(ru="другой дом"),
    "forbidden-target": add_row(status="forbidden"),
    "shadowed": add_row(en="{hyphenated}"),
    "broken-row": raw('"{en},{ru}'),
    "stray-quote": raw('{en},"{ru}" дом,noun,m,no,preferred,,7'),
    "too-many-cells": raw("{en},{ru},noun,m,no,preferred,one, two,7"),
    "too-few-cells": raw("{en},{ru}"),
}


def make_sick_glossary(number: int) -> tuple[str, set[tuple[str, int]]]:
    """Return a glossary with two or three faults, and their kinds and lines."""
    chance = random.Random(number)
    rows = make_rows(chance.choice((40, 90, 240)))
    # Each kind is seeded at least once over the sixty.
    kinds = [list(SEEDS)[number % len(SEEDS)], *chance.sample(list(SEEDS), 2)]
    kinds = list(dict.fromkeys(kinds))[: chance.choice((2, 3))]
    places = sorted(chance.sample(range(0, len(rows) - 12, 12), len(kinds)), reverse=True)
    seeded: list[tuple[str, list[str]]] = []
    for kind, place in zip(kinds, places, strict=True):
        seeded.append((kind, rows[SEEDS[kind](rows, place)]))
    lines: dict[int, int] = {}
    text = ""
    for row in [[], *rows]:
        written = write_rows([]) if not row else write_line(row)
        lines[id(row)] = text.count("\n") + 1
        text += written
    return text, {(kind, lines[id(row)]) for kind, row in seeded}


def write_line(row: list[str]) -> str:
    return row[0] + "\n" if len(row) == 1 else write_rows([row]).split("\n", 1)[1]


@pytest.mark.parametrize("number", range(60))
def test_seeded_faults_are_all_found_and_nothing_else(number: int, tmp_path: Path) -> None:
    text, seeded = make_sick_glossary(number)
    path = tmp_path / "sick.csv"
    path.write_text(text, encoding="utf-8")
    found = {(fault.kind, fault.line) for fault in check_tables([path])}
    assert seeded <= found
    assert {line for _, line in found} == {line for _, line in seeded}


def test_the_sixty_glossaries_seed_every_kind() -> None:
    kinds = {kind for number in range(60) for kind, _ in make_sick_glossary(number)[1]}
    assert kinds == set(SEEDS)
    assert len(kinds) >= 25
    assert {rule.kind for rule in TEXT_RULES} - kinds == {"mixed-encoding"}

"""A name goes in; its forms come out, by the dictionary first, then by a language's rules, part by part."""

from __future__ import annotations

from collections.abc import Callable

from translate_pipe.model import MORPHOLOGY_CASES
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.readings import Form

Cells = tuple[str, str, str, str, str, str]
"""The six forms of a name in the order of `MORPHOLOGY_CASES`."""


def decline_by_parts(
    lexicon: Lexicon,
    name: str,
    gender: str,
    decline: Callable[[Lexicon, str, str], Cells | None],
    fixed_first: frozenset[str],
) -> tuple[Form, ...]:
    """Return the six forms of a name, each part of a double name declined by itself; () if none declines."""
    parts = name.lower().split("-")
    rows: list[Cells] = []
    for position, part in enumerate(parts):
        last = position == len(parts) - 1
        fixed = not last and (part in fixed_first or len(part) < 3)
        cells = None if fixed else decline(lexicon, part, gender)
        rows.append(cells or (part,) * 6)
    if all(len(set(row)) == 1 for row in rows):
        return ()
    texts = ("-".join(row[index] for row in rows) for index in range(6))
    return tuple(Form(text, case, "singular") for text, case in zip(texts, MORPHOLOGY_CASES, strict=True))


def from_dictionary(lexicon: Lexicon, name: str, gender: str, kinds: frozenset[str]) -> Cells | None:
    """Return the forms of a name that the dictionary has with one of the tags `kinds` and this gender."""
    for reading in lexicon.readings(name):
        fits = reading.known and reading.tags & kinds and reading.case == "nominative"
        if not fits or reading.number != "singular" or reading.gender not in ("", gender):
            continue
        forms = [form for form in lexicon.forms(reading) if form.number == "singular"]
        forms.sort(key=lambda form: (form.second, form.rank))
        cells = [next((f.text for f in forms if f.case == case), "") for case in MORPHOLOGY_CASES]
        if all(cells):
            return (cells[0], cells[1], cells[2], cells[3], cells[4], cells[5])
    return None

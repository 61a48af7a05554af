"""Formats with a status for each term: their concepts become rows, and rows become terms with statuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from translate_pipe.glossary.formats.terms import Exchange, LossLog, TermRow, make_row
from translate_pipe.model import TermStatus

Standing = Literal["", "preferred", "admitted", "forbidden"]


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a concept: `standing` is "" where the file says nothing of it."""

    locale: str
    text: str
    standing: Standing = ""


def terms_of_row(row: TermRow, source: str, targets: Sequence[str], losses: LossLog) -> list[Term]:
    """Return the terms of a row, those of the source first, each with the standing that the row means.

    The first of several alternatives has the row's own status, if it gives one; the others are admitted.
    """
    terms = [Term(source, text, "admitted" if i else "") for i, text in enumerate(row.terms.get(source, ()))]
    for target in targets:
        status = row.status(target)
        if status == "do-not-translate":
            losses.add("status do-not-translate (written as target = source)", row.line, row.first(source))
            terms += [Term(target, text) for text in row.terms.get(source, ())[:1]]
            continue
        given = bool(row.feature("status", target))
        for i, text in enumerate(row.terms.get(target, ())):
            terms.append(Term(target, text, _standing(status, given, i)))
    return terms


def _standing(status: TermStatus, given: bool, index: int) -> Standing:
    if status == "forbidden":
        return "forbidden"
    if status == "admitted" or index:
        return "admitted"
    return "preferred" if given else ""


def rows_of_concept(
    terms: Iterable[Term], features: Mapping[str, str], line: int, exchange: Exchange
) -> list[TermRow]:
    """Return a concept as a row, with a second one for its forbidden terms if it has both kinds.

    The source is the one asked for, else the language of the first term.
    """
    found = list(terms)
    source = exchange.source or (found[0].locale if found else "")
    sources = [term for term in found if term.locale == source and term.standing != "forbidden"]
    for term in found:
        if term.locale == source and term.standing == "forbidden":
            exchange.losses.add("forbidden source term (left out)", line, term.text)
    usable = [term for term in found if term.locale != source and term.standing != "forbidden"]
    forbidden = [term for term in found if term.locale != source and term.standing == "forbidden"]
    ordered = sorted(usable, key=lambda term: ("preferred", "", "admitted").index(term.standing))
    rows: list[TermRow] = []
    if ordered or not forbidden:
        status = _row_status(ordered)
        rows.append(_row([*sources, *ordered], {**features, "status": status}, line))
    if forbidden:
        kept = {} if rows else dict(features)
        rows.append(_row([*sources, *forbidden], {**kept, "status": "forbidden"}, line))
    return [row for row in rows if row.terms]


def _row_status(targets: Sequence[Term]) -> str:
    """Return the status that the row must give: an alternative after the first is admitted anyway."""
    firsts = {term.locale: term.standing for term in reversed(targets)}
    if firsts and all(standing == "admitted" for standing in firsts.values()):
        return "admitted"
    return "preferred" if "preferred" in firsts.values() else ""


def _row(terms: Sequence[Term], features: Mapping[str, str], line: int) -> TermRow:
    return make_row([(term.locale, (term.text,)) for term in terms], features.items(), line)

"""A term entry and a morphology go in; the forms to be used, and where each fact comes from, come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from translate_pipe.model import MORPHOLOGY_CASES, Morphology, PhraseForm, TermEntry
from translate_pipe.morphology.support import Recognition, dictionary_of, recognition_of


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the project takes a target to be: `origin` is `row`, `analyser` or "" (nobody says)."""

    name: str
    value: str
    origin: str
    column: str
    """The column that overrules it."""


@dataclass(frozen=True, slots=True)
class Paradigm:
    """A target with its forms: `rows` are a case with its singular and its plural, "" where there is none.

    `other` are forms that have neither case nor number: of verbs, adverbs, or given by the row. `dictionary`
    names what the analyser knows its words from, "" where nobody knows them; `terms` says what it does with
    them, as `Support` has it.
    """

    entry: TermEntry
    target: str
    locale: str
    facts: tuple[Fact, ...]
    rows: tuple[tuple[str, str, str], ...]
    other: tuple[str, ...]
    origin: str
    terms: Recognition = "letters"
    dictionary: str = ""

    @property
    def source(self) -> str:
        """Say where the forms come from, and in which others the term is recognised."""
        if self.origin == "analyser":
            return f"forms from {self.dictionary}"
        given = "forms of the row" if self.origin == "row" else "no forms known"
        if self.terms == "letters":
            return f"{given}; recognised to the letter"
        return f"{given}; other forms recognised by {self.dictionary}"


def build_paradigms(entry: TermEntry, locale: str, morphology: Morphology) -> tuple[Paradigm, ...]:
    """Return a paradigm for each target of an entry; the explicit forms of the row belong to the first.

    A term that is copied has one form; an entry that only forbids has one paradigm without target.
    """
    if not entry.targets:
        copied = entry.source if entry.status == "do-not-translate" else ""
        return (Paradigm(entry, copied, locale, (), (), (copied,) if copied else (), "row"),)
    found: list[Paradigm] = []
    for number, target in enumerate(entry.targets):
        shown = entry if number == 0 else replace(entry, forms=())
        forms = morphology.paradigm(shown, target)
        rows = tuple(_rows(forms))
        placed = {text for _, *cells in rows for cell in cells for text in cell.split(", ")}
        other = tuple(dict.fromkeys(form.text for form in forms if form.text not in placed and not form.case))
        origin = "row" if shown.forms else "analyser" if rows or len(other) > 1 else ""
        facts = tuple(_facts(shown, target, locale, morphology))
        terms, dictionary = recognition_of(morphology), str(dictionary_of(morphology) or "")
        found.append(Paradigm(entry, target, locale, facts, rows, other, origin, terms, dictionary))
    return tuple(found)


def _rows(forms: Sequence[PhraseForm]) -> Iterator[tuple[str, str, str]]:
    for case in (*MORPHOLOGY_CASES, ""):
        cells = []
        for number in ("singular", "plural"):
            texts = [form.text for form in forms if (form.case, form.number) == (case, number)]
            cells.append(", ".join(dict.fromkeys(texts)))
        if any(cells):
            yield case or "all cases", cells[0], cells[1]
    paucal = [form.text for form in forms if form.number == "paucal"]
    if paucal:
        yield "after 2, 3, 4", "", ", ".join(dict.fromkeys(paucal))


def _facts(entry: TermEntry, target: str, locale: str, morphology: Morphology) -> Iterator[Fact]:
    head = morphology.head(entry, target)
    words = {"m": "masculine", "f": "feminine", "n": "neuter"}
    yield Fact("head word", head.text if head else "", "analyser" if head else "", "forms")
    guessed = words.get(head.gender, "") if head else ""
    given = words.get(entry.gender or "", "")
    yield _fact("gender", given, guessed, f"{locale}.gender")
    yield _fact("number", entry.number or "", head.number if head else "", f"{locale}.number")
    yield _fact("animate", _truth(entry.animate), _truth(head.animate if head else None), f"{locale}.animate")
    yield _fact("indeclinable", "yes" if entry.indeclinable else "", "", f"{locale}.indeclinable")


def _fact(name: str, given: str, guessed: str, column: str) -> Fact:
    if given:
        return Fact(name, given, "row", column)
    return Fact(name, guessed, "analyser" if guessed else "", column)


def _truth(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"

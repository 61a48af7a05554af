"""The terms of all rows go in; rows that repeat, contradict or hide one another come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from translate_pipe.glossary.faults.fault import Fault
from translate_pipe.glossary.faults.row_rules import Layout
from translate_pipe.glossary.load import find_conflict, merge_rows, settle_row
from translate_pipe.glossary.tables import values
from translate_pipe.model import Severity, TermEntry, TermStatus


@dataclass(frozen=True, slots=True)
class TermUse:
    """One source term of one row, with what is needed to compare it with others."""

    path: str
    line: int
    source: str
    cells: tuple[str, ...]
    layout: Layout

    @property
    def key(self) -> tuple[str, bool]:
        """What makes two source terms the same."""
        return values.source_key(self.source, self.layout.case_sensitive(self.cells))

    def entry(self, locale: str) -> TermEntry | None:
        """Return the entry that the row makes for a target locale, None if it says nothing there."""
        column = next((c for c in self.layout.targets if c.locale == locale), None)
        targets = values.split_alternatives(self.cells[column.index]) if column is not None else ()
        status: TermStatus = values.parse_status(self.layout.status(self.cells, locale))
        row = TermEntry(self.source, targets, status, path=self.path, line=self.line)
        return settle_row(row)


def check_terms(groups: Sequence[Sequence[TermUse]]) -> Iterator[Fault]:
    """Yield the faults among rows whose source terms read alike, word for word.

    Args:
        groups: the uses of each source term, compared by folded words, in order of file and line.
    """
    for group in groups:
        by_key: dict[tuple[str, bool], list[TermUse]] = {}
        for use in group:
            by_key.setdefault(use.key, []).append(use)
        for uses in by_key.values():
            yield from _check_same(uses)
        firsts = [uses[0] for uses in by_key.values()]
        yield from _check_shadows(firsts)


def _check_same(uses: list[TermUse]) -> Iterator[Fault]:
    locales = {column.locale: column.name for use in uses for column in use.layout.targets}
    for locale, name in locales.items():
        known: TermEntry | None = None
        for use in uses:
            entry = use.entry(locale)
            if entry is None:
                continue
            if known is None:
                known = entry
                continue
            if known.path == entry.path:
                fault = find_conflict(known, entry, name)
                if fault is not None:
                    yield fault
                known = merge_rows(known, entry)
            else:
                yield from _check_files(known, entry, name)
    yield from _check_repeats(uses)
    if all(use.layout.status(use.cells) == "forbidden" for use in uses):
        first = uses[0]
        yield _fault(
            first,
            "only-forbidden",
            "info",
            f'"{first.source}" has a forbidden rendering but no preferred one',
            "add a row with the rendering that is wanted",
        )


def _check_files(known: TermEntry, entry: TermEntry, column: str) -> Iterator[Fault]:
    """Compare what an earlier file says with what a later one does; the earlier one wins."""
    alone = replace(entry, path=known.path)
    if known.targets[:1] == entry.targets[:1] and find_conflict(known, alone, column) is None:
        return
    if known.status == "forbidden" or (
        entry.status == "forbidden" and not set(entry.forbidden) & {*known.targets}
    ):
        return
    yield Fault(
        "conflict-between-files",
        "warning",
        entry.path,
        entry.line,
        column,
        f'"{entry.source}" is rendered otherwise in {known.path}:{known.line}, which wins',
        "make them agree, or delete one",
    )


def _check_repeats(uses: list[TermUse]) -> Iterator[Fault]:
    """Yield rows that say nothing that an earlier row has not said."""
    said: dict[tuple[str, str], TermUse] = {}
    for use in uses:
        claims = [
            (column.locale + " " + use.layout.status(use.cells, column.locale), term)
            for column in use.layout.targets
            for term in values.split_alternatives(use.cells[column.index])
        ]
        claims = claims or [("", use.layout.status(use.cells))]
        earlier = said.get(claims[0])
        if earlier is not None and all(claim in said for claim in claims):
            same_file = earlier.path == use.path
            where = f"line {earlier.line}" if same_file else f"{earlier.path}:{earlier.line}"
            yield _fault(
                use,
                "duplicate",
                "warning" if same_file else "info",
                f'"{use.source}" says nothing that {where} does not say',
                "delete the row",
            )
        for claim in claims:
            said.setdefault(claim, use)


def _check_shadows(firsts: list[TermUse]) -> Iterator[Fault]:
    """Yield terms that differ from an earlier one only in marks and spaces, so that one hides the other.

    Terms that differ in letter case live side by side: US and us.
    """
    for at, use in enumerate(firsts[1:], start=1):
        for earlier in firsts[:at]:
            if _is_hidden(use, earlier):
                where = (
                    f"line {earlier.line}" if use.path == earlier.path else f"{earlier.path}:{earlier.line}"
                )
                yield _fault(
                    use,
                    "shadowed",
                    "warning",
                    f'"{use.source}" matches the same words as "{earlier.source}" ({where})',
                    "keep one of the two, or join their sources with |",
                )
                break


def _is_hidden(use: TermUse, earlier: TermUse) -> bool:
    exact = "exact" in (
        use.layout.feature(use.cells, "match"),
        earlier.layout.feature(earlier.cells, "match"),
    )
    cased = use.key[1] or earlier.key[1]
    return not exact and not (cased and _letters(use.source) != _letters(earlier.source))


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _fault(use: TermUse, kind: str, severity: Severity, message: str, remedy: str) -> Fault:
    return Fault(kind, severity, use.path, use.line, use.layout.source.name, message, remedy)

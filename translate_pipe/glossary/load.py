"""Glossary files and a pair of locales go in; term entries, or an error with all lines at fault, come out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from translate_pipe.glossary.collection import paused_collection
from translate_pipe.glossary.faults.fault import Fault, refuse_errors
from translate_pipe.glossary.tables.rows import read_rows
from translate_pipe.glossary.tables.table import GlossaryTable, read_table
from translate_pipe.glossary.tables.values import source_key
from translate_pipe.locales import name_of, parse_locale
from translate_pipe.model import TermEntry

_Key = tuple[str, bool]


@dataclass(frozen=True, slots=True, eq=False)
class Glossary:
    """Everything the glossary files say for one pair of locales, in file order; earlier files win.

    An entry without targets is either `do-not-translate` or says only what is `forbidden`. `digest` changes
    with whatever can change a translation and with nothing else: not with notes, the order of columns, or
    file names. `problems` are the findings that do not forbid translating; `untargeted` counts the source
    terms that have no target in this locale and are left to the engine.
    """

    source_locale: str
    target_locale: str
    entries: tuple[TermEntry, ...]
    digest: str
    problems: tuple[Fault, ...] = ()
    untargeted: int = 0


@paused_collection()
def load_glossary(
    paths: Sequence[Path],
    source_locale: str,
    target_locale: str,
    *,
    chosen: Sequence[tuple[int, str]] = (),
) -> Glossary:
    """Read glossary files for one pair of locales; where two files disagree, the earlier one wins.

    Args:
        chosen: columns whose meaning is given by hand; see `parse_choice`.

    Raises:
        GlossaryError: a file cannot be read, or rows are at fault; the message lists all of them.
    """
    return build_glossary([read_table(path, chosen=chosen) for path in paths], source_locale, target_locale)


@paused_collection()
def build_glossary(tables: Sequence[GlossaryTable], source_locale: str, target_locale: str) -> Glossary:
    """Make a glossary of tables that are already read; see `load_glossary`."""
    source, target = parse_locale(source_locale), parse_locale(target_locale)
    faults: list[Fault] = []
    merged: dict[_Key, TermEntry] = {}
    bare: dict[_Key, TermEntry] = {}
    for table in tables:
        entries: dict[_Key, TermEntry] = {}
        for row in read_rows(table, source, target, faults):
            for entry in row:
                _add_row(entries, bare, entry, target, faults)
        _add_file(merged, entries)
    refuse_errors(faults)
    untargeted = [entry for key, entry in bare.items() if key not in merged]
    if untargeted:
        faults.append(_untargeted_fault(untargeted, target))
    found = tuple(merged.values())
    digest = digest_entries(found, source, target)
    return Glossary(source, target, found, digest, tuple(faults), len(untargeted))


def _add_row(
    entries: dict[_Key, TermEntry],
    bare: dict[_Key, TermEntry],
    row: TermEntry,
    target: str,
    faults: list[Fault],
) -> None:
    """Merge one row into the entries of its file; a row that says nothing for this locale goes to `bare`."""
    key = source_key(row.source, row.case_sensitive)
    entry = settle_row(row)
    if entry is None:
        if row.status != "forbidden":
            bare.setdefault(key, row)
        return
    known = entries.get(key)
    if known is None:
        entries[key] = entry
        return
    fault = find_conflict(known, entry, target)
    if fault is not None:
        faults.append(fault)
    entries[key] = merge_rows(known, entry)


def settle_row(row: TermEntry) -> TermEntry | None:
    """Return the entry that one row makes, its targets where its status puts them; None if it is empty."""
    if row.status == "do-not-translate":
        return replace(row, targets=())
    if not row.targets:
        return None
    if row.status == "forbidden":
        return replace(row, targets=(), forbidden=row.targets)
    return row


def find_conflict(known: TermEntry, row: TermEntry, target: str) -> Fault | None:
    """Return how a row contradicts what earlier rows of the same file say of its source term, if it does."""
    where = f"line {known.line}"
    both = {known.status, row.status}
    if "do-not-translate" in both and (both & {"preferred", "admitted"}):
        message = f'"{row.source}" is translated in one row and do-not-translate in another ({where})'
        remedy = "keep one of the two rows"
    elif both == {"preferred"} and known.targets[:1] != row.targets[:1]:
        message = (
            f'"{row.source}" has two preferred targets: "{known.targets[0]}" ({where}) and "{row.targets[0]}"'
        )
        remedy = "set the status of one row to admitted or forbidden, or join them in one cell with |"
    else:
        clash = sorted({*known.targets, *row.targets} & {*known.forbidden, *row.forbidden})
        if not clash:
            return None
        message = f'"{clash[0]}" is both a target and forbidden for "{row.source}" ({where})'
        remedy = "delete one of the two"
        return Fault("forbidden-target", "error", row.path, row.line, target, message, remedy)
    return Fault("conflict", "error", row.path, row.line, target, message, remedy)


_RANK = {"do-not-translate": 0, "preferred": 1, "admitted": 2, "forbidden": 3}


def merge_rows(one: TermEntry, two: TermEntry) -> TermEntry:
    """Return both rows as one entry: features from the better status, targets in order of status."""
    first, second = (one, two) if _RANK[one.status] <= _RANK[two.status] else (two, one)
    return replace(
        first,
        targets=tuple(dict.fromkeys((*first.targets, *second.targets))),
        forbidden=tuple(dict.fromkeys((*one.forbidden, *two.forbidden))),
    )


def _add_file(merged: dict[_Key, TermEntry], entries: dict[_Key, TermEntry]) -> None:
    """Add the entries of a later file; of terms known already it adds only what they must not become."""
    for key, entry in entries.items():
        known = merged.get(key)
        if known is None:
            merged[key] = entry
        elif known.status == "forbidden":
            targets = tuple(target for target in entry.targets if target not in known.forbidden)
            if targets or entry.status == "do-not-translate":
                merged[key] = replace(
                    entry,
                    targets=targets,
                    forbidden=tuple(dict.fromkeys((*known.forbidden, *entry.forbidden))),
                )
        else:
            extra = [word for word in entry.forbidden if word not in known.targets]
            forbidden = tuple(dict.fromkeys((*known.forbidden, *extra)))
            merged[key] = replace(known, forbidden=forbidden)


def _untargeted_fault(entries: Sequence[TermEntry], target: str) -> Fault:
    first, name = entries[0], name_of(target)
    if len(entries) == 1:
        message = f'no {name} target for "{first.source}"'
    else:
        message = f'no {name} target for {len(entries)} terms, the first of them "{first.source}"'
    remedy = f"fill the {target} column or set status to do-not-translate"
    return Fault("empty-target", "info", first.path, first.line, target, message, remedy)


def digest_entries(entries: Iterable[TermEntry], source_locale: str, target_locale: str) -> str:
    """Return twelve hexadecimal digits over everything in the entries that can change a translation."""
    digest = hashlib.sha256(f"{source_locale}\n{target_locale}\n".encode())
    for entry in entries:
        words = "\x1e".join((entry.source, *entry.targets, "\x1d", *entry.forbidden, "\x1d", *entry.forms))
        rules = (entry.status, entry.pos, entry.gender, entry.number, entry.match)
        flags = (entry.animate, entry.indeclinable, entry.case_sensitive)
        digest.update(f"{words}\x1f{rules}{flags}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:12]

"""`glossary add`, `set`, `remove`, `merge`, `diff`: edits in place, entry by entry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.terminal import say

if TYPE_CHECKING:
    from translate_pipe.glossary.editing.diff import EntryChange
    from translate_pipe.glossary.editing.merge import Merge
    from translate_pipe.glossary.tables.table import GlossaryTable

File = Annotated[Path, typer.Argument(metavar="FILE", help="The glossary.")]
Term = Annotated[str, typer.Argument(metavar="TERM", help="The source term.")]
Cells = Annotated[
    list[str], typer.Argument(metavar="COLUMN=CELL…", help='What to write, such as ru="районный совет".')
]
Source = Annotated[str, typer.Option("--from", "--source", help="Language of the source terms.")]
Line = Annotated[int | None, typer.Option("--line", help="The line of the row, where a term has several.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the changes, but write nothing.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the glossary commands."""
    for command in (add, remove, set_, merge, diff):
        app.command(command.__name__.rstrip("_"))(command)


def add(file: File, term: Term, cells: Cells, source: Source = "en", dry_run: DryRun = False) -> None:
    """Add a row at the end, in the style of the file."""
    say(add_row(file, term, _parse(cells), source=source, dry_run=dry_run), nl=False)


def set_(
    file: File, term: Term, cells: Cells, source: Source = "en", line: Line = None, dry_run: DryRun = False
) -> None:
    """Change cells of a row; everything else in the file stays to the byte."""
    say(set_row(file, term, _parse(cells), source=source, line=line, dry_run=dry_run), nl=False)


def remove(
    file: File,
    term: Term,
    source: Source = "en",
    line: Line = None,
    every: Annotated[bool, typer.Option("--all", help="Remove all rows of the term.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Remove the row of a term."""
    say(remove_rows(file, term, source=source, line=line, every=every, dry_run=dry_run), nl=False)


def merge(
    file: File,
    others: Annotated[list[Path], typer.Argument(metavar="OTHER…", help="Glossaries to take rows from.")],
    source: Source = "en",
    target: Annotated[
        str, typer.Option("--to", help="Language of the targets, for files without a header.")
    ] = "",
    prefer_other: Annotated[
        bool, typer.Option("--prefer-other", help="Where both fill a cell, take the other's.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Add the rows of other glossaries to FILE, and fill its empty cells."""
    for other in others:
        merged, changes = merge_files(
            file, other, source=source, target=target, prefer_other=prefer_other, dry_run=dry_run
        )
        if as_json:
            conflicts = [asdict(conflict) for conflict in merged.conflicts]
            counts = {"other": str(other), "added": merged.added, "filled": merged.filled}
            typer.echo(json.dumps({**counts, "conflicts": conflicts}, ensure_ascii=False, indent=2))
            continue
        say(changes, nl=False)
        for line in format_merge(merged, file, other):
            say(line)


def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="The earlier glossary.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="The later glossary.")],
    source: Source = "en",
    target: Annotated[
        str, typer.Option("--to", help="Language of the targets, for files without a header.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Show what changed between two glossaries, entry by entry."""
    from translate_pipe.glossary.editing.diff import show_change

    changes = diff_files(before, after, source=source, target=target)
    if as_json:
        typer.echo(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2))
        return
    for change in changes:
        say(show_change(change))
    say(f"{len(changes)} entries differ" if len(changes) != 1 else "1 entry differs", err=True)


def add_row(
    path: Path, term: str, cells: Mapping[str, str], *, source: str = "en", dry_run: bool = False
) -> str:
    """Add a row to a glossary file and return the difference.

    Raises:
        GlossaryError: the row would be at fault, or the file cannot be written.
    """
    from translate_pipe.glossary.editing.edit import add_term
    from translate_pipe.glossary.tables.table import read_table

    table = read_table(path)
    return _save(table, add_term(table, term, cells, source_locale=source), source, dry_run=dry_run)


def set_row(
    path: Path,
    term: str,
    cells: Mapping[str, str],
    *,
    source: str = "en",
    line: int | None = None,
    dry_run: bool = False,
) -> str:
    """Change cells of a row of a glossary file and return the difference.

    Raises:
        GlossaryError: there is not one such row, or it would be at fault, or the file cannot be written.
    """
    from translate_pipe.glossary.editing.edit import set_cells
    from translate_pipe.glossary.tables.table import read_table

    table = read_table(path)
    changed = set_cells(table, term, cells, source_locale=source, line=line)
    return _save(table, changed, source, dry_run=dry_run)


def remove_rows(
    path: Path,
    term: str,
    *,
    source: str = "en",
    line: int | None = None,
    every: bool = False,
    dry_run: bool = False,
) -> str:
    """Remove the row or all rows of a source term from a glossary file and return the difference.

    Raises:
        GlossaryError: there is none, or several and no choice, or the file cannot be written.
    """
    from translate_pipe.glossary.editing.edit import remove_term
    from translate_pipe.glossary.tables.table import read_table

    table = read_table(path)
    removed = remove_term(table, term, source_locale=source, line=line, every=every)
    return _save(table, removed, source, dry_run=dry_run)


def merge_files(
    path: Path,
    other: Path,
    *,
    source: str = "en",
    target: str = "",
    prefer_other: bool = False,
    dry_run: bool = False,
) -> tuple[Merge, str]:
    """Merge `other` into the glossary at `path`; return what happened and the difference.

    Raises:
        GlossaryError: a file cannot be read, `other` has errors or would bring some in, or `path` cannot be
            written.
    """
    from translate_pipe.glossary.editing.edit import refuse_new_errors
    from translate_pipe.glossary.editing.merge import merge_tables
    from translate_pipe.glossary.editing.pairing import KeyedTable
    from translate_pipe.glossary.tables.table import read_table

    table, taken = read_table(path), read_table(other)
    refuse_new_errors(replace(taken, records=()), taken, source)
    merged = merge_tables(
        KeyedTable(table, source, target), KeyedTable(taken, source, target), prefer_other=prefer_other
    )
    refuse_new_errors(table, merged.table, source)
    return merged, _save(table, merged.table, source, target, dry_run=dry_run)


def format_merge(merged: Merge, path: Path, other: Path) -> list[str]:
    """Return the cells that were decided, one a line, and the counts."""
    lines = [
        f'{path}:{conflict.line}: "{conflict.source}", {conflict.column}: '
        f"kept {conflict.kept!r}, not {conflict.dropped!r}"
        for conflict in merged.conflicts
    ]
    counts = f"rows added: {merged.added}, cells filled: {merged.filled}, decided: {len(merged.conflicts)}"
    return [*lines, f"{other}: {counts}"]


def diff_files(before: Path, after: Path, *, source: str = "en", target: str = "") -> tuple[EntryChange, ...]:
    """Return what changed between two glossary files, entry by entry.

    Raises:
        GlossaryError: a file cannot be read.
    """
    from translate_pipe.glossary.editing.diff import diff_tables
    from translate_pipe.glossary.editing.pairing import KeyedTable
    from translate_pipe.glossary.tables.table import read_table

    one, two = read_table(before), read_table(after)
    return diff_tables(KeyedTable(one, source, target), KeyedTable(two, source, target))


def _parse(cells: Sequence[str]) -> dict[str, str]:
    from translate_pipe.glossary.editing.edit import parse_assignments

    return parse_assignments(cells)


def _save(
    before: GlossaryTable, after: GlossaryTable, source: str, target: str = "", *, dry_run: bool
) -> str:
    """Write the edited table, and return what changed entry by entry, with columns that are new."""
    from translate_pipe.glossary.editing.diff import diff_tables, show_change
    from translate_pipe.glossary.editing.pairing import KeyedTable
    from translate_pipe.glossary.tables.table import save_table

    if after.records != before.records and not dry_run:
        save_table(after)
    lines = [f"{after.path}: new column {name}" for name in after.header[len(before.header) :]]
    changes = diff_tables(KeyedTable(before, source, target), KeyedTable(after, source, target))
    lines += [show_change(change) for change in changes]
    return "".join(line + "\n" for line in lines)

"""`translate-pipe glossary`: files with terms are checked, shown, tried out and edited."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli import glossary_convert, glossary_edit, glossary_new, glossary_show
from translate_pipe.cli.terminal import say
from translate_pipe.errors import EXIT_ISSUES, UsageError

if TYPE_CHECKING:
    from translate_pipe.glossary.faults.fault import Fault

_NAMES = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("hint", "hints")}


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    glossary = typer.Typer(
        name="glossary",
        help="Draft, check, show, try out, edit and convert glossaries.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    glossary_new.register(glossary)
    glossary.command("check")(check)
    glossary_show.register(glossary)
    glossary_edit.register(glossary)
    glossary_convert.register(glossary)
    app.add_typer(glossary)


def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="Glossaries, earlier ones win.  [default: the project's]"),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", "--source", help="Language of the source terms.  [default: en]")
    ] = None,
    targets: Annotated[
        list[str] | None,
        typer.Option("--to", help="Language in which no target may be missing; may be repeated."),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", help="What columns of the glossary hold, such as en=2,ru=3."),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Repair what is safe, and show the changes.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --fix: show, but write nothing.")] = False,
    no_forms: Annotated[
        bool, typer.Option("--no-forms", help="Do not look dictionary forms up (quicker).")
    ] = False,
    fail_on: Annotated[
        str, typer.Option("--fail-on", help="Exit with 1 from this severity on: error, warning, info, never.")
    ] = "error",
    kinds: Annotated[bool, typer.Option("--kinds", help="List the kinds of faults, and exit.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Find every fault in glossaries: file, line, column, and what to do about it."""
    from translate_pipe.config import load_config, merge_options
    from translate_pipe.model import SEVERITIES

    if kinds:
        _list_kinds()
        return
    if fail_on not in (*SEVERITIES, "never"):
        raise UsageError(
            f"unknown severity {fail_on!r}", remedy="give --fail-on error, warning, info or never"
        )
    config = merge_options(load_config(Path.cwd()), source=source, glossaries=files, columns=columns)
    if not config.glossaries:
        raise UsageError("no glossary to check", remedy="name one, or set glossaries in translate-pipe.toml")
    if fix:
        for path in config.glossaries:
            changes = fix_file(path, source=config.source, targets=targets or (), dry_run=dry_run)
            say(changes, nl=False, err=as_json)
    from translate_pipe.glossary.faults.check import check_tables

    faults = check_tables(
        config.glossaries,
        source_locale=config.source,
        target_locales=targets or (),
        dictionary_forms=not no_forms,
        chosen=config.columns,
    )
    if as_json:
        typer.echo(faults_as_json(faults))
    else:
        say(format_faults(faults, len(config.glossaries)))
    if fail_on != "never" and reaches(faults, fail_on):
        raise typer.Exit(EXIT_ISSUES)


def _list_kinds() -> None:
    from translate_pipe.glossary.faults.kinds import KINDS

    width = max(map(len, KINDS))
    for kind, meaning in KINDS.items():
        say(f"{kind:<{width}}  {meaning}")


def fix_file(path: Path, *, source: str, targets: Sequence[str] = (), dry_run: bool = False) -> str:
    """Repair what is safe in a glossary file and return the difference, "" where there is none.

    Raises:
        GlossaryError: the file cannot be read, or somebody else is writing it.
    """
    from translate_pipe.glossary.faults.fix import fix_table, show_changes
    from translate_pipe.glossary.tables.table import read_table, save_table

    table = read_table(path)
    fixed = fix_table(table, source_locale=source, target_locales=targets)
    if fixed.records != table.records and not dry_run:
        save_table(fixed)
    return show_changes(table, fixed)


def format_faults(faults: Sequence[Fault], files: int) -> str:
    """Return one line a fault and a closing line with the counts."""
    from translate_pipe.model import SEVERITIES

    lines = []
    for fault in faults:
        column = f" [{fault.column}]" if fault.column else ""
        remedy = f"; {fault.remedy}" if fault.remedy else ""
        name = _NAMES[fault.severity][0]
        lines.append(f"{fault.path}:{fault.line}:{column} {name}: {fault.message}{remedy} ({fault.kind})")
    counts = Counter(fault.severity for fault in faults)
    found = [f"{counts[s]} {_NAMES[s][counts[s] != 1]}" for s in SEVERITIES if counts[s]]
    where = "1 file" if files == 1 else f"{files} files"
    lines.append(f"{', '.join(found)} in {where}" if found else f"no faults in {where}")
    return "\n".join(lines)


def faults_as_json(faults: Sequence[Fault]) -> str:
    """Return the faults as a JSON list of objects."""
    found = [
        {
            "kind": fault.kind,
            "severity": fault.severity,
            "path": fault.path,
            "line": fault.line,
            "column": fault.column,
            "message": fault.message,
            "remedy": fault.remedy,
        }
        for fault in faults
    ]
    return json.dumps(found, ensure_ascii=True, indent=2)


def reaches(faults: Sequence[Fault], severity: str) -> bool:
    """Tell whether a fault is at least as severe as `severity`."""
    from translate_pipe.model import SEVERITIES

    worst = SEVERITIES.index(severity)
    return any(SEVERITIES.index(fault.severity) <= worst for fault in faults)

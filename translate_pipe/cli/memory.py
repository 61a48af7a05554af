"""`translate-pipe memory`: what the translation memory holds, and its way in and out as TMX."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.terminal import say

if TYPE_CHECKING:
    from translate_pipe.memory.store import MemoryStats, MemoryUnit, TranslationMemory
    from translate_pipe.memory.tmx import ExportReport, ImportReport

MemoryOption = Annotated[
    Path | None, typer.Option("--memory", help="The memory.  [default: in your data folder]")
]
FromOption = Annotated[str | None, typer.Option("--from", "-f", help="Source language, such as en.")]
ToOption = Annotated[str | None, typer.Option("--to", "-t", help="Only this target language.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def register(app: typer.Typer) -> None:
    """Add the group of commands to the application."""
    group = typer.Typer(
        help="Import, export and search the translation memory.", no_args_is_help=True, rich_markup_mode=None
    )
    group.command("import")(import_memory)
    group.command("export")(export_memory)
    group.command("stats")(show_stats)
    group.command("find")(find_units)
    app.add_typer(group, name="memory")


def import_memory(
    files: Annotated[list[Path], typer.Argument(help="TMX files.")],
    memory: MemoryOption = None,
    source: FromOption = None,
    to: ToOption = None,
) -> None:
    """Remember the units of TMX files, from this or any other tool."""
    for path in files:
        report = run_import(path, memory, source, to, show_progress=sys.stderr.isatty())
        skipped = (
            f"; {report.skipped} had no source, no target or no known language" if report.skipped else ""
        )
        say(f"{path}: {report.units} units{skipped}")


def export_memory(
    file: Annotated[Path, typer.Argument(help="The TMX file to write.")],
    memory: MemoryOption = None,
    source: FromOption = None,
    to: ToOption = None,
) -> None:
    """Write the memory, or one pair of languages of it, to a TMX file."""
    report = run_export(file, memory, source, to)
    say(f"{file}: {report.units} units")
    if report.altered:
        say(f"in {report.altered} units a character that XML cannot hold became U+FFFD", err=True)


def show_stats(memory: MemoryOption = None, as_json: JsonOption = False) -> None:
    """Show how much the memory holds, of which languages and from when."""
    stats = read_stats(memory)
    if as_json:
        typer.echo(json.dumps({**asdict(stats), "path": str(stats.path)}, ensure_ascii=False, indent=2))
        return
    for line in format_stats(stats):
        say(line)


def find_units(
    text: Annotated[str, typer.Argument(help="Text that the source or the target holds.")],
    memory: MemoryOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many units to show at most.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Show units whose source or target holds a text, newest first."""
    units = search(text, memory, limit)
    if as_json:
        for unit in units:
            typer.echo(json.dumps(asdict(unit), ensure_ascii=False))
        return
    for line in format_units(units):
        say(line)
    if not units:
        say("nothing found", err=True)


def run_import(
    path: Path,
    memory: Path | None = None,
    source: str | None = None,
    to: str | None = None,
    *,
    show_progress: bool = False,
) -> ImportReport:
    """Import one TMX file into a memory, which is made if there is none.

    Raises:
        MemoryFileError: the file or the memory cannot be read.
        UsageError: an unknown language, or a file that does not name its source language.
    """
    from translate_pipe.memory import open_memory
    from translate_pipe.memory.tmx import import_tmx

    def show(count: int) -> None:
        typer.echo(f"\r{count} units", err=True, nl=False)

    with open_memory(memory) as opened:
        report = import_tmx(opened, path, source, to, progress=show if show_progress else None)
    if show_progress and report.units:
        say(err=True)
    return report


def run_export(
    path: Path, memory: Path | None = None, source: str | None = None, to: str | None = None
) -> ExportReport:
    """Export a memory to a TMX file.

    Raises:
        MemoryFileError: there is no such memory.
        TranslatePipeError: the file cannot be written.
    """
    from translate_pipe.memory.tmx import export_tmx

    with _existing(memory) as opened:
        return export_tmx(opened, path, source, to)


def read_stats(memory: Path | None = None) -> MemoryStats:
    """Return what a memory holds.

    Raises:
        MemoryFileError: there is no such memory.
    """
    with _existing(memory) as opened:
        return opened.stats()


def search(text: str, memory: Path | None = None, limit: int = 20) -> list[MemoryUnit]:
    """Return the units of a memory that hold a text.

    Raises:
        MemoryFileError: there is no such memory.
    """
    with _existing(memory) as opened:
        return opened.find(text, limit=limit)


def format_stats(stats: MemoryStats) -> list[str]:
    """Return the figures of a memory, a line each."""
    lines = [
        f"memory    {stats.path}",
        f"size      {stats.size / 1_000_000:.1f} MB",
        f"units     {stats.units}",
        f"sources   {stats.sources}",
        f"articles  {stats.articles}",
    ]
    if stats.first:
        lines.append(f"dates     {stats.first} to {stats.last}")
    return lines + [f"{source} → {target}  {count}" for source, target, count in stats.pairs]


def format_units(units: list[MemoryUnit]) -> list[str]:
    """Return a line of tab-separated text per unit: locales, source, target, article, date."""
    return [
        "\t".join(
            " ".join(text.split())
            for text in (
                f"{unit.source_locale} → {unit.target_locale}",
                unit.source,
                unit.target,
                unit.article,
                unit.date,
            )
        )
        for unit in units
    ]


@contextmanager
def _existing(path: Path | None) -> Iterator[TranslationMemory]:
    """Open a memory that must be there: looking must not make one."""
    from translate_pipe.errors import MemoryFileError
    from translate_pipe.memory import default_memory_path, open_memory

    chosen = path if path is not None else default_memory_path()
    if not chosen.exists():
        raise MemoryFileError(
            "there is no translation memory", path=chosen, remedy="`translate-pipe memory import` makes one"
        )
    with open_memory(chosen) as memory:
        yield memory

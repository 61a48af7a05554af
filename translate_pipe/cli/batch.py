"""`translate-pipe batch`: options become a request for many articles, the summary becomes text or JSON."""

from __future__ import annotations

import json
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from translate_pipe.cli import translate_options as options
from translate_pipe.cli.terminal import say
from translate_pipe.errors import EXIT_ISSUES, UsageError

if TYPE_CHECKING:
    from translate_pipe.batch.run import BatchSummary, Tell, Workers
    from translate_pipe.run import Request

# Where no terminal shows bars, a line says now and then how far the run is.
_LINE_SECONDS = 60.0

OutArgument = Annotated[Path, typer.Argument(help="The folder that was the batch's --out.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


class BatchGroup(TyperGroup):
    """Takes `batch FOLDER …` for `batch run FOLDER …`."""

    default = "run"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command before what begins with none."""
        if args and args[0] not in self.commands and args[0] not in ("--help", *self.list_commands(ctx)):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Add the group of commands to the application."""
    group = typer.Typer(
        cls=BatchGroup,
        help="Translate many articles; run again, and only what is new or changed is done.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command("run", cls=options.BilingualCommand)(run)
    group.command("status")(show_status)
    group.command("report")(show_report)
    app.add_typer(group, name="batch")


def run(
    articles: Annotated[
        list[str],
        typer.Argument(help="A folder, a pattern, a list of paths (.txt or -), or a manifest (.jsonl)."),
    ],
    to: options.ToOption = None,
    source: options.FromOption = None,
    glossary: options.GlossaryOption = None,
    columns: options.ColumnsOption = None,
    out: options.OutOption = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format", help="Bilingual format beside .bitext.jsonl; may be repeated.  [default: none]"
        ),
    ] = None,
    include: options.IncludeOption = None,
    exclude: options.ExcludeOption = None,
    bilingual: options.BilingualOption = None,
    input_format: options.InputFormatOption = None,
    encoding: options.EncodingOption = None,
    whole_page: options.WholePageOption = False,
    front_matter: options.FrontMatterOption = None,
    memory: options.MemoryOption = None,
    no_memory: options.NoMemoryOption = False,
    package: options.PackageOption = None,
    packages_dir: options.PackagesDirOption = None,
    beam: options.BeamOption = None,
    verify_only: options.VerifyOnlyOption = False,
    numbers: options.NumbersOption = None,
    check: options.CheckOption = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Processes on this machine; needs the extra dask."),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", help="Address of a Dask scheduler, such as tcp://host:8786.")
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(
            "--time-limit", min=1, help="Minutes until a worker is given up, for 64 KB of articles."
        ),
    ] = 30.0,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what has failed before.")
    ] = False,
    max_failures: Annotated[
        int | None, typer.Option("--max-failures", min=0, help="Stop when more articles than that fail.")
    ] = None,
    strict: options.StrictOption = False,
    fail_on: options.FailOnOption = None,
    fresh: options.FreshOption = False,
    ui_locale: options.UiLocaleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Translate what is new or changed among many articles."""
    from translate_pipe.batch.run import BatchRequest, run_batch
    from translate_pipe.config import require_known_checks
    from translate_pipe.qa import CHECKS
    from translate_pipe.run import Request
    from translate_pipe.terminology.enforce import SOURCES

    config = options.settle_config(
        check,
        targets=to,
        source=source,
        glossaries=glossary,
        columns=columns,
        out=out,
        formats=formats,
        include=include,
        exclude=exclude,
        bilingual=bilingual,
        front_matter=front_matter,
        memory=memory,
        package=package,
        packages_dir=packages_dir,
        numbers=numbers,
        fail_on=fail_on,
        ui_locale=ui_locale,
    )
    require_known_checks(config, CHECKS)
    request = Request(
        articles=(),
        targets=config.targets,
        source=config.source,
        glossaries=config.glossaries,
        columns=config.columns,
        out=config.out or options.DEFAULT_OUT,
        formats=config.formats,
        include=config.include,
        exclude=config.exclude,
        bilingual=config.bilingual,
        input_format=input_format,
        encoding=encoding,
        whole_page=whole_page,
        front_matter=config.front_matter,
        memory=None if no_memory else options.memory_path(config),
        package=config.package,
        packages_dir=config.packages_dir,
        beam=beam,
        sources=("n-best",) if verify_only else SOURCES,
        numbers=options.numbers_mode(config, verify_only=verify_only),
        checks=dict(config.checks),
        ui_locale=config.ui_locale,
        fresh=fresh,
    )
    batch = BatchRequest(
        request,
        tuple(articles),
        tuple(sys.stdin) if "-" in articles else (),
        retry_failed=retry_failed,
        most_failures=max_failures,
        command=shlex.join(sys.argv[1:]),
        say=lambda text: say(text, err=True),
    )
    with _show_progress() as tell, _open_workers(request, workers, scheduler, time_limit) as team:
        summary = run_batch(batch, team, tell)
    _print_summary(summary, request.out or options.DEFAULT_OUT, as_json)
    if (
        summary.failed
        or summary.stopped
        or options.is_serious(config, strict, summary.unresolved, dict(summary.issues))
    ):
        raise typer.Exit(EXIT_ISSUES)


@contextmanager
def _open_workers(
    request: Request, workers: int | None, scheduler: str | None, time_limit: float
) -> Iterator[Workers]:
    """Yield whoever translates: this process, or workers."""
    from translate_pipe.batch.run import ThisProcess

    if workers is None and scheduler is None:
        yield ThisProcess(request)
        return
    if workers is not None and scheduler is not None:
        raise UsageError(
            "--workers starts workers here, --scheduler goes to others", remedy="leave one of the two out"
        )
    from importlib.util import find_spec

    if find_spec("distributed") is None:
        raise UsageError(
            "workers need Dask (distributed)", remedy="install it: pip install 'translate-pipe[dask]'"
        )
    from translate_pipe.batch.cluster import open_cluster

    with open_cluster(
        request,
        workers=workers,
        scheduler=scheduler,
        seconds=60 * time_limit,
        say=lambda text: say(text, err=True),
    ) as team:
        yield team


@contextmanager
def _show_progress() -> Iterator[Tell]:
    """Yield what shows how far the run is: on a terminal a bar, elsewhere a line a minute."""
    if not sys.stderr.isatty():
        last = time.monotonic()

        def tell(done: int, failed: int, total: int) -> None:
            nonlocal last
            if time.monotonic() - last >= _LINE_SECONDS:
                last = time.monotonic()
                say(f"{done} of {total} articles done, {failed} failed", err=True)

        yield tell
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("articles", total=None)

        def advance(done: int, failed: int, total: int) -> None:
            described = f"articles, {failed} failed" if failed else "articles"
            bar.update(task, completed=done + failed, total=total, description=described)

        yield advance


def _print_summary(summary: BatchSummary, out: Path, as_json: bool) -> None:
    if as_json:
        values = {**asdict(summary), "issues": dict(summary.issues), "out": str(out)}
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    if summary.stopped:
        say(f"stopped: {summary.stopped}", err=True)
    unchanged = f", {summary.unchanged} as before" if summary.unchanged else ""
    left = f", {summary.left} left to do" if summary.left else ""
    say(f"{summary.done} articles translated, {summary.failed} failed{unchanged}{left}")
    if summary.failed:
        say(f"`translate-pipe batch status {shlex.quote(str(out))}` says why articles failed", err=True)


def show_status(out: OutArgument, as_json: JsonOption = False) -> None:
    """Show how far a batch is, how fast it goes, and why articles failed."""
    from translate_pipe.batch.accounts import read_status
    from translate_pipe.cli.batch_report import print_status, status_as_json

    status = read_status(out)
    if as_json:
        typer.echo(json.dumps(status_as_json(status), ensure_ascii=False, indent=2))
    else:
        print_status(status)


def show_report(
    out: OutArgument,
    html: Annotated[Path | None, typer.Option("--html", help="Write the report as one HTML page.")] = None,
    most: Annotated[
        int, typer.Option("--most", min=1, help="Entries, places and failed articles to name.")
    ] = 50,
    entry: Annotated[
        str | None, typer.Option("--entry", help="Report this glossary entry alone, by its source term.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what became of terms and checks in all articles, and where each glossary entry occurs."""
    from translate_pipe.batch.accounts import read_report
    from translate_pipe.batch.page import write_report_page
    from translate_pipe.cli.batch_report import print_report, report_as_json
    from translate_pipe.files import write_atomically

    report = read_report(out, most=most, entry=entry)
    if entry is not None and not report.entries:
        raise UsageError(
            f"no article has the term {entry!r}", remedy="`batch report --json` lists the terms that occur"
        )
    if html is not None:
        write_atomically(html, write_report_page(report, f"Batch {out.resolve().name}"))
        say(str(html))
    elif as_json:
        typer.echo(json.dumps(report_as_json(report), ensure_ascii=False, indent=2))
    else:
        print_report(report)

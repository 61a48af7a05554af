"""`translate-pipe translate`: options become a request, the report becomes a table or JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli import translate_options as options
from translate_pipe.cli.progress import show_progress
from translate_pipe.cli.terminal import say
from translate_pipe.errors import EXIT_ISSUES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from translate_pipe.config import Config
    from translate_pipe.errors import TranslatePipeError
    from translate_pipe.model import Engine, Severity
    from translate_pipe.reports import ArticleReport


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("translate", cls=options.BilingualCommand)(translate)


def translate(
    articles: Annotated[list[str], typer.Argument(help="Articles or folders of them; - is standard input.")],
    to: options.ToOption = None,
    source: options.FromOption = None,
    glossary: options.GlossaryOption = None,
    columns: options.ColumnsOption = None,
    out: options.OutOption = None,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help="Bilingual format; may be repeated.  [default: html, xlsx]"),
    ] = None,
    include: options.IncludeOption = None,
    exclude: options.ExcludeOption = None,
    assets: Annotated[
        str | None,
        typer.Option(
            "--assets",
            help="Links of a folder to what is not translated: link, copy or keep.  [default: link]",
        ),
    ] = None,
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
    strict: options.StrictOption = False,
    fail_on: options.FailOnOption = None,
    explain: Annotated[
        list[str] | None,
        typer.Option("--explain", help="Show how a segment's target was chosen: its id or number."),
    ] = None,
    fresh: options.FreshOption = False,
    ui_locale: options.UiLocaleOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Translate articles and write side-by-side files for review."""
    from translate_pipe.config import require_known_checks

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
        assets=assets,
        bilingual=bilingual,
        front_matter=front_matter,
        memory=memory,
        package=package,
        packages_dir=packages_dir,
        numbers=numbers,
        fail_on=fail_on,
        ui_locale=ui_locale,
    )
    engines = _start_engines(config, beam)
    from translate_pipe.qa import CHECKS

    require_known_checks(config, CHECKS)
    from translate_pipe import translate as translate_articles
    from translate_pipe.reports import FaultyArticlesError
    from translate_pipe.run import DEFAULT_FORMATS
    from translate_pipe.terminology.enforce import SOURCES

    paths = tuple(None if article == "-" else Path(article) for article in articles)
    piped = None in paths and out is None and len(paths) == 1
    # Into which folder another is mirrored nobody should have to guess.
    usual = None if any(path is not None and path.is_dir() for path in paths) else options.DEFAULT_OUT
    notices: list[str] = []
    reports: Sequence[ArticleReport]
    faulty: FaultyArticlesError | None = None
    try:
        with show_progress() as progress:
            reports = translate_articles(
                paths,
                to=config.targets,
                source=config.source or "en",
                glossary=config.glossaries,
                columns=config.columns,
                out=None if piped else config.out or usual,
                formats=config.formats or DEFAULT_FORMATS,
                include=config.include,
                exclude=config.exclude,
                assets=config.assets,
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
                explain=explain or (),
                ui_locale=config.ui_locale,
                fresh=fresh,
                stdin=sys.stdin.buffer.read() if None in paths else b"",
                progress=progress,
                engines=engines,
                meanwhile=_load_report,
                tell=notices.append,
            )
    except FaultyArticlesError as error:
        reports, faulty = error.reports, error
    _print(reports, notices, explain or (), as_json, faulty.faults if faulty else ())
    if faulty:
        raise faulty
    if _fails(reports, config, strict):
        raise typer.Exit(EXIT_ISSUES)


def _start_engines(config: Config, beam: int | None) -> dict[str, Future[Engine]]:
    """Begin to load the models: beside the rest of the program, which takes longer to load than they."""
    from concurrent.futures import ThreadPoolExecutor

    from translate_pipe.engines import start_loading
    from translate_pipe.locales import parse_locale

    source = parse_locale(config.source or "en")
    targets = dict.fromkeys(map(parse_locale, config.targets))
    pool = ThreadPoolExecutor(max_workers=1)
    engines = start_loading(
        pool, source, list(targets), package=config.package, packages_dir=config.packages_dir, beam=beam
    )
    pool.shutdown(wait=False)
    return engines


def _load_report() -> None:
    """Load what the closing table needs, rich above all."""
    from translate_pipe.cli import report

    del report


def _print(
    reports: Sequence[ArticleReport],
    notices: Sequence[str],
    explain: Sequence[str],
    as_json: bool,
    faults: Sequence[TranslatePipeError],
) -> None:
    from translate_pipe.cli import report

    # What holds of the whole run is said in each report.
    for notice in dict.fromkeys((*notices, *(notice for one in reports for notice in one.notices))):
        say(notice, err=True)
    for one in reports:
        if one.text is not None and not as_json:
            sys.stdout.buffer.write(one.text)
            sys.stdout.buffer.flush()
    if as_json:
        typer.echo(json.dumps(report.as_json(reports, explain, faults), ensure_ascii=False, indent=2))
        return
    to_stderr = any(one.text is not None for one in reports)
    for wanted in explain:
        report.print_explanation(reports, wanted, to_stderr=to_stderr)
    report.print_table(reports, to_stderr=to_stderr)


def _fails(reports: Sequence[ArticleReport], config: Config, strict: bool) -> bool:
    issues: Counter[Severity] = Counter()
    for one in reports:
        issues.update(one.issues)
    return options.is_serious(config, strict, sum(one.terms.unresolved for one in reports), issues)

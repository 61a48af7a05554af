"""`translate-pipe translate`: options become a request, the report becomes a table or JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from translate_pipe.cli.progress import show_progress
from translate_pipe.cli.terminal import say
from translate_pipe.errors import EXIT_ISSUES, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from translate_pipe.config import Config
    from translate_pipe.errors import TranslatePipeError
    from translate_pipe.model import Engine, Severity
    from translate_pipe.reports import ArticleReport

DEFAULT_OUT = Path("translated")


class _Translate(TyperCommand):
    """Lets `--bilingual` stand without a word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, the word that `--bilingual` stands for put behind it where there is none."""
        from translate_pipe.model import LAYOUTS

        words = (*LAYOUTS, "off")
        filled: list[str] = []
        for here, after in zip(args, [*args[1:], ""], strict=True):
            filled += [here, LAYOUTS[0]] if here == "--bilingual" and after not in words else [here]
        return super().parse_args(ctx, filled)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("translate", cls=_Translate)(translate)


def translate(
    articles: Annotated[list[str], typer.Argument(help="Articles or folders of them; - is standard input.")],
    to: Annotated[
        list[str] | None, typer.Option("--to", "-t", help="Target language, such as ru; may be repeated.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", "-f", help="Source language.  [default: en]")
    ] = None,
    glossary: Annotated[
        list[Path] | None,
        typer.Option("--glossary", "-g", help="Glossary file; may be repeated, the first wins."),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option("--columns", help="What columns of the glossary hold, such as en=2,ru=3."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for the files.  [default: translated]")
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help="Bilingual format; may be repeated.  [default: html, xlsx]"),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option("--include", help="Of a folder, take what matches, such as '*.md'; may be repeated."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude", help="Of a folder, leave out what matches, such as 'drafts/'; may be repeated."
        ),
    ] = None,
    assets: Annotated[
        str | None,
        typer.Option(
            "--assets",
            help="Links of a folder to what is not translated: link, copy or keep.  [default: link]",
        ),
    ] = None,
    bilingual: Annotated[
        str | None,
        typer.Option(
            "--bilingual",
            metavar="[paragraphs|columns|off]",
            help="Write the article in two languages besides; without a word in paragraphs.",
        ),
    ] = None,
    input_format: Annotated[
        str | None, typer.Option("--input-format", help="Format of the articles, if not by extension.")
    ] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", help="Encoding of the articles.")] = None,
    whole_page: Annotated[
        bool, typer.Option("--whole-page", help="Translate all of an HTML page, not only its article.")
    ] = False,
    front_matter: Annotated[
        list[str] | None,
        typer.Option(
            "--front-matter", help="Key of Markdown's front matter to translate; may be repeated; or none."
        ),
    ] = None,
    memory: Annotated[Path | None, typer.Option("--memory", help="Memory to recall from.")] = None,
    no_memory: Annotated[bool, typer.Option("--no-memory", help="Recall nothing.")] = False,
    package: Annotated[
        list[str] | None,
        typer.Option("--package", help="Model package to use: opus, or ru=opus; may be repeated."),
    ] = None,
    packages_dir: Annotated[
        Path | None, typer.Option("--packages-dir", help="Where model packages are installed.")
    ] = None,
    beam: Annotated[int | None, typer.Option("--beam", min=1, max=16, help="Beam size.")] = None,
    verify_only: Annotated[
        bool, typer.Option("--verify-only", help="Account for terms, but change nothing for them.")
    ] = False,
    numbers: Annotated[
        str | None,
        typer.Option(
            "--numbers", help="Figures put right as the locale writes them, keep or off.  [default: locale]"
        ),
    ] = None,
    check: Annotated[
        list[str] | None,
        typer.Option("--check", help="NAME=off, error, warning or info for a check; may be repeated."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if a term is unresolved.")] = False,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", help="Exit with 1 on issues: error, warning, info or never.")
    ] = None,
    explain: Annotated[
        list[str] | None,
        typer.Option("--explain", help="Show how a segment's target was chosen: its id or number."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Translate anew what an earlier run did; reviewed targets stay.")
    ] = False,
    ui_locale: Annotated[
        str | None, typer.Option("--ui-locale", help="Language of the side-by-side page.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Translate articles and write side-by-side files for review."""
    from translate_pipe.config import load_config, merge_options, require_known_checks, severity_floor

    config = merge_options(
        load_config(Path.cwd()),
        targets=to or None,
        source=source,
        glossaries=glossary or None,
        columns=columns,
        out=out,
        formats=formats or None,
        include=include or None,
        exclude=exclude or None,
        assets=assets,
        bilingual=bilingual,
        front_matter=front_matter or None,
        memory=memory,
        package=package or None,
        packages_dir=packages_dir,
        numbers=numbers,
        fail_on=fail_on,
        ui_locale=ui_locale,
        checks=_levels(check or ()),
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
    usual = None if any(path is not None and path.is_dir() for path in paths) else DEFAULT_OUT
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
                memory=None if no_memory else memory_path(config),
                package=config.package,
                packages_dir=config.packages_dir,
                beam=beam,
                sources=("n-best",) if verify_only else SOURCES,
                numbers="off" if verify_only else config.numbers,
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
    if _fails(reports, strict, severity_floor(config)):
        raise typer.Exit(EXIT_ISSUES)


def _levels(options: Sequence[str]) -> dict[str, str]:
    levels = dict(option.partition("=")[::2] for option in options)
    for name, level in levels.items():
        if not level:
            raise UsageError(
                f"--check {name} says no level", remedy=f"write --check {name}=off, for instance"
            )
    return levels


def memory_path(config: Config) -> Path | None:
    """The named memory is used whether it exists or not; the default one only if it exists."""
    if config.memory is False:
        return None
    if config.memory is not None:
        return config.memory
    from translate_pipe.memory import default_memory_path

    default = default_memory_path()
    return default if default.exists() else None


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


def _fails(reports: Sequence[ArticleReport], strict: bool, floor: Severity | None) -> bool:
    from translate_pipe.model import SEVERITIES

    if strict and any(one.terms.unresolved for one in reports):
        return True
    serious = () if floor is None else SEVERITIES[: SEVERITIES.index(floor) + 1]
    return any(one.issues[severity] for one in reports for severity in serious)

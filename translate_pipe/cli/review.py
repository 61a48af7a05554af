"""`translate-pipe review`: edited files are merged, compared, and learned from."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.terminal import say
from translate_pipe.errors import EXIT_INPUT, UsageError

if TYPE_CHECKING:
    from translate_pipe.config import Config
    from translate_pipe.model import Bitext
    from translate_pipe.review.apply import Applied
    from translate_pipe.review.diff import ReviewDiff
    from translate_pipe.review.learn import TermProposal

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="Reviewed bilingual files.")]
BitextOption = Annotated[
    Path | None,
    typer.Option("--bitext", help="Their .bitext.jsonl, or its folder, if not beside them."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    review = typer.Typer(
        name="review",
        help="Merge, compare and learn from files that reviewers edited.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    review.command("apply")(apply)
    review.command("diff")(diff)
    review.command("learn")(learn)
    app.add_typer(review)


def apply(
    files: Files,
    article: Annotated[
        list[Path] | None,
        typer.Option(
            "--article", help="The source article, or its folder, if not found by its name; may be repeated."
        ),
    ] = None,
    bitext: BitextOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder to write to.  [default: that of the bitext]")
    ] = None,
    input_format: Annotated[
        str | None, typer.Option("--input-format", help="Format of the article, if not by extension.")
    ] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", help="Encoding of the article.")] = None,
    whole_page: Annotated[
        bool, typer.Option("--whole-page", help="The article was translated with --whole-page.")
    ] = False,
    front_matter: Annotated[
        list[str] | None,
        typer.Option("--front-matter", help="The article was translated with this --front-matter."),
    ] = None,
    memory: Annotated[
        Path | None,
        typer.Option("--memory", help="Translation memory for reviewed units.  [default: your own]"),
    ] = None,
    no_memory: Annotated[bool, typer.Option("--no-memory", help="Remember nothing.")] = False,
    ui_locale: Annotated[
        str | None, typer.Option("--ui-locale", help="Language of the side-by-side page.")
    ] = None,
    accept_empty: Annotated[
        bool, typer.Option("--accept-empty", help="Empty targets are meant: take the texts away.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take edited targets over into the bitext, its files and the translated article."""
    from translate_pipe.cli import review_report as report
    from translate_pipe.config import load_config, merge_options
    from translate_pipe.review.apply import ArticleSource, apply_review
    from translate_pipe.review.find import gather_reviews

    config = merge_options(
        load_config(Path.cwd()), memory=memory, ui_locale=ui_locale, front_matter=front_matter or None
    )
    source = ArticleSource(tuple(article or ()), input_format, encoding, whole_page, config.front_matter)
    applied = [
        apply_review(
            review,
            out=out,
            articles=source,
            checks=dict(config.checks),
            ui_locale=config.ui_locale,
            accept_empty=accept_empty,
        )
        for review in gather_reviews(files, bitext_path=bitext)
    ]
    remembered = 0 if no_memory else sum(_remember(done, config) for done in applied if done.fine)
    if as_json:
        typer.echo(
            json.dumps([report.applied_as_json(done) for done in applied], ensure_ascii=False, indent=2)
        )
    else:
        for done in applied:
            report.print_applied(done)
        if remembered:
            say(f"{remembered} reviewed units are in the translation memory")
    for done in applied:
        report.print_notices(done)
    if not all(done.fine for done in applied):
        raise typer.Exit(EXIT_INPUT)


def _remember(done: Applied, config: Config) -> int:
    if config.memory is False or not (done.result.edits or done.result.accepted):
        return 0
    from datetime import date

    from translate_pipe.memory import open_memory

    bitext = done.result.bitext
    with open_memory(config.memory) as held:
        return held.add_units(
            bitext.units,
            bitext.source_locale,
            bitext.target_locale,
            article=bitext.article,
            date=date.today().isoformat(),
        )


def diff(
    files: Files,
    bitext: BitextOption = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page that shows the differences.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what reviewers changed, word by word, and how much."""
    from translate_pipe.cli import review_report as report
    from translate_pipe.files import write_atomically
    from translate_pipe.review.show import write_diff_page

    diffs = _diffs(files, bitext)
    if html is not None:
        write_atomically(html, write_diff_page(diffs))
    if as_json:
        typer.echo(json.dumps([report.diff_as_json(found) for found in diffs], ensure_ascii=False, indent=2))
        return
    for found in diffs:
        report.print_diff(found)
    if html is not None:
        say(f"wrote {html}")


def _diffs(files: Sequence[Path], bitext: Path | None) -> list[ReviewDiff]:
    from translate_pipe.bilingual import BITEXT_EXTENSION, read_bitext
    from translate_pipe.review.diff import diff_bitext, diff_review
    from translate_pipe.review.find import gather_reviews

    merged = [path for path in files if path.name.endswith(BITEXT_EXTENSION)]
    reviews = gather_reviews([path for path in files if path not in merged], bitext_path=bitext)
    return [diff_bitext(read_bitext(path)) for path in merged] + [diff_review(review) for review in reviews]


def learn(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="Reviewed files, or .bitext.jsonl files."),
    ],
    glossary: Annotated[
        Path | None, typer.Option("--glossary", "-g", help="Glossary that accepted rows go into.")
    ] = None,
    accept: Annotated[
        str | None, typer.Option("--accept", help="Rows to accept without asking: all, or numbers (1,3).")
    ] = None,
    least: Annotated[
        int, typer.Option("--least", min=1, help="Segments in which the same edit must have been made.")
    ] = 2,
    drop_replaced: Annotated[
        bool,
        typer.Option("--drop-replaced", help="Take what was replaced out of the glossary's cell."),
    ] = False,
    bitext: BitextOption = None,
    as_json: AsJson = False,
) -> None:
    """Propose glossary rows from edits that reviewers made again and again."""
    from translate_pipe.cli import review_report as report
    from translate_pipe.morphology import load_morphology
    from translate_pipe.review.learn import propose_rows

    bitexts = _merged_bitexts(files, bitext)
    locales = {(held.source_locale, held.target_locale) for held in bitexts}
    if len(locales) != 1:
        raise UsageError("the files are of several languages", remedy="learn from one language at a time")
    ((source_locale, target_locale),) = locales
    proposals = propose_rows(bitexts, load_morphology(target_locale), min_support=least)
    if as_json:
        typer.echo(json.dumps([report.proposal_as_json(p) for p in proposals], ensure_ascii=False, indent=2))
    else:
        report.print_proposals(proposals)
    chosen = _choose(proposals, accept, ask=glossary is not None and not as_json)
    if chosen and glossary is None:
        raise UsageError("--accept needs a glossary to write to", remedy="name it with --glossary")
    if chosen and glossary is not None:
        _enter(glossary, chosen, source_locale, target_locale, drop_replaced=drop_replaced)
        say(f"{len(chosen)} {'row' if len(chosen) == 1 else 'rows'} went into {glossary}", err=as_json)


def _merged_bitexts(files: Sequence[Path], given: Path | None) -> list[Bitext]:
    from translate_pipe.bilingual import BITEXT_EXTENSION, read_bitext
    from translate_pipe.errors import BitextError
    from translate_pipe.review.find import gather_reviews
    from translate_pipe.review.merge import merge_review

    merged = [path for path in files if path.name.endswith(BITEXT_EXTENSION)]
    bitexts = [read_bitext(path) for path in merged]
    for review in gather_reviews([path for path in files if path not in merged], bitext_path=given):
        result = merge_review(review.bitext, review.files)
        if result.errors:
            raise result.errors[0]
        if result.conflicts:
            numbers = ", ".join(str(conflict.number) for conflict in result.conflicts)
            raise BitextError(
                f"the reviewers of {review.bitext.article} disagree on the segments {numbers}",
                remedy="settle it with `translate-pipe review apply`, then learn from the bitext",
            )
        bitexts.append(result.bitext)
    return bitexts


def _choose(proposals: Sequence[TermProposal], accept: str | None, *, ask: bool) -> list[TermProposal]:
    """Return the accepted proposals: those named, or those that a person at a terminal says yes to."""
    if accept is not None:
        return _accepted(proposals, accept)
    if not ask or not sys.stdin.isatty():
        return []
    return [p for p in proposals if typer.confirm(f"accept {p.source} → {p.target}?", default=False)]


def _accepted(proposals: Sequence[TermProposal], accept: str) -> list[TermProposal]:
    if accept.strip().lower() == "all":
        return list(proposals)
    numbers = [part.strip() for part in accept.split(",") if part.strip()]
    for part in numbers:
        if not part.isdigit() or not 1 <= int(part) <= len(proposals):
            raise UsageError(
                f"--accept {part} names no proposal",
                remedy=f"write all, or numbers from 1 to {len(proposals)}",
            )
    return [proposals[int(part) - 1] for part in numbers]


def _enter(
    glossary: Path,
    chosen: Sequence[TermProposal],
    source_locale: str,
    target_locale: str,
    *,
    drop_replaced: bool,
) -> None:
    from translate_pipe.glossary.tables.table import read_table, save_table
    from translate_pipe.review.accept import accept_proposals

    table = read_table(glossary)
    save_table(accept_proposals(table, chosen, source_locale, target_locale, drop_replaced=drop_replaced))

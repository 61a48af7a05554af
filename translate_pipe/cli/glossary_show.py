"""`glossary show`, `preview`, `test`: what the project makes of a glossary, and where its terms occur."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.terminal import new_console, say
from translate_pipe.errors import GlossaryError, UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from translate_pipe.glossary.load import Glossary
    from translate_pipe.glossary.showing.coverage import EntryUse
    from translate_pipe.glossary.showing.paradigm import Paradigm

Source = Annotated[
    str | None, typer.Option("--from", "--source", help="Language of the source terms.  [default: en]")
]
Targets = Annotated[
    list[str] | None,
    typer.Option("--to", help="Language of the targets; may be repeated.  [default: the project's, or all]"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
# Occurrences shown per entry before the rest is counted.
_MOST_SHOWN = 3
Chosen = tuple[tuple[int, str], ...]


ColumnChoice = Annotated[
    str | None, typer.Option("--columns", help="What columns of the glossary hold, such as en=2,ru=3.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the glossary commands."""
    app.command("show")(show)
    app.command("preview")(preview)
    app.command("test")(try_out)


def show(
    term: Annotated[str, typer.Argument(metavar="TERM", help="A source term or a target.")],
    glossaries: Annotated[
        list[Path] | None, typer.Option("--glossary", "-g", help="A glossary.  [default: the project's]")
    ] = None,
    source: Source = None,
    targets: Targets = None,
    columns: ColumnChoice = None,
    as_json: AsJson = False,
) -> None:
    """Show the forms of a term, its head word, gender and animacy, and how to overrule them."""
    paths, locale, locales, chosen = choose_locales(glossaries, source, targets, columns)
    found = [p for one in locales for p in find_paradigms(paths, locale, one, term, chosen=chosen)]
    if not found:
        raise GlossaryError(
            f'no entry for "{term}"',
            path=paths[0],
            remedy="give a source term or a target as it stands in the glossary",
        )
    _print_paradigms(found, as_json=as_json)


def preview(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="Glossaries, earlier ones win.  [default: the project's]"),
    ] = None,
    source: Source = None,
    targets: Targets = None,
    columns: ColumnChoice = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write an HTML page; one per language where there are more.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the forms of all terms of glossaries, in the terminal or as an HTML page."""
    paths, locale, locales, chosen = choose_locales(files, source, targets, columns)
    if html is None:
        _print_paradigms(
            [p for one in locales for p in find_paradigms(paths, locale, one, chosen=chosen)], as_json=as_json
        )
        return
    for one in locales:
        page = html if len(locales) == 1 else html.with_name(f"{html.stem}.{one}{html.suffix}")
        count = write_preview(paths, locale, one, page, chosen=chosen)
        say(f"{page}: {count} targets in {one}")


def try_out(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The glossary.")],
    articles: Annotated[list[Path], typer.Argument(metavar="ARTICLE…", help="Articles to look in.")],
    source: Source = None,
    targets: Targets = None,
    columns: ColumnChoice = None,
    as_json: AsJson = False,
) -> None:
    """Show where each term of a glossary matches in articles, and which never do."""
    paths, locale, locales, chosen = choose_locales([file], source, targets, columns)
    uses = count_uses(paths, locale, locales[0], articles, chosen=chosen)
    if as_json:
        typer.echo(json.dumps([_use_as_values(use) for use in uses], ensure_ascii=False, indent=2))
        return
    for line in format_uses(uses, len(articles)):
        say(line)


def choose_locales(
    paths: Sequence[Path] | None, source: str | None, targets: Sequence[str] | None, columns: str | None
) -> tuple[list[Path], str, list[str], Chosen]:
    """Return the glossaries, the source locale, the target locales and the columns chosen by hand.

    Without any target all columns of the first glossary are taken.

    Raises:
        UsageError: no glossary is named, or no target can be told.
    """
    from translate_pipe.config import load_config, merge_options
    from translate_pipe.glossary.faults.check import find_layout
    from translate_pipe.glossary.tables.table import read_table
    from translate_pipe.locales import parse_locale

    config = merge_options(
        load_config(Path.cwd()), source=source, targets=targets, glossaries=paths, columns=columns
    )
    if not config.glossaries:
        raise UsageError(
            "no glossary is named", remedy="give --glossary FILE, or set glossaries in translate-pipe.toml"
        )
    locale = parse_locale(config.source)
    if config.targets:
        targets = [parse_locale(target) for target in config.targets]
        return list(config.glossaries), locale, targets, config.columns
    layout = find_layout(read_table(config.glossaries[0], chosen=config.columns), locale, ())
    if layout is None or not layout.targets:
        raise UsageError("no target language can be told from the glossary", remedy="give one with --to")
    return list(config.glossaries), locale, [column.locale for column in layout.targets], config.columns


def find_paradigms(
    paths: Sequence[Path], source: str, target: str, term: str = "", *, chosen: Chosen = ()
) -> list[Paradigm]:
    """Return the paradigms of all targets of glossaries, or of the entries of one term or target.

    Raises:
        GlossaryError: a glossary cannot be read or has errors.
    """
    from translate_pipe.glossary.load import load_glossary
    from translate_pipe.glossary.showing.paradigm import build_paradigms
    from translate_pipe.glossary.tokens import fold_text
    from translate_pipe.morphology import load_morphology
    from translate_pipe.morphology.support import support_of

    wanted = fold_text(term)
    morphology = load_morphology(target)
    if advice := support_of(target).advice:
        say(f"{target}: {advice}", err=True)
    return [
        paradigm
        for entry in load_glossary(paths, source, target, chosen=chosen).entries
        if not wanted or wanted in [fold_text(text) for text in (entry.source, *entry.targets)]
        for paradigm in build_paradigms(entry, target, morphology)
    ]


def write_preview(paths: Sequence[Path], source: str, target: str, page: Path, *, chosen: Chosen = ()) -> int:
    """Write the HTML page of all targets and return their number.

    Raises:
        GlossaryError: a glossary cannot be read or has errors.
    """
    from translate_pipe.files import write_atomically
    from translate_pipe.glossary.showing.preview_page import render_preview

    found = find_paradigms(paths, source, target, chosen=chosen)
    name = " + ".join(path.name for path in paths)
    write_atomically(page, render_preview(found, locale=target, name=name).encode())
    return len(found)


def count_uses(
    paths: Sequence[Path], source: str, target: str, articles: Sequence[Path], *, chosen: Chosen = ()
) -> tuple[EntryUse, ...]:
    """Return every entry with where it matches in articles.

    Raises:
        GlossaryError: a glossary cannot be read or has errors.
        ArticleError: an article cannot be read.
    """
    from translate_pipe.article import read_article
    from translate_pipe.glossary.load import load_glossary
    from translate_pipe.glossary.showing.coverage import find_uses
    from translate_pipe.locales import language_of
    from translate_pipe.morphology import load_morphology
    from translate_pipe.segment import segment_document

    glossary: Glossary = load_glossary(paths, source, target, chosen=chosen)
    segments = {str(path): segment_document(read_article(path), source) for path in articles}
    morphology = None if language_of(source) == "en" else load_morphology(source)
    return find_uses(glossary, segments, morphology=morphology)


def format_uses(uses: Sequence[EntryUse], articles: int) -> Iterator[str]:
    """Yield a line per entry that matches, most frequent first, then those that never do, and the counts."""
    found = sorted((use for use in uses if use.occurrences), key=lambda use: -len(use.occurrences))
    for use in found:
        places = [f"{o.article}#{o.segment} {o.match.surface!r}" for o in use.occurrences[:_MOST_SHOWN]]
        rest = len(use.occurrences) - _MOST_SHOWN
        more = f", and {rest} more" if rest > 0 else ""
        yield f"{len(use.occurrences):4}  {use.entry.source}: {', '.join(places)}{more}"
    idle = [use for use in uses if not use.occurrences]
    for use in idle:
        reason = f" (within longer terms: {use.hidden})" if use.hidden else ""
        yield f"   0  {use.entry.source}{reason}, {use.entry.path}:{use.entry.line}"
    where = "1 article" if articles == 1 else f"{articles} articles"
    yield f"{len(found)} of {len(uses)} entries match in {where}"


def _use_as_values(use: EntryUse) -> dict[str, object]:
    return {
        "source": use.entry.source,
        "path": use.entry.path,
        "line": use.entry.line,
        "hidden": use.hidden,
        "occurrences": [
            {
                "article": occurrence.article,
                "segment": occurrence.segment,
                "start": occurrence.match.span.start,
                "end": occurrence.match.span.end,
                "surface": occurrence.match.surface,
                "plural": occurrence.match.plural,
                "possessive": occurrence.match.possessive,
            }
            for occurrence in use.occurrences
        ],
    }


def _print_paradigms(found: Sequence[Paradigm], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([asdict(paradigm) for paradigm in found], ensure_ascii=False, indent=2))
        return

    console = new_console(markup=False)
    if not console.is_terminal:
        # A reader at the other end of a pipe wants whole lines.
        console.width = 200
    for paradigm in found:
        for part in draw_paradigm(paradigm):
            console.print(part)


def draw_paradigm(paradigm: Paradigm) -> Iterator[RenderableType]:
    """Yield what shows a paradigm in a terminal: a title, the forms as a table, the facts, other forms."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    entry = paradigm.entry
    title = f"{entry.source} → {paradigm.target or '–'}"
    yield Text.assemble((title, "bold"), f"  {entry.status}, {entry.path}:{entry.line}")
    if entry.forbidden:
        yield Text(f"  forbidden: {', '.join(entry.forbidden)}")
    if paradigm.target:
        yield Text(f"  {paradigm.source}")
    if paradigm.rows:
        forms = Table("case", "singular", "plural", box=SIMPLE_HEAD)
        for case, singular, plural in paradigm.rows:
            forms.add_row(case, Text(singular or "–"), Text(plural or "–"))
        yield forms
    if paradigm.other:
        yield Text(f"  {'other forms' if paradigm.rows else 'forms'}: {', '.join(paradigm.other)}")
    if not paradigm.facts:
        return
    facts = Table("fact", "value", "from", "overruled by column", box=SIMPLE_HEAD)
    for fact in paradigm.facts:
        facts.add_row(fact.name, Text(fact.value or "–"), fact.origin or "–", fact.column)
    yield facts

"""The command `glossary new`: a draft of a glossary for articles, ready for editing by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.terminal import say

if TYPE_CHECKING:
    from translate_pipe.glossary.propose import Proposal, Render
    from translate_pipe.glossary.tables.table import GlossaryTable


def register(app: typer.Typer) -> None:
    """Add `new` to the glossary commands."""
    app.command("new")(new)


def new(
    articles: Annotated[list[Path], typer.Argument(metavar="ARTICLE…", help="Articles to find terms in.")],
    targets: Annotated[
        list[str] | None,
        typer.Option("--to", help="Language to translate into; may be repeated.  [default: the project's]"),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", "--source", help="Language of the articles.  [default: en]")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="The CSV, TSV or XLSX to write, by default standard output."),
    ] = None,
    glossaries: Annotated[
        list[Path] | None,
        typer.Option("--glossary", help="Glossary whose terms are left out; may be repeated."),
    ] = None,
    memory: Annotated[
        Path | None, typer.Option("--memory", help="Translation memory or TMX to take renderings from.")
    ] = None,
    packages_dir: Annotated[
        Path | None, typer.Option("--packages-dir", help="Where model packages are installed.")
    ] = None,
    no_engine: Annotated[
        bool, typer.Option("--no-engine", help="Leave the targets empty where no memory knows them.")
    ] = False,
    least: Annotated[int, typer.Option("--least", min=1, help="Occurrences that a row needs.")] = 1,
    force: Annotated[bool, typer.Option("--force", help="Write over the output if it exists.")] = False,
) -> None:
    """Propose the rows that an editor would want for articles: names, terms, abbreviations."""
    from translate_pipe.config import load_config, merge_options
    from translate_pipe.errors import UsageError
    from translate_pipe.files import write_atomically
    from translate_pipe.glossary.formats.convert import refuse_existing

    config = merge_options(
        load_config(Path.cwd()),
        targets=targets,
        source=source,
        glossaries=glossaries,
        packages_dir=packages_dir,
    )
    if not config.targets:
        raise UsageError("no target language given", remedy="say --to ru, for instance")
    if out is not None:
        _require_table_ending(out)
        refuse_existing(out, overwrite=force)
    table = draft_for_articles(
        articles,
        source=config.source,
        targets=config.targets,
        glossaries=config.glossaries,
        memory=memory,
        find_render=None if no_engine else partial(_engine_render, config.source, config.packages_dir),
        least_count=least,
        path="" if out is None else str(out),
    )
    if out is None:
        typer.echo(table.to_bytes().decode("utf-8"), nl=False)
        return
    write_atomically(out, _content(table, out))
    say(f"{out}: {len(table.rows)} rows proposed; edit them by hand", err=True)


def draft_for_articles(
    articles: Sequence[Path],
    *,
    source: str,
    targets: Sequence[str],
    glossaries: Sequence[Path] = (),
    memory: Path | None = None,
    find_render: Callable[[str], Render | None] | None = None,
    least_count: int = 1,
    path: str = "",
) -> GlossaryTable:
    """Return the draft of a glossary for articles; as TSV if `path` ends so.

    Args:
        find_render: gives for a target locale what renders terms, None where nothing can.

    Raises:
        TranslatePipeError: an article, glossary or memory cannot be read.
    """
    from translate_pipe.article import read_article
    from translate_pipe.glossary.propose import (
        add_memory,
        add_renderings,
        draft_glossary,
        known_terms,
        propose_terms,
    )
    from translate_pipe.segment import segment_document

    segments = [
        segment for article in articles for segment in segment_document(read_article(article), source)
    ]
    known = known_terms(glossaries, source)
    found = propose_terms(segments, locale=source, known=known, least_count=least_count)
    sides: dict[str, tuple[Proposal, ...]] = {}
    for target in targets:
        side = found if memory is None else add_memory(found, _memory_pairs(memory, source, target))
        render = find_render(target) if find_render else None
        sides[target] = add_renderings(side, render) if render else side
    return draft_glossary(sides, source=source, path=path)


def _require_table_ending(out: Path) -> None:
    from translate_pipe.errors import UsageError

    if out.suffix.lower() not in (".csv", ".tsv", ".tab", ".xlsx"):
        raise UsageError(
            f"a draft cannot be written as {out.suffix or 'a file without an ending'}",
            path=out,
            remedy="end the name in .csv, .tsv or .xlsx",
        )


def _content(table: GlossaryTable, out: Path) -> bytes:
    if out.suffix.lower() != ".xlsx":
        return table.to_bytes()
    from translate_pipe.glossary.formats.workbook import write_workbook

    return write_workbook([table.header, *(row.cells for row in table.rows)])


def _engine_render(source: str, packages_dir: Path | None, target: str) -> Render | None:
    """Return what renders terms by the installed packages; without any, say so and return None."""
    from translate_pipe.engines import load_engine
    from translate_pipe.errors import EngineError

    try:
        engine = load_engine(source, target, packages_dir=packages_dir)
    except EngineError as error:
        say(f"the {target} column stays empty: {error}", err=True)
        return None

    from translate_pipe.morphology import load_morphology

    morphology = load_morphology(target)

    def render(terms: Sequence[str]) -> list[str]:
        # An engine inflects a bare term as it likes; a glossary holds dictionary forms.
        texts = [hypotheses[0].text if hypotheses else "" for hypotheses in engine.translate(terms)]
        return [morphology.dictionary_form(text.rstrip(".")) if text else "" for text in texts]

    return render


def _memory_pairs(path: Path, source: str, target: str) -> list[tuple[str, str]]:
    """Return the units of a translation memory or a TMX file for a pair of locales.

    Raises:
        MemoryFileError: there is no such file, or it is no memory.
    """
    from translate_pipe.errors import MemoryFileError

    if not path.is_file():
        raise MemoryFileError(
            "there is no such memory", path=path, remedy="check the name given with --memory"
        )
    if path.suffix.lower() == ".tmx":
        return _tmx_pairs(path, source, target)
    from translate_pipe.memory import open_memory

    with open_memory(path) as memory:
        return [(unit.source, unit.target) for unit in memory.units(source, target)]


def _tmx_pairs(path: Path, source: str, target: str) -> list[tuple[str, str]]:
    from translate_pipe.glossary.formats.terms import Exchange, LossLog
    from translate_pipe.glossary.formats.tmx import read_tmx

    terms = read_tmx(path.read_bytes(), Exchange(str(path), LossLog(), source))
    pairs = ((row.first(source), row.first(target)) for row in terms.rows)
    return [(one, two) for one, two in pairs if one and two]

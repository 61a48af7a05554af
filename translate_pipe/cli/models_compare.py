"""`translate-pipe models compare`: what each installed package makes of the same articles, on one page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from translate_pipe.cli.models_options import AsJson, PackagesDir
from translate_pipe.cli.terminal import new_console, say

if TYPE_CHECKING:
    from translate_pipe.compare.run import Comparison, Contender


def compare_command(
    source: Annotated[str, typer.Argument(help="Source language.")],
    target: Annotated[str, typer.Argument(help="Target language.")],
    articles: Annotated[list[Path], typer.Argument(help="Articles to compare the packages on.")],
    reference: Annotated[
        list[Path] | None,
        typer.Option("--reference", "-r", help="A translation by people; once for each article, in order."),
    ] = None,
    package: Annotated[
        list[str] | None,
        typer.Option("--package", help="Package to compare; may be repeated.  [default: all of the pair]"),
    ] = None,
    glossary: Annotated[
        list[Path] | None,
        typer.Option("--glossary", "-g", help="Glossary file; may be repeated, the first wins."),
    ] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", help="What columns of the glossary hold, such as en=2,ru=3.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The page.  [default: compare.SOURCE-TARGET.html]")
    ] = None,
    beam: Annotated[int | None, typer.Option("--beam", min=1, max=16, help="Beam size.")] = None,
    packages_dir: PackagesDir = None,
    as_json: AsJson = False,
) -> None:
    """Translate articles with each installed package of a pair, and write one side-by-side page."""
    from translate_pipe.compare.page import write_page
    from translate_pipe.compare.run import CompareRequest, compare_packages
    from translate_pipe.config import load_config, merge_options
    from translate_pipe.files import write_atomically

    config = merge_options(
        load_config(Path.cwd()), glossaries=glossary or None, columns=columns, packages_dir=packages_dir
    )
    request = CompareRequest(
        source,
        target,
        tuple(articles),
        tuple(reference or ()),
        tuple(package or ()),
        config.glossaries,
        config.columns,
        config.packages_dir,
        beam,
        dict(config.checks),
    )
    comparison = compare_packages(request, lambda said: say(said, err=True))
    place = out or Path(f"compare.{comparison.source_locale}-{comparison.target_locale}.html")
    write_atomically(place, write_page(comparison))
    if as_json:
        typer.echo(json.dumps(comparison_as_json(comparison, place), ensure_ascii=False, indent=2))
        return
    print_comparison(comparison)
    say(f"wrote {place}")


def comparison_as_json(comparison: Comparison, place: Path) -> dict[str, Any]:
    """Return the figures of a comparison as plain values; the targets are on the page."""
    return {
        "source_locale": comparison.source_locale,
        "target_locale": comparison.target_locale,
        "articles": [article.name for article in comparison.articles],
        "packages": [
            {
                "name": one.name,
                "segments": len(one.units),
                "seconds": round(one.seconds, 3),
                "scores": {
                    other.name: round(score, 4)
                    for other, score in zip(comparison.contenders, one.scores, strict=True)
                },
                "by_others": _rounded(comparison.by_others(at)),
                "terms": one.terms.by_state(),
                "issues": dict(one.issues),
                "apart": one.apart,
                "bleu": _rounded(one.bleu),
                "chrf": _rounded(one.chrf),
            }
            for at, one in enumerate(comparison.contenders)
        ],
        "page": str(place),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def print_comparison(comparison: Comparison) -> None:
    """Print the figures of each package; the page has them with every segment."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for name in ("package", "own score", "by others", "BLEU", "chrF", "terms", "issues", "seconds"):
        table.add_column(name, justify="left" if name in ("package", "terms") else "right", overflow="fold")
    for at, one in enumerate(comparison.contenders):
        cells = (
            one.name,
            f"{comparison.by_itself(at):.3f}",
            _shown(comparison.by_others(at), 3),
            _shown(one.bleu, 1),
            _shown(one.chrf, 1),
            describe_terms(one),
            str(sum(one.issues.values())),
            f"{one.seconds:.1f}",
        )
        table.add_row(*map(Text, cells))
    new_console().print(table)


def _shown(value: float | None, places: int) -> str:
    return "–" if value is None else f"{value:.{places}f}"


def describe_terms(contender: Contender) -> str:
    """Return how the terms of a package's targets ended, in words: `3 already, 1 unresolved`."""
    states = contender.terms.by_state().items()
    return ", ".join(f"{count} {state}" for state, count in states if count) or "none"

"""`translate-pipe segment`: an article goes in, its segments come out as a table or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.terminal import say

if TYPE_CHECKING:
    from translate_pipe.model import Segment


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("segment")(segment)


def segment(
    article: Annotated[str, typer.Argument(help="The article; - is standard input.")],
    source: Annotated[str, typer.Option("--from", "-f", help="Language of the article.")] = "en",
    input_format: Annotated[
        str | None, typer.Option("--input-format", help="Format of the article, if not by extension.")
    ] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", help="Encoding of the article.")] = None,
    whole_page: Annotated[
        bool, typer.Option("--whole-page", help="Take all of an HTML page, not only its article.")
    ] = False,
    front_matter: Annotated[
        list[str] | None,
        typer.Option(
            "--front-matter", help="Key of Markdown's front matter to translate; may be repeated; or none."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per segment.")] = False,
) -> None:
    """Show the segments of an article: id, number, kind of block and text."""
    from translate_pipe.config import load_config, merge_options

    path = None if article == "-" else Path(article)
    config = merge_options(load_config(Path.cwd()), front_matter=front_matter or None)
    segments = list_segments(
        path,
        source,
        content=sys.stdin.buffer.read() if path is None else None,
        input_format=input_format,
        encoding=encoding,
        whole_page=whole_page,
        front_matter=config.front_matter,
    )
    for line in format_segments(segments, as_json=as_json):
        (typer.echo if as_json else say)(line)


def list_segments(
    path: Path | None,
    locale: str,
    *,
    content: bytes | None = None,
    input_format: str | None = None,
    encoding: str | None = None,
    whole_page: bool = False,
    front_matter: Collection[str] = (),
) -> tuple[Segment, ...]:
    """Return the segments of the article at `path`, or of `content` if `path` is None.

    Raises:
        ArticleError: the article cannot be read.
        UsageError: no such language, format or encoding.
    """
    from translate_pipe.article import read_article
    from translate_pipe.segment import segment_document

    document = read_article(
        path,
        content=content,
        input_format=input_format,
        encoding=encoding,
        whole_page=whole_page,
        front_matter=front_matter,
    )
    return segment_document(document, locale)


def format_segments(segments: tuple[Segment, ...], *, as_json: bool = False) -> list[str]:
    """Return a line per segment: tab-separated with line ends shown as spaces, or JSON with everything."""
    if as_json:
        return [json.dumps(_describe(one), ensure_ascii=False) for one in segments]
    return [
        "\t".join([one.id, str(one.number), one.block_kind, " ".join(one.source.split())]) for one in segments
    ]


def _describe(one: Segment) -> dict[str, object]:
    return {
        "id": one.id,
        "number": one.number,
        "start": one.span.start,
        "end": one.span.end,
        "block": one.block,
        "kind": one.block_kind,
        "source": one.source,
        "protected": [[span.start, span.end] for span in one.protected],
        "marks": [
            {"id": mark.id, "kind": mark.kind, "start": mark.span.start, "end": mark.span.end}
            for mark in one.marks
        ],
    }

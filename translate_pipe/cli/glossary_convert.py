"""The command `glossary convert`: to and from the glossary formats of other tools, with a loss report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from translate_pipe.cli.terminal import say

if TYPE_CHECKING:
    from translate_pipe.glossary.formats.convert import Conversion


def register(app: typer.Typer) -> None:
    """Add `convert` to the glossary commands."""
    app.command("convert")(convert)


def convert(
    source_path: Annotated[Path, typer.Argument(metavar="IN", help="The glossary to read.")],
    target_path: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    from_format: Annotated[
        str, typer.Option("--from-format", help="Format of IN; told from the file by default.")
    ] = "",
    to_format: Annotated[
        str,
        typer.Option(
            "--to-format",
            help="Format of OUT, by default that of its ending: wide, xlsx, omegat, deepl, deepl-locales, "
            "google, google-terms, aws, azure, phrase, weblate, memoq, tbx, tbx-dct, tbx-v2, tmx.",
        ),
    ] = "",
    source: Annotated[str, typer.Option("--source", "--from", help="Language of the source terms.")] = "",
    targets: Annotated[
        list[str] | None,
        typer.Option("--target", "--to", help="Language of the targets; may be repeated, by default all."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over OUT if it exists.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Convert a glossary to another format, and report what that format cannot hold."""
    from translate_pipe.glossary.formats.convert import convert_glossary

    conversion = convert_glossary(
        source_path,
        target_path,
        from_format=from_format,
        to_format=to_format,
        source=source,
        targets=targets or (),
        overwrite=force,
    )
    if as_json:
        typer.echo(_as_json(conversion))
    else:
        say(_in_words(conversion, source_path, target_path))


def _as_json(conversion: Conversion) -> str:
    losses = [
        {"side": side, "kind": loss.kind, "count": loss.count, "line": loss.line, "example": loss.example}
        for side, found in (("read", conversion.read_losses), ("write", conversion.write_losses))
        for loss in found
    ]
    summary = {
        "from": conversion.from_format,
        "to": conversion.to_format,
        "rows": conversion.rows,
        "locales": list(conversion.locales),
        "losses": losses,
    }
    return json.dumps(summary, ensure_ascii=False, indent=2)


def _in_words(conversion: Conversion, source_path: Path, target_path: Path) -> str:
    locales = ", ".join(conversion.locales)
    lines = [
        f"{source_path} ({conversion.from_format}) → {target_path} ({conversion.to_format}): "
        f"{conversion.rows} rows in {locales}"
    ]
    if not conversion.losses:
        lines.append("nothing lost")
    for title, losses in (
        ("not taken over from the file read", conversion.read_losses),
        ("not held by the file written", conversion.write_losses),
    ):
        if losses:
            lines.append(f"{title}:")
        for loss in losses:
            where = f", line {loss.line}" if loss.line else ""
            example = f": {loss.example}" if loss.example else ""
            lines.append(f"  {loss.count} × {loss.kind}{where}{example}")
    return "\n".join(lines)

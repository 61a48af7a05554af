"""The commands `config` and `init`: the settings, where each comes from, a file to begin with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from translate_pipe.cli.terminal import say


def register(app: typer.Typer) -> None:
    """Add `config` and `init` to the application."""
    app.command("config")(show_config)
    app.command("init")(init_config)


def show_config(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Show the settings in force here, and where each comes from."""
    from translate_pipe.config import list_settings, load_config

    config = load_config(Path.cwd())
    rows = list_settings(config)
    if as_json:
        values = {row.name: {"value": row.value, "origin": str(row.origin)} for row in rows}
        path = None if config.path is None else str(config.path)
        typer.echo(json.dumps({"path": path, "settings": values}, ensure_ascii=False, indent=2))
        return
    if config.path is None:
        say("no translate-pipe.toml here or above; `translate-pipe init` makes one", err=True)
    width = max(len(row.name) for row in rows)
    value_width = max(len(row.value) for row in rows)
    for row in rows:
        say(f"{row.name:<{width}}  {row.value:<{value_width}}  {row.origin}")


def init_config(
    folder: Annotated[Path, typer.Argument(help="The folder of the project.")] = Path(),
    source: Annotated[str, typer.Option("--source", "--from", help="The language of the articles.")] = "en",
    targets: Annotated[
        list[str] | None, typer.Option("--to", help="A language to translate into; may be repeated.")
    ] = None,
    glossaries: Annotated[
        list[str] | None, typer.Option("--glossary", help="A glossary; may be repeated.")
    ] = None,
) -> None:
    """Make a commented translate-pipe.toml; an existing one is never overwritten."""
    from translate_pipe.config_draft import write_draft

    say(str(write_draft(folder, source=source, targets=targets or (), glossaries=glossaries or ())))

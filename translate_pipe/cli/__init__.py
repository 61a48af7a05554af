"""The command line: arguments become calls, results become text; nothing else prints or exits."""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from translate_pipe.cli.boundary import new_app, run

# Each command, in the order of the help, and the module that registers it.
COMMANDS = {
    "translate": "translate",
    "batch": "batch",
    "review": "review",
    "memory": "memory",
    "glossary": "glossary",
    "models": "models",
    "segment": "segment",
    "languages": "languages",
    "serve": "serve",
    "config": "config",
    "init": "config",
}


def build_app(command: str | None = None) -> typer.Typer:
    """Return the application with all its commands, or with the named one and its kin alone.

    One command is built in a fraction of the time that all take; a name that is none gets all, so that
    messages can say what there is.
    """
    app = new_app()
    wanted = [COMMANDS[command]] if command in COMMANDS else dict.fromkeys(COMMANDS.values())
    for name in wanted:
        import_module(f"translate_pipe.cli.{name}").register(app)
    return app


def main() -> None:
    """Run the command line."""
    run(build_app(sys.argv[1] if len(sys.argv) > 1 else None))

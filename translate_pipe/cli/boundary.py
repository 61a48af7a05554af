"""The empty Typer application, and the only place where an exception becomes a message and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from translate_pipe.cli.terminal import say
from translate_pipe.errors import EXIT_INPUT, EXIT_INTERRUPTED, TranslatePipeError
from translate_pipe.version import __version__


class Boundary(TyperGroup):
    """Turns errors into "what, where, what to do" on stderr and the documented exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; with `--debug` an error is raised as it is."""
        try:
            return super().invoke(ctx)
        except TranslatePipeError as error:
            if ctx.params.get("debug"):
                raise
            say(f"translate-pipe: {error}", err=True)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            typer.echo("translate-pipe: interrupted", err=True)
            raise typer.Exit(EXIT_INTERRUPTED) from None
        except BrokenPipeError:
            # The reader of our output went away (`| head`); Python would complain again at exit.
            sys.stderr.close()
            raise typer.Exit(0) from None
        except OSError as error:
            if ctx.params.get("debug"):
                raise
            place = f"{error.filename}: " if error.filename else ""
            say(f"translate-pipe: {place}cannot be read or written: {error.strerror or error}", err=True)
            raise typer.Exit(EXIT_INPUT) from None


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"translate-pipe {__version__}")
        raise typer.Exit(0)


def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Translate articles offline; every glossary term accounted for, in the right grammatical form."""


def new_app() -> typer.Typer:
    """Return the application without commands."""
    app = typer.Typer(
        name="translate-pipe",
        cls=Boundary,
        help="Translate articles offline; every glossary term accounted for, in the right grammatical form.",
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(options)
    return app


def run(app: typer.Typer) -> None:
    """Run the command line that this process was started with."""
    # Nothing here uses numpy; openpyxl loads it, where it is installed, only to know its kinds of numbers,
    # which takes as long as openpyxl itself. Here and not below, where it would bind other programs.
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]
    try:
        app(prog_name="translate-pipe")
    except SystemExit as end:
        if end.code == EXIT_INTERRUPTED:
            # Python would wait until every thread has done its work, half a minute perhaps.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(EXIT_INTERRUPTED)
        raise
    finally:
        # On the way out there is nothing worth collecting; looking for it takes a quarter of a second.
        gc.freeze()

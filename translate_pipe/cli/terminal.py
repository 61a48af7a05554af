"""What goes to a terminal: text of articles and glossaries can neither steer it nor hide anything in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

# Control characters but tab and line feed, and those that turn the direction of what follows round.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""Return the text with control characters written out: `\u{1B}`; what is no text becomes `?`."""
    shown = _CONTROL.sub(lambda found: f"\\u{{{ord(found[0]):X}}}", text)
    return shown.encode("utf-8", "replace").decode("utf-8")


def say(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a line for people; data (JSON, files) are printed as they are, by `typer.echo`."""
    typer.echo(visible(str(text)), err=err, nl=nl)


def new_console(*, stderr: bool = False, markup: bool = True) -> Console:
    """Return a console of Rich that shows control characters instead of sending them."""
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    class _Console(Console):
        def render(
            self, renderable: RenderableType, options: ConsoleOptions | None = None
        ) -> Iterable[Segment]:
            for part in super().render(renderable, options):
                yield part if part.control else Segment(visible(part.text), part.style)

    return _Console(stderr=stderr, highlight=False, markup=markup)

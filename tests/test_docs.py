"""What the documentation tells people to type exists, and the files it points to are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from translate_pipe.cli import build_app
from translate_pipe.qa import CHECKS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def shown_commands() -> list[tuple[str, str]]:
    """Return every command line of the pages, with continued lines joined and comments cut off."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8").replace("\\\n", " ")
        for line in re.findall(r"^    (?:\$ |.*\| )?(translate-pipe .*)$", text, re.MULTILINE):
            found.append((page.name, re.split(r"\s+#|\s+[|>]", line)[0].strip()))
    return found


def known_options(command: Any) -> set[str]:
    return {option for parameter in command.params for option in getattr(parameter, "opts", ())} | {"--help"}


@pytest.mark.parametrize(("page", "line"), shown_commands())
def test_shown_command_exists(page: str, line: str) -> None:
    command: Any = typer.main.get_command(build_app())
    words = shlex.split(line)[1:]
    allowed = known_options(command)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
        allowed = known_options(command)
    assert not getattr(command, "commands", None) or all(word.startswith("-") for word in words), line
    options = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert options <= allowed, f"{page}: {options - allowed} in {line}"


def test_every_command_is_shown() -> None:
    group: Any = typer.main.get_command(build_app())
    names = {
        " ".join([name, *([sub] if sub else [])])
        for name, command in group.commands.items()
        for sub in (list(getattr(command, "commands", {})) or [""])
    }
    shown = " \n".join(line for _, line in shown_commands())
    assert {name for name in names if f"translate-pipe {name} " not in shown + " "} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_every_check_is_described() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert [name for name in CHECKS if f"`{name}`" not in page] == []

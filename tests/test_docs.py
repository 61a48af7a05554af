"""What the documentation tells people to type exists, and the files it points to are there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from translate_pipe.cli import build_app
from translate_pipe.qa import CHECKS
from translate_pipe.version import __version__

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
    if default := getattr(command, "default", None):
        command = command.commands[default]
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


def test_every_page_has_its_place_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert {page for page in pages if f": {page}\n" not in navigation} == set()


def test_example_of_the_readme_gives_what_it_shows(tmp_path: Path) -> None:
    """The commands run as shown, with the reviewer's edit between; the Russian is that of the starter."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("## From an article to a reviewed file\n")[2].partition("\n## ")[0]
    # An empty line between two lines of output is part of it.
    section = re.sub(r"(?<=\n)(    .*\n)\n(?=    (?!\$))", r"\1    \n", section)
    lines = [line[4:] for line in section.splitlines() if line.startswith("    ")]
    steps: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line)
    for command, shown in steps:
        words = shlex.split(command)
        if words[0] == "cat" and words[1].startswith("translated/"):
            assert (tmp_path / words[1]).read_text(encoding="utf-8").splitlines() == shown
        elif words[0] == "cat":
            (tmp_path / words[1]).write_text("\n".join(shown) + "\n", encoding="utf-8")
        else:
            if words[1:3] == ["review", "diff"]:
                table = tmp_path / words[3]
                edited = table.read_text(encoding="utf-8").replace("встретился", "собрался")
                table.write_text(edited, encoding="utf-8")
            done = subprocess.run(
                [sys.executable, "-m", "translate_pipe", *words[1:]],
                cwd=tmp_path,
                env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data")},
                capture_output=True,
                text=True,
                check=True,
            )
            printed = done.stdout.splitlines()
            assert [line for line in shown if line.strip() != "…" and line not in printed] == [], done.stdout


def test_version_is_the_same_everywhere() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(__version__)} \(\d+ \w+ \d{{4}}\)$", changelog, re.MULTILINE)
    assert f"\nversion: {__version__}\n" in citation

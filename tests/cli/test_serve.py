"""The command itself: what it says, what it refuses, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest


def run(*arguments: str, packages: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "translate_pipe", "serve", "--packages-dir", str(packages), *arguments]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_says_where_it_is_translates_and_ends_in_order(
    pocket_packages: Path, tmp_path: Path, number: signal.Signals
) -> None:
    glossary = tmp_path / "own.csv"
    glossary.write_text("en,ru,pos,gender\npetition,прошение,noun,n\n", encoding="utf-8")
    process = run("--port", "0", "--to", "ru", "-g", str(glossary), packages=pocket_packages)
    assert process.stderr is not None
    said = [process.stderr.readline() for _ in range(3)]
    assert said[0].startswith("translate-pipe: listening on http://127.0.0.1:")
    assert said[1:] == ["translate-pipe: translates en → ru\n", "translate-pipe: glossaries: own\n"]
    url = said[0].split()[-1]
    body = json.dumps({"q": "The Kremlin supported the petition.", "source": "auto", "target": "ru"})
    request = urllib.request.Request(f"{url}/translate", body.encode())
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert json.load(answer)["translatedText"] == "Кремль поддержал прошение."
    process.send_signal(number)
    _, rest = process.communicate(timeout=60)
    assert (process.returncode, rest) == (0, "translate-pipe: stopped\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--key-file", "absent.txt"], "absent.txt: cannot read the keys"),
        (["--glossary", "absent.csv"], "absent.csv"),
        (["--to", "de"], "no model package translates English (en) into German (de)"),
        (["--host", "192.0.2.1"], "cannot listen on 192.0.2.1"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_served(
    pocket_packages: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    given = [str(tmp_path / one) if one.startswith("absent") else one for one in arguments]
    process = run("--port", "0", *given, packages=pocket_packages)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (2, 3, 4)
    assert words in said
    assert "Traceback" not in said

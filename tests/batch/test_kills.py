"""A command that is killed at any moment is taken up again, and ends with the same bytes."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.conftest import GLOSSARY, contents, rows, write_articles

pytestmark = pytest.mark.long

KILLS = 5


def command(folder: Path, packages: Path, out: str) -> list[str]:
    return [
        *(sys.executable, "-m", "translate_pipe", "batch", str(folder / "in"), "--to", "ru"),
        *("-g", str(folder / "terms.csv"), "-o", str(folder / out), "--packages-dir", str(packages)),
    ]


def test_killed_command_ends_with_the_bytes_of_an_undisturbed_one(
    pocket_packages: Path, tmp_path: Path
) -> None:
    write_articles(tmp_path / "in", 400, (1, 12))
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    begun = time.monotonic()
    subprocess.run(command(tmp_path, pocket_packages, "whole"), check=True, capture_output=True)
    taken = time.monotonic() - begun
    choose = random.Random(3)
    killed = 0
    while killed < KILLS:
        process = subprocess.Popen(command(tmp_path, pocket_packages, "broken"), stderr=subprocess.DEVNULL)
        try:
            # Not to time anything: only so that kills fall everywhere, the start and the end as well.
            process.wait(choose.uniform(0.1, taken / 2))
            break
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
    last = subprocess.run(command(tmp_path, pocket_packages, "broken"), check=True, capture_output=True)
    assert b"0 failed" in last.stdout
    assert killed
    assert contents(tmp_path / "broken") == contents(tmp_path / "whole")
    assert {row["state"] for row in rows(tmp_path / "broken").values()} == {"done"}
    assert not (tmp_path / "broken" / ".batch" / "staged").exists()

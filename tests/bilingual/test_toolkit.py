"""translate-toolkit, an independent reader, sees in our files what we see, and what it saves we read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bilingual.samples import sample
from translate_pipe.bilingual import FORMATS, read_bilingual, write_bitext

pytestmark = pytest.mark.long


def probe(*arguments: str) -> list[list[str]]:
    script = Path(__file__).with_name("toolkit_probe.py")
    done = subprocess.run(
        [sys.executable, str(script), *arguments], check=True, capture_output=True, text=True, timeout=120
    )
    units: list[list[str]] = json.loads(done.stdout)
    return units


@pytest.mark.parametrize("name", ["tmx", "xliff", "xliff2", "po"])
def test_the_toolkit_sees_the_same_units_and_saves_what_we_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"news.ru{FORMATS[name].extension}"
    saved = tmp_path / f"saved{FORMATS[name].extension}"
    path.write_bytes(write_bitext(sample(), name))
    units = probe(str(path), str(saved))
    assert units == [[unit.segment.source, unit.target] for unit in sample().units]
    before, after = read_bilingual(path), read_bilingual(saved)
    assert [row.id for row in after.rows] == ["s1", "s2", "s3", "s4"]
    assert [row.source for row in after.rows] == [row.source for row in before.rows]
    assert after.rows[1].target == "Он собрался в среду."
    others = [0, 2, 3]
    assert [after.rows[i].target for i in others] == [before.rows[i].target for i in others]
    assert after.rows[0].marks == before.rows[0].marks
    assert (after.article, after.provenance) == (before.article, before.provenance)

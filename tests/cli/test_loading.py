"""What a whole command loads: no library whose work is not asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ARTICLE = "The Kremlin supported the petition. The old woman criticised Vladimir Putin on Monday.\n"
GLOSSARY = "en,ru,pos,gender,animate\nKremlin,Кремль,name,m,no\npetition,петиция,noun,f,no\n"
WATCHED = ("numpy", "openpyxl", "docx", "jinja2", "pymorphy3", "rapidfuzz", "sqlite3", "trafilatura")
RUN = """
import json, sys
from translate_pipe.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps([name for name in {watched} if sys.modules.get(name)]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(["--format", "tsv"], [], id="plain"),
        pytest.param(["--format", "html"], [], id="page"),
        pytest.param(["--format", "xlsx"], ["openpyxl"], id="workbook"),
        pytest.param(["--format", "docx"], ["docx"], id="word"),
        pytest.param(["--format", "tsv", "-g", "terms.csv"], ["pymorphy3"], id="glossary"),
        pytest.param(["--format", "tsv", "--memory", "m.sqlite"], ["rapidfuzz", "sqlite3"], id="memory"),
    ],
)
def test_translating_loads_only_what_it_uses(
    options: list[str], expected: list[str], pocket_packages: Path, tmp_path: Path
) -> None:
    (tmp_path / "news.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    said = subprocess.run(
        [
            *(sys.executable, "-c", RUN.format(watched=WATCHED), "translate", "news.txt", "--to", "ru"),
            *("--packages-dir", str(pocket_packages), *options),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(said.stderr.splitlines()[-1]) == expected
    assert (tmp_path / "translated" / "news.ru.txt").exists()

"""What is written, opened by other people's programs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from translate_pipe.glossary.formats.convert import convert_glossary

pytestmark = pytest.mark.long

GLOSSARY = (
    "en,ru,pos,note\n=SUM(A1),@сумма,noun,-1\nwar effort,военные усилия,,two\n"
    '"say ""no"", then",скажи «нет»,phrase,x\nКремль & Co <b>,Кремль,name,\n'
)
# The toolkit is GPL-licensed, so it is run as a program of its own and never imported here.
READ = """
import json, sys
from translate.storage import csvl10n, omegat, tbx, tmx
classes = {"tbx": tbx.tbxfile, "tmx": tmx.tmxfile, "txt": omegat.OmegaTFile, "csv": csvl10n.csvfile}
store = classes[sys.argv[1].rpartition(".")[2]].parsefile(sys.argv[1])
print(json.dumps([[str(unit.source), str(unit.target)] for unit in store.units if unit.source != "source"]))
"""
PAIRS = [
    ["=SUM(A1)", "@сумма"],
    ["war effort", "военные усилия"],
    ['say "no", then', "скажи «нет»"],
    ["Кремль & Co <b>", "Кремль"],
]


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    path = tmp_path / "glossary.csv"
    path.write_text(GLOSSARY, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "ending"), [("tbx-v2", "tbx"), ("tmx", "tmx"), ("omegat", "txt"), ("weblate", "csv")]
)
def test_the_translate_toolkit_reads_the_same_pairs(glossary: Path, name: str, ending: str) -> None:
    if find_spec("translate") is None:
        pytest.skip("the Translate Toolkit is not installed")
    out = glossary.parent / f"out.{ending}"
    convert_glossary(glossary, out, to_format=name)
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", READ, str(out)], capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout) == PAIRS


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice_is_the_same_glossary(glossary: Path, tmp_path: Path) -> None:
    convert_glossary(glossary, tmp_path / "out.xlsx")
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), "out.xlsx"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        timeout=180,
    )
    convert_glossary(saved / "out.xlsx", tmp_path / "back.csv")
    assert (tmp_path / "back.csv").read_text(encoding="utf-8") == GLOSSARY

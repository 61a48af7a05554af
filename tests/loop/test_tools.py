"""Files come back from other people's programs: LibreOffice, and a toolkit of translators."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.loop.conftest import contents, run_command, units_of
from translate_pipe.bilingual import FORMATS

pytestmark = pytest.mark.long

NEW = "=Это написал редактор: “так”."
PROBE = Path(__file__).parents[1] / "bilingual" / "toolkit_probe.py"
# What the probe puts into the second unit.
PROBED = "Он собрался в среду."


def type_into_workbook(path: Path, saved: Path, old: str) -> None:
    workbook = openpyxl.load_workbook(path)
    cells = [cell for row in workbook["bitext"].iter_rows() for cell in row if cell.value == old]
    assert len(cells) == 1
    cells[0].value = NEW
    cells[0].data_type = "s"
    workbook.save(saved)


def type_into_document(path: Path, saved: Path, old: str) -> None:
    document = docx.Document(str(path))
    cells = [cell for row in document.tables[-1].rows for cell in row.cells if cell.text == old]
    assert len(cells) == 1
    cells[0].text = NEW
    document.save(str(saved))


def save_in_libreoffice(path: Path, folder: Path, profile: Path) -> Path:
    """Open a file in LibreOffice and save it in another folder, all parts of it written anew."""
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            *("--convert-to", path.suffix[1:], "--outdir", str(folder), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / path.name


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_a_cell_edited_and_saved_by_libreoffice_is_in_the_article(
    folder: Path, tmp_path: Path, name: str
) -> None:
    unit = units_of(folder, "petition")[4]
    path = folder / "translated" / f"petition.ru{FORMATS[name].extension}"
    edited = tmp_path / path.name
    (type_into_workbook if name == "xlsx" else type_into_document)(path, edited, unit.target)
    saved = save_in_libreoffice(edited, tmp_path / "saved", tmp_path / "profile")
    article = folder / "translated" / "petition.ru.txt"
    before = article.read_text(encoding="utf-8")
    assert before.count(unit.target) == 1
    result = run_command("review", "apply", saved, "--no-memory")
    assert result.exit_code == 0, result.output
    assert "1 edited, 0 approved, 0 with a new comment" in result.stdout
    assert result.stderr == ""
    assert article.read_text(encoding="utf-8") == before.replace(unit.target, NEW)
    assert [u.target for u in units_of(folder, "petition") if u.state == "reviewed"] == [NEW]


@pytest.mark.parametrize("name", ["tmx", "xliff", "xliff2", "po"])
def test_a_target_edited_by_a_toolkit_is_in_the_article(folder: Path, tmp_path: Path, name: str) -> None:
    unit = units_of(folder, "petition")[1]
    path = folder / "translated" / f"petition.ru{FORMATS[name].extension}"
    saved = tmp_path / path.name
    subprocess.run(
        [sys.executable, str(PROBE), str(path), str(saved)], check=True, capture_output=True, timeout=120
    )
    article = folder / "translated" / "petition.ru.txt"
    before = article.read_text(encoding="utf-8")
    result = run_command("review", "apply", saved, "--no-memory")
    assert result.exit_code == 0, result.output
    assert "1 edited, 0 approved, 0 with a new comment" in result.stdout
    assert article.read_text(encoding="utf-8") == before.replace(unit.target, PROBED)


def test_a_memory_goes_out_and_comes_in_as_a_file_of_translators(folder: Path) -> None:
    old = units_of(folder, "petition")[1].target
    path = folder / "translated" / "petition.ru.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, "Более сорока <&>."), encoding="utf-8")
    assert run_command("review", "apply", path, "--memory", "one.sqlite").exit_code == 0
    assert run_command("memory", "export", "out.tmx", "--memory", "one.sqlite").exit_code == 0
    script = "from translate.storage import tmx; tmx.tmxfile.parsefile('out.tmx').savefile('saved.tmx')"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
    assert run_command("memory", "import", "saved.tmx", "--memory", "two.sqlite").exit_code == 0
    one, two = (
        run_command("memory", "find", "сорока", "--memory", name, "--json").stdout
        for name in ("one.sqlite", "two.sqlite")
    )
    assert one == two
    assert "Более сорока <&>." in one


def test_a_damaged_office_file_leaves_everything_as_it_was(folder: Path) -> None:
    before = contents(folder / "translated")
    for name in ("xlsx", "docx"):
        path = folder / f"petition.ru{FORMATS[name].extension}"
        path.write_bytes(before[path.name][: len(before[path.name]) // 2])
        result = run_command("review", "apply", path)
        assert result.exit_code == 3
        assert "is damaged" in result.stderr
    assert contents(folder / "translated") == before

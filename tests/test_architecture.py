"""Who may import whom, and what the command line must not load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "translate_pipe"
FOUNDATION = {"model", "errors", "locales", "files", "spool", "version"}
STAGES = {
    *("article", "segment", "glossary", "memory", "engines", "terminology", "qa", "bilingual"),
}
# What several stages know: languages, where inline marks go, what states are called. They stand on the
# foundation alone.
LIBRARIES = {"morphology", "markup", "figures", "states"}
# Programs of their own, which the engines start and which speak to them by their output.
PROGRAMS = {PACKAGE / "engines" / "trial.py", PACKAGE / "engines" / "convert.py"}
UPPER = {
    "folders",
    "links",
    "outputs",
    "reports",
    "chunks",
    "earlier",
    "job",
    "api",
    "pipeline",
    "run",
    "batch",
    "review",
    "serve",
    "config",
    "config_values",
    "config_draft",
    "compare",
}
HEAVY = (
    "ctranslate2",
    "lxml",
    "docx",
    "openpyxl",
    "pymorphy3",
    "morfeusz2",
    "simplemma",
    "sentencepiece",
    "trafilatura",
    "argostranslate",
)


def modules() -> list[tuple[str, Path]]:
    return [(path.relative_to(PACKAGE).parts[0].removesuffix(".py"), path) for path in PACKAGE.rglob("*.py")]


def imported_parts(path: Path) -> set[str]:
    """Return the parts of this package that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "translate_pipe":
                names = [f"translate_pipe.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("translate_pipe.")}
    return found


@pytest.mark.parametrize(
    ("part", "path"), [pytest.param(p, f, id=str(f.relative_to(PACKAGE))) for p, f in modules()]
)
def test_imports_follow_the_flow(part: str, path: Path) -> None:
    imported = imported_parts(path) - {part}
    if part in FOUNDATION or part in LIBRARIES:
        assert imported <= FOUNDATION
    elif part in STAGES:
        assert imported <= FOUNDATION | LIBRARIES
    elif part in UPPER:
        assert "cli" not in imported
    else:
        assert part in {"cli", "__init__", "__main__", "starter"}


def module_file(name: str) -> Path | None:
    """Return the file of a module of this package, None for anything else."""
    stem = PACKAGE.parent.joinpath(*name.split("."))
    files = (stem.with_suffix(".py"), stem / "__init__.py")
    return next((file for file in files if name.startswith("translate_pipe") and file.is_file()), None)


def imported_modules(path: Path) -> set[Path]:
    """Return the files of this package that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            whole = module_file(node.module)
            found |= {module_file(f"{node.module}.{alias.name}") or whole for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {module_file(alias.name) for alias in node.names}
    return {file for file in found if file}


def test_no_module_imports_itself_through_others() -> None:
    imports = {path: imported_modules(path) for _, path in modules()}
    while free := [path for path, needed in imports.items() if not needed & imports.keys()]:
        for path in free:
            del imports[path]
    assert sorted(str(path.relative_to(PACKAGE)) for path in imports) == []


def test_every_stage_is_there() -> None:
    assert {part for part, _ in modules()} >= STAGES | FOUNDATION | LIBRARIES | {"cli", "pipeline", "review"}


def test_command_line_loads_no_model_and_no_file_library() -> None:
    code = f"import sys, translate_pipe.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_only_the_command_line_prints() -> None:
    for part, path in modules():
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        ]
        assert not calls or part == "cli" or path in PROGRAMS, path

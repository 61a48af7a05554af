"""A server and a packages folder for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.server import Site, serve
from translate_pipe.engines import packages


@pytest.fixture(autouse=True)
def no_starter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave the starter out; what is said of it is tried on one of our own."""
    monkeypatch.setattr(packages, "STARTER_FOLDER", tmp_path / "no-starter")


@pytest.fixture
def site() -> Iterator[Site]:
    """A local web server with no pages yet."""
    with serve() as running:
        yield running


@pytest.fixture
def packages_dir(tmp_path: Path) -> Path:
    """A packages folder that does not exist yet, alone in its parent."""
    return tmp_path / "home" / "packages"

"""A server and a packages folder for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.models.server import Site, serve


@pytest.fixture
def site() -> Iterator[Site]:
    """A local web server with no pages yet."""
    with serve() as running:
        yield running


@pytest.fixture
def packages_dir(tmp_path: Path) -> Path:
    """A packages folder that does not exist yet, alone in its parent."""
    return tmp_path / "home" / "packages"

"""Whoever is killed at any moment, the run is taken up again, and ends with the same bytes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.batch.conftest import rows

pytest.importorskip("distributed", reason="the extra dask is not installed")
pytestmark = pytest.mark.long

from bench.batch_kills import Ground, kill_commands, kill_schedulers, kill_workers, prepare_ground  # noqa: E402

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ground(pocket_packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Return articles, and what an undisturbed run makes of them."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ARGOS_PACKAGES_DIR": str(pocket_packages)}
    return prepare_ground(tmp_path_factory.mktemp("kills"), environment, 60)


def test_killed_command_ends_with_the_bytes_of_an_undisturbed_one(ground: Ground) -> None:
    kill_commands(ground, 2)
    out = ground.folder / f"out-{ground.outputs}"
    assert {row["state"] for row in rows(out).values()} == {"done"}
    assert {path.name for path in (out / ".batch").iterdir()} == {"lock"}


def test_killed_workers_change_nothing(ground: Ground) -> None:
    kill_workers(ground, 2)


def test_killed_scheduler_is_said_and_the_run_taken_up(ground: Ground) -> None:
    kill_schedulers(ground, 2)

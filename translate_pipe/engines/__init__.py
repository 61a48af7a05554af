"""Model packages, and the engines that translate with them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from pathlib import Path

from translate_pipe.engines.argos import load_engine
from translate_pipe.engines.batching import BEAM
from translate_pipe.engines.choice import wish_for
from translate_pipe.model import Engine

__all__ = ["load_engine", "start_loading"]


def start_loading(
    pool: Executor,
    source_locale: str,
    target_locales: Sequence[str],
    *,
    package: Sequence[str] = (),
    packages_dir: Path | None = None,
    beam: int | None = None,
) -> dict[str, Future[Engine]]:
    """Load an engine for each target in the background; its future raises what `load_engine` would.

    `package` names packages to use, for all targets (`opus`) or for one (`ru=opus`).

    Raises:
        UsageError: a language in `package` is unknown, or two packages are named for the same.
    """
    return {
        target: pool.submit(
            load_engine,
            source_locale,
            target,
            package=wish_for(target, package),
            packages_dir=packages_dir,
            beam=beam or BEAM,
            preload=True,
        )
        for target in target_locales
    }

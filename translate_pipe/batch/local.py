"""Workers on this machine: started here, looked after, and ended."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import dask
from distributed import LocalCluster
from distributed.core import Status

from translate_pipe.batch.calls import LATE, quiet_logs
from translate_pipe.errors import EngineError

# How long a worker may take to come back before it is seen to.
_RESTART_SECONDS = 10.0
# After so long Dask gives a lost worker up for good, its supervisor as well: on a busy machine that must not
# be while it still starts.
_LOST_SECONDS = 120.0
# How often workers may die over one chunk before it is given up for the time being.
_DEATHS = 3
_START_SECONDS = 180.0
_CLOSE_SECONDS = 30
_MESSAGES_KEPT = 10
_LOOK_SECONDS = 0.02


@dataclass(slots=True)
class LocalWorkers:
    """A cluster on this machine that is to have `wanted` workers."""

    cluster: Any
    wanted: int
    _lacking_since: float | None = None

    def look_after(self) -> None:
        """Have workers started anew that Dask does not bring back; to be called now and then.

        Dask forgets a worker that it has given up, and one that dies while it starts for the first time.
        """
        now = time.monotonic()
        if len(self.cluster.scheduler.workers) >= self.wanted:
            self._lacking_since = None
        elif self._lacking_since is None:
            self._lacking_since = now
        elif now - self._lacking_since > _RESTART_SECONDS:
            supervisors = list(self.cluster.workers.values())
            ended = sum(one.status in (Status.closed, Status.failed) for one in supervisors)
            # Also where the number stays: whoever is missing among the supervisors comes back.
            self.cluster.scale(max(len(self.cluster.worker_spec), self.wanted + ended))
            self._lacking_since = None


@contextmanager
def start_workers(count: int) -> Iterator[LocalWorkers]:
    """Start so many workers, each with a process and one core; end them afterwards.

    Raises:
        EngineError: none can be started.
    """
    settings = {
        "distributed.scheduler.allowed-failures": _DEATHS,
        "distributed.deploy.lost-worker-timeout": f"{_LOST_SECONDS}s",
        # The scheduler keeps so many messages to each worker for whoever seeks a fault; ours hold articles.
        "distributed.admin.low-level-log-length": _MESSAGES_KEPT,
        # A hundred looks a second at what each thread does took a tenth of a worker's time.
        "distributed.worker.profile.enabled": False,
    }
    with dask.config.set(settings), quiet_logs("tornado.application", "asyncio"):
        cluster = LocalCluster(
            # One that dies while it starts here would take all with it.
            n_workers=0,
            threads_per_worker=1,
            processes=True,
            # Models do not grow; a worker that needs more than its share is no fault.
            memory_limit=0,
            dashboard_address=None,
            # Else its port is Dask's usual one, which another run may have.
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            silence_logs=logging.CRITICAL,
        )
        try:
            local = LocalWorkers(cluster, count)
            cluster.scale(count)
            _wait_for_start(local)
            yield local
        finally:
            # What then still runs ends with this process.
            with contextlib.suppress(*LATE):
                cluster.close(timeout=_CLOSE_SECONDS)


def _wait_for_start(local: LocalWorkers) -> None:
    """Wait for all workers, but not for ever for those that are late."""
    until = time.monotonic() + _START_SECONDS
    while len(local.cluster.scheduler.workers) < local.wanted and time.monotonic() < until:
        local.look_after()
        time.sleep(_LOOK_SECONDS)
    if not local.cluster.scheduler.workers:
        raise EngineError(
            f"no worker could be started here in {_START_SECONDS:.0f} seconds",
            remedy="say fewer --workers, or none: then this process translates",
        )

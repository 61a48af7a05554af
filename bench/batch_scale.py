"""One run over articles, by workers or by this process, measured from inside.

    python -m bench.batch_scale KIND FOLDER PACKAGES

KIND is a number of workers, or `process`. Each worker has one core, and is held to it where the system can
do that: it decodes in one thread while it reads and checks in another, and would use more by itself. Prints
one JSON object: seconds by the clock from the first article to the last (not the start of
workers and models), seconds of CPU, peaks of memory in bytes, and a digest of what was made.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.batch_kills import read_output
from bench.batch_text import make_paragraphs, write_articles
from translate_pipe.batch import state
from translate_pipe.batch.cluster import open_cluster
from translate_pipe.batch.run import BatchRequest, ThisProcess, Workers, run_batch
from translate_pipe.batch.values import Lane
from translate_pipe.run import Request


def read_usage() -> tuple[float, int]:
    """Return the CPU time of this process in seconds, and its peak of memory in bytes."""
    return time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def hold_to_core(number: int) -> None:
    """Hold this process to one of its cores, with all its threads; the first core has number 0."""
    if not hasattr(os, "sched_setaffinity"):
        return
    cores = sorted(os.sched_getaffinity(0))
    for thread in os.listdir("/proc/self/task"):  # noqa: PTH208
        os.sched_setaffinity(int(thread), {cores[number % len(cores)]})


def measure_run(request: Request, articles: Path, workers: Workers, ask: Any = None) -> dict[str, Any]:
    """Translate everything; `ask` runs a function on each worker, if there are any."""
    workers.describe(Lane("en", "ru", request.glossaries))
    _warm(request, articles.parent / "warm", workers)
    before = _usages(ask)
    begun = time.perf_counter()
    done = run_batch(BatchRequest(request, (str(articles),)), workers)
    seconds = time.perf_counter() - begun
    if done.failed or done.left:
        raise SystemExit(f"{done.failed} articles failed, {done.left} are left")
    after = _usages(ask)
    assert request.out is not None
    made = hashlib.sha256()
    for name, content in sorted(read_output(request.out).items()):
        made.update(name.encode() + content)
    return {
        "articles": done.done,
        "seconds": seconds,
        "cpu": [one - other for (one, _), (other, _) in zip(after, before, strict=True)],
        "peak": [peak for _, peak in after],
        "digest": made.hexdigest(),
    }


def _warm(request: Request, folder: Path, workers: Workers) -> None:
    """Have every worker translate something, so that dictionaries and the like are loaded."""
    if not folder.exists():
        write_articles(folder, make_paragraphs(24, 3, 20, seed=2))
    usual, state.CHUNK_ARTICLES = state.CHUNK_ARTICLES, 3
    run_batch(BatchRequest(request, (str(folder),)), workers)
    state.CHUNK_ARTICLES = usual


def _usages(ask: Any) -> Sequence[tuple[float, int]]:
    """Return the usage of this process, then those of the workers."""
    return [read_usage(), *(dict(sorted(ask(read_usage).items())).values() if ask else ())]


def main() -> None:
    """Measure one kind."""
    kind, folder, packages = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    request = Request(
        articles=(),
        targets=("ru",),
        glossaries=(folder / "terms.csv",),
        out=folder / f"out-{kind}-{os.getpid()}",
        formats=(),
        packages_dir=packages,
    )
    assert request.out is not None
    articles = folder / "articles"
    if kind == "process":
        measured = measure_run(request, articles, ThisProcess(request))
    else:
        with open_cluster(request, workers=int(kind)) as team:
            for number, worker in enumerate(sorted(team.client.nthreads())):
                team.client.run(hold_to_core, number, workers=[worker])
            measured = measure_run(request, articles, team, team.client.run)
    shutil.rmtree(request.out)
    print(json.dumps(measured))


if __name__ == "__main__":
    main()

"""Many workers whose engine only sleeps: what the command, the scheduler and the network of a run cost.

    python -m bench.batch_simulation COUNT SECONDS FILE

starts COUNT workers in one process, for the scheduler that FILE tells of; a chunk of 64 KB takes SECONDS.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

from bench.batch_kills import start_cluster
from bench.batch_scale import read_usage
from bench.batch_text import write_glossary
from translate_pipe.batch import state
from translate_pipe.batch import worker as station
from translate_pipe.batch.cluster import open_cluster
from translate_pipe.batch.run import BatchRequest, run_batch
from translate_pipe.batch.values import Chunk, MadeChunk, Outcome, TermUse
from translate_pipe.run import Request
from translate_pipe.terminology import TermAccount

_MILESTONES = (1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
_SEGMENT_BYTES = 52


def size_of(number: int) -> int:
    """Return how many bytes an article has that is nowhere: 3 to 60 segments."""
    return random.Random(number).randint(3, 60) * _SEGMENT_BYTES


def measure_simulation(
    folder: Path, environment: Mapping[str, str], articles: int, workers: int, seconds: float
) -> None:
    """Print what so many articles cost besides their translation."""
    manifest = folder / "articles.jsonl"
    with manifest.open("w", encoding="utf-8") as stream:
        stream.writelines(f'{{"path": "{number:07}.txt"}}\n' for number in range(articles))
    glossary = write_glossary(folder)
    request = Request(articles=(), targets=("ru",), glossaries=(glossary,), out=folder / "out", formats=())
    # No article is on the disk: the workers would only wait for it.
    state._look_at = lambda path: (size_of(int(path.stem)), 1)
    command = [sys.executable, "-m", "bench.batch_simulation", str(workers), str(seconds)]
    with start_cluster(folder, environment, workers, command) as (address, process):
        scheduler = psutil.Process(process.pid)
        with open_cluster(request, scheduler=address) as team:
            team.client.wait_for_workers(workers, timeout=60)
            _run(request, manifest, team, scheduler, (workers, seconds))


def _run(
    request: Request, manifest: Path, team: Any, scheduler: psutil.Process, sleeping: tuple[int, float]
) -> None:
    milestones = iter(_MILESTONES)
    ahead = next(milestones)
    begun, first = time.perf_counter(), 0.0
    spent_before = _spent(scheduler), read_usage()[0]
    held: list[str] = []

    def tell(done: int, failed: int, total: int) -> None:
        nonlocal ahead, first
        del failed
        first = first or time.perf_counter()
        if done >= ahead:
            held.append(f"{done:,}: {scheduler.memory_info().rss / 1e6:.0f} MB")
            ahead = next((one for one in milestones if one > done), total + 1)

    done = run_batch(BatchRequest(request, (str(manifest),)), team, tell)
    seconds, admitted = time.perf_counter() - first, first - begun
    assert request.out is not None
    assert not done.failed
    assert not done.left
    chunks, slept = _count_chunks(done.done, sleeping[1])
    by_scheduler = _spent(scheduler) - spent_before[0]
    by_command = read_usage()[0] - spent_before[1]
    workers = sleeping[0]
    print(f"{done.done} articles in {chunks} tasks, {workers} workers that sleep {sleeping[1]} s for 64 KB")
    print(f"  taken over from the manifest in                {admitted:9.1f} s")
    print(f"  done in                                        {seconds:9.1f} s")
    print(f"  tasks a second                                 {chunks / seconds:9.1f}")
    print(f"  share of that in which workers slept           {slept / workers / seconds:9.2f}")
    print(f"  CPU of the scheduler a task                    {1e3 * by_scheduler / chunks:9.2f} ms")
    print(f"  CPU of the command an article                  {1e3 * by_command / done.done:9.2f} ms")
    print(f"  memory of the scheduler after articles: {', '.join(held)}")
    print(f"  peak of the memory of the command              {read_usage()[1] / 1e6:9.0f} MB")


def _count_chunks(articles: int, seconds: float) -> tuple[int, float]:
    """Return how many chunks the articles make, and how long workers sleep over them."""
    chunks, size, count, total = 1, 0, 0, 0
    for number in range(articles):
        own = size_of(number)
        if size + own > state.CHUNK_BYTES or count == state.CHUNK_ARTICLES:
            chunks, size, count = chunks + 1, 0, 0
        size, count, total = size + own, count + 1, total + own
    return chunks, seconds * total / state.CHUNK_BYTES


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _sleep_over(seconds: float, token: str, chunk: Chunk, expected: str) -> MadeChunk:
    """Do as `translate_chunk` does, as far as the network and the command see it."""
    del token, expected
    size = sum(size_of(int(task.path.stem)) for task in chunk.tasks)
    time.sleep(seconds * size / state.CHUNK_BYTES)
    terms = TermAccount(applied=2, already=1)
    uses = tuple(TermUse(source, "…", TermAccount(applied=1), (1, 2)) for source in ("Kremlin", "petition"))
    issues = (("numbers", "warning", 1),)
    return MadeChunk(
        chunk,
        tuple(
            Outcome(task.number, "0" * 64, 1000, 1, segments=30, terms=terms, uses=uses, issues=issues)
            for task in chunk.tasks
        ),
    )


async def _serve(count: int, place: Path) -> None:
    from distributed import Worker

    address = json.loads(place.read_text(encoding="utf-8"))["address"]
    numbers = itertools.count()
    async with contextlib.AsyncExitStack() as stack:
        workers = [
            await stack.enter_async_context(
                Worker(address, nthreads=1, name=f"w{next(numbers)}", dashboard=False, memory_limit=0)
            )
            for _ in range(count)
        ]
        await asyncio.gather(*(worker.finished() for worker in workers))


def main() -> None:
    """Be the workers."""
    count, seconds, place = int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
    replaced: dict[str, Any] = {
        "open_station": lambda *_, **__: None,
        "close_station": lambda *_: None,
        "take_glossary": lambda *_: None,
        "is_shared": lambda *_: True,
        "describe_lane": lambda *_: "simulated",
        "translate_chunk": lambda *arguments: _sleep_over(seconds, *arguments),
    }
    for name, function in replaced.items():
        setattr(station, name, function)
    asyncio.run(_serve(count, place))


if __name__ == "__main__":
    main()

"""Chunks go to the workers of a Dask cluster, few at a time; made chunks come back, each once."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from distributed import Client, LocalCluster, WorkerPlugin, as_completed
from distributed.scheduler import KilledWorker

from translate_pipe.batch import worker as station
from translate_pipe.batch.database import WORK_FOLDER
from translate_pipe.batch.state import STAGING
from translate_pipe.batch.values import Chunk, Failure, Lane, MadeChunk, MadeFile, Outcome, Task
from translate_pipe.batch.worker import Settings, UnfitWorkerError, mark_path
from translate_pipe.bilingual import BITEXT_EXTENSION, file_name
from translate_pipe.errors import EngineError, TranslatePipeError
from translate_pipe.files import sync_files, write_atomically
from translate_pipe.glossary.load import load_glossary
from translate_pipe.outputs import DROPPED_EXTENSION
from translate_pipe.run import Request
from translate_pipe.version import __version__

if TYPE_CHECKING:
    from translate_pipe.glossary.load import Glossary

# Chunks for each thread of a worker: one that is made, one that waits for it.
_AHEAD = 2
# Beyond one chunk a thread no more articles than this are in the scheduler's hands.
_MOST_ARTICLES = 4000
# Times that a chunk whose workers died is tried as a whole, each as often as the scheduler allows; then its
# articles are tried one by one.
_WHOLE_TRIES = 3
# A larger memory is not sent to workers that do not share the folder.
_LARGEST_MEMORY = 256 * 1024 * 1024
_CONNECT_SECONDS = 20
_LOOK_SECONDS = 0.02
# How long a worker of this machine may take to come back before another is started in its place.
_RESTART_SECONDS = 10.0
# How often a worker of this machine may die over one chunk before the chunk is taken for the cause.
_LOCAL_DEATHS = 10

Say = Callable[[str], None]


class _StationPlugin(WorkerPlugin):  # type: ignore[misc]
    """Brings the settings to each worker, also to those that join later."""

    def __init__(self, settings: Settings) -> None:
        self.name = f"translate-pipe-{settings.token}"
        self.settings = settings

    def setup(self, worker: Any) -> None:
        """Get a worker ready."""
        name = str(worker.name if isinstance(worker.name, str) else worker.address)
        station.open_station(self.settings, name=name, threads=worker.state.nthreads)

    def teardown(self, worker: Any) -> None:
        """Forget the run."""
        del worker
        station.close_station(self.settings.token)


class _GlossaryPlugin(WorkerPlugin):  # type: ignore[misc]
    """Brings a glossary to each worker, once."""

    def __init__(self, token: str, number: int, lane: Lane, glossary: Glossary) -> None:
        self.name = f"translate-pipe-{token}-{number}"
        self.token, self.lane, self.glossary = token, lane, glossary

    def setup(self, worker: Any) -> None:
        """Hand the glossary over."""
        del worker
        station.take_glossary(self.token, self.lane, self.glossary)


async def _describe(token: str, lane: Lane) -> str:
    # In a thread, so that the worker goes on telling the scheduler that it lives while it loads the model.
    return await asyncio.to_thread(station.describe_lane, token, lane)


@dataclass(slots=True)
class _Flight:
    """A chunk under way: how often all its workers died."""

    chunk: Chunk
    deaths: int = 0


@dataclass(slots=True)
class ClusterWorkers:
    """The workers of a cluster, for one run.

    Args:
        request: the options of the run, with absolute paths.
        seconds: how long a chunk of the usual size may take before its worker is given up.
        say: is told what becomes of workers.
        local: the cluster on this machine that is to have `wanted` workers, if there is one.
    """

    client: Client
    request: Request
    seconds: float
    say: Say
    local: Any = None
    wanted: int = 0
    token: str = field(default_factory=lambda: uuid4().hex[:12])
    _described: dict[Lane, str] = field(default_factory=dict)
    _shared: bool = True

    def begin(self) -> None:
        """Bring the settings to all workers.

        Raises:
            TranslatePipeError: a worker has another version of the program, or none.
        """
        out = self.request.out
        assert out is not None
        mark = mark_path(out, self.token)
        write_atomically(mark, self.token.encode())
        memory = self._copy_memory(out)
        settings = Settings(self.token, replace(self.request, memory=memory), __version__, self.seconds)
        self._require_program()
        self._register(_StationPlugin(settings))
        answers = self.client.run(station.is_shared, self.token)
        self._shared = all(answers.values())
        if not self._shared and memory is not None:
            if memory.stat().st_size > _LARGEST_MEMORY:
                raise TranslatePipeError(
                    "the translation memory is too large to be sent to the workers",
                    path=self.request.memory,
                    remedy="share the folder of --out with them, or say --no-memory",
                )
            self._register(_StationPlugin(replace(settings, memory=memory.read_bytes())))

    def end(self) -> None:
        """Take the settings back from the workers, as far as they are still there."""
        out = self.request.out
        assert out is not None
        mark_path(out, self.token).unlink(missing_ok=True)
        shutil.rmtree(out / WORK_FOLDER / f"memory-{self.token}", ignore_errors=True)
        with contextlib.suppress(Exception):
            self.client.unregister_worker_plugin(f"translate-pipe-{self.token}")

    def describe(self, lane: Lane) -> str:
        """Return in one line what decides on the results of a lane, which is the same on all workers.

        Raises:
            TranslatePipeError: a glossary is at fault, no package translates between these locales, or the
                workers are not alike.
        """
        if lane in self._described:
            return self._described[lane]
        glossary = load_glossary(
            lane.glossaries, lane.source_locale, lane.target_locale, chosen=self.request.columns
        )
        self._register(_GlossaryPlugin(self.token, len(self._described), lane, glossary))
        answers = self.client.run(_describe, self.token, lane, on_error="return")
        said = {worker: answer for worker, answer in answers.items() if isinstance(answer, str)}
        faults = {
            worker: answer for worker, answer in answers.items() if isinstance(answer, TranslatePipeError)
        }
        if faults and not said:
            raise next(iter(faults.values()))
        if faults:
            worker, fault = next(iter(faults.items()))
            raise EngineError(f"the worker {worker} cannot do what others can: {fault}")
        if not said:
            raise EngineError("no worker answers", remedy="look into the logs of the workers")
        first, *others = said.items()
        for worker, answer in others:
            if answer != first[1]:
                raise EngineError(
                    station.describe_difference(worker, answer, first[1]), remedy="make all workers alike"
                )
        self._described[lane] = first[1]
        return first[1]

    def translate(self, chunks: Iterator[Chunk]) -> Iterator[MadeChunk]:
        """Yield the chunks as they are made, in any order."""
        flights: dict[Any, _Flight] = {}
        done = as_completed(loop=self.client.loop)
        articles = 0

        def send(flight: _Flight) -> None:
            future = self.client.submit(
                station.translate_chunk,
                self.token,
                flight.chunk,
                self._described[flight.chunk.lane],
                key=f"translate-{self.token}-{flight.chunk.number}-{uuid4().hex[:8]}",
                pure=False,
            )
            flights[future] = flight
            done.add(future)

        def fill() -> None:
            nonlocal articles
            threads = self._threads()
            while len(flights) < threads or (len(flights) < threads * _AHEAD and articles < _MOST_ARTICLES):
                chunk = next(chunks, None)
                if chunk is None:
                    return
                articles += len(chunk.tasks)
                send(_Flight(self._load(chunk)))

        fill()
        while flights:
            future = self._next(done)
            flight = flights.pop(future)
            made, again = self._collect(future, flight)
            for one in again:
                send(one)
            if made is not None:
                articles -= len(made.chunk.tasks)
                yield self._stage(made)
            fill()

    def _next(self, done: Any) -> Any:
        """Wait for a chunk; meanwhile see to it that there are workers.

        Raises:
            EngineError: the scheduler is gone.
        """
        lacking_since: float | None = None
        while not done.has_ready():
            time.sleep(_LOOK_SECONDS)
            if self.client.status not in ("running", "connecting"):
                raise _lost_scheduler()
            lacking = self.wanted - len(self.client.nthreads()) if self.local is not None else 0
            if lacking <= 0:
                lacking_since = None
            elif lacking_since is None:
                lacking_since = time.monotonic()
            elif time.monotonic() - lacking_since > _RESTART_SECONDS:
                # A worker that dies while it starts is not always started again.
                self.local.scale(len(self.local.worker_spec) + lacking)
                lacking_since = None
        return next(done)

    def _threads(self) -> int:
        """Return how many chunks the workers can make at once; at least one, for whoever will join."""
        return max(1, sum(map(int, self.client.nthreads().values())))

    def _collect(self, future: Any, flight: _Flight) -> tuple[MadeChunk | None, list[_Flight]]:
        """Return what was made, or what is to be tried again.

        Raises:
            TranslatePipeError: the scheduler is gone, or no worker can do it.
        """
        error = _error_of(future)
        if error is None:
            made: MadeChunk = future.result()
            return replace(made, chunk=flight.chunk), []
        if isinstance(error, UnfitWorkerError):
            self._dismiss(error)
            return None, [flight]
        if isinstance(error, TranslatePipeError):
            raise error
        if isinstance(error, KilledWorker):
            return self._after_deaths(flight)
        if future.cancelled() or self.client.status != "running":
            raise _lost_scheduler() from error
        raise error

    def _after_deaths(self, flight: _Flight) -> tuple[MadeChunk | None, list[_Flight]]:
        chunk = flight.chunk
        if flight.deaths + 1 < _WHOLE_TRIES:
            return None, [_Flight(chunk, flight.deaths + 1)]
        if len(chunk.tasks) > 1:
            self.say(f"workers died over a chunk of {len(chunk.tasks)} articles; each is now tried alone")
            return None, [_Flight(replace(chunk, tasks=(task,))) for task in chunk.tasks]
        failure = Failure("its workers died", "every worker that translated it died or took far too long")
        return MadeChunk(chunk, (Outcome(chunk.tasks[0].number, failure=failure),)), []

    def _dismiss(self, error: UnfitWorkerError) -> None:
        """Let the worker go that is not like the others.

        Raises:
            UnfitWorkerError: no other is left.
        """
        fit = self.client.run(station.is_fit, self.token, dict(self._described), on_error="return")
        unfit = [worker for worker, answer in fit.items() if answer is not True]
        if len(unfit) == len(fit):
            raise error
        for worker in unfit:
            self.say(f"{error}; it is left out ({worker})")
        if unfit:
            self.client.retire_workers(unfit, close_workers=True)

    def _load(self, chunk: Chunk) -> Chunk:
        """Add what workers that do not share the folder cannot read."""
        if self._shared:
            return chunk
        return replace(chunk, tasks=tuple(self._load_task(task, chunk.lane) for task in chunk.tasks))

    def _load_task(self, task: Task, lane: Lane) -> Task:
        out = self.request.out
        assert out is not None
        try:
            content = task.path.read_bytes()
        except OSError:
            # The worker finds no such file either, and says so.
            return replace(task, content=None)
        place = PurePosixPath(task.place)
        earlier = []
        for extension in (BITEXT_EXTENSION, DROPPED_EXTENSION):
            name = place.parent / file_name(place.name, lane.target_locale, extension)
            if (out / name).is_file():
                earlier.append((name.as_posix(), (out / name).read_bytes()))
        return replace(task, content=content, earlier=tuple(earlier))

    def _stage(self, made: MadeChunk) -> MadeChunk:
        """Write files that came back into the work folder."""
        out = self.request.out
        assert out is not None
        folder = Path(WORK_FOLDER, STAGING, f"{made.chunk.number}-{uuid4().hex[:12]}")
        written: list[Path] = []
        outcomes = []
        for outcome in made.outcomes:
            files = []
            for number, one in enumerate(outcome.files):
                if one.content is None:
                    files.append(one)
                    continue
                staged = folder / f"{outcome.number}-{number}"
                write_atomically(out / staged, one.content)
                written.append(out / staged)
                files.append(MadeFile(one.path, staged.as_posix()))
            outcomes.append(replace(outcome, files=tuple(files)))
        sync_files(written)
        return replace(made, outcomes=tuple(outcomes))

    def _copy_memory(self, out: Path) -> Path | None:
        """Copy the memory for the workers, who only read it; who reviews meanwhile writes to the original."""
        if self.request.memory is None:
            return None
        from translate_pipe.memory import open_memory

        path = out / WORK_FOLDER / f"memory-{self.token}" / "memory.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        with open_memory(self.request.memory) as memory:
            memory.copy_to(path)
        return path

    def _require_program(self) -> None:
        answers = self.client.run(station.program_version, on_error="return")
        for worker, answer in answers.items():
            if answer == __version__:
                continue
            has = (
                f"has translate-pipe {answer}"
                if isinstance(answer, str)
                else f"has none that fits ({answer})"
            )
            raise UnfitWorkerError(
                f"the command is translate-pipe {__version__}, but the worker {worker} {has}",
                remedy="install the same version everywhere",
            )

    def _register(self, plugin: WorkerPlugin) -> None:
        for worker, answer in dict(self.client.register_plugin(plugin) or {}).items():
            if isinstance(answer, dict) and answer.get("status") == "error":
                fault = answer.get("exception")
                raise UnfitWorkerError(f"the worker {worker} cannot be made ready: {fault}")


def _error_of(future: Any) -> BaseException | None:
    try:
        error: BaseException | None = future.exception()
    except BaseException as raised:
        if isinstance(raised, KeyboardInterrupt):
            raise
        return raised
    return error


def _lost_scheduler() -> EngineError:
    return EngineError(
        "the scheduler is gone, or was restarted",
        remedy="start it and its workers again, and run the batch again: it goes on where it was",
    )


@contextmanager
def open_cluster(
    request: Request,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    seconds: float = 1800.0,
    say: Say = lambda _: None,
) -> Iterator[ClusterWorkers]:
    """Start so many workers on this machine, or go to a scheduler; end what was started.

    Raises:
        TranslatePipeError: the scheduler cannot be reached, or its workers are not alike.
    """
    import dask

    assert request.out is not None
    absolute = replace(
        request,
        out=request.out.resolve(),
        memory=request.memory and request.memory.resolve(),
        packages_dir=request.packages_dir and request.packages_dir.resolve(),
    )
    with contextlib.ExitStack() as stack:
        if scheduler is None:
            stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": _LOCAL_DEATHS}))
            local = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                # Models do not grow; a worker that needs more than its share is no fault.
                memory_limit=0,
                dashboard_address=None,
                silence_logs=50,
            )
            stack.enter_context(local)
            address: Any = local
        else:
            address = scheduler
        try:
            client = stack.enter_context(Client(address, timeout=_CONNECT_SECONDS, set_as_default=False))
        except (OSError, TimeoutError, ValueError) as error:
            raise EngineError(
                f"the scheduler {scheduler} cannot be reached: {error}", remedy="check its address"
            ) from error
        if not client.nthreads():
            say("waiting for the first worker")
            client.wait_for_workers(1)
        local_cluster = None if scheduler is not None else address
        team = ClusterWorkers(client, absolute, seconds, say, local_cluster, workers or 0)
        try:
            team.begin()
            yield team
        finally:
            team.end()

"""Chunks go to the workers of a Dask cluster, few at a time; made chunks come back, each once."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from distributed import Client, WorkerPlugin, as_completed
from distributed.comm import CommClosedError
from distributed.scheduler import KilledWorker

from translate_pipe.batch import worker as station
from translate_pipe.batch.calls import LATE, answer_within, lost_scheduler, quiet_logs, scheduler_errors
from translate_pipe.batch.database import WORK_FOLDER
from translate_pipe.batch.local import LocalWorkers, start_workers
from translate_pipe.batch.parcels import load_contents, stage_contents
from translate_pipe.batch.values import Chunk, Failure, Lane, MadeChunk, Outcome
from translate_pipe.batch.worker import Settings, UnfitWorkerError, mark_path
from translate_pipe.errors import EngineError, TranslatePipeError
from translate_pipe.files import write_atomically
from translate_pipe.glossary.load import load_glossary
from translate_pipe.run import Request
from translate_pipe.version import __version__

if TYPE_CHECKING:
    from translate_pipe.glossary.load import Glossary

# Chunks for each thread of a worker: one that is made, one that waits for it.
_AHEAD = 2
# Beyond one chunk a thread no more articles than this are in the scheduler's hands.
_MOST_ARTICLES = 4000
# Times that a chunk is given up, each after as many deaths as the scheduler allows, before it is sent alone.
_TRIES_IN_COMPANY = 2
# A larger memory is not sent to workers that do not share the folder.
_LARGEST_MEMORY = 256 * 1024 * 1024
_CONNECT_SECONDS = 20
_LOOK_SECONDS = 0.02
_WATCH_SECONDS = 1.0
# How long whoever is asked may take: for a plain answer, to load models, to say goodbye, for a result.
_ANSWER_SECONDS = 120.0
_MODEL_SECONDS = 900.0
_END_SECONDS = 20.0
_FETCH_SECONDS = 30.0
# How long the command waits for a first worker, or for another when all are gone.
_ALONE_SECONDS = 1800.0

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
    """A chunk under way: how often it was given up since its workers died, and whether it waits to go alone.

    With no other under way it is certain which chunk kills its workers.
    """

    chunk: Chunk
    tries: int = 0
    alone: bool = False


@dataclass(slots=True)
class ClusterWorkers:
    """The workers of a cluster, for one run.

    Args:
        request: the options of the run, with absolute paths.
        seconds: how long a chunk of the usual size may take before its worker is given up.
        say: is told what becomes of workers.
        local: the workers on this machine that were started for the run, if it has such.
    """

    client: Client
    request: Request
    seconds: float
    say: Say
    local: LocalWorkers | None = None
    token: str = field(default_factory=lambda: uuid4().hex[:12])
    _described: dict[Lane, str] = field(default_factory=dict)
    _shared: bool = True
    _threads: int = 0
    _looked: float = float("-inf")
    _alone_since: float | None = None

    @property
    def _out(self) -> Path:
        """The folder of the output."""
        assert self.request.out is not None
        return self.request.out

    def begin(self) -> None:
        """Bring the settings to all workers.

        Raises:
            TranslatePipeError: a worker has another version of the program, or none.
        """
        write_atomically(mark_path(self._out, self.token), self.token.encode())
        memory = self._copy_memory()
        settings = Settings(self.token, replace(self.request, memory=memory), __version__, self.seconds)
        self._require_program()
        self._register(_StationPlugin(settings))
        answers = self._ask(station.is_shared, self.token, seconds=_ANSWER_SECONDS)
        self._shared = all(answer is True for answer in answers.values())
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
        mark_path(self._out, self.token).unlink(missing_ok=True)
        shutil.rmtree(self._out / WORK_FOLDER / f"memory-{self.token}", ignore_errors=True)
        with contextlib.suppress(Exception):
            name = f"translate-pipe-{self.token}"
            answer_within(_END_SECONDS, lambda: self.client.unregister_worker_plugin(name))

    def describe(self, lane: Lane) -> str:
        """Return in one line what decides on the results of a lane, which is the same on all workers.

        Raises:
            TranslatePipeError: a glossary is at fault, no package translates between these locales, or the
                workers are not alike.
        """
        if lane not in self._described:
            glossary = load_glossary(
                lane.glossaries, lane.source_locale, lane.target_locale, chosen=self.request.columns
            )
            with scheduler_errors(self.client):
                self._register(_GlossaryPlugin(self.token, len(self._described), lane, glossary))
                answers = self._ask(_describe, self.token, lane, seconds=_MODEL_SECONDS)
            self._described[lane] = _agree(answers)
        return self._described[lane]

    def translate(self, chunks: Iterator[Chunk]) -> Iterator[MadeChunk]:
        """Yield the chunks as they are made, in any order.

        Raises:
            TranslatePipeError: the scheduler or all workers are gone, or no worker can do it.
        """
        with scheduler_errors(self.client):
            yield from self._translate(chunks)

    def _translate(self, chunks: Iterator[Chunk]) -> Iterator[MadeChunk]:
        flights: dict[Any, _Flight] = {}
        suspects: deque[_Flight] = deque()
        done = as_completed(loop=self.client.loop)
        articles = 0

        def send(flight: _Flight) -> None:
            future = self.client.submit(
                station.translate_chunk,
                self.token,
                flight.chunk,
                self._described[flight.chunk.lane],
                # The name, then what tells the tasks apart: the accounts of the scheduler go by names.
                key=(f"translate-{self.token}", flight.chunk.number, uuid4().hex[:8]),
                pure=False,
            )
            flights[future] = flight
            done.add(future)

        def fill() -> None:
            nonlocal articles
            # At least one chunk, for whoever will join.
            threads = max(1, self._watch())
            while len(flights) < threads or (len(flights) < threads * _AHEAD and articles < _MOST_ARTICLES):
                chunk = next(chunks, None)
                if chunk is None:
                    break
                articles += len(chunk.tasks)
                send(_Flight(chunk if self._shared else load_contents(chunk, self._out)))
            if suspects and not flights:
                send(suspects.popleft())

        fill()
        while flights:
            while not done.has_ready():
                time.sleep(_LOOK_SECONDS)
                self._watch()
            future = next(done)
            flight = flights.pop(future)
            try:
                made, again = self._collect(future, flight)
            except LATE:
                # Its worker died or hangs with the result, so it is not done after all.
                flights[future] = flight
                done.add(future)
                continue
            for one in again:
                if one.alone:
                    suspects.append(one)
                else:
                    send(one)
            if made is not None:
                articles -= len(made.chunk.tasks)
                yield stage_contents(made, self._out)
            fill()

    def _watch(self) -> int:
        """See to it, once a second, that there is somebody to wait for; return how many cores workers have.

        Raises:
            EngineError: the scheduler is gone, or no worker has been there for long.
        """
        now = time.monotonic()
        if now - self._looked < _WATCH_SECONDS:
            return self._threads
        if self.client.status not in ("running", "connecting"):
            raise lost_scheduler()
        if self.local is not None:
            self.local.look_after()
        self._threads = sum(map(int, answer_within(_ANSWER_SECONDS, self.client.nthreads).values()))
        self._looked = time.monotonic()
        if self._threads:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = now
            self.say("no worker is there; waiting for one")
        elif now - self._alone_since > _ALONE_SECONDS:
            raise EngineError(
                f"no worker has been there for {_ALONE_SECONDS / 60:.0f} minutes",
                remedy="start workers and run the batch again: it goes on where it was",
            )
        return self._threads

    def _collect(self, future: Any, flight: _Flight) -> tuple[MadeChunk | None, list[_Flight]]:
        """Return what was made, or what is to be tried again.

        Raises:
            TimeoutError: the result is not to be had now, or no longer.
            TranslatePipeError: the scheduler is gone, or no worker can do it.
        """
        if future.cancelled():
            raise lost_scheduler()
        error: BaseException | None = future.exception(timeout=_FETCH_SECONDS)
        if error is None:
            made: MadeChunk = future.result(timeout=_FETCH_SECONDS)
            return replace(made, chunk=flight.chunk), []
        if isinstance(error, UnfitWorkerError):
            self._dismiss(error)
            return None, [flight]
        if isinstance(error, KilledWorker):
            return self._after_deaths(flight)
        # No worker lets a fault of one article come so far, nor any that it has not put in words.
        if isinstance(error, LATE):
            raise EngineError(f"a worker failed: {error!r}") from error
        raise error

    def _after_deaths(self, flight: _Flight) -> tuple[MadeChunk | None, list[_Flight]]:
        chunk = flight.chunk
        if not flight.alone:
            # Of a worker that dies also the chunk dies that only waits there.
            tries = flight.tries + 1
            return None, [_Flight(chunk, tries, alone=tries == _TRIES_IN_COMPANY)]
        if len(chunk.tasks) > 1:
            self.say(f"workers died over a chunk of {len(chunk.tasks)} articles; each is now tried alone")
            return None, [_Flight(replace(chunk, tasks=(task,)), alone=True) for task in chunk.tasks]
        failure = Failure("its workers died", "every worker that translated it died or took far too long")
        return MadeChunk(chunk, (Outcome(chunk.tasks[0].number, failure=failure),)), []

    def _dismiss(self, error: UnfitWorkerError) -> None:
        """Let the worker go that is not like the others.

        Raises:
            UnfitWorkerError: no other is left.
        """
        answers = self._ask(station.is_fit, self.token, dict(self._described), seconds=_MODEL_SECONDS)
        # Who died meanwhile says nothing of whoever takes its place.
        unfit = [
            worker
            for worker, answer in answers.items()
            if answer is False or isinstance(answer, TranslatePipeError)
        ]
        if unfit and len(unfit) == len(answers):
            raise error
        for worker in unfit:
            self.say(f"{error}; it is left out ({worker})")
        if unfit:
            answer_within(_ANSWER_SECONDS, lambda: self.client.retire_workers(unfit, close_workers=True))

    def _ask(self, function: Callable[..., Any], *arguments: object, seconds: float) -> dict[str, Any]:
        """Return what a function returns or raises on each worker; who dies meanwhile is left out.

        Raises:
            EngineError: nobody answers in that time.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._watch()
            answers = answer_within(seconds, lambda: self.client.run(function, *arguments, on_error="return"))
            alive = {worker: answer for worker, answer in answers.items() if not isinstance(answer, OSError)}
            if alive:
                return alive
            time.sleep(_WATCH_SECONDS)
        raise EngineError("no worker answers", remedy="look into the logs of the workers")

    def _copy_memory(self) -> Path | None:
        """Copy the memory for the workers, who only read it; who reviews meanwhile writes to the original."""
        if self.request.memory is None:
            return None
        from translate_pipe.memory import open_memory

        path = self._out / WORK_FOLDER / f"memory-{self.token}" / "memory.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        with open_memory(self.request.memory) as memory:
            memory.copy_to(path)
        return path

    def _require_program(self) -> None:
        answers = self._ask(station.program_version, seconds=_ANSWER_SECONDS)
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
        until = time.monotonic() + _ANSWER_SECONDS
        while True:
            try:
                answers = answer_within(_ANSWER_SECONDS, lambda: self.client.register_plugin(plugin))
                break
            except CommClosedError:
                # A worker that dies while all are told has the scheduler hang up.
                if self.client.status != "running" or time.monotonic() > until:
                    raise
                time.sleep(_WATCH_SECONDS)
                self._watch()
        for worker, answer in dict(answers or {}).items():
            if isinstance(answer, dict) and answer.get("status") == "error":
                fault = answer.get("exception")
                raise UnfitWorkerError(f"the worker {worker} cannot be made ready: {fault}")


def _agree(answers: Mapping[str, object]) -> str:
    """Return what all workers say.

    Raises:
        TranslatePipeError: they do not say the same, or none can do it.
    """
    said = {worker: answer for worker, answer in answers.items() if isinstance(answer, str)}
    faults = {worker: answer for worker, answer in answers.items() if isinstance(answer, BaseException)}
    for worker, fault in faults.items():
        if not said and isinstance(fault, TranslatePipeError):
            raise fault
        raise EngineError(f"the worker {worker} cannot do what others can: {fault}") from fault
    (_, first), *others = said.items()
    for worker, answer in others:
        if answer != first:
            raise EngineError(
                station.describe_difference(worker, answer, first), remedy="make all workers alike"
            )
    return first


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
    assert request.out is not None
    absolute = replace(
        request,
        out=request.out.resolve(),
        memory=request.memory and request.memory.resolve(),
        packages_dir=request.packages_dir and request.packages_dir.resolve(),
    )
    with contextlib.ExitStack() as stack:
        # A client that has lost its scheduler tells of it for long, and in tracebacks.
        stack.enter_context(quiet_logs("distributed"))
        local = stack.enter_context(start_workers(workers or 1)) if scheduler is None else None
        try:
            client = stack.enter_context(
                Client(local.cluster if local else scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
            )
        except (OSError, ValueError, *LATE) as error:
            raise EngineError(
                f"the scheduler {scheduler} cannot be reached: {error}", remedy="check its address"
            ) from error
        team = ClusterWorkers(client, absolute, seconds, say, local)
        with scheduler_errors(client):
            while not team._watch():
                time.sleep(_LOOK_SECONDS)
        try:
            with scheduler_errors(client):
                team.begin()
            yield team
        finally:
            team.end()

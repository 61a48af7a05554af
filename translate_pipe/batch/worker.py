"""What a worker of a Dask cluster holds and does: settings come once, chunks come and go.

Everything here runs in the process of a worker; `cluster` is the other side.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from translate_pipe.batch.allocation import keep_freed_memory
from translate_pipe.batch.database import WORK_FOLDER
from translate_pipe.batch.state import CHUNK_BYTES
from translate_pipe.batch.translator import Translator
from translate_pipe.batch.values import Chunk, Lane, MadeChunk, MadeFile, Outcome
from translate_pipe.errors import EngineError, TranslatePipeError
from translate_pipe.files import write_atomically
from translate_pipe.glossary.load import Glossary
from translate_pipe.run import Request
from translate_pipe.version import __version__


class UnfitWorkerError(EngineError):
    """A worker that would not do as the others do: another version, no package, no way to the folder."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What every worker gets once, when the run begins or when it joins.

    `token` names the run, and a file in the folder of the output, by which a worker sees that it shares the
    folder. `memory` is a copy of the translation memory for workers that do not share it. `seconds` is how
    long a chunk of the usual size may take.
    """

    token: str
    request: Request
    version: str
    seconds: float
    memory: bytes | None = field(default=None, repr=False)


@dataclass(slots=True)
class _Station:
    """What this process holds for one run."""

    settings: Settings
    shared: bool
    translator: Translator
    own: Path | None
    described: dict[Lane, str] = field(default_factory=dict)


_STATIONS: dict[str, _Station] = {}
_LOCK = threading.Lock()


def mark_path(out: Path, token: str) -> Path:
    """Return the file by which workers see that they share the folder of the output."""
    return out / WORK_FOLDER / f"shared-{token}"


def open_station(settings: Settings, *, name: str, threads: int) -> None:
    """Get ready for a run; what an earlier run left in this process goes.

    Raises:
        UnfitWorkerError: the program here is of another version.
    """
    if settings.version != __version__:
        raise UnfitWorkerError(
            f"the worker {name} has translate-pipe {__version__}, the command {settings.version}",
            remedy="install the same version everywhere",
        )
    keep_freed_memory()
    request = settings.request
    assert request.out is not None
    shared = mark_path(request.out, settings.token).is_file()
    own = None if shared else Path(tempfile.mkdtemp(prefix="translate-pipe-"))
    if own is not None:
        memory = own / "memory.sqlite" if settings.memory is not None else None
        if memory is not None:
            write_atomically(memory, settings.memory or b"")
        request = replace(request, out=own / "out", memory=memory)
    translator = Translator(request, name=name, threads=threads, frozen_memory=True)
    with _LOCK:
        for token in list(_STATIONS):
            close_station(token)
        _STATIONS[settings.token] = _Station(settings, shared, translator, own)


def close_station(token: str) -> None:
    """Forget a run."""
    station = _STATIONS.pop(token, None)
    if station is not None and station.own is not None:
        shutil.rmtree(station.own, ignore_errors=True)


def take_glossary(token: str, lane: Lane, glossary: Glossary) -> None:
    """Take the glossary of a lane, which comes once."""
    _station(token).translator.glossaries[lane] = glossary


def program_version() -> str:
    """Return the version of the program in this process."""
    return __version__


async def is_fit(token: str, described: Mapping[Lane, str]) -> bool:
    """Tell whether this process would do as the others do."""
    station = _station(token)
    found = {lane: await asyncio.to_thread(describe_lane, token, lane) for lane in described}
    return found == described and station.settings.version == __version__


def is_shared(token: str) -> bool:
    """Tell whether this process sees the folder of the output."""
    return _station(token).shared


def describe_lane(token: str, lane: Lane) -> str:
    """Return in one line what decides on the results of a lane here; see `Translator.describe`."""
    station = _station(token)
    if lane not in station.described:
        station.described[lane] = station.translator.describe(lane)
    return station.described[lane]


def translate_chunk(token: str, chunk: Chunk, expected: str) -> MadeChunk:
    """Translate a chunk as `expected` says that the results of its lane are made.

    Raises:
        UnfitWorkerError: that is not what this worker has.
        TranslatePipeError: nothing can be translated or written here at all.
    """
    station = _station(token)
    name = station.translator.name
    try:
        found = describe_lane(token, chunk.lane)
    except TranslatePipeError as error:
        raise UnfitWorkerError(f"the worker {name} cannot translate: {error}") from error
    if found != expected:
        raise UnfitWorkerError(describe_difference(name, found, expected), remedy="make all workers alike")
    if not station.shared and any(task.content is None for task in chunk.tasks):
        raise UnfitWorkerError(
            f"the worker {name} does not see the folder of the output", remedy="share it with all workers"
        )
    with _time_limit(station, chunk):
        return station.translator.translate(chunk) if station.shared else _translate_apart(station, chunk)


def _translate_apart(station: _Station, chunk: Chunk) -> MadeChunk:
    """Translate a chunk in a folder of this process, and return the files themselves."""
    out = station.translator.request.out
    assert out is not None
    for task in chunk.tasks:
        for name, content in task.earlier:
            write_atomically(out / name, content)
    try:
        made = station.translator.translate(chunk)
        return replace(made, outcomes=tuple(_with_contents(outcome, out) for outcome in made.outcomes))
    finally:
        shutil.rmtree(out, ignore_errors=True)


def _with_contents(outcome: Outcome, out: Path) -> Outcome:
    files = tuple(MadeFile(one.path, content=(out / one.staged).read_bytes()) for one in outcome.files)
    return replace(outcome, files=files)


def _station(token: str) -> _Station:
    station = _STATIONS.get(token)
    if station is None:
        raise UnfitWorkerError("a worker knows nothing of this run", remedy="restart the workers")
    return station


def describe_difference(name: str, found: str, expected: str) -> str:
    """Say in what a worker differs from the others."""
    pairs = zip(found.split("|"), expected.split("|"), strict=False)
    own, other = next(((one, two) for one, two in pairs if one != two), (found, expected))
    return f"the worker {name} has {own}, the others {other}"


@contextmanager
def _time_limit(station: _Station, chunk: Chunk) -> Iterator[None]:
    """End this process if a chunk takes far too long: only so are its articles done elsewhere."""
    size = 0
    for task in chunk.tasks:
        with contextlib.suppress(OSError):
            size += len(task.content) if task.content is not None else task.path.stat().st_size
    limit = station.settings.seconds * max(1.0, size / CHUNK_BYTES)
    timer = threading.Timer(limit, os._exit, [70])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()

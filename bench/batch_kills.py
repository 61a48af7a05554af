"""Workers, schedulers and the command itself are killed at random moments; the output must be the same.

    python -m bench.batch kills

Each run is taken up after whatever ended it, until it comes to its end; then its files are compared with
those of a run that nobody disturbed.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.batch_text import make_paragraphs, write_articles, write_glossary

# Small chunks, so that there are many moments to be killed at.
_CHUNK_BYTES = 8192
_LONGEST_RUN = 1200.0
# The client of a scheduler that is gone tries so long to find it again.
_PATIENCE = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}
# As the documentation advises: else the scheduler keeps a thousand messages to each worker.
_SETTINGS = {"DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "10"}
_GONE = ("the scheduler is gone", "cannot be reached", "has not answered")


@dataclass(slots=True)
class Ground:
    """Articles in a folder, and what an undisturbed run makes of them in `seconds`."""

    folder: Path
    environment: Mapping[str, str]
    choose: random.Random = field(default_factory=lambda: random.Random(1))
    whole: dict[str, bytes] = field(default_factory=dict)
    seconds: float = 0.0
    outputs: int = 0

    def command(self, out: Path, *options: str) -> list[str]:
        """Return the command that translates everything."""
        return [
            *(sys.executable, "-m", "bench.batch_kills", str(self.folder / "articles"), "--to", "ru"),
            *("-g", str(self.folder / "terms.csv"), "-o", str(out), "--no-memory", *options),
        ]

    def start(self, out: Path, *options: str) -> subprocess.Popen[str]:
        """Start that command."""
        return subprocess.Popen(
            self.command(out, *options),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def new_output(self) -> Path:
        """Return a folder for another run."""
        self.outputs += 1
        return self.folder / f"out-{self.outputs}"

    def finish(self, out: Path) -> None:
        """Take a run up, let it come to its end, and compare what it made."""
        _end(self.start(out, "--retry-failed"), (0,))
        if read_output(out) != self.whole:
            raise SystemExit(f"{out}: the output differs from that of an undisturbed run")


def prepare_ground(
    folder: Path, environment: Mapping[str, str], articles: int, most_segments: int = 30
) -> Ground:
    """Write articles, and translate them without any disturbance."""
    write_articles(folder / "articles", make_paragraphs(articles, 3, most_segments))
    write_glossary(folder)
    ground = Ground(folder, {**environment, **_PATIENCE})
    begun = time.monotonic()
    _end(ground.start(folder / "whole"), (0,))
    ground.seconds = time.monotonic() - begun
    ground.whole = read_output(folder / "whole")
    return ground


def read_output(out: Path) -> dict[str, bytes]:
    """Return the files of translated articles by their paths."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*.ru.*")
        if ".batch" not in path.relative_to(out).parts
    }


def kill_workers(ground: Ground, kills: int) -> None:
    """Kill so many workers on this machine, one after another, while the command goes on."""
    killed = 0
    while killed < kills:
        out = ground.new_output()
        process = ground.start(out, "--workers", "2")
        while process.poll() is None and killed < kills:
            time.sleep(ground.choose.uniform(0.2, 5))
            workers = _workers_of(process.pid)
            if workers:
                _kill(ground.choose.choice(workers))
                killed += 1
        # Who is killed while it starts may take the run with it, and an article may lose all its workers.
        _end(process, (0, 1, 4))
        ground.finish(out)


def kill_commands(ground: Ground, kills: int) -> None:
    """Kill the command so many times, every other time one that has workers."""
    killed, out = 0, ground.new_output()
    while killed < kills:
        process = ground.start(out, *(("--workers", "2") if killed % 2 else ()))
        try:
            process.wait(ground.choose.uniform(0.1, ground.seconds))
        except subprocess.TimeoutExpired:
            process.kill()
            killed += 1
        _end(process, (0, -signal.SIGKILL))
        if process.returncode == 0:
            ground.finish(out)
            out = ground.new_output()
    ground.finish(out)


def kill_schedulers(ground: Ground, kills: int) -> None:
    """Kill so many schedulers under the command, and start another each time."""
    killed, out = 0, ground.new_output()
    while killed < kills:
        with start_cluster(ground.folder, ground.environment, 2) as (address, scheduler):
            process = ground.start(out, "--scheduler", address)
            try:
                process.wait(ground.choose.uniform(0.1, ground.seconds))
            except subprocess.TimeoutExpired:
                scheduler.kill()
                killed += 1
            said = _end(process, (0, 4))
            if process.returncode and not any(words in said for words in _GONE):
                raise SystemExit(f"no words for a scheduler that was killed: {said}")
        if process.returncode == 0:
            ground.finish(out)
            out = ground.new_output()
    ground.finish(out)


@contextmanager
def start_cluster(
    folder: Path, environment: Mapping[str, str], workers: int, command: Sequence[str] = ()
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a scheduler and workers, yield its address and its process, and end them.

    Args:
        command: starts all workers at once and is given the file that says where the scheduler is; by
            default each is one of Dask's own.
    """
    place = folder / "scheduler.json"
    place.unlink(missing_ok=True)
    own = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(place)]
    own += ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
    processes: list[subprocess.Popen[bytes]] = []

    def start(words: Sequence[str]) -> None:
        processes.append(
            subprocess.Popen(
                words,
                env={**environment, **_SETTINGS, "DASK_TEMPORARY_DIRECTORY": str(folder)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    try:
        head = ["--scheduler-file", str(place), "--port", "0", "--host", "127.0.0.1", "--no-dashboard"]
        start([sys.executable, "-m", "distributed.cli.dask_scheduler", *head])
        while not place.exists():
            if processes[0].poll() is not None:
                raise SystemExit("the scheduler does not start")
            time.sleep(0.05)
        for _ in range(1 if command else workers):
            start([*command, str(place)] if command else own)
        yield json.loads(place.read_text(encoding="utf-8"))["address"], processes[0]
    finally:
        for process in processes[::-1]:
            process.terminate()
        for process in processes[::-1]:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _workers_of(pid: int) -> list[psutil.Process]:
    """Return the processes of the workers that a command has started."""
    try:
        return [
            one
            for one in psutil.Process(pid).children(recursive=True)
            if "spawn_main" in " ".join(one.cmdline())
        ]
    except psutil.Error:
        return []


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.Error:
        # It has ended by itself.
        return


def _end(process: subprocess.Popen[str], allowed: Sequence[int]) -> str:
    """Wait for a command; return what it said."""
    try:
        _, said = process.communicate(timeout=_LONGEST_RUN)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)
        raise SystemExit("a run hangs") from None
    if process.returncode not in allowed or "Traceback" in said:
        raise SystemExit(f"a run ended with {process.returncode}:\n{said}")
    return said


KINDS: Mapping[str, tuple[Callable[[Ground, int], None], int]] = {
    "worker": (kill_workers, 50),
    "scheduler": (kill_schedulers, 20),
    "command": (kill_commands, 20),
}


def measure_kills(ground: Ground, share: float) -> None:
    """Kill all there is to kill, and say that it did no harm."""
    print(f"{len(ground.whole) // 2} articles, undisturbed in {ground.seconds:.0f} s", flush=True)
    for kind, (kill, kills) in KINDS.items():
        begun, wanted = time.monotonic(), max(1, round(kills * share))
        kill(ground, wanted)
        print(
            f"  {wanted} times a {kind} was killed: the same bytes ({time.monotonic() - begun:.0f} s)",
            flush=True,
        )


def main() -> None:
    """Run the command with small chunks."""
    from translate_pipe.batch import state
    from translate_pipe.cli import main as run_command

    state.CHUNK_BYTES = _CHUNK_BYTES
    sys.argv[1:1] = ["batch"]
    run_command()


if __name__ == "__main__":
    main()

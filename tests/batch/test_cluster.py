"""Workers of a Dask cluster: the same bytes, each article once, whatever dies; words for what is unlike."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.batch.conftest import GLOSSARY, contents, rows, write_articles
from translate_pipe.batch.run import BatchRequest, BatchSummary, ThisProcess, run_batch
from translate_pipe.errors import TranslatePipeError
from translate_pipe.run import Request

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("default")]

from translate_pipe.batch import cluster, local, state, worker  # noqa: E402


@pytest.fixture
def request_here(pocket_packages: Path, tmp_path: Path) -> Request:
    """Return the options of a run over some articles; its output goes to `out`."""
    write_articles(tmp_path / "in", 60, (1, 12))
    (tmp_path / "terms.csv").write_text(GLOSSARY, encoding="utf-8")
    return Request(
        articles=(),
        targets=("ru",),
        glossaries=(tmp_path / "terms.csv",),
        out=tmp_path / "out",
        formats=(),
        packages_dir=pocket_packages,
    )


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut many chunks, so that there is something to share out and to lose."""
    monkeypatch.setattr(state, "CHUNK_ARTICLES", 3)


def run_alone(request: Request, out: Path) -> dict[str, bytes]:
    own = replace(request, out=out)
    run_batch(BatchRequest(own, (str(out.parent / "in"),)), ThisProcess(own))
    return contents(out)


def run_with(request: Request, team: Any) -> BatchSummary:
    assert request.out is not None
    return run_batch(BatchRequest(request, (str(request.out.parent / "in"),)), team)


@contextmanager
def scheduler_and_workers(folder: Path, *workers: dict[str, str]) -> Iterator[str]:
    """Start a scheduler and workers, each with an environment of its own; yield the address."""
    folder.mkdir(exist_ok=True)
    address_file = folder / "scheduler.json"
    processes = []

    def start(kind: str, environment: dict[str, str], *options: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options]
        processes.append(
            subprocess.Popen(
                command,
                env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    try:
        where = ("--scheduler-file", str(address_file))
        start("scheduler", {}, *where, "--port", "0", "--host", "127.0.0.1", "--no-dashboard")
        while not address_file.exists():
            time.sleep(0.05)
        for number, environment in enumerate(workers):
            options = ("--nthreads", "1", "--no-dashboard", "--name", f"w{number}")
            start("worker", environment, *where, *options)
        import json

        address = json.loads(address_file.read_text(encoding="utf-8"))["address"]
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(len(workers), timeout=120)
        yield address
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def test_workers_give_the_bytes_of_one_process(request_here: Request, tmp_path: Path) -> None:
    whole = run_alone(request_here, tmp_path / "alone")
    with cluster.open_cluster(request_here, workers=2) as team:
        done = run_with(request_here, team)
        again = run_with(request_here, team)
        assert team.local is not None
        streams = team.local.cluster.scheduler.stream_comms.values()
        # The messages to workers that the scheduler keeps hold articles.
        assert {stream.recent_message_log.maxlen for stream in streams} == {10}
    assert (done.done, done.failed, done.left) == (60, 0, 0)
    assert (again.done, again.unchanged) == (0, 60)
    assert contents(tmp_path / "out") == whole
    assert len({row["worker"] for row in rows(tmp_path / "out").values()}) == 2
    left = {path.name for path in (tmp_path / "out" / ".batch").iterdir()}
    assert left == {"lock"}


def test_killed_workers_lose_and_double_nothing(request_here: Request, tmp_path: Path) -> None:
    whole = run_alone(request_here, tmp_path / "alone")
    choose = random.Random(1)
    stop = threading.Event()
    killed: list[int] = []

    def kill(team: Any) -> None:
        while not stop.wait(choose.uniform(0.5, 2)) and len(killed) < 4:
            for pid in list(team.client.run(os.getpid, on_error="ignore").values())[:1]:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)

    with cluster.open_cluster(request_here, workers=2) as team:
        killer = threading.Thread(target=kill, args=(team,))
        killer.start()
        try:
            done = run_with(request_here, team)
        finally:
            stop.set()
            killer.join()
    assert killed
    assert (done.done, done.failed, done.left) == (60, 0, 0)
    assert contents(tmp_path / "out") == whole


def test_worker_that_dask_gives_up_is_started_again(
    request_here: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run_alone(request_here, tmp_path / "alone")
    # Dask forgets a worker, its supervisor as well, long before a new one could be there.
    monkeypatch.setattr(local, "_LOST_SECONDS", 0.1)
    monkeypatch.setattr(local, "_RESTART_SECONDS", 0.5)
    with cluster.open_cluster(request_here, workers=1) as team:
        (pid,) = team.client.run(os.getpid).values()
        os.kill(pid, signal.SIGKILL)
        done = run_with(request_here, team)
    assert (done.done, done.failed, done.left) == (60, 0, 0)
    assert contents(tmp_path / "out") == whole


def test_article_that_kills_every_worker_fails_alone(
    request_here: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_DEATHS", 0)
    monkeypatch.setattr(cluster, "_TRIES_IN_COMPANY", 1)
    deadly = tmp_path / "in" / "000" / "00007.txt"

    def look_at(path: Path) -> tuple[int, int]:
        # Whoever reads it waits for ever; the worker ends itself after its time.
        if path == deadly and path.is_file():
            path.unlink()
            os.mkfifo(path)
        return path.stat().st_size, 0

    monkeypatch.setattr(state, "_look_at", look_at)
    said: list[str] = []
    with cluster.open_cluster(request_here, workers=2, seconds=5, say=said.append) as team:
        done = run_with(request_here, team)
    assert (done.done, done.failed, done.left) == (59, 1, 0)
    assert rows(tmp_path / "out")["000/00007.txt", "ru"]["kind"] == "its workers died"
    assert any("each is now tried alone" in text for text in said)


def test_files_come_back_from_workers_that_do_not_share_the_folder(
    request_here: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run_alone(request_here, tmp_path / "alone")
    # The mark by which workers see the folder is nowhere.
    monkeypatch.setattr(cluster, "mark_path", lambda out, token: out / ".batch" / f"elsewhere-{token}")
    with cluster.open_cluster(request_here, workers=2) as team:
        assert run_with(request_here, team).done == 60
        reviewed = tmp_path / "out" / "000" / "00000.ru.bitext.jsonl"
        text = reviewed.read_text(encoding="utf-8")
        reviewed.write_text(text.replace('"state":"translated"', '"state":"reviewed"', 1), encoding="utf-8")
        article = tmp_path / "in" / "000" / "00000.txt"
        article.write_text(
            article.read_text(encoding="utf-8") + "\nThe petition was signed.\n", encoding="utf-8"
        )
        assert run_with(request_here, team).done == 1
    assert '"state":"reviewed"' in reviewed.read_text(encoding="utf-8")
    rest = {name: content for name, content in contents(tmp_path / "out").items() if "/00000." not in name}
    assert rest == {name: content for name, content in whole.items() if "/00000." not in name}


def test_translation_memory_is_read_by_all_and_written_by_none(request_here: Request, tmp_path: Path) -> None:
    from translate_pipe.memory import open_memory
    from translate_pipe.memory.store import MemoryUnit

    (tmp_path / "in" / "known.txt").write_text("The petition was signed in Omsk.\n", encoding="utf-8")
    path = tmp_path / "memory.sqlite"
    with open_memory(path) as memory:
        memory.add([MemoryUnit("The petition was signed in Omsk.", "Подписали в Омске.", "en", "ru")])
    own = replace(request_here, memory=path)
    (tmp_path / "in" / "later.txt").write_text("The petition was rejected in Omsk.\n", encoding="utf-8")
    with cluster.open_cluster(own, workers=1) as team:
        # Whoever reviews is not kept from writing, and does not change the run under way.
        with open_memory(path) as memory:
            memory.add([MemoryUnit("The petition was rejected in Omsk.", "Отклонили в Омске.", "en", "ru")])
        before = path.read_bytes()
        run_with(own, team)
    assert (tmp_path / "out" / "known.ru.txt").read_text(encoding="utf-8") == "Подписали в Омске.\n"
    later = (tmp_path / "out" / "later.ru.txt").read_text(encoding="utf-8")
    assert later != "Отклонили в Омске.\n"
    assert path.read_bytes() == before


def test_scheduler_elsewhere_is_used(request_here: Request, tmp_path: Path) -> None:
    whole = run_alone(request_here, tmp_path / "alone")
    with (
        scheduler_and_workers(tmp_path / "cluster", {}, {}) as address,
        cluster.open_cluster(request_here, scheduler=address) as team,
    ):
        assert run_with(request_here, team).done == 60
    assert contents(tmp_path / "out") == whole
    assert {row["worker"] for row in rows(tmp_path / "out").values()} <= {"w0", "w1"}


def test_package_missing_on_one_worker_is_said(request_here: Request, tmp_path: Path) -> None:
    own = replace(request_here, packages_dir=None)
    packages = {"ARGOS_PACKAGES_DIR": str(request_here.packages_dir)}
    nothing = {"ARGOS_PACKAGES_DIR": str(tmp_path / "none")}
    with (
        scheduler_and_workers(tmp_path / "cluster", packages, nothing) as address,
        cluster.open_cluster(own, scheduler=address) as team,
        pytest.raises(TranslatePipeError, match=r"the worker .* has .*packages:translate-en_ru"),
    ):
        run_with(own, team)
    assert contents(tmp_path / "out") == {}


def test_two_versions_in_one_cluster_are_said(request_here: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "__version__", "99.0")
    said = r"the command is translate-pipe 99\.0, but the worker"
    with pytest.raises(TranslatePipeError, match=said), cluster.open_cluster(request_here, workers=1):
        pass


def test_scheduler_that_is_not_there_is_said(request_here: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1)
    address = "tcp://127.0.0.1:9"
    with (
        pytest.raises(TranslatePipeError, match=f"the scheduler {address} cannot be reached"),
        cluster.open_cluster(request_here, scheduler=address),
    ):
        pass


def test_full_disk_of_a_worker_stops_the_run(request_here: Request, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with cluster.open_cluster(request_here, workers=1) as team:
        team.client.run(_fill_disk)
        with pytest.raises(TranslatePipeError, match="cannot write: No space left on device"):
            run_with(request_here, team)
    assert {row["state"] for row in rows(tmp_path / "out").values()} == {"pending"}


def _fill_disk() -> None:
    """Let this worker write nothing more."""
    import errno

    from translate_pipe.batch import translator

    def no_space(*_: object, **__: object) -> None:
        cause = OSError(errno.ENOSPC, "No space left on device")
        raise TranslatePipeError("cannot write: No space left on device") from cause

    translator.write_translation = no_space  # type: ignore[assignment, attr-defined]


def test_worker_that_is_unlike_the_others_says_in_what() -> None:
    said = worker.describe_difference("w1", "a|packages:x 1|b", "a|packages:x 2|b")
    assert said == "the worker w1 has packages:x 1, the others packages:x 2"


def test_worker_that_dies_while_it_is_told_of_the_run_does_not_end_it(
    request_here: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cluster.open_cluster(request_here, workers=1) as team:
        register, calls = type(team.client).register_plugin, []

        def register_late(client: Any, plugin: Any) -> Any:
            calls.append(plugin)
            if len(calls) == 1:
                # As the scheduler does that loses a worker in the midst of it.
                raise distributed.comm.CommClosedError("Stream is closed")
            return register(client, plugin)

        monkeypatch.setattr(type(team.client), "register_plugin", register_late)
        done = run_with(request_here, team)
    assert (done.done, done.failed, done.left) == (60, 0, 0)
    assert len(calls) > 1

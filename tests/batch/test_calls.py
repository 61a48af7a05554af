"""No call to a scheduler or a worker waits for ever, and what is gone is said in words."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from translate_pipe.batch.values import Chunk, Lane, MadeChunk
from translate_pipe.errors import EngineError, TranslatePipeError
from translate_pipe.run import Request

pytest.importorskip("distributed", reason="the extra dask is not installed")
pytestmark = pytest.mark.filterwarnings("default")

from translate_pipe.batch import calls, cluster  # noqa: E402

CHUNK = Chunk(1, Lane("en", "ru"), ())


def team(tmp_path: Path, **client: Any) -> cluster.ClusterWorkers:
    request = Request(articles=(), targets=("ru",), out=tmp_path)
    return cluster.ClusterWorkers(SimpleNamespace(status="running", **client), request, 60, lambda _: None)


def test_answer_in_time_comes_back() -> None:
    assert calls.answer_within(60, lambda: 7) == 7


def test_fault_of_a_call_is_raised_as_it_is() -> None:
    with pytest.raises(ZeroDivisionError):
        calls.answer_within(60, lambda: 1 // 0)


def test_call_without_an_answer_is_given_up_in_words() -> None:
    end = threading.Event()
    try:
        with pytest.raises(EngineError, match="has not answered for 0 seconds"):
            calls.answer_within(0.01, end.wait)
    finally:
        end.set()


def test_lost_connection_is_said_in_words() -> None:
    with (
        pytest.raises(EngineError, match="the scheduler is gone"),
        calls.scheduler_errors(SimpleNamespace(status="closed")),
    ):
        raise RuntimeError
    with pytest.raises(RuntimeError), calls.scheduler_errors(SimpleNamespace(status="running")):
        raise RuntimeError


def test_workers_that_are_all_gone_are_waited_for_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_WATCH_SECONDS", 0)
    some = team(tmp_path, nthreads=dict)
    assert some._watch() == 0
    monkeypatch.setattr(cluster, "_ALONE_SECONDS", -1)
    with pytest.raises(EngineError, match="no worker has been there"):
        some._watch()


def test_worker_that_came_back_in_time_is_no_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_WATCH_SECONDS", 0)
    there: dict[str, int] = {}
    some = team(tmp_path, nthreads=lambda: there)
    assert some._watch() == 0
    there["tcp://1"] = 4
    monkeypatch.setattr(cluster, "_ALONE_SECONDS", -1)
    assert some._watch() == 4


def test_result_that_died_with_its_worker_is_waited_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = MadeChunk(CHUNK, ())

    class Result:
        asked = 0

        def cancelled(self) -> bool:
            return False

        def exception(self, timeout: float) -> None:
            assert timeout

        def result(self, timeout: float) -> MadeChunk:
            assert timeout
            self.asked += 1
            if self.asked == 1:
                raise TimeoutError
            return made

    class Done(list[Result]):
        def has_ready(self) -> bool:
            return bool(self)

        add = list.append

        def __next__(self) -> Result:
            return self.pop()

    result = Result()
    monkeypatch.setattr(cluster, "as_completed", lambda **_: Done())
    some = team(tmp_path, nthreads=lambda: {"tcp://1": 1}, submit=lambda *_, **__: result, loop=None)
    some._described[CHUNK.lane] = "as agreed"
    assert list(some.translate(iter([CHUNK]))) == [made]
    assert result.asked == 2


def test_workers_that_answer_alike_agree_and_others_are_named() -> None:
    assert cluster._agree({"a": "x|packages:1", "b": "x|packages:1"}) == "x|packages:1"
    with pytest.raises(TranslatePipeError, match="the worker b has packages:2, the others packages:1"):
        cluster._agree({"a": "x|packages:1", "b": "x|packages:2"})
    with pytest.raises(TranslatePipeError, match="the worker b cannot do what others can: no package"):
        cluster._agree({"a": "x", "b": TranslatePipeError("no package")})

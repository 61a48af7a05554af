"""Requests wait, go together, and each gets its own answer or its own fault."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

import translate_pipe.serve.queue as queue_module
from translate_pipe.serve.limits import Refusal
from translate_pipe.serve.queue import BatchQueue

PATIENCE = 30


class Kitchen:
    """Makes `item!` of each item; keeps what was made together; the first batch waits for `open`."""

    def __init__(self) -> None:
        self.batches: list[tuple[str, list[str]]] = []
        self.begun, self.open = threading.Event(), threading.Event()

    def make(self, key: str, items: Sequence[str]) -> list[str]:
        self.batches.append((key, list(items)))
        self.begun.set()
        assert self.open.wait(PATIENCE)
        if "bad" in items:
            raise ValueError("bad")
        return [f"{item}!" for item in items]


@contextmanager
def waiting_queue(
    *, batch_weight: int = 10, most: int = 100
) -> Iterator[tuple[Kitchen, BatchQueue[str, str, str]]]:
    """Yield a queue whose only worker is busy with an item called first."""
    kitchen = Kitchen()
    queue: BatchQueue[str, str, str] = BatchQueue(
        kitchen.make, workers=1, batch_weight=batch_weight, most=most
    )
    first = queue.submit("a", "first", 1)
    assert kitchen.begun.wait(PATIENCE)
    yield kitchen, queue
    kitchen.open.set()
    assert first.result(PATIENCE) == "first!"
    queue.stop()


def test_what_waits_for_the_same_goes_together_and_each_gets_its_own() -> None:
    with waiting_queue() as (kitchen, queue):
        futures = [queue.submit("a", str(number), 1) for number in range(5)]
        kitchen.open.set()
        assert [future.result(PATIENCE) for future in futures] == ["0!", "1!", "2!", "3!", "4!"]
    assert kitchen.batches == [("a", ["first"]), ("a", ["0", "1", "2", "3", "4"])]


def test_batches_end_at_their_weight_and_keys_take_turns() -> None:
    with waiting_queue(batch_weight=2) as (kitchen, queue):
        futures = [queue.submit(key, f"{key}{n}", 1) for n in range(3) for key in ("a", "b")]
        futures.append(queue.submit("c", "heavy", 50))
        kitchen.open.set()
        assert futures[-1].result(PATIENCE) == "heavy!"
        assert [future.result(PATIENCE) for future in futures[:2]] == ["a0!", "b0!"]
        assert futures[-2].result(PATIENCE) == "b2!"
    made = [("a", ["a0", "a1"]), ("b", ["b0", "b1"]), ("c", ["heavy"]), ("a", ["a2"]), ("b", ["b2"])]
    assert kitchen.batches[1:] == made


def test_fault_of_one_is_no_fault_of_the_others() -> None:
    with waiting_queue() as (kitchen, queue):
        good, bad, other = (queue.submit("a", item, 1) for item in ("good", "bad", "other"))
        kitchen.open.set()
        assert (good.result(PATIENCE), other.result(PATIENCE)) == ("good!", "other!")
        with pytest.raises(ValueError, match="bad"):
            bad.result(PATIENCE)


def test_who_has_gone_costs_nothing_and_holds_no_place() -> None:
    with waiting_queue(most=2) as (kitchen, queue):
        gone = queue.submit("a", "gone", 1)
        stays = queue.submit("a", "stays", 1)
        with pytest.raises(Refusal) as refused:
            queue.submit("a", "third", 1)
        assert refused.value.status == 503
        assert gone.cancel()
        third = queue.submit("a", "third", 1)
        kitchen.open.set()
        assert (stays.result(PATIENCE), third.result(PATIENCE)) == ("stays!", "third!")
    assert kitchen.batches[1:] == [("a", ["stays", "third"])]


def test_what_nobody_has_begun_is_refused_when_the_queue_stops() -> None:
    with waiting_queue() as (_, queue):
        late = queue.submit("a", "late", 1)
        queue.stop()
        with pytest.raises(Refusal, match="stopping"):
            late.result(PATIENCE)
        with pytest.raises(Refusal, match="stopping"):
            queue.submit("a", "later", 1)


@contextmanager
def answered_together(monkeypatch: pytest.MonkeyPatch, pause: float) -> Iterator[BatchQueue[str, str, str]]:
    """Yield a queue of two idle workers right after three requests for "a" were answered together."""
    monkeypatch.setattr(queue_module, "_SHORTEST_PAUSE", pause)
    monkeypatch.setattr(queue_module, "_LONGEST_PAUSE", pause)
    begun, open_ = threading.Semaphore(0), threading.Event()

    def make(_: str, items: Sequence[str]) -> list[str]:
        begun.release()
        assert open_.wait(PATIENCE)
        return [f"{item} of {len(items)}" for item in items]

    queue: BatchQueue[str, str, str] = BatchQueue(make, workers=2, batch_weight=10, most=100)
    busy = [queue.submit(key, "first", 1) for key in ("a", "b")]
    for _ in busy:
        assert begun.acquire(timeout=PATIENCE)
    together = [queue.submit("a", item, 1) for item in ("x", "y", "z")]
    open_.set()
    assert [one.result(PATIENCE) for one in busy] == ["first of 1", "first of 1"]
    assert [one.result(PATIENCE) for one in together] == ["x of 3", "y of 3", "z of 3"]
    yield queue
    queue.stop()


def test_who_was_answered_together_is_waited_for_and_goes_together_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answered_together(monkeypatch, 10 * PATIENCE) as queue:
        again = [queue.submit("a", item, 1) for item in ("x", "y", "z")]
        assert [one.result(PATIENCE) for one in again] == ["x of 3", "y of 3", "z of 3"]


def test_full_batch_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_together(monkeypatch, 10 * PATIENCE) as queue:
        assert queue.submit("a", "heavy", 10).result(PATIENCE) == "heavy of 1"


def test_those_who_do_not_come_again_are_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_together(monkeypatch, 0.05) as queue:
        assert queue.submit("a", "x", 1).result(PATIENCE) == "x of 1"
        assert queue.submit("a", "y", 1).result(PATIENCE) == "y of 1"


def test_what_waits_for_company_keeps_nobody_else_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_together(monkeypatch, 10 * PATIENCE) as queue:
        gathering = [queue.submit("a", "x", 1)]
        # More often than there are workers: whichever is woken must not keep the news for itself.
        for number in range(6):
            assert queue.submit(f"b{number}", "lone", 1).result(PATIENCE) == "lone of 1"
        assert not gathering[0].done()
        gathering += [queue.submit("a", item, 1) for item in ("y", "z")]
        assert [one.result(PATIENCE) for one in gathering] == ["x of 3", "y of 3", "z of 3"]


def test_what_waits_for_company_can_leave_and_is_refused_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with answered_together(monkeypatch, 10 * PATIENCE) as queue:
        gone, stays = queue.submit("a", "gone", 1), queue.submit("a", "stays", 1)
        assert gone.cancel()
        queue.stop()
        with pytest.raises(Refusal, match="stopping"):
            stays.result(PATIENCE)

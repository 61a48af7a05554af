"""Requests wait, go together, and each gets its own answer or its own fault."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

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

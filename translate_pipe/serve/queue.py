"""Requests of many clients come in one by one; they are made in batches, and each gets its own answer."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

from translate_pipe.serve.limits import Refusal

Key = TypeVar("Key")
Item = TypeVar("Item")
Answer = TypeVar("Answer")

_LONGEST_PAUSE = 0.1
BUSY = "Too many requests are waiting; try again in a moment"


class BatchQueue(Generic[Key, Item, Answer]):
    """Whatever waits for the same thing when a worker gets free is made together.

    With one client each request goes at once and alone, with many the requests that come while others are
    made go together. Whoever has been answered together asks again at about the same time: after such a batch
    a worker waits for them, a twentieth of the time that it took. The things asked for take turns, and within
    one the first come are the first served.

    Args:
        make: makes n answers of n items that share a key. Where it fails for several, each is made alone, so
            that only the one at fault gets the error.
        workers: how many batches are made at a time.
        batch_weight: a batch is full from this weight on; one item may be heavier.
        most: items that may wait.
    """

    def __init__(
        self,
        make: Callable[[Key, Sequence[Item]], Sequence[Answer]],
        *,
        workers: int,
        batch_weight: int,
        most: int,
    ) -> None:
        self._make, self._batch_weight, self._most = make, batch_weight, most
        self._waiting: dict[Key, deque[tuple[Item, int, Future[Answer]]]] = {}
        self._count = 0
        self._changed = threading.Condition()
        self._stopped = False
        # Nobody who ends the program waits for what they are at.
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, key: Key, item: Item, weight: int) -> Future[Answer]:
        """Return the answer to come; if it is cancelled before a worker gets to it, nothing is done for it.

        Raises:
            Refusal: too many wait, or the server stops.
        """
        future: Future[Answer] = Future()
        with self._changed:
            if self._stopped:
                raise Refusal(503, "The server is stopping")
            if self._count >= self._most:
                self._forget_cancelled()
            if self._count >= self._most:
                raise Refusal(503, BUSY)
            self._waiting.setdefault(key, deque()).append((item, weight, future))
            self._count += 1
            self._changed.notify()
        return future

    def stop(self) -> None:
        """Take nothing more, and refuse what nobody has begun."""
        with self._changed:
            self._stopped = True
            left = [future for tickets in self._waiting.values() for _, _, future in tickets]
            self._waiting.clear()
            self._count = 0
            self._changed.notify_all()
        for future in left:
            if future.set_running_or_notify_cancel():
                future.set_exception(Refusal(503, "The server is stopping"))

    def _work(self) -> None:
        pause = 0.0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped, timeout=pause)
                self._changed.wait_for(lambda: self._waiting or self._stopped)
                if self._stopped:
                    return
                key, batch = self._take()
            begun = [(item, future) for item, future in batch if future.set_running_or_notify_cancel()]
            start = time.monotonic()
            if begun:
                self._answer(key, begun)
            pause = min(_LONGEST_PAUSE, (time.monotonic() - start) / 20) if len(begun) > 1 else 0.0

    def _take(self) -> tuple[Key, list[tuple[Item, Future[Answer]]]]:
        key = next(iter(self._waiting))
        tickets = self._waiting.pop(key)
        batch: list[tuple[Item, Future[Answer]]] = []
        weight = 0
        while tickets and (not batch or weight + tickets[0][1] <= self._batch_weight):
            item, own, future = tickets.popleft()
            batch.append((item, future))
            weight += own
        if tickets:
            # The others come first now.
            self._waiting[key] = tickets
            self._changed.notify()
        self._count -= len(batch)
        return key, batch

    def _answer(self, key: Key, batch: Sequence[tuple[Item, Future[Answer]]]) -> None:
        try:
            answers = self._make(key, [item for item, _ in batch])
            if len(answers) != len(batch):
                raise RuntimeError(f"{len(answers)} answers for {len(batch)} requests")
        except Exception as error:
            if len(batch) == 1:
                batch[0][1].set_exception(error)
                return
            for one in batch:
                self._answer(key, [one])
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            future.set_result(answer)

    def _forget_cancelled(self) -> None:
        """Clients that have gone hold no places."""
        for key, tickets in list(self._waiting.items()):
            kept = deque(ticket for ticket in tickets if not ticket[2].cancelled())
            self._count -= len(tickets) - len(kept)
            if kept:
                self._waiting[key] = kept
            else:
                del self._waiting[key]

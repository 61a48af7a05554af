"""Requests of many clients come in one by one; they are made in batches, and each gets its own answer."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from translate_pipe.serve.limits import Refusal

Key = TypeVar("Key")
Item = TypeVar("Item")
Answer = TypeVar("Answer")

# Seconds for which those who were answered together are waited for: a twentieth of what it took, and no less
# than clients need to send the next. Most waits end much earlier, with the last of them.
_PAUSE_SHARE = 0.05
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.02, 0.1
BUSY = "Too many requests are waiting; try again in a moment"


@dataclass(slots=True)
class _Waiting(Generic[Item, Answer]):
    """What waits for one thing; until `until` it waits for company, unless `expected` are there before."""

    tickets: deque[tuple[Item, int, Future[Answer]]] = field(default_factory=deque)
    weight: int = 0
    until: float = 0.0
    expected: int = 0


class BatchQueue(Generic[Key, Item, Answer]):
    """Whatever waits for the same thing when a worker gets free is made together.

    With one client each request goes at once and alone, with many the requests that come while others are
    made go together. Whoever has been answered together asks again at about the same time: after such a batch
    nothing of its kind is begun for a moment, until as many are there again. What waits for other things goes
    on meanwhile, by any worker that is free: no worker waits for anything in particular. The things that are
    asked for take turns, and within one the first come are the first served.

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
        self._waiting: dict[Key, _Waiting[Item, Answer]] = {}
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
            waiting = self._waiting.setdefault(key, _Waiting())
            waiting.tickets.append((item, weight, future))
            waiting.weight += weight
            self._count += 1
            self._changed.notify()
        return future

    def stop(self) -> None:
        """Take nothing more, and refuse what nobody has begun."""
        with self._changed:
            self._stopped = True
            left = [ticket[2] for waiting in self._waiting.values() for ticket in waiting.tickets]
            self._waiting.clear()
            self._count = 0
            self._changed.notify_all()
        for future in left:
            if future.set_running_or_notify_cancel():
                future.set_exception(Refusal(503, "The server is stopping"))

    def _work(self) -> None:
        while True:
            with self._changed:
                taken = self._next()
            if taken is None:
                return
            key, batch = taken
            begun = [(item, future) for item, future in batch if future.set_running_or_notify_cancel()]
            if begun:
                self._answer(key, begun)

    def _next(self) -> tuple[Key, list[tuple[Item, Future[Answer]]]] | None:
        """Wait for a batch; None is the end. Whichever worker wakes up looks at all that waits."""
        while not self._stopped:
            now = time.monotonic()
            self._forget_quiet(now)
            for key, waiting in self._waiting.items():
                if waiting.tickets and (
                    waiting.until <= now
                    or len(waiting.tickets) >= waiting.expected
                    or waiting.weight >= self._batch_weight
                ):
                    return key, self._take(key)
            untils = [waiting.until for waiting in self._waiting.values() if waiting.tickets]
            self._changed.wait(min(untils) - now if untils else None)
        return None

    def _take(self, key: Key) -> list[tuple[Item, Future[Answer]]]:
        waiting = self._waiting.pop(key)
        batch: list[tuple[Item, Future[Answer]]] = []
        weight = 0
        while waiting.tickets and (not batch or weight + waiting.tickets[0][1] <= self._batch_weight):
            item, own, future = waiting.tickets.popleft()
            batch.append((item, future))
            weight += own
        self._count -= len(batch)
        if waiting.tickets:
            # The others come first now; and what is left was waited for long enough.
            self._waiting[key] = _Waiting(waiting.tickets, waiting.weight - weight)
        # Others may have become ready while this worker was the only one that was told.
        if any(other.tickets for other in self._waiting.values()):
            self._changed.notify()
        return batch

    def _expect(self, key: Key, count: int, seconds: float) -> None:
        """Wait a moment for those who are answered together, if several are."""
        if count < 2:
            return
        pause = min(_LONGEST_PAUSE, max(_SHORTEST_PAUSE, seconds * _PAUSE_SHARE))
        with self._changed:
            waiting = self._waiting.setdefault(key, _Waiting())
            waiting.until, waiting.expected = time.monotonic() + pause, count

    def _forget_quiet(self, now: float) -> None:
        """What nobody has asked for again is no longer waited for."""
        for key in [key for key, one in self._waiting.items() if not one.tickets and one.until <= now]:
            del self._waiting[key]

    def _answer(self, key: Key, batch: Sequence[tuple[Item, Future[Answer]]]) -> None:
        start = time.monotonic()
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
        # Before they have their answers: whoever is quick asks again at once.
        self._expect(key, len(batch), time.monotonic() - start)
        for (_, future), answer in zip(batch, answers, strict=True):
            future.set_result(answer)

    def _forget_cancelled(self) -> None:
        """Clients that have gone hold no places."""
        for waiting in self._waiting.values():
            kept = deque(ticket for ticket in waiting.tickets if not ticket[2].cancelled())
            self._count -= len(waiting.tickets) - len(kept)
            waiting.tickets, waiting.weight = kept, sum(ticket[1] for ticket in kept)

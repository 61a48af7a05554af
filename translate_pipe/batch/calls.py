"""Calls to a scheduler and its workers go in; answers in good time come out, or words."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import TypeVar

from distributed import Client
from distributed.comm import CommClosedError

from translate_pipe.errors import EngineError, TranslatePipeError

Answer = TypeVar("Answer")

# Until Python 3.11 these were two.
LATE = (TimeoutError, asyncio.TimeoutError)


def answer_within(seconds: float, call: Callable[[], Answer]) -> Answer:
    """Return what a call returns that waits for the scheduler or for workers.

    Raises:
        EngineError: it takes longer than it may; so a worker that hangs does not hold the run for ever.
    """
    answer: Future[Answer] = Future()

    def run() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    wait([answer], seconds)
    if not answer.done():
        raise EngineError(
            f"the scheduler or a worker has not answered for {seconds:.0f} seconds",
            remedy="look into their logs, end what hangs, and run the batch again: it goes on where it was",
        )
    return answer.result()


@contextmanager
def scheduler_errors(client: Client) -> Iterator[None]:
    """Say in words that the scheduler is gone, whichever call was the first to see it.

    Raises:
        EngineError: instead of what the call raised.
    """
    try:
        yield
    except TranslatePipeError:
        raise
    except Exception as error:
        if client.status == "running" and not isinstance(error, CommClosedError):
            raise
        raise lost_scheduler() from error


@contextmanager
def quiet_logs(*names: str) -> Iterator[None]:
    """Keep to ourselves what these loggers, and those below them, say: what matters is said in words."""
    known = [*names, *(one for one in logging.root.manager.loggerDict if one.startswith(names))]
    logs = [logging.getLogger(name) for name in dict.fromkeys(known)]
    before = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for log, level in zip(logs, before, strict=True):
            log.setLevel(level)


def lost_scheduler() -> EngineError:
    return EngineError(
        "the scheduler is gone, or was restarted",
        remedy="start it and its workers again, and run the batch again: it goes on where it was",
    )

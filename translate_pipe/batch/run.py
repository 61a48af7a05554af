"""A request for many articles goes in; what is new or changed is translated, and a summary comes out."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from translate_pipe.batch.database import WORK_FOLDER, RunLock
from translate_pipe.batch.manifest import Entry, find_entries
from translate_pipe.batch.state import STAGING, Admission, BatchState
from translate_pipe.batch.translator import Translator, describe_failure
from translate_pipe.batch.values import Chunk, Failure, Lane, MadeChunk
from translate_pipe.bilingual import check_format
from translate_pipe.chunks import CHUNKS_AT_A_TIME
from translate_pipe.errors import TranslatePipeError, UsageError
from translate_pipe.folders import choose_names
from translate_pipe.locales import parse_locale
from translate_pipe.reports import tell_nobody
from translate_pipe.run import Request

Tell = Callable[[int, int, int], None]
"""Called with the articles done and failed in this run, and how many there are to do."""


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """What a user asks for: articles, and the options that `translate` has too.

    `request` names no articles; its targets and glossaries are for articles that have none of their own.
    `named` are folders, patterns, lists, manifests or articles. `most_failures` ends the run when more
    articles than that have failed in it. `command` is noted in the state. `say` is
    told what a person should know of the run as a whole.
    """

    request: Request
    named: tuple[str, ...]
    stdin: tuple[str, ...] = ()
    retry_failed: bool = False
    most_failures: int | None = None
    command: str = ""
    say: Callable[[str], object] = tell_nobody


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """How a run ended: articles named, and of them unchanged, done now, failed now, and left to do.

    `unresolved` and `issues` (by severity) are those of the articles done now. `stopped` says why the run
    ended before all was done, "" if it did not.
    """

    named: int
    unchanged: int
    done: int
    failed: int
    left: int
    unresolved: int = 0
    issues: tuple[tuple[str, int], ...] = ()
    stopped: str = ""


class Workers(Protocol):
    """Whoever translates: this process, or others."""

    def describe(self, lane: Lane) -> str:
        """Return in one line what decides on the results of a lane; see `Translator.describe`."""

    def translate(self, chunks: Iterator[Chunk]) -> Iterator[MadeChunk]:
        """Yield the chunks as they are made, in any order, with few of them asked for at a time."""


class ThisProcess:
    """Translates in this process, two chunks at a time: one is decoded while the other is read or checked."""

    def __init__(self, request: Request) -> None:
        self._translator = Translator(request, name="this process")

    def describe(self, lane: Lane) -> str:
        """Return in one line what decides on the results of a lane."""
        return self._translator.describe(lane)

    def translate(self, chunks: Iterator[Chunk]) -> Iterator[MadeChunk]:
        """Yield the chunks in order."""
        pool = ThreadPoolExecutor(max_workers=CHUNKS_AT_A_TIME)
        running: deque[Future[MadeChunk]] = deque()
        try:
            for chunk in chunks:
                running.append(pool.submit(self._translator.translate, chunk))
                if len(running) > CHUNKS_AT_A_TIME:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            # After a fault or an interruption nobody waits for what the other chunk will make.
            pool.shutdown(wait=False, cancel_futures=True)


def run_batch(batch: BatchRequest, workers: Workers, tell: Tell = lambda *_: None) -> BatchSummary:
    """Translate what is new or changed since the last run into the same folder.

    Raises:
        TranslatePipeError: a manifest or a glossary is at fault, no package translates between the locales,
            another run is under way, or nothing can be written; what is recorded is what is there.
    """
    out = batch.request.out
    assert out is not None
    for wanted in batch.request.formats:
        check_format(wanted)
    state = BatchState(out)
    try:
        lock = RunLock(out)
        try:
            state.begin_run(batch.command)
            named, refused = _admit(batch, state, workers)
            return _translate(batch, state, workers, named, refused, tell)
        finally:
            shutil.rmtree(out / WORK_FOLDER / STAGING, ignore_errors=True)
            lock.release()
    finally:
        state.close()


def _admit(batch: BatchRequest, state: BatchState, workers: Workers) -> tuple[int, int]:
    """Take over what is named; return how many articles that is, and how many of them cannot be done."""
    request = batch.request
    assert request.out is not None
    source = parse_locale(request.source)
    targets = tuple(dict.fromkeys(parse_locale(target) for target in request.targets))
    faults: dict[int, Failure] = {}

    @cache
    def look_up(lane: Lane) -> tuple[int, int]:
        """Return the numbers of a lane and of what its results depend on."""
        number = state.lane(lane)
        try:
            if lane.source_locale == lane.target_locale:
                raise UsageError(
                    f"source and target language are both {lane.source_locale}", remedy="choose another --to"
                )
            return number, state.making(workers.describe(lane))
        except TranslatePipeError as error:
            # What the options say goes for all; what a line of a manifest says, for its own article.
            own = lane.source_locale != source or lane.target_locale not in targets
            if not own and lane.glossaries == request.glossaries:
                raise
            faults[number] = describe_failure(error)
            return number, state.making("")

    for target in targets:
        look_up(Lane(source, target, request.glossaries))
    entries = find_entries(
        batch.named,
        request.out,
        batch.stdin,
        is_wanted=choose_names(request.include, request.exclude, request.input_format),
        say=batch.say,
    )
    count = state.admit(
        _admissions(entries, request, source, targets, look_up),
        retry_failed=batch.retry_failed,
        fresh=request.fresh,
    )
    return count, state.refused + state.fail_lanes(faults)


def _admissions(
    entries: Iterable[Entry],
    request: Request,
    source: str,
    targets: tuple[str, ...],
    look_up: Callable[[Lane], tuple[int, int]],
) -> Iterator[Admission]:
    for entry in entries:
        wanted = entry.targets or targets
        if not wanted:
            raise UsageError(
                f"no target language given for {entry.id}", remedy="say --to ru, or to in its line"
            )
        glossaries = request.glossaries if entry.glossaries is None else entry.glossaries
        for target in wanted:
            lane, making = look_up(Lane(entry.source or source, target, glossaries))
            place = f"{Path(entry.id).with_suffix('').as_posix()}.{target}".casefold()
            yield Admission(entry.id, target, entry.path, place, lane, making)


def _translate(
    batch: BatchRequest, state: BatchState, workers: Workers, named: int, refused: int, tell: Tell
) -> BatchSummary:
    done, failed, stopped = 0, refused, ""
    unresolved, issues = 0, dict.fromkeys(("error", "warning", "info"), 0)
    to_do = state.pending()
    tell(done, failed, to_do + refused)
    made_chunks = workers.translate(state.chunks())
    try:
        for made in made_chunks if to_do else ():
            state.record(made)
            for outcome in made.outcomes:
                if outcome.failure is not None:
                    failed += 1
                    continue
                done += 1
                unresolved += outcome.terms.unresolved
                for _, severity, count in outcome.issues:
                    issues[severity] += count
            tell(done, failed, to_do + refused)
            if batch.most_failures is not None and failed > batch.most_failures:
                stopped = f"more than {batch.most_failures} articles have failed"
                break
    finally:
        close = getattr(made_chunks, "close", lambda: None)
        close()
    if not stopped:
        state.end_run()
    return BatchSummary(
        named,
        named - to_do - refused,
        done,
        failed,
        state.pending(),
        unresolved,
        tuple(issues.items()),
        stopped,
    )

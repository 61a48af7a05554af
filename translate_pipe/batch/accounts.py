"""The state of a batch goes in; how far it is, and what became of terms, checks and articles, comes out."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.batch.database import STATE_NAME, connect_state, is_running, state_errors
from translate_pipe.terminology import TermAccount

# The rate is that of the last minutes, so that a change of machines shows.
_RATE_SECONDS = 900.0
_STATES = "already, applied, kept, overruled, unresolved"
_SUMS = ", ".join(f"coalesce(sum({state}), 0)" for state in _STATES.split(", "))


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """How far a batch is. `hourly` is articles an hour of late, `left` the seconds that the rest will take.

    Both are None where nothing was done of late. `failures` holds the kinds of faults, most frequent first,
    each with its count and one article and reason as an example.
    """

    running: bool
    counts: dict[str, int]
    segments: int
    hourly: float | None
    left: float | None
    seconds: float
    workers: tuple[tuple[str, int], ...]
    failures: tuple[tuple[str, int, str, str], ...]


@dataclass(frozen=True, slots=True)
class EntryReport:
    """What became of one glossary entry in all articles; `places` names the first articles and segments."""

    source: str
    target: str
    target_locale: str
    articles: int
    counts: TermAccount
    places: tuple[tuple[str, tuple[int, ...]], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a batch: articles and segments by target, terms, issues, entries, failed articles.

    `entries` and `failed` hold no more than was asked for; `entry_count` and `failed_count` count all.
    """

    status: BatchStatus
    targets: tuple[tuple[str, int, int], ...]
    terms: TermAccount
    issues: tuple[tuple[str, str, int, int], ...]
    entries: tuple[EntryReport, ...]
    entry_count: int
    failed: tuple[tuple[str, str, str], ...]
    failed_count: int
    makings: tuple[tuple[str, int], ...]


@contextmanager
def _open(out: Path) -> Iterator[sqlite3.Connection]:
    connection = connect_state(out, make=False)
    try:
        with state_errors(out / STATE_NAME):
            yield connection
    finally:
        connection.close()


def read_status(out: Path) -> BatchStatus:
    """Return how far the batch in a folder is; a run may be under way.

    Raises:
        TranslatePipeError: there is none, or its state cannot be read.
    """
    with _open(out) as connection:
        return _status(connection, out)


def _status(connection: sqlite3.Connection, out: Path) -> BatchStatus:
    run = connection.execute
    counts = dict.fromkeys(("done", "failed", "pending", "gone"), 0)
    for state, count in run("SELECT state, count(*) FROM article GROUP BY state"):
        # What is staged is made, but for the moving of its files.
        counts["done" if state == "staged" else state] += count
    running = is_running(out)
    segments = run("SELECT coalesce(sum(segments), 0) FROM article WHERE state = 'done'").fetchone()[0]
    hourly, left = _rate(connection, running)
    seconds = run("SELECT coalesce(sum(seconds), 0) FROM article WHERE state = 'done'").fetchone()[0]
    workers = run(
        "SELECT worker, count(*) FROM article WHERE state = 'done' AND worker <> '' GROUP BY worker"
        " ORDER BY 2 DESC, 1 LIMIT 20"
    ).fetchall()
    failures = run(
        "SELECT kind, count(*), min(id), min(reason) FROM article WHERE state = 'failed' GROUP BY kind"
        " ORDER BY 2 DESC, 1"
    ).fetchall()
    return BatchStatus(
        running,
        counts,
        segments,
        hourly,
        left,
        seconds,
        tuple(map(tuple, workers)),
        tuple(map(tuple, failures)),
    )


def _rate(connection: sqlite3.Connection, running: bool) -> tuple[float | None, float | None]:
    """Return articles an hour in the last minutes of a run, and the seconds left at that rate in bytes."""
    run = connection.execute
    begun, ended = run("SELECT begun, ended FROM run ORDER BY id DESC LIMIT 1").fetchone() or (0.0, 0.0)
    last = time.time() if running else ended
    if not last:
        # Broken off: the last that it did is the end of it.
        last = run("SELECT max(finished) FROM article").fetchone()[0] or begun
    since = max(begun, last - _RATE_SECONDS)
    count, size = run(
        "SELECT count(*), coalesce(sum(size), 0) FROM article"
        " WHERE state IN ('done', 'staged') AND finished >= ?",
        (since,),
    ).fetchone()
    if not count or last <= since:
        return None, None
    to_do = run("SELECT coalesce(sum(size), 0) FROM article WHERE state = 'pending'").fetchone()[0]
    return 3600 * count / (last - since), to_do / max(size, 1) * (last - since)


def read_report(out: Path, *, most: int = 100, entry: str | None = None) -> BatchReport:
    """Return what became of a batch so far.

    Args:
        most: how many entries and failed articles to name, those with most unresolved matches first, and
            how many places of each entry.
        entry: a source term; only entries of this name are reported.

    Raises:
        TranslatePipeError: there is no batch, or its state cannot be read.
    """
    with _open(out) as connection:
        run = connection.execute
        targets = run(
            "SELECT target_locale, count(*), sum(segments) FROM article WHERE state = 'done'"
            " GROUP BY target_locale ORDER BY 1"
        ).fetchall()
        terms = run(f"SELECT {_SUMS} FROM article WHERE state = 'done'").fetchone()  # noqa: S608 - constants
        issues = run(
            "SELECT name, severity, sum(count), count(*) FROM issue JOIN article ON number = issue.article"
            " WHERE state = 'done' GROUP BY name, severity ORDER BY 3 DESC, 1, 2"
        ).fetchall()
        failed = run(
            "SELECT id, target_locale, reason FROM article WHERE state = 'failed' ORDER BY number LIMIT ?",
            (most,),
        ).fetchall()
        makings = run(
            "SELECT text, count(*) FROM article JOIN making ON making.id = making WHERE state = 'done'"
            " GROUP BY making ORDER BY 2 DESC, 1"
        ).fetchall()
        status = _status(connection, out)
        entries, count = _entries(connection, most, entry)
    return BatchReport(
        status,
        tuple(map(tuple, targets)),
        TermAccount(*terms),
        tuple(map(tuple, issues)),
        entries,
        count,
        tuple(map(tuple, failed)),
        status.counts["failed"],
        tuple(map(tuple, makings)),
    )


def _entries(
    connection: sqlite3.Connection, most: int, wanted: str | None
) -> tuple[tuple[EntryReport, ...], int]:
    sums = ", ".join(f"sum(use.{state}) AS {state}" for state in _STATES.split(", "))
    base = (
        " FROM use JOIN article ON number = use.article JOIN entry ON entry.id = use.entry"
        " WHERE state = 'done' AND (?1 IS NULL OR entry.source = ?1)"
    )
    run = connection.execute
    count = run(f"SELECT count(DISTINCT use.entry){base}", (wanted,)).fetchone()[0]
    rows = run(
        f"SELECT use.entry, entry.source, entry.target, entry.target_locale, count(*), {sums}{base}"
        " GROUP BY use.entry ORDER BY sum(use.unresolved) DESC, count(*) DESC, entry.source LIMIT ?2",
        (wanted, most),
    ).fetchall()
    return tuple(_entry(connection, row, most) for row in rows), count


def _entry(connection: sqlite3.Connection, row: tuple[object, ...], most: int) -> EntryReport:
    number, source, target, locale, articles, *counts = row
    run = connection.execute
    places = run(
        "SELECT article.id, use.segments FROM use JOIN article ON number = use.article"
        " WHERE use.entry = ? AND state = 'done' ORDER BY use.unresolved DESC, number LIMIT ?",
        (number, most),
    ).fetchall()
    reasons = run(
        "SELECT use.reason FROM use JOIN article ON number = use.article"
        " WHERE use.entry = ? AND state = 'done' AND use.reason <> '' GROUP BY use.reason"
        " ORDER BY count(*) DESC, use.reason LIMIT 5",
        (number,),
    ).fetchall()
    return EntryReport(
        str(source),
        str(target),
        str(locale),
        int(str(articles)),
        TermAccount(*(int(str(count)) for count in counts)),
        tuple((place, tuple(json.loads(segments))) for place, segments in places),
        tuple(reason for (reason,) in reasons),
    )

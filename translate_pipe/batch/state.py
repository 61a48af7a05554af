"""Entries and outcomes go in; what is still to be done comes out. Whatever ends a run, nothing is lost.

An article's way: `pending`, then `staged` with its whole chunk in one transaction, when its files lie
complete in the work folder, then `done`, when they are in their places. So what is recorded is what is there,
and a chunk is made anew from the very same articles, or not at all. One process writes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path

from translate_pipe.batch.database import STATE_NAME, WORK_FOLDER, connect_state, state_errors, transaction
from translate_pipe.batch.values import Chunk, Failure, Lane, MadeChunk, Outcome, Task
from translate_pipe.errors import TranslatePipeError, UsageError
from translate_pipe.version import __version__

STAGING, UNFINISHED = "staged", "unfinished"
# A chunk of short articles: bytes that make as many segments as the engine is given at one go, and no more
# articles than one would want to do again.
CHUNK_BYTES = 64 * 1024
CHUNK_ARTICLES = 512
# Files changed so shortly before they were looked at could change again without a later time.
_RACY_NANOSECONDS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Admission:
    """An article as it is named now, for one target; `place` tells the files of articles apart."""

    id: str
    target_locale: str
    path: Path
    place: str
    lane: int
    making: int


class BatchState:
    """The state of the batch in a folder, opened for writing.

    `refused` counts the articles of this run whose files would take the places of those of others.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.path = out / STATE_NAME
        self._connection = connect_state(out, make=True)
        self._run = self._connection.execute
        self._lanes: dict[int, Lane] = {}
        self._entries: dict[tuple[str, str, str], int] = {}
        self._folders: set[Path] = set()
        self.run_number = 0
        self.refused = 0

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def begin_run(self, command: str) -> None:
        """Put in place what a broken run had ready, drop what it had begun, and note that a run begins."""
        with state_errors(self.path):
            self.put_in_place()
            shutil.rmtree(self.out / WORK_FOLDER / STAGING, ignore_errors=True)
            cursor = self._run(
                "INSERT INTO run (tool, begun, command) VALUES (?, ?, ?)", (__version__, time.time(), command)
            )
            self.run_number = int(cursor.lastrowid or 0)

    def end_run(self) -> None:
        """Note that the run has come to its end."""
        if not self.pending():
            shutil.rmtree(self.out / WORK_FOLDER / UNFINISHED, ignore_errors=True)
        with state_errors(self.path):
            self._run("UPDATE run SET ended = ? WHERE id = ?", (time.time(), self.run_number))

    def lane(self, lane: Lane) -> int:
        """Return the number of a lane."""
        text = json.dumps([lane.source_locale, lane.target_locale, [str(path) for path in lane.glossaries]])
        return self._number("lane", text)

    def making(self, text: str) -> int:
        """Return the number of what decides on results: package, glossary, options."""
        return self._number("making", text)

    def _number(self, table: str, text: str) -> int:
        with state_errors(self.path):
            self._run(f"INSERT OR IGNORE INTO {table} (text) VALUES (?)", (text,))  # noqa: S608 - a constant
            row = self._run(f"SELECT id FROM {table} WHERE text = ?", (text,)).fetchone()  # noqa: S608
        return int(row[0])

    def admit(self, rows: Iterable[Admission], *, retry_failed: bool, fresh: bool) -> int:
        """Take over what is named now, in one transaction; return how many articles there are.

        New and changed articles become pending; what is done and unchanged stays; what is no longer named is
        `gone`, and its files stay.

        Raises:
            UsageError: one id is given to two files.
        """
        count = 0
        with state_errors(self.path), transaction(self._connection):
            for row in rows:
                count += self._admit(row, retry_failed=retry_failed, fresh=fresh)
            self._run(
                "UPDATE article SET state = 'gone', chunk = NULL WHERE run <> ? AND state <> 'gone'",
                (self.run_number,),
            )
            self._refuse_shared_places()
            self._cut_chunks()
        return count

    def _admit(self, row: Admission, *, retry_failed: bool, fresh: bool) -> int:
        known = self._run(
            "SELECT number, path, run, state, making, size, modified, digest, files, chunk, lane FROM article"
            " WHERE id = ? AND target_locale = ?",
            (row.id, row.target_locale),
        ).fetchone()
        size, modified = _look_at(row.path)
        values = (row.place, str(row.path), row.lane, row.making, self.run_number, size)
        if known is None:
            self._run(
                "INSERT INTO article (place, path, lane, making, run, size, id, target_locale, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending')",
                (*values, row.id, row.target_locale),
            )
            return 1
        number, path, run, state, making, old_size, old_modified, digest, files, chunk, lane = known
        if run == self.run_number:
            if path != str(row.path):
                raise UsageError(
                    f"{path} and {row.path} have one id, {row.id!r}", remedy="give each an id of its own"
                )
            return 0
        same_making = making == row.making and lane == row.lane
        if state in ("done", "failed") and same_making and not fresh:
            seen = (size, modified) == (old_size, old_modified) and (modified or not size)
            stands = (seen or _has_digest(row.path, size, digest)) and (
                self._all_there(files) if state == "done" else not retry_failed
            )
            if stands:
                self._run(
                    "UPDATE article SET place = ?, path = ?, run = ?, modified = ? WHERE number = ?",
                    (row.place, str(row.path), self.run_number, modified, number),
                )
                return 1
        # What a broken run was to do keeps its chunk, so that it is made as it would have been then.
        keeps = state == "pending" and same_making
        self._run(
            "UPDATE article SET place = ?, path = ?, lane = ?, making = ?, run = ?, size = ?, chunk = ?,"
            " state = 'pending' WHERE number = ?",
            (*values, chunk if keeps else None, number),
        )
        return 1

    def _all_there(self, files: str) -> bool:
        return all((self.out / name).is_file() for name in json.loads(files))

    def _refuse_shared_places(self) -> None:
        """Of articles whose files would have the same names, let the first be, and say why not the others."""
        for (place,) in self._run(
            "SELECT place FROM article WHERE state <> 'gone' GROUP BY place HAVING count(*) > 1"
        ).fetchall():
            rows = self._run(
                "SELECT number, id FROM article WHERE place = ? AND state <> 'gone'"
                " ORDER BY state = 'done' DESC, number",
                (place,),
            ).fetchall()
            self.refused += len(rows) - 1
            for number, _ in rows[1:]:
                self._run(
                    "UPDATE article SET state = 'failed', chunk = NULL, kind = 'same name', reason = ?"
                    " WHERE number = ?",
                    (
                        f"its files would have the names of those of {rows[0][1]}; rename one, or give ids"
                        " in a manifest",
                        number,
                    ),
                )

    def _cut_chunks(self) -> None:
        """Share out the pending articles that are in no chunk yet, in order."""
        last = self._run("SELECT coalesce(max(chunk), 0) FROM article").fetchone()[0]
        lane, size, count = -1, 0, 0
        for number, own, length in self._run(
            "SELECT number, lane, size FROM article WHERE state = 'pending' AND chunk IS NULL"
            " ORDER BY lane, number"
        ).fetchall():
            if own != lane or size + length > CHUNK_BYTES or count == CHUNK_ARTICLES:
                last, lane, size, count = last + 1, own, 0, 0
            size, count = size + length, count + 1
            self._run("UPDATE article SET chunk = ? WHERE number = ?", (last, number))

    def fail_lanes(self, faults: Mapping[int, Failure]) -> int:
        """Record why the articles of some lanes cannot be translated at all; return how many they are."""
        count = 0
        with state_errors(self.path), transaction(self._connection):
            for lane, failure in faults.items():
                count += self._run(
                    "UPDATE article SET state = 'failed', chunk = NULL, kind = ?, reason = ?, finished = ?"
                    " WHERE lane = ? AND run = ? AND state = 'pending'",
                    (failure.kind, failure.reason, time.time(), lane, self.run_number),
                ).rowcount
        return count

    def pending(self) -> int:
        """Return how many articles are still to be done."""
        with state_errors(self.path):
            return int(self._run("SELECT count(*) FROM article WHERE state = 'pending'").fetchone()[0])

    def chunks(self) -> Iterator[Chunk]:
        """Yield the chunks that are to be done, in order; few are in memory at a time."""
        last = -1
        while True:
            with state_errors(self.path):
                rows = self._run(
                    "SELECT number, id, path, lane, chunk FROM article WHERE state = 'pending' AND chunk ="
                    " (SELECT min(chunk) FROM article WHERE state = 'pending' AND chunk > ?) ORDER BY number",
                    (last,),
                ).fetchall()
            if not rows:
                return
            last = rows[0][4]
            tasks = tuple(Task(number, place, Path(path)) for number, place, path, _, _ in rows)
            yield Chunk(last, self._lane(rows[0][3]), tasks)

    def _lane(self, number: int) -> Lane:
        if number not in self._lanes:
            with state_errors(self.path):
                row = self._run("SELECT text FROM lane WHERE id = ?", (number,)).fetchone()
            source, target, glossaries = json.loads(row[0])
            self._lanes[number] = Lane(source, target, tuple(map(Path, glossaries)))
        return self._lanes[number]

    def record(self, made: MadeChunk) -> None:
        """Take the outcomes of a chunk over: its files into their places, its counts into the accounts.

        Raises:
            TranslatePipeError: the state or a file cannot be written; what is recorded is what is there.
        """
        with state_errors(self.path):
            with transaction(self._connection):
                for outcome in made.outcomes:
                    self._record(outcome)
            self.put_in_place()
        if len(made.outcomes) == 1:
            # Alone are the articles that are long enough for a journal.
            journals = self.out / WORK_FOLDER / UNFINISHED / str(made.outcomes[0].number)
            shutil.rmtree(journals, ignore_errors=True)

    def _record(self, outcome: Outcome) -> None:
        if outcome.failure is not None:
            self._run(
                "UPDATE article SET state = 'failed', chunk = NULL, kind = ?, reason = ?, finished = ?,"
                " worker = ?, digest = ?, size = ?, modified = ?, seconds = ? WHERE number = ?",
                (
                    *(outcome.failure.kind, outcome.failure.reason, time.time(), outcome.worker),
                    *(outcome.digest, outcome.size, _settled(outcome.modified), outcome.seconds),
                    outcome.number,
                ),
            )
            return
        terms = outcome.terms
        self._run(
            "UPDATE article SET state = 'staged', kind = '', reason = '', digest = ?, size = ?, modified = ?,"
            " segments = ?, reused = ?, dropped = ?, already = ?, applied = ?, kept = ?, overruled = ?,"
            " unresolved = ?, seconds = ?, worker = ?, finished = ?, files = ? WHERE number = ?",
            (
                *(outcome.digest, outcome.size, _settled(outcome.modified)),
                *(outcome.segments, outcome.reused, outcome.dropped),
                *(terms.already, terms.applied, terms.kept, terms.overruled, terms.unresolved),
                *(outcome.seconds, outcome.worker, time.time()),
                json.dumps({one.path: one.staged for one in outcome.files}, ensure_ascii=False),
                outcome.number,
            ),
        )
        self._account(outcome)

    def _account(self, outcome: Outcome) -> None:
        number = outcome.number
        locale = self._run("SELECT target_locale FROM article WHERE number = ?", (number,)).fetchone()[0]
        self._run("DELETE FROM use WHERE article = ?", (number,))
        self._run("DELETE FROM issue WHERE article = ?", (number,))
        for use in outcome.uses:
            self._run(
                "INSERT INTO use VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(self._entry((use.source, locale, use.target)), number, *astuple(use.counts)),
                    *(json.dumps(use.segments), use.reason),
                ),
            )
        for name, severity, count in outcome.issues:
            self._run("INSERT INTO issue VALUES (?, ?, ?, ?)", (number, name, severity, count))

    def _entry(self, names: tuple[str, str, str]) -> int:
        """Return the number of a glossary entry."""
        if names not in self._entries:
            self._run("INSERT OR IGNORE INTO entry (source, target_locale, target) VALUES (?, ?, ?)", names)
            row = self._run(
                "SELECT id FROM entry WHERE source = ? AND target_locale = ? AND target = ?", names
            ).fetchone()
            self._entries[names] = int(row[0])
        return self._entries[names]

    def put_in_place(self) -> None:
        """Move the files of what is staged into their places, over what was there, and note that it is done.

        Raises:
            TranslatePipeError: a file cannot be moved; the next run tries again.
        """
        staged = self._run("SELECT number, files FROM article WHERE state = 'staged'").fetchall()
        settled = []
        for number, files in staged:
            moved = [self._move(held, name) for name, held in json.loads(files).items()]
            names = json.dumps(list(json.loads(files)), ensure_ascii=False)
            # What somebody removed is made again by the next run.
            settled.append(("done" if all(moved) else "pending", names, number))
        if settled:
            with transaction(self._connection):
                self._connection.executemany(
                    "UPDATE article SET state = ?, chunk = NULL, files = ? WHERE number = ?", settled
                )

    def _move(self, held: str, name: str) -> bool:
        path = self.out / name
        try:
            if path.parent not in self._folders:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._folders.add(path.parent)
            (self.out / held).replace(path)
        except FileNotFoundError:
            # A run that ended in the midst of this had moved it already.
            return path.is_file()
        except OSError as error:
            raise TranslatePipeError(
                f"cannot be put in place: {error.strerror or error}",
                path=path,
                remedy="check the folder and run the batch again",
            ) from error
        return True


def _look_at(path: Path) -> tuple[int, int]:
    """Return the size of a file and the time of its last change, zeros if there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, _settled(found.st_mtime_ns)


def _settled(modified: int) -> int:
    """Return the time of a change, 0 if another could follow in the same moment."""
    return modified if modified < time.time_ns() - _RACY_NANOSECONDS else 0


def _has_digest(path: Path, size: int, digest: str) -> bool:
    """Tell whether a file that was touched is still the same."""
    if not digest or not size:
        return False
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False

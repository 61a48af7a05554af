"""Units go into the memory's file; exact and fuzzy matches, figures and found texts come out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from translate_pipe.locales import parse_locale
from translate_pipe.memory.database import (
    as_memory_error,
    connect,
    connect_frozen,
    copy_database,
    transaction,
)
from translate_pipe.memory.fuzzy import FuzzyIndex
from translate_pipe.memory.index import (
    START,
    are_compatible,
    key_of,
    make_id,
    normalise,
    place_of,
    storable,
    tokens_of,
)
from translate_pipe.model import MemoryMatch, Segment, TranslationUnit, UnitState

IN_CONTEXT = 101
EXACT = 100
LEAST_FUZZY = 75
BANDS = (IN_CONTEXT, EXACT, 95, 85, LEAST_FUZZY)
"""The least score of each band, best first: in context, exact, and three of fuzzy matches."""

# Matches offered for one segment.
_OFFERED = 5
# Units written in one transaction: other writers wait no longer than this takes.
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class MemoryUnit:
    """One unit of the memory.

    `before` and `after` are the keys of the neighbouring source texts, None where they are not known.
    `date` is an ISO 8601 date or "".
    """

    source: str
    target: str
    source_locale: str
    target_locale: str
    before: int | None = None
    after: int | None = None
    article: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """What a memory holds: counts, dates of the first and the last unit, and units per pair of locales."""

    path: Path
    size: int
    units: int
    sources: int
    articles: int
    first: str
    last: str
    pairs: tuple[tuple[str, str, int], ...]


class TranslationMemory:
    """A memory in one SQLite file; several processes may read and write it at the same time.

    What a method has written is committed when it returns, in batches while it works: a process that is
    killed loses only the batch that it was writing.

    Args:
        frozen: nobody writes to the file any more; it is only read, without a lock.
    """

    def __init__(self, path: Path, *, frozen: bool = False) -> None:
        self.path = path
        self._connection = connect_frozen(path) if frozen else connect(path)
        self._fuzzy = FuzzyIndex(self._connection)
        self._version = (0, 0)

    def __enter__(self) -> TranslationMemory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the memory cannot be used afterwards."""
        self._connection.close()

    def copy_to(self, path: Path) -> None:
        """Write all that the memory holds at this moment to another file, for any number of readers.

        Raises:
            MemoryFileError: the file cannot be written.
        """
        with self._errors():
            copy_database(self._connection, path)

    def add_units(
        self,
        units: Sequence[TranslationUnit],
        source_locale: str,
        target_locale: str,
        *,
        article: str = "",
        date: str = "",
        states: Sequence[UnitState] = ("reviewed",),
    ) -> int:
        """Remember those units of an article whose state is one of `states`; return how many.

        `units` are all units of the article in order, so that each has its context. A unit with the same
        source, context and article as one that is remembered takes its place.
        """
        keys = [START, *(key_of(unit.segment.source) for unit in units), START]
        return self.add(
            MemoryUnit(
                unit.segment.source, unit.target, source_locale, target_locale, before, after, article, date
            )
            for unit, before, after in zip(units, keys, keys[2:], strict=False)
            if unit.state in states and unit.target.strip()
        )

    def add(self, units: Iterable[MemoryUnit], *, progress: Callable[[int], None] | None = None) -> int:
        """Remember units from anywhere; return how many. `progress` is called with the count so far."""
        count = 0
        rest = iter(units)
        while batch := list(islice(rest, _BATCH)):
            with self._errors(), transaction(self._connection):
                self._write(batch)
            count += len(batch)
            if progress is not None:
                progress(count)
        return count

    def recall(
        self,
        segments: Sequence[Segment],
        source_locale: str,
        target_locale: str,
        *,
        fuzzy: bool = True,
        minimum: int = LEAST_FUZZY,
    ) -> list[tuple[MemoryMatch, ...]]:
        """Return n tuples of matches for the n segments of an article in order, best match first.

        The score is 101 if the neighbouring segments are the same too, 100 for the same source, else the
        similarity in percent, at least `minimum`. Of equal matches the newest comes first. Locales with
        and without a region match each other; two different regions do not.
        """
        with self._errors():
            self._refresh()
            sources = self._compatible(source_locale)
            targets = self._compatible(target_locale)
            if not sources or not targets:
                return [()] * len(segments)
            keys = [START, *(key_of(segment.source) for segment in segments), START]
            recalled: dict[tuple[int, int, int], tuple[MemoryMatch, ...]] = {}
            for place, segment in enumerate(segments):
                context = (keys[place], keys[place + 1], keys[place + 2])
                if context not in recalled:
                    matches = self._recall_exact(segment.source, context, sources, targets)
                    if fuzzy and not matches:
                        matches = self._recall_fuzzy(segment.source, sources, targets, minimum)
                    recalled[context] = tuple(matches[:_OFFERED])
            return [recalled[keys[i], keys[i + 1], keys[i + 2]] for i in range(len(segments))]

    def find(self, text: str, *, limit: int = 50) -> list[MemoryUnit]:
        """Return units whose source or target holds `text`, whatever its capitals, newest first."""
        wanted = normalise(text).casefold()
        if not wanted:
            return []
        with self._errors():
            self._connection.create_function(
                "holds", 1, lambda value: wanted in normalise(value).casefold(), deterministic=True
            )
            return list(
                self._select(
                    "WHERE holds(source.text) OR holds(unit.target) ORDER BY unit.id DESC LIMIT ?", limit
                )
            )

    def units(
        self, source_locale: str | None = None, target_locale: str | None = None
    ) -> Iterator[MemoryUnit]:
        """Yield the units in the order in which they came, of one pair of locales if these are given."""
        with self._errors():
            wanted = [
                None if tag is None else json.dumps(self._compatible(tag))
                for tag in (source_locale, target_locale)
            ]
            yield from self._select(
                "WHERE (?1 IS NULL OR source.locale IN (SELECT value FROM json_each(?1)))"
                " AND (?2 IS NULL OR unit.locale IN (SELECT value FROM json_each(?2))) ORDER BY unit.id",
                *wanted,
            )

    def stats(self) -> MemoryStats:
        """Return what the memory holds."""
        with self._errors():
            run = self._connection.execute
            units, articles, first, last = run(
                "SELECT count(*), count(DISTINCT nullif(article, '')), min(nullif(date, '')), max(date)"
                " FROM unit"
            ).fetchone()
            sources = run("SELECT count(*) FROM source").fetchone()[0]
            pairs = run(
                "SELECT a.tag, b.tag, count(*) FROM unit JOIN source ON source.id = unit.source"
                " JOIN locale a ON a.id = source.locale JOIN locale b ON b.id = unit.locale"
                " GROUP BY a.tag, b.tag ORDER BY 3 DESC, 1, 2"
            ).fetchall()
        size = self.path.stat().st_size
        return MemoryStats(
            self.path, size, units, sources, articles, first or "", last or "", tuple(map(tuple, pairs))
        )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise as_memory_error(error, self.path) from error

    def _refresh(self) -> None:
        """Forget how frequent words are if this or another process has written since."""
        others = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        version = (others, self._connection.total_changes)
        if version != self._version:
            self._fuzzy, self._version = FuzzyIndex(self._connection), version

    def _write(self, batch: Sequence[MemoryUnit]) -> None:
        run = self._connection.execute
        tags = {tag for unit in batch for tag in (unit.source_locale, unit.target_locale)}
        locales = {tag: self._locale_id(tag) for tag in sorted(tags)}
        keys = [key_of(unit.source) for unit in batch]
        serial = run("SELECT last FROM serial").fetchone()[0]
        ids: dict[tuple[int, int], int] = {}
        fresh: list[tuple[int, int, int, str]] = []
        for unit, key in zip(batch, keys, strict=True):
            locale = locales[unit.source_locale]
            if (key, locale) in ids:
                continue
            row = run("SELECT id FROM source WHERE key = ? AND locale = ?", (key, locale)).fetchone()
            if row is None:
                serial += 1
                row = (make_id(locale, unit.source, serial),)
                fresh.append((row[0], locale, key, storable(unit.source)))
            ids[key, locale] = row[0]
        # In the order of their ids: the index of words is written in one go then.
        fresh.sort()
        many = self._connection.executemany
        many("INSERT INTO source (id, locale, key, text) VALUES (?, ?, ?, ?)", fresh)
        many(
            "INSERT INTO word (rowid, tokens) VALUES (?, ?)",
            ((i, " ".join(tokens_of(t))) for i, _, _, t in fresh),
        )
        run("UPDATE serial SET last = ?", (serial,))
        many(
            "INSERT INTO unit (source, locale, target, place, before, after, article, date)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, locale, place)"
            " DO UPDATE SET target = excluded.target, date = excluded.date",
            (
                (
                    ids[key, locales[unit.source_locale]],
                    locales[unit.target_locale],
                    storable(unit.target),
                    place_of(unit.article, unit.before, unit.after, unit.target),
                    unit.before,
                    unit.after,
                    storable(unit.article),
                    unit.date,
                )
                for unit, key in zip(batch, keys, strict=True)
            ),
        )

    def _locale_id(self, tag: str) -> int:
        run = self._connection.execute
        run("INSERT OR IGNORE INTO locale (tag) VALUES (?)", (parse_locale(tag),))
        return int(run("SELECT id FROM locale WHERE tag = ?", (parse_locale(tag),)).fetchone()[0])

    def _compatible(self, tag: str) -> list[int]:
        """Return the ids of the locales of the same language and script whose regions do not differ."""
        wanted = parse_locale(tag)
        rows = self._connection.execute("SELECT id, tag FROM locale ORDER BY tag <> ?, tag", (wanted,))
        return [number for number, known in rows if are_compatible(wanted, known)]

    def _recall_exact(
        self, source: str, context: tuple[int, int, int], sources: list[int], targets: list[int]
    ) -> list[MemoryMatch]:
        before, key, after = context
        rows = self._connection.execute(
            "SELECT source.text, unit.target, unit.article, unit.date,"
            " unit.before IS ? AND unit.after IS ? AS same FROM source JOIN unit ON unit.source = source.id"
            " WHERE source.key = ? AND source.locale IN (SELECT value FROM json_each(?))"
            " AND unit.locale IN (SELECT value FROM json_each(?))"
            " ORDER BY same DESC, unit.date DESC, unit.id DESC",
            (before, after, key, json.dumps(sources), json.dumps(targets)),
        )
        matches = [
            MemoryMatch(text, target, IN_CONTEXT if same else EXACT, article, date)
            for text, target, article, date, same in rows
            if normalise(text) == normalise(source)
        ]
        return _drop_repeats(matches)

    def _recall_fuzzy(
        self, source: str, sources: list[int], targets: list[int], minimum: int
    ) -> list[MemoryMatch]:
        matches: list[MemoryMatch] = []
        for number, text, score in self._fuzzy.find(source, sources, minimum, _OFFERED * 2):
            rows = self._connection.execute(
                "SELECT target, article, date FROM unit WHERE source = ?"
                " AND locale IN (SELECT value FROM json_each(?)) ORDER BY date DESC, id DESC",
                (number, json.dumps(targets)),
            )
            matches += [MemoryMatch(text, target, score, article, date) for target, article, date in rows]
        return _drop_repeats(matches)

    def _select(self, condition: str, *values: object) -> Iterator[MemoryUnit]:
        rows = self._connection.execute(
            "SELECT source.text, unit.target, a.tag, b.tag,"  # noqa: S608 - only constant parts are joined
            " unit.before, unit.after, unit.article, unit.date"
            " FROM unit JOIN source ON source.id = unit.source"
            " JOIN locale a ON a.id = source.locale JOIN locale b ON b.id = unit.locale " + condition,
            values,
        )
        return (MemoryUnit(*row) for row in rows)


def _drop_repeats(matches: Iterable[MemoryMatch]) -> list[MemoryMatch]:
    """Return the matches without those whose source and target came before."""
    first: dict[tuple[str, str], MemoryMatch] = {}
    for match in matches:
        first.setdefault((match.source, match.target), match)
    return list(first.values())

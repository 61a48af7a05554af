"""The path of a memory goes in; an open SQLite connection with the current schema comes out."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from translate_pipe.errors import MemoryFileError

SCHEMA_VERSION = 1
APPLICATION_ID = 0x7470746D  # "tptm"
# Another process may be importing a large file; it commits in batches of a few seconds.
BUSY_SECONDS = 60.0

# `unit.place` is what makes a unit of a source unique (see `index.py`).
# `source.id` holds the locale, the length and a serial number (see `index.py`), so that the sources of one
# locale and of similar length lie together, in the table and in the index of words.
_SCHEMA = """
CREATE TABLE locale (id INTEGER PRIMARY KEY, tag TEXT NOT NULL UNIQUE);
CREATE TABLE serial (last INTEGER NOT NULL);
INSERT INTO serial VALUES (0);
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    locale INTEGER NOT NULL REFERENCES locale (id),
    key INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (key, locale)
);
CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id),
    locale INTEGER NOT NULL REFERENCES locale (id),
    target TEXT NOT NULL,
    place INTEGER NOT NULL,
    before INTEGER,
    after INTEGER,
    article TEXT NOT NULL,
    date TEXT NOT NULL,
    UNIQUE (source, locale, place)
);
CREATE VIRTUAL TABLE word USING fts5 (tokens, content='', columnsize=0, detail=none, tokenize=ascii);
CREATE VIRTUAL TABLE word_count USING fts5vocab ('word', 'row');
"""


def connect(path: Path) -> sqlite3.Connection:
    """Open the memory at `path`; make it, and the folders above it, if it does not exist.

    Raises:
        MemoryFileError: the file is no memory, of a newer version, damaged, or cannot be opened.
    """
    connection: sqlite3.Connection | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        _check_kind(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA mmap_size = 1073741824")
        _create_schema(connection)
    except (sqlite3.Error, OSError) as error:
        if connection is not None:
            connection.close()
        raise as_memory_error(error, path) from error
    except MemoryFileError:
        if connection is not None:
            connection.close()
        raise
    return connection


def connect_frozen(path: Path) -> sqlite3.Connection:
    """Open a memory that nobody writes to any more, to be read on any file system.

    Raises:
        MemoryFileError: as `connect`, or there is no such file.
    """
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
        )
        _check_kind(connection, path)
        connection.execute("PRAGMA temp_store = MEMORY")
    except (sqlite3.Error, OSError, MemoryFileError) as error:
        if connection is not None:
            connection.close()
        raise error if isinstance(error, MemoryFileError) else as_memory_error(error, path) from error
    return connection


def copy_database(connection: sqlite3.Connection, path: Path) -> None:
    """Copy a whole memory, as it is at this moment, to a file without a journal."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _check_kind(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if application != APPLICATION_ID and not empty:
        raise MemoryFileError(
            "is an SQLite file, but not a translation memory",
            path=path,
            remedy="name another file with --memory",
        )
    if version > SCHEMA_VERSION:
        raise MemoryFileError(
            f"was written by a newer version (schema {version}, this one knows {SCHEMA_VERSION})",
            path=path,
            remedy="update translate-pipe, or export the memory to TMX there and import it here",
        )


def _create_schema(connection: sqlite3.Connection) -> None:
    """Make the tables unless they are there; of two processes at once, one makes them and the other waits."""
    if connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
        return
    with transaction(connection):
        if connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
            return
        for statement in _SCHEMA.strip().split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Take the right to write at once, so that two writers queue instead of failing half way."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def as_memory_error(error: Exception, path: Path) -> MemoryFileError:
    """Return what SQLite or the system says as an error that says what to do."""
    text = str(error)
    if "not a database" in text or "malformed" in text:
        remedy = "it is damaged or no memory; move it away, or restore it from a TMX export"
        return MemoryFileError("cannot be read as a translation memory", path=path, remedy=remedy)
    if "locked" in text or "busy" in text:
        return MemoryFileError(
            f"another process has been writing for {BUSY_SECONDS:.0f} seconds",
            path=path,
            remedy="try again later",
        )
    if "fts5" in text:
        return MemoryFileError(
            "the SQLite of this Python has no FTS5",
            path=path,
            remedy="use a Python built with it, or --no-memory",
        )
    reason = (getattr(error, "strerror", None) or text) if isinstance(error, OSError) else text
    return MemoryFileError(
        f"cannot be opened or written: {reason}",
        path=path,
        remedy="check the folder, its rights and its space",
    )

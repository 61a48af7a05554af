"""The folder of a batch goes in; its database, with the current tables, comes out, and a lock for one run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from translate_pipe.errors import TranslatePipeError, UsageError

STATE_NAME = "batch.sqlite"
WORK_FOLDER = ".batch"
"""What the folder holds besides the files of articles: the state, and a folder for what is unfinished."""

_SCHEMA_VERSION = 1
_APPLICATION_ID = 0x74706261  # "tpba"
_BUSY_SECONDS = 60.0

# `run` has a row for each time the command was run; `making` what decides on a result (package, glossary,
# options), as text; `lane` locales and glossaries as JSON. An article's `state` is `pending`, `staged` (its
# files are made and lie in the work folder), `done`, `failed`, or `gone` (no longer named).
# `use` and `issue` are accounts of articles whose state is `done`.
_SCHEMA = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY, tool TEXT NOT NULL, begun REAL NOT NULL, ended REAL, command TEXT NOT NULL
);
CREATE TABLE making (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE lane (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    target_locale TEXT NOT NULL,
    place TEXT NOT NULL,
    path TEXT NOT NULL,
    lane INTEGER NOT NULL REFERENCES lane (id),
    making INTEGER REFERENCES making (id),
    state TEXT NOT NULL,
    chunk INTEGER,
    run INTEGER NOT NULL REFERENCES run (id),
    size INTEGER NOT NULL DEFAULT 0,
    modified INTEGER NOT NULL DEFAULT 0,
    digest TEXT NOT NULL DEFAULT '',
    segments INTEGER NOT NULL DEFAULT 0,
    reused INTEGER NOT NULL DEFAULT 0,
    dropped INTEGER NOT NULL DEFAULT 0,
    already INTEGER NOT NULL DEFAULT 0,
    applied INTEGER NOT NULL DEFAULT 0,
    kept INTEGER NOT NULL DEFAULT 0,
    overruled INTEGER NOT NULL DEFAULT 0,
    unresolved INTEGER NOT NULL DEFAULT 0,
    files TEXT NOT NULL DEFAULT '[]',
    seconds REAL NOT NULL DEFAULT 0,
    worker TEXT NOT NULL DEFAULT '',
    finished REAL,
    kind TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    UNIQUE (id, target_locale)
);
CREATE INDEX article_place ON article (place);
CREATE INDEX article_chunk ON article (state, chunk);
CREATE INDEX article_finished ON article (finished);
CREATE TABLE entry (id INTEGER PRIMARY KEY, source TEXT NOT NULL, target_locale TEXT NOT NULL,
    target TEXT NOT NULL, UNIQUE (source, target_locale, target));
CREATE TABLE use (
    entry INTEGER NOT NULL REFERENCES entry (id),
    article INTEGER NOT NULL REFERENCES article (number),
    already INTEGER NOT NULL, applied INTEGER NOT NULL, kept INTEGER NOT NULL, overruled INTEGER NOT NULL,
    unresolved INTEGER NOT NULL, segments TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (entry, article)
) WITHOUT ROWID;
CREATE INDEX use_article ON use (article);
CREATE TABLE issue (
    article INTEGER NOT NULL REFERENCES article (number),
    name TEXT NOT NULL, severity TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (article, name, severity)
) WITHOUT ROWID;
"""


def connect_state(out: Path, *, make: bool) -> sqlite3.Connection:
    """Open the state of the batch in `out`; make it if `make` says so and there is none.

    Raises:
        UsageError: there is no batch there.
        TranslatePipeError: the file is something else, of a newer version, damaged, or cannot be opened.
    """
    path = out / STATE_NAME
    if not make and not path.is_file():
        raise UsageError(
            "no batch was run into this folder", path=out, remedy="name the folder that was its --out"
        )
    with state_errors(path):
        try:
            if make:
                (out / WORK_FOLDER).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TranslatePipeError(
                f"cannot be written: {error.strerror or error}", path=out, remedy="choose another --out"
            ) from error
        # No write-ahead log: the folder may lie on a network file system, which has no memory in common.
        connection = sqlite3.connect(
            path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _prepare(connection, path, make=make)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, make: bool) -> None:
    run = connection.execute
    run("PRAGMA synchronous = FULL")
    run("PRAGMA temp_store = MEMORY")
    run("PRAGMA cache_size = -32768")
    application = run("PRAGMA application_id").fetchone()[0]
    version = run("PRAGMA user_version").fetchone()[0]
    empty = run("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if application != _APPLICATION_ID and not (empty and make):
        raise TranslatePipeError("is not the state of a batch", path=path, remedy="choose another --out")
    if version > _SCHEMA_VERSION:
        raise TranslatePipeError(
            f"was written by a newer version (schema {version}, this one knows {_SCHEMA_VERSION})",
            path=path,
            remedy="update translate-pipe, or choose another --out",
        )
    if version < _SCHEMA_VERSION:
        with transaction(connection):
            for statement in _SCHEMA.strip().split(";\n"):
                run(statement)
            run(f"PRAGMA application_id = {_APPLICATION_ID}")
            run(f"PRAGMA user_version = {_SCHEMA_VERSION}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all within, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def state_errors(path: Path) -> Iterator[None]:
    """Say in words, and with the file, what SQLite could not do.

    Raises:
        TranslatePipeError: instead of any error of SQLite from within.
    """
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        if "not a database" in text or "malformed" in text:
            problem = "is damaged, or not the state of a batch"
            remedy = "move it away and run the batch again; what the bitexts hold is taken over"
        elif "full" in text:
            problem, remedy = "cannot be written: the disk is full", "free some space and run the batch again"
        else:
            problem = f"cannot be read or written: {text}"
            remedy = "check the folder, its rights and its space, and run the batch again"
        raise TranslatePipeError(problem, path=path, remedy=remedy) from error


class RunLock:
    """The right to write to the folder of a batch; it ends with the process, however that ends."""

    def __init__(self, out: Path, *, patience: float = 1.0) -> None:
        path = out / WORK_FOLDER / "lock"
        with state_errors(path):
            self._connection = sqlite3.connect(
                path, timeout=patience, isolation_level=None, check_same_thread=False
            )
            try:
                self._connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                self._connection.close()
                if "locked" not in str(error):
                    raise
                raise UsageError(
                    "another run writes to this folder",
                    path=out,
                    remedy="wait for it, or stop it; `translate-pipe batch status` shows how far it is",
                ) from None

    def release(self) -> None:
        """Give the right back."""
        self._connection.close()


def is_running(out: Path) -> bool:
    """Tell whether a run writes to the folder at this moment."""
    if not (out / WORK_FOLDER / "lock").exists():
        return False
    try:
        RunLock(out, patience=0).release()
    except TranslatePipeError:
        return True
    return False

"""Units come in as they are made, long before their article is done; after a break they go out again.

A journal is a JSONL bitext that still grows. It lies hidden beside the files of the translation and goes when
they are there; a run that is broken off leaves it to the next.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from translate_pipe.bilingual import jsonl
from translate_pipe.errors import TranslatePipeError
from translate_pipe.model import Bitext, TranslationUnit

EXTENSION = ".unfinished"
_BLOCK = 64 * 1024


def journal_path(bitext: Path) -> Path:
    """Return where the journal of a bitext file lies: `.news.ru.bitext.jsonl.unfinished` beside it."""
    return bitext.with_name(f".{bitext.name}{EXTENSION}")


def read_journal(path: Path) -> Bitext | None:
    """Return the units that a broken run left, or None if there are none to be had.

    A journal holds nothing but what can be made again, so a damaged one is no fault; a last line that was
    not written to its end is left out.
    """
    from translate_pipe.bilingual.source import read_lines

    try:
        return jsonl.collect(read_lines(path, finished=True), path)
    except TranslatePipeError:
        return None


class Journal:
    """Adds units to the journal of one article.

    What another run left is kept if it was made in the same way; else the journal begins anew.
    """

    def __init__(self, path: Path, head: Bitext) -> None:
        self._path = path
        self._head = replace(head, units=())
        self._begun = False

    def add(self, units: Sequence[TranslationUnit]) -> None:
        """Write the units through to the disk.

        Raises:
            TranslatePipeError: the folder cannot be written or the disk is full.
        """
        try:
            if not self._begun:
                self._begin()
            lines = jsonl.stream(replace(self._head, units=tuple(units)))
            next(lines)
            with self._path.open("ab") as stream:
                stream.writelines(lines)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise TranslatePipeError(
                f"cannot write: {error.strerror or error}",
                path=self._path,
                remedy="choose another folder with --out, or free some space",
            ) from error

    def remove(self) -> None:
        """Remove the journal: the article is done."""
        self._path.unlink(missing_ok=True)

    def _begin(self) -> None:
        left = read_journal(self._path)
        if left is not None and replace(left, units=()) == self._head:
            _cut_unfinished_line(self._path)
        else:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(jsonl.write(self._head))
        self._begun = True


def _cut_unfinished_line(path: Path) -> None:
    with path.open("r+b") as stream:
        end = stream.seek(0, os.SEEK_END)
        while end:
            begin = max(0, end - _BLOCK)
            stream.seek(begin)
            place = stream.read(end - begin).rfind(b"\n")
            if place >= 0:
                stream.truncate(begin + place + 1)
                return
            end = begin
        stream.truncate(0)

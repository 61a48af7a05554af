"""Translated files go in; they are kept for a while, under names nobody can guess, and come out again."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from translate_pipe.files import write_atomically
from translate_pipe.serve.limits import Refusal

_LONGEST_NAME = 120
_UNWANTED = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A translated file: where it lies, what the client may call it, and when it goes."""

    path: Path
    name: str
    size: int
    until: float


class Downloads:
    """Files for clients to fetch, each for `seconds`, up to `most_bytes` together; the oldest go first.

    On the disk a file has the name of its token alone: no name from outside touches the file system.
    """

    def __init__(
        self, folder: Path, *, seconds: float, most_bytes: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder, self._seconds, self._most_bytes, self._clock = folder, seconds, most_bytes, clock
        self._kept: dict[str, KeptFile] = {}
        self._lock = threading.Lock()

    def add(self, name: str, content: bytes) -> str:
        """Keep a file and return its token.

        Raises:
            Refusal: it is larger than all that may be kept.
            TranslatePipeError: the disk is full.
        """
        if len(content) > self._most_bytes:
            raise Refusal(413, "The translated file is too large to be kept")
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._purge(room=len(content))
            path = self._folder / token
            write_atomically(path, content)
            self._kept[token] = KeptFile(path, name, len(content), self._clock() + self._seconds)
        return token

    def find(self, token: str) -> KeptFile | None:
        """Return the file of a token, None if there is none or it has gone."""
        with self._lock:
            self._purge()
            return self._kept.get(token)

    def purge(self) -> None:
        """Remove what has been kept long enough."""
        with self._lock:
            self._purge()

    def _purge(self, room: int = 0) -> None:
        now = self._clock()
        size = sum(one.size for one in self._kept.values()) + room
        for token, one in list(self._kept.items()):
            if one.until <= now or size > self._most_bytes:
                one.path.unlink(missing_ok=True)
                size -= one.size
                del self._kept[token]


def clean_name(name: str) -> str:
    """Return the last part of a file name as a client gave it, without anything that steers or hides.

    `../../etc/passwd` gives `passwd`, `C:\\news\\a.txt` gives `a.txt`; of a long name the end stays.
    """
    last = PureWindowsPath(PurePosixPath(name).name).name
    cleaned = _UNWANTED.sub("", last.encode("utf-8", "ignore").decode()).strip(" .")
    return cleaned[-_LONGEST_NAME:].lstrip(" .")

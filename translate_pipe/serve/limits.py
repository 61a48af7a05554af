"""What one client, and all together, may ask of the server, and the answer to whoever asks for more."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes, times and counts; 0 stands for no limit where that is said.

    `characters` are those of all texts of a request (0: none), `texts` its texts, `file_bytes` an uploaded
    file (0: no files are taken). `seconds` pass at most from the arrival of a request to its answer.
    `minute_requests` are those of one client in a minute (0: any). `held_bytes` are those of all requests
    that are being received or worked on, `waiting` the requests that wait for a model. A translated file is
    kept for `kept_seconds`, all of them up to `kept_bytes`. `models` are kept loaded at most.
    """

    characters: int = 100_000
    texts: int = 1_000
    alternatives: int = 3
    file_bytes: int = 20 * MIB
    seconds: float = 120.0
    minute_requests: int = 0
    requests: int = 256
    held_bytes: int = 128 * MIB
    waiting: int = 1_000
    kept_seconds: float = 3600.0
    kept_bytes: int = 256 * MIB
    models: int = 8

    @property
    def text_bytes(self) -> int:
        """The largest body of a request that holds texts: twelve bytes are a character at its longest."""
        return 12 * self.characters + MIB // 16 if self.characters else max(self.file_bytes, 20 * MIB)

    @property
    def upload_bytes(self) -> int:
        """The largest body of a request that holds a file, with the fields beside it."""
        return self.file_bytes + MIB // 16


class Refusal(Exception):  # noqa: N818 - what a client gets for an answer, not a fault of the server
    """A request is not served: an HTTP status, and why, in words.

    Args:
        status: 400 what is asked for is wrong, 403 it may not be asked, 408 it came too slowly, 413 it is
            too large, 429 too many came, 503 there is no room for it now.
        words: what is wrong and what to do, as LibreTranslate would say it where it says the same.
    """

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words

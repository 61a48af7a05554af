"""Bytes of files that people hand back: read whole, of sane size, decoded or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from translate_pipe.errors import BitextError

MAX_BYTES = 256 * 1024 * 1024
"""Largest file that is read back whole, and longest line of one that is read line by line."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile("\r\n|\n|\r")


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        BitextError: it cannot be read or is implausibly large.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BitextError(f"larger than {MAX_BYTES >> 20} MiB, which no bilingual file is", path=path)
        return path.read_bytes()
    except OSError as error:
        raise BitextError(f"cannot be read: {error.strerror or error}", path=path) from None


def read_lines(path: Path, *, finished: bool = False) -> Iterator[str]:
    """Yield the lines of a file in UTF-8, or in UTF-16 with a byte order mark, however large it is.

    Args:
        finished: leave out a last line that no line feed ends.

    Raises:
        BitextError: it cannot be read, a line is implausibly long, or it is in another encoding.
    """
    try:
        with path.open("rb") as stream:
            if stream.peek(2).startswith(_WIDE):
                yield from split_lines(read_bytes(path), path)
                return
            for number, line in enumerate(iter(lambda: stream.readline(MAX_BYTES), b""), start=1):
                if len(line) == MAX_BYTES:
                    raise BitextError(f"has a line of more than {MAX_BYTES >> 20} MiB", path=path)
                if line.endswith(b"\n") or not finished:
                    # Some editors end lines with a carriage return alone.
                    yield from _LINE_END.split(_decode_line(line, path, number))
    except OSError as error:
        raise BitextError(f"cannot be read: {error.strerror or error}", path=path) from None


def split_lines(content: bytes, path: Path) -> list[str]:
    """Return the lines of a file as `decode_text` decodes it; the last is "" if a line end ends the file."""
    return _LINE_END.split(decode_text(content, path))


def decode_text(content: bytes, path: Path) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with a byte order mark.

    Raises:
        BitextError: it is in another encoding; a guess could silently replace letters.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_utf8(path, content.count(b"\n", 0, error.start) + 1) from None


def _decode_line(line: bytes, path: Path, number: int) -> str:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        raise _not_utf8(path, number) from None
    return text.removesuffix("\n").removesuffix("\r")


def _not_utf8(path: Path, line: int) -> BitextError:
    remedy = "save it again with the encoding UTF-8 (in Excel: CSV UTF-8)"
    return BitextError("not in UTF-8", path=path, line=line, remedy=remedy)

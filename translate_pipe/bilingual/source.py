"""Bytes of files that people hand back: read whole, of sane size, decoded or refused."""

from __future__ import annotations

from pathlib import Path

from translate_pipe.errors import BitextError

MAX_BYTES = 256 * 1024 * 1024
"""Largest file that is read back; a bitext of 100,000 segments stays well below."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


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


def decode_text(content: bytes, path: Path) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with a byte order mark.

    Raises:
        BitextError: it is in another encoding; a guess could silently replace letters.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BitextError(
            "not in UTF-8",
            path=path,
            line=line,
            remedy="save it again with the encoding UTF-8 (in Excel: CSV UTF-8)",
        ) from None

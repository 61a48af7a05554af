"""Office files are zip archives: written without a clock, and opened only if they are no trap."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from translate_pipe.errors import BitextError
from translate_pipe.files import temporary_space

MAX_UNPACKED = 512 * 1024 * 1024
MAX_MEMBERS = 10_000
_PIECE = 1 << 20

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can name."""

_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def save_repacked(save: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """Yield an office file with every date in it set to the same moment.

    Args:
        save: writes the office file to a stream.
    """
    with temporary_space(), tempfile.TemporaryFile() as content, tempfile.TemporaryFile() as packed:
        save(content)
        with (
            zipfile.ZipFile(content) as archive,
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as fixed,
        ):
            for member in archive.infolist():
                entry = zipfile.ZipInfo(member.filename, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                entry.create_system = 3
                entry.file_size = member.file_size
                if member.filename == "docProps/core.xml":
                    held = archive.read(member)
                    fixed.writestr(entry, _DATES.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", held))
                else:
                    with archive.open(member) as old, fixed.open(entry, "w") as new:
                        shutil.copyfileobj(old, new)
        packed.seek(0)
        yield from iter(lambda: packed.read(_PIECE), b"")


def open_members(content: bytes, path: Path, *, needed: str) -> Mapping[str, bytes]:
    """Return the members of an office file by name.

    Raises:
        BitextError: no archive, without the member `needed`, or one that unpacks to something huge, is
            encrypted, or has a document type (where entities would be defined).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_UNPACKED:
                raise BitextError("unpacks to far more than any bilingual file holds", path=path)
            if any(info.flag_bits & 1 for info in infos):
                raise BitextError("is encrypted", path=path, remedy="save it without a password")
            members = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise BitextError(f"is damaged, or no office file: {error}", path=path) from None
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise BitextError(f"is damaged: {error}", path=path) from None
    if needed not in members:
        raise BitextError(f"holds no {needed}, so it is another kind of file", path=path)
    for name, held in members.items():
        if name.endswith((".xml", ".rels")) and re.search(rb"<!\s*(DOCTYPE|ENTITY)", held):
            raise BitextError(f"has a document type in {name}, which no office program writes", path=path)
    return members

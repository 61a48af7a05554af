"""Package files of every kind, made from the pocket package by changing one thing."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import pocket_archive

ROOT = "translate-en_ru-0_1"


def pocket_content() -> dict[str, bytes]:
    """Return the files of the en→ru pocket package by their names in the archive."""
    with zipfile.ZipFile(pocket_archive("en_ru")) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(content: Mapping[str, bytes], *, links: Mapping[str, str] | None = None) -> bytes:
    """Return a zip archive of files and, if wanted, symbolic links."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in content.items():
            archive.writestr(name, body)
        for name, target in (links or {}).items():
            item = zipfile.ZipInfo(name)
            item.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(item, target)
    return stream.getvalue()


def pocket(
    *,
    add: Mapping[str, bytes] | None = None,
    drop: str = "",
    metadata: Mapping[str, object] | None = None,
    links: Mapping[str, str] | None = None,
) -> bytes:
    """Return the pocket package with files added, files dropped that end in `drop`, and other metadata."""
    content = pocket_content()
    if drop:
        content = {name: body for name, body in content.items() if not name.endswith(drop)}
    if metadata:
        name = f"{ROOT}/metadata.json"
        content[name] = json.dumps(json.loads(content[name]) | metadata).encode()
    return pack(content | dict(add or {}), links=links)


def bomb(megabytes: int = 32) -> bytes:
    """Return a package that unpacks to a thousand times its size."""
    return pocket(add={f"{ROOT}/model/zeros": bytes(megabytes * 2**20)})


def write(folder: Path, content: bytes, name: str = "package.argosmodel") -> Path:
    """Write an archive into a folder and return its path."""
    path = folder / name
    path.write_bytes(content)
    return path

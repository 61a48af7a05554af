"""A file of a model goes in; the looked-through content of it, unpacked, comes out, or an error before that.

The file is untrusted: paths, links, sizes and metadata are looked at before anything is unpacked.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import zipfile
from pathlib import Path, PurePosixPath

from translate_pipe.engines.packages import describe_package
from translate_pipe.errors import EngineError

MOST_FILES = 5_000
MOST_BYTES = 8 * 2**30
# Models shrink by a third, vocabularies to a third; a file that shrinks a hundredfold is a trap.
MOST_SHRINKING = 100
METADATA_BYTES = 2**20
NEWEST_MAJOR = 1
NOTHING_CHANGED = "nothing was installed"


def check_archive(archive: zipfile.ZipFile, shown: str) -> str:
    """Look through an archive without unpacking it and return the name of its one folder.

    Raises:
        EngineError: a path climbs out, a link, a bomb, no metadata, or a package this program cannot use.
    """
    roots = check_listing(archive, shown)
    if len(roots) != 1:
        raise refusal("it is not one folder with metadata.json in it", shown)
    root = roots.pop()
    _check_metadata(archive, root, shown)
    return root


def check_listing(archive: zipfile.ZipFile, shown: str, *, rooted: bool = True) -> set[str]:
    """Look through an archive's list of files and return what lies at its top.

    Raises:
        EngineError: a path climbs out, a link, a bomb, or with `rooted` a file outside of any folder.
    """
    items = archive.infolist()
    if len(items) > MOST_FILES:
        raise refusal(f"it holds {len(items)} files; a model package holds a few", shown)
    roots = {_check_item(item, shown, rooted=rooted) for item in items}
    names = [item.filename.rstrip("/").casefold() for item in items]
    if len(set(names)) != len(names):
        raise refusal("it holds two files of one name", shown)
    total = sum(item.file_size for item in items)
    # Members may share their bytes, so what counts is where the listing begins.
    packed = archive.start_dir
    bomb = any(item.file_size > max(item.compress_size, 2**14) * MOST_SHRINKING for item in items)
    if bomb or total > MOST_BYTES or total > max(packed, 2**16) * MOST_SHRINKING:
        raise refusal(f"it would unpack to {total:,} bytes from {packed:,}", shown)
    return roots


def _check_item(item: zipfile.ZipInfo, shown: str, *, rooted: bool) -> str:
    """Return the top folder of an archive's item."""
    name = item.filename
    parts = PurePosixPath(name).parts
    strange = not parts or name.startswith("/") or "\\" in name or ":" in parts[0] or not name.isprintable()
    if strange or ".." in parts or parts[0].startswith("."):
        raise refusal(f"the path {name!r} in it leads outside", shown)
    kind = stat.S_IFMT(item.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise refusal(f"{name!r} in it is a link or a device", shown)
    if item.flag_bits & 0x1:
        raise refusal(f"{name!r} in it is encrypted", shown)
    if rooted and len(parts) == 1 and not item.is_dir():
        raise refusal(f"{name!r} in it lies outside its folder", shown)
    return parts[0]


def _check_metadata(archive: zipfile.ZipFile, root: str, shown: str) -> None:
    try:
        item = archive.getinfo(f"{root}/metadata.json")
    except KeyError:
        raise refusal("it has no metadata.json", shown) from None
    if item.file_size > METADATA_BYTES:
        raise refusal("its metadata.json is far too long", shown)
    try:
        metadata = json.loads(archive.read(item))
    except ValueError as error:
        raise refusal("its metadata.json is not JSON", shown) from error
    if not isinstance(metadata, dict):
        raise refusal("its metadata.json is not an object", shown)
    try:
        package = describe_package(metadata, Path(root))
    except EngineError as error:
        raise refusal(error.problem, shown) from error
    major = package.argos_version.split(".")[0]
    if major.isdigit() and int(major) > NEWEST_MAJOR:
        raise EngineError(
            f"not installed: the package is for Argos Translate {package.argos_version}, a newer format",
            path=shown,
            remedy="use a package for version 1, or a newer translate-pipe",
        )


def refusal(problem: str, shown: str, archive: Path | None = None) -> EngineError:
    """Return the error for a file that is no usable model package."""
    if archive is not None and _begins_like_a_page(archive):
        problem = "it is a web page, not a package"
    return EngineError(
        f"not a usable model package: {problem}",
        path=shown,
        remedy=f"download it again or take another one; {NOTHING_CHANGED}",
    )


def _begins_like_a_page(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(512).lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml"))
    except OSError:
        return False


def unpack(archive: zipfile.ZipFile, scratch: Path, shown: str) -> None:
    """Unpack an archive that was looked through into an empty folder.

    Raises:
        OSError: there is no space for it.
    """
    total = sum(item.file_size for item in archive.infolist())
    if shutil.disk_usage(scratch).free < total + 2**20:
        raise OSError(28, f"no space for the {total:,} bytes of {shown}")
    for item in archive.infolist():
        target = scratch.joinpath(*PurePosixPath(item.filename).parts)
        if item.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(item) as source, target.open("xb") as sink:
            shutil.copyfileobj(source, sink, 2**20)
            sink.flush()
            os.fsync(sink.fileno())

"""Where a page lay and where its translation lies goes in; how its links change comes out."""

from __future__ import annotations

import filecmp
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import cast
from urllib.parse import quote, unquote

from translate_pipe.article import FORMATS, output_suffix
from translate_pipe.bilingual import BITEXT_EXTENSION, file_name
from translate_pipe.config_values import ASSETS, Assets
from translate_pipe.errors import ArticleError
from translate_pipe.files import Staging
from translate_pipe.folders import Input
from translate_pipe.job import BILINGUAL, LINKS
from translate_pipe.model import Bitext, Layout, Provenance

Find = Callable[[Path], "Path | None"]
"""Takes the path of an article or folder, and returns that of its translation or mirror, None without one."""

# An address of another site, of the root of a site or of the page itself, and one that a template makes.
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\#?]|.*(?:\{\{|\{%|<%|\$\{|\0)", re.DOTALL)
_PARTS = re.compile(r"([^?#]*)(.*)", re.DOTALL)
_INDEXES = {"md": ("index.md", "README.md", "readme.md"), "html": ("index.html", "index.htm", "index.xhtml")}
_BLOCK = 1 << 20


@dataclass(slots=True)
class Mover:
    """Moves the addresses of one page of a folder; `copies` gathers what is to be copied, and where to.

    `source` is the page, `output` its translation, `root` the folder; all paths are absolute.
    """

    source: Path
    output: Path
    root: Path
    find: Find
    assets: Assets
    copies: dict[Path, Path] = field(default_factory=dict)

    def move(self, address: str) -> str:
        """Return the address by which the translated page finds what the page finds by this one.

        A link to a translated article leads to its translation, one to a folder of such to its mirror. What
        leads to another site, to the root of the site or to nothing that is there stays.
        """
        path, rest = cast("re.Match[str]", _PARTS.fullmatch(address)).groups()
        if not path or _ELSEWHERE.match(address):
            return address
        target = normal(self.source.parent / unquote(path))
        index = self._find_index(target)
        place = index or self.find(target)
        if place is None and self.assets != "keep" and _exists(target):
            place = self._place_asset(target)
        if place is None:
            return address
        written = self._write(path, place)
        slash = "/" if path.endswith("/") and index is None and not written.endswith("/") else ""
        return written + slash + rest

    def _find_index(self, target: Path) -> Path | None:
        """Return the page that is shown for a folder, if it is translated."""
        suffix = self.source.suffix.lower()
        kind = next((name for name, suffixes in FORMATS.items() if suffix in suffixes), "")
        indexes = (self.find(target / name) for name in _INDEXES.get(kind, ()))
        return next((index for index in indexes if index is not None), None)

    def _place_asset(self, target: Path) -> Path:
        """Return where an asset lies for the translated page: where it was, or where its copy will be."""
        inside = target.is_relative_to(self.root) and target.resolve().is_relative_to(self.root.resolve())
        if self.assets != "copy" or not inside or not target.is_file():
            return target
        copy = normal(self.output.parent / os.path.relpath(target, self.source.parent))
        self.copies[target] = copy
        return copy

    def _write(self, path: str, place: Path) -> str:
        """Return the relative address of a place, written as the old one as far as can be."""
        here = self.output.parent
        folder, slash, _ = path.rpartition("/")
        for written in (path, f"{folder}{slash}{_quote(place.name, path)}"):
            if normal(here / unquote(written)) == place:
                return written
        try:
            return _quote(Path(os.path.relpath(place, here)).as_posix(), path)
        except ValueError:
            # On another drive there is no way from here to there.
            return path


def make_mover(one: Input, output: Path, find: Find, assets: Assets) -> Mover | None:
    """Return what moves the links of an article, None if it was not found in a folder."""
    if one.root is None or one.path is None:
        return None
    return Mover(normal(one.path), normal(output), normal(one.root), find, assets)


def remake_mover(bitext: Bitext, article: Path, path: Path, output: Path, infix: str = "") -> Mover | None:
    """Return what moved the links of an article when its bitext was made, None if nothing did.

    What is translated is what has a bitext in the mirror now.

    Args:
        path: where the bitext lies.
        output: where the translated article is to lie.
        infix: what comes before the extensions of articles in two languages, to link these.
    """
    assets = dict(bitext.provenance.options).get(LINKS)
    own = PurePosixPath(bitext.article).parts
    source, place = normal(article), normal(path)
    mirrored = source.parts[-len(own) :] == own and place.parts[-len(own) : -1] == own[:-1]
    if assets not in ASSETS or not mirrored:
        return None
    root, out = source.parents[len(own) - 1], place.parents[len(own) - 1]
    return Mover(source, normal(output), root, find_beside(root, out, bitext.target_locale, infix), assets)


def find_in(inputs: Sequence[Input], outputs: Sequence[Path]) -> Find:
    """Return what finds the n outputs of the n articles of a run, and the mirrors of their folders."""
    known: dict[Path, Path] = {}
    for one, output in zip(inputs, outputs, strict=True):
        if one.path is None or one.root is None:
            continue
        source, place = normal(one.path), normal(output)
        known[source] = place
        for _ in range(len(one.subfolder.parts) + 1):
            source, place = source.parent, place.parent
            known.setdefault(source, place)
    return known.get


def find_beside(root: Path, out: Path, locale: str, infix: str = "") -> Find:
    """Return what finds the translations that runs have left in a folder, and its own folders.

    Args:
        infix: what comes before the extensions of those that are preferred.
    """

    def find(path: Path) -> Path | None:
        if not path.is_relative_to(root):
            return None
        place = out / path.relative_to(root)
        if path.is_dir():
            return place if place.is_dir() else None
        for name in (path.name + path.suffix, path.name):
            if place.with_name(file_name(name, locale, BITEXT_EXTENSION)).is_file():
                extensions = (f"{infix}{output_suffix(name)}", output_suffix(name))
                places = [place.with_name(file_name(name, locale, extension)) for extension in extensions]
                return places[0] if places[0].is_file() else places[1]
        return None

    return find


def mark_written(
    provenance: Provenance, *, assets: Assets | None = None, layout: Layout | None = None
) -> Provenance:
    """Return the provenance of an article with how its links were changed, and how it was written in two."""
    said = ((LINKS, assets), (BILINGUAL, layout))
    options = tuple((name, value) for name, value in said if value is not None)
    return replace(provenance, options=(*provenance.options, *options))


def write_copies(copies: Mapping[Path, Path], taken: Collection[Path]) -> int:
    """Copy files, but none over a file of the run itself; return how many were not there already.

    Raises:
        ArticleError: one cannot be read.
        TranslatePipeError: one cannot be written.
    """
    count = 0
    own = {normal(path) for path in taken}
    for source, place in copies.items():
        if place in own or (place.is_file() and filecmp.cmp(source, place, shallow=False)):
            continue
        with Staging() as staging:
            staging.write(place, _read_blocks(source))
        count += 1
    return count


def normal(path: Path) -> Path:
    """Return the absolute path without `.` and `..`; links of the file system are not followed."""
    return Path(os.path.normpath(path.absolute()))


def _read_blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                yield block
    except OSError as error:
        raise ArticleError(
            f"cannot be copied: {error.strerror or error}", path=path, remedy="check that you may read it"
        ) from error


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _quote(path: str, like: str) -> str:
    """Return a path as an address; letters beyond ASCII stay where the address that it replaces has such."""
    safe = "/!$&'*+,;=@~"
    if like.isascii():
        return quote(path, safe=safe)
    return "".join(char if char > "\x7f" else quote(char, safe=safe) for char in path)

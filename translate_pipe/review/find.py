"""Reviewed files go in; each group of them comes out with the bitext that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.bilingual import (
    BITEXT_EXTENSION,
    FORMATS,
    BilingualFile,
    file_name,
    read_bilingual,
    read_bitext,
)
from translate_pipe.errors import BitextError
from translate_pipe.model import Bitext

USUAL_FOLDER = "translated"
"""Where `translate` writes if nothing else is said."""


@dataclass(frozen=True, slots=True)
class Review:
    """The reviewed files of one article in one locale, and the bitext as it is now."""

    bitext: Bitext
    path: Path
    files: tuple[BilingualFile, ...]

    @property
    def stem(self) -> str:
        """What the names of all files of this translation begin with: `news.ru`."""
        return self.path.name.removesuffix(BITEXT_EXTENSION)


def gather_reviews(paths: Sequence[Path], *, bitext_path: Path | None = None) -> tuple[Review, ...]:
    """Read reviewed files and the bitexts they belong to, in the order in which these are first named.

    Args:
        bitext_path: the bitext, or the folder that holds it; by default it is looked for beside each
            file, in the current folder and in `translated`.

    Raises:
        BitextError: a file cannot be read, or its bitext cannot be found.
    """
    groups: dict[Path, list[BilingualFile]] = {}
    for path in paths:
        if path.name.endswith(BITEXT_EXTENSION):
            raise BitextError(
                "is the bitext itself, which says what was there before",
                path=path,
                remedy="edit one of the files beside it, or a copy named .jsonl",
            )
        file = read_bilingual(path)
        groups.setdefault(find_bitext(file, bitext_path), []).append(file)
    return tuple(Review(read_bitext(path), path, tuple(files)) for path, files in groups.items())


def find_bitext(file: BilingualFile, given: Path | None = None) -> Path:
    """Return the path of the bitext that a reviewed file belongs to.

    Raises:
        BitextError: there is none in the places where it is looked for.
    """
    if given is not None and not given.is_dir():
        return given
    folders = [file.path.parent, Path(), Path(USUAL_FOLDER)] if given is None else [given]
    names = list(dict.fromkeys(_names(file)))
    for folder in folders:
        for name in names:
            if (folder / name).is_file():
                return folder / name
    raise BitextError(
        f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} not beside it",
        path=file.path,
        remedy="say with --bitext where the file ending in .bitext.jsonl is that `translate` wrote",
    )


def _names(file: BilingualFile) -> Iterable[str]:
    if file.article and file.target_locale:
        yield file_name(file.article, file.target_locale, BITEXT_EXTENSION)
    endings = sorted((known.extension for known in FORMATS.values()), key=len, reverse=True)
    ending = next((e for e in endings if file.path.name.lower().endswith(e)), file.path.suffix)
    yield file.path.name[: len(file.path.name) - len(ending)] + BITEXT_EXTENSION

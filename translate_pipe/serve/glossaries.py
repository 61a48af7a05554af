"""Glossary files go in; the glossary of a request, by the names that clients know them by, comes out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from translate_pipe.errors import TranslatePipeError
from translate_pipe.glossary.load import Glossary, load_glossary
from translate_pipe.glossary.tables.table import read_table
from translate_pipe.serve.limits import Refusal

LOG = logging.getLogger(__name__)

NO_GLOSSARY = "none"
"""What a client says that wants no glossary at all."""

_Signature = tuple[tuple[int, int], ...]
_Wanted = tuple[tuple[str, ...], str, str]


class GlossaryShelf:
    """The configured glossaries, by the names of their files without folder and extension.

    A client names them and never gives a path. Files that are edited while the server runs are read again;
    while they cannot be, what they said before goes on.

    Args:
        columns: what columns of the files hold, as `load_glossary` takes them.
    """

    def __init__(self, files: Sequence[Path], columns: Sequence[tuple[int, str]] = ()) -> None:
        self._files: dict[str, Path] = {}
        for path in files:
            self._files[_new_name(path.stem, self._files)] = path
        self._columns = tuple(columns)
        self._loaded: dict[_Wanted, tuple[_Signature, Glossary]] = {}
        self._complained: set[tuple[_Wanted, _Signature]] = set()
        self._lock = threading.Lock()

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in the order of the files."""
        return tuple(self._files)

    def check(self) -> None:
        """Read every file once.

        Raises:
            GlossaryError: one cannot be read at all; what is at fault for a pair shows when it is asked for.
        """
        for path in self._files.values():
            read_table(path, chosen=self._columns)

    def choose(self, wanted: Sequence[str] | None) -> tuple[str, ...]:
        """Return the names of the glossaries that a request is translated with; None stands for all.

        Raises:
            Refusal: there is no glossary of that name.
        """
        if wanted is None:
            return self.names
        chosen = [name for name in dict.fromkeys(wanted) if name != NO_GLOSSARY]
        for name in chosen:
            if name not in self._files:
                known = ", ".join([*self._files, NO_GLOSSARY])
                raise Refusal(400, f"There is no glossary {name[:80]!r}; known are {known}")
        return tuple(chosen)

    def load(self, names: tuple[str, ...], source_locale: str, target_locale: str) -> Glossary:
        """Return one glossary of those named, the first wins; the same object while no file changes.

        Raises:
            Refusal: the files are at fault and never were otherwise; the log says where.
        """
        wanted = (names, source_locale, target_locale)
        signature = tuple(_sign(self._files[name]) for name in names)
        with self._lock:
            known = self._loaded.get(wanted)
            if known is not None and (known[0] == signature or (wanted, signature) in self._complained):
                return known[1]
            try:
                glossary = load_glossary(
                    [self._files[name] for name in names],
                    source_locale,
                    target_locale,
                    chosen=self._columns,
                )
            except TranslatePipeError as error:
                if (wanted, signature) not in self._complained:
                    self._complained.add((wanted, signature))
                    LOG.error("%s", error)
                if known is not None:
                    return known[1]
                said = f"The glossary {'+'.join(names)} has faults; the log of the server says where"
                raise Refusal(500, said) from error
            if len(self._loaded) >= 256:
                # Whoever asks for ever new languages fills no memory with it.
                self._loaded.pop(next(iter(self._loaded)))
            self._loaded[wanted] = (signature, glossary)
            return glossary


def _new_name(stem: str, taken: dict[str, Path]) -> str:
    """Two files of one name in different folders are told apart by a number."""
    name, number = stem, 2
    while name in taken or name == NO_GLOSSARY:
        name, number = f"{stem}-{number}", number + 1
    return name


def _sign(path: Path) -> tuple[int, int]:
    """Return what changes when a file is saved."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)

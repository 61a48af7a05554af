"""The translation memory: reviewed units go in; what resembles a segment comes out, with how much it does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from translate_pipe.memory.store import TranslationMemory

__all__ = ["default_memory_path", "open_memory"]


def default_memory_path() -> Path:
    """Return where the memory lies unless another file is named; nothing is made there."""
    import platformdirs

    return Path(platformdirs.user_data_dir("translate-pipe")) / "memory.sqlite"


def open_memory(path: Path | None = None, *, frozen: bool = False) -> TranslationMemory:
    """Open the memory at `path` (by default the user's own), and make it if there is none.

    Args:
        frozen: nobody writes to the file any more; it is only read, without a lock.

    Raises:
        MemoryFileError: the file is no memory, of a newer version, damaged, or cannot be opened.
    """
    # Only now: whoever asks where the memory lies mostly finds none, and needs no database for that.
    from translate_pipe.memory.store import TranslationMemory

    return TranslationMemory(Path(path) if path is not None else default_memory_path(), frozen=frozen)

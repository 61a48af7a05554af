"""What can go wrong, as exceptions that say what, where and what to do."""

from __future__ import annotations

from pathlib import Path

EXIT_DONE = 0
EXIT_ISSUES = 1
EXIT_USAGE = 2
EXIT_INPUT = 3
EXIT_ENGINE = 4
EXIT_INTERRUPTED = 130


class TranslatePipeError(Exception):
    """Anything the program refuses, in words a person can act on.

    Args:
        problem: what is wrong, without a full stop.
        path: the file it concerns, if any.
        line: 1-based line of that file, if known.
        remedy: what to do about it, without a full stop.
    """

    exit_code = EXIT_INPUT

    def __init__(
        self,
        problem: str,
        *,
        path: str | Path | None = None,
        line: int | None = None,
        remedy: str | None = None,
    ) -> None:
        self.problem = problem
        self.path = None if path is None else str(path)
        self.line = line
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ""
        if self.path is not None:
            where = f"{self.path}:{self.line}: " if self.line is not None else f"{self.path}: "
        return where + self.problem + (f"; {self.remedy}" if self.remedy else "")


class UsageError(TranslatePipeError):
    """The options contradict each other or name something unknown."""

    exit_code = EXIT_USAGE


class ArticleError(TranslatePipeError):
    """An article cannot be read, or its translation cannot be written."""


class UnsuitableError(ArticleError):
    """An article is sound, but there is nothing in it to translate: no text, or that of another language."""


class GlossaryError(TranslatePipeError):
    """A glossary cannot be read, or has faults that forbid translating with it."""


class BitextError(TranslatePipeError):
    """A bilingual file cannot be read back, or does not belong to its article."""


class MemoryFileError(TranslatePipeError):
    """A translation memory cannot be opened or written."""


class EngineError(TranslatePipeError):
    """A model package is missing, damaged or failed while translating."""

    exit_code = EXIT_ENGINE


class AlignmentError(TranslatePipeError):
    """Segments and targets do not correspond one to one; nothing is padded or dropped."""

    exit_code = EXIT_ENGINE

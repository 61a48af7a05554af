"""What flows through a batch: chunks of articles go to a translator, outcomes of articles come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from translate_pipe.terminology import TermAccount


@dataclass(frozen=True, slots=True)
class Lane:
    """What articles have in common that may be translated together: locales and glossary files."""

    source_locale: str
    target_locale: str
    glossaries: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One article to be translated into one locale.

    `number` is its row in the state; `place` is its id, which says where its files go. `content` is that of
    the file where whoever translates cannot read it, and `earlier` what earlier runs left, by paths within
    the folder of the output.
    """

    number: int
    place: str
    path: Path
    content: bytes | None = field(default=None, repr=False)
    earlier: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Articles of one lane that share engine calls; the same each time, so that the results are the same."""

    number: int
    lane: Lane
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class TermUse:
    """What became of one glossary entry in one article; `segments` are the first that have it, by number."""

    source: str
    target: str
    counts: TermAccount
    segments: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of a translated article: where it belongs, and where it lies until then, or what is in it.

    Both paths are within the folder of the output.
    """

    path: str
    staged: str = ""
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article was not translated: the kind of fault, in one word or two, and the fault in full."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article: its files and counts, or its failure.

    `digest`, `size` (bytes) and `modified` (nanoseconds) are those of the source as it was read. `issues`
    holds check, severity and count. `seconds` is its share of the time that its chunk took.
    """

    number: int
    digest: str = ""
    size: int = 0
    modified: int = 0
    segments: int = 0
    reused: int = 0
    dropped: int = 0
    terms: TermAccount = field(default_factory=TermAccount)
    uses: tuple[TermUse, ...] = ()
    issues: tuple[tuple[str, str, int], ...] = ()
    files: tuple[MadeFile, ...] = ()
    seconds: float = 0.0
    worker: str = ""
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class MadeChunk:
    """The outcomes of all articles of a chunk, in order."""

    chunk: Chunk
    outcomes: Sequence[Outcome]

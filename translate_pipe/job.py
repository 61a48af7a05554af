"""What a run is asked for and what it gives: everything else in the flow takes these."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from translate_pipe.glossary.load import Glossary
from translate_pipe.model import (
    Bitext,
    Document,
    Engine,
    Morphology,
    NumbersMode,
    Provenance,
    TranslationUnit,
)
from translate_pipe.segment import SEGMENTER
from translate_pipe.terminology import Candidate
from translate_pipe.terminology.enforce import SOURCES, Source
from translate_pipe.version import __version__

if TYPE_CHECKING:
    from translate_pipe.memory.store import TranslationMemory

LINKS, BILINGUAL = "links", "bilingual"
"""The options in the provenance of a bitext that say how its article was written, and nothing of its units:
how its links were changed, and how it was laid out in two languages."""

Progress = Callable[[str, int, int], None]
Keep = Callable[[str, Sequence[TranslationUnit]], None]


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing."""


def keep_nothing(article: str, units: Sequence[TranslationUnit]) -> None:
    """Leave it to the end of the run."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything a run needs for one pair of locales.

    `source_morphology` finds inflected source terms where the source language inflects them; English has
    rules of its own. `previous` holds earlier bitexts by article name: what has not changed since is taken
    from them; with `fresh` only what a reviewer wrote is. `unfinished` holds what a broken run had made.
    `keep` is called with an article's name and new units whenever some of many are made.
    `numbers` says how figures that are put right are written. `explain` keeps every candidate.
    `checks` maps the name of a check to `off` or another severity.
    `progress` is called with a stage, segments done and segments in all.
    """

    source_locale: str
    target_locale: str
    engine: Engine
    morphology: Morphology
    glossary: Glossary
    source_morphology: Morphology | None = None
    memory: TranslationMemory | None = None
    previous: Mapping[str, Bitext] = field(default_factory=dict)
    unfinished: Mapping[str, Bitext] = field(default_factory=dict)
    keep: Keep = keep_nothing
    sources: Collection[Source] = SOURCES
    stand_in_cache: Path | None = None
    numbers: NumbersMode = "locale"
    checks: Mapping[str, str] = field(default_factory=dict)
    explain: bool = False
    fresh: bool = False
    progress: Progress = no_progress


@dataclass(frozen=True, slots=True)
class Translation:
    """One article in one target locale: the document, its bitext, and what the run has to say of it.

    `reused` counts the units taken over from an earlier run, `dropped` holds its reviewed units whose
    source is no longer in the article; `candidates` holds, if asked for, every text that was weighed for a
    segment, the chosen one first.
    """

    document: Document
    bitext: Bitext
    reused: int = 0
    dropped: tuple[TranslationUnit, ...] = ()
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)


def mark_fresh(provenance: Provenance) -> Provenance:
    """Return the provenance of what a run with `fresh` has made so far; it is in journals alone."""
    return replace(provenance, options=(*provenance.options, ("fresh", "yes")))


def describe_job(job: Job) -> Provenance:
    """Return everything in a job that decides on its results."""
    return Provenance(
        tool=f"translate-pipe {__version__}",
        engine=job.engine.name,
        packages=job.engine.packages,
        glossary_digest=job.glossary.digest,
        segmenter=SEGMENTER,
        options=(
            ("models", job.engine.fingerprint),
            ("terms", "+".join(source for source in SOURCES if source in job.sources) or "none"),
            ("numbers", job.numbers),
        ),
    )

"""A chunk of articles goes in; their files are made in the work folder, and an outcome of each comes out."""

from __future__ import annotations

import errno
import hashlib
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from uuid import uuid4

from translate_pipe.article import check_languages, load_article, read_article
from translate_pipe.article.bilingual import FORMATS as BILINGUAL_FORMATS
from translate_pipe.batch.database import WORK_FOLDER
from translate_pipe.batch.state import STAGING, UNFINISHED
from translate_pipe.batch.unfinished import keep_journal
from translate_pipe.batch.values import Chunk, Failure, Lane, MadeChunk, MadeFile, Outcome, Task, TermUse
from translate_pipe.engines import load_engine
from translate_pipe.engines.batching import BEAM
from translate_pipe.engines.choice import wish_for
from translate_pipe.errors import TranslatePipeError
from translate_pipe.files import sync_files
from translate_pipe.glossary.load import Glossary, load_glossary
from translate_pipe.job import Job, Translation, describe_job
from translate_pipe.links import mark_written
from translate_pipe.locales import language_of
from translate_pipe.model import Bitext, Document, TermState
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.outputs import output_paths, read_previous, write_translation
from translate_pipe.pipeline import translate_apart
from translate_pipe.run import Request, stand_in_cache
from translate_pipe.terminology import TermAccount, count_states
from translate_pipe.terminology.account import STATES

if TYPE_CHECKING:
    from translate_pipe.memory.store import TranslationMemory

# Faults of the machine, not of an article: whatever comes next would fail as well.
_MACHINE_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE)
_SEGMENTS_LISTED = 20
# However many cores there are, and however many processes: batches are the same, and so are results.
_SHARES = 2
_TRIAL = "Yes."
# A problem without its particulars is the kind of problem.
_KIND = re.compile("[(:\"“']")


@dataclass(slots=True)
class _Read:
    """An article that was read, with what earlier runs left of it."""

    task: Task
    document: Document
    name: str
    paths: Mapping[str, Path]
    previous: Bitext | None
    seen: Outcome


@dataclass(slots=True)
class Translator:
    """Translates chunks; each model and glossary is loaded once. Several threads may use it.

    Args:
        request: the options of the run; `out` is the folder of the output as this process sees it.
        glossaries: those of lanes that are loaded already.
        name: says in the state who translated an article.
        threads: cores to use, all by default.
        frozen_memory: nobody writes to the file of the memory while this reads it.
    """

    request: Request
    glossaries: dict[Lane, Glossary] = field(default_factory=dict)
    name: str = ""
    threads: int | None = None
    frozen_memory: bool = False
    _jobs: dict[Lane, Job] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _own: threading.local = field(default_factory=threading.local)

    def describe(self, lane: Lane) -> str:
        """Return in one line what decides on the results of a lane: package, glossary, options.

        Raises:
            TranslatePipeError: a glossary is at fault, or no package translates between these locales.
        """
        request = self.request
        options = (
            ("formats", "+".join(request.formats)),
            ("format", request.input_format or ""),
            ("encoding", request.encoding or ""),
            ("page", "whole" if request.whole_page else ""),
            ("front-matter", "+".join(request.front_matter)),
            ("checks", "+".join(f"{name}={level}" for name, level in sorted(request.checks.items()))),
            ("ui", request.ui_locale or ""),
            ("bilingual", request.bilingual or ""),
        )
        job = self._job(lane)
        # A damaged model shows now, not in every article.
        job.engine.translate([_TRIAL])
        made_by = describe_job(job).signature()
        return "|".join([made_by, *(f"{name}:{value}" for name, value in options if value)])

    def translate(self, chunk: Chunk) -> MadeChunk:
        """Translate the articles of a chunk; the fault of one is its own.

        Raises:
            TranslatePipeError: nothing can be translated or written here at all.
        """
        begun = time.perf_counter()
        out = self.request.out
        assert out is not None
        # Another attempt may be under way elsewhere, by a worker that was taken for dead.
        folder = Path(WORK_FOLDER, STAGING, f"{chunk.number}-{uuid4().hex[:12]}")
        job = replace(self._job(chunk.lane), memory=self._memory())
        outcomes: dict[int, Outcome] = {}
        opened = []
        for task in chunk.tasks:
            read = self._read(task, chunk.lane)
            if isinstance(read, _Read):
                opened.append(read)
            else:
                outcomes[task.number] = read
        for read, translation in zip(opened, self._translate(opened, job), strict=True):
            outcomes[read.task.number] = (
                replace(read.seen, failure=translation)
                if isinstance(translation, Failure)
                else self._write(read, translation, folder)
            )
        sync_files([out / one.staged for outcome in outcomes.values() for one in outcome.files])
        return MadeChunk(chunk, _share_time(outcomes, chunk, time.perf_counter() - begun, self.name))

    def _job(self, lane: Lane) -> Job:
        with self._lock:
            if lane not in self._jobs:
                self._jobs[lane] = self._open(lane)
            return self._jobs[lane]

    def _open(self, lane: Lane) -> Job:
        request = self.request
        source, target = lane.source_locale, lane.target_locale
        glossary = self.glossaries.get(lane)
        if glossary is None:
            glossary = load_glossary(lane.glossaries, source, target, chosen=request.columns)
            self.glossaries[lane] = glossary
        shared = [
            job for job in self._jobs.values() if (job.source_locale, job.target_locale) == (source, target)
        ]
        engine = (
            shared[0].engine
            if shared
            else load_engine(
                source,
                target,
                package=wish_for(target, request.package),
                packages_dir=request.packages_dir,
                beam=request.beam or BEAM,
                threads=self.threads,
                shares=_SHARES,
                preload=True,
            )
        )
        return Job(
            source,
            target,
            engine,
            load_morphology(target) if glossary.entries else DefaultMorphology(target),
            glossary,
            source_morphology=None if language_of(source) == "en" else load_morphology(source),
            sources=request.sources,
            numbers=request.numbers,
            stand_in_cache=stand_in_cache(),
            checks=request.checks,
            fresh=request.fresh,
        )

    def _memory(self) -> TranslationMemory | None:
        """Return the memory, opened anew for each thread."""
        if self.request.memory is None:
            return None
        from translate_pipe.memory import open_memory

        opened: TranslationMemory | None = getattr(self._own, "memory", None)
        if opened is None:
            opened = self._own.memory = open_memory(self.request.memory, frozen=self.frozen_memory)
        return opened

    def _read(self, task: Task, lane: Lane) -> _Read | Outcome:
        """Return an article as read, or the outcome that it cannot be."""
        request, out = self.request, self.request.out
        assert out is not None
        seen = Outcome(task.number)
        try:
            content = task.content
            if content is None:
                if task.path.is_file():
                    found = task.path.stat()
                    seen = replace(seen, size=found.st_size, modified=found.st_mtime_ns)
                content = load_article(task.path)
            seen = replace(seen, digest=hashlib.sha256(content).hexdigest())
            document = read_article(
                task.path,
                content=content,
                input_format=request.input_format,
                encoding=request.encoding,
                whole_page=request.whole_page,
                front_matter=request.front_matter,
            )
            check_languages(document, lane.source_locale, lane.target_locale)
            place = PurePosixPath(task.place)
            name = place.name
            # Two articles of a chunk may have one name.
            document = replace(document, name=str(task.number))
            folder = out / place.parent
            paths = output_paths(
                name,
                task.path,
                folder,
                lane.target_locale,
                request.formats,
                bilingual=request.bilingual is not None and document.format in BILINGUAL_FORMATS,
            )
            previous = read_previous(paths["bitext"])
            return _Read(task, document, name, paths, previous, seen)
        except Exception as error:
            # Whatever it is, the others go on.
            return replace(seen, failure=describe_failure(error))

    def _translate(self, opened: Sequence[_Read], job: Job) -> list[Translation | Failure]:
        """Translate articles together; where that fails, each alone, so that only those fail that must."""
        previous = {read.document.name: read.previous for read in opened if read.previous is not None}
        try:
            own = replace(job, previous=previous)
            if len(opened) == 1:
                own = keep_journal(own, opened[0].document.name, self._journals(opened[0]))
            translated = translate_apart([read.document for read in opened], own)
        except Exception as error:
            if len(opened) > 1:
                return [result for read in opened for result in self._translate([read], job)]
            return [describe_failure(error)]
        return [_named(one, read.name) for one, read in zip(translated, opened, strict=True)]

    def _journals(self, read: _Read) -> Path:
        assert self.request.out is not None
        return self.request.out / WORK_FOLDER / UNFINISHED / str(read.task.number)

    def _write(self, read: _Read, translation: Translation, folder: Path) -> Outcome:
        out = self.request.out
        assert out is not None

        def staged(path: Path) -> Path:
            # Articles of one name may be neighbours.
            return folder / f"{read.task.number}-{path.name}"

        layout = self.request.bilingual if "bilingual" in read.paths else None
        made_with = mark_written(translation.bitext.provenance, layout=layout)
        translation = replace(translation, bitext=replace(translation.bitext, provenance=made_with))
        try:
            files = write_translation(
                translation,
                read.paths,
                layout=layout or "paragraphs",
                ui_locale=self.request.ui_locale,
                staged=lambda path: out / staged(path),
            )
        except Exception as error:
            return replace(read.seen, failure=describe_failure(error))
        units = translation.bitext.units
        issues = Counter((issue.check, str(issue.severity)) for unit in units for issue in unit.issues)
        return replace(
            read.seen,
            segments=len(units),
            reused=translation.reused,
            dropped=len(translation.dropped),
            terms=count_states(units),
            uses=_uses(translation.bitext),
            issues=tuple((check, severity, count) for (check, severity), count in sorted(issues.items())),
            files=tuple(
                MadeFile(path.relative_to(out).as_posix(), staged(path).as_posix()) for path in files
            ),
        )


def describe_failure(error: Exception) -> Failure:
    """Return what an error says of its article.

    Raises:
        Exception: the error itself, where the machine is at fault and every other article would fail as well.
    """
    cause = error if isinstance(error, OSError) else error.__cause__
    if isinstance(cause, OSError) and cause.errno in _MACHINE_FAULTS:
        raise error
    if isinstance(error, TranslatePipeError):
        return Failure(_KIND.split(error.problem)[0].strip() or "fault", str(error))
    if isinstance(error, OSError):
        return Failure("cannot be read or written", f"{error.filename or ''}: {error.strerror or error}")
    kind = "fault of the program"
    return Failure(kind, f"{type(error).__name__}: {error}; a {kind}: please report it with the article")


def _named(translation: Translation, name: str) -> Translation:
    return replace(
        translation,
        document=replace(translation.document, name=name),
        bitext=replace(translation.bitext, article=name),
    )


def _uses(bitext: Bitext) -> tuple[TermUse, ...]:
    """Return what became of each glossary entry in an article, in the order in which they occur."""
    states: defaultdict[tuple[str, str], Counter[TermState]] = defaultdict(Counter)
    segments: defaultdict[tuple[str, str], dict[int, None]] = defaultdict(dict)
    reasons: dict[tuple[str, str], str] = {}
    for unit in bitext.units:
        for outcome in unit.terms:
            entry = outcome.match.entry
            target = entry.source if entry.status == "do-not-translate" else " | ".join(entry.targets[:1])
            key = (entry.source, target)
            states[key][outcome.state] += 1
            segments[key][unit.segment.number] = None
            if outcome.state == "unresolved":
                reasons.setdefault(key, outcome.reason)
    return tuple(
        TermUse(
            *key,
            TermAccount(**{state: counts[state] for state in STATES}),
            tuple(segments[key])[:_SEGMENTS_LISTED],
            reasons.get(key, ""),
        )
        for key, counts in states.items()
    )


def _share_time(
    outcomes: Mapping[int, Outcome], chunk: Chunk, seconds: float, worker: str
) -> tuple[Outcome, ...]:
    """Return the outcomes in order, each with its share of the time by its segments."""
    total = sum(outcome.segments for outcome in outcomes.values()) or 1
    return tuple(
        replace(outcome, seconds=seconds * outcome.segments / total, worker=worker)
        for outcome in (outcomes[task.number] for task in chunk.tasks)
    )

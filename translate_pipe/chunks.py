"""Articles of any length in little memory: their segments go through the flow in chunks, two at a time.

What is made of an article lies in spools, which move to the disk where it is long; new units are kept as they
come, so that a run that is broken off can be taken up.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from translate_pipe.earlier import EarlierUnits, FinishedUnit, PendingSegment, recall_segments
from translate_pipe.job import Job
from translate_pipe.model import Document, MemoryMatch, Segment, TranslationUnit
from translate_pipe.segment import find_segments
from translate_pipe.spool import Spool
from translate_pipe.terminology import Candidate

# Distinct segments that go to the engine at one go: enough for full batches, few enough for a moving progress
# bar. Two chunks at a time keep the cores busy with one while the other waits for Python.
ENGINE_CHUNK = 512
CHUNKS_AT_A_TIME = 2

MakeChunk = Callable[[Sequence[PendingSegment]], list[FinishedUnit]]
Place = tuple[int, int]
"""Which article, and which segment of it."""


@dataclass(slots=True)
class Article:
    """A document on its way: its segments with what the memory knows of each, and the places of its units."""

    document: Document
    segments: Spool[tuple[Segment, tuple[MemoryMatch, ...]]]
    earlier: EarlierUnits
    units: Spool[TranslationUnit]
    reused: int = 0
    candidates: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)

    def sources(self) -> Iterator[str]:
        """Yield the source of each segment."""
        return (segment.source for segment, _ in self.segments)

    def item(self, index: int) -> PendingSegment:
        """Return a segment with all that is known of it."""
        segment, remembered = self.segments[index]
        return PendingSegment(self.document.name, segment, self.earlier.find(segment), remembered)

    def put(self, index: int, made: FinishedUnit) -> None:
        """Put a unit in its place."""
        self.units[index] = made.unit
        self.reused += made.reused
        if made.candidates:
            self.candidates[made.unit.segment.id] = made.candidates


def open_article(document: Document, job: Job) -> Article:
    """Segment a document, and gather what is known of its segments."""
    earlier = [job.previous.get(document.name), job.unfinished.get(document.name)]
    segments = Spool(recall_segments(find_segments(document, job.source_locale), job))
    return Article(document, segments, EarlierUnits(earlier, job), Spool(places=len(segments)))


def make_all(articles: Sequence[Article], make_chunk: MakeChunk, job: Job) -> None:
    """Make a unit of each segment by `make_chunk`, chunk by chunk, two chunks at a time.

    While one chunk is decoded, terms are matched and weighed and targets checked in the other; and what a
    chunk needs on the way is gone when it is done, however long the article.
    """
    total = sum(len(article.segments) for article in articles)
    chunks = _cut_chunks(articles)
    done, several = 0, len(chunks) > 1
    pool = ThreadPoolExecutor(max_workers=CHUNKS_AT_A_TIME)
    running: deque[tuple[Sequence[Place], Future[list[FinishedUnit]]]] = deque()
    try:
        while chunks or running:
            # One more than can run, so that no thread waits for its segments to be read.
            while chunks and len(running) <= CHUNKS_AT_A_TIME:
                places: Sequence[Place] = list(zip(*chunks.popleft(), strict=True))
                items = [articles[article].item(index) for article, index in places]
                running.append((places, pool.submit(make_chunk, items)))
            places, future = running.popleft()
            made = future.result()
            # A finished future keeps its result.
            del future
            for (article, index), one in zip(places, made, strict=True):
                articles[article].put(index, one)
            if several:
                _keep_new([articles[article].document.name for article, _ in places], made, job)
            done += len(made)
            job.progress("translate", done, total)
    finally:
        # After a fault or an interruption nobody waits half a minute for what the other chunk will make.
        pool.shutdown(wait=False, cancel_futures=True)


def _keep_new(names: Sequence[str], made: Sequence[FinishedUnit], job: Job) -> None:
    new: dict[str, list[TranslationUnit]] = {}
    for name, one in zip(names, made, strict=True):
        if not one.reused:
            new.setdefault(name, []).append(one.unit)
    for article, units in new.items():
        job.keep(article, units)


def _cut_chunks(articles: Sequence[Article]) -> deque[tuple[array[int], array[int]]]:
    """Share the segments out, in order; equal sources go together, so that each is translated once.

    A chunk names its segments by two arrays: the article of each, and its place there.
    """
    chunks: deque[tuple[array[int], array[int]]] = deque()
    # Two sources with one hash would share a chunk, which harms neither.
    homes: dict[int, tuple[array[int], array[int]]] = {}
    for number, article in enumerate(articles):
        for index, source in enumerate(article.sources()):
            home = homes.get(hash(source))
            if home is None:
                if len(homes) % ENGINE_CHUNK == 0:
                    chunks.append((array("L"), array("L")))
                home = homes[hash(source)] = chunks[-1]
            home[0].append(number)
            home[1].append(index)
    return chunks

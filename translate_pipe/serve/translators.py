"""What clients want translated goes in, many at a time; targets with the account of their terms come out."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from translate_pipe.article import read_article, write_article
from translate_pipe.article.html import read_html
from translate_pipe.article.plain import read_plain
from translate_pipe.engines import load_engine
from translate_pipe.engines.batching import BEAM
from translate_pipe.engines.choice import require_names, wish_for
from translate_pipe.engines.packages import find_packages
from translate_pipe.engines.route import find_routes
from translate_pipe.locales import language_of
from translate_pipe.model import Document, Engine, NumbersMode, TermOutcome
from translate_pipe.morphology import load_morphology
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.pipeline import Job, Translation, translate_apart
from translate_pipe.serve.glossaries import GlossaryShelf
from translate_pipe.serve.ranked import RankedEngine

if TYPE_CHECKING:
    from translate_pipe.glossary.load import Glossary
    from translate_pipe.memory.store import TranslationMemory

_LONGEST_ROUTE = 3


@dataclass(frozen=True, slots=True)
class Lane:
    """What requests have in common that may be translated together.

    `glossaries` are names of the shelf; `rank` is 0 for the best translation, from 1 on for alternatives.
    """

    source_locale: str
    target_locale: str
    glossaries: tuple[str, ...] = ()
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """The texts of one request, `txt` or `html` in UTF-8, or one file, by the name that tells its format."""

    contents: tuple[bytes, ...]
    format: str | None
    name: str = "text"


@dataclass(frozen=True, slots=True)
class Answer:
    """A translated text or file, and what became of each term in it, in order."""

    content: bytes
    encoding: str
    terms: tuple[TermOutcome, ...] = ()


class Translators:
    """The installed packages, each loaded once, with the glossaries and the memory that go with them.

    Args:
        package: names of packages to use wherever a pair has them, for all targets or for one (`ru=opus`).
        most_models: engines that stay loaded; the one unused for longest goes first.
        memory: the translation memory to recall from, None for none.

    Raises:
        UsageError: no package at all answers to one of the names.
    """

    def __init__(
        self,
        shelf: GlossaryShelf,
        *,
        package: Sequence[str] = (),
        packages_dir: Path | None = None,
        beam: int | None = None,
        memory: Path | None = None,
        stand_in_cache: Path | None = None,
        checks: Mapping[str, str] | None = None,
        numbers: NumbersMode = "locale",
        most_models: int = 8,
    ) -> None:
        self._shelf, self._packages_dir, self._beam = shelf, packages_dir, beam or BEAM
        self._memory, self._stand_in_cache, self._checks = memory, stand_in_cache, dict(checks or {})
        self._numbers: NumbersMode = numbers
        self._most_models = most_models
        self._packages = find_packages(packages_dir)
        self._package = tuple(package)
        require_names(self._package, self._packages)
        self._engines: OrderedDict[tuple[str, ...], Engine] = OrderedDict()
        self._served: dict[tuple[str, str], tuple[str, ...]] = {}
        self._lock = threading.Lock()
        self._own = threading.local()
        self.leads_to = lru_cache(maxsize=4096)(self._leads_to)

    def targets(self) -> dict[str, tuple[str, ...]]:
        """Return, for each source locale of a package, all that it can be translated into."""
        steps: dict[str, set[str]] = {}
        for package in self._packages:
            steps.setdefault(package.source_locale, set()).add(package.target_locale)
        reached = {}
        for source in sorted(steps):
            found, edge = {source}, {source}
            for _ in range(_LONGEST_ROUTE):
                edge = {target for one in edge for target in steps.get(one, ())} - found
                found |= edge
            reached[source] = tuple(sorted(found - {source}))
        return reached

    def _leads_to(self, source_locale: str, target_locale: str) -> bool:
        """Tell whether any way leads from one locale to the other."""
        return bool(find_routes(source_locale, target_locale, self._packages))

    def packages(self, source_locale: str, target_locale: str) -> tuple[str, ...]:
        """Return the names of the packages that translate a pair.

        Raises:
            EngineError: no package leads from one to the other.
        """
        return self._engine(source_locale, target_locale).packages

    def preload(self, source_locale: str, target_locale: str) -> None:
        """Load what the first request for a pair would otherwise wait for.

        Raises:
            EngineError: no package leads from one to the other, or one is damaged.
        """
        self.translate(Lane(source_locale, target_locale, self._shelf.names), [Work((b"Yes.",), "txt")])

    def translate(self, lane: Lane, works: Sequence[Work]) -> list[tuple[Answer, ...]]:
        """Translate n works in as few engine calls as can be; return one answer for each of their contents.

        Raises:
            TranslatePipeError: a content cannot be read or written, or an engine failed.
        """
        job = self._job(lane)
        opened = [_open(work, at) for work in works for at in range(len(work.contents))]
        # Names tell documents apart within a run, and clients may all send the same.
        documents = [replace(document, name=str(number)) for number, document in enumerate(opened)]
        done = iter(translate_apart(documents, job))
        return [tuple(_answer(next(done), lane) for _ in work.contents) for work in works]

    def _job(self, lane: Lane) -> Job:
        source, target = lane.source_locale, lane.target_locale
        engine = self._engine(source, target)
        glossary: Glossary = self._shelf.load(lane.glossaries, source, target)
        return Job(
            source,
            target,
            RankedEngine(engine, lane.rank) if lane.rank else engine,
            load_morphology(target) if glossary.entries else DefaultMorphology(target),
            glossary,
            source_morphology=None if language_of(source) == "en" else load_morphology(source),
            memory=None if lane.rank else self._open_memory(),
            stand_in_cache=self._stand_in_cache,
            checks=self._checks,
            numbers=self._numbers,
        )

    def _engine(self, source: str, target: str) -> Engine:
        """Return the engine of a pair; pairs that the same packages serve (en-GB, en-US) share one."""
        with self._lock:
            packages = self._served.get((source, target), ())
            if packages not in self._engines:
                engine = load_engine(
                    source,
                    target,
                    package=self._name(source, target),
                    packages_dir=self._packages_dir,
                    beam=self._beam,
                )
                packages = engine.packages
                # It loads its model on first use: where there is one already, this one never does.
                self._engines.setdefault(packages, engine)
                self._served[source, target] = packages
            self._engines.move_to_end(packages)
            while len(self._engines) > self._most_models:
                self._engines.popitem(last=False)
            return self._engines[packages]

    def _name(self, source: str, target: str) -> str:
        """Return the name of the package to use for a pair, or nothing where the pair has none so called."""
        named = wish_for(target, self._package)
        return named if find_routes(source, target, self._packages, named=named) else ""

    def _open_memory(self) -> TranslationMemory | None:
        """Return the memory, opened anew for each thread."""
        if self._memory is None:
            return None
        from translate_pipe.memory import open_memory

        opened: TranslationMemory | None = getattr(self._own, "memory", None)
        if opened is None:
            opened = self._own.memory = open_memory(self._memory)
        return opened


def _open(work: Work, at: int) -> Document:
    """Return a content as a document; what holds nothing to translate is one without blocks."""
    content = work.contents[at]
    if work.format == "txt":
        return read_plain(content, name=work.name, encoding="utf-8")
    if work.format == "html":
        return read_html(content, name=work.name, encoding="utf-8", whole_page=True)
    return read_article(Path(work.name), content=content)


def _answer(translation: Translation, lane: Lane) -> Answer:
    units = translation.bitext.units
    return Answer(
        write_article(translation.document, units, target_locale=lane.target_locale),
        translation.document.encoding,
        tuple(outcome for unit in units for outcome in unit.terms),
    )

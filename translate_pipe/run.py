"""A request comes in; its articles are read and translated, the files written, and a report goes out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from translate_pipe.article import check_languages, describe_open, read_article, write_article
from translate_pipe.bilingual import (
    load_writers,
)
from translate_pipe.bilingual.journal import Journal, journal_path
from translate_pipe.engines import start_loading
from translate_pipe.engines.choice import explain_choice, wish_for
from translate_pipe.engines.packages import find_packages
from translate_pipe.errors import UsageError
from translate_pipe.figures.account import count_figures
from translate_pipe.figures.compare import preload_figures
from translate_pipe.glossary.load import Glossary, load_glossary
from translate_pipe.locales import language_of, parse_locale
from translate_pipe.model import (
    SEVERITIES,
    Bitext,
    Document,
    Engine,
    FigureState,
    Morphology,
    NumbersMode,
    Severity,
    TranslationUnit,
)
from translate_pipe.morphology import load_morphology, preload_dictionary
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.outputs import plan_outputs, read_previous, read_unfinished, write_translation
from translate_pipe.pipeline import (
    Job,
    Progress,
    Translation,
    describe_job,
    mark_fresh,
    no_progress,
    translate_documents,
)
from translate_pipe.terminology import Candidate, TermAccount, count_states
from translate_pipe.terminology.enforce import SOURCES, Source

if TYPE_CHECKING:
    from translate_pipe.memory.store import TranslationMemory

DEFAULT_FORMATS = ("html", "xlsx")


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks for in one run.

    `articles` are paths, or None for standard input, whose bytes are in `stdin`. `memory` is the path of a
    translation memory or None for none. `glossary` is one that is loaded already, and takes the place of
    `glossaries`. `columns` are those of the glossaries, where given by hand. `package` names the package to
    use where there are several, for all targets (`opus`) or for one (`ru=opus`). `fresh` translates
    everything anew except what a reviewer wrote.
    """

    articles: tuple[Path | None, ...]
    targets: tuple[str, ...]
    source: str = "en"
    glossaries: tuple[Path, ...] = ()
    glossary: Glossary | None = None
    columns: tuple[tuple[int, str], ...] = ()
    out: Path | None = None
    formats: tuple[str, ...] = DEFAULT_FORMATS
    input_format: str | None = None
    encoding: str | None = None
    whole_page: bool = False
    front_matter: tuple[str, ...] = ()
    memory: Path | None = None
    package: tuple[str, ...] = ()
    packages_dir: Path | None = None
    beam: int | None = None
    sources: tuple[Source, ...] = SOURCES
    numbers: NumbersMode = "locale"
    checks: Mapping[str, str] = field(default_factory=dict)
    explain: tuple[str, ...] = ()
    ui_locale: str | None = None
    fresh: bool = False
    stdin: bytes = b""


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """What became of one article in one target locale.

    `text` is the translated article where no folder was given to write to; `candidates` answers
    `explain`; `seconds` is the wall-clock time of its batch of articles in this locale.
    """

    article: str
    target_locale: str
    bitext: Bitext
    encoding: str
    terms: TermAccount
    figures: Mapping[FigureState, int]
    issues: Mapping[Severity, int]
    reused: int
    dropped: tuple[TranslationUnit, ...]
    files: tuple[Path, ...]
    seconds: float
    text: bytes | None = None
    candidates: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


def run_request(
    request: Request,
    progress: Progress = no_progress,
    *,
    engines: Mapping[str, Future[Engine]] | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> list[ArticleReport]:
    """Do everything that a request asks for; every input is checked before anything is translated.

    `engines` are those of the targets, where the caller has begun to load them. `meanwhile` is called in the
    background while the models translate; what it raises is dropped.

    Raises:
        TranslatePipeError: what, where, and what to do; files written before it are complete.
    """
    source = parse_locale(request.source)
    targets = tuple(dict.fromkeys(parse_locale(target) for target in request.targets))
    _refuse_nothing_to_do(request, source, targets)
    with ThreadPoolExecutor(max_workers=1) as pool:
        # The models load while the articles and glossaries are read; dictionaries, checks and writers while
        # the models translate.
        loading = engines or start_loading(
            pool,
            source,
            targets,
            package=request.package,
            packages_dir=request.packages_dir,
            beam=request.beam,
        )
        glossaries = {
            target: request.glossary
            or load_glossary(request.glossaries, source, target, chosen=request.columns)
            for target in targets
        }
        documents = [_read(request, article) for article in request.articles]
        for document in documents:
            for target in targets:
                check_languages(document, source, target)
        plans = {
            target: plan_outputs(documents, request.articles, request.out, target, request.formats)
            for target in targets
        }
        # Without terms nothing is inflected, and Russian alone takes many modules.
        morphologies = {
            target: load_morphology(target) if glossaries[target].entries else DefaultMorphology(target)
            for target in targets
        }
        pool.submit(_load_rest, request, source, morphologies, list(loading.values()), meanwhile)
        reports = []
        for target in targets:
            job = Job(
                source,
                target,
                loading[target].result(),
                morphologies[target],
                glossaries[target],
                source_morphology=None if language_of(source) == "en" else load_morphology(source),
                memory=_open_memory(request.memory),
                previous=read_previous(documents, plans[target]),
                unfinished=read_unfinished(documents, plans[target]),
                sources=request.sources,
                numbers=request.numbers,
                stand_in_cache=stand_in_cache(),
                checks=request.checks,
                explain=bool(request.explain),
                fresh=request.fresh,
                progress=progress,
            )
            reports += _run_target(request, documents, plans[target], job)
    return reports


def _refuse_nothing_to_do(request: Request, source: str, targets: Sequence[str]) -> None:
    if not request.articles:
        raise UsageError("no article given", remedy="name a file, or - for standard input")
    if not targets:
        raise UsageError("no target language given", remedy="say --to ru, for instance")
    if source in targets:
        raise UsageError(f"source and target language are both {source}", remedy="choose another --to")
    held = request.glossary
    if held and (held.source_locale != source or any(held.target_locale != target for target in targets)):
        raise UsageError(
            f"the glossary was loaded for {held.source_locale} → {held.target_locale}",
            remedy="load one for these languages, or give its files",
        )
    if len(targets) > 1 and request.out is None:
        raise UsageError("several targets need a folder to write to", remedy="give one with --out")


def _load_rest(
    request: Request,
    source: str,
    morphologies: Mapping[str, Morphology],
    first: Sequence[Future[Engine]],
    meanwhile: Callable[[], object],
) -> None:
    """Load what is needed when the models have translated: dictionaries, checks, writers, the rest."""
    wait(first)
    for morphology in morphologies.values():
        preload_dictionary(morphology)
    preload_figures(source, *morphologies)
    load_writers(request.formats if request.out is not None else ())
    meanwhile()


def _open_memory(path: Path | None) -> TranslationMemory | None:
    if path is None:
        return None
    from translate_pipe.memory import open_memory

    return open_memory(path)


def stand_in_cache() -> Path:
    """Return the file that remembers which stand-ins each package translates reliably."""
    return platformdirs.user_cache_path("translate-pipe") / "stand-ins.json"


def _read(request: Request, article: Path | None) -> Document:
    return read_article(
        article,
        content=request.stdin if article is None else None,
        input_format=request.input_format,
        encoding=request.encoding,
        whole_page=request.whole_page,
        front_matter=request.front_matter,
    )


def _run_target(
    request: Request, documents: Sequence[Document], plans: Sequence[Mapping[str, Path]], job: Job
) -> list[ArticleReport]:
    begun = time.perf_counter()
    made_by = mark_fresh(describe_job(job)) if job.fresh else describe_job(job)
    journals = {
        document.name: Journal(
            journal_path(plan["bitext"]),
            Bitext(document.name, job.source_locale, job.target_locale, (), made_by),
        )
        for document, plan in zip(documents, plans, strict=True)
        if "bitext" in plan
    }
    if journals:
        job = replace(job, keep=lambda article, units: journals[article].add(units))
    translations = translate_documents(documents, job)
    reports = []
    for translation, plan in zip(translations, plans, strict=True):
        files = write_translation(translation, plan, ui_locale=request.ui_locale)
        if journals:
            journals[translation.document.name].remove()
        reports.append(_report(translation, files, time.perf_counter() - begun, job, request))
    return reports


def _notices(job: Job, request: Request) -> tuple[str, ...]:
    """Say what the glossary leaves open, which package was taken of several, and how to get a better one."""
    notices = []
    if job.glossary.untargeted:
        count, locale = job.glossary.untargeted, job.target_locale
        notices.append(f"{count} glossary entries have no {locale} target and are left to the engine")
    packages = find_packages(request.packages_dir)
    named = wish_for(job.target_locale, request.package)
    for name in job.engine.packages:
        used = next((one for one in packages if one.name == name), None)
        if used is not None and used.is_starter and not used.answers_to(named):
            pair = f"{used.source_code} {used.target_code}"
            notices.append(
                f"{name} is the small starter; `translate-pipe models install {pair}` gets Argos's own"
            )
        elif used is not None and not used.answers_to(named):
            notices.append(explain_choice(used.pair, packages))
    return tuple(notices)


def _report(
    translation: Translation, files: tuple[Path, ...], seconds: float, job: Job, request: Request
) -> ArticleReport:
    bitext = translation.bitext
    severities = Counter(issue.severity for unit in bitext.units for issue in unit.issues)
    still_open = describe_open(translation.document, bitext.units, target_locale=bitext.target_locale)
    text = None
    if request.out is None:
        text = write_article(translation.document, bitext.units, target_locale=bitext.target_locale)
    return ArticleReport(
        article=bitext.article,
        target_locale=bitext.target_locale,
        bitext=bitext,
        encoding=translation.document.encoding,
        terms=count_states(bitext.units),
        figures=count_figures(bitext.units),
        issues={severity: severities[severity] for severity in SEVERITIES},
        reused=translation.reused,
        dropped=translation.dropped,
        files=files,
        seconds=seconds,
        text=text,
        candidates=translation.candidates,
        notices=tuple(filter(None, (*_notices(job, request), still_open))),
    )

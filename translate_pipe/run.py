"""A request comes in; its articles are read and translated, the files written, and a report goes out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from translate_pipe.article import FORMATS, check_languages, read_article
from translate_pipe.article.bilingual import COLUMN_FORMATS
from translate_pipe.article.bilingual import FORMATS as BILINGUAL_FORMATS
from translate_pipe.bilingual import load_writers
from translate_pipe.bilingual.journal import Journal, journal_path
from translate_pipe.config_values import Assets
from translate_pipe.engines import start_loading
from translate_pipe.errors import UsageError
from translate_pipe.figures.compare import preload_figures
from translate_pipe.folders import MOST_NAMED, Input, Inputs, gather_inputs, refuse_outputs_among_inputs
from translate_pipe.glossary.load import Glossary, load_glossary
from translate_pipe.links import Mover, find_in, make_mover, mark_written, write_copies
from translate_pipe.locales import language_of, parse_locale
from translate_pipe.model import Bitext, Document, Engine, Layout, Morphology, NumbersMode
from translate_pipe.morphology import load_morphology, preload_dictionary
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.outputs import find_previous, plan_outputs, read_unfinished, write_translation
from translate_pipe.pipeline import (
    Job,
    Progress,
    describe_job,
    mark_fresh,
    no_progress,
    translate_documents,
)
from translate_pipe.reports import (
    ArticleReport,
    Faults,
    FaultyArticlesError,
    describe_means,
    make_report,
    tell_nobody,
)
from translate_pipe.terminology.enforce import SOURCES, Source

if TYPE_CHECKING:
    from translate_pipe.memory.store import TranslationMemory

DEFAULT_FORMATS = ("html", "xlsx")


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks for in one run.

    `articles` are paths of files or folders, or None for standard input, whose bytes are in `stdin`.
    `memory` is the path of a translation memory or None for none. `glossary` is one that is loaded already,
    and takes the place of `glossaries`. `columns` are those of the glossaries, where given by hand. Of a
    folder those articles are taken that a pattern of `include` matches, if there are any, and none of
    `exclude`; `assets` says where their links to other files lead. `bilingual` asks for the articles in two
    languages besides. `package` names the package to use where
    there are several, for all targets (`opus`) or for one (`ru=opus`). `fresh` translates everything anew
    except what a reviewer wrote.
    """

    articles: tuple[Path | None, ...]
    targets: tuple[str, ...]
    source: str = "en"
    glossaries: tuple[Path, ...] = ()
    glossary: Glossary | None = None
    columns: tuple[tuple[int, str], ...] = ()
    out: Path | None = None
    formats: tuple[str, ...] = DEFAULT_FORMATS
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    assets: Assets = "link"
    bilingual: Layout | None = None
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


def run_request(
    request: Request,
    progress: Progress = no_progress,
    *,
    engines: Mapping[str, Future[Engine]] | None = None,
    meanwhile: Callable[[], object] = lambda: None,
    tell: Callable[[str], object] = tell_nobody,
) -> list[ArticleReport]:
    """Do everything that a request asks for; every input is checked before anything is translated.

    Where a folder is among the articles, a faulty article keeps none of the others from being translated.

    Args:
        engines: those of the targets, where the caller has begun to load them.
        meanwhile: called in the background while the models translate; what it raises is dropped.
        tell: called with what a person should know of the run as a whole.

    Raises:
        FaultyArticlesError: all was done but for some articles of folders.
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
        inputs = _gather(request)
        for notice in inputs.notices:
            tell(notice)
        faults = Faults(inputs.faults, tell, spare=any(one.root is not None for one in inputs.articles))
        readings = _read_all(request, inputs.articles, faults)
        for notice in _describe_layout(request, [document for _, document in readings]):
            tell(notice)
        plans = {target: _plan(request, readings, source, target, faults) for target in targets}
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
                previous={one.document.name: one.previous for one in plans[target] if one.previous},
                unfinished=read_unfinished([(one.document, one.paths) for one in plans[target]]),
                sources=request.sources,
                numbers=request.numbers,
                stand_in_cache=stand_in_cache(),
                checks=request.checks,
                explain=bool(request.explain),
                fresh=request.fresh,
                progress=progress,
            )
            reports += _run_target(request, plans[target], job, faults)
    if faults.found:
        raise FaultyArticlesError(faults.found, reports)
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


def _gather(request: Request) -> Inputs:
    inputs = gather_inputs(
        request.articles,
        include=request.include,
        exclude=request.exclude,
        input_format=request.input_format,
        out=request.out,
    )
    if request.out is None and any(one.root is not None for one in inputs.articles):
        raise UsageError("a folder needs another to write to", remedy="give one with --out")
    # A text may be a glossary, and lie among the articles.
    glossaries = {path.resolve() for path in request.glossaries}
    articles = tuple(
        one
        for one in inputs.articles
        if one.root is None or one.path is None or one.path.resolve() not in glossaries
    )
    return replace(inputs, articles=articles)


def _read_all(request: Request, inputs: Sequence[Input], faults: Faults) -> list[tuple[Input, Document]]:
    readings = []
    for one in inputs:
        with faults.catch():
            document = read_article(
                one.path,
                content=request.stdin if one.path is None else None,
                input_format=request.input_format,
                encoding=request.encoding,
                whole_page=request.whole_page,
                front_matter=request.front_matter,
            )
            readings.append((one, replace(document, name=one.name)))
    return readings


def _describe_layout(request: Request, documents: Sequence[Document]) -> Iterator[str]:
    """Say which articles are not written in two languages, and which not in columns, though asked for."""
    said = {}
    if request.bilingual is not None:
        said["not written in two languages, which their formats do not allow for"] = BILINGUAL_FORMATS
    if request.bilingual == "columns":
        other = frozenset(FORMATS) - BILINGUAL_FORMATS
        said["written in paragraphs, since their formats have no columns"] = COLUMN_FORMATS | other
    for what, fine in said.items():
        names = [document.name for document in documents if document.format not in fine]
        if names:
            yield f"{what}: {', '.join(names[:MOST_NAMED])}{', …' if len(names) > MOST_NAMED else ''}"


@dataclass(frozen=True, slots=True)
class _Plan:
    """An article in one target locale: where its files go, what an earlier run left there, its links."""

    document: Document
    paths: Mapping[str, Path]
    previous: Bitext | None
    movers: Mapping[str, Mover] = field(default_factory=dict)


def _plan(
    request: Request,
    readings: Sequence[tuple[Input, Document]],
    source: str,
    target: str,
    faults: Faults,
) -> list[_Plan]:
    chosen: list[tuple[Input, Document]] = []
    for one, document in readings:
        with faults.catch():
            check_languages(document, source, target)
            chosen.append((one, document))
    inputs = [one for one, _ in chosen]
    documents = [document for _, document in chosen]
    bilingual = request.bilingual is not None
    paths = plan_outputs(inputs, documents, request.out, target, request.formats, bilingual=bilingual)
    refuse_outputs_among_inputs(paths, inputs, request.out)
    plans: list[tuple[Input, _Plan]] = []
    for (one, document), own in zip(chosen, paths, strict=True):
        with faults.catch():
            plans.append((one, _Plan(document, own, find_previous(one, own, target))))
    if request.out is None:
        return [plan for _, plan in plans]
    movers: list[dict[str, Mover]] = [{} for _ in plans]
    for name in ("article", *(("bilingual",) if bilingual else ())):
        outputs = [plan.paths.get(name, plan.paths["article"]) for _, plan in plans]
        find = find_in([one for one, _ in plans], outputs)
        for moving, (one, _), output in zip(movers, plans, outputs, strict=True):
            mover = make_mover(one, output, find, request.assets)
            if mover is not None:
                moving[name] = mover
    return [replace(plan, movers=moving) for (_, plan), moving in zip(plans, movers, strict=True)]


def _run_target(request: Request, plans: Sequence[_Plan], job: Job, faults: Faults) -> list[ArticleReport]:
    begun = time.perf_counter()
    made_by = mark_fresh(describe_job(job)) if job.fresh else describe_job(job)
    journals = {
        one.document.name: Journal(
            journal_path(one.paths["bitext"]),
            Bitext(one.document.name, job.source_locale, job.target_locale, (), made_by),
        )
        for one in plans
        if "bitext" in one.paths
    }
    if journals:
        job = replace(job, keep=lambda article, units: journals[article].add(units))
    translations = translate_documents([one.document for one in plans], job)
    notices = describe_means(job, request.packages_dir, request.package)
    reports = []
    for translation, plan in zip(translations, plans, strict=True):
        made_with = mark_written(
            translation.bitext.provenance,
            assets=request.assets if plan.movers else None,
            layout=request.bilingual if "bilingual" in plan.paths else None,
        )
        translation = replace(translation, bitext=replace(translation.bitext, provenance=made_with))
        with faults.catch():
            files = write_translation(
                translation,
                plan.paths,
                ui_locale=request.ui_locale,
                moves={name: mover.move for name, mover in plan.movers.items()},
                layout=request.bilingual or "paragraphs",
            )
            if journals:
                journals[translation.document.name].remove()
            seconds = time.perf_counter() - begun
            report = make_report(translation, files, seconds, notices=notices, with_text=request.out is None)
            reports.append(report)
    taken = {path for plan in plans for path in plan.paths.values()}
    for plan in plans:
        with faults.catch():
            for mover in plan.movers.values():
                write_copies(mover.copies, taken)
    return reports

"""A request comes in; each package translates the articles and scores what the others made of them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean

from translate_pipe.article import check_languages, read_article
from translate_pipe.compare.references import Reference, align_reference
from translate_pipe.compare.scores import score_bleu, score_chrf
from translate_pipe.engines.argos import ArgosEngine
from translate_pipe.engines.batching import BEAM
from translate_pipe.engines.choice import find_named, packages_of
from translate_pipe.engines.packages import Package, find_packages
from translate_pipe.engines.pivot import PivotEngine
from translate_pipe.engines.route import Route, find_route, find_routes
from translate_pipe.errors import EngineError, UsageError
from translate_pipe.figures.compare import preload_figures
from translate_pipe.glossary.load import load_glossary
from translate_pipe.locales import language_of, parse_locale
from translate_pipe.model import SEVERITIES, Document, Engine, Severity, TranslationUnit
from translate_pipe.morphology import load_morphology, preload_dictionary
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.pipeline import Job, translate_documents
from translate_pipe.run import stand_in_cache
from translate_pipe.segment import segment_document
from translate_pipe.terminology import TermAccount, count_states

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """What is to be compared: `packages` names some of those of the pair, or () stands for all of them.

    `references` are translations of the articles that people made, one an article in the same order, or none.
    """

    source: str
    target: str
    articles: tuple[Path, ...]
    references: tuple[Path, ...] = ()
    packages: tuple[str, ...] = ()
    glossaries: tuple[Path, ...] = ()
    columns: tuple[tuple[int, str], ...] = ()
    packages_dir: Path | None = None
    beam: int | None = None
    checks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contender:
    """What one package, or a chain of them, made of all segments, in order.

    `seconds` is the time it took, without loading its model. `scores` are the means of the log-probabilities
    that each package gives these targets, in the order of the packages. `apart` counts the segments whose
    target is not that of the first package. `bleu` and `chrf` are None without a reference.
    """

    name: str
    size: int
    licence: str
    units: tuple[TranslationUnit, ...]
    seconds: float
    terms: TermAccount
    issues: Mapping[Severity, int]
    scores: tuple[float, ...]
    apart: int
    bleu: float | None = None
    chrf: float | None = None


@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """Which of all segments are an article's, `first` up to `last`, exclusive; and its reference, if any."""

    name: str
    first: int
    last: int
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each package made of the same articles; the first package is the one that is used by default."""

    source_locale: str
    target_locale: str
    articles: tuple[ComparedArticle, ...]
    contenders: tuple[Contender, ...]

    def by_itself(self, at: int) -> float:
        """Return the score that a package gives its own targets."""
        return self.contenders[at].scores[at]

    def by_others(self, at: int) -> float | None:
        """Return the mean score that the other packages give the targets of one; None without others."""
        others = [score for i, score in enumerate(self.contenders[at].scores) if i != at]
        return fmean(others) if others else None


def compare_packages(request: CompareRequest, tell: Tell = lambda _said: None) -> Comparison:
    """Translate the articles with every package that the request means, and hold the results side by side.

    Where no package leads directly from one language to the other, chains of them are compared, as
    `translate` uses them. What fails is left out. `tell` is called with what is being done, and left out.

    Raises:
        EngineError: no package leads from one language to the other, or all failed.
        UsageError: there is one package alone and no reference, or references and articles differ in number.
        TranslatePipeError: a file cannot be read, or a reference does not fit its article.
    """
    source, target = parse_locale(request.source), parse_locale(request.target)
    routes = _choose(request, source, target)
    documents = _read(request.articles, source, target)
    references = [
        align_reference(segment_document(document, source), path, target)
        for document, path in zip(documents, request.references, strict=bool(request.references))
    ]
    glossary = load_glossary(request.glossaries, source, target, chosen=request.columns)
    engines = [_open(route, request.beam or BEAM) for route in routes]
    job = Job(
        source,
        target,
        engines[0],
        load_morphology(target) if glossary.entries else DefaultMorphology(target),
        glossary,
        source_morphology=None if language_of(source) == "en" else load_morphology(source),
        stand_in_cache=stand_in_cache(),
        checks=request.checks,
    )
    # What is loaded once, whatever the package, is no package's time.
    preload_dictionary(job.morphology)
    preload_figures(source, target)
    made: list[tuple[Route, Engine, list[tuple[TranslationUnit, ...]], float]] = []
    failed: EngineError | None = None
    for route, engine in zip(routes, engines, strict=True):
        tell(f"translating with {_name(route)}")
        try:
            made.append((route, engine, *_translate(documents, replace(job, engine=engine))))
        except EngineError as error:
            failed = error
            tell(f"{_name(route)} is left out: {error}")
    if failed is not None and not made:
        raise failed
    articles = _place(documents, made[0][2], references)
    tell("scoring")
    units = [tuple(unit for own in one for unit in own) for _, _, one, _ in made]
    rated = _score([engine for _, engine, _, _ in made], units)
    contenders = tuple(
        _contender(route, own, seconds, scores, units[0], articles, target)
        for (route, _, _, seconds), own, scores in zip(made, units, rated, strict=True)
    )
    return Comparison(source, target, articles, contenders)


def _choose(request: CompareRequest, source: str, target: str) -> list[Route]:
    if not request.articles:
        raise UsageError("no article given", remedy="name a file")
    if request.references and len(request.references) != len(request.articles):
        raise UsageError(
            f"{len(request.references)} references for {len(request.articles)} articles",
            remedy="give --reference once for each article, in the same order, or not at all",
        )
    there = find_packages(request.packages_dir)
    packages = packages_of(source, target, there)
    if request.packages:
        routes = [
            Route((find_named(name, source, target, there),))
            if packages
            else find_route(source, target, there, named=name)
            for name in request.packages
        ]
    elif packages:
        routes = [Route((package,)) for package in packages]
    else:
        routes = _chains(source, target, there)
    routes = list({tuple(package.path for package in route.packages): route for route in routes}.values())
    if len(routes) == 1 and not request.packages and not request.references:
        raise UsageError(
            f"{_name(routes[0])} is the only package for {source}→{target}"
            if packages
            else f"{_name(routes[0])} is the only way from {source} to {target}",
            remedy=f"install another; `translate-pipe models list {source} {target} --remote` lists them",
        )
    return routes


def _chains(source: str, target: str, there: Sequence[Package]) -> list[Route]:
    """Return the shortest chains from one locale to another, the one that is used first.

    Raises:
        EngineError: there is none.
    """
    first = find_route(source, target, there)
    # A step that several packages can take goes through the one that is named.
    others = [
        route for package in there for route in find_routes(source, target, there, named=package.short_name)
    ]
    routes = [first, *find_routes(source, target, there), *others]
    return [route for route in routes if len(route.packages) == len(first.packages)]


def _open(route: Route, beam: int) -> Engine:
    engines = [ArgosEngine(package, beam=beam) for package in route.packages]
    return engines[0] if route.is_direct else PivotEngine(engines)


def _name(route: Route) -> str:
    if route.is_direct:
        return route.packages[0].short_name
    return ", ".join(
        f"{package.short_name} {package.source_locale}→{package.target_locale}" for package in route.packages
    )


def _read(paths: Sequence[Path], source: str, target: str) -> list[Document]:
    documents = [read_article(path) for path in paths]
    for document in documents:
        check_languages(document, source, target)
    # Names tell articles apart within a run, and two folders may hold the same.
    names = Counter(document.name for document in documents)
    return [
        replace(document, name=str(path)) if names[document.name] > 1 else document
        for path, document in zip(paths, documents, strict=True)
    ]


def _translate(documents: Sequence[Document], job: Job) -> tuple[list[tuple[TranslationUnit, ...]], float]:
    """Return the units of each document, and the seconds that they took."""
    # What is loaded on first use is no time of translating.
    job.engine.score(["Yes."], ["."])
    begun = time.perf_counter()
    translations = translate_documents(documents, job)
    seconds = time.perf_counter() - begun
    return [tuple(one.bitext.units) for one in translations], seconds


def _place(
    documents: Sequence[Document],
    units: Sequence[Sequence[TranslationUnit]],
    references: Sequence[Reference],
) -> tuple[ComparedArticle, ...]:
    articles, first = [], 0
    for number, (document, own) in enumerate(zip(documents, units, strict=True)):
        reference = references[number] if references else None
        articles.append(ComparedArticle(document.name, first, first + len(own), reference))
        first += len(own)
    return tuple(articles)


def _score(engines: Sequence[Engine], made: Sequence[Sequence[TranslationUnit]]) -> list[tuple[float, ...]]:
    """Return, for each package's targets, the mean score that every package gives them."""
    rated = []
    for units in made:
        pairs = [(unit.segment.source, unit.target) for unit in units if unit.target]
        sources, targets = [source for source, _ in pairs], [target for _, target in pairs]
        rated.append(tuple(fmean(engine.score(sources, targets)) if pairs else 0.0 for engine in engines))
    return rated


def _contender(
    route: Route,
    units: tuple[TranslationUnit, ...],
    seconds: float,
    scores: tuple[float, ...],
    first: Sequence[TranslationUnit],
    articles: Sequence[ComparedArticle],
    target: str,
) -> Contender:
    severities = Counter(issue.severity for unit in units for issue in unit.issues)
    targets, wanted = _sides(units, articles)
    return Contender(
        name=_name(route),
        size=sum(package.size for package in route.packages),
        licence=", ".join(dict.fromkeys(package.licence for package in route.packages if package.licence)),
        units=units,
        seconds=seconds,
        terms=count_states(units),
        issues={severity: severities[severity] for severity in SEVERITIES},
        scores=scores,
        apart=sum(one.target != other.target for one, other in zip(units, first, strict=True)),
        bleu=score_bleu(targets, wanted, target) if wanted else None,
        chrf=score_chrf(targets, wanted) if wanted else None,
    )


def _sides(
    units: Sequence[TranslationUnit], articles: Sequence[ComparedArticle]
) -> tuple[list[str], list[str]]:
    """Return what is scored against what: segments, or whole paragraphs where only those correspond."""
    targets, wanted = [], []
    for article in articles:
        for place, text in article.reference.parts if article.reference else ():
            own = units[article.first + place.start : article.first + place.end]
            targets.append(" ".join(unit.target for unit in own))
            wanted.append(text)
    return targets, wanted

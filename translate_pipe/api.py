"""What Python programs call, and the command line with them: paths and options go in, reports come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from translate_pipe import bilingual, run
from translate_pipe.config_values import Assets
from translate_pipe.glossary import load
from translate_pipe.glossary.load import Glossary
from translate_pipe.locales import parse_locale
from translate_pipe.model import Bitext, Layout, NumbersMode
from translate_pipe.pipeline import no_progress
from translate_pipe.reports import ArticleReport, tell_nobody
from translate_pipe.run import DEFAULT_FORMATS, Request
from translate_pipe.terminology.enforce import SOURCES, Source

if TYPE_CHECKING:
    from concurrent.futures import Future

    from translate_pipe.model import Engine
    from translate_pipe.pipeline import Progress
    from translate_pipe.review.apply import Applied

AnyPath = str | PathLike[str]


def translate(
    articles: AnyPath | Sequence[AnyPath | None],
    *,
    to: str | Sequence[str],
    source: str = "en",
    glossary: Glossary | AnyPath | Sequence[AnyPath] = (),
    columns: Sequence[tuple[int, str]] = (),
    out: AnyPath | None = None,
    formats: Sequence[str] = DEFAULT_FORMATS,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    assets: Assets = "link",
    bilingual: Layout | None = None,
    input_format: str | None = None,
    encoding: str | None = None,
    whole_page: bool = False,
    front_matter: Sequence[str] = (),
    memory: AnyPath | None = None,
    package: str | Sequence[str] = (),
    packages_dir: AnyPath | None = None,
    beam: int | None = None,
    sources: Sequence[Source] = SOURCES,
    numbers: NumbersMode = "locale",
    checks: Mapping[str, str] | None = None,
    explain: Sequence[str] = (),
    ui_locale: str | None = None,
    fresh: bool = False,
    stdin: bytes = b"",
    progress: Progress = no_progress,
    engines: Mapping[str, Future[Engine]] | None = None,
    meanwhile: Callable[[], object] = lambda: None,
    tell: Callable[[str], object] = tell_nobody,
) -> list[ArticleReport]:
    """Translate articles as `translate-pipe translate` does; return one report an article and target.

    No setting is read from a `translate-pipe.toml`, and no translation memory is used unless it is named.

    Args:
        articles: a path or several, of files or folders; None stands for `stdin`.
        to: a target locale (BCP 47) or several.
        glossary: glossary files, the first wins; or what `load_glossary` returned, for its one target.
        columns: what columns of the glossary files hold, counted from 0.
        out: the folder for the files; without one nothing is written, and each report holds the translated
            article in `text`.
        formats: bilingual formats to write beside the article and its `.bitext.jsonl`.
        include, exclude: patterns; of a folder those articles are taken that one of `include` matches, if
            there are any, and none of `exclude`.
        assets: where links in a folder lead to that is not translated: `link` to the originals, `copy` to
            copies, `keep` leaves them.
        bilingual: write each article in both languages besides, in `paragraphs` or `columns`, if its format
            can be.
        input_format, encoding, whole_page, front_matter: how the articles are read.
        memory: the translation memory to recall from.
        package: the model package to use where there are several for a pair: its name (`"opus"`,
            `"opus 2020.02.11"`), or one a target (`["ru=opus", "de=argos"]`).
        packages_dir: where model packages are installed.
        beam: beam size; the usual one is 4.
        sources: where candidates for terms come from; `("n-best",)` accounts for terms and changes nothing.
        numbers: how figures are put right: as the `locale` writes them, with `keep` as the source does;
            `off` leaves them.
        checks: maps the name of a check to `off`, `error`, `warning` or `info`.
        explain: ids or numbers of segments whose candidates are kept in the reports.
        ui_locale: the language of the side-by-side page.
        fresh: translate anew what an earlier run left in `out`; reviewed targets stay.
        stdin: the content of the article that None stands for.
        progress: called with a stage, segments done and segments in all.
        engines: models whose loading has begun, by target locale.
        meanwhile: called in the background while the models translate.
        tell: called with what a person should know of the run as a whole, such as what was left out.

    Raises:
        FaultyArticlesError: all was done but for some articles of folders; its `reports` tell of the others.
        TranslatePipeError: what, where, and what to do; files written before it are complete.
    """
    loaded = glossary if isinstance(glossary, Glossary) else None
    request = Request(
        articles=_paths(articles),
        targets=(to,) if isinstance(to, str) else tuple(to),
        source=source,
        glossaries=() if isinstance(glossary, Glossary) else tuple(map(Path, _several(glossary))),
        glossary=loaded,
        columns=tuple(columns),
        out=_path(out),
        formats=tuple(formats),
        include=tuple(include),
        exclude=tuple(exclude),
        assets=assets,
        bilingual=bilingual,
        input_format=input_format,
        encoding=encoding,
        whole_page=whole_page,
        front_matter=tuple(front_matter),
        memory=_path(memory),
        package=(package,) if isinstance(package, str) else tuple(package),
        packages_dir=_path(packages_dir),
        beam=beam,
        sources=tuple(sources),
        numbers=numbers,
        checks=dict(checks or {}),
        explain=tuple(explain),
        ui_locale=ui_locale,
        fresh=fresh,
        stdin=stdin,
    )
    return run.run_request(request, progress, engines=engines, meanwhile=meanwhile, tell=tell)


def translate_text(
    text: str,
    *,
    to: str,
    source: str = "en",
    glossary: Glossary | AnyPath | Sequence[AnyPath] = (),
    input_format: str = "txt",
    memory: AnyPath | None = None,
    package: str | Sequence[str] = (),
    packages_dir: AnyPath | None = None,
    beam: int | None = None,
    checks: Mapping[str, str] | None = None,
) -> ArticleReport:
    """Translate a text in memory and write nothing; `report.text` is the translation in UTF-8.

    Raises:
        TranslatePipeError: what, where, and what to do.
    """
    reports = translate(
        [None],
        to=to,
        source=source,
        glossary=glossary,
        input_format=input_format,
        encoding="utf-8",
        memory=memory,
        package=package,
        packages_dir=packages_dir,
        beam=beam,
        checks=checks,
        stdin=text.encode("utf-8"),
    )
    return reports[0]


def load_glossary(files: AnyPath | Sequence[AnyPath], *, to: str, source: str = "en") -> Glossary:
    """Read glossary files for one pair of locales; where two files disagree, the earlier one wins.

    Raises:
        GlossaryError: a file cannot be read, or rows are at fault; the message lists all of them.
    """
    return load.load_glossary(
        [Path(file) for file in _several(files)], parse_locale(source), parse_locale(to)
    )


def read_bitext(path: AnyPath) -> Bitext:
    """Return a `.bitext.jsonl` that `translate` wrote: every unit, its terms, issues and changes.

    Raises:
        BitextError: it cannot be read.
    """
    return bilingual.read_bitext(Path(path))


def apply_review(
    files: AnyPath | Sequence[AnyPath],
    *,
    bitext: AnyPath | None = None,
    out: AnyPath | None = None,
    accept_empty: bool = False,
) -> list[Applied]:
    """Take edited bilingual files over, as `translate-pipe review apply` does; return one result a bitext.

    Nothing is put into a translation memory.

    Args:
        bitext: the bitext, or the folder that holds it, if it is not beside the files.
        out: the folder to write to; by default that of the bitext.
        accept_empty: take empty targets as meant.

    Raises:
        TranslatePipeError: a file cannot be read or written, or belongs to no bitext.
    """
    from translate_pipe.review import apply, find

    reviews = find.gather_reviews([Path(file) for file in _several(files)], bitext_path=_path(bitext))
    return [apply.apply_review(review, out=_path(out), accept_empty=accept_empty) for review in reviews]


def _path(path: AnyPath | None) -> Path | None:
    return None if path is None else Path(path)


def _paths(articles: AnyPath | Sequence[AnyPath | None]) -> tuple[Path | None, ...]:
    if isinstance(articles, (str, PathLike)):
        return (Path(articles),)
    return tuple(_path(article) for article in articles)


def _several(paths: AnyPath | Sequence[AnyPath]) -> Sequence[AnyPath]:
    return [paths] if isinstance(paths, (str, PathLike)) else paths

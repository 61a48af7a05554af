"""Reviews go in; the updated bitext, bilingual files and translated article are written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from translate_pipe.article import output_suffix, read_article, write_article
from translate_pipe.article.bilingual import FORMATS as BILINGUAL_FORMATS
from translate_pipe.article.bilingual import stream_bilingual
from translate_pipe.bilingual import FORMATS, write_bitext
from translate_pipe.errors import ArticleError, UsageError
from translate_pipe.files import write_atomically
from translate_pipe.job import BILINGUAL
from translate_pipe.links import remake_mover
from translate_pipe.model import SEVERITIES, Bitext, Issue, Morphology, Severity
from translate_pipe.morphology import load_morphology
from translate_pipe.outputs import BILINGUAL_EXTENSION
from translate_pipe.qa import check_bitext
from translate_pipe.review.find import Review
from translate_pipe.review.merge import LackingTarget, MergeResult, merge_review
from translate_pipe.terminology.verify import resettle_unit

_OVER_UNITS = "inconsistent"
"""The check that looks at several units at once, so that an edit can change what it says of others."""


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """Where articles, or the folders of them, are and how they were read.

    `paths` empty means to look for articles by their names.
    """

    paths: tuple[Path, ...] = ()
    input_format: str | None = None
    encoding: str | None = None
    whole_page: bool = False
    front_matter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one review.

    `files` are those written (none if there are errors or conflicts), `kept` copies of edited files that
    were replaced, `notices` what a person should know.
    """

    review: Review
    result: MergeResult
    files: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    notices: tuple[str, ...] = ()
    fine: bool = True


def apply_review(
    review: Review,
    *,
    out: Path | None = None,
    articles: ArticleSource | None = None,
    checks: Mapping[str, str] | None = None,
    ui_locale: str | None = None,
    accept_empty: bool = False,
) -> Applied:
    """Merge a review and write what follows from it, or nothing at all.

    What is written: the bitext, every bilingual file that lies beside it, and the translated article, in two
    languages too if that lies there. A file whose content would not change is not touched.

    Args:
        out: the folder to write to; by default that of the bitext.
        checks: maps the name of a check to `off` or another severity.
        ui_locale: the language of the side-by-side page.
        accept_empty: take empty targets as meant.

    Raises:
        TranslatePipeError: a file cannot be made or written; those written before it are complete.
    """
    morphology = load_morphology(review.bitext.target_locale)
    result = merge_review(
        review.bitext,
        review.files,
        verify=lambda unit: resettle_unit(unit, morphology),
        accept_empty=accept_empty,
    )
    if result.errors or result.conflicts:
        return Applied(review, result, fine=False)
    if result.changed:
        result = replace(result, bitext=recheck(result.bitext, result.changed, morphology, checks or {}))
    folder = out if out is not None else review.path.parent
    contents = _bilingual_contents(review, result, folder, ui_locale)
    notices = _notices(review, result)
    try:
        contents |= _article_content(review, result.bitext, folder, articles or ArticleSource())
    except ArticleError as error:
        if articles is not None and articles.paths:
            raise
        notices.append(f"the translated article was not written: {error}")
    kept = _keep_edited(review, contents)
    written = []
    for path, content in contents.items():
        if not _holds(path, content):
            write_atomically(path, content)
            written.append(path)
    return Applied(review, result, tuple(written), kept, tuple(notices))


def recheck(
    bitext: Bitext, changed: Collection[str], morphology: Morphology, checks: Mapping[str, str]
) -> Bitext:
    """Run the checks again on the changed units, and on all units those that compare units.

    What the other units' checks said stands, as it was asked for when they were made.
    """
    units = []
    for unit, found in zip(bitext.units, check_bitext(bitext, morphology), strict=True):
        wished = [replace(issue, severity=level) for issue in found if (level := _level(issue, checks))]
        if unit.segment.id not in changed:
            others = [issue for issue in unit.issues if issue.check != _OVER_UNITS]
            wished = [*others, *(issue for issue in wished if issue.check == _OVER_UNITS)]
        units.append(replace(unit, issues=tuple(wished)))
    return replace(bitext, units=tuple(units))


def _level(issue: Issue, checks: Mapping[str, str]) -> Severity | None:
    wished = checks.get(issue.check, issue.severity)
    return next((level for level in SEVERITIES if level == wished), None)


def _bilingual_contents(
    review: Review, result: MergeResult, folder: Path, ui_locale: str | None
) -> dict[Path, bytes]:
    elsewhere = folder.resolve() != review.path.parent.resolve()
    handed_in = {file.format for file in review.files}
    contents = {folder / review.path.name: write_bitext(result.bitext, "jsonl")}
    for name, known in FORMATS.items():
        beside = (review.path.parent / f"{review.stem}{known.extension}").is_file()
        path = folder / f"{review.stem}{known.extension}"
        if not beside and not (elsewhere and name in handed_in):
            continue
        # Without a change there is nothing new to say, so what lies there stays, in its interface language.
        if result.changed or not path.exists():
            contents[path] = write_bitext(result.bitext, name, ui_locale=ui_locale)
    return contents


def _article_content(
    review: Review, bitext: Bitext, folder: Path, articles: ArticleSource
) -> dict[Path, bytes]:
    source = find_article(review, articles.paths)
    if source is None:
        raise ArticleError(
            f"{bitext.article} is neither beside the bitext nor in this folder",
            remedy="say with --article where it is",
        )
    path = folder / f"{review.stem}{output_suffix(bitext.article)}"
    if path.resolve() == source.resolve():
        raise UsageError("would overwrite the article", path=path, remedy="choose another folder with --out")
    document = read_article(
        source,
        input_format=articles.input_format,
        encoding=articles.encoding,
        whole_page=articles.whole_page,
        front_matter=articles.front_matter,
    )
    mover = remake_mover(bitext, source, review.path, path)
    move = mover.move if mover else None
    contents = {path: write_article(document, bitext.units, target_locale=bitext.target_locale, move=move)}
    extension = f"{BILINGUAL_EXTENSION}{output_suffix(bitext.article)}"
    if document.format in BILINGUAL_FORMATS and (review.path.parent / f"{review.stem}{extension}").is_file():
        path = folder / f"{review.stem}{extension}"
        mover = remake_mover(bitext, source, review.path, path, BILINGUAL_EXTENSION)
        layout = dict(bitext.provenance.options).get(BILINGUAL)
        contents[path] = b"".join(
            stream_bilingual(
                document,
                bitext.units,
                source_locale=bitext.source_locale,
                target_locale=bitext.target_locale,
                layout="columns" if layout == "columns" else "paragraphs",
                move=mover.move if mover else None,
            )
        )
    return contents


def find_article(review: Review, paths: Sequence[Path]) -> Path | None:
    """Return the article that a bitext was made from: among `paths`, or by its name in the usual places.

    Args:
        paths: articles, or folders that were translated.
    """
    own = PurePosixPath(review.bitext.article)
    folders = [path for path in paths if path.is_dir()]
    files = [path for path in paths if path not in folders]
    named = [path for path in files if path.parts[-len(own.parts) :] == own.parts]
    named += [path for path in files if path.name == own.name]
    if named or (len(files) == 1 and not folders):
        return named[0] if named else files[0]
    within = [place / own for place in folders if (place / own).is_file()]
    if within:
        return within[0]
    folder = review.path.parent
    places = [folder, folder.parent, Path()]
    candidates = [place / review.bitext.article for place in places]
    return next((path for path in candidates if path.is_file()), None)


def _notices(review: Review, result: MergeResult) -> list[str]:
    notices = []
    for file in review.files:
        gone = [row.number for row in result.missing if row.path == file.path]
        if gone:
            notices.append(
                f"{file.path} lacks {len(gone)} of {len(review.bitext.units)} segments ({_shown(gone)}); "
                "they stay as they were"
            )
        notices += _lacking_notices(file.path, [row for row in result.lacking if row.path == file.path])
        if file.ignored:
            notices.append(f"{file.path}: not carried over: the columns {', '.join(file.ignored)}")
    if result.stale:
        numbers = (u.segment.number for u in result.bitext.units if u.segment.id in result.stale)
        changed = _shown([*numbers])
        notices.append(f"changed since a file was written, and left as they now are: segments {changed}")
    return notices


def _lacking_notices(path: Path, rows: Sequence[LackingTarget]) -> list[str]:
    notices = []
    for (empty, copied), said, remedy in (
        ((False, False), "no target", ""),
        ((True, False), "an empty target", "; --accept-empty takes empty ones as meant"),
        ((False, True), "the source's words as target", "; mark the row as reviewed if that is meant"),
    ):
        numbers = [row.number for row in rows if (row.empty, row.copied) == (empty, copied)]
        if numbers:
            one = len(numbers) == 1
            notices.append(
                f"{len(numbers)} {'segment has' if one else 'segments have'} {said} in {path} "
                f"({_shown(numbers)}); {'its target stays' if one else 'their targets stay'}{remedy}"
            )
    return notices


def _shown(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (", …" if len(numbers) > 20 else "")


def _keep_edited(review: Review, contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Copy each edited file that is about to be replaced: it may hold what no format of ours carries."""
    inputs = {file.path.resolve(): file.path for file in review.files}
    kept = []
    for path, content in contents.items():
        edited = inputs.get(path.resolve())
        if edited is not None and not _holds(path, content):
            copy = _free_name(path)
            write_atomically(copy, edited.read_bytes())
            kept.append(copy)
    return tuple(kept)


def _free_name(path: Path) -> Path:
    number = 1
    while True:
        copy = path.with_name(f"{path.name}.reviewed-{number}")
        if not copy.exists():
            return copy
        number += 1


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False

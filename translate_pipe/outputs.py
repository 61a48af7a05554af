"""Where a translation's files go, what earlier runs left there, and how they are written: all, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from translate_pipe.article import output_suffix, stream_article
from translate_pipe.article.bilingual import FORMATS as BILINGUAL_FORMATS
from translate_pipe.article.bilingual import stream_bilingual
from translate_pipe.bilingual import (
    BITEXT_EXTENSION,
    FORMATS,
    check_format,
    file_name,
    read_bitext,
    stream_bitext,
)
from translate_pipe.bilingual.journal import journal_path, read_journal
from translate_pipe.errors import TranslatePipeError, UsageError
from translate_pipe.files import Staging, write_aside
from translate_pipe.folders import Input
from translate_pipe.job import Translation
from translate_pipe.model import Bitext, Document, Layout

Move = Callable[[str], str]
BILINGUAL_EXTENSION = ".bilingual"
"""What comes before the extension of an article in two languages."""
DROPPED_EXTENSION = ".dropped.jsonl"


def plan_outputs(
    inputs: Sequence[Input],
    documents: Sequence[Document],
    out: Path | None,
    target_locale: str,
    formats: Sequence[str],
    *,
    bilingual: bool = False,
) -> list[dict[str, Path]]:
    """Say where everything goes before anything is done, so that no file is written twice.

    What is found in folders is mirrored in `out`.

    Args:
        bilingual: write the articles in two languages besides, where their formats can be.

    Raises:
        UsageError: two articles would be written to one place, or as `output_paths`.
    """
    if out is None:
        return [{} for _ in inputs]
    plans = [
        output_paths(
            _called(one),
            one.path,
            out / one.subfolder,
            target_locale,
            formats,
            bilingual=bilingual and document.format in BILINGUAL_FORMATS,
        )
        for one, document in zip(inputs, documents, strict=True)
    ]
    seen: dict[Path, str] = {}
    for one, plan in zip(inputs, plans, strict=True):
        for path in set(plan.values()):
            if path in seen:
                raise UsageError(
                    f"{seen[path]} and {one.name} would both be written here",
                    path=path,
                    remedy="translate them into different folders",
                )
            seen[path] = one.name
    return plans


def _called(one: Input) -> str:
    """Return the name whose stem the files are called by: `a.md` twice has the stem `a.md`."""
    if one.path is None:
        return "stdin.txt"
    name = PurePosixPath(one.name).name
    return name + PurePosixPath(name).suffix if one.whole_name else name


def output_paths(
    name: str,
    article: Path | None,
    out: Path,
    target_locale: str,
    formats: Sequence[str],
    *,
    bilingual: bool = False,
) -> dict[str, Path]:
    """Say where each file of a translation goes: `article`, `bitext`, and one per bilingual format.

    `petition.txt` gives `petition.ru.txt`, `petition.ru.bitext.jsonl`, `petition.ru.bitext.html` …, and
    `desk.po` `desk.ru.po` and the bilingual `desk.ru.bitext.po`; `bilingual`, if it is asked for, is
    `petition.ru.bilingual.txt`;
    `dropped` is written only where reviewed segments have left the article, so that nothing is lost.

    Args:
        name: the name by whose stem the files are called.

    Raises:
        UsageError: a file to write is the article itself, or a format is unknown.
    """
    paths = {
        "article": out / file_name(name, target_locale, output_suffix(name)),
        "bitext": out / file_name(name, target_locale, BITEXT_EXTENSION),
        "dropped": out / file_name(name, target_locale, DROPPED_EXTENSION),
    }
    if bilingual:
        extension = f"{BILINGUAL_EXTENSION}{output_suffix(name)}"
        paths["bilingual"] = out / file_name(name, target_locale, extension)
    for wanted in formats:
        check_format(wanted)
        if wanted == "jsonl":
            continue
        extension = FORMATS[wanted].extension
        place = out / file_name(name, target_locale, extension)
        # An article may be a bilingual file itself: a catalogue, XLIFF.
        taken = place == paths["article"]
        paths[wanted] = out / file_name(name, target_locale, f".bitext{extension}") if taken else place
    for path in paths.values():
        if article is not None and _is_same(path, article):
            raise UsageError(
                "the output would overwrite the article", path=path, remedy="choose another folder with --out"
            )
    return paths


def _is_same(path: Path, article: Path) -> bool:
    try:
        return path.samefile(article)
    except OSError:
        # One of them is not there, so they are two.
        return False


def find_previous(one: Input, paths: Mapping[str, Path], target_locale: str) -> Bitext | None:
    """Return what an earlier run left of an article, None if there was none.

    Raises:
        TranslatePipeError: it is damaged; it may hold reviews.
    """
    path = paths.get("bitext")
    if path is None:
        return None
    if not one.whole_name or path.exists():
        return read_previous(path)
    # Before another article came that differs in its extension alone, its name was shorter.
    found = read_previous(path.with_name(file_name(one.name, target_locale, BITEXT_EXTENSION)))
    return found if found and found.article == one.name else None


def read_previous(path: Path) -> Bitext | None:
    """Return the bitext in a file of an earlier run, None if there is no such file.

    Raises:
        TranslatePipeError: it is damaged; it may hold reviews.
    """
    if not path.exists():
        return None
    try:
        return read_bitext(path)
    except TranslatePipeError as error:
        raise type(error)(
            f"an earlier run's file cannot be read, and may hold reviewed targets ({error.problem})",
            path=path,
            line=error.line,
            remedy="mend it, move it away, or choose another folder with --out",
        ) from error


def read_unfinished(plans: Sequence[tuple[Document, Mapping[str, Path]]]) -> dict[str, Bitext]:
    """Read what runs that were broken off left in the same place."""
    found = {
        document.name: read_journal(journal_path(paths["bitext"]))
        for document, paths in plans
        if "bitext" in paths
    }
    return {name: bitext for name, bitext in found.items() if bitext is not None}


def write_translation(
    translation: Translation,
    paths: Mapping[str, Path],
    *,
    ui_locale: str | None = None,
    staged: Callable[[Path], Path] | None = None,
    moves: Mapping[str, Move] = MappingProxyType({}),
    layout: Layout = "paragraphs",
) -> tuple[Path, ...]:
    """Write the files that `output_paths` named; all are made before the first takes its place.

    Args:
        ui_locale: the language of the side-by-side page.
        staged: says where to write what belongs into a place, for whoever will sync it and move it there.
        moves: what changes the addresses of the links of `article` and `bilingual`.
        layout: how the two languages stand in `bilingual`.

    Returns:
        The places that `paths` gives to the files that there are.

    Raises:
        TranslatePipeError: a file cannot be written; every file is complete or as it was.
    """
    bitext = translation.bitext
    written = []
    with Staging() as waiting:
        for name, path in paths.items():
            if name == "dropped" and not translation.dropped:
                continue
            content: Iterable[bytes]
            if name == "dropped":
                content = stream_bitext(_dropped_bitext(translation, path), "jsonl")
            elif name == "bitext":
                content = stream_bitext(bitext, "jsonl")
            elif name == "article":
                content = stream_article(
                    translation.document,
                    bitext.units,
                    target_locale=bitext.target_locale,
                    move=moves.get(name),
                )
            elif name == "bilingual":
                content = stream_bilingual(
                    translation.document,
                    bitext.units,
                    source_locale=bitext.source_locale,
                    target_locale=bitext.target_locale,
                    layout=layout,
                    move=moves.get(name),
                )
            else:
                content = stream_bitext(bitext, name, ui_locale=ui_locale)
            if staged is None:
                waiting.write(path, content)
            else:
                write_aside(staged(path), content)
            written.append(path)
    return tuple(written)


def _dropped_bitext(translation: Translation, path: Path) -> Bitext:
    """Add the units that have left the article to those that had left it before."""
    kept = read_bitext(path).units if path.exists() else ()
    units = {(unit.segment.id, unit.target): unit for unit in (*kept, *translation.dropped)}
    return replace(translation.bitext, units=tuple(units.values()))

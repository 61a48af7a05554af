"""Rows of a reviewed file go in; each finds its segment by id and source text, or is an error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from translate_pipe.bilingual.rows import BilingualFile, BilingualRow, normalise_source, normalise_text
from translate_pipe.errors import BitextError
from translate_pipe.model import Bitext, TranslationUnit

_COPIED_WORDS = 3


def check_origin(bitext: Bitext, file: BilingualFile) -> BitextError | None:
    """Return an error if a file says that it belongs to another article or another locale."""
    same_article = not file.article or _is_of(_base_name(file.article), _base_name(bitext.article))
    if not same_article:
        return BitextError(
            f"belongs to the article {file.article}, not {bitext.article}",
            path=file.path,
            remedy="name the right bitext with --bitext",
        )
    wanted = (bitext.source_locale.lower(), bitext.target_locale.lower())
    said = (file.source_locale.lower() or wanted[0], file.target_locale.lower() or wanted[1])
    if not all(map(_is_like, said, wanted)):
        return BitextError(
            f"is a translation from {said[0]} to {said[1]}, not from {wanted[0]} to {wanted[1]}",
            path=file.path,
            remedy="name the right bitext with --bitext",
        )
    return None


def _is_of(name: str, article: str) -> bool:
    """Whether a file is of an article: it names it, or the bilingual file that a program made its own of."""
    return name == article or name.startswith(PurePosixPath(article).stem + ".")


def _is_like(said: str, wanted: str) -> bool:
    """Whether two locales are the same, but for a region that a program adds: `en-us` and `en`."""
    one, two = said.replace("_", "-").split("-"), wanted.split("-")
    return one == two or (one[0] == two[0] and min(len(one), len(two)) == 1)


def _base_name(article: str) -> str:
    return PurePosixPath(article.replace("\\", "/")).name


def match_rows(bitext: Bitext, file: BilingualFile) -> tuple[dict[str, BilingualRow], list[BitextError]]:
    """Return the rows of a file by segment id, and what is wrong with the others.

    Rows without an id (some tools drop it) are matched by their source text, in order.
    """
    units = {unit.segment.id: unit for unit in bitext.units}
    rows: dict[str, BilingualRow] = {}
    errors: list[BitextError] = []
    nameless: list[BilingualRow] = []
    for row in file.rows:
        unit = units.get(row.id)
        if not row.id:
            nameless.append(row)
        elif unit is None:
            errors.append(
                BitextError(
                    f"{row.place}: there is no segment {row.id} in {bitext.article}",
                    remedy="restore the id, or delete the row",
                )
            )
        elif row.id in rows:
            errors.append(
                BitextError(
                    f"{row.place}: segment {row.id} is here again, first at {rows[row.id].place}",
                    remedy="keep one of the rows",
                )
            )
        elif normalise_source(row.source) != normalise_source(unit.segment.source):
            errors.append(_changed_source(row, unit))
        else:
            rows[row.id] = row
    errors += _match_by_source(bitext, nameless, rows)
    return rows, errors


def lacks_target(row: BilingualRow, unit: TranslationUnit, *, accept_empty: bool = False) -> bool:
    """Whether a row has no target, or one that nobody meant, where the unit has a text.

    Programs leave out the targets of what was not touched, or copy the source into them, and empty cells
    happen; none of these takes a text away. Meant is an empty target, or the source's own words, in a row
    that was newly marked as reviewed, and an empty one with `accept_empty`; a target that is not there at all
    never is.
    """
    before, after = normalise_text(unit.target), normalise_text(row.target)
    if not before or (row.has_target and after == before):
        return False
    if not row.has_target:
        return True
    approved = row.state == "reviewed" and unit.state != "reviewed"
    if after:
        return not approved and is_copied(row)
    return not (accept_empty or approved)


def is_copied(row: BilingualRow) -> bool:
    """Whether the target is the source: three words at least, since names and numbers may well be alike."""
    source, target = normalise_text(row.source), normalise_text(row.target)
    return source == target and sum(any(map(str.isalpha, word)) for word in source.split()) >= _COPIED_WORDS


def _changed_source(row: BilingualRow, unit: TranslationUnit) -> BitextError:
    return BitextError(
        f"{row.place}: the source of segment {row.id} was changed to {row.source[:60]!r}",
        remedy=f"restore it ({unit.segment.source[:60]!r}); a source is changed in the article itself",
    )


def _match_by_source(
    bitext: Bitext, nameless: Sequence[BilingualRow], rows: dict[str, BilingualRow]
) -> list[BitextError]:
    waiting: dict[str, list[str]] = {}
    for unit in bitext.units:
        if unit.segment.id not in rows:
            waiting.setdefault(normalise_source(unit.segment.source), []).append(unit.segment.id)
    errors = []
    for row in nameless:
        found = waiting.get(normalise_source(row.source))
        if found:
            rows[found.pop(0)] = row
        else:
            errors.append(
                BitextError(
                    f"{row.place}: a row has no id, and its source is none of {bitext.article}",
                    remedy="restore the row from the file as it was written",
                )
            )
    return errors

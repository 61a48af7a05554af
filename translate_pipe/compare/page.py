"""A comparison goes in; one page that works from disk, with no script and no request, comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

from translate_pipe.compare.run import Comparison
from translate_pipe.locales import is_right_to_left, name_of
from translate_pipe.model import Span, TranslationUnit
from translate_pipe.review.words import compare


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a target: whether others have something else there, and the state of a term in it."""

    text: str
    differs: bool
    state: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one package made of a segment.

    `same` says that it is what the first package made, `lost` names the terms that are unresolved.
    """

    pieces: tuple[Piece, ...]
    same: bool
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A segment: its number in its article, its source, a cell for each package, and the reference."""

    number: int
    source: str
    cells: tuple[Cell, ...]
    reference: str


def write_page(comparison: Comparison) -> bytes:
    """Return the page: a table of figures, and every segment with the target of each package."""
    from jinja2 import Environment

    text = (resources.files("translate_pipe.compare") / "page.html").read_text(encoding="utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
    source, target = comparison.source_locale, comparison.target_locale
    page = template.render(
        comparison=comparison,
        articles=[(article, list(_rows(comparison, at))) for at, article in enumerate(comparison.articles)],
        has_reference=any(article.reference for article in comparison.articles),
        paragraphs=any(one.reference and one.reference.unit == "paragraph" for one in comparison.articles),
        source=source,
        target=target,
        name=name_of,
        direction=lambda locale: "rtl" if is_right_to_left(locale) else "ltr",
    )
    return page.encode()


def _rows(comparison: Comparison, article_number: int) -> Iterator[Row]:
    article = comparison.articles[article_number]
    for at in range(article.first, article.last):
        units = [contender.units[at] for contender in comparison.contenders]
        segment = units[0].segment
        reference = article.reference.at(at - article.first) if article.reference else ""
        yield Row(segment.number, segment.source, make_cells(units), reference)


def make_cells(units: Sequence[TranslationUnit]) -> tuple[Cell, ...]:
    """Return the cells of one segment.

    Marked are, in the first, the words that any other does not have there, and in the others the words that
    the first does not have.
    """
    first = units[0].target
    in_first: list[Span] = []
    in_others: list[list[Span]] = []
    for unit in units[1:]:
        own = []
        for step in compare(first, unit.target):
            if step.kind == "changed":
                in_first.append(Span(step.start, step.start + len(step.before)))
                own.append(Span(step.to, step.to + len(step.after)))
        in_others.append(own)
    return tuple(
        Cell(_pieces(unit, spans), unit.target == first, _lost(unit))
        for unit, spans in zip(units, [in_first, *in_others], strict=True)
    )


def _lost(unit: TranslationUnit) -> tuple[str, ...]:
    return tuple(one.match.surface for one in unit.terms if one.state == "unresolved")


def _pieces(unit: TranslationUnit, changed: Sequence[Span]) -> tuple[Piece, ...]:
    """Cut a target wherever a difference or a term begins or ends."""
    terms = [(one.span, one) for one in unit.terms if one.span is not None]
    length = len(unit.target)
    ends = {place for span in (*changed, *(span for span, _ in terms)) for place in (span.start, span.end)}
    cuts = sorted({0, length} | {place for place in ends if place < length})
    pieces = []
    for start, end in pairwise(cuts):
        place = Span(start, end)
        differs = any(span.overlaps(place) for span in changed) and not place.of(unit.target).isspace()
        held = next((one for span, one in terms if span.overlaps(place)), None)
        title = f"{held.match.surface}: {held.state} {held.grammemes}".strip() if held else ""
        pieces.append(Piece(place.of(unit.target), differs, held.state if held else "", title))
    return tuple(pieces)

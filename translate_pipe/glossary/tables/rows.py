"""A glossary table and a pair of locales go in; typed rows, and faults with their lines, come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from translate_pipe.glossary.faults.fault import Fault
from translate_pipe.glossary.tables import values
from translate_pipe.glossary.tables.columns import (
    Column,
    describe_columns,
    find_feature_column,
    find_locale_column,
    settle_sides,
)
from translate_pipe.glossary.tables.records import Record
from translate_pipe.glossary.tables.table import GlossaryTable
from translate_pipe.locales import name_of
from translate_pipe.model import Gender, MatchRule, Number, PartOfSpeech, TermEntry, TermStatus


def read_rows(
    table: GlossaryTable, source_locale: str, target_locale: str, faults: list[Fault]
) -> Iterator[tuple[TermEntry, ...]]:
    """Yield, row by row, one term entry per source term; rows without a source term are skipped.

    `targets` are what the row's target cell holds, whatever its status; merging rows is left to the caller.
    Faults of single rows are appended to `faults`.
    """
    source_column, target_column = find_term_columns(table, source_locale, target_locale)
    if source_column is None:
        faults.append(missing_column_fault(table, source_locale))
        return
    reader = _RowReader(table, target_locale, faults)
    width = len(table.header)
    source_at = source_column.index
    target_at = target_column.index if target_column is not None else width
    for record in table.records:
        if record.kind != "row":
            continue
        shape = shape_fault(table, record, width)
        if shape is not None:
            faults.append(shape)
            if shape.severity == "error":
                continue
        cells = record.cells
        sources = values.split_alternatives(cells[source_at]) if source_at < len(cells) else ()
        if sources:
            targets = values.split_alternatives(cells[target_at]) if target_at < len(cells) else ()
            yield reader.read(record, sources, targets)


def find_term_columns(
    table: GlossaryTable, source_locale: str, target_locale: str
) -> tuple[Column | None, Column | None]:
    """Return the columns of the source and of the target terms."""
    if table.is_plain_pair:
        return Column(0, "source", "locale", source_locale), Column(1, "target", "locale", target_locale)
    columns = settle_sides(table.columns, source_locale, target_locale)
    return find_locale_column(columns, source_locale), find_locale_column(columns, target_locale)


def missing_column_fault(table: GlossaryTable, locale: str) -> Fault:
    """Return the fault of a file whose header names no column for the source locale."""
    found = describe_columns(table.columns) or "the header is empty"
    return Fault(
        "no-source-column",
        "error",
        table.path,
        table.header_line,
        "",
        f"no column holds {name_of(locale)} terms ({found})",
        f"name the column of the source terms {locale!r} in the header line, or say --columns {locale}=1",
    )


def shape_fault(table: GlossaryTable, record: Record, width: int) -> Fault | None:
    """Return what is wrong with the quotation marks or the number of cells of a row, if anything."""
    if record.damage == "unclosed-quote":
        return Fault(
            "broken-row",
            "error",
            table.path,
            record.line,
            "",
            "a quotation mark opens a cell and is never closed",
            'close it, or double it ("") if the mark belongs to the term',
        )
    if record.damage == "stray-quote":
        return Fault(
            "stray-quote",
            "error" if len(record.cells) != width else "warning",
            table.path,
            record.line,
            "",
            "text follows the closing quotation mark of a cell",
            'quote the whole cell and double the marks inside it: """United"" Russia"',
        )
    if len(record.cells) > width and any(cell.strip() for cell in record.cells[width:]):
        return Fault(
            "too-many-cells",
            "error",
            table.path,
            record.line,
            "",
            f"the row has {len(record.cells)} cells, the header {width}",
            f"put a cell that holds {table.dialect.delimiter!r} in quotation marks",
        )
    return None


def unknown_value_fault(path: str, line: int, column: Column, cell: str) -> Fault:
    """Return the fault of a feature cell that holds an unknown word."""
    return Fault(
        "unknown-value",
        "warning" if column.feature == "pos" else "error",
        path,
        line,
        column.name,
        f"{cell!r} is not a value of {column.name}",
        f"write one of {values.ALLOWED[column.feature]}",
    )


@dataclass(frozen=True, slots=True)
class _Features:
    """What the feature cells of a row say, and which of them say something unknown."""

    status: TermStatus = "preferred"
    pos: PartOfSpeech | None = None
    gender: Gender | None = None
    number: Number | None = None
    animate: bool | None = None
    indeclinable: bool = False
    case_sensitive: bool | None = None
    match: MatchRule = "inflected"
    unknown: tuple[tuple[Column, str], ...] = ()


_PARSERS: dict[str, Callable[[str], object]] = {
    "status": values.parse_status,
    "pos": values.parse_pos,
    "gender": values.parse_gender,
    "number": values.parse_number,
    "animate": values.parse_truth,
    "indeclinable": values.parse_truth,
    "case_sensitive": values.parse_truth,
    "match": values.parse_match,
}


class _RowReader:
    """Reads rows of one table for one target locale, collecting what they have wrong."""

    def __init__(self, table: GlossaryTable, target_locale: str, faults: list[Fault]) -> None:
        self._path = table.path
        self._faults = faults
        wide = table.dialect.layout == "wide"
        columns = table.columns if wide else ()
        found = [find_feature_column(columns, feature, target_locale) for feature in _PARSERS]
        self._columns = [column for column in found if column is not None]
        forms = find_feature_column(columns, "forms", target_locale)
        note = find_feature_column(columns, "note", target_locale)
        self._forms_at = forms.index if forms else -1
        self._note_at = note.index if note else -1 if wide else 2
        # Few combinations of feature cells occur in a file, however many rows it has.
        self._known: dict[tuple[str, ...], _Features] = {}

    def read(
        self, record: Record, sources: tuple[str, ...], targets: tuple[str, ...]
    ) -> tuple[TermEntry, ...]:
        """Return one entry per source term of the row."""
        cells = record.cells
        width = len(cells)
        key = tuple([cells[c.index] if c.index < width else "" for c in self._columns])
        features = self._known.get(key)
        if features is None:
            features = self._known[key] = self._parse(key)
        for column, cell in features.unknown:
            self._faults.append(unknown_value_fault(self._path, record.line, column, cell))
        return tuple(
            [
                TermEntry(
                    source,
                    targets,
                    features.status,
                    (),
                    features.pos,
                    features.gender,
                    features.number,
                    features.animate,
                    features.indeclinable,
                    values.split_forms(cells[self._forms_at]) if 0 <= self._forms_at < width else (),
                    features.case_sensitive,
                    features.match,
                    cells[self._note_at].strip() if 0 <= self._note_at < width else "",
                    self._path,
                    record.line,
                )
                for source in sources
            ]
        )

    def _parse(self, cells: tuple[str, ...]) -> _Features:
        found: dict[str, object] = {}
        unknown: list[tuple[Column, str]] = []
        for column, cell in zip(self._columns, cells, strict=True):
            try:
                value = _PARSERS[column.feature](cell)
            except values.UnknownValueError:
                unknown.append((column, cell.strip()))
                continue
            if value is not None:
                found[column.feature] = value
        return replace(_Features(unknown=tuple(unknown)), **found)  # type: ignore[arg-type]

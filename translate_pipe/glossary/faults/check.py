"""Glossary files go in; everything that is wrong with them, by file, line and column, comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.collection import paused_collection
from translate_pipe.glossary.faults import letters
from translate_pipe.glossary.faults.fault import Fault
from translate_pipe.glossary.faults.form_rules import FormChecker, load_checkers
from translate_pipe.glossary.faults.row_rules import Layout, RowChecker
from translate_pipe.glossary.faults.table_rules import check_columns, check_file, check_header, is_sparse
from translate_pipe.glossary.faults.term_rules import TermUse, check_terms
from translate_pipe.glossary.faults.text_rules import TermCell, check_text, is_plain, plain_pattern
from translate_pipe.glossary.tables import values
from translate_pipe.glossary.tables.columns import Column, find_locale_column, settle_sides
from translate_pipe.glossary.tables.records import Record
from translate_pipe.glossary.tables.rows import missing_column_fault, shape_fault
from translate_pipe.glossary.tables.table import GlossaryTable, read_table
from translate_pipe.glossary.tokens import fold_text
from translate_pipe.locales import name_of, parse_locale
from translate_pipe.model import SEVERITIES


@paused_collection()
def check_tables(
    paths: Sequence[Path],
    *,
    source_locale: str = "en",
    target_locales: Sequence[str] = (),
    dictionary_forms: bool = True,
    chosen: Sequence[tuple[int, str]] = (),
) -> tuple[Fault, ...]:
    """Return all faults of glossary files that are used together, by file and line, errors before the rest.

    Args:
        paths: earlier files win where two disagree.
        target_locales: an empty cell is a warning in these, and a hint at most elsewhere.
        dictionary_forms: also ask the morphology of the target languages, which takes a second to load.
        chosen: columns whose meaning is given by hand; see `parse_choice`.
    """
    tables: list[GlossaryTable] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            tables.append(read_table(path, chosen=chosen))
        except GlossaryError as error:
            faults.append(
                Fault(
                    "unreadable", "error", str(path), error.line or 1, "", error.problem, error.remedy or ""
                )
            )
    return _sorted(
        [*faults, *check_read_tables(tables, source_locale, target_locales, dictionary_forms)], paths
    )


def _sorted(faults: Sequence[Fault], paths: Sequence[Path]) -> tuple[Fault, ...]:
    order = {str(path): at for at, path in reversed(list(enumerate(paths)))}
    return tuple(
        sorted(
            dict.fromkeys(faults),
            key=lambda fault: (order.get(fault.path, 0), fault.line, SEVERITIES.index(fault.severity)),
        )
    )


def check_read_tables(
    tables: Sequence[GlossaryTable],
    source_locale: str = "en",
    target_locales: Sequence[str] = (),
    dictionary_forms: bool = True,
) -> Iterator[Fault]:
    """Yield all faults of tables that are already read, file by file, then those between rows."""
    groups: dict[str, list[TermUse]] = {}
    asked = tuple(map(parse_locale, target_locales))
    for table in tables:
        checker = TableChecker(table, parse_locale(source_locale), asked, groups)
        yield from checker.check(dictionary_forms=dictionary_forms)
    yield from check_terms([uses for uses in groups.values() if len(uses) > 1 or _is_forbidden(uses[0])])


def _is_forbidden(use: TermUse) -> bool:
    """Tell whether a row forbids; most rows need no more than a look at the raw cell."""
    marks = [use.cells[c.index] for c in use.layout.features if c.feature == "status"]
    return marks not in ([""], ["preferred"], []) and use.layout.status(use.cells) == "forbidden"


def find_layout(table: GlossaryTable, source_locale: str, target_locales: Sequence[str]) -> Layout | None:
    """Return which columns hold what, None where no column holds source terms.

    Without a column of the source locale the first column of terms is taken, unless a locale was asked for
    that would then be the source itself.
    """
    if table.is_plain_pair:
        target = target_locales[0] if target_locales else _guess_locale(table)
        source = Column(0, "source", "locale", source_locale)
        return Layout(source, (Column(1, "target", "locale", target),))
    columns = table.columns
    if any(column.kind == "side" for column in columns):
        target = target_locales[0] if target_locales else _guess_locale(table)
        columns = settle_sides(columns, source_locale, target)
    found = find_locale_column(columns, source_locale)
    return Layout.of(columns, found) if found is not None else None


def _guess_locale(table: GlossaryTable) -> str:
    """Return a locale whose rules fit the second column of a file that names none."""
    sides = (column.index for column in table.columns if column.feature == "target")
    index = 1 if table.is_plain_pair else next(sides, 1)
    text = " ".join(row.cells[index] for row in table.rows[:500] if len(row.cells) > index)
    if "Cyrl" in letters.scripts_of_text(text):
        return letters.guess_cyrillic_language(text) or "ru"
    scripts = letters.scripts_of_text(text)
    # In German a capital says nothing, so for unknown Latin text it asks for the least.
    return next((tag for tag, script in _BY_SCRIPT if script in scripts), "de")


_BY_SCRIPT = (("ja", "Kana"), ("ko", "Hang"), ("zh", "Hani"), ("ar", "Arab"), ("he", "Hebr"), ("el", "Grek"))


@dataclass(slots=True)
class TableChecker:
    """Checks one table; adds its source terms to `groups` for the comparison of rows."""

    table: GlossaryTable
    source_locale: str
    asked: tuple[str, ...]
    groups: dict[str, list[TermUse]]
    _forms: dict[str, FormChecker] = field(default_factory=dict)

    def check(self, *, dictionary_forms: bool) -> Iterator[Fault]:
        """Yield the faults of the table, header first, then row by row."""
        table = self.table
        layout = find_layout(table, self.source_locale, self.asked)
        yield from check_file(table)
        yield from check_header(table, layout)
        if layout is None:
            yield missing_column_fault(table, self.source_locale)
            return
        wrong: set[str] = set()
        for fault in check_columns(table, layout, self.asked):
            yield fault
            if fault.kind == "wrong-column":
                wrong.add(fault.column)
        if dictionary_forms:
            locales = [c.locale for c in layout.targets if c.name not in wrong]
            self._forms = dict(load_checkers(locales, len(self.table.rows)))
        yield from self._check_rows(layout, wrong)

    def _check_rows(self, layout: Layout, wrong: set[str]) -> Iterator[Fault]:
        table, path = self.table, self.table.path
        width = len(table.header)
        rows = RowChecker(layout)
        shown = [c for c in (layout.source, *layout.targets) if c.name not in wrong]
        texts = [(column, plain_pattern(column.locale)) for column in shown]
        gaps = self._gap_columns(layout)
        forms = [(c, self._forms[c.locale]) for c in layout.targets if c.locale in self._forms]
        for record in table.rows:
            shape = shape_fault(table, record, width)
            if shape is not None:
                yield shape
                if shape.severity == "error":
                    continue
            cells = record.cells
            if len(cells) < width:
                if table.dialect.layout == "wide":
                    yield self._short_row(record, width)
                cells = cells + ("",) * (width - len(cells))
            source = cells[layout.source.index]
            terms = [(term, fold_text(term)) for term in values.split_alternatives(source)]
            for finding in rows.check(cells, terms):
                yield finding.at(path, record.line)
            for column, pattern in texts:
                text = cells[column.index]
                if text and not is_plain(text, pattern):
                    yield from self._check_text(record, column, text, source, column is layout.source)
            for column in gaps:
                if not cells[column.index].strip() and source.strip():
                    yield from self._check_gap(record, column, cells, layout)
            for column, checker in forms:
                if checker.may_be_oblique(cells[column.index]):
                    yield from self._check_form(record, column, checker, cells, layout)
            for term, tokens in terms:
                use = TermUse(path, record.line, term, cells, layout)
                self.groups.setdefault(" ".join(tokens), []).append(use)
        for locale, checker in self._forms.items():
            if checker.spent:
                yield Fault(
                    "unchecked-forms",
                    "info",
                    path,
                    table.header_line,
                    locale,
                    f"only the first {checker.most} different words were looked up for their dictionary form",
                    "split the file to have the rest looked up",
                )

    def _short_row(self, record: Record, width: int) -> Fault:
        return Fault(
            "too-few-cells",
            "warning",
            self.table.path,
            record.line,
            "",
            f"the row has {len(record.cells)} cells, the header {width}",
            "check that no delimiter is missing; --fix adds empty cells at the end",
        )

    def _check_text(
        self, record: Record, column: Column, text: str, source: str, is_source: bool
    ) -> Iterator[Fault]:
        cell = TermCell(text, column.locale, source, is_source)
        for rule, message in check_text(cell):
            yield Fault(
                rule.kind, rule.severity, self.table.path, record.line, column.name, message, rule.remedy
            )

    def _gap_columns(self, layout: Layout) -> list[Column]:
        """Return the target columns whose empty cells are told one by one."""
        rows = self.table.rows
        gaps: list[Column] = []
        for column in layout.targets:
            filled = sum(column.index < len(row.cells) and bool(row.cells[column.index]) for row in rows)
            if column.locale in self.asked or not is_sparse(len(rows), filled):
                gaps.append(column)
        return gaps

    def _check_gap(
        self, record: Record, column: Column, cells: tuple[str, ...], layout: Layout
    ) -> Iterator[Fault]:
        others = [c for c in layout.targets if cells[c.index].strip()]
        status = layout.status(cells, column.locale)
        if status in ("do-not-translate", "forbidden") or not (others or column.locale in self.asked):
            return
        yield Fault(
            "empty-target",
            "warning" if column.locale in self.asked else "info",
            self.table.path,
            record.line,
            column.name,
            f'no {name_of(column.locale)} target for "{cells[layout.source.index].strip()}"',
            f"fill the {column.name} column or set status to do-not-translate",
        )

    def _check_form(
        self, record: Record, column: Column, checker: FormChecker, cells: tuple[str, ...], layout: Layout
    ) -> Iterator[Fault]:
        locale = column.locale
        if layout.feature(cells, "pos", locale) in ("verb", "adverb", "phrase", "other"):
            return
        if layout.feature(cells, "indeclinable", locale) or layout.feature(cells, "forms", locale):
            return
        for target in values.split_alternatives(cells[column.index]):
            meant = checker.suggest(target)
            if meant:
                yield Fault(
                    "not-dictionary-form",
                    "warning",
                    self.table.path,
                    record.line,
                    column.name,
                    f'"{target}" is not in the dictionary form',
                    f'write "{meant}", or set indeclinable to yes if it never changes',
                )

"""A glossary table goes in; the same table with what is safe to repair repaired comes out."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import unified_diff

from translate_pipe.glossary.faults.check import find_layout
from translate_pipe.glossary.faults.row_rules import Layout
from translate_pipe.glossary.faults.table_rules import check_columns, suggest_column
from translate_pipe.glossary.faults.text_rules import TEXT_RULES, TermCell
from translate_pipe.glossary.tables.columns import parse_column
from translate_pipe.glossary.tables.records import line_end, split_lines
from translate_pipe.glossary.tables.table import GlossaryTable
from translate_pipe.locales import parse_locale

# A repair may uncover another fault (a letter behind a wrong encoding), so the rules run more than once.
_PASSES = 3


def fix_table(
    table: GlossaryTable, *, source_locale: str = "en", target_locales: Sequence[str] = ()
) -> GlossaryTable:
    """Return the table with every fault repaired whose repair cannot change what was meant.

    Repaired are column names that mean a known column, letters that only look right, wrongly read
    encodings, invisible characters, spaces, line breaks and line ends, spare `|`, quoting, missing cells at
    the end of a row, and rows that are there twice to the letter. Everything else is left as it is.
    """
    table = _fix_header(table)
    layout = find_layout(table, parse_locale(source_locale), tuple(map(parse_locale, target_locales)))
    table = _fix_cells(table, layout) if layout is not None else table
    table = _without_repeats(table)
    ends = {line_end(record.raw) for record in table.records} - {""}
    return table.with_line_ends(table.dialect.newline) if len(ends) > 1 else table


def _fix_header(table: GlossaryTable) -> GlossaryTable:
    if table.dialect.layout == "headerless" or not table.header:
        return table
    taken = {(c.locale, c.feature) for c in table.columns if c.kind != "unknown"}
    renamed: dict[str, str] = {}
    for column in table.columns:
        meant = suggest_column(column.name) if column.kind == "unknown" else ""
        if meant:
            new = parse_column(meant, column.index)
            if (new.locale, new.feature) not in taken:
                taken.add((new.locale, new.feature))
                renamed[column.name] = meant
    return table.with_cells({table.header_line: renamed}) if renamed else table


def _fix_cells(table: GlossaryTable, layout: Layout) -> GlossaryTable:
    width = len(table.header)
    # In a column of another language every letter would look wrong; that is for a person to sort out.
    wrong = {fault.column for fault in check_columns(table, layout, ()) if fault.kind == "wrong-column"}
    columns = [column for column in (layout.source, *layout.targets) if column.name not in wrong]
    changes: dict[int, dict[int, str]] = {}
    for row in table.rows:
        cells = row.cells
        if row.damage == "unclosed-quote" or len(cells) > width:
            continue
        changed: dict[int, str] = {}
        for column in columns:
            if column.index < len(cells):
                source = cells[layout.source.index] if layout.source.index < len(cells) else ""
                is_source = column.index == layout.source.index
                text = fix_text(TermCell(cells[column.index], column.locale, source, is_source))
                if text != cells[column.index]:
                    changed[column.index] = text
        if row.damage == "stray-quote" and len(cells) == width:
            # Writing a cell anew quotes it soundly; the text stays.
            for index, cell in enumerate(cells):
                if cell.startswith('"'):
                    changed.setdefault(index, cell)
        if len(cells) < width and table.dialect.layout == "wide":
            changed.setdefault(width - 1, "")
        if changed:
            changes[row.line] = changed
    return table.with_cells(changes) if changes else table


def fix_text(cell: TermCell) -> str:
    """Return the text of a cell after every repair that its faults call for."""
    for _ in range(_PASSES):
        before = cell.text
        for rule in TEXT_RULES:
            if rule.repair is not None and rule.find(cell):
                cell = TermCell(rule.repair(cell), cell.locale, cell.source, cell.is_source)
        if cell.text == before:
            break
    return cell.text


def _without_repeats(table: GlossaryTable) -> GlossaryTable:
    """Return the table without rows whose cells are all the same as those of an earlier row."""
    seen: set[tuple[str, ...]] = set()
    repeated: list[int] = []
    for row in table.rows:
        cells = tuple(cell.strip() for cell in row.cells)
        while cells and not cells[-1]:
            cells = cells[:-1]
        if cells in seen:
            repeated.append(row.line)
        seen.add(cells)
    return table.without_rows(repeated) if repeated else table


def show_changes(before: GlossaryTable, after: GlossaryTable) -> str:
    """Return the difference between two states of a file as a unified diff, "" if there is none."""
    old = [line.rstrip("\r\n") for line in split_lines(before.to_text())]
    new = [line.rstrip("\r\n") for line in split_lines(after.to_text())]
    if old == new and before.to_text() != after.to_text():
        return f"{before.path}: line ends made alike\n"
    lines = unified_diff(old, new, before.path, f"{before.path} (fixed)", n=0, lineterm="")
    return "".join(line + "\n" for line in lines)

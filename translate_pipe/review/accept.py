"""Accepted proposals go in with a glossary table; the table with their rows in place comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipe.errors import GlossaryError
from translate_pipe.glossary.tables.columns import find_locale_column, settle_sides
from translate_pipe.glossary.tables.table import GlossaryTable
from translate_pipe.review.learn import TermProposal


@dataclass(frozen=True, slots=True)
class _Columns:
    source: str
    target: str
    note: str


def accept_proposals(
    table: GlossaryTable,
    proposals: Sequence[TermProposal],
    source_locale: str,
    target_locale: str,
    *,
    drop_replaced: bool = False,
) -> GlossaryTable:
    """Return the table with accepted rows: new ones at its end, known source terms changed in their row.

    Order, comments, columns and line ends of everything else stay. A column for the target locale is added
    if there is none.

    Args:
        drop_replaced: take what a new target replaces out of its cell; else it stays as an alternative.

    Raises:
        GlossaryError: the table has no column for the source locale, or cannot hold a value.
    """
    table, columns = _find_columns(table, source_locale, target_locale)
    for proposal in proposals:
        row = next(
            (r for r in table.rows if table.cell(r, columns.source).casefold() == proposal.source.casefold()),
            None,
        )
        if row is None:
            table = table.with_row(_new_row(table, proposal, columns))
        else:
            target = _with_target(table.cell(row, columns.target), proposal, drop_replaced=drop_replaced)
            table = table.with_cell(row.line, columns.target, target)
    return table


def _find_columns(
    table: GlossaryTable, source_locale: str, target_locale: str
) -> tuple[GlossaryTable, _Columns]:
    if table.dialect.layout == "headerless":
        return table, _Columns("source", "target", "note")
    sorted_out = settle_sides(table.columns, source_locale, target_locale)
    source = find_locale_column(sorted_out, source_locale)
    if source is None:
        raise GlossaryError(
            f"there is no column for {source_locale}", path=table.path, remedy="choose another --glossary"
        )
    target = find_locale_column(sorted_out, target_locale)
    if target is None:
        table = table.with_column(target_locale)
    note = next((c.name for c in table.columns if c.feature == "note" and not c.locale), "")
    return table, _Columns(source.name, target.name if target is not None else target_locale, note)


def _new_row(table: GlossaryTable, proposal: TermProposal, columns: _Columns) -> dict[str, str]:
    row = {columns.source: proposal.source, columns.target: proposal.target}
    if columns.note and table.dialect.layout == "wide":
        articles = ", ".join(dict.fromkeys(article for article, _ in proposal.segments))
        row[columns.note] = f"from the review of {articles}"
    return row


def _with_target(cell: str, proposal: TermProposal, *, drop_replaced: bool) -> str:
    """Return the alternatives of a cell with the new target first; what it replaces stays behind it."""
    gone = {proposal.target.casefold(), *([proposal.replaces.casefold()] if drop_replaced else [])}
    others = [
        text.strip() for text in cell.split("|") if text.strip() and text.strip().casefold() not in gone
    ]
    return "|".join([proposal.target, *others])

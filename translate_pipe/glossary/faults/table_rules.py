"""A whole glossary table goes in; what its header, encoding and shape have wrong comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache

from translate_pipe.glossary.faults import letters
from translate_pipe.glossary.faults.fault import Fault
from translate_pipe.glossary.faults.row_rules import Layout
from translate_pipe.glossary.tables.columns import FEATURES, Column
from translate_pipe.glossary.tables.records import line_end
from translate_pipe.glossary.tables.table import GlossaryTable
from translate_pipe.locales import name_of
from translate_pipe.model import Severity

# Country codes that are often written for languages.
_MEANT = {
    "ua": "uk",
    "jp": "ja",
    "cz": "cs",
    "cn": "zh",
    "gr": "el",
    "dk": "da",
    "kr": "ko",
    "sp": "es",
    "gb": "en-GB",
    "us": "en-US",
    "at": "de-AT",
    "by": "be",
    "kz": "kk",
}
_NAMED = ("en", "ru", "uk", "de", "fr", "es", "it", "pl", "pt", "nl", "be", "tr", "zh", "ja", "ar", "he")
# At least so many terms must speak for it before a whole column is said to be in the wrong language.
_ENOUGH = 3


def suggest_column(name: str) -> str:
    """Return the column that a misspelt header cell means, "" if it means none that is known.

    >>> suggest_column("Russian"), suggest_column("statsu"), suggest_column("client")
    ('ru', 'status', '')
    """
    word = name.strip().lower().replace("_", "-")
    if word in _MEANT:
        return _MEANT[word]
    named = _language_names().get(word)
    if named:
        return named
    close = get_close_matches(word.replace("-", "_"), FEATURES, n=1, cutoff=0.8)
    return close[0] if close else ""


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    names = {name_of(locale, shown).lower(): locale for locale in _NAMED for shown in ("en", locale)}
    return names | {"source": "", "target": ""}


def check_header(table: GlossaryTable, layout: Layout | None) -> Iterator[Fault]:
    """Yield what the header has wrong."""
    line = table.header_line
    if table.dialect.layout == "headerless":
        if table.rows and not table.path.lower().endswith((".txt", ".utf8", ".tab")):
            yield _fault(
                table,
                "no-header",
                "warning",
                line,
                "",
                "the file has no header line; its columns are taken for source, target and note",
                "name the columns in the first line: en,ru,note",
            )
        return
    seen: dict[tuple[str, str], Column] = {}
    for column in table.columns:
        yield from _check_name(table, column)
        if column.kind == "unknown":
            continue
        earlier = seen.setdefault((column.locale, column.feature), column)
        if earlier is not column:
            message = f"the columns {earlier.name!r} and {column.name!r} mean the same"
            yield _fault(
                table, "duplicate-column", "error", line, column.name, message, "rename or delete one of them"
            )
    if layout is not None and not layout.targets:
        yield _fault(
            table,
            "no-target-column",
            "error",
            line,
            "",
            "no column holds terms in another language",
            "add a column named by its language, such as ru",
        )


def _check_name(table: GlossaryTable, column: Column) -> Iterator[Fault]:
    if column.kind != "unknown":
        return
    if not column.name.strip():
        if any(column.index < len(row.cells) and row.cells[column.index].strip() for row in table.rows):
            yield _fault(
                table,
                "unnamed-column",
                "warning",
                table.header_line,
                "",
                f"column {column.index + 1} has cells but no name",
                "name it in the header line",
            )
        return
    meant = suggest_column(column.name)
    if meant:
        yield _fault(
            table,
            "misnamed-column",
            "error",
            table.header_line,
            column.name,
            f"the column {column.name!r} is not known, so its cells do nothing",
            f"name it {meant!r}; --fix does",
        )


def check_file(table: GlossaryTable) -> Iterator[Fault]:
    """Yield what the file as a whole has wrong: encoding, line ends, no rows."""
    encoding = table.dialect.encoding
    if not encoding.name.startswith("utf") and not encoding.stray_bytes:
        yield _fault(
            table,
            "legacy-encoding",
            "info",
            1,
            "",
            f"the file is in {encoding.name}, which cannot hold every language",
            "save it as CSV UTF-8",
        )
    ends = Counter(line_end(record.raw) for record in table.records)
    ends.pop("", None)
    if len(ends) > 1:
        odd = next(r for r in table.records if line_end(r.raw) not in ("", table.dialect.newline))
        yield _fault(
            table,
            "mixed-line-ends",
            "info",
            odd.line,
            "",
            "lines end in different ways",
            "--fix makes them alike",
        )
    if not table.rows:
        yield _fault(
            table, "no-rows", "warning", 1, "", "the glossary has no rows", "add one below the header"
        )


def check_columns(table: GlossaryTable, layout: Layout, asked: Sequence[str]) -> Iterator[Fault]:
    """Yield columns in the wrong language or script, and columns that are mostly empty."""
    rows = table.rows
    for column in (layout.source, *layout.targets):
        texts = [row.cells[column.index] for row in rows if column.index < len(row.cells)]
        filled = [text for text in texts if text.strip()]
        if column.index != layout.source.index and column.locale not in asked:
            missing = len(rows) - len(filled)
            if is_sparse(len(rows), len(filled)):
                yield _fault(
                    table,
                    "sparse-column",
                    "info",
                    table.header_line,
                    column.name,
                    f"{missing} of {len(rows)} rows have no {name_of(column.locale)} target",
                    "fill the column, or leave it for later",
                )
        message = _wrong_column(filled, column.locale)
        if message:
            yield _fault(
                table, "wrong-column", "error", table.header_line, column.name, message, "correct its name"
            )


def is_sparse(rows: int, filled: int) -> bool:
    """Tell whether a column has so many gaps that they are said once and not row by row."""
    return rows - filled > 3 and filled * 2 < rows


def _wrong_column(texts: Sequence[str], locale: str) -> str:
    """Return why the terms of a column, taken together, cannot be of its locale, "" if they can."""
    own = letters.scripts_of_locale(locale)
    sample = texts[:2000]
    lettered = [scripts for text in sample if (scripts := letters.scripts_of_text(text))]
    foreign = [scripts for scripts in lettered if not scripts & own]
    if len(foreign) >= _ENOUGH and len(foreign) * 2 > len(lettered):
        script = letters.name_of_scripts(frozenset.union(*foreign[:1]))
        return f"most of the column {locale} is in {script} letters"
    if own == {"Cyrl"}:
        guesses = Counter(filter(None, map(letters.guess_cyrillic_language, sample)))
        language, count = next(iter(guesses.most_common(1)), ("", 0))
        if language not in ("", locale.split("-")[0]) and count >= _ENOUGH and count * 3 > len(sample):
            return f"the column {locale} looks like {name_of(language)}"
    return ""


def _fault(
    table: GlossaryTable, kind: str, severity: Severity, line: int, column: str, message: str, remedy: str
) -> Fault:
    return Fault(kind, severity, table.path, line, column, message, remedy)

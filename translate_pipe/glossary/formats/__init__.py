"""Which glossary formats there are, by name, and how each is told from a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.errors import UsageError
from translate_pipe.glossary.formats import (
    memoq,
    multilingual,
    pairs,
    phrase,
    tbx,
    tbx_write,
    tmx,
    weblate,
    wide,
)
from translate_pipe.glossary.formats.grid import peek_grid
from translate_pipe.glossary.formats.grid_row import GridRow
from translate_pipe.glossary.formats.terms import Exchange, TermList, locale_or_empty
from translate_pipe.glossary.tables.columns import parse_columns

Reader = Callable[[bytes, Exchange], TermList]
Writer = Callable[[TermList, Exchange], bytes]


@dataclass(frozen=True, slots=True)
class GlossaryFormat:
    """One format; `endings` are those of its files, the usual one first."""

    name: str
    title: str
    endings: tuple[str, ...]
    read: Reader
    write: Writer


_TABLES = (".csv", ".tsv", ".xlsx")
_FORMATS = (
    GlossaryFormat("wide", "the project's own table", (*_TABLES, ".tab"), wide.read_wide, wide.write_wide),
    GlossaryFormat("xlsx", "the same in a workbook", (".xlsx",), wide.read_wide, wide.write_wide),
    GlossaryFormat(
        "omegat", "OmegaT", (".txt", ".utf8", ".tab", ".tsv", ".csv"), pairs.read_omegat, pairs.write_omegat
    ),
    GlossaryFormat("deepl", "DeepL, two columns", _TABLES, pairs.read_deepl, pairs.write_deepl),
    GlossaryFormat(
        "deepl-locales", "DeepL with language columns", _TABLES, pairs.read_deepl, pairs.write_deepl_locales
    ),
    GlossaryFormat("google", "Google, one direction", _TABLES, pairs.read_google, pairs.write_google),
    GlossaryFormat(
        "google-terms",
        "Google, equivalent term sets",
        _TABLES,
        multilingual.read_google_terms,
        multilingual.write_google_terms,
    ),
    GlossaryFormat("aws", "Amazon Translate", _TABLES, multilingual.read_aws, multilingual.write_aws),
    GlossaryFormat("azure", "Azure", (".tsv", ".txt", ".csv", ".xlsx"), pairs.read_azure, pairs.write_azure),
    GlossaryFormat("phrase", "Phrase Strings term base", _TABLES, phrase.read_phrase, phrase.write_phrase),
    GlossaryFormat("weblate", "Weblate CSV", _TABLES, weblate.read_weblate, weblate.write_weblate),
    GlossaryFormat("memoq", "memoQ term base", _TABLES, memoq.read_memoq, memoq.write_memoq),
    GlossaryFormat("tbx", "TBX-Basic 3, attributes", (".tbx", ".xml"), tbx.read_tbx, tbx_write.write_tbx),
    GlossaryFormat("tbx-dct", "TBX-Basic 3, tags", (".tbx", ".xml"), tbx.read_tbx, tbx_write.write_tbx_dct),
    GlossaryFormat("tbx-v2", "TBX-Basic 2 (martif)", (".tbx", ".xml"), tbx.read_tbx, tbx_write.write_tbx_v2),
    GlossaryFormat("tmx", "TMX 1.4", (".tmx",), tmx.read_tmx, tmx.write_tmx),
)
FORMATS: dict[str, GlossaryFormat] = {entry.name: entry for entry in _FORMATS}
_BY_ENDING = {
    **dict.fromkeys((".csv", ".tsv", ".xlsx"), "wide"),
    **dict.fromkeys((".txt", ".utf8", ".tab"), "omegat"),
    **dict.fromkeys((".tbx", ".xml"), "tbx"),
    ".tmx": "tmx",
}


def find_format(name: str) -> GlossaryFormat:
    """Return the format called `name`.

    Raises:
        UsageError: there is none.
    """
    entry = FORMATS.get(name.strip().lower())
    if entry is None:
        raise UsageError(f"there is no glossary format {name!r}", remedy="known are " + ", ".join(FORMATS))
    return entry


def format_to_write(path: Path) -> GlossaryFormat:
    """Return the format that the ending of an output file stands for.

    Raises:
        UsageError: the ending stands for none.
    """
    name = _BY_ENDING.get(path.suffix.lower())
    if name is None:
        raise UsageError(
            f"the ending {path.suffix!r} names no glossary format",
            path=path,
            remedy="say which with --to-format: " + ", ".join(FORMATS),
        )
    return FORMATS[name]


def detect_format(content: bytes, path: str) -> GlossaryFormat:
    """Return the format of a file by its root element, its header, or else its shape and ending.

    Raises:
        GlossaryError: the file cannot be decoded.
    """
    start = content[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return FORMATS["tmx" if b"<tmx" in start else "tbx"]
    suffix = Path(path).suffix.lower()
    if suffix in (".txt", ".utf8", ".tab"):
        return FORMATS["omegat"]
    return FORMATS[_by_header(peek_grid(content, path))]


def _by_header(rows: list[GridRow]) -> str:
    header = [cell.strip() for cell in rows[0].cells] if rows else []
    lowered = [name.lower() for name in header]
    if any(name.startswith("entry_") for name in lowered) or "term_info" in lowered:
        return "memoq"
    if "source" in lowered and "target" in lowered:
        return "weblate"
    if "term" in lowered and {phrase.column_of(name) for name in header} & {"translatable", "case_sensitive"}:
        return "phrase"
    columns = parse_columns(header)
    locales = [column for column in columns if column.kind == "locale"]
    if (
        "description" in lowered
        and locales
        and all(
            c.kind == "locale" or c.feature == "pos" or (c.name.strip().lower() == "description")
            for c in columns
        )
    ):
        return "google-terms"
    if len(header) in (4, 5) and locale_or_empty(header[2]) and locale_or_empty(header[3]):
        others = rows[1:20]
        if all(locale_or_empty(row.cell(2)) and locale_or_empty(row.cell(3)) for row in others) and not (
            locale_or_empty(header[0]) and locale_or_empty(header[1])
        ):
            return "deepl-locales"
    known = sum(column.kind != "unknown" for column in columns)
    return "wide" if locales and (known >= 2 or len(columns) <= 1) else "deepl"

"""Which bilingual formats there are, and how each is written and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from translate_pipe.bilingual.rows import BilingualFile, check_bitext, refuse_surrogates
from translate_pipe.bilingual.source import read_bytes
from translate_pipe.errors import BitextError, UsageError
from translate_pipe.model import Bitext


@dataclass(frozen=True, slots=True)
class Format:
    """One bilingual format: what its files end in, and what it is for."""

    extension: str
    description: str


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "tsv": Format(".tsv", "tab-separated lines, for text editors and scripts"),
        "csv": Format(".csv", "comma-separated values, for any spreadsheet"),
        "jsonl": Format(".jsonl", "one JSON object a unit; holds everything, for programs"),
        "xlsx": Format(".xlsx", "Excel workbook with protected sources, terms and issues in colour"),
        "tmx": Format(".tmx", "TMX 1.4b, for translation memories"),
        "xliff": Format(".xlf", "XLIFF 1.2, for CAT tools"),
        "xliff2": Format(".xliff", "XLIFF 2.1, for newer CAT tools"),
        "po": Format(".po", "gettext catalogue, for Poedit and Weblate"),
        "md": Format(".bitext.md", "Markdown table"),
        "docx": Format(".bitext.docx", "Word table; target and comment can be edited, the rest is protected"),
        "html": Format(".bitext.html", "side-by-side page that works from disk in any browser"),
    }
)

BITEXT_EXTENSION = ".bitext.jsonl"
"""What the complete state of a translation ends in; it lies beside the files for people."""


def file_name(article: str, locale: str, extension: str) -> str:
    """Return the name of a file made for an article: `news.txt`, `ru`, `.tsv` → `news.ru.tsv`."""
    name = PurePosixPath(article.replace("\\", "/")).name
    stem = PurePosixPath(name).stem if name else ""
    return f"{stem or 'article'}.{locale}{extension}"


def write_bitext(bitext: Bitext, format: str, *, ui_locale: str | None = None) -> bytes:
    """Return the content of a bilingual file, which `stream_bitext` yields piece by piece."""
    return b"".join(stream_bitext(bitext, format, ui_locale=ui_locale))


def stream_bitext(bitext: Bitext, format: str, *, ui_locale: str | None = None) -> Iterator[bytes]:
    """Yield the content of a bilingual file; the same bitext always gives the same bytes.

    However many units there are, few of them are in memory at a time; of a Word file, which holds no more
    than a Word table can, all are.

    Args:
        ui_locale: the language of the page's interface; other formats have none.

    Raises:
        UsageError: there is no such format.
        BitextError: a text cannot be held by any file (half a surrogate pair) or by this format.
    """
    check_format(format)
    check_bitext(bitext)
    if format == "html":
        from translate_pipe.bilingual.html import stream_page

        yield from stream_page(bitext, ui_locale)
        return
    # Each format is imported when it is used: spreadsheets and Word files need large libraries.
    writer: Callable[[Bitext], Iterator[bytes]]
    writer = getattr(import_module(_MODULES[format]), _WRITERS.get(format, "stream"))
    yield from writer(bitext)


def load_writers(formats: Iterable[str]) -> None:
    """Load now, in the background perhaps, what `write_bitext` loads when it writes these formats.

    A module may have a `preload` for what it loads besides libraries.
    """
    for format in formats:
        module = import_module(_MODULES[format])
        if hasattr(module, "preload"):
            module.preload()


def check_format(format: str) -> None:
    """Check that there is such a format.

    Raises:
        UsageError: otherwise, naming those that there are.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}", remedy=f"choose one of {', '.join(FORMATS)}")


def read_bilingual(path: Path) -> BilingualFile:
    """Return the rows of a bilingual file that was edited; the format is told by name and content.

    Raises:
        BitextError: the file cannot be read back; with the place.
    """
    return parse_bilingual(read_bytes(Path(path)), Path(path))


def parse_bilingual(content: bytes, path: Path) -> BilingualFile:
    """Return the rows that the content of a bilingual file holds; `path` names it in messages.

    Raises:
        BitextError: the content cannot be read back; with the place.
    """
    read = _read(content, path, format_of(path, content))
    refuse_surrogates(
        tuple((row.id, row.source, row.target, row.comment or "") for row in read.rows),
        what="a row",
        path=path,
    )
    return read


def format_of(path: Path, content: bytes) -> str:
    """Return the name of the format of a file.

    Raises:
        BitextError: its name ends in nothing known.
    """
    suffix = path.suffix.lower()
    if suffix in (".xlf", ".xliff", ".sdlxliff", ".mqxliff"):
        # Without the zero bytes, so that UTF-16 is told apart as well.
        start = content[:8192].replace(b"\0", b"")
        return "xliff" if b"urn:oasis:names:tc:xliff:document:1.2" in start else "xliff2"
    by_suffix = {PurePosixPath("x" + known.extension).suffix: name for name, known in FORMATS.items()}
    by_suffix |= {".htm": "html", ".markdown": "md", ".tab": "tsv", ".txt": "tsv", ".json": "jsonl"}
    found = by_suffix.get(suffix)
    if found is None:
        endings = ", ".join(known.extension for known in FORMATS.values())
        raise BitextError("is no bilingual file by its name", path=path, remedy=f"names end in {endings}")
    return found


def _read(content: bytes, path: Path, format: str) -> BilingualFile:
    reader: Callable[[bytes, Path], BilingualFile]
    reader = getattr(import_module(_MODULES[format]), _READERS.get(format, "read"))
    return reader(content, path)


_MODULES = {
    name: f"translate_pipe.bilingual.{module}"
    for name, module in {
        "tsv": "delimited",
        "csv": "delimited",
        "jsonl": "jsonl",
        "xlsx": "xlsx",
        "tmx": "tmx",
        "xliff": "xliff12",
        "xliff2": "xliff21",
        "po": "po",
        "md": "markdown",
        "docx": "docx",
        "html": "html",
    }.items()
}
_WRITERS = {"tsv": "stream_tsv", "csv": "stream_csv"}
_READERS = {"tsv": "read_tsv", "csv": "read_csv", "html": "read_page"}

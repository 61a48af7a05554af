"""A glossary file in one format goes in; the same terms in another, and what it could not hold, come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.errors import GlossaryError, UsageError
from translate_pipe.files import write_atomically
from translate_pipe.glossary.formats import detect_format, find_format, format_to_write
from translate_pipe.glossary.formats.terms import Exchange, Loss, LossLog, TermList, TermRow
from translate_pipe.locales import parse_locale


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a conversion did: the two formats, how many rows were read, and what was lost on either side."""

    from_format: str
    to_format: str
    rows: int
    locales: tuple[str, ...]
    read_losses: tuple[Loss, ...]
    write_losses: tuple[Loss, ...]

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Everything that was lost, reading first."""
        return (*self.read_losses, *self.write_losses)


def convert_glossary(
    source_path: Path,
    target_path: Path,
    *,
    from_format: str = "",
    to_format: str = "",
    source: str = "",
    targets: Sequence[str] = (),
    overwrite: bool = False,
) -> Conversion:
    """Read one glossary file and write its terms to another; the endings tell formats that are not named.

    Args:
        source: locale of the source terms, where the file does not say or another one is wanted.
        targets: locales to write, by default all; of a file without languages, the one it holds.

    Raises:
        GlossaryError: the file cannot be read, or holds no terms; nothing is written.
        UsageError: a format or language is unknown, or the output exists and `overwrite` is not given.
    """
    pair = parse_locale(source) if source else "", tuple(parse_locale(target) for target in targets)
    writer = find_format(to_format) if to_format else format_to_write(target_path)
    if to_format == "xlsx" and target_path.suffix.lower() != ".xlsx":
        raise UsageError("a workbook must end in .xlsx", path=target_path, remedy="rename the output file")
    refuse_existing(target_path, overwrite=overwrite, reading=source_path)
    content = _read(source_path)
    read_log, write_log = LossLog(), LossLog()
    reader = find_format(from_format) if from_format else detect_format(content, str(source_path))
    terms = reader.read(content, Exchange(str(source_path), read_log, *pair))
    if not terms.rows:
        raise GlossaryError("the file holds no terms", path=source_path, remedy="check --from-format")
    written = writer.write(source_first(terms, pair[0]), Exchange(str(target_path), write_log, *pair))
    write_atomically(target_path, written)
    return Conversion(
        reader.name, writer.name, len(terms.rows), terms.locales, read_log.report(), write_log.report()
    )


def source_first(terms: TermList, source: str) -> TermList:
    """Return the list with the source locale before the others, if one is given and there."""
    if source not in terms.locales:
        return terms
    ordered = (source, *(locale for locale in terms.locales if locale != source))
    rows = tuple(
        TermRow({loc: row.terms[loc] for loc in ordered if loc in row.terms}, row.features, row.line)
        for row in terms.rows
    )
    return TermList(ordered, terms.columns, rows)


def refuse_existing(path: Path, *, overwrite: bool, reading: Path | None = None) -> None:
    """Refuse to write over the file that is read, or over any file unless `overwrite` says so.

    Raises:
        UsageError: the file is there.
    """
    if reading is not None and path.exists() and reading.exists() and path.samefile(reading):
        raise UsageError("the output is the input", path=path, remedy="choose another name for the output")
    if path.exists() and not overwrite:
        raise UsageError("the file exists already", path=path, remedy="choose another name, or add --force")


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise GlossaryError(
            f"cannot read the glossary: {error.strerror or error}", path=path, remedy="check the file name"
        ) from error
    if not content.strip():
        raise GlossaryError("the file is empty", path=path)
    return content

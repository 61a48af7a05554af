"""JSONL holds a bitext completely: a first line for the article, then one unit a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from translate_pipe.bilingual.codec import MismatchError, decode, encode
from translate_pipe.bilingual.rows import BilingualFile, BilingualRow, unit_fingerprint
from translate_pipe.errors import BitextError
from translate_pipe.model import Bitext, Provenance, TranslationUnit
from translate_pipe.spool import Spool

KIND = "translate-pipe bitext"
VERSION = 1

# Legal within JSON strings, but some editors end a line at them or drop them.
_FRAGILE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_HEAD_MEMBERS = ("article", "source_locale", "target_locale")
_SEGMENT_MEMBERS = ("id", "number", "source")
_EDITABLE_MEMBERS = ("target", "state", "comment")


def write(bitext: Bitext) -> bytes:
    """Return the bitext, every field of it; what has its default value is left out."""
    return b"".join(stream(bitext))


def stream(bitext: Bitext) -> Iterator[bytes]:
    """Yield the lines of the file one by one: all at once take as much memory as the bitext itself."""
    head: dict[str, object] = {"format": KIND, "version": VERSION}
    head |= {name: getattr(bitext, name) for name in _HEAD_MEMBERS}
    head["provenance"] = encode(bitext.provenance)
    head["signature"] = bitext.provenance.signature()
    for line in chain([head], map(_unit_line, bitext.units)):
        yield f"{_dump(line)}\n".encode()


def read_bitext(path: Path) -> Bitext:
    """Return the bitext that a JSONL file holds, equal to the one that was written.

    Raises:
        BitextError: the file cannot be read, or a line is not what `write` makes; with the line.
    """
    from translate_pipe.bilingual.source import read_lines

    return collect(read_lines(path), path)


def parse_bitext(content: bytes, path: Path) -> Bitext:
    """Return the bitext that the content of a JSONL file holds.

    Raises:
        BitextError: a line is not what `write` makes; with the line.
    """
    from translate_pipe.bilingual.source import split_lines

    return collect(split_lines(content, path), path)


@dataclass(frozen=True, slots=True)
class _Head:
    """What the first line says."""

    article: str
    source_locale: str
    target_locale: str
    provenance: Provenance


def collect(texts: Iterable[str], path: Path) -> Bitext:
    """Return the bitext of the lines of a file; however many they are, few are in memory at a time.

    Raises:
        BitextError: a line is not what `write` makes; with the line.
    """
    lines = _lines(texts, path)
    head = _decode_at(_Head, next(lines)[1], path, 1)
    assert isinstance(head, _Head)
    units = Spool(_read_unit(line, path, number) for number, line in lines)
    return Bitext(head.article, head.source_locale, head.target_locale, units.settle(), head.provenance)


def _read_unit(line: dict[str, object], path: Path, number: int) -> TranslationUnit:
    segment = line.get("segment")
    if not isinstance(segment, dict):
        raise _unlike(path, number, "there is no member 'segment'")
    whole = {**line, "segment": {**segment, **{name: line.get(name) for name in _SEGMENT_MEMBERS}}}
    unit = _decode_at(TranslationUnit, whole, path, number)
    assert isinstance(unit, TranslationUnit)
    return unit


def read(content: bytes, path: Path) -> BilingualFile:
    """Return the rows of a JSONL file; members that people edit are all that its lines must have.

    Raises:
        BitextError: a line is no JSON object or lacks a member; with the line.
    """
    from translate_pipe.bilingual.source import split_lines

    lines = _lines(split_lines(content, path), path)
    _, head = next(lines)
    texts = {name: str(head.get(name) or "") for name in (*_HEAD_MEMBERS, "signature")}
    rows = tuple(_row(line, path, number) for number, line in lines)
    return BilingualFile(
        path,
        "jsonl",
        rows,
        article=texts["article"],
        source_locale=texts["source_locale"],
        target_locale=texts["target_locale"],
        provenance=texts["signature"] or _signature(head.get("provenance")),
    )


def _signature(provenance: object) -> str:
    try:
        value = decode(Provenance, provenance, "provenance")
    except MismatchError:
        return ""
    assert isinstance(value, Provenance)
    return value.signature()


def _unit_line(unit: TranslationUnit) -> dict[str, object]:
    members = encode(unit)
    assert isinstance(members, dict)
    segment = members.pop("segment")
    line: dict[str, object] = {name: segment.pop(name) for name in _SEGMENT_MEMBERS}
    line |= {name: getattr(unit, name) for name in _EDITABLE_MEMBERS}
    line["fingerprint"] = unit_fingerprint(unit)
    line["segment"] = segment
    return line | {name: value for name, value in members.items() if name not in line}


def _dump(line: dict[str, object]) -> str:
    try:
        text = json.dumps(line, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise BitextError(f"segment {line.get('number')} has a score that is no number") from error
    return _FRAGILE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _lines(texts: Iterable[str], path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the head and then the other lines that are not blank, each with its number."""
    found = (
        (number, _parse(text, path, number)) for number, text in enumerate(texts, start=1) if text.strip()
    )
    number, head = next(found, (1, {}))
    if head.get("format") != KIND:
        raise BitextError(f"the first line does not say {KIND!r}", path=path, line=1)
    if head.get("version") != VERSION:
        raise BitextError(f"version {head.get('version')!r} of the format is unknown here", path=path, line=1)
    yield number, head
    yield from found


def _parse(line: str, path: Path, number: int) -> dict[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BitextError(f"no JSON: {error}", path=path, line=number) from None
    if not isinstance(value, dict):
        raise _unlike(path, number, "it is no object")
    return value


def _row(line: dict[str, object], path: Path, number: int) -> BilingualRow:
    whole = {"place": f"{path}:{number}", **{name: line.get(name) for name in ("id", "source", "target")}}
    whole["comment"] = line.get("comment")
    if whole["target"] is None:
        whole |= {"target": "", "has_target": False}
    for name in ("number", "state", "fingerprint"):
        if line.get(name) is not None:
            whole[name] = line[name]
    whole["marks"] = line.get("target_marks", [])
    segment = line.get("segment")
    whole["source_marks"] = segment.get("marks", []) if isinstance(segment, dict) else None
    row = _decode_at(BilingualRow, whole, path, number)
    assert isinstance(row, BilingualRow)
    return row


def _decode_at(kind: type, value: object, path: Path, line: int) -> object:
    try:
        return decode(kind, value, "")
    except MismatchError as mismatch:
        raise _unlike(path, line, str(mismatch)) from None


def _unlike(path: Path, line: int, problem: str) -> BitextError:
    return BitextError(f"this is no line of a bitext: {problem}", path=path, line=line)

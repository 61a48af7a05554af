"""XLIFF 1.2 and 2: what nobody has translated is translated; every other byte stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from translate_pipe.article.build import MarkNames, build_document
from translate_pipe.article.encoding import Decoded, decode
from translate_pipe.article.exchange import Fill, check_language, find_fills, least_state
from translate_pipe.article.xliff_inline import Inline, read_inline
from translate_pipe.article.xliff_scan import Part, Unit, XliffFile, scan_xliff
from translate_pipe.article.xml_scan import Node, change_tag, written_name
from translate_pipe.errors import ArticleError, UnsuitableError
from translate_pipe.model import Document, TranslationUnit, UnitState
from translate_pipe.states import LEAST_FIRST, WRITTEN

_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")


@dataclass(frozen=True, slots=True)
class _Edit:
    """Bytes that take the place of those from `start` to `end`."""

    start: int
    end: int
    markup: str


@dataclass(frozen=True, slots=True)
class _Done:
    """The markup of a part's translation, and how far it is."""

    markup: str
    state: UnitState


def read_xliff(content: bytes, *, name: str, encoding: str | None) -> Document:
    """Return the sources that have no translation, a block for each paragraph of each segment.

    Raises:
        UnsuitableError: everything in it has a translation or is locked.
        ArticleError: the file is damaged or no XLIFF.
    """
    decoded = _decode(content, name, encoding)
    markup = decoded.text.encode()
    file = scan_xliff(markup, name=name)
    contents = [
        paragraph.content
        for _, parts in _read_units(file, markup, decoded)
        for _, inline in parts
        for paragraph in inline.paragraphs
    ]
    if not contents:
        raise UnsuitableError(
            "has no unit left to translate", path=name,
            remedy="empty the targets of those that are to be translated",
        )  # fmt: skip
    return build_document(contents, name=name, format_name="xliff", encoding=decoded.encoding, origin=content)


def write_xliff(document: Document, units: Sequence[TranslationUnit], *, target_locale: str) -> bytes:
    """Return the file with the translations in it, each with a state that says whether a person has seen it.

    Raises:
        ArticleError: the units belong to another article.
    """
    return _write(document, units, target_locale)[0]


def count_open_units(document: Document, units: Sequence[TranslationUnit], *, target_locale: str) -> int:
    """Return how many segments still have no translation when the file is written."""
    return _write(document, units, target_locale)[1]


def check_xliff(document: Document, source_locale: str, target_locale: str) -> None:
    """Refuse a file that names another source or target language.

    Raises:
        UnsuitableError: it does.
    """
    decoded = _decode(document.origin, document.name, document.encoding)
    file = scan_xliff(decoded.text.encode(), name=document.name)
    for node in file.languages:
        for key, side, wanted in zip(
            file.language_keys, ("source", "target"), (source_locale, target_locale), strict=True
        ):
            check_language(node.attributes.get(key, ""), wanted, side=side, name=document.name)


def _decode(content: bytes, name: str, encoding: str | None) -> Decoded:
    declared = _ENCODING.match(content)
    decoded = decode(
        content, name=name, encoding=encoding, declared=declared[1].decode() if declared else None
    )
    if decoded.mark + decoded.text.encode(decoded.encoding) != content:
        raise ArticleError(
            f"cannot be given back as it is in {decoded.encoding}", path=name, remedy="save it as UTF-8"
        )
    return decoded


def _read_units(
    file: XliffFile, markup: bytes, decoded: Decoded
) -> Iterator[tuple[Unit, list[tuple[Part, Inline]]]]:
    names = MarkNames()
    # Where the encoding lacks a letter it is written by its number, and CDATA has no such numbers.
    wide = decoded.encoding.startswith("utf")
    for number, unit in enumerate(file.units):
        parts = [
            (part, read_inline(part, markup, f"{number}.{place}", names, cdata=wide))
            for place, part in enumerate(unit.parts)
        ]
        yield unit, parts


def _write(document: Document, units: Sequence[TranslationUnit], locale: str) -> tuple[bytes, int]:
    decoded = _decode(document.origin, document.name, document.encoding)
    markup = decoded.text.encode()
    file = scan_xliff(markup, name=document.name)
    fills = find_fills(document, units)
    edits: list[_Edit] = []
    still_open = sum(len(unit.parts) for unit in file.units)
    languages: dict[int, Node] = {}
    for owned in _by_owner(_read_units(file, markup, decoded)):
        done = [
            {part: text for part, inline in parts if (text := _fill(inline, fills))} for _, parts in owned
        ]
        leaks = any(inline.leaks for _, parts in owned for _, inline in parts)
        if leaks and any(len(texts) < len(unit.parts) for texts, (unit, _) in zip(done, owned, strict=True)):
            continue  # a code that begins in one segment and ends in another must not lose its other half
        for texts, (unit, _) in zip(done, owned, strict=True):
            if texts:
                edits += _edit_unit(unit, texts, markup)
                languages[unit.language.start] = unit.language
                still_open -= len(texts)
    if not edits:
        return document.origin, still_open
    source_key, target_key = file.language_keys
    for node in languages.values():
        if not node.attributes.get(target_key, "").strip():
            edits.append(_name_language(node, markup, source_key, target_key, locale))
    return _encode(_apply(markup, edits), decoded), still_open


def _by_owner(
    read: Iterator[tuple[Unit, list[tuple[Part, Inline]]]],
) -> Iterator[list[tuple[Unit, list[tuple[Part, Inline]]]]]:
    """Yield together what one unit of XLIFF 2 has as several segments."""
    owned: list[tuple[Unit, list[tuple[Part, Inline]]]] = []
    for unit, parts in read:
        if owned and owned[-1][0].owner is not unit.owner:
            yield owned
            owned = []
        owned.append((unit, parts))
    if owned:
        yield owned


def _fill(inline: Inline, fills: Mapping[str, Fill]) -> _Done | None:
    """Return the translation of a part; None if one of its paragraphs has none, or a code would be lost."""
    used = [fills.get(paragraph.content.address) for paragraph in inline.paragraphs]
    filled = [fill for fill in used if fill is not None]
    if not filled or len(filled) < len(used):
        return None
    written = inline.write([fill.target for fill in filled])
    return None if written is None else _Done(written, least_state(filled))


def _edit_unit(unit: Unit, texts: Mapping[Part, _Done], markup: bytes) -> Iterator[_Edit]:
    """Yield what puts the translations of a unit into the file."""
    states = [done.state for done in texts.values()]
    complete = len(texts) == len(unit.parts)
    words = WRITTEN[unit.vocabulary]
    state, qualifier = words[min(states, key=LEAST_FIRST.index) if complete else "untranslated"]
    attributes: dict[str, str | None] = {}
    if unit.vocabulary == "xliff":
        attributes = {"state": state, "state-qualifier": qualifier or None}
    elif unit.vocabulary == "mqxliff" and complete:
        tag = _tag(unit.owner, markup)
        yield _retag(unit.owner, markup, {written_name(tag, "status"): state})
    for part, done in texts.items():
        word, sub_word = words[done.state]
        if part.state is not None and unit.vocabulary == "sdlxliff":
            yield _retag(part.state, markup, {"conf": word})
        elif part.state is not None and unit.vocabulary == "xliff2":
            yield _retag(part.state, markup, {"state": word, "subState": sub_word or None})
        if part.place is not None:
            yield _refill(part.place, markup, done.markup, {})
    if any(part.place is not None for part in texts):
        if unit.target is not None and attributes:
            yield _retag(unit.target, markup, attributes)
        return
    content = _build_content(unit, texts, markup)
    if unit.target is not None:
        yield _refill(unit.target, markup, content, attributes)
        return
    prefix = re.match(r"<([^\s/>]*:)?", _tag(unit.behind, markup))
    name = (prefix[1] or "" if prefix else "") + "target"
    yield _Edit(
        unit.behind.end, unit.behind.end,
        _space_before(unit.behind, markup) + change_tag(f"<{name}>", attributes) + content + f"</{name}>",
    )  # fmt: skip


def _build_content(unit: Unit, texts: Mapping[Part, _Done], markup: bytes) -> str:
    """Return the content of a target: that of its pattern with the translations in it."""
    if unit.segments == [unit.pattern]:
        return next(iter(texts.values())).markup
    by_source = {part.source.start: done.markup for part, done in texts.items()}
    position, built = unit.pattern.opened, ""
    for segment in unit.segments:
        built += markup[position : segment.opened].decode() + by_source.get(segment.start, "")
        position = segment.closing
    return built + markup[position : unit.pattern.closing].decode()


def _tag(node: Node, markup: bytes) -> str:
    return markup[node.start : node.opened].decode()


def _retag(node: Node, markup: bytes, attributes: Mapping[str, str | None]) -> _Edit:
    return _Edit(node.start, node.opened, change_tag(_tag(node, markup), attributes))


def _refill(node: Node, markup: bytes, content: str, attributes: Mapping[str, str | None]) -> _Edit:
    tag = _tag(node, markup)
    found = re.match(r"<([^\s/>]+)", tag)
    ending = markup[node.closing : node.end].decode() or f"</{found[1] if found else node.local}>"
    return _Edit(node.start, node.end, change_tag(tag, attributes, empty=False) + content + ending)


def _space_before(node: Node, markup: bytes) -> str:
    """Return the white space between an element and what stands before it, "" if there is text."""
    start = node.start
    while start and markup[start - 1] in b" \t\r\n":
        start -= 1
    return markup[start : node.start].decode() if markup[start - 1 : start] == b">" else ""


def _name_language(node: Node, markup: bytes, source_key: str, target_key: str, locale: str) -> _Edit:
    """Say which language the targets are in, right behind that of the sources."""
    tag = _tag(node, markup)
    if target_key in node.attributes:
        return _retag(node, markup, {target_key: locale})
    named = re.sub(
        rf"""(\s{source_key}\s*=\s*(["'])[^"']*\2)""", rf'\1 {target_key}="{locale}"', tag, count=1
    )
    return _Edit(node.start, node.opened, named if named != tag else change_tag(tag, {target_key: locale}))


def _apply(markup: bytes, edits: Sequence[_Edit]) -> bytes:
    parts: list[bytes] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [markup[position : edit.start], edit.markup.encode()]
        position = edit.end
    return b"".join([*parts, markup[position:]])


def _encode(markup: bytes, decoded: Decoded) -> bytes:
    """Return the file in its encoding; letters that it lacks are written by their numbers."""
    if decoded.encoding == "utf-8":
        return decoded.mark + markup
    return decoded.mark + markup.decode().encode(decoded.encoding, "xmlcharrefreplace")

"""PO catalogues: messages without a translation are translated; every other byte stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel.messages.pofile import normalize

from translate_pipe.article.build import MarkNames, build_document
from translate_pipe.article.encoding import Decoded, decode, encode
from translate_pipe.article.exchange import Fill, check_language, find_fills, least_state
from translate_pipe.article.message import Paragraph, is_choice, read_message, write_message
from translate_pipe.article.po_plural import (
    TEMPLATE_NUMBERS,
    PluralRule,
    find_count,
    parse_rule,
    put_number,
    representatives,
    rule_of,
    take_number,
)
from translate_pipe.article.po_scan import PoEntry, scan_po
from translate_pipe.errors import UnsuitableError, UsageError
from translate_pipe.model import Document, Span, TranslationUnit

_CHARSET = re.compile(rb"charset=([\w.:-]+)")
_HEADER_CHARSET = re.compile(r"(charset=)[\w.:-]+")
# Source: gettext's manual, "Wrapping": lines of at most 79 columns, unless the catalogue has longer ones.
_WIDTH = 79


@dataclass(frozen=True, slots=True)
class _Form:
    """A text to translate for one `msgstr`: `number` is in the place of the placeholder `count`."""

    address: str
    text: str
    paragraphs: list[Paragraph]
    number: int = 0
    count: str = ""
    source: str = ""


def read_po(content: bytes, *, name: str, encoding: str | None) -> Document:
    """Return the messages of a catalogue that have no translation, a block for each paragraph.

    Of a plural message each form is asked for with a number that takes it: 1 file, 2 files, 5 files.

    Raises:
        UnsuitableError: every message has a translation.
        ArticleError: the catalogue is damaged.
    """
    decoded = _decode(content, name, encoding)
    entries = scan_po(decoded.text, name=name)
    contents = [
        paragraph.content
        for _, forms in _find_open(entries)
        for form in forms
        for paragraph in form.paragraphs
    ]
    if not contents:
        raise UnsuitableError(
            "has no message left to translate", path=name,
            remedy="empty the msgstr of those that are to be translated",
        )  # fmt: skip
    return build_document(contents, name=name, format_name="po", encoding=decoded.encoding, origin=content)


def write_po(document: Document, units: Sequence[TranslationUnit], *, target_locale: str) -> bytes:
    """Return the catalogue with the translations in it; those that nobody has reviewed are marked fuzzy.

    Raises:
        ArticleError: the catalogue is in another language, or the units belong to another article.
    """
    return _write(document, units, target_locale)[0]


def count_open(document: Document, units: Sequence[TranslationUnit], *, target_locale: str) -> int:
    """Return how many messages still have no translation when the catalogue is written."""
    return _write(document, units, target_locale)[1]


def check_po(document: Document, source_locale: str, target_locale: str) -> None:
    """Refuse a catalogue whose header names another source or target language.

    Raises:
        UnsuitableError: it does.
    """
    decoded = _decode(document.origin, document.name, document.encoding)
    headers = _headers(scan_po(decoded.text, name=document.name))
    check_language(headers.get("X-Source-Language", ""), source_locale, side="source", name=document.name)
    check_language(headers.get("Language", ""), target_locale, side="target", name=document.name)


def _decode(content: bytes, name: str, encoding: str | None) -> Decoded:
    declared = _CHARSET.search(content)
    return decode(content, name=name, encoding=encoding, declared=declared[1].decode() if declared else None)


def _headers(entries: Sequence[PoEntry]) -> dict[str, str]:
    """Return the fields of the header, which is the message whose `msgid` is empty."""
    header = next((entry for entry in entries if not entry.texts["msgid"]), None)
    lines = header.forms[0].split("\n") if header is not None else []
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}


def _find_open(entries: Sequence[PoEntry]) -> Iterator[tuple[int, list[_Form]]]:
    """Yield the place of each message without a translation, and what is to be translated for it."""
    rule = _rule(_headers(entries))
    names = MarkNames()
    for place, entry in enumerate(entries):
        if not entry.texts["msgid"] or any(entry.forms) or is_choice(entry.texts["msgid"]):
            continue
        if "msgid_plural" in entry.texts:
            forms = _plural_forms(entry, place, rule, names)
        else:
            text = entry.texts["msgid"]
            forms = [_Form(f"{place}", text, read_message(text, f"{place}", names))]
        if forms and all(form.paragraphs for form in forms):
            yield place, forms


def _rule(headers: Mapping[str, str]) -> PluralRule | None:
    """Return the rule of the catalogue, or of its language; a template has neither."""
    stated = parse_rule(headers.get("Plural-Forms", ""))
    language = headers.get("Language", "").partition("@")[0]
    try:
        return stated or (rule_of(language) if language else None)
    except UsageError:
        return None


def _plural_forms(entry: PoEntry, place: int, rule: PluralRule | None, names: MarkNames) -> list[_Form]:
    """Return a form for each number that is asked for, none where it is unclear which placeholder counts."""
    singular, plural = entry.texts["msgid"], entry.texts["msgid_plural"]
    count = find_count(plural)
    if count is None:
        return []
    counts = not count or count in singular
    numbers: Sequence[int] = TEMPLATE_NUMBERS if counts else (*TEMPLATE_NUMBERS, 21)
    if rule is not None:
        numbers = representatives(rule, singular_counts=counts) or ()
    forms = []
    for number in numbers:
        source = singular if number == 1 else plural
        text = put_number(source, count, number)
        address = f"{place}n{number}"
        forms.append(_Form(address, text, read_message(text, address, names), number, count, source))
    return forms


def _write(document: Document, units: Sequence[TranslationUnit], locale: str) -> tuple[bytes, int]:
    decoded = _decode(document.origin, document.name, document.encoding)
    entries = scan_po(decoded.text, name=document.name)
    fills = find_fills(document, units)
    newline = "\r\n" if "\r\n" in decoded.text else "\n"
    width = max([_WIDTH, *(len(line) for line in decoded.text.splitlines() if line.startswith('"'))])
    edits: list[tuple[Span, str]] = []
    plurals = False
    own_rule = _rule(_headers(entries)) is not None
    open_messages = sum(1 for entry in entries if entry.texts["msgid"] and not all(entry.forms))
    for place, forms in _find_open(entries):
        filled = _fill_forms(forms, fills, entries[place], None if own_rule else rule_of(locale))
        if filled is None:
            continue
        targets, used = filled
        open_messages -= 1
        plurals = plurals or len(forms) > 1
        several = "msgid_plural" in entries[place].texts
        keyed = [f"msgstr[{number}]" for number in range(len(targets))] if several else ["msgstr"]
        lines = [
            f"{key} {normalize(target, width=width)}" for key, target in zip(keyed, targets, strict=True)
        ]
        edits.append((entries[place].targets, "\n".join(lines).replace("\n", newline)))
        if least_state(used) not in ("recalled", "reviewed"):
            edits += _fuzzy(entries[place], decoded.text, newline)
    if not edits:
        return document.origin, open_messages
    edits += _header_edits(entries, decoded.text, locale, plurals)
    return _encode(_apply(decoded.text, edits), decoded), open_messages


def _fill_forms(
    forms: Sequence[_Form], fills: dict[str, Fill], entry: PoEntry, rule: PluralRule | None
) -> tuple[list[str], list[Fill]] | None:
    """Return the targets of one message in the order of its forms, None where one is missing or unclear.

    Args:
        rule: what chooses among the numbers that a template was asked for; None where each form has its own.
    """
    used: list[Fill] = []
    made: dict[int, str] = {}
    for form in forms:
        own = [fills.get(paragraph.content.address) for paragraph in form.paragraphs]
        found = [fill for fill in own if fill is not None]
        text = write_message(form.text, form.paragraphs, [fill.target for fill in found]) if all(own) else ""
        taken = take_number(text, form.count, form.number, source=form.source)
        if not taken:
            return None
        used += found
        made[form.number] = taken
    if rule is None or "msgid_plural" not in entry.texts:
        return list(made.values()), used
    # The highest number of a form is one that its text names: 21 of 1 and 21, where "One file" says no 21.
    chosen = [max((n for n in made if rule.choose(n) == form), default=0) for form in range(rule.count)]
    return ([made[number] for number in chosen], used) if all(chosen) else None


def _fuzzy(entry: PoEntry, text: str, newline: str) -> list[tuple[Span, str]]:
    """Return what marks a message as a draft: programs do not use it, translators are shown it first."""
    if "fuzzy" in entry.flag_words:
        return []
    if entry.flags is None:
        return [(Span(entry.head, entry.head), f"#, fuzzy{newline}")]
    words = entry.flags.of(text)[2:].strip()
    return [(entry.flags, f"#, fuzzy, {words}" if words else "#, fuzzy")]


def _header_edits(
    entries: Sequence[PoEntry], text: str, locale: str, plurals: bool
) -> list[tuple[Span, str]]:
    """Return what fills the blanks that a template leaves in its header: language, plural forms, encoding."""
    header = next((entry for entry in entries if not entry.texts["msgid"]), None)
    if header is None:
        return []
    written = header.targets.of(text)
    named = re.sub(r'("Language: *)(\\n")', rf"\g<1>{locale.replace('-', '_')}\g<2>", written, count=1)
    named = named.replace('"Language:' + locale.replace("-", "_"), '"Language: ' + locale.replace("-", "_"))
    named = named.replace("charset=CHARSET", "charset=UTF-8")
    rule = rule_of(locale) if plurals else None
    if rule is not None:
        named = re.sub(
            r'"Plural-Forms: *nplurals=INTEGER; plural=EXPRESSION;?\\n"',
            lambda _: f'"Plural-Forms: {rule.text}\\n"',
            named,
        )
    return [(header.targets, named)] if named != written else []


def _encode(text: str, decoded: Decoded) -> bytes:
    """Return the bytes of the catalogue; UTF-8 if its encoding cannot hold the text."""
    content, used = encode(text, decoded.encoding, decoded.mark)
    if used == decoded.encoding:
        return content
    return _HEADER_CHARSET.sub(r"\g<1>UTF-8", text, count=1).encode()


def _apply(text: str, edits: Sequence[tuple[Span, str]]) -> str:
    parts: list[str] = []
    position = 0
    for span, replacement in sorted(edits, key=lambda edit: edit[0]):
        parts += [text[position : span.start], replacement]
        position = span.end
    return "".join([*parts, text[position:]])

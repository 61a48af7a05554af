"""The text of a message of a program goes in, its paragraphs with what must be copied come out; and back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipe.article.build import Content, MarkNames
from translate_pipe.article.weave import BlockTarget, walk
from translate_pipe.model import Mark, Span

# Source: printf(3) and the formats that xgettext knows; what segments protect anyway is among it.
FORMATS = re.compile(
    r"%(?:\(\w+\)|\d+\$)?[-+0#' ]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|L|q|j|z|t)?"
    r"[diouxXeEfFgGcrsapn@](?!\w)"
    r"|%%|%n|%L?\d(?!\d)|%<\w+>s|%\{\w+\}|\$?\{\{?[\w.:!%-]*\}?\}"
)
_PARAGRAPHS = re.compile(r"\n(?:[ \t]*\n)+")
# Messages that choose among forms by a syntax of their own cannot be filled sentence by sentence.
_CHOICES = re.compile(r"\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,")
_ACCELERATOR = re.compile(r"(?<!\w)([&_])(?=\w)(?!\w+;)|(?<=[A-Za-z])([&_])(?=[a-z])(?!\w+;)")
_LONGEST_LABEL = 60
_WORD = re.compile(r"(?<![\w%{$<&])[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of a message that is one block; `sign` marks the key of a menu (`_File`, `&File`)."""

    span: Span
    content: Content
    sign: str = ""


def is_choice(text: str) -> bool:
    """Tell whether a message is ICU's syntax for plurals or genders, `{n, plural, …}`."""
    return _CHOICES.search(text) is not None


def read_message(text: str, address: str, names: MarkNames) -> list[Paragraph]:
    """Return the paragraphs of a message that hold a letter to translate, addressed `address:number`."""
    sign = _accelerator(text)
    found: list[Paragraph] = []
    position = 0
    for stop in [*_PARAGRAPHS.finditer(text), None]:
        end = len(text) if stop is None else stop.start()
        body = text[position:end]
        start = position + len(body) - len(body.lstrip())
        span = Span(start, max(start, position + len(body.rstrip())))
        position = end if stop is None else stop.end()
        inner = span.of(text).replace(sign, "", 1) if sign else span.of(text)
        if any(char.isalpha() for char in FORMATS.sub("", inner)):
            content = _content(inner, f"{address}:{len(found)}", names)
            found.append(Paragraph(span, content, sign))
    return found


def write_message(text: str, paragraphs: Sequence[Paragraph], targets: Sequence[BlockTarget]) -> str:
    """Return the message with n targets in the place of its n paragraphs."""
    parts: list[str] = []
    position = 0
    for paragraph, target in zip(paragraphs, targets, strict=True):
        parts += [text[position : paragraph.span.start], _written(paragraph, target)]
        position = paragraph.span.end
    return "".join([*parts, text[position:]])


def _content(text: str, address: str, names: MarkNames) -> Content:
    marks = tuple(
        Mark(names.name("break"), "break", Span(place, place + 1))
        for place, char in enumerate(text)
        if char == "\n"
    )
    protected = tuple(Span(*found.span()) for found in FORMATS.finditer(text))
    return Content("paragraph", text, address, marks, protected)


def _written(paragraph: Paragraph, target: BlockTarget) -> str:
    parts = ["\n" if event.kind == "point" else event.text for event in walk(target.text, target.marks)]
    text = re.sub(r" *\n *", "\n", "".join(parts))
    first = _WORD.search(text) if paragraph.sign else None
    return text if first is None else text[: first.start()] + paragraph.sign + text[first.start() :]


def _accelerator(text: str) -> str:
    """Return the sign before the letter that is the key of a menu entry or a button, if there is just one."""
    if len(text) > _LONGEST_LABEL or "\n" in text:
        return ""
    found = list(_ACCELERATOR.finditer(text))
    signs = [match.group(1) or match.group(2) for match in found]
    if len(found) != 1 or text.count(signs[0]) != 1:
        return ""
    # A name of a program has an underscore inside (file_name), where no key of a menu stands in a label.
    inside = found[0].group(2) == "_"
    return "" if inside and not text[:1].isupper() else signs[0]

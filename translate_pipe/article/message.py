"""The text of a message of a program goes in, its paragraphs with what must be copied come out; and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from translate_pipe.article.build import Content, MarkNames, order_marks
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


@dataclass(frozen=True, slots=True)
class Code:
    """An inline code: the markup around its text, or (`closing` is empty) all of it.

    `shown` is what stands in the text for a code that itself stands for a word.
    """

    opening: str
    closing: str = ""
    shown: str = ""

    def written(self, kind: str) -> str:
        """Return the markup of an event of `walk`: `open`, `close`, or `point` for both."""
        if kind == "point":
            return self.opening + self.closing
        return self.opening if kind == "open" else self.closing


_NO_CODES: Mapping[str, Code] = {}


def is_choice(text: str) -> bool:
    """Tell whether a message is ICU's syntax for plurals or genders, `{n, plural, …}`."""
    return _CHOICES.search(text) is not None


def read_message(
    text: str, address: str, names: MarkNames, *, marks: Sequence[Mark] = (), protected: Sequence[Span] = ()
) -> list[Paragraph]:
    """Return the paragraphs of a message that hold a letter to translate, addressed `address:number`.

    Args:
        marks: inline codes in the order in which they close; a message that has some is one paragraph.
        protected: stretches of it that must be copied, besides the placeholders that are found.
    """
    if marks:
        span = Span(0, len(text))
        content = _content(text, f"{address}:0", names, marks, protected)
        return [Paragraph(span, content)] if _has_words(text, protected) else []
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
        if _has_words(inner, ()):
            content = _content(inner, f"{address}:{len(found)}", names, (), ())
            found.append(Paragraph(span, content, sign))
    return found


def write_message(
    text: str,
    paragraphs: Sequence[Paragraph],
    targets: Sequence[BlockTarget],
    *,
    codes: Mapping[str, Code] = _NO_CODES,
    escape: Callable[[str], str] = str,
) -> str:
    """Return the message with n targets in the place of its n paragraphs.

    Args:
        codes: what the marks of inline codes stand for, by their ids.
        escape: makes markup of plain text.
    """
    parts: list[str] = []
    position = 0
    for paragraph, target in zip(paragraphs, targets, strict=True):
        parts += [escape(text[position : paragraph.span.start]), _written(paragraph, target, codes, escape)]
        position = paragraph.span.end
    return "".join([*parts, escape(text[position:])])


def _has_words(text: str, protected: Sequence[Span]) -> bool:
    for span in protected:
        text = text[: span.start] + " " * len(span) + text[span.end :]
    return any(char.isalpha() for char in FORMATS.sub("", text))


def _content(
    text: str, address: str, names: MarkNames, marks: Sequence[Mark], protected: Sequence[Span]
) -> Content:
    stood_for = {place for mark in marks if mark.kind == "break" for place in range(*_ends(mark.span))}
    breaks = [
        Mark(names.name("break"), "break", Span(place, place + 1))
        for place, char in enumerate(text)
        if char == "\n" and place not in stood_for
    ]
    found = [Span(*match.span()) for match in FORMATS.finditer(text)]
    held = [*protected, *(span for span in found if not any(span.overlaps(own) for own in protected))]
    ordered = order_marks([*marks, *breaks]) if marks else breaks
    return Content("paragraph", text, address, tuple(ordered), tuple(sorted(held)))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _written(
    paragraph: Paragraph, target: BlockTarget, codes: Mapping[str, Code], escape: Callable[[str], str]
) -> str:
    parts: list[str] = []
    run: list[str] = []

    def close_run() -> None:
        parts.append(escape(re.sub(r" *\n *", "\n", "".join(run))))
        run.clear()

    hidden = ""
    for event in walk(target.text, target.marks):
        code = codes.get(event.mark.id) if event.mark is not None else None
        if hidden and (code is None or code.shown):
            # The code stands for these words.
            hidden = "" if event.mark is not None and event.mark.id == hidden else hidden
        elif code is None:
            run.append(event.text if event.kind == "text" else "\n")
        else:
            close_run()
            parts.append(code.written(event.kind))
            hidden = event.mark.id if code.shown and event.kind == "open" and event.mark else hidden
    close_run()
    text = "".join(parts)
    first = _WORD.search(text) if paragraph.sign else None
    return text if first is None else text[: first.start()] + escape(paragraph.sign) + text[first.start() :]


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

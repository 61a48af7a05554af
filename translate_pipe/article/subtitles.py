"""SRT and VTT: the text of each cue is translated; numbers, times, settings and notes stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from translate_pipe.article.build import Content, MarkNames, build_document
from translate_pipe.article.encoding import decode, encode
from translate_pipe.article.html_inline import HtmlSlot, read_run
from translate_pipe.article.html_scan import Piece
from translate_pipe.article.weave import BlockTarget, walk
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Span

# Source: the width that broadcasters' style guides give for Latin and Cyrillic subtitles.
_WIDTH = 42
_LINES = 2
_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_TIMES = re.compile(r"\s*(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}[ \t]+-->[ \t]+(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}")
_MARKUP = re.compile(
    r"<(/?)(i|b|u|s|c|v|lang|ruby|rt|font)(?=[\s.>/])[^<>\n]*>|<\d+:[\d:.]+>|\{\\[^{}\n]*\}", re.IGNORECASE
)
_DASH = re.compile(r"\s*[-–—‐]+\s*(?=\S)")
_DIALOGUE = re.compile(r"(?:<[^<>]*>|\{[^{}]*\})*\s*[-–—‐]")
_SPACE = re.compile(r"[ \t\r\n]")


def read_subtitles(content: bytes, *, name: str, encoding: str | None, format_name: str) -> Document:
    """Return the subtitles with a block for each cue, or for each speaker of a cue with a dialogue.

    Raises:
        ArticleError: no cue is found.
    """
    decoded = decode(content, name=name, encoding=encoding)
    slots = _find_slots(decoded.text)
    if not any(_TIMES.match(line.group(1)) for line in _LINE.finditer(decoded.text)):
        raise ArticleError(
            f"has no cue as {format_name.upper()} files have",
            path=name,
            remedy="a cue begins with a line such as 00:01:02,500 --> 00:01:04,000",
        )
    contents = [
        Content("cue", slot.text, str(number), tuple(slot.marks), tuple(slot.protected))
        for number, slot in enumerate(slots)
    ]
    return build_document(
        contents, name=name, format_name=format_name, encoding=decoded.encoding, origin=content
    )


def write_subtitles(document: Document, targets: Sequence[BlockTarget]) -> bytes:
    """Return the file with the target of each cue in its place, broken into lines of about 42 columns."""
    decoded = decode(document.origin, name=document.name, encoding=document.encoding)
    newline = "\r\n" if "\r\n" in decoded.text else "\n"
    parts: list[str] = []
    position = 0
    for slot, target in zip(_find_slots(decoded.text), targets, strict=True):
        if target.changed:
            parts += [decoded.text[position : slot.span.start]]
            parts += [_render(slot, target, decoded.text, document.format).replace("\n", newline)]
            position = slot.span.end
    text = "".join([*parts, decoded.text[position:]])
    return encode(text, document.encoding, decoded.mark)[0]


def _find_slots(text: str) -> list[HtmlSlot]:
    names = MarkNames()
    slots: list[HtmlSlot] = []
    for cue in _cues(text):
        slot = read_run(text, _pieces(text, cue), (), names)
        if slot is not None:
            slot.kind = "cue"
            slots.append(slot)
    return slots


def _cues(text: str) -> Iterator[Span]:
    """Yield the text of each cue, or each line of it if every line is another speaker's."""
    lines: list[Span] = []
    inside = False
    matches = list(_LINE.finditer(text))
    for number, match in enumerate(matches):
        following = matches[number + 1].group(1) if number + 1 < len(matches) else ""
        times = _TIMES.match(match.group(1)) is not None
        is_number = match.group(1).strip().isdigit() and _TIMES.match(following) is not None
        if inside and match.group(1).strip() and not times and not is_number:
            lines.append(Span(*match.span(1)))
            continue
        yield from _divide(text, lines)
        lines, inside = [], times
    yield from _divide(text, lines)


def _divide(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    if not lines:
        return
    if len(lines) > 1 and all(_DIALOGUE.match(line.of(text)) for line in lines):
        yield from lines
    else:
        yield Span(lines[0].start, lines[-1].end)


def _pieces(text: str, cue: Span) -> list[Piece]:
    """Return the tags and texts of a cue; the dash of a speaker stands alone."""
    pieces: list[Piece] = []
    position = cue.start
    for match in _MARKUP.finditer(text, cue.start, cue.end):
        if match.start() > position:
            pieces += _text_pieces(text, Span(position, match.start()), first=not _has_text(pieces))
        if match.group(2) is None:
            pieces.append(Piece("other", "", Span(*match.span())))
        else:
            name, span = match.group(2).lower(), Span(*match.span())
            pieces.append(Piece("end", name, span) if match.group(1) else Piece("start", name, span))
        position = match.end()
    if position < cue.end:
        pieces += _text_pieces(text, Span(position, cue.end), first=not _has_text(pieces))
    return pieces


def _has_text(pieces: Sequence[Piece]) -> bool:
    return any(piece.kind == "text" for piece in pieces)


def _text_pieces(text: str, span: Span, *, first: bool) -> list[Piece]:
    dash = _DASH.match(text, span.start, span.end) if first else None
    if dash is None:
        return [Piece("text", "", span)]
    return [Piece("other", "", Span(*dash.span())), Piece("text", "", Span(dash.end(), span.end))]


def _render(slot: HtmlSlot, target: BlockTarget, source: str, format_name: str) -> str:
    original = slot.span.of(source)
    text = _break_lines(_SPACE.sub(" ", target.text), original)
    parts: list[str] = []
    for event in walk(text, target.marks):
        if event.kind == "text":
            parts.append(_escape(event.text, format_name))
        elif event.mark is not None:
            opener, closer = (span.of(source) for span in slot.raw[event.mark.id])
            parts += {"open": [opener], "close": [closer], "point": [opener, closer]}[event.kind]
    return "".join(parts).strip(" ")


def _escape(text: str, format_name: str) -> str:
    # An arrow would end the cue. SRT has no entities.
    return escape(text, quote=False) if format_name == "vtt" else text.replace("-->", "→")


def _break_lines(text: str, original: str) -> str:
    """Return the text with a line break for some spaces, the lower line rather the longer one.

    Text that fits on one line stays there; otherwise it gets two lines, or as many as the original had.
    """
    widths = [len(_MARKUP.sub("", line)) for line in original.splitlines()]
    width = max([_WIDTH, *(w for w in widths if len(widths) > 1)])
    count = max(_LINES, len(widths))
    position = 0
    while count > 1 and len(text) - position > width:
        rest = text[position:]
        ideal = len(rest) / count
        spaces = [i for i, char in enumerate(rest) if char == " " and 0 < i < len(rest) - 1]
        if not spaces:
            break
        place = min(spaces, key=lambda i: (max(i, (len(rest) - i) / (count - 1)), abs(i - ideal), i))
        text = f"{text[: position + place]}\n{text[position + place + 1 :]}"
        position += place + 1
        count -= 1
    return text

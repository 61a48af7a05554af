"""SRT and VTT: the text of each cue is translated; numbers, times, settings and notes stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from translate_pipe.article.build import Content, build_document
from translate_pipe.article.encoding import decode, encode
from translate_pipe.article.subtitle_cues import CUE_MARKUP, TIMES, CueRun, find_runs
from translate_pipe.article.weave import BlockTarget, walk
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Mark, Span

# Source: the width that broadcasters' style guides give for Latin and Cyrillic subtitles.
_WIDTH = 42
_LINES = 2
_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_SPACE = re.compile(r"[ \t\r\n]")


def read_subtitles(content: bytes, *, name: str, encoding: str | None, format_name: str) -> Document:
    """Return the subtitles with a block for each cue, for each speaker of a dialogue, for each long sentence.

    The cues that a sentence runs over are one block; a mark of the kind `break` stands where each but the
    first begins, and says which it is, when it is shown, and how many milliseconds a character has before and
    behind it (`pace`).

    Raises:
        ArticleError: no cue is found.
    """
    decoded = decode(content, name=name, encoding=encoding)
    runs = find_runs(decoded.text)
    if not any(TIMES.match(line.group(1)) for line in _LINE.finditer(decoded.text)):
        raise ArticleError(
            f"has no cue as {format_name.upper()} files have",
            path=name,
            remedy="a cue begins with a line such as 00:01:02,500 --> 00:01:04,000",
        )
    contents = [
        Content("cue", run.text, str(number), tuple(run.marks), tuple(run.protected))
        for number, run in enumerate(runs)
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
    for run, target in zip(find_runs(decoded.text), targets, strict=True):
        if not target.changed:
            continue
        for slot, share in zip(run.slots, _share(run, target), strict=True):
            parts += [decoded.text[position : slot.span.start]]
            rendered = _render(slot.span.of(decoded.text), run, share, decoded.text, document.format)
            parts += [rendered.replace("\n", newline)]
            position = slot.span.end
    text = "".join([*parts, decoded.text[position:]])
    return encode(text, document.encoding, decoded.mark)[0]


def _share(run: CueRun, target: BlockTarget) -> list[BlockTarget]:
    """Return what each cue of a run gets; markup over the end of one cue is closed and opened again."""
    placed = {mark.id: mark.span for mark in target.marks}
    cuts = [placed.get(name, Span(len(target.text), len(target.text))) for name in run.breaks]
    shares: list[BlockTarget] = []
    start = 0
    points: set[str] = set()
    for cut in [*cuts, Span(len(target.text), len(target.text))]:
        area = Span(start, max(cut.start, start))
        lead = len(area.of(target.text)) - len(area.of(target.text).lstrip())
        area = Span(min(area.start + lead, area.end), area.end)
        marks: list[Mark] = []
        for mark in target.marks:
            if mark.id in run.breaks:
                continue
            if mark.span and mark.span.overlaps(area):
                inside = Span(max(mark.span.start, area.start), min(mark.span.end, area.end))
                marks.append(replace(mark, span=inside.shift(-area.start)))
            elif not mark.span and mark.id not in points and mark.span.start <= max(cut.end, area.end):
                points.add(mark.id)
                place = min(max(mark.span.start, area.start), area.end) - area.start
                marks.append(replace(mark, span=Span(place, place)))
        shares.append(BlockTarget(area.of(target.text).rstrip(), tuple(marks), True))
        start = max(cut.end, start)
    return [replace(one, marks=_within(one)) for one in shares]


def _within(share: BlockTarget) -> tuple[Mark, ...]:
    """Return the marks cut to the text, whose end may have lost white space."""
    end = len(share.text)
    spans = [Span(min(mark.span.start, end), min(mark.span.end, end)) for mark in share.marks]
    return tuple(replace(mark, span=span) for mark, span in zip(share.marks, spans, strict=True))


def _render(original: str, run: CueRun, target: BlockTarget, source: str, format_name: str) -> str:
    text = _break_lines(_SPACE.sub(" ", target.text), original)
    parts: list[str] = []
    for event in walk(text, target.marks):
        if event.kind == "text":
            parts.append(_escape(event.text, format_name))
        elif event.mark is not None:
            opener, closer = (span.of(source) for span in run.raw[event.mark.id])
            parts += {"open": [opener], "close": [closer], "point": [opener, closer]}[event.kind]
    return "".join(parts).strip(" ")


def _escape(text: str, format_name: str) -> str:
    # An arrow would end the cue. SRT has no entities.
    return escape(text, quote=False) if format_name == "vtt" else text.replace("-->", "→")


def _break_lines(text: str, original: str) -> str:
    """Return the text with a line break for some spaces, the lower line rather the longer one.

    Text that fits on one line stays there; otherwise it gets two lines, or as many as the original had.
    """
    widths = [len(CUE_MARKUP.sub("", line)) for line in original.splitlines()]
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

"""The text of a subtitle file goes in; its cues come out, those that one sentence runs over together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from translate_pipe.article.build import MarkNames
from translate_pipe.article.html_inline import HtmlSlot, read_run
from translate_pipe.article.html_scan import Piece
from translate_pipe.model import Mark, Span

_STAMP = r"(?:(\d+):)?(\d{1,2}):(\d{2})[,.](\d{1,3})"
TIMES = re.compile(rf"\s*{_STAMP}[ \t]+-->[ \t]+{_STAMP}(.*)")
CUE_MARKUP = re.compile(
    r"<(/?)(i|b|u|s|c|v|lang|ruby|rt|font)(?=[\s.>/])[^<>\n]*>|<\d+:[\d:.]+>|\{\\[^{}\n]*\}", re.IGNORECASE
)
_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_DASH = re.compile(r"\s*[-–—‐]+\s*(?=\S)")
_DIALOGUE = re.compile(r"(?:<[^<>]*>|\{[^{}]*\})*\s*[-–—‐]")
_LABEL = re.compile(r"\s*([^\W\d_][^:\r\n]{0,40}?)(\s*[\[(][^\])\r\n]*[\])])?:(?=\s|\Z)\s*")
_SOUND = re.compile(r"\[[^\[\]]*\]:?|[♪♫♬♩]+|\((?=[^()]*[^\W\d_])[^()]*\):?")
_SPACE = re.compile(r"\s*")
_TAGS_KEPT = re.compile(r"<v[\s.][^<>\n]*>|\{\\[^{}\n]*\}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:。！？؟।♪][\"'”’»)\]]*\Z")
# How far apart two cues of one sentence may be, and how many there may be; in milliseconds and characters.
_LONGEST_PAUSE = 2500
_SHORT_PAUSE = 1000
_OVERLAP = 100
_MOST_CUES = 6
_LONGEST_RUN = 500
# Below this share of cues that end a sentence, a file has no punctuation to go by (automatic captions).
_PUNCTUATED = 0.2
# A capital letter begins no sentence only behind a cue of so many words; fewer may be a headline.
_FEWEST_WORDS = 4


@dataclass(slots=True)
class CueRun:
    """The cues of one block: a slot for each, their common text with marks, and the marks that part them."""

    slots: list[HtmlSlot]
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    protected: list[Span] = field(default_factory=list)
    raw: dict[str, tuple[Span, Span]] = field(default_factory=dict)
    breaks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cue:
    """What one line of times is for; `start` and `end` are milliseconds, `lines` the lines of its text."""

    name: str
    times: str
    settings: str
    start: int
    end: int
    lines: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One speaker's text in a cue; `before` and `behind` are what stands around it, tags of format apart."""

    cue: _Cue
    slot: HtmlSlot
    before: str
    behind: str
    signs: tuple[str, ...]
    alone: bool


def find_runs(text: str) -> list[CueRun]:
    """Return the translatable text of a subtitle file in source order."""
    names = MarkNames()
    parts = [part for cue in _find_cues(text) for part in _read_parts(text, cue, names)]
    spoken = [part.slot.text for part in parts if part is not None]
    ended = sum(1 for one in spoken if _SENTENCE_END.search(one))
    punctuated = ended >= _PUNCTUATED * len(spoken)
    runs: list[list[_Part]] = []
    last: _Part | None = None
    for part in parts:
        if part is not None:
            if last is not None and punctuated and _goes_on(runs[-1], part):
                runs[-1].append(part)
            else:
                runs.append([part])
        last = part
    return [_join(run, names) for run in runs]


def _find_cues(text: str) -> Iterator[_Cue]:
    lines = list(_LINE.finditer(text))
    head: tuple[str, re.Match[str]] | None = None
    body: list[Span] = []
    for number, line in enumerate(lines):
        following = lines[number + 1].group(1) if number + 1 < len(lines) else ""
        times = TIMES.match(line.group(1))
        is_number = line.group(1).strip().isdigit() and TIMES.match(following) is not None
        if head is not None and line.group(1).strip() and times is None and not is_number:
            body.append(Span(*line.span(1)))
            continue
        if head is not None:
            yield _make_cue(head, body)
        before = lines[number - 1].group(1).strip() if number else ""
        head, body = ((before, times) if times is not None else None), []
    if head is not None:
        yield _make_cue(head, body)


def _make_cue(head: tuple[str, re.Match[str]], body: Sequence[Span]) -> _Cue:
    name, times = head
    start, end = (
        ((int(times[first] or 0) * 60 + int(times[first + 1])) * 60 + int(times[first + 2])) * 1000
        + int(times[first + 3].ljust(3, "0"))
        for first in (1, 5)
    )
    settings = times[9].strip()
    shown = times.group().strip().removesuffix(settings).strip()
    return _Cue(name, shown, settings, start, end, tuple(body))


def _read_parts(text: str, cue: _Cue, names: MarkNames) -> Iterator[_Part | None]:
    """Yield the parts of a cue, None for one without anything to translate."""
    areas = list(_divide(text, cue.lines))
    if not areas:
        yield None
    for area in areas:
        slot = None if _is_sound(text, area) else read_run(text, _pieces(text, area), (), names)
        if slot is None:
            yield None
            continue
        slot.kind = "cue"
        before, behind = text[area.start : slot.span.start], text[slot.span.end : area.end]
        yield _Part(
            cue,
            slot,
            CUE_MARKUP.sub("", before).strip(),
            CUE_MARKUP.sub("", behind).strip(),
            tuple(_TAGS_KEPT.findall(area.of(text))),
            len(areas) == 1,
        )


def _is_sound(text: str, area: Span) -> bool:
    """Tell whether all of a cue stands in parentheses."""
    return re.fullmatch(r"\s*\([^()]*\)\s*", CUE_MARKUP.sub("", area.of(text))) is not None


def _divide(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Yield the text of a cue, in parts where another speaker begins."""
    if not lines:
        return
    dashes = [_DIALOGUE.match(line.of(text)) is not None for line in lines]
    starts = [0]
    for number in range(1, len(lines)):
        bare = CUE_MARKUP.sub("", Span(lines[number].start, lines[-1].end).of(text))
        if (dashes[0] and dashes[number]) or _label_end(bare, 0):
            starts.append(number)
    for first, behind in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Span(lines[first].start, lines[behind - 1].end)


def _label_end(text: str, start: int) -> int:
    """Return where the label of a speaker in capitals ends, 0 if none stands there."""
    match = _LABEL.match(text, start)
    if match is None or not match.group(1).isupper() or sum(map(str.isalpha, match.group(1))) < 2:
        return 0
    # A sign all of whose text is in capitals has no speaker.
    rest = re.sub(r"<[^<>]*>|\W|\d", "", text[match.end() :].split("\n")[0])
    return 0 if rest.isupper() and len(rest) > 1 else match.end()


def _pieces(text: str, area: Span) -> list[Piece]:
    """Return the tags and texts of a cue; labels, sounds and the dash of a speaker stand alone."""
    pieces: list[Piece] = []
    position = area.start
    for match in CUE_MARKUP.finditer(text, area.start, area.end):
        if match.start() > position:
            pieces += _text_pieces(text, Span(position, match.start()), area.end, pieces)
        if match.group(2) is None:
            pieces.append(Piece("other", "", Span(*match.span())))
        else:
            name, span = match.group(2).lower(), Span(*match.span())
            pieces.append(Piece("end", name, span) if match.group(1) else Piece("start", name, span))
        position = match.end()
    if position < area.end:
        pieces += _text_pieces(text, Span(position, area.end), area.end, pieces)
    return pieces


def _text_pieces(text: str, span: Span, end: int, before: Sequence[Piece]) -> Iterator[Piece]:
    position = span.start
    first = not any(piece.kind == "text" for piece in before)
    if first and (dash := _DASH.match(text, position, span.end)):
        yield Piece("other", "", Span(*dash.span()))
        position = dash.end()
    while first and position < span.end:
        begin = _end_of(_SPACE, text, position, span.end)
        sound = _sound(text, begin, span.end)
        at_once = sound is not None and sound.start == begin
        stop = sound.end if sound and at_once else begin + _label_end(CUE_MARKUP.sub("", text[begin:end]), 0)
        if stop <= begin:
            break
        stop = _end_of(_SPACE, text, min(stop, span.end), span.end)
        yield Piece("other", "", Span(position, stop))
        position = stop
    while position < span.end:
        sound = _sound(text, position, span.end)
        stop = sound.start if sound else span.end
        if stop > position:
            yield Piece("text", "", Span(position, stop))
        if sound:
            yield Piece("other", "", sound)
        position = sound.end if sound else span.end


def _end_of(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text, start, end)
    return match.end() if match else start


def _sound(text: str, start: int, end: int) -> Span | None:
    """Return the next sound, label in brackets or music sign; in parentheses only capitals are one."""
    for match in _SOUND.finditer(text, start, end):
        if not match.group().startswith("(") or match.group().isupper():
            return Span(*match.span())
    return None


def _goes_on(run: Sequence[_Part], part: _Part) -> bool:
    """Tell whether a sentence runs on from the last part of a run into the next one."""
    last = run[-1]
    pause = part.cue.start - last.cue.end
    if not (last.alone and part.alone) or last.cue is part.cue or not -_OVERLAP <= pause <= _LONGEST_PAUSE:
        return False
    if last.behind or part.before or last.signs != part.signs or last.cue.settings != part.cue.settings:
        return False
    length = sum(len(one.slot.text) for one in run) + len(part.slot.text)
    if len(run) >= _MOST_CUES or length > _LONGEST_RUN or part.cue.start < last.cue.start:
        return False
    before, behind = last.slot.text, part.slot.text
    if _SENTENCE_END.search(before) or not (behind[0].isalnum() or behind[0] in "\"'“‘«"):
        return False
    letter = next((char for char in behind if char.isalnum()), "")
    if letter.islower() or before[-1] in ",;，、":
        return True
    return before[-1].isalnum() and len(before.split()) >= _FEWEST_WORDS and pause <= _SHORT_PAUSE


def _join(run: Sequence[_Part], names: MarkNames) -> CueRun:
    joined = CueRun([part.slot for part in run])
    for number, part in enumerate(run):
        if number:
            name = names.name("break")
            paces = " ".join(f"{_pace(one):.3f}" for one in (run[number - 1], part))
            attributes = (("cue", part.cue.name), ("time", part.cue.times), ("pace", paces))
            place = len(joined.text)
            joined.marks.append(Mark(name, "break", Span(place, place + 1), attributes))
            joined.raw[name] = (Span(0, 0), Span(0, 0))
            joined.breaks.append(name)
            joined.text += " "
        offset = len(joined.text)
        joined.text += part.slot.text
        joined.marks += [replace(mark, span=mark.span.shift(offset)) for mark in part.slot.marks]
        joined.protected += [span.shift(offset) for span in part.slot.protected]
        joined.raw.update(part.slot.raw)
    return joined


def _pace(part: _Part) -> float:
    """Return how many milliseconds a character of a cue is shown."""
    return max(part.cue.end - part.cue.start, 1) / max(len(part.slot.text), 1)

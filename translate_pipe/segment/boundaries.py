"""The text of a block goes in; the places where a new segment begins come out.

sentencex proposes; the rules of `rules.py` decide where they know better. sentencex sees the text without
quotation marks and brackets, because it keeps a quotation of five sentences in one piece and leaves a
bracketed sentence glued to its neighbours; a translator wants them apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import sentencex

from translate_pipe.model import BlockKind, Span
from translate_pipe.segment.rules import rules_for

_DOUBLE_QUOTES = '"“”„‟«»‹›❝❞〝〞＂「」『』'
_SINGLE_QUOTES = "'‘’‚"
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
_CLOSING_BRACKETS = frozenset(_BRACKETS.values())
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DASHES = "—–-"
_WIDE_STOPS = "。！？｡．۔।॥።"
_STOPS = ".!?…‽؟" + _WIDE_STOPS
_CANDIDATE = re.compile(rf"[{re.escape(_STOPS)}]+ +(?=\S)")
_PARAGRAPH_END = re.compile(r"(?:\r\n|[\n\r\x85])[ \t]*(?:\r\n|[\n\r\x85])\s*|[\u2029\f]\s*")
_LINE_END = re.compile(r"(?:\r\n|[\n\r\x0b\x85\u2028])\s*")
_DIALOGUE_LINE = re.compile(r"(?:\r\n|[\n\r\u2028])\s*(?=[—–-]\s?\w)")
# A reference number or an emoji after the final stop belongs to the segment that it follows.
_APPENDED = re.compile(
    rf"(?<=[{re.escape(_STOPS)}”\"»])(?:\[\d{{1,3}}\]|\s?[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]+(?=\s|$))+"
)
_LEFT_OUT = re.compile(f"[{re.escape(_DOUBLE_QUOTES + _SINGLE_QUOTES + '()[]（）【】' + _INVISIBLE)}]")
_SPACE = re.compile(r"\s")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A bracketed or quoted phrase longer than this is split like any other text.
_LONGEST_PHRASE = 300


def find_boundaries(
    text: str, language: str, *, kind: BlockKind = "paragraph", protected: Sequence[Span] = ()
) -> list[int]:
    """Return, in order, the positions in `text` at which a segment other than the first begins.

    Args:
        text: the text of one block.
        language: bare language code.
        kind: in a verse every line is a segment; in a subtitle every speaker's line begins one.
        protected: stretches of `text` within which nothing ends.
    """
    if kind == "verse":
        return [match.end() for match in _LINE_END.finditer(text) if match.end() < len(text)]
    fixed = {match.end() for match in _PARAGRAPH_END.finditer(text)}
    if kind == "cue":
        fixed |= {match.end() for match in _DIALOGUE_LINE.finditer(text)}
    fixed = {place for place in fixed if 0 < place < len(text)}
    starts = [0, *sorted(fixed)]
    found = set(fixed)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        inside = [
            Span(max(span.start, start) - start, min(span.end, end) - start)
            for span in protected
            if span.start < end and start < span.end
        ]
        found.update(start + cut for cut in _cut_paragraph(text[start:end], language, kind, inside))
    within = {place for span in protected for place in range(span.start + 1, span.end)}
    return sorted(found - within)


@dataclass(slots=True)
class _Skeleton:
    """A text without quotation marks and brackets, and where its characters came from."""

    text: str = ""
    origins: list[int] = field(default_factory=list)
    roles: dict[int, bool] = field(default_factory=dict)
    """For each character that was left out as punctuation: does it open something?"""


def _cut_paragraph(text: str, language: str, kind: BlockKind, protected: Sequence[Span]) -> list[int]:
    skeleton = _strip_quotes(text, protected)
    proposed = _ask_sentencex(skeleton.text, language)
    candidates = {match.end() for match in _CANDIDATE.finditer(skeleton.text)} | proposed
    rules = rules_for(language)
    inner = rules.inner_spaces(skeleton.text)
    phrases = _embedded(text, skeleton.roles)
    caseless = not any(letter.isupper() for letter in skeleton.text)
    cuts: list[int] = []
    piece_start = 0
    for place in sorted(candidates):
        if not 0 < place < len(skeleton.text):
            continue
        stop = place
        while stop and skeleton.text[stop - 1] == " ":
            stop -= 1
        if stop == 0 or stop in inner:
            continue
        cut = _place_cut(text, skeleton, stop - 1, place)
        if cut is None or phrases[cut]:
            continue
        between = text[skeleton.origins[stop - 1] + 1 : cut]
        decision = rules.decide(
            skeleton.text[max(piece_start, stop - 200) : stop],
            skeleton.text[place : place + 120],
            closing_quote=any(char in _DOUBLE_QUOTES + _SINGLE_QUOTES for char in between),
            heading=kind == "heading",
        )
        if caseless and decision is False and place in proposed and skeleton.text[place].islower():
            decision = None
        if decision is None:
            decision = place in proposed
        if decision:
            cuts.append(cut)
            piece_start = place
    return cuts


def _ask_sentencex(text: str, language: str) -> set[int]:
    if not text.strip():
        return set()
    place = 0
    places: set[int] = set()
    for boundary in sentencex.get_sentence_boundaries(language, text):
        # sentencex's own indexes are not used: the pieces give positions in code points beyond doubt.
        place += len(boundary["text"])
        places.add(place)
    return places if place == len(text) else set()


def _strip_quotes(text: str, protected: Sequence[Span]) -> _Skeleton:
    skeleton = _Skeleton()
    # sentencex takes no lone surrogates; protected text is capitals, so that it can begin a segment.
    letters = list(_SURROGATE.sub("X", _SPACE.sub(" ", text)))
    covered: set[int] = set()
    for span in protected:
        covered.update(range(span.start, span.end))
        letters[span.start : span.end] = "X" * len(span)
    for found in _APPENDED.finditer(text):
        skeleton.roles.update(dict.fromkeys(range(*found.span()), False))
    parity = False
    for found in _LEFT_OUT.finditer(text):
        index, char = found.start(), found.group()
        if index in covered or index in skeleton.roles:
            continue
        if char in _BRACKETS or char in _CLOSING_BRACKETS:
            skeleton.roles[index] = char in _BRACKETS
        elif char not in _INVISIBLE and _is_quote(text, index):
            opens = _opens(text, index, straight_opens=not parity)
            parity = opens if char == '"' else parity
            skeleton.roles[index] = opens
        elif char not in _INVISIBLE:
            continue
        letters[index] = ""
    for index in skeleton.roles:
        letters[index] = ""
    skeleton.origins = [index for index, char in enumerate(letters) if char]
    skeleton.text = "".join(letters)
    return skeleton


def _is_quote(text: str, index: int) -> bool:
    char = text[index]
    if char in _DOUBLE_QUOTES:
        return True
    if char not in _SINGLE_QUOTES:
        return False
    # Between letters it is an apostrophe; after a letter it may be one (the councils' vote), which is
    # harmless to leave out.
    return not (0 < index < len(text) - 1 and text[index - 1].isalnum() and text[index + 1].isalnum())


def _opens(text: str, index: int, *, straight_opens: bool) -> bool:
    """Tell whether the quotation mark at `index` opens a quotation."""
    char = text[index]
    if char in "„‚「『〝":
        return True
    if char in "」』〞":
        return False
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    loose_before = before.isspace() or before in _DASHES or before in _BRACKETS or before in "«„“‘"
    loose_after = after.isspace() or after in ".,;:!?…»”’" or after in _CLOSING_BRACKETS or after in _DASHES
    if loose_before != loose_after:
        return loose_before
    return straight_opens if char in "\"'＂" else char in "«‹“‘❝"


def _embedded(text: str, roles: dict[int, bool]) -> list[bool]:
    """Tell for each position of `text` (and its end) whether it lies in a phrase that must stay whole.

    Such are brackets opened in the middle of a sentence, and quotations that a sentence runs through.
    """
    depth = [0] * (len(text) + 2)
    opened: list[int] = []
    for index in sorted(roles):
        if roles[index]:
            opened.append(index)
        elif opened:
            start = opened.pop()
            if index - start <= _LONGEST_PHRASE and _runs_through(text, start, index):
                depth[start + 1] += 1
                depth[index + 1] -= 1
    inside, total = [], 0
    for change in depth:
        total += change
        inside.append(total > 0)
    return inside


def _runs_through(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 20) : start].rstrip()
    after = text[end + 1 : end + 20].lstrip()
    if text[start] in _BRACKETS:
        return bool(before) and before[-1] not in _STOPS + _DOUBLE_QUOTES
    return before[-1:].isalnum() and after[:1].islower()


def _place_cut(text: str, skeleton: _Skeleton, last: int, following: int) -> int | None:
    """Return where in `text` the next segment begins, given its neighbours' places in the skeleton."""
    cut = skeleton.origins[last] + 1
    end = skeleton.origins[following]
    closed = cut
    while closed < end:
        opens = skeleton.roles.get(closed)
        if opens:
            break
        if opens is False:
            cut = closed + 1
        closed += 1
    begin = cut
    while begin < end and (text[begin].isspace() or text[begin] in _INVISIBLE):
        begin += 1
    if begin == cut and skeleton.text[last] not in _WIDE_STOPS:
        return None
    return begin

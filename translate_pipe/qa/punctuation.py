"""Checks of punctuation: pairs of quotation marks and brackets, the end of the segment, spaces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from translate_pipe.model import Span
from translate_pipe.qa.check import Finding, Subject, quote

_BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】"}
_CLOSERS = {closer: opener for opener, closer in _BRACKETS.items()}
_QUOTES = '"“”„‟«»「」『』'
# In these the mark “ closes what „ opened, and » may open.
_LOW_OPENERS = frozenset({"de", "cs", "sk", "sl", "hr", "sr", "bs", "bg", "ru", "uk", "be", "is", "lt", "et"})
_SMILEY = re.compile(r"(?<!\w)[:;=]['’]?-?[()\[\]]+(?!\w)")
_ENUMERATOR = re.compile(r"(?:^|[\s,;:])(?:\w{1,3}|[ivxlc]+)$")
# Single marks look like apostrophes; they are no fault themselves, but may explain double ones.
_SINGLE_OPENER = re.compile(r"(?<![\w'])['‘](?=\w)")
_SINGLE_CLOSER = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")
_DIALOGUE = re.compile(r"^\W*[—–-]")
_TERMINATORS = {
    ".": ".", "。": ".", "．": ".", "।": ".", "۔": ".", "։": ".",
    "?": "?", "？": "?", "؟": "?", "՞": "?",
    "!": "!", "！": "!",
    "…": "…",
    ":": ":", "：": ":",
}  # fmt: skip
_NO_FULL_STOP = frozenset({"th", "lo", "my", "km"})
_ABBREVIATION_END = re.compile(r"(?:\b\w{1,2}\.|\b(?:etc|usw|Inc|Ltd|Jr|Sr|др|ін|тыс|тис|руб|млн|млрд)\.)$")
_CLOSING = "\"'”“’‘»«›‹)]}）】」』*_ \t\u00a0\u202f"
_NOTE_END = re.compile(r"(?:\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹⁰†‡])+$")


def find_broken_pairs(subject: Subject) -> Iterator[Finding]:
    """Find quotation marks and brackets that are left open, closed twice or lost, unless the source's are."""
    source_open, source_pairs = _pair_up(subject.free_source, subject.source_language)
    target_open, target_pairs = _pair_up(subject.free_target, subject.target_language)
    excused = Counter(
        {
            "open": len(_SINGLE_OPENER.findall(subject.free_source)),
            "close": len(_SINGLE_CLOSER.findall(subject.free_source)),
        }
    )
    for kind in ("bracket", "quotation mark"):
        expected = Counter(role for what, role, _ in source_open if what == kind)
        for what, role, index in target_open:
            if what != kind:
                continue
            if expected[role]:
                expected[role] -= 1
                continue
            if kind == "quotation mark" and excused[role]:
                excused[role] -= 1
                continue
            mark = subject.target[index]
            problem = "is not closed" if role == "open" else "was never opened"
            yield Finding(f"the {kind} {mark} {problem}", span=Span(index, index + 1))
        for role in ("open", "close"):
            if expected[role] and not any(what == kind and one == role for what, one, _ in target_open):
                problem = "leaves open is closed" if role == "open" else "closes only is opened"
                yield Finding(f"a {kind} that the source {problem} in the target", severity="info")
    if source_pairs["bracket"] and not target_pairs["bracket"] and not target_open:
        yield Finding("the brackets of the source are missing", severity="info")
    lost = source_pairs["quotation mark"] and not target_pairs["quotation mark"] and not target_open
    if lost and not _DIALOGUE.match(subject.target):
        yield Finding("the quotation marks of the source are missing", severity="info")


def _pair_up(text: str, language: str) -> tuple[list[tuple[str, str, int]], Counter[str]]:
    """Return the marks without a partner (kind, role, place), and how many pairs there are of each kind."""
    ignored = {index for match in _SMILEY.finditer(text) for index in range(*match.span())}
    alone: list[tuple[str, str, int]] = []
    pairs: Counter[str] = Counter()
    open_brackets: list[int] = []
    open_quotes: list[int] = []
    for index, char in enumerate(text):
        if index in ignored:
            continue
        if char in _BRACKETS:
            open_brackets.append(index)
        elif char in _CLOSERS:
            if open_brackets and text[open_brackets[-1]] == _CLOSERS[char]:
                open_brackets.pop()
                pairs["bracket"] += char in ")）"
            elif open_brackets or not _ENUMERATOR.search(text[max(0, index - 8) : index]):
                alone.append(("bracket", "close", index))
        elif char in _QUOTES and not _is_inch(text, index):
            if _opens_quote(text, index, language, bool(open_quotes)):
                open_quotes.append(index)
            elif open_quotes:
                open_quotes.pop()
                pairs["quotation mark"] += 1
            else:
                alone.append(("quotation mark", "close", index))
    alone += [("bracket", "open", index) for index in open_brackets]
    alone += [("quotation mark", "open", index) for index in open_quotes]
    pairs["quotation mark"] += len(re.findall(r"(?<!\w)‘(?=\S)[^‘]*?\S’(?!\w)", text))
    return sorted(alone, key=lambda item: item[2]), pairs


def _is_inch(text: str, index: int) -> bool:
    return text[index] == '"' and text[index - 1 : index].isdigit() and text.count('"') % 2 == 1


def _opens_quote(text: str, index: int, language: str, is_open: bool) -> bool:
    char = text[index]
    if char in "„‟「『":
        return True
    if char in "」』":
        return False
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    loose_before = before.isspace() or before in "([{—–-«„“‘"
    loose_after = after.isspace() or after in ".,;:!?…)]}—–-»”’"
    if loose_before != loose_after:
        return loose_before
    if char == "«":
        return not (language in _LOW_OPENERS and is_open and not loose_before)
    if char == "“":
        return not (language in _LOW_OPENERS and is_open)
    return char == '"' and not is_open


def find_end_punctuation(subject: Subject) -> Iterator[Finding]:
    """Find a target that ends otherwise than its source: a question that became a statement, a lost stop."""
    source, target = _ending(subject.source), _ending(subject.target)
    if source == target or _is_excused(subject, source, target):
        return
    named = {"": "no punctuation mark", ".": "a full stop", "…": "an ellipsis", ":": "a colon"}
    severity = "warning" if "?" in source + target else "info"
    end = len(subject.target.rstrip())
    yield Finding(
        f"the source ends with {named.get(source, source)}, the target with {named.get(target, target)}",
        span=Span(end - 1, end) if target and end else None,
        severity="warning" if severity == "warning" else "info",
    )


def _ending(text: str) -> str:
    """Return how a text ends: "", ".", "?", "!", "?!", "…" or ":"."""
    bare = _NOTE_END.sub("", text.rstrip()).rstrip(_CLOSING)
    bare = _NOTE_END.sub("", bare).rstrip(_CLOSING)
    marks = ""
    while bare and bare[-1] in _TERMINATORS:
        marks = _TERMINATORS[bare[-1]] + marks
        bare = bare[:-1].rstrip(" \u00a0\u202f")
    if "?" in marks:
        return "?!" if "!" in marks else "?"
    if "!" in marks:
        return "!"
    if "…" in marks or marks.startswith("..."):
        return "…"
    return marks[-1:]


def _is_excused(subject: Subject, source: str, target: str) -> bool:
    if {source, target} == {"?", "?!"} or {source, target} == {"!", "?!"}:
        return True
    if {source, target} != {"", "."}:
        return False
    if subject.target_language in _NO_FULL_STOP or subject.source_language in _NO_FULL_STOP:
        return True
    stripped = [text.rstrip(_CLOSING) for text in (subject.source, subject.target)]
    return any(_ABBREVIATION_END.search(text) for text in stripped)


def find_loose_spaces(subject: Subject) -> Iterator[Finding]:
    """Find spaces at the edges and doubled or misplaced ones, where the source has none such."""
    target = subject.target
    if target != target.strip() and subject.source == subject.source.strip():
        span = Span(0, 1) if target[:1].isspace() else Span(len(target) - 1, len(target))
        yield Finding("there is white space at the edge", span=span)
    inner = re.search(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)", target)
    if inner and not re.search(r"\S[ \u00a0\u202f]{2,}\S", subject.source):
        yield Finding("there are two spaces in a row", span=Span(*inner.span()))
    before = re.search(r"(?<=\w) [,.](?=\s|$)", target)
    if before and not re.search(r"\w [,.](?:\s|$)", subject.source):
        yield Finding(f"there is a space before {quote(before.group()[1:])}", span=Span(*before.span()))

"""Checks of repetition: doubled words, and the loops that a weak model falls into."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from translate_pipe.model import Span
from translate_pipe.qa.check import Finding, Subject, find_words, quote

_DOUBLED = re.compile(r"(?<![\w'’-])([^\W\d_]+)(\s+)\1(?![\w'’-])", re.IGNORECASE)
# Grammar doubles these: "die, die die Wahl gewannen", "nous nous levons".
_GRAMMATICAL = {
    "de": frozenset({"die", "der", "das", "den", "dem", "sie"}),
    "fr": frozenset({"nous", "vous"}),
}
_TIMES = 3
_LONGEST_LOOP = 12
_SYLLABLES = re.compile(r"(\w{2,5})\1{4,}")


def find_doubled_words(subject: Subject) -> Iterator[Finding]:
    """Find a word that stands twice in a row, unless the source doubles one too."""
    allowed = len(_DOUBLED.findall(subject.free_source))
    grammatical = _GRAMMATICAL.get(subject.target_language, frozenset())
    found = [
        match for match in _DOUBLED.finditer(subject.free_target) if match.group(1).lower() not in grammatical
    ]
    for match in found[allowed:] if len(found) > allowed else []:
        yield Finding(f"the word {quote(match.group(1))} stands twice", span=Span(*match.span()))


def find_loops(subject: Subject) -> Iterator[Finding]:
    """Find words that are said three times in a row, or four words that come back three times."""
    words = find_words(subject.free_target)
    texts = [word.group().casefold() for word in words]
    source = [word.group().casefold() for word in find_words(subject.free_source)]
    loop = _find_row(texts)
    if loop is not None and _find_row(source) is None:
        first, size, times = loop
        span = Span(words[first].start(), words[first + size * times - 1].end())
        phrase = subject.target[words[first].start() : words[first + size - 1].end()]
        yield Finding(f"{quote(phrase)} is repeated {times} times", span=span)
        return
    often = _most_frequent(texts, 4)
    if often is not None and often[1] > max(_TIMES - 1, (_most_frequent(source, 4) or (0, 0))[1]):
        first, times = often
        span = Span(words[first].start(), words[first + 3].end())
        yield Finding(f"{quote(span.of(subject.target))} stands there {times} times", span=span)
        return
    syllables = _SYLLABLES.search(subject.free_target)
    if syllables and not syllables.group(1).isdigit() and not _SYLLABLES.search(subject.free_source):
        yield Finding(f"{quote(syllables.group(1))} is repeated within a word", span=Span(*syllables.span()))


def _find_row(words: Sequence[str]) -> tuple[int, int, int] | None:
    """Return where the same words come at least three times in a row: first word, how many, how often."""
    for first in range(len(words)):
        for size in range(1, min(_LONGEST_LOOP, (len(words) - first) // _TIMES) + 1):
            phrase = words[first : first + size]
            times = 1
            while words[first + size * times : first + size * (times + 1)] == phrase:
                times += 1
            if times >= _TIMES:
                return first, size, times
    return None


def _most_frequent(words: Sequence[str], size: int) -> tuple[int, int] | None:
    """Return the first place of the commonest run of `size` words, and how often it stands there."""
    runs = [tuple(words[start : start + size]) for start in range(len(words) - size + 1)]
    if not runs:
        return None
    run, times = Counter(runs).most_common(1)[0]
    return runs.index(run), times

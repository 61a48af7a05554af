"""Checks of what is copied: text that was not translated, and text that had to be copied and was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from translate_pipe.figures.free import blank, find_all
from translate_pipe.model import Span
from translate_pipe.qa.check import Finding, Subject, find_words, quote

# They stand within names (Ludwig van Beethoven, Bank of the West) and say nothing of a sentence.
_PARTICLES = frozenset(
    {
        "van",
        "von",
        "der",
        "den",
        "della",
        "des",
        "del",
        "dos",
        "les",
        "bin",
        "ibn",
        "the",
        "and",
        "for",
        "und",
    }
)
# Between languages of one script so many copied words in a row, as many of them not names, are no chance.
_COPIED_WORDS = 5
_COPIED_PLAIN_WORDS = 3
_LARGEST_TABLE = 1_000_000


def find_empty(subject: Subject) -> Iterator[Finding]:
    """Find a target without any text."""
    if not subject.target.strip():
        yield Finding("there is no translation")


def find_untranslated(subject: Subject) -> Iterator[Finding]:
    """Find source text that stands in the target as it was; names, numbers and kept terms may."""
    if subject.source_language == subject.target_language:
        return
    kept = {outcome.surface for outcome in subject.unit.terms if outcome.surface}
    target = blank(subject.free_target, find_all(subject.free_target, kept))
    source_words = find_words(subject.free_source)
    target_words = find_words(target)
    if not target_words:
        return
    for start, size in _copied_runs([w.group() for w in source_words], [w.group() for w in target_words]):
        run = target_words[start : start + size]
        words = [word.group() for word in run]
        plain = [word for word in words if word.islower() and word not in _PARTICLES and len(word) > 2]
        whole = size == len(target_words) == len(source_words)
        if not _is_suspicious(subject, words, plain, whole=whole):
            continue
        span = Span(run[0].start(), run[-1].end())
        if whole:
            yield Finding("the source was copied, not translated", span=span, severity="error")
        else:
            yield Finding(f"{quote(span.of(subject.target))} was not translated", span=span)


def _copied_runs(source: list[str], target: list[str]) -> list[tuple[int, int]]:
    """Return (first word, how many) of the runs of target words that stand in the source likewise."""
    if len(source) * len(target) > _LARGEST_TABLE:
        # Comparing would take minutes; nobody translates segments of thousands of words.
        return [(0, len(target))] if source == target else []
    matcher = SequenceMatcher(None, source, target, autojunk=False)
    return [(start, size) for _, start, size in matcher.get_matching_blocks() if size]


def _is_suspicious(subject: Subject, words: list[str], plain: list[str], *, whole: bool) -> bool:
    if not subject.same_script:
        return bool(plain)
    if whole:
        return len(plain) >= 2 and len(words) >= 3
    return len(words) >= _COPIED_WORDS and len(plain) >= _COPIED_PLAIN_WORDS


def find_lost_protected(subject: Subject) -> Iterator[Finding]:
    """Find URLs, addresses, placeholders and the like that the target lacks or has less often."""
    segment = subject.unit.segment
    wanted = Counter(span.of(segment.source) for span in segment.protected)
    for span in segment.protected:
        text = span.of(segment.source)
        present = subject.target.count(text)
        if present < wanted[text]:
            wanted[text] = 0
            how = "is missing" if not present else "stands there too seldom"
            yield Finding(f"{quote(text)} must be copied to the letter and {how}", "source", span)

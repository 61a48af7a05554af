"""Segments in capitals come in; the same in ordinary letters go out, and their targets back in capitals.

Models have seen few headlines in capitals, cut them into rare pieces and lose their sense: of 250 news
segments put in capitals the starter gave chrF2++ 8 as they stood, 27 in ordinary letters, and 29 as they were
printed. Every step here keeps the length of the text, so that all spans stay true.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from translate_pipe.model import Change, Segment, Span, TermMatch
from translate_pipe.terminology.candidates import Enforced, capitalise
from translate_pipe.terminology.verify import copied_text, find_verbatim

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_CAPITALS = 4


def is_all_capitals(source: str) -> bool:
    """Tell whether a segment of several words is written in capitals throughout, as headlines are."""
    # Most segments have a small letter among the first few.
    if any(letter.islower() for letter in source) or len(source.split()) < 2:
        return False
    return sum(letter.isupper() for letter in source) >= _FEWEST_CAPITALS


def words_in_capitals(sources: Iterable[str]) -> frozenset[str]:
    """Return the words of the segments that are in capitals, in small letters."""
    return frozenset(
        word.lower() for source in sources if is_all_capitals(source) for word in _WORD.findall(source)
    )


def learn_casing(sources: Iterable[str], wanted: Collection[str]) -> dict[str, str]:
    """Return how words are written within sentences where that is not in small letters: `nato` → `NATO`.

    Segments in capitals teach nothing, nor does the first word of any.

    Args:
        wanted: the words to learn, in small letters.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for source in sources:
        if not is_all_capitals(source):
            for word in _WORD.findall(source)[1:]:
                if word.lower() in wanted:
                    counts[word.lower()][word] += 1
    usual = {word: found.most_common(1)[0][0] for word, found in counts.items()}
    return {word: written for word, written in usual.items() if written != word}


def truecase_segment(
    segment: Segment, matches: Sequence[TermMatch], casing: Mapping[str, str]
) -> tuple[Segment, tuple[TermMatch, ...]]:
    """Return a segment in ordinary letters, and its matches with the surfaces that they have there.

    Words are written as `casing` has them, terms as their glossary row; what is copied stays as it is.
    """
    source = segment.source
    letters = list(source)
    for found in _WORD.finditer(source):
        word = found.group().lower()
        _overwrite(letters, found.start(), casing.get(word, word), len(found.group()))
    for match in matches:
        written = match.entry.source
        if match.surface.casefold().startswith(written.casefold()):
            _overwrite(letters, match.span.start, written, len(written))
    kept = [*segment.protected, *(match.span for match in matches if _is_copied(match))]
    for span in kept:
        letters[span.start : span.end] = span.of(source)
    first = next(index for index, letter in enumerate(letters) if letter.isalpha())
    if not any(span.start <= first < span.end for span in kept):
        letters[: first + 1] = capitalise("".join(letters[: first + 1]))
    truecased = "".join(letters)
    own = tuple(replace(match, surface=match.span.of(truecased)) for match in matches)
    return replace(segment, source=truecased), own


def restore_capitals(enforced: Enforced, segment: Segment, matches: Sequence[TermMatch]) -> Enforced:
    """Return the result for a segment that was truecased, in capitals again, as a change of its own.

    Args:
        segment: as it was, in capitals.
        matches: of the segment as it was; the outcomes are for these.
    """
    copies = {copied_text(match) for match in matches if _is_copied(match)}
    copies |= {span.of(segment.source) for span in segment.protected}
    kept = [span for text in copies for span in find_verbatim(text, enforced.target)]
    target = _in_capitals(enforced.target, kept)
    outcomes = tuple(
        replace(outcome, match=match, surface=outcome.span.of(target) if outcome.span else outcome.surface)
        for outcome, match in zip(enforced.outcomes, matches, strict=True)
    )
    change = Change("capitals", enforced.target, target)
    changes = enforced.changes if target == enforced.target else (*enforced.changes, change)
    figures = tuple(
        replace(one, target=one.target_span.of(target)) if one.target_span else one
        for one in enforced.figures
    )
    return replace(enforced, target=target, outcomes=outcomes, figures=figures, changes=changes)


def _is_copied(match: TermMatch) -> bool:
    return match.entry.status == "do-not-translate"


def _overwrite(letters: list[str], start: int, text: str, length: int) -> None:
    if len(text) == length:
        letters[start : start + length] = text


def _in_capitals(text: str, kept: Sequence[Span]) -> str:
    letters = list(text)
    for index, letter in enumerate(letters):
        upper = "ẞ" if letter == "ß" else letter.upper()
        if len(upper) == 1 and not any(span.start <= index < span.end for span in kept):
            letters[index] = upper
    return "".join(letters)

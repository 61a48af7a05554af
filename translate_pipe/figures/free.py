"""Text that is not copied to the letter: the rest is blanked, and every position stays true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from translate_pipe.model import Segment, Span, TermEntry, TermOutcome


def blank(text: str, spans: Iterable[Span]) -> str:
    """Return `text` with a space for each character of the spans."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = " " * len(letters[span.start : span.end])
    return "".join(letters)


def free_sides(segment: Segment, target: str, terms: Sequence[TermOutcome]) -> tuple[str, str]:
    """Return source and target without what is copied, and without terms: their figures are theirs."""
    matched = [outcome.match.span for outcome in terms if is_rendered(outcome.match.entry)]
    copied = find_all(target, {span.of(segment.source) for span in segment.protected})
    said = [outcome.span for outcome in terms if outcome.span is not None]
    return blank(segment.source, [*segment.protected, *matched]), blank(target, [*copied, *said])


def is_rendered(entry: TermEntry) -> bool:
    """Tell whether a glossary entry says what stands in the target for it."""
    return bool(entry.targets) or entry.status == "do-not-translate"


def replace_in(text: str, place: Span, written: str, spans: Iterable[Span]) -> tuple[str, list[Span]]:
    """Return `text` with a stretch replaced, and the spans where they are now; none overlaps the stretch."""
    by = len(written) - len(place)
    moved = [span.shift(by) if span.start >= place.end else span for span in spans]
    return text[: place.start] + written + text[place.end :], moved


def find_all(text: str, parts: Iterable[str]) -> list[Span]:
    """Return every place in `text` where one of `parts` stands."""
    found: list[Span] = []
    for part in parts:
        start = text.find(part) if part else -1
        while start >= 0:
            found.append(Span(start, start + len(part)))
            start = text.find(part, start + len(part))
    return found

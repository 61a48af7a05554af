"""Checks of the glossary: terms that are not accounted for, and renderings that must not be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from translate_pipe.model import Span, TermEntry
from translate_pipe.qa.check import Finding, Subject, quote


def find_missing_terms(subject: Subject) -> Iterator[Finding]:
    """Find the term matches that ended unresolved."""
    for outcome in subject.unit.terms:
        if outcome.state != "unresolved":
            continue
        entry = outcome.match.entry
        wanted = " or ".join(quote(target) for target in entry.targets) or quote(entry.source)
        reason = f": {outcome.reason}" if outcome.reason else ""
        yield Finding(
            f"{quote(outcome.match.surface)} should be {wanted}, as the glossary says{reason}",
            "source",
            outcome.match.span,
        )


def find_inner_terms(subject: Subject) -> Iterator[Finding]:
    """Find words with a hyphen that hold a term, which is left to the engine there."""
    for match in subject.unit.inner_terms:
        word = _word_around(subject.source, match.span)
        yield Finding(
            f"{quote(word.of(subject.source))} holds the term {quote(match.entry.source)}, "
            "which is not enforced within a word",
            "source",
            word,
        )


def _word_around(text: str, span: Span) -> Span:
    before = re.search(r"(?:\w+[-\u2010\u2011])+\Z", text[: span.start])
    behind = re.match(r"(?:[-\u2010\u2011]\w+)+", text[span.end :])
    return Span(before.start() if before else span.start, span.end + (behind.end() if behind else 0))


def find_forbidden_terms(subject: Subject) -> Iterator[Finding]:
    """Find renderings that the glossary forbids, in any inflected form if a morphology is at hand."""
    settled = [outcome for outcome in subject.unit.terms if outcome.state != "unresolved"]
    accepted = [outcome.span for outcome in settled if outcome.span]
    reported: set[Span] = set()
    for entry in {outcome.match.entry.source: outcome.match.entry for outcome in subject.unit.terms}.values():
        for span in _find_forbidden(entry, subject):
            # "war" may be forbidden and still be a part of the wanted "war effort".
            if span in reported or any(good.contains(span) and good != span for good in accepted):
                continue
            reported.add(span)
            better = f"; use {quote(entry.targets[0])}" if entry.targets else ""
            yield Finding(
                f"the glossary forbids {quote(span.of(subject.target))} for {quote(entry.source)}{better}",
                span=span,
            )


def _find_forbidden(entry: TermEntry, subject: Subject) -> Iterable[Span]:
    if not entry.forbidden:
        return []
    if subject.morphology is not None:
        sought = replace(entry, targets=entry.forbidden, forbidden=(), forms=(), status="preferred")
        return [span for span, _ in subject.morphology.find_term(sought, subject.target)]
    found: list[Span] = []
    for text in entry.forbidden:
        words = r"\s+".join(map(re.escape, text.split()))
        pattern = rf"(?<!\w){words}(?!\w)"
        flags = 0 if entry.case_sensitive else re.IGNORECASE
        found += [Span(*match.span()) for match in re.finditer(pattern, subject.target, flags)]
    return found

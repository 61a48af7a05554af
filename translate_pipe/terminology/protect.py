"""Segments with stretches that must be copied to the letter come in; targets that hold them go out."""

from __future__ import annotations

from collections.abc import Sequence

from translate_pipe.model import Engine, Segment, Span, TermEntry, TermMatch


def protected_matches(segment: Segment, terms: Sequence[TermMatch]) -> tuple[TermMatch, ...]:
    """Return a do-not-translate match for each protected stretch that no term covers already."""
    return tuple(
        TermMatch(
            TermEntry(span.of(segment.source), (), status="do-not-translate", match="exact"),
            span,
            span.of(segment.source),
        )
        for span in segment.protected
        if not any(match.span.overlaps(span) for match in terms)
    )


def split_targets(pairs: Sequence[tuple[str, tuple[Span, ...]]], engine: Engine) -> list[str]:
    """Translate what lies around the given stretches, and copy the stretches themselves.

    Args:
        pairs: n sources with the stretches to copy.

    Returns:
        n targets, each holding its stretches to the letter, in the order of the source.
    """
    pieces: list[str] = []
    plans: list[list[int | str]] = []
    for source, spans in pairs:
        plan: list[int | str] = []
        position = 0
        for span in (*sorted(spans), Span(len(source), len(source))):
            between = source[position : span.start]
            if any(letter.isalpha() for letter in between):
                leading = between[: len(between) - len(between.lstrip())]
                trailing = between[len(between.rstrip()) :]
                plan += [leading, len(pieces), trailing]
                pieces.append(between.strip())
            else:
                plan.append(between)
            plan.append(span.of(source))
            position = span.end
        plans.append(plan)
    outputs = [hypotheses[0].text for hypotheses in engine.translate(pieces)] if pieces else []
    return ["".join(part if isinstance(part, str) else outputs[part] for part in plan) for plan in plans]

"""Merges, differences and proposals come in; lines for a person or values for JSON go out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from translate_pipe.cli.terminal import new_console, say
from translate_pipe.review.apply import Applied
from translate_pipe.review.diff import ReviewDiff
from translate_pipe.review.learn import TermProposal


def print_applied(done: Applied) -> None:
    """Print what was merged and written."""
    result, bitext = done.result, done.result.bitext
    reviewed = sum(unit.state == "reviewed" for unit in bitext.units)
    issues = sum(len(unit.issues) for unit in bitext.units)
    if done.fine:
        say(
            f"{bitext.article} ({bitext.target_locale}): {len(result.edits)} edited, "
            f"{len(result.accepted)} approved, {len(result.commented)} with a new comment; "
            f"{reviewed} of {len(bitext.units)} segments reviewed, {issues} issues left"
        )
    for path in done.files:
        say(f"  wrote {path}")
    if done.fine and not done.files:
        say("  nothing to write: every file is as it should be")
    for path in done.kept:
        say(f"  kept the edited file as {path}")


def print_notices(done: Applied) -> None:
    """Print errors, conflicts and what else a person should know, on stderr."""
    for error in done.result.errors:
        say(f"translate-pipe: {error}", err=True)
    for conflict in done.result.conflicts:
        told = f"segment {conflict.number} ({conflict.id}) has several targets: {conflict.source}"
        say(f"translate-pipe: {told}", err=True)
        for proposal in conflict.proposals:
            say(f"    {proposal.place}: {proposal.text}", err=True)
    if not done.fine:
        article = done.review.bitext.article
        say(f"translate-pipe: nothing was written for {article}; settle this and run again", err=True)
    for notice in done.notices:
        say(f"translate-pipe: {notice}", err=True)


def applied_as_json(done: Applied) -> dict[str, Any]:
    """Return one merge as plain values."""
    result = done.result
    return {
        "article": result.bitext.article,
        "target_locale": result.bitext.target_locale,
        "edited": [
            {"segment": e.id, "number": e.number, "before": e.before, "after": e.after, "place": e.place}
            for e in result.edits
        ],
        "approved": list(result.accepted),
        "commented": list(result.commented),
        "stale": list(result.stale),
        "missing": [{"file": str(m.path), "segment": m.id, "number": m.number} for m in result.missing],
        "lacking": [
            {
                "segment": row.id,
                "number": row.number,
                "place": row.place,
                "empty": row.empty,
                "copied": row.copied,
            }
            for row in result.lacking
        ],
        "conflicts": [
            {
                "segment": c.id,
                "number": c.number,
                "targets": [{"place": p.place, "target": p.text} for p in c.proposals],
            }
            for c in result.conflicts
        ],
        "errors": [str(error) for error in result.errors],
        "files": [str(path) for path in done.files],
        "kept": [str(path) for path in done.kept],
        "notices": list(done.notices),
    }


def print_diff(found: ReviewDiff) -> None:
    """Print the changes of one article: in colour and wrapped by words at a terminal, else as they are."""
    from rich.padding import Padding
    from rich.text import Text

    from translate_pipe.review.show import describe_diff, describe_distance, mark_words, style_words

    console = new_console()
    console.soft_wrap = not console.is_terminal

    def show(text: Text) -> None:
        console.print(Padding(text, (0, 0, 0, 3)) if console.is_terminal else Text("   ") + text)

    console.print(Text(f"{found.article} ({found.target_locale}): {describe_diff(found)}", "bold"))
    for part in found.segments:
        by = f", {part.reviewer}" if part.reviewer else ""
        console.print(Text(f"\n{part.number}  {describe_distance(part.distance)}{by}", "dim"))
        show(Text(part.source))
        changes = style_words(part) if console.color_system else Text(mark_words(part))
        show(changes)
        if part.comment:
            show(Text(f"# {part.comment}", "italic"))


def diff_as_json(found: ReviewDiff) -> dict[str, Any]:
    """Return the changes of one article as plain values."""
    return {
        "article": found.article,
        "target_locale": found.target_locale,
        "compared": found.compared,
        "changed": len(found.segments),
        "words": found.distance.words,
        "word_rate": round(found.distance.word_rate, 4),
        "characters": found.distance.characters,
        "character_rate": round(found.distance.character_rate, 4),
        "segments": [
            {
                "segment": part.id,
                "number": part.number,
                "source": part.source,
                "before": part.before,
                "after": part.after,
                "steps": [[step.before, step.after] for step in part.steps],
                "words": part.distance.words,
                "characters": part.distance.characters,
                "file": part.reviewer,
                "comment": part.comment,
            }
            for part in found.segments
        ],
    }


def print_proposals(proposals: Sequence[TermProposal]) -> None:
    """Print numbered proposals."""
    if not proposals:
        say("no edit was made again and again")
    for number, proposal in enumerate(proposals, start=1):
        verb = "change" if proposal.corrects else "add"
        say(f"{number:>3}  {verb}: {proposal.source} → {proposal.target}")
        say(f"     instead of: {proposal.replaces}; in {proposal.support} segments: {_where(proposal)}")
        say(f"     written as: {', '.join(proposal.forms)}")


def _where(proposal: TermProposal) -> str:
    shown = [f"{article}:{number}" for article, number in proposal.segments[:6]]
    return ", ".join(shown) + (", …" if proposal.support > 6 else "")


def proposal_as_json(proposal: TermProposal) -> dict[str, Any]:
    """Return one proposal as plain values."""
    return {
        "source": proposal.source,
        "target": proposal.target,
        "replaces": proposal.replaces,
        "forms": list(proposal.forms),
        "segments": [{"article": article, "number": number} for article, number in proposal.segments],
        "corrects": proposal.corrects,
    }

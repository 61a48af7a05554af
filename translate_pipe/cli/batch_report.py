"""Status and report of a batch come in; tables for a person or values for JSON go out."""

from __future__ import annotations

from typing import Any

from translate_pipe.batch.accounts import BatchReport, BatchStatus, EntryReport
from translate_pipe.batch.page import duration
from translate_pipe.cli.terminal import new_console, say

_LABEL = 12
_PLACES_SHOWN = 3


def status_as_json(status: BatchStatus) -> dict[str, Any]:
    """Return the status as plain values."""
    return {
        "running": status.running,
        "articles": status.counts,
        "segments": status.segments,
        "articles_an_hour": None if status.hourly is None else round(status.hourly, 1),
        "seconds_left": None if status.left is None else round(status.left),
        "seconds_of_work": round(status.seconds, 1),
        "workers": dict(status.workers),
        "failures": [
            {"kind": kind, "articles": count, "example": article, "reason": reason}
            for kind, count, article, reason in status.failures
        ],
    }


def report_as_json(report: BatchReport) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        "status": status_as_json(report.status),
        "targets": [
            {"target_locale": locale, "articles": articles, "segments": segments}
            for locale, articles, segments in report.targets
        ],
        "terms": {"matches": report.terms.total, **report.terms.by_state()},
        "issues": [
            {"check": check, "severity": severity, "issues": count, "articles": articles}
            for check, severity, count, articles in report.issues
        ],
        "entries": {
            "found": report.entry_count,
            "listed": [_entry_as_json(entry) for entry in report.entries],
        },
        "failed": {
            "found": report.failed_count,
            "listed": [
                {"article": article, "target_locale": locale, "reason": reason}
                for article, locale, reason in report.failed
            ],
        },
        "made_by": [{"signature": text, "articles": count} for text, count in report.makings],
    }


def _entry_as_json(entry: EntryReport) -> dict[str, Any]:
    return {
        "source": entry.source,
        "target": entry.target,
        "target_locale": entry.target_locale,
        "articles": entry.articles,
        "matches": entry.counts.total,
        **{str(state): count for state, count in entry.counts.by_state().items()},
        "places": [{"article": article, "segments": segments} for article, segments in entry.places],
        "reasons": list(entry.reasons),
    }


def print_status(status: BatchStatus) -> None:
    """Print how far a batch is."""
    counts = status.counts
    total = counts["done"] + counts["failed"] + counts["pending"]
    gone = f", {counts['gone']} no longer named" if counts["gone"] else ""
    rows = [
        ("state", "a run is under way" if status.running else "no run is under way"),
        (
            "articles",
            f"{counts['done']} of {total} done, {counts['failed']} failed, {counts['pending']} to do{gone}",
        ),
        ("segments", str(status.segments)),
    ]
    if status.hourly is not None:
        rows.append(("rate", f"{status.hourly:,.0f} articles an hour"))
    if status.left and counts["pending"]:
        rows.append(
            ("time left", f"about {duration(status.left)}" + ("" if status.running else ", once run"))
        )
    for number, (worker, count) in enumerate(status.workers if len(status.workers) > 1 else ()):
        rows.append(("" if number else "workers", f"{worker}: {count}"))
    for label, value in rows:
        say(f"{label:<{_LABEL}}{value}")
    for kind, count, article, reason in status.failures:
        say(f"failed: {count} × {kind}")
        say(f"  {article}: {reason}")
    if status.failures:
        say("`translate-pipe batch … --retry-failed` tries them again", err=True)


def print_report(report: BatchReport) -> None:
    """Print the report of a batch: sums, issues by check, entries by how much is unresolved."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    print_status(report.status)
    states = ", ".join(f"{count} {state}" for state, count in report.terms.by_state().items() if count)
    say(f"{'terms':<{_LABEL}}{report.terms.total}{': ' if states else ''}{states}")
    console = new_console()
    if report.issues:
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for name in ("check", "severity", "issues", "articles"):
            table.add_column(name, justify="right" if name in ("issues", "articles") else "left")
        for check, severity, count, articles in report.issues:
            table.add_row(check, severity, str(count), str(articles))
        say()
        console.print(table)
    if report.entries:
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        table.add_column("entry", overflow="fold", ratio=2)
        for name in ("articles", "matches", "applied", "unresolved"):
            table.add_column(name, justify="right")
        table.add_column("where", overflow="fold", ratio=1)
        for entry in report.entries:
            places = [article for article, _ in entry.places[:_PLACES_SHOWN]]
            more = entry.articles - len(places)
            where = ", ".join(places) + (f" and {more} more" if more > 0 else "")
            table.add_row(
                Text(f"{entry.source} → {entry.target}"),
                *(str(entry.articles), str(entry.counts.total), str(entry.counts.applied)),
                Text(str(entry.counts.unresolved), "red" if entry.counts.unresolved else ""),
                Text(where, "dim"),
            )
        say()
        console.print(table)
        if report.entry_count > len(report.entries):
            say(f"{report.entry_count - len(report.entries)} more entries; --most shows more")

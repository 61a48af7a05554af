"""Reports of a run come in; tables for a person or values for JSON go out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from translate_pipe.errors import UsageError
from translate_pipe.model import TranslationUnit
from translate_pipe.run import ArticleReport
from translate_pipe.terminology import Candidate


def as_json(reports: Sequence[ArticleReport], explain: Sequence[str] = ()) -> dict[str, Any]:
    """Return the reports as plain values: one entry per article and target locale."""
    return {"translations": [_one_as_json(report, explain) for report in reports]}


def _one_as_json(report: ArticleReport, explain: Sequence[str]) -> dict[str, Any]:
    bitext = report.bitext
    entry: dict[str, Any] = {
        "article": report.article,
        "encoding": report.encoding,
        "source_locale": bitext.source_locale,
        "target_locale": bitext.target_locale,
        "provenance": bitext.provenance.signature(),
        "segments": len(bitext.units),
        "reused": report.reused,
        "dropped": [unit.segment.id for unit in report.dropped],
        "terms": {"matches": report.terms.total, **report.terms.by_state()},
        "account": [
            {
                "segment": unit.segment.id,
                "number": unit.segment.number,
                "term": outcome.match.entry.source,
                "source": outcome.match.surface,
                "state": outcome.state,
                "target": outcome.surface,
                "form": outcome.grammemes,
                "method": outcome.method,
                "reason": outcome.reason,
            }
            for unit in bitext.units
            for outcome in unit.terms
        ],
        "issues": {
            **report.issues,
            "found": [
                {
                    "segment": issue.segment_id,
                    "check": issue.check,
                    "severity": issue.severity,
                    "message": issue.message,
                }
                for unit in bitext.units
                for issue in unit.issues
            ],
        },
        "files": [str(path) for path in report.files],
        "seconds": round(report.seconds, 3),
    }
    if report.text is not None:
        entry["text"] = report.text.decode(report.encoding, errors="replace")
    if explain:
        entry["explain"] = {
            unit.segment.id: [_candidate_as_json(one) for one in report.candidates.get(unit.segment.id, ())]
            for unit in (_find_unit(report, wanted) for wanted in explain)
            if unit is not None
        }
    return entry


def _candidate_as_json(candidate: Candidate) -> dict[str, Any]:
    return {
        "text": candidate.text,
        "origin": candidate.origin,
        "score": candidate.score,
        "agreement": candidate.agreement,
        "missing": len(candidate.verification.missing),
        "forbidden": len(candidate.verification.banned),
    }


def _find_unit(report: ArticleReport, wanted: str) -> TranslationUnit | None:
    for unit in report.bitext.units:
        if wanted in (unit.segment.id, str(unit.segment.number)):
            return unit
    return None


def print_table(reports: Sequence[ArticleReport], *, to_stderr: bool = False) -> None:
    """Print what was done: one row per article and target, then the files and the packages used."""
    console = Console(stderr=to_stderr, highlight=False, soft_wrap=False)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column("article", overflow="fold")
    table.add_column("to")
    for name in ("segments", "terms", "right", "applied", "kept", "open", "errors", "warnings", "s"):
        table.add_column(name, justify="right")
    for report in reports:
        terms = report.terms
        table.add_row(
            Text(report.article),
            report.target_locale,
            str(len(report.bitext.units)),
            str(terms.total),
            str(terms.already),
            str(terms.applied),
            str(terms.kept + terms.overruled),
            Text(str(terms.unresolved), style="bold red" if terms.unresolved else ""),
            str(report.issues["error"]),
            str(report.issues["warning"]),
            f"{report.seconds:.1f}",
        )
    console.print(table)
    for report in reports:
        _print_details(report, console)


def _print_details(report: ArticleReport, console: Console) -> None:
    for unit in report.bitext.units:
        for outcome in unit.terms:
            if outcome.state == "unresolved":
                where = f"{report.article}, segment {unit.segment.number} ({unit.segment.id})"
                message = f"unresolved: “{outcome.match.surface}” in {where}: {outcome.reason}"
                console.print(Text(message, style="yellow"))
    if report.reused:
        fresh = len(report.bitext.units) - report.reused
        console.print(Text(f"{report.reused} segments as in the earlier run, {fresh} translated anew"))
    for unit in report.dropped:
        console.print(Text(f"reviewed segment {unit.segment.id} is no longer in {report.article}", "yellow"))
    if report.encoding.lower().replace("-", "") not in ("utf8", "ascii"):
        console.print(Text(f"{report.article} was read as {report.encoding}"))
    for path in report.files:
        console.print(Text(f"wrote {path}"))
    packages = ", ".join(report.bitext.provenance.packages) or "none"
    console.print(Text(f"with {packages}"))


def print_explanation(reports: Sequence[ArticleReport], wanted: str, *, to_stderr: bool = False) -> None:
    """Print, for one segment, every candidate with its score, and why the first was chosen.

    Raises:
        UsageError: no article has such a segment.
    """
    console = Console(stderr=to_stderr, highlight=False)
    found = False
    for report in reports:
        unit = _find_unit(report, wanted)
        if unit is None:
            continue
        found = True
        console.print(Text(f"{unit.segment.number} {unit.segment.id}  {unit.segment.source}", "bold"))
        for outcome in unit.terms:
            detail = " ".join(part for part in (outcome.grammemes, outcome.method or "") if part)
            line = f"  {outcome.match.surface} → {outcome.surface or '—'}  {outcome.state}"
            console.print(Text(f"{line}  {detail or outcome.reason}"))
        _print_candidates(report.candidates.get(unit.segment.id, ()), console)
    if not found:
        raise UsageError(
            f"no segment {wanted!r}", remedy="`translate-pipe segment ARTICLE` lists ids and numbers"
        )


def _print_candidates(candidates: Sequence[Candidate], console: Console) -> None:
    if not candidates:
        console.print(Text("  taken over from an earlier run or the memory: nothing was weighed"))
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in ("from", "score", "missing", "agrees", "candidate"):
        table.add_column(name, overflow="fold")
    for candidate in candidates:
        table.add_row(
            candidate.origin,
            "" if candidate.score is None else f"{candidate.score:.3f}",
            str(len(candidate.verification.missing) + len(candidate.verification.banned)),
            {True: "yes", False: "no", None: "?"}[candidate.agreement],
            Text(candidate.text),
        )
    console.print(table)
    console.print(Text(f"  {_reason(candidates)}"))


def _reason(candidates: Sequence[Candidate]) -> str:
    best = candidates[0]
    if len(candidates) == 1:
        return "chosen: the only candidate"
    if best.complete and best.origin == "plain":
        return "chosen: the engine's own best output holds every term"
    rest = [candidate for candidate in candidates[1:] if candidate.complete]
    if not rest:
        return (
            "chosen: the only candidate that holds every term" if best.complete else "chosen: fewest missing"
        )
    if best.agreement is not False and any(candidate.agreement is False for candidate in rest):
        return "chosen: the best score of those whose words agree"
    return "chosen: the best score of those that hold every term"

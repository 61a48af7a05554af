"""Reports of a run come in; tables for a person or values for JSON go out."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import typer

from translate_pipe.cli.terminal import new_console, visible
from translate_pipe.errors import TranslatePipeError, UsageError
from translate_pipe.model import TranslationUnit
from translate_pipe.reports import ArticleReport
from translate_pipe.terminology import Candidate

if TYPE_CHECKING:
    from rich.console import Console

# How many unresolved terms the closing table names; the bilingual files name all.
MOST_LISTED = 8
# Up to so many articles each has a table of its own, of more each has a line.
MOST_WHOLE = 8
# Characters that a label of the closing table takes, with the space around it.
LABEL_WIDTH = 12


def as_json(
    reports: Sequence[ArticleReport],
    explain: Sequence[str] = (),
    faults: Sequence[TranslatePipeError] = (),
) -> dict[str, Any]:
    """Return the reports as plain values: one entry per article and target locale, and one per fault."""
    return {
        "translations": [_one_as_json(report, explain) for report in reports],
        "faults": [
            {"path": fault.path, "problem": fault.problem, "remedy": fault.remedy} for fault in faults
        ],
    }


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
        "figures": {
            "found": sum(report.figures.values()),
            **report.figures,
            "account": [
                {
                    "segment": unit.segment.id,
                    "number": unit.segment.number,
                    "source": outcome.surface,
                    "state": outcome.state,
                    "target": outcome.target,
                    "method": outcome.method,
                    "reason": outcome.reason,
                }
                for unit in bitext.units
                for outcome in unit.figures
            ],
        },
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
    """Print what was done: for each article and target its segments, terms, issues, time and files.

    Long values are folded beside their label in a terminal and left whole elsewhere, so that the paths in a
    log can be copied. Written without Rich, which takes a short article's run 50 ms to load.
    """
    out = sys.stderr if to_stderr else sys.stdout
    width = max(shutil.get_terminal_size().columns - LABEL_WIDTH, 20) if out.isatty() else sys.maxsize
    brief = len(reports) > MOST_WHOLE
    for report in reports:
        heading = typer.style(visible(f"{report.article} → {report.target_locale}"), bold=True)
        _say(f"{heading}: {_brief(report)}" if brief else heading, to_stderr)
        for label, value, colour in () if brief else _rows(report):
            name = typer.style(f"  {label}".ljust(LABEL_WIDTH), dim=True)
            for line in textwrap.wrap(value, width, break_on_hyphens=False):
                _say(name + typer.style(visible(line), fg=colour), to_stderr)
                name = " " * LABEL_WIDTH
    if len(reports) > 1:
        terms = sum(report.terms.total for report in reports)
        unresolved = sum(report.terms.unresolved for report in reports)
        segments = sum(len(report.bitext.units) for report in reports)
        in_all = f"in all: {segments} segments, {terms} terms, {unresolved} unresolved"
        _say(typer.style(in_all, bold=True), to_stderr)


def _brief(report: ArticleReport) -> str:
    """Return what became of one article of many in a line; the bilingual files and `--json` say the rest."""
    said = [f"{len(report.bitext.units)} segments"]
    said += [f"{report.reused} as before"] if report.reused else []
    said += [f"{report.terms.total} terms"] if report.terms.total else []
    open_terms = report.terms.unresolved
    said += [typer.style(f"{open_terms} unresolved", fg="red")] if open_terms else []
    said += [f"{count} issues" for count in (sum(report.issues.values()),) if count]
    return ", ".join(said) + "".join(f" → {visible(str(path))}" for path in report.files[:1])


def _say(line: str, to_stderr: bool) -> None:
    typer.echo(line, err=to_stderr, color=False if os.environ.get("NO_COLOR") else None)


def _rows(report: ArticleReport) -> Iterator[tuple[str, str, str | None]]:
    """Yield the label, the value and the colour of each row."""
    from translate_pipe.morphology.support import support_of

    units = report.bitext.units
    segments = str(len(units))
    if report.reused:
        fresh = len(units) - report.reused
        segments = f"{report.reused} segments as in the earlier run, {fresh} translated anew"
    yield "segments", segments, None
    states = ", ".join(f"{count} {state}" for state, count in report.terms.by_state().items() if count)
    terms = f"{report.terms.total}: {states}" if states else "0"
    yield "terms", terms, "red" if report.terms.unresolved else None
    open_terms = (
        f"unresolved: “{outcome.match.surface}” in segment {unit.segment.number}: {outcome.reason}"
        for unit in units
        for outcome in unit.terms
        if outcome.state == "unresolved"
    )
    for line in islice(open_terms, MOST_LISTED):
        yield "", line, "yellow"
    if report.terms.unresolved > MOST_LISTED:
        yield "", f"and {report.terms.unresolved - MOST_LISTED} more, in the bilingual files", "yellow"
    if states and (advice := support_of(report.target_locale).advice):
        yield "", f"for {report.target_locale}: {advice}", "yellow"
    if figures := sum(report.figures.values()):
        states = ", ".join(f"{count} {state}" for state, count in report.figures.items() if count)
        yield "figures", f"{figures}: {states}", "red" if report.figures["unresolved"] else None
    names = {"error": "error", "warning": "warning", "info": "note"}
    found = ", ".join(
        f"{count} {names[severity]}{'' if count == 1 else 's'}"
        for severity, count in report.issues.items()
        if count
    )
    yield "issues", found or "none", None
    for unit in report.dropped:
        yield "", f"reviewed segment {unit.segment.id} is no longer in {report.article}", "yellow"
    yield "read as", report.encoding, None
    packages = " + ".join(report.bitext.provenance.packages)
    yield "time", f"{report.seconds:.1f} s with {packages}", None
    for number, path in enumerate(report.files):
        yield "" if number else "wrote", str(path), None


def print_explanation(reports: Sequence[ArticleReport], wanted: str, *, to_stderr: bool = False) -> None:
    """Print, for one segment, every candidate with its score, and why the first was chosen.

    Raises:
        UsageError: no article has such a segment.
    """
    from rich.text import Text

    console = new_console(stderr=to_stderr)
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
        for figure in unit.figures:
            line = f"  {figure.surface} → {figure.target or '—'}  {figure.state}"
            console.print(Text(f"{line}  {figure.method or figure.reason}".rstrip()))
        _print_candidates(report.candidates.get(unit.segment.id, ()), console)
    if not found:
        raise UsageError(
            f"no segment {wanted!r}", remedy="`translate-pipe segment ARTICLE` lists ids and numbers"
        )


def _print_candidates(candidates: Sequence[Candidate], console: Console) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

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

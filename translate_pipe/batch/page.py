"""The report of a batch goes in; one self-contained HTML page comes out, which asks nothing of any server."""

from __future__ import annotations

from importlib import resources

from translate_pipe.batch.accounts import BatchReport
from translate_pipe.terminology.account import STATES


def write_report_page(report: BatchReport, title: str) -> bytes:
    """Return the page; every text of articles and glossaries is escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    folder = resources.files("translate_pipe.batch") / "page"
    text = (folder / "report.html").read_text(encoding="utf-8")
    page = environment.from_string(text).render(report=report, title=title, states=STATES, duration=duration)
    return page.encode("utf-8", "backslashreplace")


def duration(seconds: float) -> str:
    """Return a time in words: `3 h 5 min`, `40 s`."""
    whole = round(seconds)
    if whole >= 86400:
        return f"{whole // 86400} d {whole % 86400 // 3600} h"
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 60} min" if whole >= 120 else f"{whole} s"

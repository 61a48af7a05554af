"""What attempts at a long article had made goes into its next one; each keeps a journal of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from translate_pipe.bilingual.journal import Journal, read_journal
from translate_pipe.job import Job, describe_job, mark_fresh
from translate_pipe.model import Bitext


def keep_journal(job: Job, name: str, folder: Path) -> Job:
    """Return a job that goes on where an article was broken off, and writes down what it makes of it.

    Of an article that goes to the engine at one go nothing is written down.

    Args:
        name: of the article in this job.
        folder: that of its journals. Another attempt may still be under way, by a worker that was taken for
            dead, so no two write to one file.
    """
    made_by = mark_fresh(describe_job(job)) if job.fresh else describe_job(job)
    head = Bitext(name, job.source_locale, job.target_locale, (), made_by)
    left = [(path, read_journal(path)) for path in sorted(folder.glob("*.jsonl"))]
    fitting = [found for _, found in left if found is not None and replace(found, units=()) == head]
    journal = Journal(folder / f"{uuid4().hex[:12]}.jsonl", head)
    if fitting:
        most = max(fitting, key=lambda found: len(found.units))
        journal.add(most.units)
        job = replace(job, unfinished={name: most})
    for path, _ in left:
        path.unlink(missing_ok=True)
    return replace(job, keep=lambda _, units: journal.add(units))

"""What workers need and make that do not share the folder of the output goes over the network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from uuid import uuid4

from translate_pipe.batch.database import WORK_FOLDER
from translate_pipe.batch.state import STAGING
from translate_pipe.batch.values import Chunk, MadeChunk, MadeFile, Task
from translate_pipe.bilingual import BITEXT_EXTENSION, file_name
from translate_pipe.files import sync_files, write_atomically
from translate_pipe.outputs import DROPPED_EXTENSION


def load_contents(chunk: Chunk, out: Path) -> Chunk:
    """Return a chunk with the articles themselves, and with what earlier runs left of them in `out`."""
    return replace(
        chunk, tasks=tuple(_load_task(task, chunk.lane.target_locale, out) for task in chunk.tasks)
    )


def _load_task(task: Task, target_locale: str, out: Path) -> Task:
    try:
        content = task.path.read_bytes()
    except OSError:
        # The worker finds no such file either, and says so.
        return replace(task, content=None)
    place = PurePosixPath(task.place)
    earlier = []
    for extension in (BITEXT_EXTENSION, DROPPED_EXTENSION):
        name = place.parent / file_name(place.name, target_locale, extension)
        if (out / name).is_file():
            earlier.append((name.as_posix(), (out / name).read_bytes()))
    return replace(task, content=content, earlier=tuple(earlier))


def stage_contents(made: MadeChunk, out: Path) -> MadeChunk:
    """Write the files that came back into the work folder in `out`."""
    folder = Path(WORK_FOLDER, STAGING, f"{made.chunk.number}-{uuid4().hex[:12]}")
    written: list[Path] = []
    outcomes = []
    for outcome in made.outcomes:
        files = []
        for number, one in enumerate(outcome.files):
            if one.content is None:
                files.append(one)
                continue
            staged = folder / f"{outcome.number}-{number}"
            write_atomically(out / staged, one.content)
            written.append(out / staged)
            files.append(MadeFile(one.path, staged.as_posix()))
        outcomes.append(replace(outcome, files=tuple(files)))
    sync_files(written)
    return replace(made, outcomes=tuple(outcomes))

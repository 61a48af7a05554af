"""One long article against many short ones with the same text, each in a process of its own.

    python -m bench.batch_short long|short FOLDER PACKAGES

Says "ready" when everything is loaded and warm, then "seconds cpu bytes" for each line on standard input.
"""

from __future__ import annotations

import resource
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from translate_pipe.batch.run import BatchRequest, ThisProcess, run_batch
from translate_pipe.run import Request, run_request


def prepare(kind: str, folder: Path, packages: Path) -> Callable[[], object]:
    """Return what translates everything once, from the files to the files, into an empty folder."""
    out = folder / f"out-{kind}"
    request = Request(
        articles=(),
        targets=("ru",),
        glossaries=(folder / "terms.csv",),
        out=out,
        formats=(),
        packages_dir=packages,
    )
    first = next((folder / "articles").rglob("*.txt"))
    run_request(replace(request, articles=(first,), out=folder / f"warm-{kind}"))

    def run_long() -> object:
        shutil.rmtree(out, ignore_errors=True)
        return run_request(replace(request, articles=(folder / "long.txt",)))

    def run_short() -> object:
        shutil.rmtree(out, ignore_errors=True)
        done = run_batch(BatchRequest(request, (str(folder / "articles"),)), ThisProcess(request))
        assert not done.failed
        assert not done.left
        return done

    return {"long": run_long, "short": run_short}[kind]


def main() -> None:
    """Serve one worker."""
    run = prepare(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    print("ready", flush=True)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(time.perf_counter() - wall, time.process_time() - cpu, peak, flush=True)


if __name__ == "__main__":
    main()

"""`python -m bench.batch`: many short articles against one long one, and workers against one process.

    python -m bench.batch short [--articles 5000] [--rounds 3] [--package FOLDER]
    python -m bench.batch scale [--articles 20000] [--package FOLDER]
    python -m bench.batch size [--articles 60] [--package FOLDER]
    python -m bench.batch usual [--rounds 3] [--package FOLDER]
    python -m bench.batch kills [--articles 400] [--share 1.0]
    python -m bench.batch simulate [--articles 200000] [--workers 64] [--seconds 1]

Without a part, the first two. By default with the pocket package of the tests, so that what the program
itself does weighs most.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from bench.batch_kills import measure_kills, prepare_ground
from bench.batch_simulation import measure_simulation
from bench.batch_text import make_paragraphs, write_articles, write_glossary
from bench.batch_usual import measure_decoding, write_usual_model
from bench.speed import Worker, compare, environment
from translate_pipe.engines.packages import starters

POCKET = Path(__file__).parents[1] / "tests" / "pocket" / "translate-en_ru-0_1.argosmodel"


def find_package(wanted: Path | None, scratch: Path) -> Path:
    """Return the package to measure with: the one given, or the pocket package."""
    if wanted is not None:
        return wanted
    with zipfile.ZipFile(POCKET) as archive:
        archive.extractall(scratch / "pocket")
    return scratch / "pocket" / POCKET.stem


def measure_short(chosen: argparse.Namespace, scratch: Path) -> None:
    """Print the throughput on short articles, as a share of that on one long one with the same text."""
    texts = make_paragraphs(chosen.articles or 5000, 1, 5)
    write_articles(scratch / "articles", texts)
    (scratch / "long.txt").write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    write_glossary(scratch)
    package = find_package(chosen.package, scratch)
    here = environment(package, scratch)
    command = [sys.executable, "-m", "bench.batch_short"]
    workers = {
        kind: Worker([*command, kind, str(scratch), here["ARGOS_PACKAGES_DIR"]], here)
        for kind in ("long", "short")
    }
    try:
        for worker in workers.values():
            worker.start()
        for turn in range(chosen.rounds):
            for kind in ("long", "short") if turn % 2 == 0 else ("short", "long"):
                workers[kind].ask()
    finally:
        for worker in workers.values():
            worker.stop()
    long, short = workers["long"], workers["short"]
    print(f"{len(texts)} articles of one paragraph, {chosen.rounds} rounds in turns, {package.name}")
    for name, worker in (("one long article", long), (f"{len(texts)} articles", short)):
        print(f"  {name:18} {min(worker.wall):8.1f} s at best {worker.peak / 1e6:7.0f} MB peak")
    print(f"  of the throughput on one long article, by the clock  {compare(long.wall, short.wall)}")
    print(f"  the same by CPU time                                 {compare(long.cpu, short.cpu)}")


def measure_scale(chosen: argparse.Namespace, scratch: Path) -> None:
    """Print articles an hour with one worker on one core, with two on two, and in one process."""
    measured = {kind: _measure(chosen, scratch, kind, 20_000) for kind in ("1", "2", "process")}
    if len({one["digest"] for one in measured.values()}) > 1:
        raise SystemExit("the output is not the same with workers and without")
    scaling = measured["1"]["seconds"] / measured["2"]["seconds"]
    print(f"  two workers against one  {scaling:.2f}; the same bytes with one, with two and without any")


def measure_size(chosen: argparse.Namespace, scratch: Path) -> None:
    """Print articles an hour of one worker, which has one core."""
    _measure(chosen, scratch, "1", 60)


def _measure(chosen: argparse.Namespace, scratch: Path, kind: str, usual: int) -> dict[str, Any]:
    articles = chosen.articles or usual
    if not (scratch / "articles").exists():
        write_articles(scratch / "articles", make_paragraphs(articles, 3, 60))
        write_glossary(scratch)
        package = find_package(chosen.package, scratch)
        print(f"{articles} articles of 3 to 60 segments, {package.name}", flush=True)
    here = environment(find_package(chosen.package, scratch), scratch)
    command = [sys.executable, "-m", "bench.batch_scale", kind, str(scratch), here["ARGOS_PACKAGES_DIR"]]
    answer = subprocess.run(command, env=here, check=True, stdout=subprocess.PIPE, text=True).stdout
    measured: dict[str, Any] = json.loads(answer.splitlines()[-1])
    own, *others = measured["peak"]
    shown = {"1": "1 worker", "2": "2 workers", "process": "one process"}[kind]
    by_clock = 3600 * articles / measured["seconds"]
    by_cpu = 3600 * articles / sum(measured["cpu"])
    print(
        f"  {shown:12} {measured['seconds']:8.1f} s {by_clock:10,.0f} articles an hour,"
        f" {by_cpu:10,.0f} an hour of CPU; peak of the command {own / 1e6:.0f} MB"
        + (f", of a worker {max(others) / 1e6:.0f} MB" if others else ""),
        flush=True,
    )
    return measured


def measure_usual(chosen: argparse.Namespace, scratch: Path) -> None:
    """Print what a model of the usual size costs beside that of a package, the starter's by default."""
    package = chosen.package or starters()[0].path
    write_usual_model(scratch / "usual")
    models = {package.name: package / "model", "a model of the usual size": scratch / "usual"}
    needed = measure_decoding(models, chosen.rounds)
    for name, seconds in needed.items():
        print(f"  {name:26} {1000 * seconds:6.1f} ms of CPU a segment of 24 pieces, decoding alone")
    print(f"  usual size against it      {needed['a model of the usual size'] / needed[package.name]:.2f}")


def kill_everything(chosen: argparse.Namespace, scratch: Path) -> None:
    """Kill workers, schedulers and the command, and see that it does no harm."""
    here = environment(find_package(chosen.package, scratch), scratch)
    measure_kills(prepare_ground(scratch, here, chosen.articles or 400), chosen.share)


def simulate(chosen: argparse.Namespace, scratch: Path) -> None:
    """Print what a cluster costs whose engine only sleeps."""
    measure_simulation(scratch, os.environ, chosen.articles or 200_000, chosen.workers, chosen.seconds)


PARTS = {
    "short": measure_short,
    "scale": measure_scale,
    "size": measure_size,
    "usual": measure_usual,
    "kills": kill_everything,
    "simulate": simulate,
}
USUAL = ("short", "scale")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="bench.batch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure")
    parser.add_argument("--package", type=Path, help="an unpacked en→ru package")
    parser.add_argument("--articles", type=int, help="how many articles")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--share", type=float, default=1.0, help="of the kills: 50 workers, 20 of the rest")
    parser.add_argument("--workers", type=int, default=64, help="how many workers sleep")
    parser.add_argument("--seconds", type=float, default=1.0, help="how long, for 64 KB of articles")
    chosen = parser.parse_args()
    for part in chosen.parts or USUAL:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[part](chosen, Path(folder))


if __name__ == "__main__":
    main()

"""`python -m bench.batch`: many short articles against one long one.

    python -m bench.batch short [--articles 5000] [--rounds 3] [--package FOLDER]

By default with the pocket package of the tests, which is many times as fast as a usual one, so that what the
program itself does weighs most.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import zipfile
from pathlib import Path

from bench.batch_text import make_paragraphs, write_articles, write_glossary
from bench.speed import Worker, compare, environment

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


PARTS = {"short": measure_short}


def main() -> None:
    """Measure what the command line asks for, or everything."""
    parser = argparse.ArgumentParser(
        prog="bench.batch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; by default all")
    parser.add_argument("--package", type=Path, help="an unpacked en→ru package")
    parser.add_argument("--articles", type=int, help="how many articles")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    for part in chosen.parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[part](chosen, Path(folder))


if __name__ == "__main__":
    main()

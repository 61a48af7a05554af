"""`python -m bench.numbers [--given] [--time] [--limit N] [--shared DIR]`: figures, kept and put right.

Prints the share of the sentences of the hand sets that come out to the letter, and for each test set: the
figures in the source; the share whose value the target says, for the engine alone, for ours and reference;
false alterations (what the engine said right and ours does not). With `--time` instead the CPU time that
translating the segments with figures takes, as a multiple of what it takes with `--numbers off`, in rounds in
turns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.given_figures import print_given
from bench.quality import SETS, read_segments
from translate_pipe.engines import load_engine
from translate_pipe.figures.compare import compare_figures
from translate_pipe.glossary.load import Glossary
from translate_pipe.model import Engine, NumbersMode, Segment, Span
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.pipeline import Job, translate_segments

ROUNDS = 3


def run_ours(sources: Sequence[str], engine: Engine, numbers: NumbersMode = "locale") -> list[str]:
    """Translate as the pipeline does without a glossary."""
    locales = engine.source_locale, engine.target_locale
    with tempfile.TemporaryDirectory() as folder:
        job = Job(
            *locales,
            engine,
            DefaultMorphology(locales[1]),
            Glossary(*locales, (), "bench"),
            numbers=numbers,
            stand_in_cache=Path(folder) / "stand-ins.json",
        )
        segments = [
            Segment(f"s{place:08x}", place, Span(0, len(source)), source, place)
            for place, source in enumerate(sources, 1)
        ]
        return [
            one.target
            for one in translate_segments(segments, [()] * len(segments), job, casings=[{}] * len(segments))
        ]


def lost_figures(source: str, target: str, engine: Engine) -> list[str]:
    """Return the figures of a source whose value its target does not say."""
    compared = compare_figures(source, target, engine.source_locale, engine.target_locale)
    return [figure.text for figure in compared.lost]


def main() -> None:
    """Print the figures of each test set, and what ours still loses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    default = os.environ.get("TRANSLATE_PIPE_SHARED", str(Path(__file__).parents[2] / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(default), help="folder with bench/quality/")
    parser.add_argument("--given", action="store_true", help="only the hand sets, which need no model")
    parser.add_argument("--time", action="store_true", help="what it costs, instead of what it does")
    parser.add_argument("--limit", type=int, help="only the first N segments of each set")
    options = parser.parse_args()
    if not options.time:
        print_given()
    if options.given:
        return
    folder = options.shared / "bench" / "quality"
    if not folder.is_dir():
        print(f"skipped: there are no test sets in {folder}; name their folder with --shared")
        return
    engine = load_engine("en", "ru")
    engine.translate(["Warm up."])
    print(f"package: {', '.join(engine.packages)}")
    for name in SETS:
        (measure_time if options.time else measure)(name, folder, engine, options.limit)


def read_figured(name: str, folder: Path, limit: int | None) -> tuple[list[str], list[str]]:
    """Return the sources and references of the segments of a test set that hold figures."""
    rows = zip(
        read_segments(folder / f"{name}.en", limit=limit),
        read_segments(folder / f"{name}.ru", limit=limit),
        strict=True,
    )
    figured = [(source, reference) for source, reference in rows if any(map(str.isdigit, source))]
    return [source for source, _ in figured], [reference for _, reference in figured]


def measure_time(name: str, folder: Path, engine: Engine, limit: int | None) -> None:
    """Print what putting figures right costs on the segments of one test set that hold some."""
    sources, _ = read_figured(name, folder, limit)
    modes: tuple[NumbersMode, ...] = ("off", "locale")
    needed: dict[NumbersMode, list[float]] = {mode: [] for mode in modes}
    for turn in range(ROUNDS):
        for mode in modes[:: -1 if turn % 2 else 1]:
            begun = time.process_time()
            run_ours(sources, engine, mode)
            needed[mode].append(time.process_time() - begun)
    ratios = [one / other for one, other in zip(needed["locale"], needed["off"], strict=True)]
    middle = statistics.median(ratios)
    print(
        f"{name}: {len(sources)} segments with figures, {ROUNDS} rounds: {middle:.2f} times the CPU time of"
        f" --numbers off ({min(ratios):.2f} to {max(ratios):.2f})"
    )


def measure(name: str, folder: Path, engine: Engine, limit: int | None) -> None:
    """Print the figures of one test set."""
    sources, references = read_figured(name, folder, limit)
    plain = [found[0].text for found in engine.translate(sources)]
    ours = run_ours(sources, engine)
    total = sum(
        len(compare_figures(source, "", engine.source_locale, engine.target_locale).source)
        for source in sources
    )
    print(f"\n{name}: {total} figures in {len(sources)} segments")
    lost = {
        system: [
            lost_figures(source, target, engine) for source, target in zip(sources, targets, strict=True)
        ]
        for system, targets in (("engine alone", plain), ("ours", ours), ("reference", references))
    }
    for system, found in lost.items():
        print(f"  {system:<14}{100 * (1 - sum(map(len, found)) / total):6.2f} % kept")
    false = sum(
        len([figure for figure in after if figure not in before])
        for before, after in zip(lost["engine alone"], lost["ours"], strict=True)
    )
    print(f"  false alterations: {false}")
    for source, target, missing in zip(sources, ours, lost["ours"], strict=True):
        if missing:
            print(f"    lost {', '.join(missing)}: {source}\n      → {target}")


if __name__ == "__main__":
    main()

"""`python -m bench.numbers [--given] [--limit N] [--shared DIR]`: how many figures the target says, and how.

Prints the share of the sentences of the hand sets that come out to the letter, and for each test set: the
figures in the source; the share whose value the target says, for the engine alone, for ours and reference;
false alterations (what the engine said right and ours does not); and the time of ours as a multiple of the
engine's, on the segments with figures.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.given_figures import print_given
from bench.quality import SETS, read_segments
from translate_pipe.engines import load_engine
from translate_pipe.figures.compare import compare_figures
from translate_pipe.glossary.load import Glossary
from translate_pipe.model import Engine, Segment, Span
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.pipeline import Job, translate_segments


def run_ours(sources: Sequence[str], engine: Engine) -> list[str]:
    """Translate as the pipeline does without a glossary."""
    locales = engine.source_locale, engine.target_locale
    with tempfile.TemporaryDirectory() as folder:
        job = Job(
            *locales,
            engine,
            DefaultMorphology(locales[1]),
            Glossary(*locales, (), "bench"),
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
    parser.add_argument("--limit", type=int, help="only the first N segments of each set")
    options = parser.parse_args()
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
        measure(name, folder, engine, options.limit)


def measure(name: str, folder: Path, engine: Engine, limit: int | None) -> None:
    """Print the figures of one test set."""
    rows = zip(
        read_segments(folder / f"{name}.en", limit=limit),
        read_segments(folder / f"{name}.ru", limit=limit),
        strict=True,
    )
    figured = [(source, reference) for source, reference in rows if any(map(str.isdigit, source))]
    sources, references = [source for source, _ in figured], [reference for _, reference in figured]
    begun = time.perf_counter()
    plain = [found[0].text for found in engine.translate(sources)]
    middle = time.perf_counter()
    ours = run_ours(sources, engine)
    ended = time.perf_counter()
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
    print(f"  false alterations: {false}; time {(ended - middle) / (middle - begun):.2f} of the engine's")
    for source, target, missing in zip(sources, ours, lost["ours"], strict=True):
        if missing:
            print(f"    lost {', '.join(missing)}: {source}\n      → {target}")


if __name__ == "__main__":
    main()

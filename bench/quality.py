"""Quality, measured: BLEU and chrF2++ of every English-Russian package at hand, beside published figures.

`python -m bench.quality [--package FILE] [--beam N]... [--limit N] [--shared DIR]`

The test sets lie outside the project, in `quality/` of the folder that holds the development data
(`--shared`, TRANSLATE_PIPE_SHARED, or `../shared`); without them there is nothing to measure.
"""

from __future__ import annotations

import argparse
import os
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import sacrebleu

from translate_pipe.engines.argos import ArgosEngine
from translate_pipe.engines.batching import BEAM
from translate_pipe.engines.packages import Package, find_packages, read_package, starters

SETS = ("wmt19", "flores-dev")


@dataclass(frozen=True, slots=True)
class Quality:
    """Scores of one system on one test set; the signatures say how they were computed."""

    bleu: float
    chrf: float
    bleu_signature: str
    chrf_signature: str


def score_targets(targets: Sequence[str], references: Sequence[str]) -> Quality:
    """Score n targets against n references, BLEU with the 13a tokenizer and chrF2++."""
    bleu, chrf = sacrebleu.BLEU(), sacrebleu.CHRF(word_order=2)
    return Quality(
        round(bleu.corpus_score(targets, [references]).score, 1),
        round(chrf.corpus_score(targets, [references]).score, 1),
        str(bleu.get_signature()),
        str(chrf.get_signature()),
    )


def read_segments(path: Path, *, limit: int | None = None) -> list[str]:
    """Read a test set's side: a segment a line, the first `limit` of them."""
    return path.read_text(encoding="utf-8").rstrip("\n").split("\n")[:limit]


@contextmanager
def unpacked(archive: Path) -> Iterator[Package]:
    """Unpack a package file for as long as it is measured."""
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(folder)
        yield read_package(next(Path(folder).iterdir()))


def measure_engine(
    engine: ArgosEngine, folder: Path, *, limit: int | None = None
) -> Iterator[tuple[str, Quality, float]]:
    """Translate each test set; yield its name, the scores, and source words a second."""
    for name in SETS:
        sources = read_segments(folder / f"{name}.en", limit=limit)
        began = time.perf_counter()
        targets = [hypotheses[0].text for hypotheses in engine.translate(sources)]
        seconds = time.perf_counter() - began
        quality = score_targets(targets, read_segments(folder / f"{name}.ru", limit=limit))
        yield name, quality, sum(len(source.split()) for source in sources) / seconds


def measure_package(archive: Path, folder: Path) -> dict[str, dict[str, float]]:
    """Return the scores of a package file as its metadata states them."""
    with unpacked(archive) as package:
        engine = ArgosEngine(package)
        return {
            name: {"BLEU": quality.bleu, "chrF2++": quality.chrf}
            for name, quality, _ in measure_engine(engine, folder)
        }


def published_figures(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield test set, system and BLEU of the systems measured elsewhere."""
    for line in read_segments(folder / "published.tsv")[1:]:
        name, system, bleu, _ = line.split("\t")
        if name in SETS:
            yield name, system, bleu


def print_baselines(folder: Path, *, limit: int | None) -> None:
    """Print what others reach: outputs scored here, and published figures."""
    for name in SETS:
        outputs = folder / f"{name}.bergamot-tiny.ru"
        if outputs.is_file():
            references = read_segments(folder / f"{name}.ru", limit=limit)
            quality = score_targets(read_segments(outputs, limit=limit), references)
            print_row(name, "bergamot-tiny (scored here)", quality)
    for name, system, bleu in published_figures(folder):
        print(f"{name:<12}{system + ' (published)':<34}{bleu:>6}{'-':>9}")


def print_row(name: str, system: str, quality: Quality, speed: float | None = None) -> None:
    """Print one row of the table."""
    words = f"{speed:>14.0f}" if speed else ""
    print(f"{name:<12}{system:<34}{quality.bleu:>6}{quality.chrf:>9}{words}", flush=True)


def main() -> None:
    """Measure every package at hand and print the table."""
    parser = argparse.ArgumentParser(description="BLEU and chrF2++ of the packages at hand")
    default = os.environ.get("TRANSLATE_PIPE_SHARED", str(Path(__file__).parents[2] / "shared"))
    parser.add_argument("--shared", type=Path, default=Path(default), help="folder with bench/quality/")
    parser.add_argument("--package", type=Path, help="an .argosmodel file instead of what is installed")
    parser.add_argument("--limit", type=int, help="measure on the first N segments of each set only")
    parser.add_argument("--beam", type=int, action="append", help="beam size; may be repeated [4]")
    options = parser.parse_args()
    folder = options.shared / "bench" / "quality"
    if not folder.is_dir():
        print(f"skipped: there are no test sets in {folder}; name their folder with --shared")
        return
    print(f"{'set':<12}{'system':<34}{'BLEU':>6}{'chrF2++':>9}{'words/s':>14}")
    signatures = set()
    with packages_at_hand(options.package) as packages:
        for package in packages:
            for beam in options.beam or [BEAM]:
                label = f"{package.name}{' starter' if package.is_starter else ''}, beam {beam}"
                engine = ArgosEngine(package, beam=beam)
                for name, quality, speed in measure_engine(engine, folder, limit=options.limit):
                    print_row(name, label, quality, speed)
                    signatures |= {quality.bleu_signature, quality.chrf_signature}
        if not packages:
            print("no English-Russian package is installed; `translate-pipe models install en ru` gets one")
    print_baselines(folder, limit=options.limit)
    for signature in sorted(signatures):
        print(signature)


@contextmanager
def packages_at_hand(archive: Path | None) -> Iterator[list[Package]]:
    """Yield the package in a file, or all English-Russian packages, the starter included."""
    if archive is not None:
        with unpacked(archive) as package:
            yield [package]
        return
    found = {package.path: package for package in (*find_packages(), *starters())}
    yield [p for p in found.values() if (p.source_locale, p.target_locale) == ("en", "ru")]


if __name__ == "__main__":
    main()

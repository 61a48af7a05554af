"""`python -m bench.large`: what a very large article costs in memory, as multiples of its size.

An engine that answers at once, letter for letter, stands in for a model: the real one adds its own constant
share and would take hours. Everything else is the flow as users run it, from the file to the files.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.speed_text import make_segments, write_glossary
from translate_pipe.article import read_article
from translate_pipe.bilingual import read_bitext
from translate_pipe.glossary.load import load_glossary
from translate_pipe.model import Hypothesis, Link
from translate_pipe.morphology import load_morphology
from translate_pipe.outputs import output_paths, write_translation
from translate_pipe.pipeline import Job, translate_documents
from translate_pipe.run import DEFAULT_FORMATS
from translate_pipe.terminology.enforce import Source

LETTERS = str.maketrans(
    dict(zip("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопкрстувуксиз", strict=False))
    | dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "АБЦДЕФГХИЙКЛМНОПКРСТУВУКСИЗ", strict=False))
)

# Terms are matched and verified, not enforced: what an engine costs there is not measured here.
VERIFY: tuple[Source, ...] = ("n-best",)


class InstantEngine:
    """Gives every segment back in Cyrillic letters."""

    source_locale, target_locale = "en", "ru"
    name = fingerprint = "instant"
    packages: tuple[str, ...] = ("instant",)
    annotation: str | None = None

    def translate(
        self,
        sources: Sequence[str],
        *,
        n_best: int = 1,  # noqa: ARG002 - the protocol's
        prefixes: Sequence[str] | None = None,  # noqa: ARG002
        suppress: Sequence[Sequence[str]] | None = None,  # noqa: ARG002
        annotated: bool = False,  # noqa: ARG002
    ) -> list[tuple[Hypothesis, ...]]:
        """Return one hypothesis a source."""
        return [(Hypothesis(source.translate(LETTERS), -1.0),) for source in sources]

    def score(self, sources: Sequence[str], targets: Sequence[str]) -> list[float]:  # noqa: ARG002
        """Return the same score for all."""
        return [-1.0] * len(sources)

    def align(self, sources: Sequence[str], targets: Sequence[str]) -> list[tuple[Link, ...]]:  # noqa: ARG002
        """Return no links."""
        return [()] * len(sources)


def write_text(path: Path, megabytes: float) -> None:
    """Write paragraphs of four segments, none like another."""
    choose, base = random.Random(2), make_segments(2000)
    size = 0
    with path.open("w", encoding="utf-8") as out:
        while size < megabytes * 1e6:
            parts = (f"{choose.choice(base)[:-1]} {choose.randrange(10**6)}." for _ in range(4))
            size += out.write(" ".join(parts) + "\n\n")


def peak() -> float:
    """Return the most memory that the process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    """Translate one large article and print the peak after each part."""
    parser = argparse.ArgumentParser(prog="bench.large", description=__doc__)
    parser.add_argument("--megabytes", type=float, default=50)
    parser.add_argument("--entries", type=int, default=1000, help="of the glossary; 0 for none")
    parser.add_argument("--format", action="append", help="to write; html and xlsx by default")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        article, out = Path(folder) / "large.txt", Path(folder) / "out"
        write_text(article, chosen.megabytes)
        glossary = [write_glossary(Path(folder) / "g.csv", chosen.entries)] if chosen.entries else []
        begun, empty = time.perf_counter(), peak()

        def report(part: str) -> None:
            held = peak() - empty
            times, seconds = held / chosen.megabytes, time.perf_counter() - begun
            print(f"  {part:16} {held:8.0f} MB {times:6.1f} times the article {seconds:7.1f} s", flush=True)

        job = Job(
            "en", "ru", InstantEngine(), load_morphology("ru"), load_glossary(glossary, "en", "ru"),
            sources=VERIFY,
        )  # fmt: skip
        print(f"{chosen.megabytes:g} MB, {chosen.entries} entries; before: {empty:.0f} MB; peaks so far:")
        document = read_article(article)
        report("read")
        (translation,) = translate_documents([document], job)
        print(f"  {len(translation.bitext.units):,} segments")
        report("translated")
        paths = output_paths(article.name, article, out, "ru", chosen.format or list(DEFAULT_FORMATS))
        for name, path in paths.items():
            write_translation(translation, {name: path})
            if path.exists():
                report(f"{name} written")
                print(f"  {path.stat().st_size / 1e6:,.0f} MB", flush=True)
        del translation
        again = replace(job, previous={document.name: read_bitext(paths["bitext"])})
        report("read again")
        (translation,) = translate_documents([document], again)
        print(f"  {translation.reused:,} segments taken over")
        report("translated again")


if __name__ == "__main__":
    main()

"""The things whose speed is compared, each in a process of its own.

    python -m bench.speed_workers NAME LINES PACKAGE [GLOSSARY]

Says "ready" when everything is loaded and warm, then "seconds cpu bytes" for each line on standard input.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from translate_pipe.engines.argos import ArgosEngine
from translate_pipe.engines.batching import usable_cores
from translate_pipe.engines.loaded import open_model
from translate_pipe.engines.packages import read_package
from translate_pipe.engines.tokens import open_tokenizer
from translate_pipe.glossary.load import load_glossary
from translate_pipe.model import Block, Document, Span
from translate_pipe.morphology import load_morphology
from translate_pipe.pipeline import Job, translate_documents
from translate_pipe.run import stand_in_cache

# The best of 128 to 8,192 in CPU time (from 512 on they hardly differ); padding included.
CEILING_TOKENS = 1024


def ceiling(lines: list[str], package: Path, _glossary: Path | None) -> Callable[[], object]:
    """Bare CTranslate2 on the same tokens: nothing but decoding."""
    read = read_package(package)
    tokenizer = open_tokenizer(package, read.source_code, read.target_code)
    model = open_model(package, threads=usable_cores())
    pieces = [tokenizer.encode(line) for line in lines]

    def run() -> object:
        return model.translate_batch(
            pieces, beam_size=4, max_batch_size=CEILING_TOKENS, batch_type="tokens", max_input_length=0
        )

    model.translate_batch(pieces[:8], beam_size=4)
    return run


def engine(lines: list[str], package: Path, _glossary: Path | None) -> Callable[[], object]:
    """The engine alone: tokens, decoding, text."""
    adapter = ArgosEngine(read_package(package))
    adapter.translate(lines[:8])
    return lambda: adapter.translate(lines)


def pipeline(lines: list[str], package: Path, glossary: Path | None) -> Callable[[], object]:
    """The whole flow on one article in memory: segments, terms, translation, checks."""
    text = "\n".join(lines)
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block("paragraph", Span(at, at + len(line))))
        at += len(line) + 1
    document = Document("bench.txt", "txt", text, tuple(blocks))
    short = Document("warm.txt", "txt", text[: len(lines[0])], tuple(blocks[:1]))
    job = Job(
        "en",
        "ru",
        ArgosEngine(read_package(package)),
        load_morphology("ru"),
        load_glossary([glossary] if glossary else [], "en", "ru"),
        stand_in_cache=stand_in_cache(),
    )
    translate_documents([short], job)
    return lambda: translate_documents([document], job)


def main() -> None:
    """Serve one worker."""
    name, lines_path, package = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    glossary = Path(sys.argv[4]) if len(sys.argv) > 4 else None
    lines = lines_path.read_text(encoding="utf-8").splitlines()
    run = {"ceiling": ceiling, "engine": engine, "pipeline": pipeline}[name](lines, package, glossary)
    print("ready", flush=True)
    for _ in sys.stdin:
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(time.perf_counter() - wall, time.process_time() - cpu, peak, flush=True)


if __name__ == "__main__":
    main()

"""`python -m bench.speed`: speed and memory as ratios, measured in one run, in turns, on one package.

Each thing that is compared runs in a process of its own and is asked for one round after another, so that
whatever else the machine does falls on all of them. A ratio is taken within a round; shown are the middle
and the range of the rounds. CPU ratios are steadier than those of the clock where the machine is busy.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.speed_text import make_segments, write_glossary
from bench.speed_workers import CEILING_TOKENS
from translate_pipe.engines.batching import usable_cores
from translate_pipe.engines.packages import find_packages, read_package
from translate_pipe.engines.tokens import open_tokenizer

HERE = Path(__file__).parent
ARTICLE = HERE.parent / "seeds" / "petition.txt"
GLOSSARY = HERE.parent / "glossaries" / "news.csv"
ARGOS = "TRANSLATE_PIPE_ARGOS_PYTHON"


@dataclass(slots=True)
class Worker:
    """A process that waits to be asked for a round; `wall`, `cpu` in seconds and `peak` in bytes a round."""

    command: Sequence[str]
    environment: dict[str, str]
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: int = 0
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the process and wait until it has loaded everything."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        if self._answer() != "ready":
            raise SystemExit(f"{' '.join(self.command)}: could not be started")

    def ask(self) -> None:
        """Have one round done."""
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        said = self._answer().split()
        if len(said) != 3:
            raise SystemExit(f"{' '.join(self.command)}: broke down")
        self.wall.append(float(said[0]))
        self.cpu.append(float(said[1]))
        self.peak = int(said[2])

    def stop(self) -> None:
        """End the process."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
            self.process.wait(60)

    def _answer(self) -> str:
        """Return the next line that is ours; libraries print lines of their own."""
        assert self.process is not None
        assert self.process.stdout is not None
        for line in self.process.stdout:
            words = line.split()
            if line.strip() == "ready" or (len(words) == 3 and all(_is_number(word) for word in words)):
                return line.strip()
        return ""


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def compare(first: Sequence[float], second: Sequence[float]) -> str:
    """Return the ratio first / second: the middle of the rounds and their range."""
    ratios = [one / other for one, other in zip(first, second, strict=True)]
    return f"{statistics.median(ratios):6.2f}  ({min(ratios):.2f} to {max(ratios):.2f})"


def find_package(wanted: Path | None) -> Path:
    """Return the package to measure with: the one given, or what `translate` would use for en→ru."""
    if wanted is not None:
        return wanted
    for package in find_packages():
        if (package.source_locale, package.target_locale) == ("en", "ru"):
            return package.path
    raise SystemExit("no en→ru package is installed; give one with --package")


def argos_python() -> str | None:
    """Return the Python of argos-translate's own environment, or None with the reason on stderr."""
    stated = os.environ.get(ARGOS, "")
    if stated and Path(stated).exists():
        return stated
    print(f"argos-translate is left out: {ARGOS} names no Python with its full install", file=sys.stderr)
    return None


def environment(package: Path, scratch: Path) -> dict[str, str]:
    """Return an environment in which argos-translate and ours find the package, and write elsewhere.

    All keep their bytecode, as installed programs do: whoever was installed without it would otherwise be
    compiled anew in every round, and only the compiler would be measured.
    """
    names = {"DATA": "data", "CONFIG": "config", "CACHE": "cache"}
    own = {f"XDG_{name}_HOME": str(scratch / folder) for name, folder in names.items()}
    packages = scratch / "packages"
    packages.mkdir(exist_ok=True)
    if not (packages / package.name).exists():
        (packages / package.name).symlink_to(package.resolve())
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    bytecode = {"PYTHONPYCACHEPREFIX": str(scratch / "bytecode")}
    return {**kept, **own, **bytecode, "ARGOS_PACKAGES_DIR": str(packages)}


def measure_throughput(package: Path, lines: Sequence[str], rounds: int, scratch: Path) -> None:
    """Print throughput and memory: bare CTranslate2, engine, flow, flow with glossary, argos-translate."""
    text = scratch / "lines.txt"
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    glossary = write_glossary(scratch / "glossary.csv", 1000)
    here = environment(package, scratch)
    serve = [sys.executable, "-m", "bench.speed_workers"]
    workers = {
        "ceiling": Worker([*serve, "ceiling", str(text), str(package)], here),
        "engine": Worker([*serve, "engine", str(text), str(package)], here),
        "plain": Worker([*serve, "pipeline", str(text), str(package)], here),
        "terms": Worker([*serve, "pipeline", str(text), str(package), str(glossary)], here),
    }
    python = argos_python()
    if python is not None:
        runner = str(HERE / "argos_runner.py")
        workers["argos"] = Worker([python, runner, "api", str(text)], here)
    _run_rounds(workers, rounds)
    print(f"throughput, {len(lines)} segments, {rounds} rounds in turns, {package.name}")
    for name, worker in workers.items():
        middle = statistics.median(worker.wall)
        rate, peak = len(lines) / middle, worker.peak / 1e6
        print(f"  {name:8} {middle:8.2f} s {rate:7.1f} segments/s {peak:7.0f} MB peak")
    top = workers["ceiling"]
    for name, said in (
        ("engine", "engine alone, of the ceiling"),
        ("plain", "whole flow, no glossary, of the ceiling"),
        ("terms", "whole flow, 1,000 entries, of the ceiling"),
    ):
        print(
            f"  {said:44} {compare(top.wall, workers[name].wall)}   cpu {compare(top.cpu, workers[name].cpu)}"
        )
    if "argos" in workers:
        ours, theirs = workers["plain"], workers["argos"]
        said = "whole flow, times argos-translate's API"
        print(f"  {said:44} {compare(theirs.wall, ours.wall)}   cpu {compare(theirs.cpu, ours.cpu)}")
    for name in ("engine", "plain", "terms"):
        print(f"  peak memory of {name}, times bare CTranslate2 {workers[name].peak / top.peak:16.2f}")


def _run_rounds(workers: dict[str, Worker], rounds: int) -> None:
    try:
        for worker in workers.values():
            worker.start()
        order = list(workers.values())
        for turn in range(rounds):
            # Another one goes first each time.
            for k in range(len(order)):
                order[(turn + k) % len(order)].ask()
    finally:
        for worker in workers.values():
            worker.stop()


def measure_start(package: Path, rounds: int, scratch: Path) -> None:
    """Print the time of whole commands for the sample article, and of `--help`."""
    here = environment(package, scratch)
    ours = [sys.executable, "-m", "translate_pipe"]
    # Fresh, or every round after the first would only take over what that one has translated.
    translate = [*ours, "translate", str(ARTICLE), "--to", "ru", "--fresh"]
    commands: dict[str, list[str]] = {
        "translate-pipe, text to text": [*ours, "translate", "-", "--to", "ru"],
        "translate-pipe, no glossary": [*translate, "--out", str(scratch / "plain")],
        "translate-pipe, glossary": [
            *translate,
            "--out",
            str(scratch / "terms"),
            "--glossary",
            str(GLOSSARY),
        ],
        "translate-pipe --help": [*ours, "--help"],
    }
    python = argos_python()
    if python is not None:
        commands["argos-translate"] = [python, str(HERE / "argos_runner.py"), "command"]
    spent: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            seconds = _time_command(command, here)
            # The first turn fills the disk cache and the program's own.
            if turn:
                spent[name].append(seconds)
    print(f"cold start, {ARTICLE.name}, {rounds} rounds in turns")
    for name, seconds_each in spent.items():
        print(f"  {name:30} {statistics.median(seconds_each):6.2f} s  (least {min(seconds_each):.2f})")
    if python is not None:
        for name in list(commands)[:3]:
            times = compare(spent["argos-translate"], spent[name])
            print(f"  argos-translate takes so many times {name}: {times}")


def _time_command(command: Sequence[str], here: dict[str, str]) -> float:
    begin = time.perf_counter()
    done = subprocess.run(
        [*command],
        env=here,
        input=ARTICLE.read_bytes(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return time.perf_counter() - begin


def measure_settings(package: Path, lines: Sequence[str], rounds: int) -> None:
    """Print how threads and kinds of arithmetic compare on bare CTranslate2, in times of the usual ones."""
    import ctranslate2

    read = read_package(package)
    tokenizer = open_tokenizer(package, read.source_code, read.target_code)
    pieces = [tokenizer.encode(line) for line in lines]
    cores = usable_cores()
    kinds = sorted(ctranslate2.get_supported_compute_types("cpu") & {"int8", "int8_float32", "float32"})
    settings = [(cores, 1, "auto"), (1, cores, "auto"), (1, 1, "auto"), *((cores, 1, kind) for kind in kinds)]
    spent: dict[tuple[int, int, str], list[float]] = {setting: [] for setting in settings}
    for turn in range(rounds + 1):
        for inter, intra, kind in settings:
            model = ctranslate2.Translator(
                str(package / "model"), compute_type=kind, inter_threads=inter, intra_threads=intra
            )
            begin = time.perf_counter()
            model.translate_batch(
                pieces, beam_size=4, max_batch_size=CEILING_TOKENS, batch_type="tokens", max_input_length=0
            )
            if turn:
                spent[inter, intra, kind].append(time.perf_counter() - begin)
    print(f"settings, {len(lines)} segments: batches at a time x threads a batch, arithmetic")
    for setting, seconds in spent.items():
        inter, intra, kind = setting
        times = compare(seconds, spent[settings[0]])
        print(f"  {inter} x {intra} {kind:14} {statistics.median(seconds):7.2f} s, times the usual {times}")


def measure_growth(package: Path, scratch: Path, most_segments: int) -> None:
    """Print how the cost of the flow grows with segments and with glossary entries."""
    here = environment(package, scratch)
    # The first run with a glossary measures the package's stand-ins and keeps them.
    _grow(package, scratch, here, 10, 1_000)
    print(
        "growth: the whole flow after loading; CPU time, which other programs do not stretch, and the clock"
    )
    for count in (10, 100, 1_000, 10_000):
        if count <= most_segments:
            _print_growth(package, scratch, here, count, 1_000)
    for entries in (10, 1_000, 100_000):
        _print_growth(package, scratch, here, min(1_000, most_segments), entries)


def _grow(package: Path, scratch: Path, here: dict[str, str], segments: int, entries: int) -> Worker:
    text = scratch / f"{segments}.txt"
    text.write_text("\n".join(make_segments(segments)) + "\n", encoding="utf-8")
    glossary = write_glossary(scratch / f"{entries}.csv", entries)
    serve = [sys.executable, "-m", "bench.speed_workers", "pipeline", str(text), str(package), str(glossary)]
    worker = Worker(serve, here)
    worker.start()
    worker.ask()
    worker.stop()
    return worker


def _print_growth(package: Path, scratch: Path, here: dict[str, str], segments: int, entries: int) -> None:
    begin = time.perf_counter()
    worker = _grow(package, scratch, here, segments, entries)
    loading = time.perf_counter() - begin - worker.wall[0]
    print(
        f"  {segments:6} segments {entries:7} entries {worker.cpu[0]:8.2f} s CPU {worker.wall[0]:8.2f} s"
        f" {1000 * worker.cpu[0] / segments:6.1f} ms CPU a segment"
        f"  loading {loading:5.1f} s {worker.peak / 1e6:6.0f} MB",
        flush=True,
    )


def main() -> None:
    """Measure what the command line asks for; everything but growth by default."""
    parser = argparse.ArgumentParser(prog="bench.speed", description=__doc__)
    parser.add_argument("--package", type=Path, help="an unpacked en→ru package")
    parser.add_argument("--text", type=Path, help="measure throughput on the lines of this file")
    parser.add_argument("--segments", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("start", "throughput", "growth", "settings"), action="append")
    chosen = parser.parse_args()
    package = find_package(chosen.package)
    parts = chosen.only or ["start", "throughput"]
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        if "start" in parts:
            measure_start(package, chosen.rounds, scratch)
        if "throughput" in parts:
            lines = make_segments(chosen.segments)
            if chosen.text is not None:
                lines = chosen.text.read_text(encoding="utf-8").splitlines()[: chosen.segments]
            measure_throughput(
                package, [line.strip() for line in lines if line.strip()], chosen.rounds, scratch
            )
        if "settings" in parts:
            measure_settings(package, make_segments(min(300, chosen.segments)), chosen.rounds)
        if "growth" in parts:
            measure_growth(package, scratch, chosen.segments)


if __name__ == "__main__":
    main()

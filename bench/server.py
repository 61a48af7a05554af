"""Measure the server against the command, as ratios in one run.

    python -m bench.server [--segments 2000] [--clients 16] [--texts 1 --texts 25] [--no-glossary]
                           [--package FOLDER]

Both translate the same segments with the same package and the same glossary of 1,000 entries, or none. The
command's side is its whole flow on one article, loaded and warm; the server's is that of as many clients as
asked for, who share the segments out and send them, so many texts a request, one request after the other. Who
goes first changes from round to round; shown are the middle and the range of the rounds. By the clock
the server pays for the clients, which run on the same cores; by CPU time, the steadier of the two on a busy
machine, each process pays for itself, and what the clients took is said apart.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bench.speed import Worker, compare, environment, find_package
from bench.speed_text import make_segments, write_glossary


class Server:
    """`translate-pipe serve` in a process of its own."""

    def __init__(self, glossary: Path | None, here: dict[str, str]) -> None:
        command = [
            sys.executable,
            "-m",
            "translate_pipe",
            "serve",
            "--port",
            "0",
            "--to",
            "ru",
            "--no-memory",
        ]
        command += ["--glossary", str(glossary)] if glossary else []
        self.process = subprocess.Popen(command, env=here, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        said = self.process.stderr.readline()
        if "listening on" not in said:
            raise SystemExit(f"the server could not be started: {said}{self.process.stderr.read()}")
        self.port = int(said.rsplit(":", 1)[1])

    def peak(self) -> int:
        """Return the most memory that the process has had, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    def cpu(self) -> float:
        """Return the CPU time that all threads of the process have had, in seconds."""
        status = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8")
        # Behind the name, which may hold anything: utime and stime are the 14th and 15th field.
        user, system = status.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """End the process in order."""
        self.process.terminate()
        self.process.wait(60)


def send_all(port: int, lines: Sequence[str], clients: int, texts: int) -> list[str]:
    """Have the segments translated by so many clients, so many texts a request; return targets in order."""
    shares = [lines[number::clients] for number in range(clients)]

    def work(share: Sequence[str]) -> list[str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        targets: list[str] = []
        for at in range(0, len(share), texts):
            body = json.dumps({"q": list(share[at : at + texts]), "source": "en", "target": "ru"})
            connection.request("POST", "/translate", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
            if answer.status != 200:
                raise SystemExit(f"the server refused: {content.decode()}")
            targets += json.loads(content)["translatedText"]
        connection.close()
        return targets

    with ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(work, shares))
    return [found[number % clients][number // clients] for number in range(len(lines))]


@dataclass(slots=True)
class Rounds:
    """What the rounds with one number of texts a request took, in seconds, and the targets of the last."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    clients: list[float] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)

    def run(self, server: Server, lines: Sequence[str], clients: int, texts: int) -> None:
        """Do another round."""
        wall, cpu, own = time.perf_counter(), server.cpu(), time.process_time()
        self.targets = send_all(server.port, lines, clients, texts)
        self.wall.append(time.perf_counter() - wall)
        self.cpu.append(server.cpu() - cpu)
        self.clients.append(time.process_time() - own)


def measure(package: Path, lines: Sequence[str], chosen: argparse.Namespace, scratch: Path) -> None:
    """Print throughput of both, and their ratio, for each number of texts a request."""
    text = scratch / "lines.txt"
    text.write_text("\n".join(lines) + "\n", encoding="utf-8")
    glossary = None if chosen.no_glossary else write_glossary(scratch / "glossary.csv", 1000)
    here = environment(package, scratch)
    flow = [sys.executable, "-m", "bench.speed_workers", "pipeline", str(text), str(package)]
    command = Worker([*flow, str(glossary)] if glossary else flow, here)
    server = Server(glossary, here)
    served = {texts: Rounds() for texts in chosen.texts}
    try:
        command.start()
        send_all(server.port, lines[:32], chosen.clients, 1)
        for turn in range(chosen.rounds):
            jobs = [0, *chosen.texts]
            for k in range(len(jobs)):
                texts = jobs[(turn + k) % len(jobs)]
                if texts:
                    served[texts].run(server, lines, chosen.clients, texts)
                else:
                    command.ask()
        peak = server.peak()
    finally:
        command.stop()
        server.stop()
    said = "1,000 entries" if glossary else "no glossary"
    rounds_said = f"{chosen.clients} clients, {chosen.rounds} rounds in turns"
    print(f"{len(lines)} segments, {said}, {rounds_said}, {package.name}")
    _show("command", len(lines), command.wall, command.cpu, command.peak)
    for texts, rounds in served.items():
        _show(f"server, {texts:3} texts a request", len(lines), rounds.wall, rounds.cpu, peak)
        ratios = f"{compare(command.wall, rounds.wall)}   cpu {compare(command.cpu, rounds.cpu)}"
        print(f"    of the command's throughput {ratios}")
        print(f"    the clients took {statistics.median(rounds.clients):.1f} s of CPU a round")
    first, *others = (rounds.targets for rounds in served.values())
    for other in others:
        same = sum(one == two for one, two in zip(first, other, strict=True))
        print(f"  the same targets, however they are sent: {same} of {len(lines)}")


def _show(name: str, count: int, wall: Sequence[float], cpu: Sequence[float], peak: int) -> None:
    rate, spent = count / statistics.median(wall), statistics.median(cpu)
    print(f"  {name:28} {rate:8.1f} segments/s {spent:8.1f} s cpu {peak / 1e6:7.0f} MB peak")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="bench.server", description=__doc__)
    parser.add_argument("--package", type=Path, help="an unpacked en→ru package")
    parser.add_argument("--text", type=Path, help="measure on the lines of this file")
    parser.add_argument("--segments", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--texts", type=int, action="append", help="texts a request")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-glossary", action="store_true", help="measure without terms on both sides")
    chosen = parser.parse_args()
    chosen.texts = chosen.texts or [1, 25]
    lines = make_segments(chosen.segments)
    if chosen.text is not None:
        lines = chosen.text.read_text(encoding="utf-8").splitlines()[: chosen.segments]
    with tempfile.TemporaryDirectory() as folder:
        measure(
            find_package(chosen.package),
            [line.strip() for line in lines if line.strip()],
            chosen,
            Path(folder),
        )


if __name__ == "__main__":
    main()

"""Try an unpacked model package: `python -m translate_pipe.engines.trial FOLDER` exits 0 if it translates."""

from __future__ import annotations

import sys
from pathlib import Path

from translate_pipe.engines.argos import ArgosEngine
from translate_pipe.engines.packages import read_package
from translate_pipe.errors import TranslatePipeError

PROBE = "Hello."


def try_package(folder: Path) -> None:
    """Translate one word with the package in `folder`.

    Raises:
        TranslatePipeError: the package cannot be read or its model not loaded.
    """
    package = read_package(folder)
    engine = ArgosEngine(package, beam=1, threads=1)
    engine.translate([PROBE])
    engine.score([PROBE], [PROBE])


def main() -> int:
    """Run the trial for the folder named on the command line."""
    try:
        try_package(Path(sys.argv[1]))
    except TranslatePipeError as error:
        print(error.problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

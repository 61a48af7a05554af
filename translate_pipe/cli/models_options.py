"""Options that all commands of `translate-pipe models` have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

PackagesDir = Annotated[
    Path | None,
    typer.Option(
        "--packages-dir",
        help="Where packages are installed (ARGOS_PACKAGES_DIR, or Argos Translate's own folder).",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]

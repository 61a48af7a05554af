"""`python -m bench`: everything that is measured quickly, one part after another."""

from __future__ import annotations

import importlib
import sys

PARTS = ("glossary", "proposals", "memory", "page")


def main() -> None:
    """Run each part with its defaults."""
    sys.argv = sys.argv[:1]
    for part in PARTS:
        print(f"== {part}", flush=True)
        importlib.import_module(f"bench.{part}").main()


if __name__ == "__main__":
    main()

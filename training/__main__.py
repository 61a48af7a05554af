"""Run steps of a recipe: `python -m training RECIPE [STEP ...]`; all steps where none is named.

A step whose output exists is left out unless it is named.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from training.recipe import read_recipe
from training.steps import STEPS, train_step


def main() -> None:
    """Read the command line and run the steps in the order of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("recipe", type=Path, help="a TOML file of this folder, or your own")
    parser.add_argument("steps", nargs="*", metavar="step", help=f"{', '.join(STEPS)} (all)")
    parser.add_argument("--at-most", type=float, help="stop training after so many minutes")
    chosen = parser.parse_args()
    unknown = set(chosen.steps) - set(STEPS)
    if unknown:
        parser.error(f"no such step: {', '.join(sorted(unknown))}; there are {', '.join(STEPS)}")
    recipe = read_recipe(chosen.recipe)
    recipe.out.mkdir(parents=True, exist_ok=True)
    for name, (output, step) in STEPS.items():
        if name not in chosen.steps and (chosen.steps or (output and (recipe.out / output).exists())):
            continue
        began = time.monotonic()
        print(f"== {name}", flush=True)
        if name == "train":
            train_step(recipe, at_most=chosen.at_most)
        else:
            step(recipe)
        print(f"== {name}: {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()

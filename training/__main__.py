"""Run steps of a recipe: `python -m training RECIPE [STEP ...]`; all steps where none is named.

A step whose output exists is left out unless it is named. Two further steps run only when named: `try`
times training on this machine, `join` puts weights together that were trained elsewhere.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from training.recipe import read_recipe
from training.steps import EXTRA_STEPS, STEPS, train_step


def main() -> None:
    """Read the command line and run the steps in the order of the recipe."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("recipe", type=Path, help="a TOML file of this folder, or your own")
    parser.add_argument("steps", nargs="*", metavar="step", help=f"{', '.join(STEPS)} (all)")
    parser.add_argument("--at-most", type=float, help="stop training after so many minutes")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="change [train]")
    chosen = parser.parse_args()
    unknown = set(chosen.steps) - set(STEPS) - set(EXTRA_STEPS)
    if unknown:
        parser.error(
            f"no such step: {', '.join(sorted(unknown))}; there are {', '.join([*STEPS, *EXTRA_STEPS])}"
        )
    recipe = read_recipe(chosen.recipe, changes=chosen.set)
    recipe.out.mkdir(parents=True, exist_ok=True)
    order = {**{name: ("", step) for name, step in EXTRA_STEPS.items()}, **STEPS}
    for name, (output, step) in order.items():
        wanted = name in chosen.steps if chosen.steps or name in EXTRA_STEPS else True
        done = bool(output) and (recipe.out / output).exists()
        if not wanted or (done and not chosen.steps):
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

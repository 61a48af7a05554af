"""A recipe: the TOML file that says what to train on, how large, how long, and what to call it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from training.network import Shape
from training.train import Plan


@dataclass(frozen=True, slots=True)
class Recipe:
    """One configuration; `out` is the folder that every step reads from and writes to.

    `files` are (name, limit) below the corpus folder, 0 meaning all; the first `aligned` clean pairs (0:
    all) are aligned and annotated with terms, the others are read as they are. `development` names the
    origins from which `development_pairs` pairs are held out, `prose` further ones whose segments are
    mostly whole sentences. `start` is the package whose vocabulary and weights training goes on from,
    None to begin anew.
    """

    source: str
    target: str
    version: str
    licence: str
    card: Path
    start: Path | None
    files: tuple[tuple[str, int], ...]
    aligned: int
    leave_out: frozenset[str]
    longest: int
    prose: frozenset[str]
    development: frozenset[str]
    development_pairs: int
    headline_share: float
    vocabulary_size: int
    vocabulary_weights: Mapping[str, float]
    vocabulary_default: float
    shape: Shape
    plan: Plan
    out: Path


def read_recipe(path: Path, *, changes: Iterable[str] = ()) -> Recipe:
    """Read a recipe; its outputs go to `out/NAME` beside it.

    A recipe may say `like = "OTHER.toml"` and then names only what differs from that one.

    Args:
        changes: lines of TOML (`minutes=8.5`) that change the recipe's `[train]`.

    Raises:
        ValueError: a part is missing, or a name in it is unknown.
    """
    try:
        table = _read_table(path, ())
        for line in changes:
            table["train"].update(_parse(line))
        package, data, vocabulary = table["package"], table["data"], table["vocabulary"]
        limits = data.get("limits", {})
        return Recipe(
            source=package["source"], target=package["target"], version=package["version"],
            licence=package["licence"], card=path.resolve().parent / package["card"],
            start=path.resolve().parent / package["start"] if "start" in package else None,
            files=tuple((name, int(limits.get(name, 0))) for name in data["files"]),
            aligned=int(data.get("aligned", 0)),
            leave_out=frozenset(data.get("leave_out", [])), longest=int(data["longest"]),
            prose=frozenset(data["prose"]), development=frozenset(data["development"]),
            development_pairs=int(data["development_pairs"]),
            headline_share=float(data["headline_share"]),
            vocabulary_size=int(vocabulary["size"]),
            vocabulary_weights=cast("Mapping[str, float]", vocabulary["weights"]),
            vocabulary_default=float(vocabulary["default_weight"]),
            shape=Shape(vocabulary=0, **table["shape"]), plan=Plan(**table["train"]),
            out=path.resolve().parent / "out" / path.stem,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: {error}; compare it with the recipes beside it") from error


def _read_table(path: Path, read: tuple[Path, ...]) -> dict[str, Any]:
    if path.resolve() in read:
        raise ValueError(f"{path}: recipes are like one another in a circle; take out one `like`")
    table = _parse(path.read_text(encoding="utf-8"))
    other = table.pop("like", None)
    if other is None:
        return table
    return _merged(_read_table(path.resolve().parent / other, (*read, path.resolve())), table)


def _parse(text: str) -> dict[str, Any]:
    # The machine that trains has nothing but Python and PyTorch; only Python 3.10 lacks a parser.
    if sys.version_info >= (3, 11):
        import tomllib

        return tomllib.loads(text)
    import tomlkit

    return tomlkit.parse(text).unwrap()


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for name, value in changes.items():
        old = result.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            result[name] = _merged(old, value)
        else:
            result[name] = value
    return result

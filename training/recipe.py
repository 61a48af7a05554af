"""A recipe: the TOML file that says what to train on, how large, how long, and what to call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import tomlkit
from tomlkit.exceptions import TOMLKitError

from training.network import Shape
from training.train import Plan


@dataclass(frozen=True, slots=True)
class Recipe:
    """One configuration; `out` is the folder that every step reads from and writes to.

    `files` are (name, limit) below the corpus folder, 0 meaning all; `development` names the
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


def read_recipe(path: Path) -> Recipe:
    """Read a recipe; its outputs go to `out/NAME` beside it.

    A recipe may say `like = "OTHER.toml"` and then names only what differs from that one.

    Raises:
        ValueError: a part is missing, or a name in it is unknown.
    """
    try:
        table = _read_table(path, ())
        package, data, vocabulary = table["package"], table["data"], table["vocabulary"]
        limits = data.get("limits", {})
        return Recipe(
            source=package["source"], target=package["target"], version=package["version"],
            licence=package["licence"], card=path.resolve().parent / package["card"],
            start=path.resolve().parent / package["start"] if "start" in package else None,
            files=tuple((name, int(limits.get(name, 0))) for name in data["files"]),
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
    except (KeyError, TypeError, TOMLKitError) as error:
        raise ValueError(f"{path}: {error}; compare it with the recipes beside it") from error


def _read_table(path: Path, read: tuple[Path, ...]) -> dict[str, Any]:
    if path.resolve() in read:
        raise ValueError(f"{path}: recipes are like one another in a circle; take out one `like`")
    table: dict[str, Any] = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
    other = table.pop("like", None)
    if other is None:
        return table
    return _merged(_read_table(path.resolve().parent / other, (*read, path.resolve())), table)


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for name, value in changes.items():
        old = result.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            result[name] = _merged(old, value)
        else:
            result[name] = value
    return result

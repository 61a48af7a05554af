"""The steps of the recipe: each reads what earlier ones wrote, and is left out if it is done."""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from training.align import align_pairs, read_links
from training.annotate import Term, annotate
from training.clean import Pair, read_clean, write_clean
from training.pack import Packer, Tokenizer, pack
from training.recipe import Recipe

_TOLERANCE = 5e-4


def shared_folder() -> Path:
    """Return the folder with corpus and test sets, which is not part of the project."""
    default = Path(__file__).parents[2] / "shared"
    return Path(os.environ.get("TRANSLATE_PIPE_SHARED", default))


def clean_step(recipe: Recipe) -> None:
    """Write `clean.tsv`."""
    corpus = shared_folder() / "corpus"
    inputs = [(corpus / name, limit) for name, limit in recipe.files]
    write_clean(
        inputs, recipe.out / "clean.tsv", tests=shared_folder() / "bench", longest=recipe.longest,
        leave_out=recipe.leave_out,
    )  # fmt: skip


def vocabulary_step(recipe: Recipe) -> None:
    """Write `sentencepiece.model` and `vocab.txt`."""
    from training.vocabulary import sample_lines, train_vocabulary

    lines = sample_lines(
        read_clean(recipe.out / "clean.tsv"), recipe.vocabulary_weights,
        default=recipe.vocabulary_default, seed=1,
    )  # fmt: skip
    threads = os.cpu_count() or 1
    train_vocabulary(lines, recipe.out, size=recipe.vocabulary_size, threads=threads)


def align_step(recipe: Recipe) -> None:
    """Write `forward.links` and `reverse.links`."""
    align_pairs(_sides(recipe), recipe.out)


def annotate_step(recipe: Recipe) -> None:
    """Write `terms.tsv`, a line a pair."""
    partial = recipe.out / "terms.partial"
    lines = annotate(_sides(recipe), read_links(recipe.out), seed=1, jobs=os.cpu_count() or 1)
    with partial.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(line + "\n" for line in lines)
    partial.replace(recipe.out / "terms.tsv")


def pack_step(recipe: Recipe) -> None:
    """Write `dev.npz` and `train.npz`."""
    tokenizer = Tokenizer(recipe.out / "sentencepiece.model")
    train, development = Packer(tokenizer), Packer(tokenizer)

    def rows() -> Iterator[tuple[Pair, object, list[Term]]]:
        held_out = 0
        with (recipe.out / "terms.tsv").open(encoding="utf-8") as terms:
            for pair, links, line in zip(
                read_clean(recipe.out / "clean.tsv"), read_links(recipe.out), terms, strict=True
            ):
                found = [Term.parse(text) for text in line.rstrip("\n").split("\t") if text]
                if held_out < recipe.development_pairs and pair.origin in recipe.development:
                    held_out += 1
                    development.add(pair, links, found)
                else:
                    yield pair, links, found

    pack(rows(), train, headline_share=recipe.headline_share, seed=1)
    development.write(recipe.out / "dev.npz")
    train.write(recipe.out / "train.npz")


def train_step(recipe: Recipe, *, at_most: float | None = None) -> None:
    """Write `checkpoint.pt` and `record.json`; resumes from the checkpoint if there is one."""
    from training.train import train

    vocabulary = len(_vocabulary(recipe))
    shape = replace(recipe.shape, vocabulary=vocabulary)
    train(recipe.out, recipe.out, shape, recipe.plan, at_most=at_most)


def convert_step(recipe: Recipe) -> None:
    """Write the folder `model` (CTranslate2, int8) from the running mean of the weights."""
    from training.convert import load_network, write_model

    with TemporaryDirectory(dir=recipe.out) as folder:
        partial = Path(folder) / "model"
        model = load_network(recipe.out / "checkpoint.pt")
        write_model(model, _vocabulary(recipe), partial, quantization="int8")
        shutil.rmtree(recipe.out / "model", ignore_errors=True)
        partial.replace(recipe.out / "model")


def check_step(recipe: Recipe) -> None:
    """Write `check.json`: how far PyTorch and CTranslate2 are apart.

    Raises:
        ValueError: their log-probabilities differ in the third decimal.
    """
    from training.convert import greatest_difference, load_network

    model = load_network(recipe.out / "checkpoint.pt")
    pairs = _development_pairs(recipe.out / "dev.npz", count=20)
    difference = greatest_difference(model, _vocabulary(recipe), pairs)
    print(f"greatest difference of a token's mean log-probability: {difference:.6f}")
    if difference > _TOLERANCE:
        raise ValueError(f"the exported model differs from the trained one by {difference:.4f}")
    (recipe.out / "check.json").write_text(f'{{"difference": {difference:.7f}}}\n')


def package_step(recipe: Recipe) -> None:
    """Write the package, with the scores if they are known."""
    from training.package import describe, write_package

    scores = recipe.out / "scores.json"
    quality = json.loads(scores.read_text(encoding="utf-8")) if scores.exists() else {}
    origins = Counter(
        pair.origin for pair in read_clean(recipe.out / "clean.tsv")
        if recipe.plan.weights.get(pair.origin, recipe.plan.default_weight) > 0
    )  # fmt: skip
    changed = (recipe.out / "checkpoint.pt").stat().st_mtime
    metadata = describe(
        recipe.source, recipe.target, recipe.version, licence=recipe.licence,
        date=datetime.date.fromtimestamp(changed).isoformat(), quality=quality,
        trained_on=dict(origins.most_common()),
    )  # fmt: skip
    write_package(
        package_path(recipe), model=recipe.out / "model", readme=recipe.card, metadata=metadata,
        tokenizer=recipe.out / "sentencepiece.model",
    )  # fmt: skip
    print(f"{package_path(recipe)}: {package_path(recipe).stat().st_size / 1e6:.1f} MB")


def evaluate_step(recipe: Recipe) -> None:
    """Write `scores.json`, and the package anew with the scores in it."""
    from bench.quality import measure_package

    scores = measure_package(package_path(recipe), shared_folder() / "bench" / "quality")
    (recipe.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    package_step(recipe)


def package_path(recipe: Recipe) -> Path:
    """Return where the package of a recipe goes."""
    version = recipe.version.replace(".", "_")
    return recipe.out / f"translate-{recipe.source}_{recipe.target}-{version}.argosmodel"


def _sides(recipe: Recipe) -> Iterator[tuple[str, str]]:
    return ((pair.source, pair.target) for pair in read_clean(recipe.out / "clean.tsv"))


def _vocabulary(recipe: Recipe) -> list[str]:
    return (recipe.out / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")


def _development_pairs(path: Path, *, count: int) -> list[tuple[list[int], list[int]]]:
    with np.load(path) as arrays:
        sides = []
        for side in ("source", "target"):
            ends = np.cumsum(arrays[f"{side}_length"][:count], dtype=np.int64)
            sides.append([part.tolist() for part in np.split(arrays[side][: ends[-1]], ends[:-1])])
    return list(zip(*sides, strict=True))


STEPS: dict[str, tuple[str, Callable[[Recipe], None]]] = {
    "clean": ("clean.tsv", clean_step),
    "vocabulary": ("sentencepiece.model", vocabulary_step),
    "align": ("forward.links", align_step),
    "annotate": ("terms.tsv", annotate_step),
    "pack": ("train.npz", pack_step),
    "train": ("record.json", train_step),
    "convert": ("model", convert_step),
    "check": ("check.json", check_step),
    "package": ("", package_step),
    "evaluate": ("scores.json", evaluate_step),
}

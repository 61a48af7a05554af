"""The steps of the recipe: each reads what earlier ones wrote, and is left out if it is done."""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch import Tensor

from training.align import Links, align_pairs, read_links
from training.annotate import Term, annotate
from training.clean import Pair, fold, read_clean, write_clean
from training.network import Shape
from training.pack import Packer, Tokenizer, pack
from training.recipe import Recipe

_TOLERANCE = 5e-4
# Development pairs of more pieces are left out.
_LONGEST = 120


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
    """Write `sentencepiece.model` and `vocab.txt`: those of the package to go on from, or new ones."""
    if recipe.start is not None:
        from training.warm import unpack_vocabulary

        unpack_vocabulary(recipe.start, recipe.out)
        return
    from training.vocabulary import sample_lines, train_vocabulary

    lines = sample_lines(
        read_clean(recipe.out / "clean.tsv"), recipe.vocabulary_weights,
        default=recipe.vocabulary_default, seed=1,
    )  # fmt: skip
    threads = os.cpu_count() or 1
    train_vocabulary(lines, recipe.out, size=recipe.vocabulary_size, threads=threads)


def align_step(recipe: Recipe) -> None:
    """Write `forward.links` and `reverse.links`."""
    align_pairs(_aligned_sides(recipe), recipe.out)


def annotate_step(recipe: Recipe) -> None:
    """Write `terms.tsv`, a line an aligned pair."""
    partial = recipe.out / "terms.partial"
    lines = annotate(_aligned_sides(recipe), read_links(recipe.out), seed=1, jobs=os.cpu_count() or 1)
    with partial.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(line + "\n" for line in lines)
    partial.replace(recipe.out / "terms.tsv")


def pack_step(recipe: Recipe) -> None:
    """Write the folder `packed`: all that training needs, in `dev`, `train-0`, `train-1` and `vocab.txt`.

    `train-0` holds the aligned pairs, `train-1` the others. Development pairs are held out with every
    other rendering of their sources and every other source of their targets.
    """
    tokenizer = Tokenizer(recipe.out / "sentencepiece.model")
    packed = recipe.out / "packed"
    packed.mkdir(exist_ok=True)
    shutil.copyfile(recipe.out / "vocab.txt", packed / "vocab.txt")
    development = Packer(tokenizer)
    held_out = list(_development(recipe))
    for pair, links, terms in held_out:
        development.add(pair, links, terms)
    development.write(packed / "dev.npz.xz")
    sides = {fold(side) for pair, _, _ in held_out for side in (pair.source, pair.target)}
    rows = _annotated(recipe)
    for name, count in (("train-0", recipe.aligned or None), ("train-1", None)):
        packer = Packer(tokenizer)
        part = (
            row for row in islice(rows, count) if sides.isdisjoint({fold(row[0].source), fold(row[0].target)})
        )
        pack(part, packer, headline_share=recipe.headline_share, seed=1)
        packer.write(packed / f"{name}.npz.xz")


def _annotated(recipe: Recipe) -> Iterator[tuple[Pair, Links, list[Term]]]:
    """Yield each clean pair with its links and terms, neither beyond the aligned ones."""
    with (recipe.out / "terms.tsv").open(encoding="utf-8") as lines:
        pairs = read_clean(recipe.out / "clean.tsv")
        for links, line in zip(read_links(recipe.out), lines, strict=True):
            found = [Term.parse(text) for text in line.rstrip("\n").split("\t") if text]
            yield next(pairs), links, found
        none = Links(frozenset(), frozenset(), frozenset())
        yield from ((pair, none, []) for pair in pairs)


def _development(recipe: Recipe) -> Iterator[tuple[Pair, Links, list[Term]]]:
    fitting = (row for row in _annotated(recipe) if row[0].origin in recipe.development)
    return islice(fitting, recipe.development_pairs)


def splitter_step(recipe: Recipe) -> None:
    """Write the sentence splitter that argos-translate needs, `splitter/LANGUAGE.onnx`."""
    from training.splitter import single_sentences, train_splitter

    prose = (
        pair.source for pair in read_clean(recipe.out / "clean.tsv")
        if pair.origin in recipe.development or pair.origin in recipe.prose
    )  # fmt: skip
    sentences = single_sentences(prose, locale=recipe.source, limit=20_000)
    path = recipe.out / "splitter" / f"{recipe.source}.onnx"
    right = train_splitter(sentences, path, locale=recipe.source)
    print(f"splits {right:.1%} of paragraphs of two to five sentences without a fault")


def train_step(recipe: Recipe, *, at_most: float | None = None) -> None:
    """Write `checkpoint.pt`, `parts` and `record.json`; resumes from the checkpoint if there is one."""
    from training.train import train

    shape = replace(recipe.shape, vocabulary=len(_vocabulary(recipe)))
    weights = _start_weights(recipe, shape)
    train(recipe.out / "packed", recipe.out, shape, recipe.plan, weights=weights, at_most=at_most)


def try_step(recipe: Recipe) -> None:
    """Print how fast this machine trains, with batches of several sizes, compiled and not."""
    from training.train import try_out

    shape = replace(recipe.shape, vocabulary=len(_vocabulary(recipe)))
    try_out(recipe.out / "packed", recipe.out, shape, recipe.plan)


def average_step(recipe: Recipe) -> None:
    """Write `average.pt`: the running mean, mixed with the weights of the package gone on from."""
    from training.average import write_average
    from training.batches import PackedPairs

    shape = replace(recipe.shape, vocabulary=len(_vocabulary(recipe)))
    part, loss = write_average(
        recipe.out / "checkpoint.pt", recipe.out / "average.pt",
        PackedPairs(recipe.out / "packed" / "dev.npz.xz", longest=_LONGEST),
        tokens=recipe.plan.tokens, start=_start_weights(recipe, shape),
    )  # fmt: skip
    print(f"{part:.0%} of what training gave; loss on development pairs {loss:.4f}")


def join_step(recipe: Recipe) -> None:
    """Write `checkpoint.pt` from `parts`; it can be converted, but not trained on."""
    from training.parts import join_parts

    torch.save(join_parts(recipe.out / "parts"), recipe.out / "checkpoint.pt")


def convert_step(recipe: Recipe) -> None:
    """Write the folder `model` (CTranslate2, int8) from the average."""
    from training.convert import load_network, write_model

    with TemporaryDirectory(dir=recipe.out) as folder:
        partial = Path(folder) / "model"
        model = load_network(recipe.out / "average.pt")
        write_model(model, _vocabulary(recipe), partial, quantization="int8")
        shutil.rmtree(recipe.out / "model", ignore_errors=True)
        partial.replace(recipe.out / "model")


def check_step(recipe: Recipe) -> None:
    """Write `check.json`: how far PyTorch and CTranslate2 are apart.

    Raises:
        ValueError: their log-probabilities differ in the third decimal.
    """
    from training.convert import greatest_difference, load_network

    model = load_network(recipe.out / "average.pt")
    pairs = _development_pairs(recipe.out / "packed" / "dev.npz.xz", count=20)
    difference = greatest_difference(model, _vocabulary(recipe), pairs)
    print(f"greatest difference of a token's mean log-probability: {difference:.6f}")
    if difference > _TOLERANCE:
        raise ValueError(f"the exported model differs from the trained one by {difference:.4f}")
    (recipe.out / "check.json").write_text(f'{{"difference": {difference:.7f}}}\n')


def package_step(recipe: Recipe) -> None:
    """Write the package, with the scores if they are known."""
    from training.package import describe, write_package

    scores = recipe.out / "scores.json"
    measured = json.loads(scores.read_text(encoding="utf-8")) if scores.exists() else {}
    origins = Counter(
        pair.origin for pair in read_clean(recipe.out / "clean.tsv")
        if recipe.plan.weights.get(pair.origin, recipe.plan.default_weight) > 0
    )  # fmt: skip
    if recipe.start is not None:
        from training.warm import pairs_read

        # What both have read counts once: recipes take the first pairs of a file.
        origins |= Counter(pairs_read(recipe.start))
    changed = (recipe.out / "checkpoint.pt").stat().st_mtime
    metadata = describe(
        recipe.source, recipe.target, recipe.version, licence=recipe.licence,
        date=datetime.date.fromtimestamp(changed).isoformat(), scores=measured,
        trained_on=dict(origins.most_common()),
    )  # fmt: skip
    write_package(
        package_path(recipe), model=recipe.out / "model", readme=recipe.card, metadata=metadata,
        tokenizer=recipe.out / "sentencepiece.model",
        splitter=recipe.out / "splitter" / f"{recipe.source}.onnx",
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


def _aligned_sides(recipe: Recipe) -> Iterator[tuple[str, str]]:
    pairs = read_clean(recipe.out / "clean.tsv")
    return ((pair.source, pair.target) for pair in islice(pairs, recipe.aligned or None))


def _vocabulary(recipe: Recipe) -> list[str]:
    return (recipe.out / "packed" / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")


def _start_weights(recipe: Recipe, shape: Shape) -> dict[str, Tensor] | None:
    if recipe.start is None:
        return None
    from training.warm import unpack_weights

    return unpack_weights(recipe.start, shape)


def _development_pairs(path: Path, *, count: int) -> list[tuple[list[int], list[int]]]:
    from training.batches import PackedPairs

    pairs = PackedPairs(path, longest=_LONGEST)
    rng = np.random.default_rng(1)
    return [pairs.pair(int(i), 0.0, rng)[:2] for i in pairs.ids[:count]]


EXTRA_STEPS: dict[str, Callable[[Recipe], None]] = {"join": join_step, "try": try_step}
STEPS: dict[str, tuple[str, Callable[[Recipe], None]]] = {
    "clean": ("clean.tsv", clean_step),
    "vocabulary": ("sentencepiece.model", vocabulary_step),
    "align": ("forward.links", align_step),
    "annotate": ("terms.tsv", annotate_step),
    "pack": ("packed/train-0.npz.xz", pack_step),
    "train": ("record.json", train_step),
    "average": ("average.pt", average_step),
    "splitter": ("splitter", splitter_step),
    "convert": ("model", convert_step),
    "check": ("check.json", check_step),
    "package": ("", package_step),
    "evaluate": ("scores.json", evaluate_step),
}

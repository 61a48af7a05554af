"""Train a network on packed pairs within a budget of time; resumable at every checkpoint.

The learning rate rises over the first steps, stays, and falls to nearly nothing over the last
part of the budget, all by the clock. Over the last stretch the pairs are drawn by other weights:
those of the text that the package is for. A running mean of the weights becomes the package.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.batches import Batch, Draw, PackedPairs, endless_batches
from training.network import Shape, Translator, translation_loss
from training.optimizer import Muon, build_optimizers
from training.parts import write_parts

_TRIAL_STEPS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: a budget of minutes, batches of padded target tokens, and rates.

    `cooldown` and `late` are parts of the budget: over the last `cooldown` of it the learning rate
    falls, over the last `late` of it pairs are drawn by `late_weights`. `lr` is Muon's; Adam's is
    `adam_rate` times that, since the embeddings are small and seldom updated. `negatives` is explained
    in `training.network`; `guided` weighs the alignment loss; `average` is the decay a step of the
    running mean.
    """

    minutes: float
    tokens: int
    lr: float
    warmup: int = 100
    cooldown: float = 0.5
    late: float = 0.0
    smoothing: float = 0.0
    negatives: int = 0
    guided: float = 0.3
    share: float = 0.4
    longest: int = 60
    muon: bool = True
    adam_rate: float = 0.4
    vectors: bool = True
    weight_decay: float = 0.01
    average: float = 0.99
    look_minutes: float = 5.0
    log_steps: int = 50
    workers: int = 0
    threads: int = 0
    bf16: bool = False
    compiled: bool = False
    seed: int = 1
    default_weight: float = 1.0
    late_default_weight: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    late_weights: Mapping[str, float] = field(default_factory=dict)


class Trainer:
    """A network, its optimizers, the running mean, and where it stands."""

    def __init__(
        self, shape: Shape, plan: Plan, train: PackedPairs, dev: PackedPairs,
        vectors: Tensor | None = None,
    ) -> None:  # fmt: skip
        torch.manual_seed(plan.seed)
        torch.set_float32_matmul_precision("high")
        if plan.threads:
            torch.set_num_threads(plan.threads)
        self.shape, self.plan, self.train_pairs, self.dev_pairs = shape, plan, train, dev
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = Translator(shape).to(self.device)
        if plan.compiled:
            self.model.compile_parts()
        if vectors is not None:
            self.model.embed.weight.data.copy_(vectors)
        self.optimizers = build_optimizers(
            self.model, lr=plan.lr, muon=plan.muon, weight_decay=plan.weight_decay
        )
        self.mean = {k: v.detach().float().clone() for k, v in self.model.state_dict().items()}
        self.step, self.seen, self.elapsed = 0, 0, 0.0

    def begin_with(self, weights: Mapping[str, Tensor]) -> None:
        """Take over the weights of another network of the same shape; the running mean starts there too."""
        self.model.load_state_dict(dict(weights))
        self.mean = {k: v.detach().float().clone() for k, v in self.model.state_dict().items()}

    @property
    def done(self) -> float:
        """The part of the budget that is spent, 0 to 1."""
        return min(1.0, self.elapsed / (self.plan.minutes * 60))

    def rate(self) -> float:
        """Return the learning rate at this step and time."""
        fall = min(1.0, (1 - self.done) / self.plan.cooldown)
        rise = min(1.0, (self.step + 1) / self.plan.warmup)
        return self.plan.lr * rise * (0.99 * fall + 0.01)

    def update(self, batch: Batch) -> Tensor:
        """Take one step; return summed loss, summed alignment loss and number of tokens."""
        plan, rate = self.plan, self.rate()
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate * (1.0 if isinstance(optimizer, Muon) else plan.adam_rate)
        with torch.autocast(self.device, torch.bfloat16, enabled=plan.bf16):
            loss, guided, n = translation_loss(
                self.model, batch.source, batch.target, smoothing=plan.smoothing,
                negatives=plan.negatives, links=batch.links if plan.guided else None,
            )  # fmt: skip
        (loss / n + plan.guided * guided).backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.step, self.seen = self.step + 1, self.seen + n
        if self.step % 5 == 0:
            self._average(5)
        return torch.stack([loss.detach(), guided.detach() * n, loss.new_tensor(float(n))])

    @torch.no_grad()
    def _average(self, steps: int) -> None:
        decay = min(self.plan.average, self.step / (self.step + 100)) ** steps
        own = self.model.state_dict()
        torch._foreach_lerp_(list(self.mean.values()), [own[name].float() for name in self.mean], 1 - decay)

    @torch.no_grad()
    def evaluate(self, *, mean: bool, share: float = 0.0) -> float:
        """Return the mean loss of a target token of the development pairs, in nats."""
        own = {k: v.clone() for k, v in self.model.state_dict().items()}
        if mean:
            self.model.load_state_dict(self.mean)
        loss = development_loss(self.model, self.dev_pairs, tokens=self.plan.tokens, share=share)
        self.model.load_state_dict(own)
        return loss

    def save(self, path: Path) -> None:
        """Write a checkpoint that `load` takes up again."""
        state = {
            "model": self.model.state_dict(), "mean": self.mean, "shape": asdict(self.shape),
            "step": self.step, "seen": self.seen, "elapsed": self.elapsed,
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
        }  # fmt: skip
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(path)

    def load(self, path: Path) -> None:
        """Take up a checkpoint."""
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.mean = state["mean"]
        self.step, self.seen, self.elapsed = state["step"], state["seen"], state["elapsed"]
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)

    def run(self, folder: Path, *, at_most: float | None = None) -> None:
        """Train until the budget is spent, with lines of log and checkpoints on the way.

        Args:
            at_most: minutes after which this run stops, to be resumed later; None for no limit.
        """
        plan = self.plan
        began = last = time.monotonic()
        looked, tally, seen = self.elapsed, torch.zeros(3, device=self.device), self.seen
        for batch in self._batches():
            now = time.monotonic()
            self.elapsed, last = self.elapsed + now - last, now
            if self.done >= 1 or (at_most is not None and now - began > at_most * 60):
                break
            tally += self.update(batch.to(self.device))
            if self.step % plan.log_steps == 0:
                loss, guided, n = tally.tolist()
                print(
                    f"step {self.step} epoch {batch.epoch} {self.elapsed / 60:.1f} min "
                    f"loss {loss / n:.3f} guided {guided / n:.3f} {self.seen / 1e6:.2f}M tokens "
                    f"{(self.seen - seen) / (time.monotonic() - began):.0f}/s", flush=True,
                )  # fmt: skip
                tally.zero_()
            if self.elapsed - looked > plan.look_minutes * 60:
                looked = self.elapsed
                self._look(folder)
        self._look(folder)

    def _batches(self) -> Iterator[Batch]:
        """Yield batches, by the late weights as soon as their part of the budget begins."""
        early = self._draw(self.plan.weights, self.plan.default_weight)
        for batch in early:
            if self.done >= 1 - self.plan.late:
                break
            yield batch
        yield from self._draw(self.plan.late_weights, self.plan.late_default_weight)

    def _draw(self, weights: Mapping[str, float], default: float) -> Iterator[Batch]:
        return endless_batches(self.train_pairs, self.draw(weights, default), workers=self.plan.workers)

    def draw(self, weights: Mapping[str, float], default: float) -> Draw:
        """Return how batches are drawn by such weights."""
        plan = self.plan
        return Draw(
            weights, default, tokens=plan.tokens, share=plan.share, seed=plan.seed + self.step,
            multiple=8 if self.device == "cuda" else 1,
        )  # fmt: skip

    def _look(self, folder: Path) -> None:
        print(
            f"  dev {self.evaluate(mean=False):.4f} mean {self.evaluate(mean=True):.4f} "
            f"with terms {self.evaluate(mean=True, share=1.0):.4f}", flush=True,
        )  # fmt: skip
        self.save(folder / "checkpoint.pt")
        write_parts(self.mean, asdict(self.shape), folder / "parts")


@torch.no_grad()
def development_loss(model: Translator, pairs: PackedPairs, *, tokens: int, share: float = 0.0) -> float:
    """Return the mean loss of a target token, in nats.

    Args:
        tokens: the size of a batch in padded target tokens.
        share: the part of the pairs whose terms are inline.
    """
    rng = np.random.default_rng(0)
    device = model.embed.weight.device.type
    total, count = 0.0, 0
    model.eval()
    for ids in pairs.groups(pairs.ids, tokens, rng):
        batch = pairs.batch(ids, epoch=0, share=share, multiple=1, rng=rng).to(device)
        loss, _, n = translation_loss(model, batch.source, batch.target)
        total, count = total + float(loss), count + n
    model.train()
    return total / count


def train(
    data: Path, folder: Path, shape: Shape, plan: Plan, *, weights: Mapping[str, Tensor] | None = None,
    at_most: float | None = None,
) -> None:  # fmt: skip
    """Train on `data`/train-*.npz.xz, look at `data`/dev.npz.xz, write `folder`/checkpoint.pt and parts.

    Args:
        weights: what to begin with, by name; a checkpoint in `folder` goes before it.
        at_most: minutes after which this run stops, to be resumed later; None for no limit.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pairs, dev, vectors = _pairs(data, folder, shape, plan, warm=weights is not None)
    trainer = Trainer(shape, plan, pairs, dev, vectors)
    if weights is not None:
        trainer.begin_with(weights)
    if (folder / "checkpoint.pt").exists():
        trainer.load(folder / "checkpoint.pt")
        print(f"resumed at step {trainer.step}, {trainer.elapsed / 60:.1f} min", flush=True)
    size = sum(p.numel() for p in trainer.model.parameters())
    print(f"{size / 1e6:.1f}M parameters on {trainer.device}, {len(pairs.ids):,} pairs", flush=True)
    if trainer.done < 1:
        trainer.run(folder, at_most=at_most)
    record = {
        "shape": asdict(shape), "plan": asdict(plan), "step": trainer.step,
        "target_tokens": trainer.seen, "device": trainer.device,
        "dev_loss": round(trainer.evaluate(mean=True), 4),
    }  # fmt: skip
    (folder / "record.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def try_out(data: Path, folder: Path, shape: Shape, plan: Plan) -> None:
    """Print the speed of twenty steps with batches of several sizes, as they are and compiled."""
    pairs, dev, vectors = _pairs(data, folder, shape, plan, warm=False)
    for compiled in (False, True):
        for tokens in (plan.tokens // 2, plan.tokens):
            began = time.monotonic()
            tried = replace(plan, tokens=tokens, compiled=compiled)
            trainer = Trainer(shape, tried, pairs, dev, vectors)
            groups = pairs.epoch(trainer.draw(plan.weights, plan.default_weight), np.random.default_rng(1))
            marks = [0.0, 0.0]
            for step, ids in enumerate(groups[: _TRIAL_STEPS * 2]):
                if step == _TRIAL_STEPS:
                    marks = [time.monotonic(), trainer.seen]
                batch = pairs.batch(ids, epoch=0, share=0.0, multiple=8, rng=np.random.default_rng(step))
                loss, _, n = trainer.update(batch.to(trainer.device)).tolist()
            seconds, seen = time.monotonic() - marks[0], trainer.seen - marks[1]
            memory = torch.cuda.max_memory_allocated() / 1e9 if trainer.device == "cuda" else 0.0
            print(
                f"{'compiled' if compiled else 'as it is'}, {tokens} tokens: {seen / seconds:,.0f} tokens/s, "
                f"{seconds / _TRIAL_STEPS:.3f} s a step, ready after {marks[0] - began:.0f} s, "
                f"loss {loss / n:.3f}, {memory:.1f} GB", flush=True,
            )  # fmt: skip


def _pairs(
    data: Path, folder: Path, shape: Shape, plan: Plan, *, warm: bool
) -> tuple[PackedPairs, PackedPairs, Tensor | None]:
    """Return training pairs, development pairs and starting embeddings (None where weights are there)."""
    pairs = PackedPairs(*sorted(data.glob("train-*.npz.xz")), longest=plan.longest)
    vectors = _vectors(folder, pairs, shape, plan) if plan.vectors and not warm else None
    return pairs, PackedPairs(data / "dev.npz.xz", longest=120), vectors


def _vectors(folder: Path, pairs: PackedPairs, shape: Shape, plan: Plan) -> Tensor:
    """Return the starting embeddings, computed once a width and kept."""
    path = folder / f"vectors-{shape.d}.pt"
    if not path.exists():
        from training.embeddings import start_vectors

        weights = pairs.weights(plan.weights, plan.default_weight)
        vectors = start_vectors(pairs, weights, shape.vocabulary, shape.d, seed=plan.seed)
        torch.save(vectors, path)
    loaded: Tensor = torch.load(path, weights_only=True)
    return loaded

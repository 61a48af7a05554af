"""Train the pocket packages on the CPU from `sentences.py` and pack them as Argos packages.

    python -m tests.pocket.train

Needs torch, which the tests do not: the packages lie beside this file. One run takes a few minutes on two
cores; the sentences, the vocabulary and the order of training are fixed by seeds.
"""

from __future__ import annotations

import io
import json
import math
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import ctranslate2
import sentencepiece
import torch
from argostranslate.tokenizer import BPETokenizer
from sacremoses.normalize import MosesPunctNormalizer
from sacremoses.tokenize import MosesTokenizer
from torch import nn

from tests.pocket.neighbours import neighbours
from tests.pocket.sentences import MARKS, english_russian, german

HERE = Path(__file__).parent
PAD, EOS = 0, 3
# Every letter a person may type, so that only truly foreign ones are unknown to the model.
ALPHABET = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzäöüßÄÖÜ"
    "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя0123456789.,:;!?«»“”\"'’()-—%&/"
)


class Pocket(nn.Module):  # type: ignore[misc]
    """A pre-norm encoder-decoder with one embedding for both sides and the output."""

    def __init__(self, vocabulary: int, width: int, layers: tuple[int, int]) -> None:
        super().__init__()
        self.width = width
        self.embed = nn.Embedding(vocabulary, width, padding_idx=PAD)
        nn.init.normal_(self.embed.weight, std=width**-0.5)
        self.bias = nn.Parameter(torch.zeros(vocabulary))
        self.body = nn.Transformer(
            width, 4, *layers, 4 * width, dropout=0.1, norm_first=True, batch_first=True
        )

    def look_up(self, tokens: torch.Tensor) -> torch.Tensor:
        """Scale the embeddings and add positions as CTranslate2 counts them: from 1, sines then cosines."""
        half = self.width // 2
        rate = torch.exp(torch.arange(half) * (-math.log(10000) / (half - 1)))
        angle = (torch.arange(tokens.shape[1]) + 1)[:, None] * rate[None]
        return self.embed(tokens) * math.sqrt(self.width) + torch.cat([angle.sin(), angle.cos()], 1)

    def forward(self, source: torch.Tensor, target_in: torch.Tensor) -> torch.Tensor:
        """Return the logits of every next target token."""
        hidden = source == PAD
        later = torch.ones(target_in.shape[1], target_in.shape[1], dtype=torch.bool).triu(1)
        out = self.body(
            self.look_up(source),
            self.look_up(target_in),
            tgt_mask=later,
            src_key_padding_mask=hidden,
            memory_key_padding_mask=hidden,
        )
        return nn.functional.linear(out, self.embed.weight, self.bias)


def learn_pieces(lines: Sequence[str], size: int, letters: str = "") -> bytes:
    """Return a SentencePiece model with the marks as whole pieces, and letters beside those of ALPHABET."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=model,
        vocab_size=size,
        character_coverage=1.0,
        required_chars=ALPHABET + letters,
        user_defined_symbols=list(MARKS),
        pad_id=PAD,
        unk_id=1,
        bos_id=2,
        eos_id=EOS,
        pad_piece="<pad>",
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return model.getvalue()


def learn_codes(lines: Sequence[str], source: str, merges: int) -> bytes:
    """Return byte-pair codes over Moses tokens, as the `bpe.model` of older packages holds them."""
    tokenizer, normalizer = MosesTokenizer(source), MosesPunctNormalizer(source)
    words: Counter[tuple[str, ...]] = Counter()
    for line in lines:
        for word in tokenizer.tokenize(normalizer.normalize(line)):
            letters = (*word[:-1], word[-1] + "</w>")
            words[letters] += 1
    codes = ["#version: 0.2"]
    for _ in range(merges):
        pairs: Counter[tuple[str, str]] = Counter()
        for word, count in words.items():
            for pair in pairwise(word):
                pairs[pair] += count
        if not pairs:
            break
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        codes.append(" ".join(best))
        words = Counter({_merge(word, best): count for word, count in words.items()})
    return "\n".join(codes).encode() + b"\n"


def _merge(word: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    merged: list[str] = []
    for part in word:
        if merged and (merged[-1], part) == pair:
            merged[-1] += part
        else:
            merged.append(part)
    return tuple(merged)


def batches(
    pairs: Sequence[tuple[list[int], list[int]]], seed: int, tokens: int = 2400
) -> Iterator[list[int]]:
    """Yield indexes of pairs of like length, for ever, in an order that the seed fixes."""
    choose = random.Random(seed)
    while True:
        order = sorted(range(len(pairs)), key=lambda i: (len(pairs[i][1]), choose.random()))
        groups: list[list[int]] = [[]]
        for i in order:
            if len(groups[-1]) * (len(pairs[i][1]) + 1) > tokens:
                groups.append([])
            groups[-1].append(i)
        choose.shuffle(groups)
        yield from groups


def pad(rows: Sequence[list[int]]) -> torch.Tensor:
    """Return a rectangle of token ids."""
    longest = max(map(len, rows))
    return torch.tensor([row + [PAD] * (longest - len(row)) for row in rows])


def train(pairs: Sequence[tuple[list[int], list[int]]], model: Pocket, steps: int) -> None:
    """Fit the model to the pairs (token ids that end with EOS)."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.98), weight_decay=0.01)
    top, begun, feed = 3e-3, time.monotonic(), batches(pairs, seed=1)
    for step in range(steps):
        rate = top * min((step + 1) / 200, 0.02 + 0.98 * (1 - step / steps))
        for group in optimizer.param_groups:
            group["lr"] = rate
        chosen = next(feed)
        source, target = pad([pairs[i][0] for i in chosen]), pad([pairs[i][1] for i in chosen])
        shifted = torch.cat([torch.full_like(target[:, :1], 2), target[:, :-1]], 1)
        logits = model(source, shifted)
        loss = nn.functional.cross_entropy(
            logits.flatten(0, 1), target.flatten(), ignore_index=PAD, label_smoothing=0.05
        )
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if (step + 1) % 200 == 0:
            print(f"step {step + 1} loss {float(loss):.3f} {time.monotonic() - begun:.0f} s", flush=True)


def export(model: Pocket, pieces: list[str], folder: Path) -> None:
    """Write the model as a CTranslate2 folder with 8-bit weights."""
    model.eval()
    encoder, decoder = model.body.encoder, model.body.decoder
    spec: Any = ctranslate2.specs.TransformerSpec.from_config(
        (len(encoder.layers), len(decoder.layers)), 4, pre_norm=True, alignment_heads=4
    )

    def fill(to: Any, weight: torch.Tensor, bias: torch.Tensor, names: tuple[str, str]) -> None:
        setattr(to, names[0], weight.detach().numpy())
        setattr(to, names[1], bias.detach().numpy())

    def linear(to: Any, weight: torch.Tensor, bias: torch.Tensor) -> None:
        fill(to, weight, bias, ("weight", "bias"))

    def norm(to: Any, layer: nn.LayerNorm) -> None:
        fill(to, layer.weight, layer.bias, ("gamma", "beta"))

    shared = model.embed.weight.detach().numpy()
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = shared
    linear(spec.decoder.projection, model.embed.weight, model.bias)
    norm(spec.encoder.layer_norm, encoder.norm)
    norm(spec.decoder.layer_norm, decoder.norm)
    for side, layers in ((spec.encoder, encoder.layers), (spec.decoder, decoder.layers)):
        for to, layer in zip(side.layer, layers, strict=True):
            own = layer.self_attn
            norm(to.self_attention.layer_norm, layer.norm1)
            linear(to.self_attention.linear[0], own.in_proj_weight, own.in_proj_bias)
            linear(to.self_attention.linear[1], own.out_proj.weight, own.out_proj.bias)
            if side is spec.decoder:
                cross, width = layer.multihead_attn, model.width
                norm(to.attention.layer_norm, layer.norm2)
                linear(to.attention.linear[0], cross.in_proj_weight[:width], cross.in_proj_bias[:width])
                linear(to.attention.linear[1], cross.in_proj_weight[width:], cross.in_proj_bias[width:])
                linear(to.attention.linear[2], cross.out_proj.weight, cross.out_proj.bias)
            norm(to.ffn.layer_norm, layer.norm3 if side is spec.decoder else layer.norm2)
            linear(to.ffn.linear_0, layer.linear1.weight, layer.linear1.bias)
            linear(to.ffn.linear_1, layer.linear2.weight, layer.linear2.bias)
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.decoder_start_token, spec.config.add_source_eos, spec.config.add_source_bos = (
        "<s>",
        True,
        False,
    )
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir()
    spec.save(str(folder))


def pack(
    model: Pocket, pieces: list[str], tokenizer: tuple[str, bytes], names: dict[str, str], path: Path
) -> None:
    """Write an Argos package: metadata, tokenizer (file name and content) and model in one folder."""
    metadata = {"package_version": "0.1", "argos_version": "1.9", "type": "translate", **names, "links": []}
    root = path.stem
    with tempfile.TemporaryDirectory() as scratch:
        export(model, pieces, Path(scratch, "model"))
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            content = {"metadata.json": json.dumps(metadata, indent=1).encode(), tokenizer[0]: tokenizer[1]}
            content["README.md"] = b"A pocket package for tests; it knows a few hundred words.\n"
            for file in sorted(Path(scratch, "model").iterdir()):
                content[f"model/{file.name}"] = file.read_bytes()
            for name, body in content.items():
                # A fixed date keeps the file the same from run to run.
                archive.writestr(
                    zipfile.ZipInfo(f"{root}/{name}", (2020, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED
                )
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(pieces)} pieces", flush=True)


def build(
    pairs: Sequence[tuple[str, str]],
    names: dict[str, str],
    *,
    kind: str,
    pieces: int,
    width: int,
    layers: tuple[int, int],
    steps: int,
    letters: str = "",
) -> None:
    """Train one package from pairs of sentences and write it beside this file."""
    torch.manual_seed(1)
    lines = [line for pair in pairs for line in pair]
    if kind == "bpe.model":
        tokenizer = learn_codes(lines, names["from_code"], pieces)
        with tempfile.TemporaryDirectory() as scratch:
            Path(scratch, kind).write_bytes(tokenizer)
            coder = BPETokenizer(Path(scratch, kind), names["from_code"], names["to_code"])
            split = [(coder.encode(a), coder.encode(b)) for a, b in pairs]
        every = {piece for pair in split for side in pair for piece in side}
        every |= set(ALPHABET) | {letter + "@@" for letter in ALPHABET}
        vocabulary = ["<pad>", "<unk>", "<s>", "</s>", *sorted(every)]
    else:
        tokenizer = learn_pieces(lines, pieces, letters)
        processor = sentencepiece.SentencePieceProcessor(model_proto=tokenizer)
        vocabulary = [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
        split = [(processor.encode(a, out_type=str), processor.encode(b, out_type=str)) for a, b in pairs]
    ids = {piece: i for i, piece in enumerate(vocabulary)}
    coded = [([*(ids[p] for p in a), EOS], [*(ids[p] for p in b), EOS]) for a, b in split]
    model = Pocket(len(vocabulary), width, layers)
    print(f"{names}: {len(pairs)} pairs, {sum(p.numel() for p in model.parameters())} parameters", flush=True)
    train(coded, model, steps)
    version = names.get("package_version", "0.1").replace(".", "_")
    path = HERE / f"translate-{names['from_code']}_{names['to_code']}-{version}.argosmodel"
    pack(model, vocabulary, (kind, tokenizer), names, path)


def main(wanted: Sequence[str]) -> None:
    """Build the packages named as `en_ru`, in another version than 0.1 as `en_de@0.2`; all by default."""
    torch.set_num_threads(1)
    names = {"en": "English", "de": "German", "ru": "Russian", "pl": "Polish"}
    small: dict[str, Any] = {
        "kind": "sentencepiece.model",
        "pieces": 260,
        "width": 32,
        "layers": (1, 1),
        "steps": 500,
    }
    large: dict[str, Any] = {
        "kind": "sentencepiece.model",
        "pieces": 900,
        "width": 64,
        "layers": (2, 2),
        "steps": 1600,
    }
    medium = large | {"pieces": 600, "layers": (1, 1), "steps": 800}
    few = list(german())
    plans: dict[str, tuple[list[tuple[str, str]], dict[str, Any]]] = {
        "en_ru": (list(english_russian(12000)), large),
        "en_de": ([(english, german_text) for english, german_text, _ in few], small | {"kind": "bpe.model"}),
        "de_ru": ([(german_text, russian) for _, german_text, russian in few], small),
        "en_de@0.2": (list(neighbours("de", 8000)), medium),
        "en_pl": (
            list(neighbours("pl", 24000)),
            medium | {"letters": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż", "steps": 4000},
        ),
    }
    for plan in wanted or plans:
        pairs, sizes = plans[plan]
        pair, _, version = plan.partition("@")
        source, target = pair.split("_")
        codes = {"from_code": source, "from_name": names[source], "to_code": target, "to_name": names[target]}
        codes |= {"package_version": version} if version else {}
        build(pairs, codes, **sizes)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The network: a pre-norm Transformer whose arithmetic is exactly CTranslate2's.

What makes the two equal: layer norm before each block and after the last; sinusoidal positions
that start at 1, sines in the first half and cosines in the second; embeddings scaled by sqrt(d)
and shared by encoder, decoder and output; `</s>` appended to the source.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import Tensor, nn

PAD, UNK, BOS, EOS = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a network: width, inner width, heads, layers, vocabulary.

    `blanks` is the part of the tokens whose embedding is left out, anew each time, in training.
    """

    d: int
    ff: int
    heads: int
    encoders: int
    decoders: int
    vocabulary: int
    dropout: float = 0.1
    blanks: float = 0.0


class Attention(nn.Module):
    """Multi-head attention with CTranslate2's fused projections."""

    def __init__(self, shape: Shape, *, cross: bool) -> None:
        super().__init__()
        d = shape.d
        self.heads, self.cross, self.dropout = shape.heads, cross, shape.dropout
        if cross:
            self.q, self.kv = nn.Linear(d, d), nn.Linear(d, 2 * d)
        else:
            self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)

    def forward(
        self, x: Tensor, memory: Tensor | None = None, mask: Tensor | None = None, *, causal: bool
    ) -> tuple[Tensor, Tensor | None]:
        """Return the attended values and, for cross attention, the logits of the first head."""
        if memory is None:
            q, k, v = (self._split(y) for y in self.qkv(x).chunk(3, -1))
        else:
            q = self._split(self.q(x))
            k, v = (self._split(y) for y in self.kv(memory).chunk(2, -1))
        y = functional.scaled_dot_product_attention(
            q, k, v, attn_mask=mask, dropout_p=self.dropout if self.training else 0.0,
            is_causal=causal,
        )  # fmt: skip
        first = None
        if self.cross and self.training:
            first = q[:, 0] @ k[:, 0].transpose(1, 2) / math.sqrt(q.shape[-1])
        return self.out(y.transpose(1, 2).reshape(x.shape)), first

    def _split(self, y: Tensor) -> Tensor:
        b, t, d = y.shape
        return y.view(b, t, self.heads, d // self.heads).transpose(1, 2)


class Layer(nn.Module):
    """One encoder or decoder layer, norms first."""

    def __init__(self, shape: Shape, *, decoder: bool) -> None:
        super().__init__()
        d = shape.d
        self.decoder, self.dropout = decoder, shape.dropout
        self.n1, self.self_attention = nn.LayerNorm(d), Attention(shape, cross=False)
        if decoder:
            self.n2, self.cross_attention = nn.LayerNorm(d), Attention(shape, cross=True)
        self.n3, self.f1, self.f2 = nn.LayerNorm(d), nn.Linear(d, shape.ff), nn.Linear(shape.ff, d)

    def forward(self, x: Tensor, memory: Tensor | None, mask: Tensor | None) -> tuple[Tensor, Tensor | None]:
        """Apply the layer; `mask` hides padding of the source (in either kind of layer)."""
        own_mask = None if self.decoder else mask
        y, first = self.self_attention(self.n1(x), mask=own_mask, causal=self.decoder)
        x = x + self._drop(y)
        if self.decoder:
            y, first = self.cross_attention(self.n2(x), memory, mask, causal=False)
            x = x + self._drop(y)
        inner = self._drop(functional.relu(self.f1(self.n3(x))))
        return x + self._drop(self.f2(inner)), first

    def _drop(self, y: Tensor) -> Tensor:
        return functional.dropout(y, self.dropout, self.training) if self.dropout else y


def sinusoids(length: int, d: int) -> Tensor:
    """Return the position vectors of positions 1 to `length`, one a row."""
    inverse = torch.exp(torch.arange(d // 2).float() * (-math.log(10000) / (d // 2 - 1)))
    angle = (torch.arange(length).float() + 1)[:, None] * inverse[None]
    return torch.cat([angle.sin(), angle.cos()], 1)


def word_loss(states: Tensor, weight: Tensor, bias: Tensor, wanted: Tensor, smoothing: float) -> Tensor:
    """Return the summed cross-entropy of the wanted words, n, given states, n x d."""
    logits = functional.linear(states, weight, bias).float()
    return functional.cross_entropy(logits, wanted, label_smoothing=smoothing, reduction="sum")


class Translator(nn.Module):
    """The encoder-decoder; one embedding table serves both sides and the output."""

    positions: Tensor

    def __init__(self, shape: Shape, *, longest: int = 512) -> None:
        super().__init__()
        self.shape = shape
        self.embed = nn.Embedding(shape.vocabulary, shape.d, padding_idx=PAD)
        nn.init.normal_(self.embed.weight, std=shape.d**-0.5)
        self.register_buffer("positions", sinusoids(longest, shape.d), persistent=False)
        self.encoder = nn.ModuleList(Layer(shape, decoder=False) for _ in range(shape.encoders))
        self.decoder = nn.ModuleList(Layer(shape, decoder=True) for _ in range(shape.decoders))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(shape.d), nn.LayerNorm(shape.d)
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.loss_of = word_loss
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)

    def compile_parts(self) -> None:
        """Compile what takes the time: the layers (one of each kind serves all) and the loss."""
        for layer in [*self.encoder, *self.decoder]:
            layer.compile(dynamic=True)
        self.loss_of = torch.compile(word_loss, dynamic=True)

    def look_up(self, tokens: Tensor) -> Tensor:
        """Return scaled embeddings with positions, n x length x d."""
        x = self.embed(tokens) * math.sqrt(self.shape.d)
        if self.training and self.shape.blanks:
            x = x * (torch.rand(tokens.shape, device=x.device) >= self.shape.blanks)[..., None]
        x = x + self.positions[: tokens.shape[1]]
        dropout = self.shape.dropout
        return functional.dropout(x, dropout, self.training) if dropout else x

    def forward(self, source: Tensor, target_in: Tensor) -> tuple[Tensor, Tensor | None]:
        """Return the decoder's states and the logits of the alignment head (in training)."""
        padding = source == PAD
        mask = (~padding)[:, None, None, :]
        x = self.look_up(source)
        for layer in self.encoder:
            x, _ = layer(x, None, mask)
        memory = self.encoder_norm(x)
        y, first = self.look_up(target_in), None
        for layer in self.decoder:
            y, first = layer(y, memory, mask)
        if first is not None:
            first = first.masked_fill(padding[:, None, :], -1e4)
        return self.decoder_norm(y), first


def translation_loss(
    model: Translator, source: Tensor, target: Tensor, *, smoothing: float = 0.0,
    negatives: int = 0, links: Tensor | None = None,
) -> tuple[Tensor, Tensor, int]:  # fmt: skip
    """Return summed cross-entropy, mean alignment loss, and the number of target tokens.

    Args:
        negatives: how many random words compete with the words of the batch in the softmax;
            0 for all. A word drawn with probability p counts 1/p times, so that the sum over the
            vocabulary is estimated without bias.
        links: for each target token the source position it is aligned to, -1 for none.
    """
    shifted = torch.cat([torch.full_like(target[:, :1], BOS), target[:, :-1]], 1)
    hidden, first = model(source, shifted)
    keep = target != PAD
    states, wanted = hidden[keep], target[keep]
    weight, bias = model.embed.weight, model.bias
    if negatives:
        words, wanted = torch.unique(wanted, return_inverse=True)
        words, correction = _with_negatives(words, negatives, weight.shape[0])
        weight = functional.embedding(words, weight)
        bias = bias[words] + correction
    loss = model.loss_of(states, weight, bias, wanted, smoothing)
    guided = torch.zeros((), device=loss.device)
    if links is not None and first is not None:
        guided = functional.cross_entropy(first.float().flatten(0, 1), links.flatten(), ignore_index=-1)
    return loss, guided, int(wanted.numel())


def _with_negatives(words: Tensor, negatives: int, vocabulary: int) -> tuple[Tensor, Tensor]:
    drawn = torch.randint(4, vocabulary, (negatives,), device=words.device)
    drawn = torch.unique(drawn)
    drawn = drawn[~torch.isin(drawn, words)]
    chance = 1 - (1 - 1 / (vocabulary - 4)) ** negatives
    correction = torch.zeros(len(words) + len(drawn), device=words.device)
    correction[len(words) :] = -math.log(chance)
    return torch.cat([words, drawn]), correction

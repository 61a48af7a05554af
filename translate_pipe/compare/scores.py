"""Targets and references go in; BLEU and chrF, as sacrebleu computes them, come out.

sacrebleu itself is a tool for developers: users need neither it nor what it brings along.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from translate_pipe.locales import language_of

WORD_ORDER = 4
CHARACTER_ORDER = 6
RECALL_WEIGHT = 2
# Languages that write no spaces between words: BLEU is over characters there.
UNSPACED = ("zh", "ja", "th", "lo", "km", "my")
# Source: mteval-v13a of NIST, the rules for languages with Latin punctuation.
_ENTITIES = (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"))
_RULES = (
    (re.compile(r"([{-~\[-` -&(-+:-@/])"), r" \1 "),
    (re.compile(r"([^0-9])([.,])"), r"\1 \2 "),
    (re.compile(r"([.,])([^0-9])"), r" \1 \2"),
    (re.compile(r"([0-9])(-)"), r"\1 \2 "),
)


def score_bleu(targets: Sequence[str], references: Sequence[str], locale: str) -> float:
    """Return the BLEU of n targets, 0 to 100: 13a tokens, or characters where words have no spaces.

    Orders without a match count as half, a quarter and so on of one.

    Source: Papineni et al. 2002; smoothing as in mteval-v13a.
    """
    split = list if language_of(locale) in UNSPACED else split_words
    hits, found = [0] * WORD_ORDER, [0] * WORD_ORDER
    lengths = [0, 0]
    for target, reference in zip(targets, references, strict=True):
        ours, theirs = ([one for one in split(text) if not one.isspace()] for text in (target, reference))
        lengths[0] += len(ours)
        lengths[1] += len(theirs)
        for order in range(1, WORD_ORDER + 1):
            own = _count(ours, order)
            hits[order - 1] += (own & _count(theirs, order)).total()
            found[order - 1] += own.total()
    if not all(found) or not any(hits):
        return 0.0
    smooth, logarithm = 1.0, 0.0
    for hit, total in zip(hits, found, strict=True):
        smooth = smooth if hit else smooth * 2
        logarithm += math.log(hit / total if hit else 1 / (smooth * total))
    brevity = min(0.0, 1 - lengths[1] / lengths[0])
    return 100 * math.exp(brevity + logarithm / WORD_ORDER)


def score_chrf(targets: Sequence[str], references: Sequence[str]) -> float:
    """Return the chrF2 of n targets, 0 to 100: character n-grams up to six, white space left out.

    Source: Popović 2015; orders that either side is too short for are left out, as sacrebleu does.
    """
    hits, ours, theirs = ([0] * CHARACTER_ORDER for _ in range(3))
    for target, reference in zip(targets, references, strict=True):
        plain = ["".join(text.split()) for text in (target, reference)]
        for order in range(1, CHARACTER_ORDER + 1):
            own, wanted = (_count(text, order) for text in plain)
            if wanted:
                hits[order - 1] += (own & wanted).total()
                ours[order - 1] += own.total()
                theirs[order - 1] += wanted.total()
    used = [at for at in range(CHARACTER_ORDER) if ours[at] and theirs[at]]
    if not used:
        return 0.0
    precision = sum(hits[at] / ours[at] for at in used) / len(used)
    recall = sum(hits[at] / theirs[at] for at in used) / len(used)
    if not precision + recall:
        return 0.0
    factor = RECALL_WEIGHT**2
    return 100 * (1 + factor) * precision * recall / (factor * precision + recall)


def split_words(text: str) -> list[str]:
    """Return the words and punctuation marks of a text as mteval-v13a parts them."""
    text = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    text = f" {text} "
    for pattern, parted in _RULES:
        text = pattern.sub(parted, text)
    return text.split()


def _count(items: Sequence[str], order: int) -> Counter[tuple[str, ...] | str]:
    return Counter(_grams(items, order))


def _grams(items: Sequence[str], order: int) -> Iterator[tuple[str, ...] | str]:
    make: Callable[[Sequence[str]], tuple[str, ...] | str] = str if isinstance(items, str) else tuple
    return (make(items[at : at + order]) for at in range(len(items) - order + 1))

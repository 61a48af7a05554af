"""What a model gave for one request, made a text; and which of several outputs become hypotheses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate_pipe.model import Hypothesis

# A score below any that a model gives: "do not trust this".
HOPELESS = -100.0
# Languages that part guillemets from what they enclose. In others a space there comes from a piece that only
# knows the beginning of words. Source: CLDR and the orthographies; French alone of those that Argos has.
SPACED_GUILLEMETS = frozenset({"fr"})
_LOOSE_GUILLEMETS = re.compile(r"(?<=«) +(?=\w)|(?<=[\w.,!?…]) +(?=»)")


@dataclass(frozen=True, slots=True)
class Output:
    """A text with its score and pieces; `loops` tells whether it ends by going round in circles."""

    text: str
    score: float
    pieces: tuple[str, ...]
    loops: bool


def holds_any(output: Output, suppress: tuple[str, ...]) -> bool:
    """Tell whether an output holds one of the suppressed strings."""
    return any(text in output.text for text in suppress)


def distinct_hypotheses(outputs: list[Output], suppress: tuple[str, ...], n_best: int) -> list[Hypothesis]:
    """Return the outputs with different texts; with a suppressed string only if there is nothing else."""
    clean = [output for output in outputs if not holds_any(output, suppress)]
    chosen = clean or [replace(output, score=HOPELESS) for output in outputs[:1]]
    distinct: dict[str, Hypothesis] = {}
    for output in chosen:
        distinct.setdefault(output.text, Hypothesis(output.text, output.score))
    return list(distinct.values())[:n_best]


def close_guillemets(text: str, locale: str) -> str:
    """Return a target without spaces inside its guillemets, unless its language wants them there."""
    return text if locale.split("-")[0] in SPACED_GUILLEMETS else _LOOSE_GUILLEMETS.sub("", text)


def begin_with(text: str, prefix: str, begun: str) -> str | None:
    """Return the text with the prefix to the letter, or None if a word that the prefix ends goes on."""
    rest = text[len(begun) :] if text.startswith(begun) else ""
    if prefix[-1].isspace() and rest[:1].isalnum():
        return None
    return prefix.rstrip() + rest


def goes_in_circles(pieces: Sequence[str], source: Sequence[str]) -> bool:
    """Tell whether the pieces end in a run said four times over that the source does not have."""
    for size in range(1, 9):
        tail = list(pieces[-size:])
        times = 1
        while len(pieces) >= size * (times + 1) and list(pieces[-size * (times + 1) : -size * times]) == tail:
            times += 1
        if times >= 4 and size * times >= 6 and any(map(str.isalpha, "".join(tail))):
            return len(set(source[-12:])) > 6
    return False

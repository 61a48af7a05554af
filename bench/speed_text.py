"""A number goes in; news-like English segments and a glossary that fits them come out, always the same."""

from __future__ import annotations

import random
import re
from pathlib import Path

from tests.pocket.sentences import PATTERNS

# Two thirds are what any model says; the others ask for another word, so that they must be steered.
TERMS = {
    "petition": "петиция",
    "lawmaker": "законодатель",
    "Kremlin": "Кремль",
    "State Duma": "Государственная дума",
    "district council": "районный совет",
    "resignation": "отставка",
    "report": "доклад",
    "proposal": "предложение",
    "special military operation": "специальная военная операция",
    "newspaper": "издание",
    "treason": "государственная измена",
    "reader": "подписчик",
}
MENTIONED = re.compile("|".join(f"{term}s?\\b" for term in sorted(TERMS, key=len, reverse=True)))
JOINTS = (", and ", ", while ", ", although ", "; ")


def make_segments(count: int, seed: int = 1) -> list[str]:
    """Return distinct segments of 8 to 35 words; every second mentions exactly one term."""
    choose = random.Random(seed)
    segments: dict[str, None] = {}
    while len(segments) < count:
        segment = _make_segment(choose)
        if len(MENTIONED.findall(segment)) == len(segments) % 2:
            segments.setdefault(segment)
    return list(segments)


def _make_segment(choose: random.Random) -> str:
    patterns = [pattern for pattern, _ in PATTERNS[:4]]
    wanted = choose.randint(8, 30)
    parts: list[str] = []
    while sum(len(part.split()) for part in parts) < wanted:
        english, _ = choose.choice(patterns)(choose)
        if "⟦" not in english:
            parts.append(english.rstrip("."))
    text = parts[0]
    for part in parts[1:]:
        text += choose.choice(JOINTS) + (part[0].lower() + part[1:] if part.startswith("The ") else part)
    return text + "."


def write_glossary(path: Path, entries: int) -> Path:
    """Write a glossary of so many entries, of which the twelve TERMS can match."""
    rows = ["en,ru", *(f"{source},{target}" for source, target in TERMS.items())]
    rows = rows[: entries + 1]
    rows += [f"{_filler(i)},{_filler_target(i)}" for i in range(entries + 1 - len(rows))]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu")
SLOGI = ("ба", "ке", "ли", "мо", "ну", "ра", "се", "ти", "во", "зу")


def _filler(number: int) -> str:
    return " ".join(
        "".join(SYLLABLES[int(d)] for d in part) for part in (f"{number:06}"[:3], f"{number:06}"[3:])
    )


def _filler_target(number: int) -> str:
    return " ".join("".join(SLOGI[int(d)] for d in part) for part in (f"{number:06}"[:3], f"{number:06}"[3:]))

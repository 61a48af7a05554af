"""Numbers go in; articles of the pocket package's sentences, and a glossary, come out as files."""

from __future__ import annotations

import random
from pathlib import Path

from tests.pocket.sentences import PATTERNS

GLOSSARY = "en,ru,pos,gender,animate\nKremlin,Кремль,name,m,no\npetition,петиция,noun,f,no\n"


def make_paragraphs(count: int, least: int, most: int, seed: int = 1) -> list[str]:
    """Return paragraphs of so many sentences, from the least to the most, always the same."""
    choose = random.Random(seed)
    paragraphs = []
    for _ in range(count):
        sentences: list[str] = []
        wanted = choose.randint(least, most)
        while len(sentences) < wanted:
            english, _ = choose.choice(PATTERNS[:4])[0](choose)
            if "⟦" not in english:
                sentences.append(english)
        paragraphs.append(" ".join(sentences))
    return paragraphs


def write_articles(folder: Path, texts: list[str]) -> None:
    """Write each text as an article, a hundred in a folder."""
    for number, text in enumerate(texts):
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")


def write_glossary(folder: Path) -> Path:
    """Write the glossary and return its path."""
    path = folder / "terms.csv"
    path.write_text(GLOSSARY, encoding="utf-8")
    return path

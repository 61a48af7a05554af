"""How many of the terms that an editor would want are proposed, and how many proposals are wanted.

    python -m bench.proposals [GOLD.tsv …]

A gold list names its article and holds, by kind, what must be found (`name`, `term`, `abbreviation`) and
what is `acceptable`: neither asked for nor counted as wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from translate_pipe.article import read_article
from translate_pipe.glossary.propose import propose_terms
from translate_pipe.glossary.propose.phrases import phrase_key
from translate_pipe.segment import segment_document

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases" / "proposals"
KINDS = ("name", "term", "abbreviation")


@dataclass(frozen=True, slots=True)
class Gold:
    """What an editor would want of one article, as keys without number, by kind."""

    article: Path
    wanted: dict[str, tuple[str, ...]]
    acceptable: frozenset[str]
    long_forms: dict[str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over one or several articles; `missing` and `unwanted` are terms, for reading."""

    found: dict[str, int]
    wanted: dict[str, int]
    right: int
    judged: int
    missing: tuple[str, ...]
    unwanted: tuple[str, ...]

    def recall(self, kind: str) -> float:
        """Return the share of wanted terms of a kind that was proposed; 1 if none is wanted."""
        return self.found[kind] / self.wanted[kind] if self.wanted[kind] else 1.0

    @property
    def precision(self) -> float:
        """The share of judged proposals that are wanted."""
        return self.right / self.judged if self.judged else 1.0


def key_of(term: str) -> str:
    """Return what the forms of a term have in common."""
    return phrase_key(term.split())


def read_gold(path: Path) -> Gold:
    """Read one gold list."""
    wanted: dict[str, list[str]] = {kind: [] for kind in KINDS}
    acceptable: set[str] = set()
    long_forms: dict[str, str] = {}
    article = Path()
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, *rest = line.split("\t")
        if kind == "# article":
            article = ROOT / rest[0]
        elif kind == "acceptable":
            acceptable.add(key_of(rest[0]))
        elif kind in wanted:
            wanted[kind].append(rest[0])
            if len(rest) > 1:
                long_forms[rest[0]] = rest[1]
        elif line and not line.startswith("#"):
            raise ValueError(f"{path}: {line!r}")
    return Gold(article, {k: tuple(v) for k, v in wanted.items()}, frozenset(acceptable), long_forms)


def measure(gold: Gold) -> Figures:
    """Propose terms for the article of a gold list and compare."""
    segments = segment_document(read_article(gold.article), "en")
    proposals = propose_terms(segments)
    proposed = {key_of(p.term) for p in proposals}
    expanded = {
        p.term for p in proposals if p.kind == "abbreviation" and p.head == gold.long_forms.get(p.term)
    }
    found: dict[str, int] = {}
    missing: list[str] = []
    for kind in KINDS:
        hits = [
            term
            for term in gold.wanted[kind]
            if key_of(term) in proposed and (term not in gold.long_forms or term in expanded)
        ]
        found[kind] = len(hits)
        missing += [term for term in gold.wanted[kind] if term not in hits]
    wanted_keys = {key_of(term) for terms in gold.wanted.values() for term in terms}
    judged = proposed - (gold.acceptable - wanted_keys)
    unwanted = [p.term for p in proposals if key_of(p.term) in judged - wanted_keys]
    counts = {kind: len(gold.wanted[kind]) for kind in KINDS}
    return Figures(found, counts, len(judged & wanted_keys), len(judged), tuple(missing), tuple(unwanted))


def add_up(figures: Iterable[Figures]) -> Figures:
    """Return the figures of several articles as one."""
    several = list(figures)
    return Figures(
        {kind: sum(f.found[kind] for f in several) for kind in KINDS},
        {kind: sum(f.wanted[kind] for f in several) for kind in KINDS},
        sum(f.right for f in several),
        sum(f.judged for f in several),
        tuple(term for f in several for term in f.missing),
        tuple(term for f in several for term in f.unwanted),
    )


def show(name: str, figures: Figures) -> str:
    """Return one line of the table."""
    recalls = "  ".join(
        f"{figures.recall(kind):5.2f} ({figures.found[kind]:2}/{figures.wanted[kind]:2})" for kind in KINDS
    )
    return f"{name:<22}{recalls}  {figures.precision:5.2f} ({figures.right:3}/{figures.judged:3})"


def main(arguments: Sequence[str]) -> None:
    """Print the figures of the given gold lists, by default of all, and what they add up to."""
    paths = [Path(argument) for argument in arguments] or sorted(CASES.glob("*.tsv"))
    print(f"{'article':<22}{'names':<15}{'terms':<15}{'abbreviations':<15}precision")
    results = {path: measure(read_gold(path)) for path in paths}
    for path, figures in results.items():
        print(show(path.stem, figures))
        if arguments:
            print("  missing: " + ", ".join(figures.missing))
            print("  unwanted: " + ", ".join(figures.unwanted))
    samples = [path for path in paths if is_sample(path)]
    for title, members in (("sample articles", samples), ("not tuned on", set(paths) - set(samples))):
        if members:
            print(show(title, add_up(results[path] for path in members)))


def is_sample(path: Path) -> bool:
    """Tell whether a gold list is of a sample article; the others were not looked at while tuning."""
    return read_gold(path).article.parent.name == "seeds"


if __name__ == "__main__":
    main(sys.argv[1:])

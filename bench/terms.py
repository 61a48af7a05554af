"""Terminology, measured: the plain engine, pasting the dictionary form, and every way of ours.

`python -m bench.terms [--package FILE] [--limit N] [--shared DIR]`

Prints, for each set and system: strict lemma success (the target holds the term as a whole-word sequence of
lemmas, as often as the source holds the source term), the same for terms of several words, how often the
form is the right one (hand set: one of the forms written down for the sentence) and agrees with its
neighbours, chrF2++ and BLEU against the reference, false applications, leaked stand-ins and marks, and the
time as a multiple of the plain run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from translate_pipe.engines import load_engine
from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.match import match_terms
from translate_pipe.model import Engine, Hypothesis, Morphology, Segment, Span, TermEntry, TermMatch
from translate_pipe.morphology import load_morphology
from translate_pipe.pipeline import Job, translate_segments
from translate_pipe.terminology import verify_terms
from translate_pipe.terminology.enforce import ALL_SOURCES, SOURCES, Source
from translate_pipe.terminology.repair import find_place, place_forms
from translate_pipe.terminology.standins import POOLS
from translate_pipe.terminology.verify import copied_text

HAND_SET = Path(__file__).parents[1] / "tests" / "cases" / "terminology" / "en-ru.jsonl"
SYSTEMS: dict[str, tuple[Source, ...]] = {
    "n-best only": ("n-best",),
    "annotation": ("annotation",),
    "stand-ins": ("stand-in",),
    "repair": ("repair",),
    "repair + prefix": ("repair", "prefix"),
    "ours": SOURCES,
    "ours + prefix": ALL_SOURCES,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One segment with its own glossary, its reference, and, where written down, the right forms."""

    segment: Segment
    entries: tuple[TermEntry, ...]
    reference: str
    expected: tuple[tuple[str, frozenset[str]], ...] = ()
    tags: frozenset[str] = frozenset()


@dataclass(slots=True)
class Result:
    """The targets of one system and the time that it took, in seconds."""

    targets: list[str]
    seconds: float
    applied: list[int] = field(default_factory=list)


def read_shared(path: Path, key: str) -> list[Case]:
    """Read the development set; `key` is `terms` or `random_words`."""
    cases: list[Case] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        entries = tuple(TermEntry(source, (target,)) for source, target in row[key].items())
        cases.append(Case(_segment(row["source"], len(cases) + 1), entries, row["reference"]))
    return cases


def read_hand_set(path: Path) -> list[Case]:
    """Read the hand-written set: glossary rows, and for each occurrence the forms that are right there."""
    cases: list[Case] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        entries = tuple(_entry(one) for one in row["glossary"])
        expected = tuple((one["term"], frozenset(one["forms"])) for one in row["expected"])
        segment = _segment(row["source"], len(cases) + 1)
        cases.append(Case(segment, entries, row["reference"], expected, frozenset(row["tags"])))
    return cases


def _entry(row: dict[str, Any]) -> TermEntry:
    flags = {name: row.get(name) in (True, "yes") for name in ("animate", "indeclinable", "case_sensitive")}
    return TermEntry(
        row["en"],
        tuple(part.strip() for part in row.get("ru", "").split("|") if part.strip()),
        status=row.get("status") or "preferred",
        pos=row.get("pos") or None,
        gender=row.get("gender") or None,
        number=row.get("number") or None,
        animate=flags["animate"] if row.get("animate") not in (None, "") else None,
        indeclinable=flags["indeclinable"],
        case_sensitive=flags["case_sensitive"] if row.get("case_sensitive") not in (None, "") else None,
    )


def _segment(source: str, number: int) -> Segment:
    return Segment(f"s{number:08x}", number, Span(0, len(source)), source, number)


def find_matches(cases: Sequence[Case], engine: Engine) -> list[tuple[TermMatch, ...]]:
    """Match each segment against its own glossary alone."""
    found = []
    for case in cases:
        glossary = Glossary(engine.source_locale, engine.target_locale, case.entries, "bench")
        found += match_terms([case.segment], glossary)
    return found


def run_plain(cases: Sequence[Case], engine: Engine) -> tuple[Result, list[tuple[Hypothesis, ...]]]:
    """Translate without a glossary."""
    begun = time.perf_counter()
    hypotheses = engine.translate([case.segment.source for case in cases], n_best=1)
    seconds = time.perf_counter() - begun
    return Result([one[0].text for one in hypotheses], seconds), hypotheses


def run_pasted(
    cases: Sequence[Case], matches: Sequence[Sequence[TermMatch]], engine: Engine, morphology: Morphology
) -> Result:
    """Paste the dictionary form over the wrong rendering, found by attention, as find-and-replace would."""
    begun = time.perf_counter()
    targets = [one[0].text for one in engine.translate([case.segment.source for case in cases])]
    links = engine.align([case.segment.source for case in cases], targets)
    pasted = []
    for case, found, target, attention in zip(cases, matches, targets, links, strict=True):
        text = target
        for index in verify_terms(target, found, morphology).missing:
            match = found[index]
            form = match.entry.targets[0] if match.entry.targets else copied_text(match)
            place = find_place(text, match, attention, [], case.segment.source)
            text = place_forms(text, place, [form], morphology)[0].text
        pasted.append(text)
    return Result(pasted, time.perf_counter() - begun)


def run_ours(
    cases: Sequence[Case],
    matches: Sequence[Sequence[TermMatch]],
    engine: Engine,
    morphology: Morphology,
    sources: Collection[Source],
    cache: Path,
) -> Result:
    """Translate and enforce as the pipeline does."""
    begun = time.perf_counter()
    job = Job(
        engine.source_locale,
        engine.target_locale,
        engine,
        morphology,
        Glossary(engine.source_locale, engine.target_locale, (), "bench"),
        sources=sources,
        stand_in_cache=cache,
    )
    enforced = translate_segments([case.segment for case in cases], matches, job, casings=[{}] * len(cases))
    seconds = time.perf_counter() - begun
    applied = [sum(outcome.state == "applied" for outcome in one.outcomes) for one in enforced]
    return Result([one.target for one in enforced], seconds, applied)


def rate(
    result: Result,
    cases: Sequence[Case],
    matches: Sequence[Sequence[TermMatch]],
    morphology: Morphology,
) -> dict[str, str]:
    """Return the figures of one system, ready to print."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    held = wanted = held_long = wanted_long = right = expected = agreeing = judged = false = leaked = 0
    for case, found, target in zip(cases, matches, result.targets, strict=True):
        verification = verify_terms(target, found, morphology)
        forms = _expected_forms(case, found)
        for match, own, accepted in zip(found, verification.found, forms, strict=True):
            long = " " in (match.entry.targets or (match.surface,))[0]
            wanted, wanted_long = wanted + 1, wanted_long + long
            held, held_long = held + (own is not None), held_long + (own is not None and long)
            if accepted is not None:
                expected += 1
                right += own is not None and _plain(own.span.of(target)) in accepted
            if own is not None and len(own.span) and match.entry.targets:
                verdict = morphology.agree(target, own.span, match.entry)
                judged, agreeing = judged + 1, agreeing + (verdict is not False)
        leaked += _leaks(target, case.segment.source)
    if any(case.expected or case.tags for case in cases):
        counts = result.applied or [0] * len(cases)
        false = sum(
            max(0, len(found) - len(case.expected)) if applied else 0
            for case, found, applied in zip(cases, matches, counts, strict=True)
        )
    references = [case.reference for case in cases]
    return {
        "lemma": _percent(held, wanted),
        "multi-word": _percent(held_long, wanted_long),
        "form": _percent(right, expected),
        "agrees": _percent(agreeing, judged),
        "chrF2++": f"{CHRF(word_order=2).corpus_score(result.targets, [references]).score:.1f}",
        "BLEU": f"{BLEU().corpus_score(result.targets, [references]).score:.1f}",
        "false": str(false),
        "leaked": str(leaked),
    }


def _leaks(target: str, source: str) -> bool:
    """Tell whether a mark of the annotation, or a stand-in that the source does not hold, is in a target."""
    words = {word for pair in POOLS["en"] for word in pair} & set(re.findall("[A-Za-z]+", target))
    return bool(re.search("[⟦⇒⟧]", target)) or any(word not in source for word in words)


def _expected_forms(case: Case, found: Sequence[TermMatch]) -> list[frozenset[str] | None]:
    """Pair each match with the forms written down for its term, occurrence by occurrence."""
    waiting = list(case.expected)
    forms: list[frozenset[str] | None] = []
    for match in found:
        own = next((one for one in waiting if one[0].casefold() == match.entry.source.casefold()), None)
        if own is not None:
            waiting.remove(own)
        forms.append(frozenset(map(_plain, own[1])) if own is not None else None)
    return forms


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def print_table(title: str, rows: dict[str, dict[str, str]]) -> None:
    """Print one set: a line per system."""
    names = list(next(iter(rows.values())))
    print(f"\n{title}")
    print("  ".join([f"{'system':<16}", *(f"{name:>10}" for name in names)]))
    for system, figures in rows.items():
        print("  ".join([f"{system:<16}", *(f"{figures[name]:>10}" for name in names)]), flush=True)


def measure(
    title: str,
    cases: Sequence[Case],
    engine: Engine,
    morphology: Morphology,
    cache: Path,
    *,
    rounds: int = 3,
) -> None:
    """Run every system on one set and print the figures.

    The time is the middle of `rounds` multiples, each of the plain run just before it.
    """
    matches = find_matches(cases, engine)
    terms = sum(map(len, matches))
    run_plain(cases[:8], engine)
    plain, _ = run_plain(cases, engine)
    rows = {"plain": {**rate(plain, cases, matches, morphology), "time": "1.0"}}
    systems: dict[str, Callable[[], Result]] = {
        "pasted": lambda: run_pasted(cases, matches, engine, morphology)
    }
    for name, sources in SYSTEMS.items():
        if name != "annotation" or engine.annotation is not None:
            systems[name] = lambda sources=sources: run_ours(  # type: ignore[misc]
                cases, matches, engine, morphology, sources, cache
            )
    for name, run in systems.items():
        result, times = run(), []
        for _ in range(rounds):
            plain, _ = run_plain(cases, engine)
            result = run()
            times.append(result.seconds / plain.seconds)
        figures = rate(result, cases, matches, morphology)
        rows[name] = {**figures, "time": f"{statistics.median(times):.1f}"}
    print_table(f"{title}: {len(cases)} segments, {terms} matches", rows)


def main() -> None:
    """Measure everything that is at hand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--package", type=Path, help="an .argosmodel file instead of what is installed")
    parser.add_argument("--rounds", type=int, default=3, help="how often each system is timed")
    parser.add_argument("--limit", type=int, help="only the first N segments of each set")
    shared = os.environ.get("TRANSLATE_PIPE_SHARED", "../shared")
    parser.add_argument("--shared", type=Path, default=Path(shared))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        packages_dir = None
        if options.package is not None:
            packages_dir = Path(folder)
            with zipfile.ZipFile(options.package) as archive:
                archive.extractall(packages_dir)
        engine = load_engine("en", "ru", packages_dir=packages_dir)
        morphology = load_morphology("ru")
        cache = Path(folder) / "stand-ins.json"
        print(f"package: {', '.join(engine.packages)}")
        sets = [("hand set", read_hand_set(HAND_SET))] if HAND_SET.exists() else []
        shared_set = options.shared / "bench" / "terms" / "en-ru.dev.jsonl"
        if shared_set.exists():
            sets.append(("software documentation, terms", read_shared(shared_set, "terms")))
            sets.append(("software documentation, random words", read_shared(shared_set, "random_words")))
        else:
            print(f"skipped: {shared_set} is not there")
        for title, cases in sets:
            measure(title, cases[: options.limit], engine, morphology, cache, rounds=options.rounds)


if __name__ == "__main__":
    main()

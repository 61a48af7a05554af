"""`python -m bench.term_number`: how often a term stands in the number that its source shows.

The hand set says of each sentence `singular`, `plural`, or the number that counts the term. Printed are the
shares for the engine alone, for ours without a look at the number, and for ours, and what is wrong.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.terms import Case, find_matches, run_ours, run_plain
from translate_pipe.engines import load_engine
from translate_pipe.model import MORPHOLOGY_CASES, Morphology, Segment, Span, TermEntry
from translate_pipe.morphology import load_morphology
from translate_pipe.terminology.enforce import SOURCES

HAND_SET = Path(__file__).parents[1] / "tests" / "cases" / "terminology" / "number.jsonl"


def read_cases(path: Path) -> list[tuple[Case, str]]:
    """Return the sentences, each with the number that its term must have."""
    cases = []
    for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        segment = Segment(f"s{place:08x}", place, Span(0, len(row["source"])), row["source"], place)
        entry = TermEntry(row["en"], (row["ru"],), pos="noun")
        cases.append((Case(segment, (entry,), ""), row["number"]))
    return cases


def right_forms(entry: TermEntry, number: str, morphology: Morphology) -> set[str]:
    """Return the forms that are right, in small letters: of the number, or after the numeral."""
    if number.isdigit():
        forms = {morphology.inflect_with_numeral(entry, int(number), case) for case in MORPHOLOGY_CASES}
        return {form.casefold() for form in forms if form}
    return {form.text.casefold() for form in morphology.paradigm(entry) if form.number == number}


def main() -> None:
    """Print the shares, and what is wrong."""
    engine, morphology = load_engine("en", "ru"), load_morphology("ru")
    rows = read_cases(HAND_SET)
    cases = [case for case, _ in rows]
    matches = find_matches(cases, engine)
    blind = [tuple(replace(match, numbered=False, count=None) for match in found) for found in matches]
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "stand-ins.json"
        systems: dict[str, Sequence[str]] = {
            "engine alone": run_plain(cases, engine)[0].targets,
            "without a look at the number": run_ours(
                cases, blind, engine, morphology, SOURCES, cache
            ).targets,
            "ours": run_ours(cases, matches, engine, morphology, SOURCES, cache).targets,
        }
    print(f"package: {', '.join(engine.packages)}; {len(rows)} sentences")
    for name, targets in systems.items():
        held = right = 0
        wrong = []
        for (case, number), target in zip(rows, targets, strict=True):
            (entry,) = case.entries
            found = morphology.find_term(entry, target)
            forms = right_forms(entry, number, morphology)
            held += bool(found)
            if any(span.of(target).casefold() in forms for span, _ in found):
                right += 1
            elif found:
                wrong.append(f"    {number}: {case.segment.source} → {target}")
        print(f"  {name:30} held {100 * held / len(rows):5.1f} %, number right {100 * right / held:5.1f} %")
        if name == "ours":
            print("\n".join(wrong))


if __name__ == "__main__":
    main()

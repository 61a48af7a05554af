"""Units go in; issues come out: what a reviewer should look at, in words, with its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from translate_pipe.model import Bitext, Issue, Morphology, TranslationUnit
from translate_pipe.qa.check import Check, Subject, quote
from translate_pipe.qa.copying import find_empty, find_lost_protected, find_untranslated
from translate_pipe.qa.form import find_leftovers, find_mixed_scripts, find_odd_length
from translate_pipe.qa.numbers import find_number_differences
from translate_pipe.qa.punctuation import find_broken_pairs, find_end_punctuation, find_loose_spaces
from translate_pipe.qa.repetition import find_doubled_words, find_loops
from translate_pipe.qa.terms import find_forbidden_terms, find_inner_terms, find_missing_terms

__all__ = ["CHECKS", "check_bitext", "check_unit", "find_inconsistent"]

_EMPTY = Check("empty", "error", "a segment has no translation", find_empty)
_REGISTRY: tuple[Check, ...] = (
    Check(
        "term-missing", "warning", "a glossary term is not rendered as the glossary says", find_missing_terms
    ),
    Check("term-forbidden", "error", "a rendering that the glossary forbids is used", find_forbidden_terms),
    Check("term-within", "info", "a word with a hyphen holds a glossary term", find_inner_terms),
    Check(
        "numbers",
        "warning",
        "numbers differ in value, or in currency, percent or time",
        find_number_differences,
    ),
    Check(
        "protected", "error", "a URL, address, placeholder or the like was not copied", find_lost_protected
    ),
    Check("untranslated", "warning", "source text was copied instead of translated", find_untranslated),
    Check("repetition", "error", "a phrase is repeated over and over, as weak models do", find_loops),
    Check("doubled-words", "warning", "a word stands twice in a row", find_doubled_words),
    Check("markup", "error", "markup, entities or signs of the machine were left behind", find_leftovers),
    Check("mixed-scripts", "warning", "letters of two alphabets are mixed in a word", find_mixed_scripts),
    Check("length", "warning", "the target is far longer or shorter than its source", find_odd_length),
    Check("pairs", "warning", "quotation marks or brackets are not paired, or lost", find_broken_pairs),
    Check(
        "end-punctuation", "info", "the target ends with another mark than its source", find_end_punctuation
    ),
    Check("spaces", "info", "there are spaces at the edge, doubled or misplaced", find_loose_spaces),
)
_INCONSISTENT = "inconsistent"

CHECKS: dict[str, str] = {
    **{check.name: check.description for check in (_EMPTY, *_REGISTRY)},
    _INCONSISTENT: "the same source is translated differently in the same article",
}
"""The name of every check, and what it finds in a line."""


def check_unit(
    unit: TranslationUnit,
    source_locale: str,
    target_locale: str,
    morphology: Morphology | None = None,
) -> tuple[Issue, ...]:
    """Return the issues of one unit, gravest check first; an empty target is one issue and no more.

    Args:
        unit: a segment and its target.
        source_locale: BCP 47 tag of the source.
        target_locale: BCP 47 tag of the target.
        morphology: of the target language; with it forbidden renderings are found in every inflected form.
    """
    subject = Subject(unit, source_locale, target_locale, morphology)
    empty = _EMPTY.run(subject)
    if empty:
        return tuple(empty)
    return tuple(issue for check in _REGISTRY for issue in check.run(subject))


def check_bitext(bitext: Bitext, morphology: Morphology | None = None) -> tuple[tuple[Issue, ...], ...]:
    """Return n tuples of issues for the n units of a bitext, with those that take several units to see."""
    inconsistent = find_inconsistent(bitext.units)
    return tuple(
        check_unit(unit, bitext.source_locale, bitext.target_locale, morphology) + inconsistent.get(index, ())
        for index, unit in enumerate(bitext.units)
    )


def find_inconsistent(units: Sequence[TranslationUnit]) -> dict[int, tuple[Issue, ...]]:
    """Return an issue for each unit whose source has another target elsewhere; spaces do not count."""
    # Few sources stand there twice; of the others no more is kept than a number.
    times = Counter(hash(_join(unit.segment.source)) for unit in units if unit.target.strip())
    groups: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for index, unit in enumerate(units):
        source = _join(unit.segment.source)
        if unit.target.strip() and times[hash(source)] > 1:
            groups[source][_join(unit.target)].append(index)
    issues: dict[int, tuple[Issue, ...]] = {}
    for targets in groups.values():
        if len(targets) > 1:
            first, second, *_ = (indices[0] for indices in targets.values())
            for place, indices in enumerate(targets.values()):
                other = units[first if place else second]
                message = f"the same source is {quote(other.target)} in segment {other.segment.number}"
                for index in indices:
                    issues[index] = (Issue(_INCONSISTENT, "info", units[index].segment.id, message),)
    return issues


def _join(text: str) -> str:
    return " ".join(text.split())

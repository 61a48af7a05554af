"""Texts with terms put into them, each with a record of what was put where and how it scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from translate_pipe.model import (
    Change,
    FigureOutcome,
    Method,
    Morphology,
    Span,
    SuitingMorphology,
    TermEntry,
    TermMatch,
    TermOutcome,
)
from translate_pipe.terminology.verify import Verification, copied_text, has_number, verify_terms

PUNCTUATION = "\"'«»„“”‘’()[]{},.;:!?…—–-"
NOMINAL = ("noun", "adjective", "participle", "pronoun", "numeral")
OPENING = "\"'«„“‘([{—–-*_"
# The probability of a form that no case explains; the logarithms below which a case is doubtful, and from
# which on it is worth trying.
UNLIKELY = 0.01
DOUBTFUL = math.log(0.1)
LIKELY = math.log(0.15)
QUOTE_PAIRS = {"«": "»", "„": "“", "“": "”", '"': '"', "‘": "’"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible target of a segment.

    `methods` has one entry per match: how its term came into the text, None if by the engine itself.
    `score` is the mean log-probability per token given the unaltered source; `agreement` is the
    analyser's verdict over all terms: False if one of them surely disagrees with its neighbours;
    `case_likelihood` is the sum over its terms of the natural logarithm of how likely their cases are in
    this source, 0 where nothing is known; `doubtful` tells whether one of them is unlikely.
    """

    text: str
    origin: str
    methods: tuple[Method | None, ...]
    verification: Verification
    score: float | None = None
    agreement: bool | None = None
    case_likelihood: float = 0.0
    doubtful: bool = False

    @property
    def complete(self) -> bool:
        """Whether every match is satisfied and nothing forbidden stands."""
        return self.verification.satisfied


@dataclass(frozen=True, slots=True)
class Task:
    """What is known of a segment before any candidate: its matches, and the likely cases of their terms.

    `cases` has, per match, the natural logarithm of the probability of each case, empty if unknown.
    """

    source: str
    matches: tuple[TermMatch, ...]
    cases: tuple[Mapping[str, float], ...]


@dataclass(frozen=True, slots=True)
class Enforced:
    """The target of one segment, the account of its matches and figures, and how it came to be.

    `candidates` is in the order of preference, the chosen one first; empty unless asked for.
    """

    target: str
    outcomes: tuple[TermOutcome, ...]
    engine_text: str
    score: float | None
    changes: tuple[Change, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    figures: tuple[FigureOutcome, ...] = ()


def draft(
    task: Task,
    text: str,
    origin: str,
    morphology: Morphology,
    methods: tuple[Method | None, ...] | None = None,
) -> Candidate:
    """Verify a text and judge the agreement of the terms that it holds, and their cases.

    What the engine did not write as it stands gets the capital that its source begins with: a term given
    inline in the dictionary form often comes back without.
    """
    if origin not in ("plain", "n-best"):
        copies = [copied_text(match) for match in task.matches if match.entry.status == "do-not-translate"]
        text = begin_as(task.source, text, copies)
    verification = verify_terms(text, task.matches, morphology)
    verdicts, likelihoods = [], []
    for match, found, cases in zip(task.matches, verification.found, task.cases, strict=True):
        if found is None or not len(found.span) or match.entry.status == "do-not-translate":
            continue
        verdicts.append(morphology.agree(text, found.span, match.entry))
        likelihoods.append(form_likelihood(match.entry, found.span.of(text), cases, morphology))
    agreement = False if False in verdicts else True if True in verdicts else None
    return Candidate(
        text,
        origin,
        methods or (None,) * len(task.matches),
        verification,
        agreement=agreement,
        case_likelihood=sum(likelihoods),
        doubtful=any(one < DOUBTFUL for one in likelihoods),
    )


def form_likelihood(
    entry: TermEntry, surface: str, cases: Mapping[str, float], morphology: Morphology
) -> float:
    """Return the logarithm of how likely a form is: the sum over all cases that look like it."""
    if not cases:
        return 0.0
    own = surface.casefold()
    alike = {form.case for form in morphology.paradigm(entry) if form.text.casefold() == own}
    return math.log(sum(math.exp(cases[case]) for case in alike if case in cases) or UNLIKELY)


def with_method(candidate: Candidate, indices: tuple[int, ...], method: Method) -> Candidate:
    """Record that the terms of these matches were put there by `method`."""
    methods = tuple(method if index in indices else old for index, old in enumerate(candidate.methods))
    return replace(candidate, methods=methods)


def candidate_forms(match: TermMatch, morphology: Morphology) -> tuple[str, ...]:
    """Return the distinct forms that the term of a match may take here, the dictionary form first.

    A plural source term asks for plural forms and a singular one for singular forms, where the target
    has them.
    """
    entry = match.entry
    if entry.status == "do-not-translate":
        return (copied_text(match),)
    paradigm = morphology.paradigm(entry)
    # After 2, 3 and 4 Russian has a form of its own, which the morphology calls paucal.
    numbers = ("plural", "paucal", "") if match.plural else ("singular", "")
    fitting = [form.text for form in paradigm if form.number in numbers]
    if match.numbered:
        every = (form.text for form in paradigm)
        fitting = [text for text in every if has_number(match, text, morphology)] or fitting
    texts = fitting or [form.text for form in paradigm] or [entry.targets[0]]
    return tuple(dict.fromkeys(texts))


def likely_forms(
    match: TermMatch, replaced: str, cases: Mapping[str, float], morphology: Morphology
) -> tuple[str, ...]:
    """Return the forms worth trying in a place; all of them if nothing tells which.

    What the engine wrote there tells which cases it took the place to ask for, and the source tells which
    are likely.
    """
    forms = candidate_forms(match, morphology)
    told = [_cases(word.strip(PUNCTUATION), morphology) for word in replaced.split()]
    told = [one for one in told if one]
    wanted = (set.intersection(*told) or set.union(*told)) if told else set()
    wanted |= {case for case, likelihood in cases.items() if likelihood > LIKELY}
    if not wanted or len(forms) == 1:
        return forms
    # "petycji" is a plural, but as a locative it is singular.
    numbers = ("plural", "paucal", "") if match.plural else ("singular", "plural", "paucal", "")
    paradigm = morphology.paradigm(match.entry)
    fitting = [form.text for form in paradigm if form.case in wanted and form.number in numbers]
    return tuple(text for text in forms if text in fitting) or forms


def _cases(word: str, morphology: Morphology) -> set[str]:
    readings = morphology.analyse(word) if word else ()
    return {reading.case for reading in readings if reading.case and reading.pos in NOMINAL}


def splice(text: str, span: Span, form: str) -> tuple[str, Span]:
    """Put `form` in place of `span`; return the new text and where the form stands in it.

    The first word of a segment gets its capital, quotation marks around the place are not doubled, and the
    spaces around the place are made whole.
    """
    start, end = span.start, span.end
    if form and form[0] in QUOTE_PAIRS and start and end < len(text):
        closing = QUOTE_PAIRS.get(text[start - 1])
        if closing is not None and text[end] == closing:
            start, end = start - 1, end + 1
    before, after = text[:start], text[end:]
    if not any(letter.isalnum() for letter in before):
        form = capitalise(form)
    if before and not before[-1].isspace() and before[-1] not in OPENING:
        before += " "
    if after and (after[0].isalnum() or after[0] in "«„“("):
        after = " " + after
    return before + form + after, Span(len(before), len(before) + len(form))


def put_form(text: str, span: Span, form: str, morphology: Morphology) -> tuple[str, Span]:
    """Splice a form in and give the preposition before it its right shape (z Kremla, ze Stanów)."""
    text, place = splice(text, span, form)
    return morphology.suit_before(text, place) if isinstance(morphology, SuitingMorphology) else (text, place)


def begin_as(source: str, text: str, kept: Sequence[str] = ()) -> str:
    """Give a target the capital that its source begins with, unless it begins with copied text."""
    first = next((letter for letter in source if letter.isalnum()), "")
    bare = text.lstrip(OPENING + " ")
    if not first.isupper() or any(one and bare.startswith(one) for one in kept):
        return text
    return capitalise(text)


def capitalise(text: str) -> str:
    """Give the first letter of a text its capital, after quotation marks too."""
    for index, letter in enumerate(text):
        if letter.isalnum():
            return text[:index] + letter.upper() + text[index + 1 :]
    return text

"""Texts with terms put into them, each with a record of what was put where and how it scores."""

from __future__ import annotations

from dataclasses import dataclass, replace

from translate_pipe.model import Method, Morphology, Span, TermMatch
from translate_pipe.terminology.verify import Verification, copied_text, verify_terms

PUNCTUATION = "\"'«»„“”‘’()[]{},.;:!?…—–-"
NOMINAL = ("noun", "adjective", "participle", "pronoun", "numeral")
OPENING = "\"'«„“‘([{—–-*_"
QUOTE_PAIRS = {"«": "»", "„": "“", "“": "”", '"': '"', "‘": "’"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible target of a segment.

    `methods` has one entry per match: how its term came into the text, None if by the engine itself.
    `score` is the mean log-probability per token given the unaltered source; `agreement` is the
    analyser's verdict over all terms: False if one of them surely disagrees with its neighbours.
    """

    text: str
    origin: str
    methods: tuple[Method | None, ...]
    verification: Verification
    score: float | None = None
    agreement: bool | None = None

    @property
    def complete(self) -> bool:
        """Whether every match is satisfied and nothing forbidden stands."""
        return self.verification.satisfied


def draft(
    text: str,
    origin: str,
    matches: tuple[TermMatch, ...],
    morphology: Morphology,
    methods: tuple[Method | None, ...] | None = None,
) -> Candidate:
    """Verify a text and judge the agreement of the terms that it holds."""
    verification = verify_terms(text, matches, morphology)
    verdicts = [
        morphology.agree(text, found.span)
        for match, found in zip(matches, verification.found, strict=True)
        if found is not None and len(found.span) and match.entry.status != "do-not-translate"
    ]
    agreement = False if False in verdicts else True if True in verdicts else None
    return Candidate(text, origin, methods or (None,) * len(matches), verification, agreement=agreement)


def with_method(candidate: Candidate, indices: tuple[int, ...], method: Method) -> Candidate:
    """Record that the terms of these matches were put there by `method`."""
    methods = tuple(method if index in indices else old for index, old in enumerate(candidate.methods))
    return replace(candidate, methods=methods)


def is_shouting(source: str) -> bool:
    """Tell whether a segment is written in capitals throughout, as headlines are."""
    letters = [letter for letter in source if letter.isalpha()]
    return len(letters) > 3 and len(source.split()) > 1 and all(not letter.islower() for letter in letters)


def candidate_forms(match: TermMatch, morphology: Morphology) -> tuple[str, ...]:
    """Return the distinct forms that the term of a match may take here, the dictionary form first.

    A plural source term asks for plural forms and a singular one for singular forms, where the target
    has them.
    """
    entry = match.entry
    if entry.status == "do-not-translate":
        return (copied_text(match),)
    paradigm = morphology.paradigm(entry)
    number = "plural" if match.plural else "singular"
    fitting = [form.text for form in paradigm if form.number in (number, "")]
    texts = fitting or [form.text for form in paradigm] or [entry.targets[0]]
    return tuple(dict.fromkeys(texts))


def likely_forms(match: TermMatch, replaced: str, morphology: Morphology) -> tuple[str, ...]:
    """Return the forms in the cases that the words to be replaced may stand in, or all forms if none is told.

    What the engine wrote in the term's place tells which case the place asks for.
    """
    forms = candidate_forms(match, morphology)
    told = [_cases(word.strip(PUNCTUATION), morphology) for word in replaced.split()]
    told = [cases for cases in told if cases]
    cases = (set.intersection(*told) or set.union(*told)) if told else set()
    if not cases or len(forms) == 1:
        return forms
    number = "plural" if match.plural else "singular"
    fitting = [
        form.text for form in morphology.paradigm(match.entry) if form.case in cases and form.number == number
    ]
    return tuple(dict.fromkeys(text for text in fitting if text in forms)) or forms


def _cases(word: str, morphology: Morphology) -> set[str]:
    readings = morphology.analyse(word) if word else ()
    return {reading.case for reading in readings if reading.case and reading.pos in NOMINAL}


def splice(text: str, span: Span, form: str, *, shouting: bool = False) -> tuple[str, Span]:
    """Put `form` in place of `span`; return the new text and where the form stands in it.

    The first word of a segment gets its capital, a headline in capitals gets capitals, quotation marks
    around the place are not doubled, and the spaces around the place are made whole.
    """
    start, end = span.start, span.end
    if form and form[0] in QUOTE_PAIRS and start and end < len(text):
        closing = QUOTE_PAIRS.get(text[start - 1])
        if closing is not None and text[end] == closing:
            start, end = start - 1, end + 1
    before, after = text[:start], text[end:]
    if shouting:
        form = form.upper()
    elif not any(letter.isalnum() for letter in before):
        form = capitalise(form)
    if before and not before[-1].isspace() and before[-1] not in OPENING:
        before += " "
    if after and (after[0].isalnum() or after[0] in "«„“("):
        after = " " + after
    return before + form + after, Span(len(before), len(before) + len(form))


def capitalise(text: str) -> str:
    """Give the first letter of a text its capital, after quotation marks too."""
    for index, letter in enumerate(text):
        if letter.isalnum():
            return text[:index] + letter.upper() + text[index + 1 :]
    return text

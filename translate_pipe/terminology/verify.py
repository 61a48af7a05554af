"""A target and the term matches of its source come in; where each term stands in the target goes out."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import permutations
from typing import Any, cast

from translate_pipe.figures.account import resettle_figures
from translate_pipe.model import (
    MORPHOLOGY_CASES,
    Method,
    Morphology,
    PhraseForm,
    Span,
    TermEntry,
    TermMatch,
    TermOutcome,
    TermState,
    TranslationUnit,
)
from translate_pipe.morphology import lacks_forms

_MOST_REORDERED = 4
# A shorter term is in many words that have nothing to do with it.
_SHORTEST_WITHIN = 4
# Said of a term that was put in, in a language that inflects, by a morphology that does not.
_AS_GIVEN = "in the form of the glossary; no other is known"


@dataclass(frozen=True, slots=True)
class Found:
    """A term as it stands in a target: where, and in which form if that can be told.

    `sound` is False where its words do not fit each other ("Владимир Путина"), or its number is not that of
    the source.
    """

    span: Span
    form: PhraseForm | None = None
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Verification:
    """What a target holds of n matches.

    `found` has n findings, None where the term is missing; an entry that only forbids has an empty one.
    `banned` says which entry forbids what stands where.
    """

    found: tuple[Found | None, ...]
    banned: tuple[tuple[TermEntry, Span], ...] = ()

    @property
    def missing(self) -> tuple[int, ...]:
        """The indices of the matches whose term the target does not hold in one piece."""
        return tuple(index for index, found in enumerate(self.found) if found is None or not found.sound)

    @property
    def satisfied(self) -> bool:
        """Whether every term is there and no forbidden rendering is."""
        return not self.banned and not self.missing


def verify_terms(target: str, matches: Sequence[TermMatch], morphology: Morphology) -> Verification:
    """Find, for each match, its own occurrence of the term in the target.

    Each stretch of the target serves one match only, and longer terms choose first, so that
    "Российская Федерация" is not found inside "президент Российской Федерации".
    """
    wanted: dict[TermEntry, list[int]] = {}
    for index, match in enumerate(matches):
        wanted.setdefault(_wanted_entry(match), []).append(index)
    places = [(found, entry) for entry in wanted for found in _occurrences(entry, target, morphology)]
    places.sort(key=lambda place: (-len(place[0].span), place[0].span.start))
    taken: list[Span] = []
    chosen: dict[TermEntry, list[Found]] = {entry: [] for entry in wanted}
    for found, entry in places:
        full = len(chosen[entry]) == len(wanted[entry])
        if full or any(found.span.overlaps(span) for span in taken):
            continue
        chosen[entry].append(found)
        taken.append(found.span)
    result: list[Found | None] = [
        Found(Span(0, 0)) if only_forbids(match.entry) else None for match in matches
    ]
    for entry, indices in wanted.items():
        own = [matches[index] for index in indices]
        for index, found in zip(indices, _by_number(target, own, chosen[entry], morphology), strict=False):
            result[index] = found
    return Verification(tuple(result), _banned(target, tuple(wanted), morphology, taken))


def _by_number(
    target: str, matches: Sequence[TermMatch], found: Sequence[Found], morphology: Morphology
) -> list[Found]:
    """Return the occurrences of one entry in the order of its matches, each in the number that its match has.

    The order of the target is kept unless another one gives more matches the right number. What is left in
    the wrong number is unsound.
    """
    in_order = sorted(found, key=lambda one: one.span)
    if not any(match.numbered for match in matches):
        return in_order

    def fits(match: TermMatch, one: Found) -> bool:
        return has_number(match, one.span.of(target), morphology)

    orders = permutations(in_order) if len(in_order) <= _MOST_REORDERED else [tuple(in_order)]
    best = max(orders, key=lambda order: sum(map(fits, matches, order)))
    return [
        one if fits(match, one) else replace(one, sound=False)
        for match, one in zip(matches, best, strict=False)
    ]


def has_number(match: TermMatch, surface: str, morphology: Morphology) -> bool:
    """Whether a form of the term may stand for the match: the number of the source is that of the target.

    After a numeral Russian asks for a form of its own. What the source does not show, and terms that have one
    number only, may stand as they do.
    """
    known_by = cast("Hashable", morphology)
    allowed = _forms_in_number(match.entry, match.plural, match.count, match.numbered, known_by)
    return allowed is None or surface.casefold() in allowed


@lru_cache(maxsize=4096)
def _forms_in_number(
    entry: TermEntry, plural: bool, count: int | None, numbered: bool, morphology: Any
) -> frozenset[str] | None:
    """Return the forms in the number that is asked for, None where any may stand."""
    if not numbered or entry.status == "do-not-translate" or not entry.targets or entry.forms:
        return None
    wanted = "plural" if plural else "singular"
    forms = [form for target in entry.targets for form in morphology.paradigm(entry, target)]
    if not {"singular", "plural"} <= {form.number for form in forms}:
        return None
    head = morphology.head(entry)
    if head is None or entry.number == "plural" or head.number == "plural":
        return None
    texts = {form.text for form in forms if form.number == wanted}
    if count is not None:
        counted = (
            morphology.inflect_with_numeral(entry, count, case, target)
            for target in entry.targets
            for case in MORPHOLOGY_CASES
        )
        texts = {text for text in counted if text} or texts
    return frozenset(text.casefold() for text in texts)


def _wanted_entry(match: TermMatch) -> TermEntry:
    """Do-not-translate matches are looked for as they are written in this very source."""
    if match.entry.status == "do-not-translate":
        return replace(match.entry, source=copied_text(match))
    return match.entry


def _occurrences(entry: TermEntry, target: str, morphology: Morphology) -> tuple[Found, ...]:
    if entry.status == "do-not-translate":
        return tuple(Found(span) for span in find_verbatim(entry.source, target))
    if not entry.targets:
        return ()
    return tuple(
        Found(span, form, form is not None or _is_form(entry, span.of(target), morphology))
        for span, form in morphology.find_term(entry, target)
    )


def _is_form(entry: TermEntry, surface: str, morphology: Morphology) -> bool:
    """Tell whether a surface is a form of the term as a whole, not a mixture of several."""
    known = {*entry.targets, *entry.forms, *(form.text for form in morphology.paradigm(entry))}
    return " " not in surface or surface.casefold() in {text.casefold() for text in known}


def only_forbids(entry: TermEntry) -> bool:
    """Tell whether an entry wants nothing, but forbids something."""
    return not entry.targets and entry.status != "do-not-translate"


def copied_text(match: TermMatch) -> str:
    """Return what a do-not-translate match leaves in the target: its surface without a possessive ending."""
    return re.sub(r"(?:['’]s|(?<=s)['’])$", "", match.surface) if match.possessive else match.surface


def find_verbatim(text: str, target: str) -> tuple[Span, ...]:
    """Return where `text` stands in `target` to the letter and not inside a longer word."""
    if not text:
        return ()
    before = r"(?<!\w)" if text[0].isalnum() else ""
    after = r"(?!\w)" if text[-1].isalnum() else ""
    return tuple(Span(*m.span()) for m in re.finditer(before + re.escape(text) + after, target))


def _banned(
    target: str, entries: Sequence[TermEntry], morphology: Morphology, taken: Sequence[Span]
) -> tuple[tuple[TermEntry, Span], ...]:
    """A forbidden rendering counts unless it is part of a term that stands where it should."""
    found = [
        (entry, span)
        for entry in entries
        for rendering in entry.forbidden
        for span, _ in morphology.find_term(TermEntry(entry.source, (rendering,)), target)
        if not any(other.contains(span) for other in taken)
    ]
    return tuple(sorted(found, key=lambda pair: pair[1]))


def describe_form(form: PhraseForm | None) -> str:
    """Say a form in words: `accusative singular`."""
    return "" if form is None else " ".join(part for part in (form.case, form.number) if part)


def settle_terms(
    target: str,
    matches: Sequence[TermMatch],
    morphology: Morphology,
    *,
    methods: Sequence[Method | None] = (),
    reason: str = "",
    standing: bool = False,
) -> tuple[TermOutcome, ...]:
    """Give each of n matches its one final state, from the target as it will be written.

    Args:
        methods: n methods; None where the engine itself chose the words.
        reason: why a term that is missing could not be placed.
        standing: the target is a person's or the memory's; what it lacks is `overruled`, not `unresolved`.
    """
    verification = verify_terms(target, matches, morphology)
    given: Sequence[Method | None] = methods or [None] * len(matches)
    outcomes = []
    for match, found, method in zip(matches, verification.found, given, strict=True):
        lacking: TermState = "overruled" if standing else "unresolved"
        if only_forbids(match.entry):
            uses = [span.of(target) for entry, span in verification.banned if entry == match.entry]
            why = f"the forbidden rendering “{uses[0]}” stands" if uses else ""
            outcomes.append(TermOutcome(match, lacking if uses else "already", reason=why))
        elif found is None or (not found.sound and not standing):
            within = "" if found is not None else _holding_word(match.entry, target)
            why = f"it stands within “{within}” only" if within else reason or "the engine did not use it"
            why = "the standing text says it otherwise" if standing else why
            if found is not None and not has_number(match, found.span.of(target), morphology):
                why = f"“{found.span.of(target)}” is not in the number of the source"
            outcomes.append(TermOutcome(match, lacking, reason=why))
        else:
            kept = match.entry.status == "do-not-translate"
            unsure = method in ("repair", "stand-in") and not match.entry.forms and lacks_forms(morphology)
            outcomes.append(
                TermOutcome(
                    match,
                    "kept" if kept else "already" if method is None else "applied",
                    span=found.span,
                    surface=found.span.of(target),
                    grammemes=describe_form(found.form),
                    reason=_AS_GIVEN if unsure and not kept else "",
                    method="copy" if kept else method,
                )
            )
    return tuple(outcomes)


def _holding_word(entry: TermEntry, target: str) -> str:
    """Return the first longer word that has a term of one word in it: a compound, or a form not known."""
    for term in (*entry.targets, *entry.forms):
        if len(term) < _SHORTEST_WITHIN or not term.isalpha():
            continue
        for word in re.findall(r"\w+(?:[-'’]\w+)*", target):
            if term.casefold() in word.casefold() and len(word) > len(term):
                return str(word)
    return ""


def resettle_unit(unit: TranslationUnit, morphology: Morphology) -> TranslationUnit:
    """Account anew for the terms of a unit whose target a person has edited."""
    matches = tuple(outcome.match for outcome in unit.terms)
    return resettle_figures(
        replace(unit, terms=settle_terms(unit.target, matches, morphology, standing=True))
    )

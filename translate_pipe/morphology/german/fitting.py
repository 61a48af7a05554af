"""A place in a German text and a form of a term go in; texts in which the words before agree come out.

German shows the case in the article: where "dem Sender" gives way to "Rundfunkanstalt", the article becomes
"der". Which case the place asks for is read from the preposition, the article and the word that stood there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from translate_pipe.model import Span
from translate_pipe.morphology.german.agreement import has_subject
from translate_pipe.morphology.german.context import LeftContext
from translate_pipe.morphology.german.endings import (
    CASES,
    Determiner,
    adjective_ending,
    adjective_stem,
    contract,
    contraction,
    governed_cases,
    read_determiner,
    write_determiner,
)
from translate_pipe.morphology.german.lexicon import NounLexicon
from translate_pipe.morphology.german.plan import FormCell, Plan
from translate_pipe.morphology.words import Word, split_words

Edit = tuple[Span, str]
_DEFINITE = read_determiner("der")[0]


def fit_form(
    lexicon: NounLexicon, plan: Plan, text: str, place: Span, form: str
) -> tuple[tuple[str, Span], ...]:
    """Return the texts with the form in the place, and where it stands; () if the place asks for another.

    Args:
        place: what gives way to the form; articles at its beginning count as standing before it.
    """
    words = split_words(text)
    inside = [i for i, word in enumerate(words) if place.overlaps(word.span)]
    if not inside or plan.kind != "noun":
        return ()
    start = _past_articles(words, inside)
    replaced = tuple(words[i].text for i in range(start, inside[-1] + 1))
    place = Span(words[start].span.start, place.end) if start > inside[0] else place
    left = LeftContext(lexicon, words, start)
    wanted = _wanted_cases(lexicon, left, replaced)
    found: dict[str, Span] = {}
    for edits in _edits(lexicon, plan, left, wanted, form, replaced):
        fitted, span = _apply(text, place, form, edits)
        found.setdefault(fitted, span)
    return tuple(found.items())


def _past_articles(words: tuple[Word, ...], inside: list[int]) -> int:
    start = inside[0]
    while start < inside[-1]:
        word = words[start].text
        small = word[0].islower() and bool(governed_cases(word))
        if not (read_determiner(word) or contraction(word) or small):
            break
        start += 1
    return start


def _wanted_cases(lexicon: NounLexicon, left: LeftContext, replaced: tuple[str, ...]) -> frozenset[str]:
    """Return the cases that the place asks for, by the words before it and the noun that stood there."""
    cases = frozenset(left.governed or CASES)
    nouns = [noun for word in reversed(replaced) if word[0].isupper() for noun in lexicon.find(word)][:8]
    told: set[str] = set()
    for noun in nouns:
        cells = noun.cells(replaced[-1]) or frozenset((c, n) for c in CASES for n in noun.numbers)
        if left.determiner is None:
            told |= {case for case, _ in cells}
        else:
            told |= {
                r.case
                for r in left.readings
                if (r.case, r.number) in cells
                and (not r.gender or not noun.gender or r.gender == noun.gender)
            }
    if not told & cases and left.determiner is not None:
        told = {r.case for r in left.readings}
    if {"nominative", "accusative"} <= told and not left.governed and has_subject(left):
        told.discard("nominative")
    return frozenset(told & cases) or cases


def _edits(
    lexicon: NounLexicon,
    plan: Plan,
    left: LeftContext,
    wanted: frozenset[str],
    form: str,
    replaced: tuple[str, ...],
) -> Iterator[tuple[Edit, ...]]:
    """Yield, for each cell that the form can have here, the changes to the words before it."""
    cells = [cell for text, cell in plan.forms if text == form and cell[0] in wanted]
    if plan.slots[0].kind == "article":
        # The term brings its own article; one that stands there already goes.
        if cells:
            yield (_dropped(left),) if left.determiner is not None and not left.adjectives else ()
        return
    for cell in cells:
        if left.determiner is None:
            if cell[2] == "strong":
                yield _adjective_edits(left, plan, cell)
            continue
        model = left.readings[0]
        if cell[2] != model.declension or not plan.gender or (model.stem, cell[1]) == ("ein", "plural"):
            if left.fits(cell, plan.gender):
                yield ()
            continue
        yield (_determiner_edit(left, model, cell, plan.gender), *_adjective_edits(left, plan, cell))
    yield from _with_or_without_article(lexicon, plan, left, wanted, form, replaced)


def _with_or_without_article(
    lexicon: NounLexicon,
    plan: Plan,
    left: LeftContext,
    wanted: frozenset[str],
    form: str,
    replaced: tuple[str, ...],
) -> Iterator[tuple[Edit, ...]]:
    """Yield changes for a place without article in place of one with it, and the other way round."""
    bare = plan.slots[-1].kind in ("place", "name")
    if left.adjectives or left.start >= len(left.words):
        return
    strong = any(text == form and cell[2] == "strong" and cell[0] in wanted for text, cell in plan.forms)
    if bare and strong and left.determiner is not None and left.readings[0].kind == "definite":
        yield (_dropped(left),)
    named = any(noun.kinds & {"Toponym"} and not noun.forms for noun in lexicon.look_up(replaced[-1]))
    if not bare and named and left.determiner is None and plan.gender:
        here = left.words[left.start].span.start
        for text, (case, number, declension) in plan.forms:
            if text == form and declension == "weak" and case in wanted:
                yield ((Span(here, here), write_determiner(_DEFINITE, case, number, plan.gender) + " "),)


def _dropped(left: LeftContext) -> Edit:
    """Return the change that takes the determiner away: in der → in."""
    assert left.determiner is not None
    word = left.words[left.determiner]
    parts = contraction(word.text)
    after = (
        left.words[left.determiner + 1].span.start if left.determiner + 1 < len(left.words) else word.span.end
    )
    return (Span(word.span.start, after), f"{parts[0]} " if parts else "")


def _determiner_edit(left: LeftContext, model: Determiner, cell: FormCell, gender: str) -> Edit:
    assert left.determiner is not None
    word = left.words[left.determiner]
    written = write_determiner(model, cell[0], cell[1], gender)
    span, parts = word.span, contraction(word.text)
    if parts is not None:
        written = contract(parts[0], written) or f"{parts[0]} {written}"
    elif model.kind == "definite" and left.preposition == left.determiner - 1:
        preposition = left.words[left.preposition]
        joined = contract(preposition.text.lower(), written)
        if joined is not None and word.text.lower() != written:
            span, written = Span(preposition.span.start, span.end), joined
            word = replace(word, text=preposition.text)
    return span, written.capitalize() if word.text[0].isupper() else written


def _adjective_edits(left: LeftContext, plan: Plan, cell: FormCell) -> tuple[Edit, ...]:
    if not plan.gender and cell[1] == "singular":
        return ()
    ending = adjective_ending(cell[2], plan.gender, cell[0], cell[1])
    words = [left.words[i] for i in left.adjectives]
    return tuple((word.span, (adjective_stem(word.text) or word.text) + ending) for word in words)


def _apply(text: str, place: Span, form: str, edits: tuple[Edit, ...]) -> tuple[str, Span]:
    """Make all changes; a text that began with a capital keeps one."""
    capital = text[:1].isupper()
    for span, written in sorted(edits, reverse=True):
        if span.of(text) != written:
            text = text[: span.start] + written + text[span.end :]
            shift = len(written) - len(span)
            place = Span(place.start + shift, place.end + shift)
    written = text[: place.start] + form + text[place.end :]
    written = written[:1].upper() + written[1:] if capital else written
    return written, Span(place.start, place.start + len(form))

"""A German phrase in a sentence goes in; whether determiner, adjectives and preposition agree comes out."""

from __future__ import annotations

from translate_pipe.morphology.german.context import LeftContext
from translate_pipe.morphology.german.endings import CASES, Cell, word_list
from translate_pipe.morphology.german.plan import FormCell, Plan
from translate_pipe.morphology.words import gap


def judge_agreement(left: LeftContext, plan: Plan, phrase: tuple[str, ...]) -> bool | None:
    """Tell whether what stands before the phrase agrees with it; None if nothing can be told.

    False only where a disagreement is sure: a determiner that may be a pronoun and a preposition that may be
    an adverb end in None.
    """
    if plan.kind != "noun" or plan.head is None:
        return None
    cells = plan.cells(phrase)
    if not cells:
        # Each word is a form of the term's word, but no case and number suits all of them.
        clash = all(slot.is_form(word) for slot, word in zip(plan.slots, phrase, strict=True))
        return False if clash else None
    if left.quoted:
        return None
    if plan.slots[0].kind == "article":
        return _judge_government(left, cells, agreed=None)
    kept = tuple(cell for cell in cells if left.fits(cell, plan.gender))
    if left.determiner is None:
        return _judge_bare(left, plan, cells, kept)
    if not kept:
        return None if left.is_doubtful or _is_unsure(plan) else False
    return _judge_government(left, kept, agreed=True)


def _judge_government(left: LeftContext, cells: tuple[FormCell, ...], agreed: bool | None) -> bool | None:
    if left.preposition is None:
        return agreed
    if any(case in left.governed for case, _, _ in cells):
        return True
    # Before an article even `in` or `mit` can only be a preposition.
    sure = left.determiner is not None or not left.is_loose
    return False if sure else None


def _judge_bare(
    left: LeftContext, plan: Plan, cells: tuple[FormCell, ...], kept: tuple[FormCell, ...]
) -> bool | None:
    """Judge a phrase without determiner: its adjectives have the strong endings."""
    declined = any(slot.kind == "adjective" or (slot.noun and slot.noun.stem) for slot in plan.slots)
    if left.preposition is not None:
        governed = [cell for cell in kept if cell[0] in left.governed]
        if governed:
            return True if declined or left.adjectives else None
        return None if left.is_loose and not declined else False
    if kept:
        return True if left.adjectives else None
    if left.adjectives:
        return False
    strong = any(declension == "strong" for _, _, declension in cells)
    return False if declined and not strong else None


def _is_unsure(plan: Plan) -> bool:
    """Tell whether the gender of the head is a guess, so that its article proves nothing."""
    return not plan.gender and "singular" in plan.numbers


def choose_cell(left: LeftContext, plan: Plan, cells: tuple[FormCell, ...]) -> Cell | None:
    """Return the likeliest case and number of a phrase, by what stands before it; None if there is none."""
    if not cells:
        return None
    if plan.slots[0].kind != "article":
        cells = tuple(cell for cell in cells if left.fits(cell, plan.gender)) or cells
    if left.governed:
        cells = tuple(cell for cell in cells if cell[0] in left.governed) or cells
    order = ("dative", "accusative", "genitive", "nominative") if left.governed else _order(left)
    best = min(
        cells, key=lambda cell: (cell[1] not in plan.numbers, order.index(cell[0]), CASES.index(cell[0]))
    )
    number = min((n for c, n, _ in cells if c == best[0]), key=lambda n: plan.numbers.index(n))
    return best[0], number


def _order(left: LeftContext) -> tuple[str, ...]:
    """Return the cases in the order of their likelihood where no preposition governs the phrase."""
    first = left.first
    after_noun = (
        first > 0 and left.words[first - 1].text[0].isupper() and not left.words[first].before.strip()
    )
    if after_noun:
        return ("genitive", "nominative", "accusative", "dative")
    if has_subject(left):
        return ("accusative", "dative", "nominative", "genitive")
    return ("nominative", "accusative", "dative", "genitive")


def has_subject(left: LeftContext) -> bool:
    """Tell whether a pronoun opens the clause as its subject: sie beschuldigten den Kreml."""
    first = opening = closing = left.first
    while opening > 0 and not gap(left.words[opening].before):
        opening -= 1
    while closing + 1 < len(left.words) and not gap(left.words[closing + 1].before):
        closing += 1
    clause = [word.text.lower() for word in left.words[opening : closing + 1]]
    # With a copula both sides are in the nominative: er ist der Präsident.
    copula = any(word in word_list("copulas") for word in clause)
    return not copula and any(word in word_list("subjects") for word in clause[: min(3, first - opening)])

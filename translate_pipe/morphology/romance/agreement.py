"""A phrase in a sentence goes in; whether the words around it agree with it comes out."""

from __future__ import annotations

from translate_pipe.morphology.romance.context import Cell, Surroundings
from translate_pipe.morphology.romance.grammar import Grammar
from translate_pipe.morphology.romance.plan import Plan
from translate_pipe.morphology.romance.words import key


def judge_agreement(
    grammar: Grammar, around: Surroundings, plan: Plan, phrase: tuple[str, ...]
) -> bool | None:
    """Tell whether what stands around the phrase agrees with it; None if nothing can be told.

    False only where a disagreement is sure: a gender that is a guess, and adjectives after the phrase that
    may belong to another noun, end in None.
    """
    if plan.kind != "noun":
        return None
    numbers = plan.numbers_of(phrase)
    if not numbers:
        # Each word is a form of the term's word, but no number suits all of them.
        return False if plan.is_phrase(phrase) else None
    if around.quoted:
        return None
    own = {(g, n) for n in numbers for g in _genders(grammar, plan, phrase, n)}
    before = around.cells() & own
    shown = bool(around.determiners or around.adjectives)
    if not before:
        return False if _is_sure(around, plan) else None
    if not _is_well_joined(grammar, around, before):
        return False
    after = _judge_after(grammar, around, before)
    if after is False:
        return False if shown else None
    if plan.naming == "bare" and around.determiners and not around.adjectives:
        # "La Rusia de hoy" is said, "la Rusia" alone is not.
        return None
    return True if shown or after or _is_joined(grammar, around) else None


def _genders(grammar: Grammar, plan: Plan, phrase: tuple[str, ...], number: str) -> str:
    if plan.gender_in(number):
        return plan.gender_in(number)
    if plan.head is None or number == "singular":
        return "mf"
    return grammar.genders_shown(plan.head.lemma, phrase[plan.head_at])


def _is_sure(around: Surroundings, plan: Plan) -> bool:
    """Tell whether a clash before the phrase is one: a name may stand after another noun's adjective."""
    return bool(around.determiners or around.counted) or (bool(around.adjectives) and plan.naming != "bare")


def _is_well_joined(grammar: Grammar, around: Surroundings, cells: set[Cell] | frozenset[Cell]) -> bool:
    """Tell whether article and preposition have the forms that they have together and before this word."""
    words = around.words
    for position in around.determiners:
        if not any(around.onset_fits(position, gender, number) for gender, number in cells):
            return False
    first = around.determiners[0] if around.determiners else None
    if first is not None and around.preposition == first - 1:
        article = words[first].text
        # A title keeps its own article: de El País.
        if article.islower() and grammar.contract(words[first - 1].text, key(article)) is not None:
            return False
    before = around.first - 1
    if around.contracted is None and before >= 0 and not words[around.first].before.strip():
        following = words[around.first].text
        written = grammar.join_before(words[before].text, following)
        if written is not None and not grammar.is_free_juncture(grammar.onset(following)):
            return written == key(words[before].text)
    return True


def _is_joined(grammar: Grammar, around: Surroundings) -> bool:
    """Tell whether the word before the phrase has the form that only such a word asks for: e Italia."""
    before = around.first - 1
    if before < 0 or around.words[around.first].before.strip():
        return False
    written, plain = key(around.words[before].text), grammar.join_before(around.words[before].text, "")
    return plain not in (None, written)


def _judge_after(grammar: Grammar, around: Surroundings, cells: set[Cell] | frozenset[Cell]) -> bool | None:
    if not around.after:
        return None
    forms = grammar.adjective_forms(around.words[around.after[0]].text)
    if forms & cells:
        return True
    # "La operación, política" aside, what shows neither gender nor number of the phrase may be a noun.
    numbers = {number for _, number in cells}
    return None if any(number in numbers for _, number in forms) else False

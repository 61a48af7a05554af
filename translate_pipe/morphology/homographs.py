"""A word that may be a form of a term goes in; whether it is likelier a form of another word comes out.

Russian "стали" is a form of "сталь" and one of "стать". The dictionary says how often it is which; where the
other one is far likelier, only the words around can speak for the term: a preposition or an adjective that
suits the noun, or a noun before it whose genitive it may be.
"""

from __future__ import annotations

from translate_pipe.morphology.context import LeftContext
from translate_pipe.morphology.language import Language
from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.plan import Plan
from translate_pipe.morphology.readings import Reading
from translate_pipe.morphology.words import Word, fold, gap

# The share of a word's readings from which on a term is believed without further signs.
BELIEVED = 0.34


def is_other_word(
    lexicon: Lexicon, language: Language, plan: Plan, words: tuple[Word, ...], position: int
) -> bool:
    """Tell whether the word at a position is likelier a form of another word than of the noun of a plan."""
    readings = lexicon.readings(words[position].text)
    own = [r for r in readings if r.case and r.pos != "verb" and f"l:{fold(r.lemma)}" in plan.slots[0].keys]
    if not own or _stands_apart(words, position):
        return False
    # Nobody calls out to a thing: Ukrainian "стане" is hardly the vocative of "стан".
    own = [r for r in own if r.case != "vocative" or r.animate]
    if not own:
        return True
    left = LeftContext(lexicon, language, words, position)
    if left.before is not None and _is_predicate(lexicon, language, words[left.before].text, own, readings):
        return True
    seldom = fold(words[position].text) in language.seldom_nouns
    if not seldom and sum(r.score for r in own) >= BELIEVED * sum(r.score for r in readings):
        return False
    if left.before is None and not left.modifiers:
        return True
    governed = left.governed_cases()
    if governed:
        return not any(r.case in governed for r in own)
    fits = (left.fits(left.modifiers[-1], (r.case, r.number), plan) for r in own) if left.modifiers else ()
    if any(fits):
        return False
    return not _may_be_genitive(lexicon, words, left.before, own, readings)


def _is_predicate(
    lexicon: Lexicon, language: Language, before: str, own: list[Reading], readings: tuple[Reading, ...]
) -> bool:
    """Tell whether a word says something of the one before it: она пила, вона рада, он был прав."""
    subjects, others = lexicon.readings(before), [r for r in readings if r not in own]
    persons = any("NPRO" in r.tags and r.case == "nominative" for r in subjects)
    copula = any(r.pos == "verb" and fold(r.lemma) in language.copulas for r in subjects)
    verbal = any(r.pos == "verb" for r in others)
    adjectives = any(r.pos == "adjective" and r.case in ("", "nominative") for r in others)
    # У них было право: that is what there was.
    subject = any(r.case == "nominative" for r in own)
    return (persons and (verbal or adjectives)) or (copula and not subject and any(r.short for r in others))


def _stands_apart(words: tuple[Word, ...], position: int) -> bool:
    """Tell whether a capital inside the sentence shows a name, which no other word of the language is."""
    word = words[position]
    return position > 0 and word.text[:1].isupper() and not gap(word.before)


def _may_be_genitive(
    lexicon: Lexicon,
    words: tuple[Word, ...],
    before: int | None,
    own: list[Reading],
    readings: tuple[Reading, ...],
) -> bool:
    """Tell whether a noun stands before the word, which may be its genitive and cannot be its verb."""
    if before is None or not any(r.case == "genitive" for r in own):
        return False
    nouns = [r for r in lexicon.readings(words[before].text) if r.pos == "noun"]
    subjects = {r.number for r in nouns if r.case == "nominative"}
    verbs = {r.number for r in readings if r.pos == "verb"}
    return bool(nouns) and not subjects & verbs

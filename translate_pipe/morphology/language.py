"""What one inflecting language tells the shared morphology: its function words and how names decline."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.readings import Form
from translate_pipe.morphology.variants import Variant

CYRILLIC = re.compile(r"[Ѐ-ӿ'’ʼ\-]+")
DeclineName = Callable[[Lexicon, str, str], "tuple[Form, ...]"]


@dataclass(frozen=True, slots=True)
class Language:
    """The closed word lists of a language, folded (small letters, ё as е).

    Attributes:
        dictionary: what pymorphy3 calls the dictionary.
        prepositions: preposition → the cases it takes.
        conjunctions: words that join equal parts of a phrase.
        agreeing_generics: common nouns after which a proper name takes their case (город Москва).
        fixed_first: first parts of hyphenated words that never inflect.
        name_particles: small words inside names of persons (фон, де).
        clan_names: family names that come first in a name of three words, of which only the last declines.
        decline_surname: forms of a surname for a gender, () if it does not decline.
        decline_first_name: the same for a first name.
        surname_endings: endings that make an unknown capitalised word a surname.
        gendered_surname_endings: endings of surnames that differ for men and women.
        feminine_surname_endings: those that tell a woman's surname.
        plural_by_nature: phrases that are entries in the plural although each word has a singular.
        loose_prepositions: those that are other parts of speech too; nothing is concluded from them.
        transparent: words that may stand between a modifier or preposition and its noun (его, очень).
        standing_alone: lemmas of modifiers that often stand alone; nothing is concluded from them.
        governing: lemmas of adjectives with an object, so that the noun after them need not agree.
        contact_verbs: verbs after which `о` takes the accusative (удариться о стену).
        copulas: verbs that may agree with either side.
        impersonal: verbs without a subject (хватать).
        relatives: lemmas of relative pronouns.
        comparing: words after which a nominative need not be the subject (как, чем).
        paucals: lemmas of the numerals 2, 3, 4 and the like.
        paucal_cell: case and number of a noun after those.
        second_locatives: nouns whose second locative (в лесу) is in use; dictionaries list many more.
        count_forms: lemmas with a genitive plural of their own after numbers: год → лет.
        adjectives_are_nouns: the dictionary has nearly every adjective as a noun too, which tells nothing.
        seldom_nouns: words that are forms of nouns but nearly always of something else, where the dictionary
            does not say how often they are what (mamy, dam).
        names_stay_singular: what has no plural is never judged as one (w Moskwy).
        variants: prepositions whose shape depends on how the next word begins (z, ze).
        letters: what a whole word of its script looks like.
    """

    dictionary: str
    prepositions: Mapping[str, frozenset[str]]
    conjunctions: frozenset[str]
    agreeing_generics: frozenset[str]
    fixed_first: frozenset[str]
    name_particles: frozenset[str]
    clan_names: frozenset[str]
    decline_surname: DeclineName
    decline_first_name: DeclineName
    surname_endings: tuple[str, ...]
    gendered_surname_endings: tuple[str, ...]
    feminine_surname_endings: tuple[str, ...]
    plural_by_nature: frozenset[str]
    loose_prepositions: frozenset[str]
    transparent: frozenset[str]
    standing_alone: frozenset[str]
    governing: frozenset[str]
    contact_verbs: frozenset[str]
    copulas: frozenset[str]
    impersonal: frozenset[str]
    relatives: frozenset[str]
    comparing: frozenset[str]
    paucals: frozenset[str]
    paucal_cell: tuple[str, str]
    second_locatives: frozenset[str]
    count_forms: Mapping[str, str]
    variants: tuple[Variant, ...] = ()
    letters: re.Pattern[str] = CYRILLIC
    adjectives_are_nouns: bool = False
    names_stay_singular: bool = False
    seldom_nouns: frozenset[str] = frozenset()


def government(**words: str) -> dict[str, frozenset[str]]:
    """Return preposition → cases from case → prepositions parted by spaces."""
    table: dict[str, set[str]] = {}
    for case, listed in words.items():
        for word in listed.split():
            table.setdefault(word, set()).add(case)
    return {word: frozenset(cases) for word, cases in table.items()}

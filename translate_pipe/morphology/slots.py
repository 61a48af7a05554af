"""A word of a term and how it behaves go in; its slot comes out, with the keys that find it in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from translate_pipe.morphology.lexicon import Lexicon
from translate_pipe.morphology.plan import Slot
from translate_pipe.morphology.readings import Form, Reading
from translate_pipe.morphology.words import Word, fold, split_words

# All forms of a word begin alike or are listed in its paradigm, so that this many letters tell most words
# apart without a look into the dictionary.
OPENING = 2


def inflecting_slot(
    lexicon: Lexicon,
    word: Word,
    reading: Reading,
    *,
    gender: str = "",
    animate: bool | None = None,
    number: str = "",
    virile: bool | None = None,
) -> Slot:
    """Return the slot of a word that inflects by one of its readings.

    Args:
        gender: of the noun that an adjective goes with.
        animate: of the noun; for a noun itself it overrules the dictionary.
        number: the word's own number, where it does not follow the phrase's.
        virile: whether the noun is a man, in a language that tells men apart in the plural.
    """
    forms = lexicon.forms(reading)
    if reading.pos == "noun" and animate is not None and reading.animate not in (None, animate):
        forms = tuple(_with_animacy(forms, animate, reading.gender))
    keys = {f"f:{fold(form.text)}" for form in forms}
    keys |= {f"f:{fold(word.text)}", f"l:{fold(reading.lemma)}"}
    if reading.modifies:
        keys |= {f"f:{fold(text)}" for text in lexicon.short_forms(reading)}
    return Slot(word.text, word.before, frozenset(keys), forms, gender, animate, number, virile)


def name_slot(word: Word, forms: tuple[Form, ...], gender: str) -> Slot:
    """Return the slot of a word of a person's name; without forms it stays as it is."""
    keys = {f"f:{fold(form.text)}" for form in forms} | {f"f:{fold(word.text)}"}
    return Slot(word.text, word.before, frozenset(keys), forms, gender, True, "singular")


def fixed_slot(lexicon: Lexicon, word: Word) -> Slot:
    """Return the slot of a word that stays as it is; other forms of it still count as occurrences."""
    lemmas = {f"l:{fold(r.lemma)}" for r in lexicon.readings(word.text) if r.known and (r.case or r.short)}
    return Slot(word.text, word.before, frozenset({f"f:{fold(word.text)}", *lemmas}))


def verb_slot(lexicon: Lexicon, word: Word, verb: Reading) -> Slot:
    """Return the slot of the verb that heads a term; its participles count as occurrences."""
    infinitive = verb.verb or verb.lemma
    keys = {f"f:{fold(text)}" for text, _ in lexicon.verb_forms(verb)}
    return Slot(word.text, word.before, frozenset(keys | {f"f:{fold(word.text)}", f"v:{fold(infinitive)}"}))


@lru_cache(maxsize=16384)
def openings(keys: frozenset[str]) -> frozenset[str]:
    """Return the first letters that a word with one of the keys can have."""
    return frozenset(key[2 : 2 + OPENING] for key in keys)


@lru_cache(maxsize=1024)
def word_openings(text: str) -> tuple[str, ...]:
    """Return the first letters of every word of a text."""
    return tuple(fold(word.text)[:OPENING] for word in split_words(text))


@lru_cache(maxsize=16384)
def text_keys(lexicon: Lexicon, word: str) -> frozenset[str]:
    """Return what a word of a text can be found by: its form, and the lemmas of all its readings."""
    keys = {f"f:{fold(word)}"}
    for reading in lexicon.readings(word):
        keys.add(f"l:{fold(reading.lemma)}")
        if reading.pos in ("verb", "participle"):
            keys.add(f"v:{fold(reading.verb or reading.lemma)}")
    return frozenset(keys)


def _with_animacy(forms: Iterable[Form], animate: bool, gender: str) -> Iterable[Form]:
    """Give the accusative that the row's animacy asks for: the genitive's form, or the nominative's."""
    kept = [form for form in forms if form.case != "accusative" or (form.number, gender) == ("singular", "f")]
    model = "genitive" if animate else "nominative"
    for number in ("singular", "plural"):
        if (number, gender) in (("singular", "f"), ("singular", "n")):
            kept += [
                f
                for f in forms
                if f.case == "accusative" and f.number == number == "singular" and gender == "n"
            ]
            continue
        kept += [
            replace(form, case="accusative")
            for form in forms
            if form.case == model and form.number == number and not form.second
        ]
    return kept

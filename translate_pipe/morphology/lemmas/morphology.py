"""A term and a text go in; where the term stands in any form comes out, told by the lemmas of its words.

No form is made: what is put into a text is what the row gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from translate_pipe.model import PhraseForm, Span, TermEntry, WordForm
from translate_pipe.morphology.default import DefaultMorphology
from translate_pipe.morphology.lemmas.dictionary import LemmaDictionary
from translate_pipe.morphology.lemmas.traits import Traits
from translate_pipe.morphology.occurrences import without_overlaps
from translate_pipe.morphology.words import gap

# Hyphens and apostrophes part words here: what is joined by them are clitics, endings or parts of a compound.
# Not so the Catalan middle dot and the Hebrew geresh.
_WORD = re.compile("(?:[^\\W_][\u0300\u0301\u00ad\u00b7\u05f3\u05f4]*)+")
_APOSTROPHES = "'\u2019\u02bc"
_SHORTEST_IN_COMPOUND = 4
_SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text, where it stands, and the text before it."""

    text: str
    span: Span
    before: str


class LemmaMorphology(DefaultMorphology):
    """Implements `Morphology` with a dictionary of lemmas: inflected terms are found, none is inflected.

    A word is a form of a term's word if the dictionary gives both the same lemma; where it does not know the
    word, or takes it for a form of something less alike, if what follows the stem is an ending of the
    language. A term of several words is found word by word, in order.
    """

    def __init__(self, locale: str, dictionary: LemmaDictionary, traits: Traits) -> None:
        super().__init__(locale)
        self._dictionary, self._traits = dictionary, traits
        self._is_form = lru_cache(maxsize=65536)(self._tell_form)

    def preload(self) -> None:
        """Read the dictionary now, in the background perhaps."""
        self._dictionary.preload()

    def analyse(self, word: str) -> tuple[WordForm, ...]:
        """Return a reading for each lemma of the word; an unknown word is its own lemma."""
        lemmas = {
            lemma
            for radical in self._traits.radicals(self._dictionary.key(word))
            for lemma in self._lemmas(radical)
        }
        if not lemmas:
            return (WordForm(word, self._dictionary.key(word), "other", known=False),)
        return tuple(WordForm(word, lemma, "other") for lemma in sorted(lemmas))

    def find_term(self, entry: TermEntry, text: str) -> tuple[tuple[Span, PhraseForm | None], ...]:
        """Return where a target or explicit form stands in `text` as it is, or in another form.

        In languages that write compounds as one word, a term that is the first part of one counts as well
        (regering in regeringsbesluit); as the last part it is another thing.
        """
        found = {span for span, _ in super().find_term(entry, text)}
        words = _split(text)
        for phrase in dict.fromkeys((*entry.targets, *entry.forms)):
            wanted = _split(phrase)
            if wanted:
                found.update(self._occurrences(wanted, words))
        return without_overlaps([(span, PhraseForm(span.of(text), "", "")) for span in found])

    def _occurrences(self, wanted: tuple[_Word, ...], words: tuple[_Word, ...]) -> Iterator[Span]:
        for start in range(len(words) - len(wanted) + 1):
            starts = self._begins(wanted[0].text, words[start], words[start - 1] if start else None)
            if starts is None:
                continue
            rest = zip(wanted[1:], words[start + 1 :], strict=False)
            if all(gap(w.before) == gap(t.before) and self._is_form(t.text, w.text) for t, w in rest):
                yield Span(starts, words[start + len(wanted) - 1].span.end)
        if len(wanted) == 1 and self._traits.links:
            yield from self._compounds(wanted[0].text, words)

    def _begins(self, term: str, word: _Word, before: _Word | None) -> int | None:
        """Return where a word begins that is a form of the term's, after a prefix perhaps, or None."""
        joined = before is not None and word.before in tuple(_APOSTROPHES)
        if before and joined and self._dictionary.key(before.text) not in self._traits.elided:
            return None
        if self._is_form(term, word.text):
            return word.span.start
        for prefix in self._traits.prefixes:
            if word.text.startswith(prefix) and self._is_form(term, word.text[len(prefix) :]):
                return word.span.start + len(prefix)
        return None

    def _tell_form(self, term: str, word: str) -> bool:
        """Tell whether a word is a form of a term's word."""
        wanted, key = self._dictionary.key(term), self._dictionary.key(word)
        if wanted == key:
            return True
        if len(key) < 2 or (term[:1].isupper() and not any(letter.isupper() for letter in word)):
            # A name is not written small; Irish has its capital after the mutation (gCorcaigh).
            return False
        return any(self._same_word(wanted, radical, term, word) for radical in self._traits.radicals(key))

    def _same_word(self, wanted: str, key: str, term: str, word: str) -> bool:
        if wanted == key:
            return True
        if self._plain(wanted)[:1] != self._plain(key)[:1]:
            return False
        lemmas = self._lemmas(key) | self._lemmas(word)
        known = self._lemmas(term)
        if lemmas & {wanted, *known}:
            return True
        if not known and any(self._traits.stem_of(wanted, lemma)[0] for lemma in lemmas):
            return True
        length, sure = self._traits.stem_of(self._plain(key), self._plain(wanted))
        if not length or sure:
            return sure
        # Of a form of two words the dictionary knows one only (besluten: besluta, not beslut).
        shared = max(length, _shared(wanted, key))
        return all((shared, -len(wanted)) > (_shared(lemma, key), -len(lemma)) for lemma in lemmas)

    def _lemmas(self, word: str) -> frozenset[str]:
        return frozenset(map(self._traits.one_lemma, self._dictionary.lemmas(word)))

    def _plain(self, key: str) -> str:
        if not self._traits.unaccented:
            return key
        parts = unicodedata.normalize("NFD", key)
        return "".join(part for part in parts if not unicodedata.combining(part))

    def _compounds(self, term: str, words: tuple[_Word, ...]) -> Iterator[Span]:
        wanted = self._dictionary.key(term)
        if len(wanted) < _SHORTEST_IN_COMPOUND:
            return
        for word in words:
            key = self._dictionary.key(word.text)
            same_length = len(key) == len(word.text)
            if same_length and key.startswith(wanted) and self._is_last_part(key[len(wanted) :]):
                yield Span(word.span.start, word.span.start + len(wanted))

    def _is_last_part(self, rest: str) -> bool:
        """Tell whether the letters after a term are a word, perhaps after linking letters."""
        if rest in self._traits.derivations:
            return False
        parts = (rest[len(link) :] for link in self._traits.links if rest.startswith(link))
        return any(len(part) >= _SHORTEST_PART and bool(self._dictionary.lemmas(part)) for part in parts)


@lru_cache(maxsize=1024)
def _split(text: str) -> tuple[_Word, ...]:
    words, end = [], 0
    for found in _WORD.finditer(text):
        words.append(_Word(found.group(), Span(*found.span()), text[end : found.start()]))
        end = found.end()
    return tuple(words)


def _shared(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))

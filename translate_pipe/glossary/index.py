"""A glossary goes in; tables that find its source terms in folded tokens come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from translate_pipe.glossary.collection import paused_collection
from translate_pipe.glossary.english import conjugate_verb, find_head, pluralise_noun
from translate_pipe.glossary.load import Glossary
from translate_pipe.glossary.tokens import TOKEN, fold_text, fold_token
from translate_pipe.locales import language_of
from translate_pipe.model import Morphology, TermEntry
from translate_pipe.morphology import inflects

_Value = TypeVar("_Value")
# Parts of speech that take a plural; None is a row that does not say.
_NOMINAL = frozenset((None, "noun", "name", "phrase"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of tokens that may be an occurrence of an entry: `count` tokens from `first`.

    `inflected` tells that only the lemmas of its words are known to be those of the term.
    """

    first: int
    count: int
    entry: int
    plural: bool = False
    inflected: bool = False


@dataclass(frozen=True, slots=True)
class TermIndexes:
    """What finds the entries of a glossary: those sought as they are written, and those by their lemmas."""

    phrases: PhraseIndex
    lemmas: LemmaIndex | None

    def find(self, tokens: Sequence[str], text: str) -> list[Hit]:
        """Return every candidate in a text and its folded tokens, overlapping ones included."""
        hits = self.phrases.find(tokens)
        return hits + self.lemmas.find(TOKEN.findall(text)) if self.lemmas is not None else hits


@dataclass(slots=True)
class PhraseIndex:
    """Finds terms and the forms they were entered with: whole phrases, by their first two tokens.

    A hash of phrases beats a trie of nested tables in Python: one look-up for most tokens, no node objects.
    The first two tokens together tell nearly every stretch that begins no term, however many terms there are.
    """

    _phrases: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)
    _firsts: set[str] = field(default_factory=set)
    _lengths: dict[str, list[int]] = field(default_factory=dict)

    def add(self, tokens: Sequence[str], entry: int, *, plural: bool = False) -> None:
        """Enter one form of an entry."""
        self._phrases.setdefault(" ".join(tokens), []).append((entry, plural))
        if len(tokens) > 1:
            self._firsts.add(tokens[0])
            lengths = self._lengths.setdefault(f"{tokens[0]} {tokens[1]}", [])
            if len(tokens) not in lengths:
                lengths.append(len(tokens))

    def find(self, tokens: Sequence[str]) -> list[Hit]:
        """Return every candidate, of whatever length, overlapping ones included."""
        hits: list[Hit] = []
        firsts, lengths, phrases = self._firsts, self._lengths, self._phrases
        last = len(tokens) - 1
        for first, token in enumerate(tokens):
            for entry, plural in phrases.get(token, ()):
                hits.append(Hit(first, 1, entry, plural))
            if first == last or token not in firsts:
                continue
            for count in lengths.get(f"{token} {tokens[first + 1]}", ()):
                if first + count - 1 <= last:
                    found = phrases.get(" ".join(tokens[first : first + count]), ())
                    hits += [Hit(first, count, entry, plural) for entry, plural in found]
        return hits


class LemmaIndex:
    """Finds inflected terms: each token shares a lemma with the word of the term at its place.

    Where the morphology inflects, these are candidates, of which `SourceTerms` says whether the term stands
    there; so that none is missed, a word with an apostrophe (з'їзд) is looked up whole as well.
    """

    def __init__(self, morphology: Morphology) -> None:
        self._morphology = morphology
        self._whole_words = inflects(morphology)
        self._terms: dict[str, list[tuple[int, tuple[frozenset[str], ...]]]] = {}
        self._lemmas: dict[str, frozenset[str]] = {}

    def _lemmas_of(self, token: str) -> frozenset[str]:
        """Return the lemmas of a token as it is written and in small letters, and the token itself."""
        known = self._lemmas.get(token)
        if known is None:
            spellings = (
                dict.fromkeys((token, token.lower(), fold_token(token))) if token[:1].isalpha() else ()
            )
            readings = (form for spelling in spellings for form in self._morphology.analyse(spelling))
            known = frozenset({fold_token(token), *(form.lemma.casefold() for form in readings)})
            self._lemmas[token] = known
        return known

    def _read(self, tokens: Sequence[str]) -> tuple[frozenset[str], ...]:
        lemmas = [self._lemmas_of(token) for token in tokens]
        for place, token in enumerate(tokens):
            if fold_token(token) != "'" or not self._whole_words or not 0 < place < len(tokens) - 1:
                continue
            parts = (tokens[place - 1], token, tokens[place + 1])
            if parts[0].isalpha() and parts[2].isalpha():
                whole = self._lemmas_of("".join(parts))
                for at in (place - 1, place, place + 1):
                    lemmas[at] |= whole
        return tuple(lemmas)

    def add(self, tokens: Sequence[str], entry: int) -> None:
        """Enter an entry by the lemmas of its words, as they are written."""
        words = self._read(tokens)
        for lemma in words[0]:
            self._terms.setdefault(lemma, []).append((entry, words))

    def find(self, tokens: Sequence[str]) -> list[Hit]:
        """Return every candidate among tokens as they are written, overlapping ones included."""
        lemmas = self._read(tokens)
        hits: dict[tuple[int, int], Hit] = {}
        for first, here in enumerate(lemmas):
            for lemma in here:
                for entry, words in self._terms.get(lemma, ()):
                    window = lemmas[first : first + len(words)]
                    if len(window) == len(words) and all(
                        not word.isdisjoint(seen) for word, seen in zip(words, window, strict=True)
                    ):
                        hits[first, entry] = Hit(first, len(words), entry, inflected=True)
        return list(hits.values())


class _Identity(Generic[_Value]):
    """Lets a cache tell values apart by identity; comparing large glossaries would cost what it saves."""

    def __init__(self, value: _Value) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


@paused_collection()
def build_index(glossary: Glossary, morphology: Morphology | None = None) -> TermIndexes:
    """Return the indexes that together find every entry of a glossary; built once for each glossary."""
    return _build_index(_Identity(glossary), _Identity(morphology))


@lru_cache(maxsize=8)
def _build_index(
    held_glossary: _Identity[Glossary], held_morphology: _Identity[Morphology | None]
) -> TermIndexes:
    glossary, morphology = held_glossary.value, held_morphology.value
    phrases = PhraseIndex()
    lemmas = LemmaIndex(morphology) if morphology is not None else None
    english = language_of(glossary.source_locale) == "en"
    for number, entry in enumerate(glossary.entries):
        tokens = fold_text(entry.source)
        if not tokens:
            continue
        inflected = entry.match == "inflected"
        if lemmas is not None and inflected:
            lemmas.add(TOKEN.findall(entry.source), number)
            continue
        phrases.add(tokens, number)
        if english and inflected:
            for form, plural in _english_forms(entry, tokens):
                phrases.add(form, number, plural=plural)
    return TermIndexes(phrases, lemmas)


def _english_forms(entry: TermEntry, tokens: list[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield the other forms of an English term, each with whether it is a plural."""
    if entry.pos in _NOMINAL:
        head = find_head(tuple(tokens)) if len(tokens) > 1 else 0
        yield from _replaced(tokens, head, pluralise_noun(tokens[head]), plural=True)
    elif entry.pos == "verb":
        yield from _replaced(tokens, 0, conjugate_verb(tokens[0]), plural=False)


def _replaced(
    tokens: list[str], place: int, forms: Iterable[str], *, plural: bool
) -> Iterator[tuple[list[str], bool]]:
    for form in forms:
        yield [*tokens[:place], form, *tokens[place + 1 :]], plural

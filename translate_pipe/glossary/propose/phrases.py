"""Lines of an article go in; its multi-word terms, scored by recurrence and build, come out."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from translate_pipe.glossary.propose import english
from translate_pipe.glossary.propose.noun_phrases import (
    MOST_WORDS,
    find_noun_phrases,
    find_participle_pairs,
)
from translate_pipe.glossary.propose.tokens import Line, Token


@dataclass(frozen=True, slots=True)
class Phrase:
    """One occurrence of a candidate: its words, its key without number, and its place."""

    words: tuple[str, ...]
    key: str
    line: int
    first: int
    last: int
    quoted: bool = False
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class ScoredPhrase:
    """A candidate over the whole text, with its score, its best form and all its occurrences."""

    text: str
    key: str
    score: float
    occurrences: tuple[Phrase, ...]


def phrase_key(words: Iterable[str]) -> str:
    """Return what the singular and the plural of a phrase have in common."""
    parts = [word.lower().replace("’", "'") for word in words]
    head = parts.index("of") - 1 if "of" in parts[1:] else len(parts) - 1
    if parts:
        parts[head] = english.singular(parts[head])
    return " ".join(parts)


def find_phrases(
    lines: Sequence[Line],
    taken: Sequence[frozenset[int]],
    *,
    locale: str = "en",
    least_score: float = 1.0,
) -> tuple[ScoredPhrase, ...]:
    """Return the multi-word terms, best first; `taken[i]` are the tokens of line i that belong to names.

    In English phrases are built by the rules of noun phrases, and one occurrence can be enough; in other
    languages runs of longer words count that occur twice.
    """
    found: list[Phrase] = []
    for number, line in enumerate(lines):
        find_runs = find_noun_phrases if locale.startswith("en") else _plain_runs
        for first, last in find_runs(line, taken[number]):
            words = tuple(_as_inside(line.tokens[i]) for i in range(first, last + 1))
            quoted, qualifier = _is_quoted(line, first, last), _qualifier(line, first)
            found.append(Phrase(words, phrase_key(words), number, first, last, quoted, qualifier))
    if locale.startswith("en"):
        found += _recurring_participles(lines, taken)
    found = _with_fixed_qualifiers(found, lines)
    scored = _score(found, english_rules=locale.startswith("en"))
    return tuple(sorted((p for p in scored if p.score >= least_score), key=lambda p: (-p.score, p.key)))


def _as_inside(token: Token) -> str:
    """Return a word as it would stand inside a segment; `anti-NATO` keeps its capitals."""
    return token.text[0].lower() + token.text[1:] if token.initial else token.text


def _qualifier(line: Line, first: int) -> str:
    """Return the general adjective, or participle after a determiner, cut off before a phrase, or ""."""
    word = line.tokens[first - 1].lower if first else ""
    before = line.tokens[first - 2].lower if first > 1 else ""
    if english.is_participle(word) and before in english.DETERMINERS:
        return word
    return word if english.is_general_adjective(word) else ""


def _with_fixed_qualifiers(found: Sequence[Phrase], lines: Sequence[Line]) -> list[Phrase]:
    """Give a phrase its general adjective back where it never goes without, or is quoted with it."""
    groups: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in found:
        groups[phrase.key].append(phrase)
    fixed: dict[str, str] = {}
    for key, phrases in groups.items():
        qualifiers = {phrase.qualifier for phrase in phrases}
        quoted = [p for p in phrases if p.qualifier and _is_quoted(lines[p.line], p.first - 1, p.last)]
        if quoted:
            fixed[key] = quoted[0].qualifier
        elif len(qualifiers) == 1 and len(phrases) > 1:
            fixed[key] = qualifiers.pop()
    result: list[Phrase] = []
    for phrase in found:
        if phrase.qualifier and fixed.get(phrase.key) == phrase.qualifier:
            words = (phrase.qualifier, *phrase.words)
            quoted_all = _is_quoted(lines[phrase.line], phrase.first - 1, phrase.last)
            place = (phrase.line, phrase.first - 1, phrase.last)
            result.append(Phrase(words, phrase_key(words), *place, quoted_all))
        else:
            result.append(phrase)
    return result


def _is_quoted(line: Line, first: int, last: int) -> bool:
    before = line.tokens[first - 1].text if first else ""
    after = line.tokens[last + 1].text if last + 1 < len(line.tokens) else ""
    return before in "\"“‘«„'" and after in "\"”’»“'" and bool(before) and bool(after)


def _plain_runs(line: Line, taken: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield all stretches of two to four words that are long enough to be no function words."""
    tokens = line.tokens
    for first in range(len(tokens)):
        for last in range(first, min(first + MOST_WORDS, len(tokens))):
            token = tokens[last]
            if token.kind != "word" or last in taken or len(token.text) < 4:
                break
            if last > first:
                yield first, last


def _recurring_participles(lines: Sequence[Line], taken: Sequence[frozenset[int]]) -> list[Phrase]:
    """Return participle + noun where that recurs; once, it is no more than an adjective for the occasion."""
    groups: dict[str, list[Phrase]] = defaultdict(list)
    for number, line in enumerate(lines):
        for first, last in find_participle_pairs(line, taken[number]):
            words = (line.tokens[first].lower, line.tokens[last].lower)
            phrase = Phrase(words, phrase_key(words), number, first, last, _is_quoted(line, first, last))
            groups[phrase.key].append(phrase)
    return [phrase for phrases in groups.values() if len(phrases) > 1 for phrase in phrases]


def _score(found: Sequence[Phrase], *, english_rules: bool) -> list[ScoredPhrase]:
    """Score by C-value plus what the form of the words tells.

    Source: Frantzi, Ananiadou and Mima, Automatic recognition of multi-word terms: the C-value/NC-value
    method (2000), with the length factor log2(1 + words) so that two words count for something.
    """
    groups: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in found:
        groups[phrase.key].append(phrase)
    scored: list[ScoredPhrase] = []
    for key, phrases in groups.items():
        longer = [groups[other] for other in groups if other != key and f" {key} " in f" {other} "]
        if english_rules:
            # The rules give no parts of phrases, so each occurrence is one of its own.
            frequency = len(phrases) + sum(map(len, longer)) / 2
        else:
            recurring = [len(others) for others in longer if len(others) > 1]
            frequency = len(phrases) - (sum(recurring) / len(recurring) if recurring else 0)
            if len(phrases) < 2 or frequency < 1:
                continue
        words = phrases[0].words
        value = math.log2(1 + len(words)) * math.log2(max(frequency, 1))
        if english_rules:
            value += _form_score(words) + (1.0 if any(p.quoted for p in phrases) else 0.0)
        else:
            value += 1
        scored.append(ScoredPhrase(_best_form(phrases), key, value, tuple(phrases)))
    return scored


def _form_score(words: Sequence[str]) -> float:
    """Return how much a phrase looks like a term by its words alone."""
    if "of" in words:
        return 1.1
    modifiers = words[:-1]
    if any(english.is_adjective(word) for word in modifiers):
        score = 1.0
    elif all(english.is_noun_by_ending(word) or "-" in word for word in modifiers):
        score = 1.3
    else:
        score = 1.1
    return score + 0.1 * (len(words) - 2)


def _best_form(phrases: Sequence[Phrase]) -> str:
    """Return the singular if it occurs, else the commonest form."""
    forms = Counter(" ".join(phrase.words) for phrase in phrases)
    singulars = {form: count for form, count in forms.items() if phrase_key(form.split()) == form}
    return max(singulars or forms, key=lambda form: (forms[form], form))

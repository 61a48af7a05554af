"""Lines of an article go in; its multi-word terms, scored by recurrence and build, come out."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from translate_pipe.glossary.propose import english
from translate_pipe.glossary.propose.names import is_of_nation
from translate_pipe.glossary.propose.tokens import Line, Token

MOST_WORDS = 4
_MODALS = frozenset(["will", "would", "can", "could", "may", "might", "must", "should", "shall", "cannot"])
_BEFORE_VERBS = frozenset(
    ["who", "which", "that", "to", "i", "you", "we", "they", "he", "she", "it", "not", "don't", "doesn't"]
)


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
        runs = (
            _english_runs(line, taken[number])
            if locale.startswith("en")
            else _plain_runs(line, taken[number])
        )
        for first, last in runs:
            words = tuple(_as_inside(line.tokens[i]) for i in range(first, last + 1))
            quoted, qualifier = _is_quoted(line, first, last), _qualifier(line, first)
            found.append(Phrase(words, phrase_key(words), number, first, last, quoted, qualifier))
    found = _with_fixed_qualifiers(found, lines)
    scored = _score(found, english_rules=locale.startswith("en"))
    return tuple(sorted((p for p in scored if p.score >= least_score), key=lambda p: (-p.score, p.key)))


def _as_inside(token: Token) -> str:
    """Return a word as it would stand inside a segment; `anti-NATO` keeps its capitals."""
    return token.text[0].lower() + token.text[1:] if token.initial else token.text


def _qualifier(line: Line, first: int) -> str:
    """Return the general adjective that was cut off before a phrase, or ""."""
    word = line.tokens[first - 1].lower if first else ""
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


def _english_runs(line: Line, taken: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the noun phrases of a line, without determiners and general adjectives."""
    tokens = line.tokens
    at = 0
    while at < len(tokens):
        if not _is_content(tokens, at, taken):
            at += 1
            continue
        if _begins_clause(tokens, at):
            at += 1
            continue
        last = at
        while not tokens[last].possessive and last + 1 < len(tokens) and _is_content(tokens, last + 1, taken):
            last += 1
        pieces = [_trim(tokens, first, end) for first, end in _split_at_verbs(tokens, at, last)]
        for piece in pieces:
            if piece:
                yield from _with_complement(tokens, *piece, taken)
        at = last + 1


def _begins_clause(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word is a verb by what stands before it: `laws that ban`, `to call`."""
    before, word = tokens[at - 1].lower if at else "", tokens[at].lower
    if before in _MODALS or (before in _BEFORE_VERBS and english.may_be_verb(word)):
        return True
    # A bare singular after "to" is an infinitive: nouns would have a determiner.
    nominal = english.is_plural(word) or english.is_adjective(word) or english.is_noun_by_ending(word)
    return before == "to" and not nominal and not english.is_general_adjective(word)


def _is_content(tokens: Sequence[Token], at: int, taken: frozenset[int]) -> bool:
    token = tokens[at]
    if token.kind != "word" or at in taken or len(token.text) < 2 or "." in token.text:
        return False
    if token.capital and (not token.initial or token.text.isupper() or is_of_nation(token.text)):
        return False
    word = token.lower
    if english.is_stop_word(word):
        return _is_modifying_form(tokens, at)
    if english.is_participle(word):
        return False
    return not word.endswith("ing") or _is_nominal_ing(tokens, at)


def _is_modifying_form(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a verb form in -ing modifies a noun all the same: `a standing order`."""
    word = tokens[at].lower
    return english.is_verb_form(word) and word.endswith("ing") and _is_nominal_ing(tokens, at)


def _is_nominal_ing(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word in -ing is a noun or stands before one, by the words around it."""
    if len(tokens[at].text) < 6 or english.is_noun_by_ending(tokens[at].lower):
        return True
    before = tokens[at - 1].lower if at else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    bounded = before in english.DETERMINERS or before in english.PREPOSITIONS or english.is_adjective(before)
    if after is not None and after.lower in english.DETERMINERS | english.PRONOUNS:
        return False
    if after is None or after.kind != "word" or english.is_stop_word(after.lower):
        noun_before = at > 0 and tokens[at - 1].kind == "word" and not english.is_stop_word(before)
        return noun_before and not english.is_plural(before)
    # "by using force" has a gerund, "by a driving force" a modifier.
    return bounded and before not in english.PREPOSITIONS


def _split_at_verbs(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """Cut a run where a word in -s inside it is a verb (`council backs plan`) or a phrase's end."""
    for at in range(first, last):
        word = tokens[at].lower
        if not english.is_plural(word) or english.may_modify_in_plural(word):
            continue
        if last - at == 1 or at == first:
            return [(first, at), *_split_at_verbs(tokens, at + 1, last)]
        return [(first, at - 1), *_split_at_verbs(tokens, at + 1, last)]
    return [(first, last)]


def _trim(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """Return the run without general words at its start and adjectives at its end, None if empty."""
    while first <= last and english.is_general_adjective(tokens[first].lower):
        first += 1
    if any(english.is_general_adjective(tokens[i].lower) for i in range(first, last + 1)):
        first = max(i for i in range(first, last + 1) if english.is_general_adjective(tokens[i].lower)) + 1
    while last > first and (english.is_adjective(tokens[last].lower) or _governs(tokens, last)):
        last -= 1
    if first > last or last - first >= MOST_WORDS or english.is_weak_head(tokens[last].lower):
        return None
    return first, last


def _governs(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word in -s is a verb by its object or complement: `the council backs the plan`."""
    word, before = tokens[at].lower, tokens[at - 1].lower
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if not english.is_plural(word) or english.is_adjective(before) or english.is_plural(before):
        return False
    if after in english.DETERMINERS or after in english.PRONOUNS:
        return True
    return english.is_general_adjective(after) and english.may_be_verb(word)


def _with_complement(
    tokens: Sequence[Token], first: int, last: int, taken: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Yield a noun phrase of two words or more, or noun + of + bare noun where that is a fixed phrase."""
    end = last + 2
    if (
        end < len(tokens)
        and tokens[last + 1].lower == "of"
        and not tokens[last].possessive
        and _is_content(tokens, end, taken)
        and english.heads_of_phrase(tokens[last].lower)
        and not english.is_general_adjective(tokens[end].lower)
        and not english.is_adjective(tokens[end].lower)
        and not (end + 1 < len(tokens) and _is_content(tokens, end + 1, taken))
    ):
        yield max(first, last - 1), end
        return
    if last > first:
        yield first, last


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

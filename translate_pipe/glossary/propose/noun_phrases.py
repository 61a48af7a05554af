"""Tokens of a line go in; the noun phrases of English that could be terms come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from translate_pipe.glossary.propose import english
from translate_pipe.glossary.propose.name_kinds import is_of_nation
from translate_pipe.glossary.propose.tokens import Line, Token

MOST_WORDS = 4
_SINGULAR_DETERMINERS = frozenset(["a", "an", "each", "every", "this", "that", "another"])
_MODALS = frozenset(["will", "would", "can", "could", "may", "might", "must", "should", "shall", "cannot"])
_BEFORE_VERBS = frozenset(
    ["who", "which", "that", "to", "i", "you", "we", "they", "he", "she", "it", "not", "don't", "doesn't"]
)


def find_noun_phrases(line: Line, taken: frozenset[int]) -> Iterator[tuple[int, int]]:
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


def find_participle_pairs(line: Line, taken: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield determiner + participle + noun without the determiner: `a covered market`, `the raised hand`."""
    tokens = line.tokens
    for at in range(1, len(tokens) - 1):
        if (
            english.is_participle(tokens[at].lower)
            and tokens[at - 1].lower in english.DETERMINERS
            and _is_content(tokens, at + 1, taken)
            and not english.is_general_adjective(tokens[at + 1].lower)
            and not (at + 2 < len(tokens) and _is_content(tokens, at + 2, taken))
        ):
            yield at, at + 1


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
        if at + 1 == last and tokens[last].lower in english.ORGANISATIONS:
            # Offices are named for what they look after: highways department, veterans association.
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
    if english.is_general_adjective(after) and english.may_be_verb(word):
        return True
    article = _determiner_before(tokens, at)
    # "an old man rows": a plural cannot follow; "the company needs": it can, but for few verbs does.
    return article in _SINGULAR_DETERMINERS or (bool(article) and english.is_verb_in_s(word))


def _determiner_before(tokens: Sequence[Token], at: int) -> str:
    """Return the determiner of the noun phrase that the word at `at` would end, or ""."""
    for back in range(at - 1, max(at - 6, -1), -1):
        word = tokens[back].lower
        if tokens[back].kind != "word":
            return ""
        if word in english.DETERMINERS:
            return word
        if english.is_stop_word(word):
            return ""
    return ""


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

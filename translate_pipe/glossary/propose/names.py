"""Lines of an article go in; the mentions of persons, places, organisations and offices come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from translate_pipe.glossary.propose.english import (
    ORGANISATIONS,
    PLACES,
    REPORTING_VERBS,
    TITLES,
    is_general_adjective,
    is_stop_word,
    words_of,
)
from translate_pipe.glossary.propose.name_kinds import (
    NameKind,
    classify_name,
    find_office,
    is_abbreviation,
    is_of_nation,
    is_roman_numeral,
    title_length,
)
from translate_pipe.glossary.propose.tokens import (
    Line,
    Token,
    calendar_words,
    language_names,
    takes_dot,
    territory_names,
)

# Small words inside names: of nobility and of places, in the languages whose names English text keeps.
_PARTICLES = words_of(
    """
    de la le du des del della di da dos das van von der den ter ten zu zur bin ibn al el y e af av
    """
)
_CLAUSE_AFTER_NAME = frozenset(["the", "a", "an", "who", "which", "whose", "where"])


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name: `text` without title, `title` as written before it ("" without one).

    `first` and `last` are tokens of the line and take the title in. `office` is the lower-case title that
    the text gives the bearer elsewhere in the line (`Jo Day, the mayor`).
    """

    text: str
    kind: NameKind
    title: str
    line: int
    first: int
    last: int
    office: str = ""

    @property
    def full(self) -> str:
        """The name with its title."""
        return f"{self.title} {self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the whole text says of a word: how often it stands in small letters, and with a capital inside."""

    small: Counter[str]
    capital: Counter[str]


def gather_evidence(lines: Sequence[Line]) -> Evidence:
    """Count each word in small letters, and with a capital where nothing but the word explains it."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for line in lines:
        for token in line.tokens:
            if token.kind != "word":
                continue
            if not token.capital:
                small[token.text] += 1
            elif not token.initial and not line.headline:
                capital[token.text] += 1
    return Evidence(small, capital)


def find_names(lines: Sequence[Line], *, locale: str = "en") -> tuple[Mention, ...]:
    """Return every mention of a name, in order.

    A capital counts where neither the start of a segment, a quotation nor a headline explains it; there, a
    word must be a name elsewhere, belong to a longer name, or be followed as names are.
    """
    evidence = gather_evidence(lines)
    mentions: list[Mention] = []
    for number, line in enumerate(lines):
        if line.headline:
            continue
        at = 0
        while at < len(line.tokens):
            if not _may_begin(line.tokens[at], locale):
                at += 1
                continue
            last = _extend(line.tokens, at)
            for first, end in _split(line.tokens, at, last, evidence, locale):
                mention = _read_mention(line, number, first, end, evidence, locale)
                if mention:
                    mentions.append(mention)
            at = last + 1
    return tuple(mentions)


def _may_begin(token: Token, locale: str) -> bool:
    if not token.capital or token.lower in calendar_words(locale) or token.text == "I":
        return False
    if is_roman_numeral(token.text):
        return False
    return not (token.initial and is_stop_word(token.lower)) or token.lower in TITLES


def _extend(tokens: Sequence[Token], first: int) -> int:
    """Return the last token of the run of capitals that begins at `first`, small words inside it included."""
    last = first
    while True:
        current = tokens[last]
        following = last + 1
        if current.possessive and not _keeps_possessive(current):
            return last
        if _is_mark(tokens, following, ".") and takes_dot(current):
            following += 1
        if _is_name_word(tokens, following) or _is_company_form(tokens, following):
            last = following
            continue
        joined = _after_joint(tokens, first, last, following)
        if joined is None:
            return last
        last = joined


def _is_mark(tokens: Sequence[Token], at: int, text: str) -> bool:
    return at < len(tokens) and tokens[at].kind == "mark" and tokens[at].text == text


def _is_name_word(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].capital and not (tokens[at].text == "I" or tokens[at].initial)


def _is_company_form(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].text in ("plc", "inc", "ltd", "llc", "gmbh")


def _keeps_possessive(token: Token) -> bool:
    """Tell whether a possessive stands inside names: that of a plural (`Fishermen's`, `Teachers'`)."""
    return (
        token.possessive in ("'", "’") or token.lower in {"children", "people"} or token.lower.endswith("men")
    )


def _after_joint(tokens: Sequence[Token], first: int, last: int, at: int) -> int | None:
    """Return the capital that small words (`of the`, `and`, `van`) join to the run, or None."""
    if at >= len(tokens):
        return None
    word = tokens[at].lower
    if word in _PARTICLES:
        after = at + 1
        while after < len(tokens) and tokens[after].lower in _PARTICLES:
            after += 1
        return after if _is_name_word(tokens, after) else None
    if word == "&":
        return at + 1 if _is_name_word(tokens, at + 1) else None
    head = _head_before_joint(tokens, first, last)
    if word == "of" and (head in ORGANISATIONS or head in PLACES or head in TITLES):
        after = at + 2 if at + 1 < len(tokens) and tokens[at + 1].lower == "the" else at + 1
        return after if _is_name_word(tokens, after) else None
    begins_office = any(tokens[i].lower in ORGANISATIONS for i in range(first, last + 1))
    if word == "for" and head in ORGANISATIONS:
        return at + 1 if _is_name_word(tokens, at + 1) else None
    inside = any(tokens[i].lower in ("of", "for") for i in range(first, last + 1))
    if word == "and" and begins_office and inside:
        return at + 1 if _is_name_word(tokens, at + 1) else None
    return None


def _head_before_joint(tokens: Sequence[Token], first: int, last: int) -> str:
    return tokens[last].lower if last >= first else ""


def _split(
    tokens: Sequence[Token], first: int, last: int, evidence: Evidence, locale: str
) -> list[tuple[int, int]]:
    """Return the run without a first word whose capital the start of a segment explains.

    A segment of nothing but capitals, such as a cell, is taken whole.
    """
    token = tokens[first]
    if last > first and last - first + 1 == sum(other.kind == "word" for other in tokens):
        return [(first, last)]
    if (
        not locale.startswith("en")
        and token.initial
        and last - first > 1
        and not evidence.capital[token.text]
    ):
        # Without a list of function words, three capitals in a row are rather an adverb and a full name.
        return [(first + 1, last)]
    if token.initial and first < last and token.lower not in TITLES and not token.text.isupper():
        following = first + 1
        after = tokens[following]
        common = evidence.small[token.lower] > 0 and evidence.capital[token.text] == 0
        qualifies = is_general_adjective(token.lower) and after.lower in TITLES
        if (common or qualifies) and after.capital:
            return [(following, last)]
        if common:
            return []
    return [(first, last)]


def _read_mention(
    line: Line, number: int, first: int, last: int, evidence: Evidence, locale: str
) -> Mention | None:
    tokens = line.tokens
    while last > first and tokens[last].lower in calendar_words(locale):
        last -= 1
    if first == last and not _is_single_name(line, first, evidence, locale):
        return None
    split = title_length(tokens, first, last)
    text = line.text(first + split, last)
    title = line.text(first, first + split - 1) if split else ""
    kind = classify_name(line, first, last, bool(split), locale)
    mention = Mention(text, kind, title, number, first, last)
    return replace(mention, office=find_office(tokens, last)) if kind in ("person", "name") else mention


def _is_single_name(line: Line, at: int, evidence: Evidence, locale: str) -> bool:
    token = line.tokens[at]
    following = line.tokens[at + 1] if at + 1 < len(line.tokens) else None
    if token.lower in TITLES or len(token.text) == 1 or is_abbreviation(token.text):
        return False
    if token.lower in language_names(locale) and token.lower not in territory_names(locale):
        return False
    if is_of_nation(token.text) and not token.possessive and _qualifies(following):
        return False
    if not token.initial:
        return True
    if evidence.capital[token.text]:
        return True
    if evidence.small[token.lower] or is_stop_word(token.lower) or following is None:
        return False
    if token.lower in territory_names(locale) or following.lower in REPORTING_VERBS:
        return True
    after = line.tokens[at + 2].lower if at + 2 < len(line.tokens) else ""
    return following.text == "," and after in _CLAUSE_AFTER_NAME


def _qualifies(following: Token | None) -> bool:
    """Tell whether what follows makes a word in -ian or -ish an adjective: a noun in small letters."""
    if following is None:
        return True
    return following.kind == "word" and not following.capital and not is_stop_word(following.lower)

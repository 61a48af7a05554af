"""A segment goes in; its words, numbers and marks, with what capitals can tell of each, come out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from babel import Locale

from translate_pipe.locales import language_of
from translate_pipe.model import Segment

TokenKind = Literal["word", "number", "mark"]
_TOKEN = re.compile(
    r"(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_][^\W_]*(?:[-‑'’&.](?=[^\W_])[^\W_]+)*)|(?P<number>\d[\d.,]*\w*)|(?P<mark>\S)"
)
_OPENING = frozenset("\"'“‘«„‹([{—–:…*•¿¡")
_DOTTED = frozenset(
    ["mr", "mrs", "ms", "dr", "prof", "st", "ste", "gen", "col", "capt", "sen", "rep", "rev", "gov"]
)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark; `text` has no possessive ending, which `possessive` tells of.

    `initial` says that a capital here may be due to the place: the start of a segment or of a quotation.
    `start` and `end` are positions in the source of the segment, without the possessive ending.
    """

    text: str
    kind: TokenKind
    start: int
    end: int
    initial: bool = False
    possessive: str = ""

    @property
    def lower(self) -> str:
        """The word in small letters."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital."""
        return self.kind == "word" and self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Line:
    """A segment as tokens; in a `headline` with capitals everywhere capitals tell nothing."""

    segment: Segment
    tokens: tuple[Token, ...]
    headline: bool

    def text(self, first: int, last: int) -> str:
        """Return the source from token `first` up to and including token `last`, white space as one space."""
        raw = self.segment.source[self.tokens[first].start : self.tokens[last].end]
        return re.sub(r"\s+", " ", raw)


def read_line(segment: Segment) -> Line:
    """Return the tokens of a segment; protected stretches (code, addresses) become marks."""
    tokens: list[Token] = []
    initial = True
    passed = 0
    for match in _TOKEN.finditer(segment.source):
        start, end = match.span()
        if start < passed:
            continue
        kind: TokenKind = "word" if match["word"] else "number" if match["number"] else "mark"
        text, possessive = match[0], ""
        if any(span.start < end and start < span.end for span in segment.protected):
            kind = "mark"
        if kind == "word":
            ending = _POSSESSIVE.search(text)
            if ending:
                text, possessive = text[: ending.start()], ending[0]
            elif segment.source[end : end + 1] in ("'", "’") and text.endswith("s"):
                possessive = _after_plural(segment.source, end)
                passed = end + len(possessive)
        tokens.append(Token(text, kind, start, start + len(text), initial and kind == "word", possessive))
        abbreviated = text == "." and bool(tokens[:-1]) and takes_dot(tokens[-2])
        initial = kind == "mark" and not abbreviated and (initial or text in _OPENING or text in ".!?")
    return Line(segment, tuple(tokens), _is_headline(segment, tokens))


def takes_dot(token: Token) -> bool:
    """Tell whether a full stop after a word belongs to it: initials and what stands before names."""
    return token.kind == "word" and (len(token.text) == 1 or token.lower in _DOTTED)


def _after_plural(source: str, end: int) -> str:
    """Return the apostrophe after a plural unless it closes a quotation: `the Fishermens' Association`."""
    before = source[:end]
    opened = before.count("‘") + len(re.findall(r"(?<!\w)'", before))
    return "" if opened else source[end] if source[end + 1 : end + 2] == " " else ""


def _is_headline(segment: Segment, tokens: Sequence[Token]) -> bool:
    """Tell whether nearly every long word has a capital, as in a title-cased or all-capitals headline.

    A full stop at the end makes a sentence, however many names are in it, unless it is shouted.
    """
    words = [token for token in tokens if token.kind == "word"]
    long = [token for token in words if len(token.text) > 3]
    if len(long) < 3 or (segment.block_kind != "heading" and len(words) < 5):
        # A cell or a caption of a few words may well be nothing but a name.
        return False
    if all(token.text.isupper() for token in long):
        return True
    if segment.block_kind != "heading" and tokens[-1].kind == "mark" and tokens[-1].text not in ")]":
        return False
    return sum(token.capital for token in long) >= 0.8 * len(long)


@lru_cache(maxsize=64)
def calendar_words(locale: str) -> frozenset[str]:
    """Return the names of months and days in a language, in small letters; they make no glossary names."""
    parsed = Locale.parse(language_of(locale))
    words: set[str] = set()
    for table in (parsed.months, parsed.days):
        for width in ("wide", "abbreviated"):
            words.update(str(name).lower().rstrip(".") for name in table["format"][width].values())
    return frozenset(words)


@lru_cache(maxsize=64)
def language_names(locale: str) -> frozenset[str]:
    """Return the names of languages in a language, in small letters; in English nations' adjectives."""
    names = Locale.parse(language_of(locale)).languages.values()
    return frozenset(str(name).lower() for name in names)


@lru_cache(maxsize=64)
def territory_names(locale: str) -> frozenset[str]:
    """Return the names of countries and continents in a language, in small letters."""
    names = Locale.parse(language_of(locale)).territories.values()
    return frozenset(str(name).lower() for name in names)

"""Words of a name and what stands around it go in; whose name it is, or whether it is one, comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from translate_pipe.glossary.propose.english import (
    CORPORATE,
    COURTESY,
    ORGANISATIONS,
    PLACES,
    REPORTING_VERBS,
    TITLES,
)
from translate_pipe.glossary.propose.tokens import Line, Token, territory_names

NameKind = Literal["person", "place", "organisation", "title", "name"]
_PLACE_BEGINNINGS = frozenset(
    ["mount", "lake", "river", "cape", "fort", "port", "st", "saint", "isle", "gulf", "sea", "bay", "point"]
)
_NATION = re.compile(r"(?:ian|ean|ish|ese|can|ani|aqi|eli|ic)$")
_ROMAN = re.compile(r"^(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})$")


def is_roman_numeral(word: str) -> bool:
    """Tell whether a word is a small Roman numeral: `IV`, not `I.` or `MIX`."""
    return bool(_ROMAN.match(word))


def is_of_nation(word: str) -> bool:
    """Tell whether a word with a capital is an adjective by its ending: `Norwegian`, `Olympic`."""
    return bool(_NATION.search(word.lower()))


def is_abbreviation(text: str) -> bool:
    """Tell whether a word is written as an abbreviation: two capitals at least and no small letter but -s."""
    if is_roman_numeral(text):
        return False
    bare = text[:-1] if text.endswith("s") and len(text) > 2 else text
    letters = [c for c in bare if c.isalpha()]
    return 2 <= len(letters) <= 7 and len(bare) <= 12 and all(c.isupper() for c in letters)


def title_length(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return how many tokens at the start are a person's title: two in `Finance Minister Day`."""
    words = [tokens[i].lower for i in range(first, last + 1)]
    titles = [i for i, word in enumerate(words) if word in TITLES]
    if not titles:
        return 0
    at = titles[-1] if titles[-1] < 3 else titles[0]
    rest = words[at + 1 :]
    if rest[:1] == ["."]:
        at, rest = at + 1, rest[1:]
    if not rest or rest[0] in ("of", "for", "and"):
        return 0
    if any(word in ORGANISATIONS or word in PLACES or word in CORPORATE for word in rest):
        return 0
    return at + 1


def classify_name(line: Line, first: int, last: int, titled: bool, locale: str) -> NameKind:
    tokens = line.tokens
    words = [token.lower for token in tokens[first : last + 1] if token.kind == "word"]
    if titled:
        return "person"
    joint = next((i for i, word in enumerate(words) if word in ("of", "for")), len(words))
    head = words[joint - 1]
    if words[-1] in CORPORATE and len(words) > 1:
        return "organisation"
    if head in TITLES:
        return "title"
    if head in ORGANISATIONS:
        return "organisation"
    place = " ".join(words)
    if (
        place in territory_names(locale)
        or head in PLACES
        or (words[0] in _PLACE_BEGINNINGS and len(words) > 1)
    ):
        return "place"
    return "person" if 2 <= len(words) <= 4 and _acts(tokens, first, last) else "name"


def _acts(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether what stands around a name says that it is a person's: speaking, or `who`."""
    following = [token.lower for token in tokens[last + 1 : last + 4]]
    before = [token.lower for token in tokens[max(first - 1, 0) : first]]
    if following[:1] and (following[0] in REPORTING_VERBS or following[0] == "who"):
        return True
    if before and before[0] in REPORTING_VERBS:
        return True
    return following[:1] == [","] and any(word in ("who", "whose", "a", "an") for word in following[1:2])


def find_office(tokens: Sequence[Token], last: int) -> str:
    """Return the office that an apposition or `the post of` gives to the name that ends at `last`."""
    words = [token.lower for token in tokens[last + 1 : last + 9]]
    if words[:1] == [","] and words[1:2] and words[1] in ("the", "a", "an"):
        return next((word for word in words[2:4] if word in TITLES and word not in COURTESY), "")
    for i, word in enumerate(words[:-2]):
        if word in ("post", "office", "role", "position", "job") and words[i + 1] == "of":
            return next((w for w in words[i + 2 : i + 4] if w in TITLES and w not in COURTESY), "")
    return ""

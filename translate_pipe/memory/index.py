"""Source texts go in; keys, words to find them by, and how much two of them resemble each other come out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Sequence
from functools import lru_cache

from translate_pipe.locales import language_of, script_of

# A source id is locale (15 bits), length (16 bits), serial number (32 bits).
_LOCALE_SHIFT = 48
_LENGTH_SHIFT = 32
_LONGEST = 0xFFFF

START = 1
"""The key that stands for the beginning and the end of an article, as a neighbour of its segments."""

_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")
# Scripts written without spaces: their signs are taken two by two.
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚ʼ", "'") | {"\u00a0": " "})


def normalise(text: str) -> str:
    """Return `text` as exact matching sees it: composed, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", storable(text).replace("\x00", " ")).split())


def storable(text: str) -> str:
    """Return `text` with a question mark for each lone surrogate, which no database can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def soften(text: str) -> str:
    """Return `text` as fuzzy matching sees it: compatible forms, plain quotation marks, no soft hyphens."""
    if text.isascii():
        return " ".join(text.split())
    plain = unicodedata.normalize("NFKC", text).translate(_QUOTES).replace("\u00ad", "")
    return " ".join(plain.split())


def key_of(text: str) -> int:
    """Return the 64-bit key of a source text; texts that `normalise` makes equal have the same."""
    digest = hashlib.sha256(normalise(text).encode()).digest()
    # 0 stands for "no context" in the database.
    return int.from_bytes(digest[:8], "big", signed=True) or 1


def place_of(article: str, before: int | None, after: int | None, target: str) -> int:
    """Return the key of a unit's place: its article and context, or its target where no context is known.

    A unit that comes to the same place again replaces the one there; without a context nothing says that
    one rendering is newer than another, and both stay.
    """
    known = "" if before is not None or after is not None else target
    return key_of("\x1f".join([article, str(before), str(after), known]))


def are_compatible(wanted: str, known: str) -> bool:
    """Tell whether two locales have the same language and script and no different regions."""
    if wanted == known:
        return True
    if language_of(wanted) != language_of(known) or script_of(wanted) != script_of(known):
        return False
    regions = {part for tag in (wanted, known) for part in tag.split("-")[1:] if len(part) in (2, 3)}
    return len(regions) < 2


def make_id(locale: int, text: str, serial: int) -> int:
    """Return the id of a source from its locale's id, its text and a serial number."""
    return locale << _LOCALE_SHIFT | min(len(text), _LONGEST) << _LENGTH_SHIFT | serial & 0xFFFFFFFF


def id_range(locale: int, shortest: int, longest: int) -> tuple[int, int]:
    """Return the smallest and the largest id of the sources of a locale with lengths in code points."""
    base = locale << _LOCALE_SHIFT
    low = base | min(shortest, _LONGEST) << _LENGTH_SHIFT
    return low, base | min(longest, _LONGEST) << _LENGTH_SHIFT | 0xFFFFFFFF


def tokens_of(text: str) -> tuple[str, ...]:
    """Return the distinct words of a text as short ASCII codes; every number is the same word.

    Codes make the index small, and leave nothing in a query that its syntax could take for an operator.
    """
    words = _WORD.findall(_DIGITS.sub("0", soften(text).casefold()))
    if _SPACELESS.search(text):
        words = [part for word in words for part in _split_spaceless(word)]
    return tuple(_code(word) for word in dict.fromkeys(words))


def _split_spaceless(word: str) -> Sequence[str]:
    parts: list[str] = []
    for run in _SPACELESS.findall(word):
        parts += [run[start : start + 2] for start in range(max(1, len(run) - 1))]
    return parts + [rest for rest in _SPACELESS.split(word) if rest]


@lru_cache(maxsize=200_000)
def _code(word: str) -> str:
    return f"{zlib.crc32(word.encode('utf-8', 'surrogatepass')):x}"

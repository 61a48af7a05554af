"""Lines of an article go in; its abbreviations, with the long forms that the text gives them, come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from translate_pipe.glossary.propose.name_kinds import is_abbreviation
from translate_pipe.glossary.propose.tokens import Line


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One occurrence of an abbreviation; `long_form` is what stands beside it in brackets, else ""."""

    text: str
    long_form: str
    line: int
    token: int


def find_abbreviations(lines: Sequence[Line]) -> tuple[Abbreviation, ...]:
    """Return every abbreviation outside headlines, in order."""
    found: list[Abbreviation] = []
    for number, line in enumerate(lines):
        if _shouts(line):
            continue
        for at, token in enumerate(line.tokens):
            if token.kind == "word" and is_abbreviation(token.text):
                bare = token.text[:-1] if token.text.endswith("s") else token.text
                found.append(Abbreviation(bare, _long_form(line, at, bare), number, at))
    return tuple(found)


def _shouts(line: Line) -> bool:
    words = [token for token in line.tokens if token.kind == "word"]
    return len(words) > 2 and all(token.text.isupper() for token in words)


def _long_form(line: Line, at: int, short: str) -> str:
    tokens = line.tokens
    before = tokens[at - 1].text if at else ""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if before == "(" and after in (")", ",", ";"):
        first = match_long_form(short, [token.text for token in tokens[: at - 1]])
        return line.text(first, at - 2) if first is not None else ""
    if after == "(":
        close = next((i for i in range(at + 2, len(tokens)) if tokens[i].text == ")"), None)
        if close is not None:
            first = match_long_form(short, [token.text for token in tokens[at + 2 : close]])
            return line.text(at + 2, close - 1) if first == 0 else ""
    return ""


def match_long_form(short: str, words: Sequence[str]) -> int | None:
    """Return where in `words` the long form of `short` begins that ends with the last word, or None.

    From the right, every letter of the abbreviation must be found in the words, its first at the start of a
    word. `European Union` for EU gives 0.

    Source: Schwartz and Hearst, A Simple Algorithm for Identifying Abbreviation Definitions (2003).
    """
    letters = [c.lower() for c in short if c.isalnum()]
    most = min(len(letters) + 5, len(letters) * 2)
    earliest = max(len(words) - most, 0)
    for i in range(len(words) - 1, earliest - 1, -1):
        if not words[i][:1].isalnum():
            return None if len(words) - i <= len(letters) else _begin(words, i + 1, letters)
        if words[i][0].lower() == letters[0] and _spells(words[i:], letters):
            return i
    return None


def _begin(words: Sequence[str], first: int, letters: list[str]) -> int | None:
    for i in range(first, len(words)):
        if words[i][:1].lower() == letters[0] and _spells(words[i:], letters):
            return i
    return None


def _spells(words: Sequence[str], letters: list[str]) -> bool:
    """Tell whether the letters stand in the words in order, each word's first letter preferred."""
    at = 0
    for word in words:
        lowered = word.lower()
        for position, character in enumerate(lowered):
            starts = position == 0 or not lowered[position - 1].isalnum()
            if at < len(letters) and character == letters[at] and (starts or at > 0):
                at += 1
                if not starts and len(words) >= len(letters):
                    # With a word for each letter only beginnings count: "so it is" is no long form of SIT.
                    at -= 1
    return at == len(letters)

"""The marks of a block go in; the formulas and names that they cut come out, to be copied to the letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from translate_pipe.model import Mark, Span

# Signs that belong to a formula where they are raised or lowered: Na⁺, 10⁻³, x₍₁₎.
_SIGNS = "+-−–=()*′'∞,."
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|er|ère|re|e|è|º|ª|o|a)", re.IGNORECASE)
_NOTE_SIGN = re.compile(r"\d{1,3}|[a-z]|[*†‡§]{1,3}")
# A word this long in small letters is a word, and what is raised behind it is the sign of a note.
_LONGEST_SYMBOL = 3
_SCRIPTS = ("sub", "sup")


def is_script(mark: Mark) -> bool:
    """Tell whether a mark lowers or raises its text."""
    attributes = dict(mark.attributes)
    return attributes.get("tag") in _SCRIPTS or "vertAlign" in attributes.get("properties", "").split()


def find_cut_formulas(text: str, marks: Sequence[Mark]) -> list[Span]:
    """Return each formula or name that begins or ends inside a mark, wherever it stands in the text.

    A mark inside any other word is left to the word: in the target it moves to the whole word.
    """
    found: set[str] = set()
    for mark in marks:
        if not mark.span or mark.kind in ("break", "image", "footnote"):
            continue
        script = is_script(mark)
        word = _word_around(text, mark.span, signs=script)
        if word == mark.span or not _is_cut(text, mark.span, script):
            continue
        # Code is a name of something, whatever it is glued to.
        if mark.kind == "code" or _is_formula(text, word, mark, script=script):
            found.add(word.of(text))
    spans: list[Span] = []
    for value in sorted(found, key=lambda value: (-len(value), value)):
        spans += [one for one in _occurrences(text, value) if not any(one.overlaps(own) for own in spans)]
    return sorted(spans)


def is_note_sign(text: str, before: str) -> bool:
    """Tell whether a raised `text` behind `before` is the sign of a note, not a part of a formula."""
    if not _NOTE_SIGN.fullmatch(text):
        return False
    if before.endswith((".", ",", ";", ":", "!", "?", "”", "»", '"', "’", ")")):
        return True
    word = re.search(r"[^\W\d_]+\Z", before)
    if word is None or re.search(r"\d\Z", before[: word.start()]):
        return False
    letters = word.group()
    # A raised letter may end an abbreviation (Mᵐᵉ), so only figures and signs follow a word.
    return len(letters) > _LONGEST_SYMBOL and not _has_inner_capital(letters) and not text.isalpha()


def _word_around(text: str, span: Span, *, signs: bool) -> Span:
    start, end = span.start, span.end
    while start and (text[start - 1].isalnum()):
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    if not signs:
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not text[end - 1].isalnum():
            end -= 1
    return Span(start, end)


def _is_cut(text: str, span: Span, script: bool) -> bool:
    """Tell whether a letter or figure stands right beside a mark that begins or ends within its word."""
    inner = span.of(text)
    before = span.start > 0 and text[span.start - 1].isalnum()
    behind = span.end < len(text) and text[span.end].isalnum()
    if script:
        return before or behind
    return (before and inner[0].isalnum()) or (behind and inner[-1].isalnum())


def _is_formula(text: str, word: Span, mark: Mark, *, script: bool) -> bool:
    value = word.of(text)
    if any(char.isspace() for char in value) or _ORDINAL.fullmatch(value):
        return False
    if not any(char.isalnum() or char in _SIGNS for char in value):
        return False
    if script:
        base = text[word.start : mark.span.start] or text[mark.span.end : word.end]
        return not is_note_sign(mark.span.of(text), text[: mark.span.start]) and (
            len(base) <= _LONGEST_SYMBOL or any(char.isdigit() for char in value) or _has_inner_capital(value)
        )
    return any(char.isdigit() for char in value) or _has_inner_capital(value)


def _has_inner_capital(word: str) -> bool:
    return any(char.isupper() for char in word[1:]) and any(char.islower() for char in word)


def _occurrences(text: str, value: str) -> list[Span]:
    pattern = (r"(?<!\w)" if value[0].isalnum() else "") + re.escape(value)
    pattern += r"(?!\w)" if value[-1].isalnum() else ""
    return [Span(*match.span()) for match in re.finditer(pattern, text)]

"""Checks of the form of a target: its length, its scripts, and what machines leave behind in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from translate_pipe.locales import script_of
from translate_pipe.model import Span
from translate_pipe.qa.check import Finding, Subject, count_excess, quote

# How many letters of an alphabet one sign of these scripts stands for, roughly.
_DENSITY = {"CJK": 3.0, "HIRAGANA": 2.0, "KATAKANA": 2.0, "HANGUL": 2.2}
_LONGEST_RATIO = 2.4
_SHORTEST_RATIO = 0.4
# Acronyms and single words may well grow or shrink by so many letters.
_SLACK = 30

_LEFTOVERS: dict[str, re.Pattern[str]] = {
    "a mark of the glossary annotation": re.compile(r"[⟦⟧⇒]"),
    "an unknown-word sign of the model": re.compile(r"⁇|<unk>|</?s>|<pad>|▁|@@(?=\s|$)"),
    "a tag": re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>"),
    "an HTML entity": re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,6});"),
    "an escape sequence": re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrt](?![A-Za-z]))"),
    "Markdown markup": re.compile(r"\*\*|__|``|\]\("),
    "a placeholder": re.compile(r"\{\{?\w*\}?\}|%\d\$s"),
    "a damaged or unprintable character": re.compile(
        "[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufff9-\ufffc]"
    ),
}
_LETTERS = re.compile(r"[^\W\d_]+")
_MIXABLE = ("LATIN", "CYRILLIC", "GREEK")
_LOOK_ALIKES = frozenset("aceopxyik")


def find_odd_length(subject: Subject) -> Iterator[Finding]:
    """Find a target that is far longer or shorter than its source, reckoned in letters of an alphabet."""
    source, target = _weigh(subject.free_source), _weigh(subject.free_target)
    if not source or not target or abs(target - source) <= _SLACK:
        return
    ratio = target / source
    if ratio > _LONGEST_RATIO:
        yield Finding(f"the target is {ratio:.1f} times as long as the source; something may have been added")
    elif ratio < _SHORTEST_RATIO:
        yield Finding(f"the target is only {ratio:.0%} as long as the source; something may be missing")


def _weigh(text: str) -> float:
    total = 0.0
    for char in text:
        if char.isspace():
            continue
        wide = char > "\u1100" and unicodedata.name(char, "").split(" ")[0]
        total += _DENSITY.get(wide, 1.0) if wide else 1.0
    return total


def find_leftovers(subject: Subject) -> Iterator[Finding]:
    """Find markup, entities, marks and signs of the machine that the source does not have."""
    source = subject.source
    for what, pattern in _LEFTOVERS.items():
        matches = list(pattern.finditer(subject.free_target))
        excess = count_excess([m.group() for m in matches], pattern.findall(source))
        for match in matches:
            if excess.pop(match.group(), 0):
                text = match.group()
                shown = quote(text) if text.isprintable() else f"U+{ord(text[0]):04X}"
                yield Finding(f"{shown} looks like {what} that was left behind", span=Span(*match.span()))


def find_mixed_scripts(subject: Subject) -> Iterator[Finding]:
    """Find words in which letters of two alphabets are mixed, such as a Latin c in a Cyrillic word."""
    source_words = set(_LETTERS.findall(subject.source))
    cyrillic = script_of(subject.target_locale) == "Cyrl"
    for match in _LETTERS.finditer(subject.free_target):
        word = match.group()
        scripts = [_script(char) for char in word]
        present = [script for script in _MIXABLE if script in scripts]
        if len(present) > 1 and word not in source_words:
            rarest = min(present, key=scripts.count)
            index = scripts.index(rarest)
            start = match.start() + index
            common = max(present, key=scripts.count).capitalize()
            yield Finding(
                f"the {rarest.capitalize()} letter {word[index]} stands in the {common} word {quote(word)}",
                span=Span(start, start + 1),
            )
        elif cyrillic and len(word) == 1 and word in _LOOK_ALIKES and _is_among_cyrillic(subject, match):
            yield Finding(f"the Latin letter {word} stands for a Cyrillic word", span=Span(*match.span()))


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0]


def _is_among_cyrillic(subject: Subject, match: re.Match[str]) -> bool:
    """Tell whether the words before and after, with nothing but a space between, are Cyrillic."""
    before = re.search(r"([^\W\d_]) $", subject.free_target[: match.start()])
    after = re.match(r" ([^\W\d_])", subject.free_target[match.end() :])
    sides = [side for side in (before, after) if side]
    return len(sides) == 2 and all(_script(side.group(1)) == "CYRILLIC" for side in sides)

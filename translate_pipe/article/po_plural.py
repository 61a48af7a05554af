"""Which numbers stand for the plural forms of a language, and how a number takes a placeholder's place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from gettext import c2py

from babel.messages.plurals import get_plural

from translate_pipe.article.message import FORMATS
from translate_pipe.locales import parse_locale

# A template names no language: one, few, many are the forms of all languages but a handful.
TEMPLATE_NUMBERS = (1, 2, 5)
_TRIED = range(201)
_RULE = re.compile(r"nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+)")
_WHOLE = re.compile(r"%(?:\(\w+\)|\d+\$)?[-+0#' ]*\d*(?:hh|h|ll|l|q|j|z|t)?[diu]|%n")
_COUNTS = re.compile(r"\$?\{\{?(?:count|num|number|n|total|amount|quantity)\}?\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PluralRule:
    """How many forms there are, and which one a number takes."""

    count: int
    choose: Callable[[int], int]
    text: str


def parse_rule(text: str) -> PluralRule | None:
    """Return the rule of a `Plural-Forms` header, None if it states none that can be understood."""
    found = _RULE.search(text)
    if found is None or not 1 <= int(found[1]) <= 6:
        return None
    try:
        choose = c2py(found[2].strip())
        valid = all(0 <= choose(number) < int(found[1]) for number in _TRIED)
    except (ValueError, RecursionError, ArithmeticError, TypeError):
        return None
    return PluralRule(int(found[1]), choose, text.strip()) if valid else None


def rule_of(locale: str) -> PluralRule | None:
    """Return the rule that CLDR has for a language."""
    plural = get_plural(parse_locale(locale).replace("-", "_"))
    return parse_rule(plural.plural_forms)


def representatives(rule: PluralRule, *, singular_counts: bool) -> list[int] | None:
    """Return for each form a number that takes it, 1 only where the singular says what the form says.

    Args:
        singular_counts: the singular has a place for the number too, so that it may stand for 21.
    """
    chosen: list[int] = []
    for form in range(rule.count):
        numbers = [number for number in _TRIED if rule.choose(number) == form]
        positive = [number for number in numbers if number] or numbers
        if not positive:
            return None
        first = positive[0]
        if first == 1 and (2 in positive or (not singular_counts and len(positive) > 1)):
            first = positive[1]
        chosen.append(first)
    return chosen


def find_count(text: str) -> str | None:
    """Return the placeholder that is the number of a plural message, "" if it has none, None if unclear."""
    for pattern in (_WHOLE, _COUNTS):
        found = [match.group() for match in pattern.finditer(text)]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    placeholders = [match.group() for match in FORMATS.finditer(text) if match.group() != "%%"]
    return placeholders[0] if len(placeholders) == 1 else None if placeholders else ""


def put_number(text: str, count: str, number: int) -> str:
    """Return the text with the number in the place of its placeholder."""
    return text.replace(count, str(number), 1) if count else text


def take_number(text: str, count: str, number: int, *, source: str) -> str | None:
    """Return a translation with the placeholder back in the number's place, None if it cannot be told."""
    if not count or count not in source:
        return text
    found = list(re.finditer(rf"(?<![\d.,]){number}(?!\d|[.,]\d)", text))
    if len(found) != 1:
        return None
    return text[: found[0].start()] + count + text[found[0].end() :]

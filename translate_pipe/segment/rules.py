"""A place in a text goes in; whether a segment ends there comes out, or that sentencex knows better."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from translate_pipe.segment.language_rules import RULES, LanguageRules

# They open sentences, but after an initial they are part of a name (J. M. G. Le Clézio).
_NAME_PARTICLES = frozenset({"Le", "La", "Les", "De", "Du", "Des", "El", "Los", "Las", "Von", "Van"})
_NONE = LanguageRules()

_ENUMERATOR = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[ivxlc]{1,5}|[IVXLC]{1,5})[.)]+\s*")
_LONGEST_ENUMERATOR = 16
_INITIAL = re.compile(r"(?:^|[^\w’'])[^\W\d_]\.$")
_STUTTER = re.compile(r"(\w+)(?:\.\.\.|…)$")
_ORDINAL = re.compile(r"([^\s]+) (?:\d{1,3}|[IVXLC]{1,6})\.$")
_FIRST_WORD = re.compile(r"\W*([\w’'-]*)")


def _abbreviations(items: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern that finds one of the abbreviations at the end; its first letter may be a capital."""
    if not items:
        return None
    options = []
    for item in sorted(items, key=len, reverse=True):
        first, rest = item[0], item[1:]
        options.append(f"(?:{re.escape(first)}|{re.escape(first.upper())}){re.escape(rest)}")
    return re.compile(rf"(?:^|[^\w.])(?:{'|'.join(options)})$")


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """The patterns of one language, ready to be asked about a place in a text."""

    table: LanguageRules
    never: re.Pattern[str] | None
    numbered: re.Pattern[str] | None
    maybe: re.Pattern[str] | None
    mostly: re.Pattern[str] | None
    words: re.Pattern[str] | None
    several_parts: re.Pattern[str] | None
    attribution: re.Pattern[str] | None

    def inner_spaces(self, text: str) -> set[int]:
        """Return the positions of the spaces within abbreviations of several parts (`z. B.`)."""
        if self.several_parts is None:
            return set()
        return {
            index
            for found in self.several_parts.finditer(text)
            for index in range(found.start(), found.end())
            if text[index] == " "
        }

    def decide(self, piece: str, after: str, *, closing_quote: bool, heading: bool) -> bool | None:
        """Tell whether a segment ends between `piece` and `after`; None leaves it to sentencex.

        Args:
            piece: the text from the start of the segment up to and with the final punctuation, without
                quotation marks and brackets.
            after: what follows the white space.
            closing_quote: quotation marks were closed in between.
            heading: the text is a heading, where "Chapter 1. The end" is one.
        """
        if len(piece) <= _LONGEST_ENUMERATOR and _ENUMERATOR.fullmatch(piece):
            return False
        tail = piece[-60:]
        if heading and tail[-2:-1].isdigit() and tail.endswith("."):
            return False
        first = _FIRST_WORD.match(after)
        word = first.group(1) if first else ""
        if closing_quote and not tail.endswith(".") and self._is_attribution(after, word):
            return False
        if word[:1].islower() and not any(letter.isupper() for letter in word[1:3]):
            return False
        stutter = _STUTTER.search(tail)
        if stutter and stutter.group(1).casefold() == word.casefold():
            return False
        if tail.endswith(("...", "…")) and word[:1].isupper():
            return True
        return self._decide_full_stop(tail, word) if tail.endswith(".") else None

    def _is_attribution(self, after: str, word: str) -> bool:
        """Tell whether `after` says who spoke: a dash, or a name and a verb of saying."""
        if after[:1] in "—–-":
            return True
        return word not in self.table.openers and bool(self.attribution and self.attribution.match(after))

    def _decide_full_stop(self, tail: str, word: str) -> bool | None:
        before_figure = word[:1].isdigit()
        capital = word[:1].isupper()
        table = self.table
        if self.never and self.never.search(tail):
            return False
        if self.words and self.words.search(tail):
            return False if before_figure else capital or None
        if self.mostly and self.mostly.search(tail):
            return capital and word not in table.continuations
        if self.numbered and self.numbered.search(tail) and before_figure:
            return False
        for pattern in (self.numbered, self.maybe):
            if pattern and pattern.search(tail):
                return word in table.openers
        if _INITIAL.search(tail):
            return word in table.openers and word not in _NAME_PARTICLES and len(word) > 1
        ordinal = _ORDINAL.search(tail)
        if ordinal and ordinal.group(1) in table.ordinal_cues and word not in table.openers:
            return False
        return None


@lru_cache(maxsize=64)
def rules_for(language: str) -> CompiledRules:
    """Return the rules of a bare language code; a language without a row has only the general ones."""
    table = RULES.get(language, _NONE)
    every = (*table.never, *table.numbered, *table.maybe, *table.mostly)
    parts = [item for item in every if " " in item]
    several = "|".join(
        f"(?:{re.escape(item[0])}|{re.escape(item[0].upper())}){re.escape(item[1:])}" for item in parts
    )
    verbs = "|".join(sorted(table.attributions))
    return CompiledRules(
        table=table,
        never=_abbreviations(table.never),
        numbered=_abbreviations(table.numbered),
        maybe=_abbreviations(table.maybe),
        mostly=_abbreviations(table.mostly),
        # In capitals too: "NO." ends a sentence in a headline as "no." does in a text.
        words=_abbreviations((*table.words, *(item.upper() for item in table.words))),
        several_parts=re.compile(rf"(?<!\w)(?:{several})") if several else None,
        attribution=(re.compile(rf"(?:[^\W\d_][\w’'-]*\.? ){{1,5}}(?:{verbs})\b") if verbs else None),
    )

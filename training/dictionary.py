"""The dictionary form of a phrase found in running text.

The product's own morphology does the same with more care, but takes milliseconds a phrase; millions
of phrases need this leaner one. A test holds the two together.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pymorphy3
    from pymorphy3.analyzer import Parse

_AGREEING = {"ADJF", "PRTF"}
_NAMES = {"Name", "Surn", "Patr", "Geox", "Orgn"}


@lru_cache(maxsize=1)
def _analyser() -> pymorphy3.MorphAnalyzer:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=400_000)
def _parses(word: str) -> tuple[Parse, ...]:
    return tuple(p for p in _analyser().parse(word) if p.score >= 0.02)


def _recase(form: str, model: str) -> str:
    """Give `form` the capitals of `model`, and е for ё where the text writes е."""
    same = 0
    for letter, written in zip(form, model, strict=False):
        if letter != written.lower() and (letter, written.lower()) != ("ё", "е"):
            break
        same += 1
    rest = form[same:]
    return model[:same] + (rest.upper() if model.isupper() and len(model) > 1 else rest)


def is_name(word: str) -> bool:
    """Whether the likeliest reading of `word` is a name of a person, place or organisation."""
    parses = _parses(word.lower())
    return not parses or bool(_NAMES & set(parses[0].tag.grammemes))


def dictionary_form(words: list[str]) -> str | None:
    """Return the phrase with its head in the nominative singular, or None where it has no head.

    The head is the first noun; what stands before it must agree with it, what follows must be a
    genitive (or an appositive name) and stays as it is. Plural-only heads stay plural.
    """
    for place, word in enumerate(words):
        nouns = [p for p in _parses(word.lower()) if p.tag.POS == "NOUN"]
        if nouns:
            return _with_head(words, place, nouns)
        if not any(p.tag.POS in _AGREEING for p in _parses(word.lower())):
            return None
    return None


def _with_head(words: list[str], place: int, nouns: list[Parse]) -> str | None:
    head_word = words[place]
    for head in nouns:
        agreeing = [_agreeing(word, head) for word in words[:place]]
        if any(p is None for p in agreeing):
            continue
        tail = _tail(words[place + 1 :], head)
        if tail is None:
            continue
        number = "plur" if "Pltm" in head.tag else "sing"
        form = head.inflect({"nomn", number})
        if form is None:
            continue
        wanted = {"nomn", number}
        if number == "sing" and form.tag.gender:
            wanted.add(form.tag.gender)
        parts = [p.inflect(wanted) for p in agreeing if p is not None]
        if any(p is None for p in parts):
            continue
        before = [_recase(p.word, word) for p, word in zip(parts, words, strict=False) if p]
        return " ".join([*before, _recase(form.word, head_word), *tail])
    return None


def _agreeing(word: str, head: Parse) -> Parse | None:
    for p in _parses(word.lower()):
        tag = p.tag
        if tag.POS not in _AGREEING or tag.case != head.tag.case or tag.number != head.tag.number:
            continue
        if tag.number == "plur" or tag.gender == head.tag.gender or head.tag.gender is None:
            return p
    return None


def _tail(words: list[str], head: Parse) -> list[str] | None:
    """Return what follows the head: names go to the nominative with it, genitives stay."""
    if not words:
        return []
    if _NAMES & set(head.tag.grammemes) and words[0][:1].isupper():
        out = []
        for word in words:
            same = [
                p for p in _parses(word.lower())
                if p.tag.POS == "NOUN" and p.tag.case == head.tag.case
                and p.tag.number == head.tag.number and p.tag.gender == head.tag.gender
            ]  # fmt: skip
            form = same[0].inflect({"nomn", "sing"}) if same else None
            if form is None:
                return None
            out.append(_recase(form.word, word))
        return out
    genitive = all(any(p.tag.case == "gent" for p in _parses(word.lower())) for word in words)
    nominal = any(p.tag.POS == "NOUN" for p in _parses(words[-1].lower()))
    return list(words) if genitive and nominal else None


def dictionary_word(word: str) -> str | None:
    """Return the dictionary form of a verb, adjective or other word that is no noun."""
    parses = _parses(word.lower())
    if not parses or parses[0].tag.POS not in {"VERB", "INFN", "ADJF", "ADJS", "ADVB", "NUMR"}:
        return None
    return _recase(parses[0].normal_form, word)

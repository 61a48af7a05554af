"""A source term and an occurrence go in; whether the letter case lets them be the same comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from translate_pipe.glossary.tables.values import is_case_sensitive
from translate_pipe.glossary.words import word_set
from translate_pipe.model import TermEntry

_WORD = re.compile(r"\w(?:[\w\u0300-\u036f]|(?<=\w)\.(?=\w))*")
_BEGINNING = re.compile(r"(?:^|[:!?…—•\u201c\u201e\u2018«]|[.!?…][\"'\u2019\u201d»)]*\s|(?<!\w)[\"'(\[])\W*$")
# Another word when it is written with a capital. Source: words whose capitalised reading is a name that
# newspapers use daily.
_CAPITONYMS = word_set(
    """
    august bath bill bush cancer catholic chad chester china churchill cork dane earth english faith
    finn flint france frank georgia gore grace guinea hope jack japan job jordan kent lent lima march
    mark may mercury mobile nice orange pat phoenix pole polish ray reading rice rose rugby sandwich
    scotch sterling summers swede turkey victoria will
    """
)
# Acronyms that, in a headline in capitals, are more often the ordinary word.
_ORDINARY = word_set("a am as at be do go he in is it me no of on or so to up us we who")


@dataclass(frozen=True, slots=True)
class CaseContext:
    """What the letter case of a whole segment says: is it a headline in capitals, or in Title Case?"""

    text: str
    capitals: bool
    title: bool

    def begins_at(self, start: int) -> bool:
        """Tell whether a sentence or a quotation begins at `start`, so that a capital means nothing."""
        return _BEGINNING.search(self.text[max(0, start - 12) : start]) is not None if start else True


@lru_cache(maxsize=64)
def judge_case(text: str) -> CaseContext:
    """Judge the letter case of a segment by its words of two letters and more."""
    words = [word for word in _WORD.findall(text) if len(word) > 1 and word[0].isalpha()]
    capitals = len(words) > 1 and sum([word.isupper() for word in words]) >= 0.9 * len(words)
    long = [word for word in words if len(word) > 3]
    raised = sum([word[0].isupper() for word in long])
    ended = text.rstrip().endswith((".", ";", ","))
    title = not capitals and not ended and len(words) > 2 and len(long) > 1 and raised >= 0.8 * len(long)
    return CaseContext(text, capitals, title)


def fits_case(entry: TermEntry, surface: str, start: int, text: str) -> bool:
    """Tell whether the occurrence of a term at `start` of a segment's text has the right letter case.

    A term that is not case-sensitive matches however it is written, except that an ordinary word is not
    taken for a name (`polish`, `Polish`) in the middle of a sentence. A case-sensitive one matches as it is
    written, with a capital where a sentence begins, and raised in a headline.
    """
    source = entry.source
    if surface == source:
        return not _is_ordinary(source) or not judge_case(text).capitals
    if not is_case_sensitive(source, entry.case_sensitive):
        if entry.case_sensitive is None and source in _CAPITONYMS and surface[:1].isupper():
            context = judge_case(text)
            return context.capitals or context.title or context.begins_at(start)
        return True
    words, seen = _WORD.findall(source), _WORD.findall(surface)
    if len(words) != len(seen):
        return _strip(source) == _strip(surface)
    context = judge_case(text)
    if all(map(_same_case, words, seen)):
        return not (_is_ordinary(source) and context.capitals)
    if context.capitals:
        return surface == surface.upper()
    if context.title:
        return all(_same_case(w, s) or _same_case(_raise(w), s) for w, s in zip(words, seen, strict=True))
    if not context.begins_at(start):
        return False
    if surface == surface.upper():
        # A dateline: ST PETERSBURG, 12 September. Three capitals may be an abbreviation.
        return len(surface) > 3
    return _same_case(_raise(words[0]), seen[0]) and all(map(_same_case, words[1:], seen[1:]))


def _is_ordinary(source: str) -> bool:
    """Tell whether a term is an acronym that reads as a common word in a headline in capitals."""
    return len(source) < 4 and source.isupper() and source.casefold() in _ORDINARY


def _strip(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _raise(word: str) -> str:
    return word[:1].upper() + word[1:]


def _same_case(word: str, seen: str) -> bool:
    """Tell whether two forms of a word are written alike; what inflection adds is in lower case.

    >>> _same_case("NGO", "NGOs"), _same_case("Duma", "duma")
    (True, False)
    """
    if word == seen:
        return True
    word, seen = word.replace(".", ""), seen.replace(".", "")
    # Not folded, which makes two letters of ß.
    shared = _shared_length(word.lower(), seen.lower())
    tail = seen[shared:]
    return (
        word[:1].isupper() == seen[:1].isupper() and word[:shared] == seen[:shared] and tail == tail.lower()
    )


def _shared_length(one: str, two: str) -> int:
    pairs = zip(one, two, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(two)))

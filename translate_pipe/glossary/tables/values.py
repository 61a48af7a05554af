"""Cells of the feature columns go in; the values of the model come out."""

from __future__ import annotations

import re
import unicodedata
from typing import cast

from translate_pipe.model import Gender, MatchRule, Number, PartOfSpeech, TermStatus

_STATUSES = {
    "": "preferred",
    "preferred": "preferred",
    "approved": "preferred",
    "admitted": "admitted",
    "allowed": "admitted",
    "forbidden": "forbidden",
    "deprecated": "forbidden",
    "do-not-translate": "do-not-translate",
    "dnt": "do-not-translate",
}
_PARTS = {
    "noun": "noun",
    "n": "noun",
    "name": "name",
    "proper-noun": "name",
    "propn": "name",
    "adjective": "adjective",
    "adj": "adjective",
    "verb": "verb",
    "v": "verb",
    "adverb": "adverb",
    "adv": "adverb",
    "phrase": "phrase",
    "other": "other",
}
_GENDERS = {
    **dict.fromkeys(("m", "masc", "masculine", "м", "муж", "ч"), "m"),
    **dict.fromkeys(("f", "fem", "feminine", "ж", "жен"), "f"),
    **dict.fromkeys(("n", "neut", "neuter", "с", "ср"), "n"),
}
_NUMBERS = {
    **dict.fromkeys(("singular", "sg", "sing", "s", "ед"), "singular"),
    **dict.fromkeys(("plural", "pl", "plur", "p", "мн"), "plural"),
}
# Spreadsheets write their truth values in the language of their user.
_TRUTHS = {
    **dict.fromkeys(("yes", "y", "true", "1", "x", "+", "да", "так", "ja", "oui", "sí"), True),
    **dict.fromkeys(("истина", "істина", "wahr", "vrai", "verdadero"), True),
    **dict.fromkeys(("no", "n", "false", "0", "-", "нет", "ні", "nein", "non"), False),
    **dict.fromkeys(("ложь", "хибність", "falsch", "faux", "falso"), False),
}
ALLOWED = {
    "status": "preferred, admitted, forbidden, do-not-translate",
    "pos": "noun, name, adjective, verb, adverb, phrase, other",
    "gender": "m, f, n",
    "number": "singular, plural",
    "match": "inflected, exact",
    "animate": "yes, no",
    "indeclinable": "yes, no",
    "case_sensitive": "yes, no",
}


class UnknownValueError(ValueError):
    """A cell holds none of the words its column allows."""


def _look_up(cell: str, table: dict[str, str]) -> str:
    word = re.sub(r"[\s_]+", "-", cell.strip().lower()).rstrip(".")
    try:
        return table[word]
    except KeyError:
        raise UnknownValueError(cell) from None


def parse_status(cell: str) -> TermStatus:
    """Return the status a cell names; an empty one is `preferred`."""
    return cast(TermStatus, _look_up(cell, _STATUSES))


def parse_pos(cell: str) -> PartOfSpeech | None:
    """Return the part of speech, None for an empty cell."""
    return cast(PartOfSpeech, _look_up(cell, _PARTS)) if cell.strip() else None


def parse_gender(cell: str) -> Gender | None:
    """Return the gender, None for an empty cell."""
    return cast(Gender, _look_up(cell, _GENDERS)) if cell.strip() else None


def parse_number(cell: str) -> Number | None:
    """Return the number, None for an empty cell."""
    return cast(Number, _look_up(cell, _NUMBERS)) if cell.strip() else None


def parse_match(cell: str) -> MatchRule:
    """Return the match rule; an empty cell is `inflected`."""
    return cast(MatchRule, _look_up(cell, {"": "inflected", "inflected": "inflected", "exact": "exact"}))


def parse_truth(cell: str) -> bool | None:
    """Return yes or no, None for an empty cell."""
    if not cell.strip():
        return None
    try:
        return _TRUTHS[cell.strip().lower()]
    except KeyError:
        raise UnknownValueError(cell) from None


def check_value(feature: str, cell: str) -> None:
    """Accept what the column of `feature` allows.

    Raises:
        UnknownValueError: it holds something else.
    """
    parsers = {
        "status": parse_status,
        "pos": parse_pos,
        "gender": parse_gender,
        "number": parse_number,
        "match": parse_match,
        "animate": parse_truth,
        "indeclinable": parse_truth,
        "case_sensitive": parse_truth,
    }
    if feature in parsers:
        parsers[feature](cell)


def split_alternatives(cell: str) -> tuple[str, ...]:
    """Return the terms of a cell, separated by `|`, tidied, without empty ones and repetitions."""
    if "|" not in cell:
        term = tidy_term(cell)
        return (term,) if term else ()
    return tuple(dict.fromkeys(term for part in cell.split("|") if (term := tidy_term(part))))


def split_forms(cell: str) -> tuple[str, ...]:
    """Return the explicit forms of a cell, separated by `;`, in order.

    Six are the cases of `MORPHOLOGY_CASES` in the singular and twelve both numbers, so a form that serves
    two cases is kept twice.
    """
    return tuple(form for part in cell.split(";") if (form := tidy_term(part)))


_UNTIDY = re.compile(r"[\t\r\n]|  ")


def tidy_term(text: str) -> str:
    """Return a term in NFC, without outer white space, with single plain spaces for line breaks and runs.

    A non-breaking space inside stays: in some languages the typography of a term asks for it.
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _tidy_spaces(text) if _UNTIDY.search(text) else text.strip()


def _tidy_spaces(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def is_case_sensitive(source: str, given: bool | None) -> bool:
    """Tell whether letter case matters: as the row says, else if the term is written with a capital."""
    return given if given is not None else source != source.lower()


def source_key(source: str, given: bool | None) -> tuple[str, bool]:
    """Return what makes two source terms the same: spelling, and letter case only where it matters."""
    sensitive = is_case_sensitive(source, given)
    text = " ".join(source.replace("’", "'").split())
    return (text if sensitive else text.casefold()), sensitive

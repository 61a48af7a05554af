"""Telephone numbers and versions: what is no number but a name of digits is kept to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translate_pipe.figures.quantity import Pair, Verdict
from translate_pipe.model import Span

_PHONE = re.compile(
    r"(?<![\w.,])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{2,5}\)|\d{2,5})(?:[\s.-]\d{2,5}){1,4}(?!\w|[.,]\d)"
)
_VERSION = re.compile(r"(?<![\w.,])v?\d+(?:\.\d+){2,}(?:-?[a-z]+\d*)?(?!\w)|(?<!\w)v\d+(?:\.\d+)+(?!\w)")
_FEWEST_DIGITS = 7


def judge_letters(pair: Pair) -> Iterator[Verdict]:
    """Yield a verdict on each telephone number and version whose digits the target has, in their order."""
    for span in find_letters(pair.source):
        written = span.of(pair.source)
        if written in pair.target:
            yield Verdict(span, "right", fixed=True)
            continue
        groups = re.findall(r"\d+|[a-z]+", written)
        loose = re.compile(r"(?<![\w+(])[+(]{0,2}" + r"[^\w]{0,3}".join(map(re.escape, groups)) + r"(?!\w)")
        found = loose.search(pair.target)
        if found:
            yield Verdict(span, "form", Span(*found.span()), written)


def find_letters(text: str) -> list[Span]:
    """Return where telephone numbers and versions stand in a text."""
    found = [Span(*match.span()) for match in _VERSION.finditer(text) if not _is_date(match.group())]
    for match in _PHONE.finditer(text):
        written = match.group()
        digits = sum(map(str.isdigit, written))
        marked = written[0] in "+(" or re.fullmatch(r"\d{3}[\s.-]\d{3}[\s.-]\d{4}", written)
        span = Span(*match.span())
        if marked and digits >= _FEWEST_DIGITS and not any(span.overlaps(one) for one in found):
            found.append(span)
    return sorted(found)


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)", text))

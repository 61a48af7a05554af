r"""Characters that a format cannot hold become `\u{HEX}`; reading gives them back.

A backslash that happens to stand before `u{` in the text is itself escaped, so that reading never mistakes
text for an escape; every other backslash stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold in any spelling. Source: XML 1.0, production 2 (Char); surrogates aside."""

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What line-based formats and spreadsheets do not carry safely; tab and line feed are not among it."""

_LOOKALIKE = re.compile(r"\\(?=u\{)")
_ESCAPE = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}")


def escape_characters(text: str, forbidden: re.Pattern[str]) -> str:
    r"""Return the text with each character that `forbidden` matches as `\u{HEX}`."""
    text = _LOOKALIKE.sub(lambda _: r"\u{5C}", text)
    return forbidden.sub(lambda found: "".join(f"\\u{{{ord(char):X}}}" for char in found[0]), text)


def unescape_characters(text: str) -> str:
    r"""Return the text with each `\u{HEX}` as the character it names."""
    return _ESCAPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code <= 0x10FFFF else found[0]


def escape_ends(text: str, escape: Callable[[str], str]) -> str:
    """Return the text with each white-space character at its start and end as `escape` writes it."""
    inner = text.strip()
    if inner == text:
        return text
    start = text.index(inner) if inner else len(text)
    outer = (text[:start], text[start + len(inner) :])
    before, after = ("".join(map(escape, part)) for part in outer)
    return before + inner + after


_NAME_UNSAFE = re.compile(r"[^A-Za-z0-9.\-]")
_NAME_ESCAPE = re.compile(r"_([0-9A-F]+)_")


def escape_name(text: str) -> str:
    """Return an NMTOKEN from which `unescape_name` gives the text back: `a b` → `a_20_b`."""
    return _NAME_UNSAFE.sub(lambda found: f"_{ord(found[0]):X}_", text)


def unescape_name(name: str) -> str:
    """Return the text that `escape_name` was given."""
    return _NAME_ESCAPE.sub(_character, name)

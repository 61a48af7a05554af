"""Text goes in; its words and marks, folded so that spellings of the same term compare equal, come out."""

from __future__ import annotations

import re
import unicodedata

# Scripts written without spaces: every character is a token, so a term may begin and end anywhere.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# The letter apostrophe is a letter to Unicode but is typed in the place of any other apostrophe.
_SINGLE = _UNSPACED + "\u02bc"
# Combining marks, joiners and soft hyphens continue a word although they are no letters.
_INSIDE = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u00ad\u200c\u200d"
)
_HYPHENS = "-\u2010\u2011"
# A full stop after these is optional: St Petersburg, St. Petersburg.
_ABBREVIATIONS = ("St", "Mr", "Ms", "Dr", "Mrs", "Gen", "Col", "Sen", "Rep", "Gov", "Prof", "Capt")
_AFTER_ABBREVIATION = "|".join(rf"(?<=\b{word})|(?<=\b{word.upper()})" for word in _ABBREVIATIONS)

TOKEN = re.compile(
    rf"(?<!\w)(?:[^\W\d_]\.){{2,}}"
    rf"|[{_SINGLE}]"
    rf"|[^\W{_SINGLE}](?:(?![{_SINGLE}])[\w{_INSIDE}])*"
    rf"|(?!(?<=\w)[{_HYPHENS}](?=\w))(?!(?:{_AFTER_ABBREVIATION})\.(?=\s+\w))[^\s\w]"
)
_MARKS = dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’ʼ`´′", "'") | {"‐": "-", "‑": "-", "–": "-"}
# After such a point letter case tells what it is (St. Petersburg), so the text may not be lowered at once.
_POINT_INSIDE = re.compile(r"[A-Za-z]\.(?=[A-Za-z]|\s+\w)")
_IGNORED = re.compile("[\u00ad\u200c\u200d]")


def fold_token(token: str) -> str:
    """Return a token in the spelling that is compared: lower case, NFC, plain quotes, no dots in initials."""
    if token.isascii():
        folded = token.lower()
        return folded.replace(".", "") if len(folded) > 2 and "." in folded else folded
    if len(token) == 1:
        return _MARKS.get(token) or token.casefold()
    return unicodedata.normalize("NFC", _IGNORED.sub("", token)).casefold().replace(".", "")


def fold_text(text: str) -> list[str]:
    """Return the folded tokens of a text, in order.

    >>> fold_text("The U.S. district-council’s")
    ['the', 'us', 'district', 'council', "'", 's']
    """
    if text.isascii() and not _POINT_INSIDE.search(text):
        return TOKEN.findall(text.lower())
    return [fold_token(token) for token in TOKEN.findall(text)]

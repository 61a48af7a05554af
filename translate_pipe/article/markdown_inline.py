"""Inline constructs beyond CommonMark: what is kept whole, and what encloses text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

KEPT: dict[str, re.Pattern[str]] = {
    "template tag": re.compile(r"\{\{[^`]{0,1000}?\}\}|\{%[^`]{0,1000}?%\}|\{/\*[^`]{0,1000}?\*/\}"),
    "maths": re.compile(
        r"\$`[^`\n]+`\$"
        r"|\$\$(?=[^$`]*\S)[^$`]+\$\$"
        r"|\$(?=\S)[^$`\n]*[\\^_={}<>+*/][^$`\n]*(?<=\S)\$(?!\d)"
        r"|\$[A-Za-z]\w{0,2}'?\$(?!\w)"
    ),
    "emoji code": re.compile(r"(?<![\w:]):(?:[a-z][a-z0-9_+-]*|[+-]1):(?:\{[^{}\n]*\})?(?![\w:])"),
    "attribute list": re.compile(
        r"\{(?:[#.:]|:?\s+[#.])[^{}`\n]*\}|(?<=[)\]`*_])\{[\w-]+=(?:\"[^\"\n]*\"|[^\s{}\"]+)[^{}`\n]*\}"
    ),
    "role": re.compile(r"\{[a-z][\w:-]*\}`[^`\n]+`"),
    "citation": re.compile(r"\[-?@[\w][\w:.#$%&+?<>~/-]*[^\[\]`]*\](?![(\[:])"),
    "embedded page": re.compile(r"!\[\[[^\[\]\n]+\]\]"),
    "comment": re.compile(r"%%[^%`\n]+%%"),
}
"""Each kind of thing within a text that is kept to the letter, and what it looks like."""

# What Markdown itself has escaped (`\^`, `\_`) is text, and no formula.
_LATEX = re.compile(r"\\([(\[])((?:\\[A-Za-z,;:! {}|]|[^\\`\n])+?)\\([)\]])")
_OPERATOR = re.compile(r"\\[A-Za-z]|[\^_=+<>]")

_PAIRS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(==)(?=\S)([^=\n]+?)(?<=\S)(==)(?!=)"), "mark"),
    (re.compile(r"(\+\+)(?=\S)([^+\n]+?)(?<=\S)(\+\+)(?!\+)"), "ins"),
    (re.compile(r"(?<=\w)(~)([^~\s]{1,20})(~)(?!~)"), "sub"),
    (re.compile(r"(?<=[\w)\]])(\^)([^\^\s\[\]]{1,20})(\^)"), "sup"),
    (re.compile(r"(\[\[)([^\[\]|\n]+)(\]\])"), "page"),
    (re.compile(r"(\[\[[^\[\]|\n]+?\\?\|)([^\[\]|\n]+)(\]\])"), "link"),
    (
        re.compile(
            r"(\[)([^\[\]\n]+)(\]\((?=[^()\n]*\{[{%][^{}\n]*\s)(?:[^(){}\n]|\{\{.*?\}\}|\{%.*?%\})*\))"
        ),
        "link",
    ),
    (re.compile(r"(\[)([^\[\]\n]+)(\]\{(?:[#.][^{}\n]*|[\w-]+=[^{}\n]*)\})"), "span"),
)
"""What opens, the text within, what closes; and what it is, in the words of HTML (`page`: a name, kept)."""


def add_inline_rules(parser: MarkdownIt) -> None:
    """Let the parser know the constructs of this module; they come before those of CommonMark."""
    parser.inline.ruler.before("escape", "kept", _kept)
    parser.inline.ruler.before("escape", "pairs", _pairs)
    parser.inline.ruler.before("autolink", "jsx", _jsx)


def _kept(state: StateInline, silent: bool) -> bool:
    """Take template tags, formulas, emoji codes and the like, and inline footnotes, whole."""
    end = -1
    for pattern in KEPT.values():
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is not None:
            end = match.end()
            break
    latex = _LATEX.match(state.src, state.pos, state.posMax)
    if latex and latex.group(1) + latex.group(3) in ("()", "[]") and _OPERATOR.search(latex.group(2)):
        end = latex.end()
    if state.src.startswith("^[", state.pos):
        end = state.md.helpers.parseLinkLabel(state, state.pos + 1) + 1
        if "`" in state.src[state.pos : end]:
            return False
    if end <= state.pos:
        return False
    return _push_whole(state, end, silent)


def _push_whole(state: StateInline, end: int, silent: bool) -> bool:
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = state.src[state.pos : end]
        token.meta = {"whole": True}
    state.pos = end
    return True


def _pairs(state: StateInline, silent: bool) -> bool:
    """Take what encloses text: highlights, lowered and raised text, links between pages."""
    if state.src[state.pos] not in "=+~^[":
        return False
    for pattern, tag in _PAIRS:
        match = pattern.match(state.src, state.pos, state.posMax)
        if match is None or "`" in match.group(2):
            continue
        if not silent:
            start, end = match.span(2)
            opener = state.push("pair_open", tag, 1)
            opener.markup = match.group(1)
            opener.meta = {"closer": match.group(3)}
            position, limit = state.pos, state.posMax
            state.pos, state.posMax = start, end
            if tag == "page":
                state.push("text", "", 0).content = match.group(2)
            else:
                state.md.inline.tokenize(state)
            state.pos, state.posMax = position, limit
            state.push("pair_close", tag, -1)
        state.pos = match.end()
        return True
    return False


def _jsx(state: StateInline, silent: bool) -> bool:
    """Take a tag with expressions in braces, which is no HTML."""
    end = tag_end(state.src, state.pos, state.posMax)
    if end is None or "{" not in state.src[state.pos : end]:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = state.src[state.pos : end]
    state.pos = end
    return True


_TAG_START = re.compile(r"</?(?:[A-Za-z][\w.:-]*)?(?=[\s/>])")


# What is longer is no tag; without a limit a text full of `<a {` would be read over and over.
_LONGEST_TAG = 4000


def tag_end(text: str, start: int, limit: int) -> int | None:
    """Return where the tag of HTML or JSX that begins at `start` ends, None if none does."""
    opening = _TAG_START.match(text, start, limit)
    if opening is None:
        return None
    depth, quote, blank = 0, "", False
    for place in range(opening.end(), min(limit, start + _LONGEST_TAG)):
        char = text[place]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" or (char == "`" and depth):
            quote = char
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
        elif (char == "\n" and blank) or (char == "<" and not depth):
            return None
        elif char == ">" and depth <= 0:
            return place + 1
        if not char.isspace() or char == "\n":
            blank = char == "\n"
    return None


def find_tags(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each tag of HTML or JSX stands."""
    position = text.find("<")
    while position >= 0:
        end = tag_end(text, position, len(text))
        if end is not None:
            yield position, end
        position = text.find("<", end or position + 1)

"""A text goes in; the stretches that must be copied to the letter come out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from translate_pipe.model import Span

# Endings that are read as a file name or a host even without a path or a scheme.
_FILE_ENDINGS = (
    "txt|md|rst|html?|css|js|ts|json|ya?ml|toml|ini|cfg|csv|tsv|xml|xlsx?|docx?|pptx?|odt|pdf|epub|png|jpe?g"
    "|gif|svg|webp|mp[34]|wav|zip|tar|gz|7z|py|rs|go|java|cpp|sh|exe|srt|vtt|tmx|xliff?|po|log|sql|bak"
)
# Those that are common words too are left out: a missing space ("left.It rained") would look like a host.
_HOST_ENDINGS = "com|org|net|info|edu|gov|io|eu|uk|ru|su|ua|kz|de|fr|es|pl|ch|рф|укр|ly|tv"

PATTERNS: dict[str, re.Pattern[str]] = {
    "url": re.compile(r"(?<![\w@])(?:(?:https?|ftps?|file)://|www\.|mailto:|tel:)[^\s<>\"“”„«»|\\^`]+", re.I),
    "e-mail": re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "host": re.compile(
        rf"(?<![\w@./-])(?:[\w-]+\.)+(?:{_HOST_ENDINGS})(?![\w-]|\.\w)(?:[/?#][^\s<>\"“”„«»|]*)?"
    ),
    "windows path": re.compile(r"(?<!\w)[A-Za-z]:\\[^\s<>\"“”«»|?*]*"),
    "path": re.compile(
        r"(?<![\w./:<~])(?:~|\.{1,2})?(?:/[\w.@+-]+){2,}/?|(?<![\w./])(?:~|\.{1,2})/[\w.@+-]+"
    ),
    "file name": re.compile(rf"(?<![\w@./-])[\w-]+(?:\.[\w-]+)*\.(?:{_FILE_ENDINGS})(?![\w-]|\.\w)"),
    "handle": re.compile(r"(?<![\w@./])@[^\W\d]\w*(?:\.\w+)*"),
    "hashtag": re.compile(r"(?<![\w#&])#(?=\w*[^\W\d_])\w+"),
    "placeholder": re.compile(
        r"\$?\{\{?[\w.:!%-]*\}?\}|(?<![%\w])%(?:\(\w+\)|\d+\$)?[sdifxr@](?!\w)|\$[^\W\d]\w*"
    ),
    "tag": re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,6});", re.I),
    "telephone": re.compile(r"(?<![\w+])\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}\d(?!\w)"),
    "identifier": re.compile(
        r"(?<!\w)(?:10\.\d{4,9}/[^\s\"<>]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|CVE-\d{4}-\d{4,})",
        re.I,
    ),
}
"""Each kind of text that is copied to the letter, and what it looks like."""

_OPENED = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“"}
_TRAILING = frozenset(".,;:!?…'’\")]}»”")
# A brace is part of a placeholder, and a full stop or bracket never part of a number.
_TRIMMED = frozenset({"url", "host", "windows path", "path", "identifier", "handle", "e-mail"})


def find_protected(text: str) -> tuple[Span, ...]:
    """Return where URLs, addresses, paths, handles, hashtags, placeholders and tags lie; none overlap.

    Example:
        >>> [span.of("Ask a@b.org, or see https://b.org/x.") for span in
        ...  find_protected("Ask a@b.org, or see https://b.org/x.")]
        ['a@b.org', 'https://b.org/x']
    """
    found: list[Span] = []
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            end = _trim(match.group()) if kind in _TRIMMED else len(match.group())
            if end:
                found.append(Span(match.start(), match.start() + end))
    return merge_spans(found)


def _trim(matched: str) -> int:
    """Return how long `matched` is without the punctuation of the sentence around it."""
    end = len(matched)
    while end and matched[end - 1] in _TRAILING:
        opened = _OPENED.get(matched[end - 1])
        if opened and matched.count(opened, 0, end) >= matched.count(matched[end - 1], 0, end):
            break
        end -= 1
    return end


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union of the spans, in order; touching spans stay apart, empty ones go."""
    merged: list[Span] = []
    for span in sorted(spans):
        if not len(span):
            continue
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)

"""The text of a PO catalogue goes in; its entries with their exact places come out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from translate_pipe.errors import ArticleError
from translate_pipe.model import Span

_LINE = re.compile(r"[^\n]*(?:\n|\Z)")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d{1,2})\])?)\s*(\".*\")\s*")
_STRING = re.compile(r'\s*(".*")\s*')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


@dataclass(slots=True)
class PoEntry:
    """A message: `texts` by keyword (`msgid`, `msgstr`, `msgstr[0]` …), unescaped.

    `head` is where flags are put if there are none, `flags` the line that has them, `targets` the stretch
    from the first `msgstr` to the end of the last one's string, `line` the first keyword's line number.
    """

    line: int
    head: int
    texts: dict[str, str] = field(default_factory=dict)
    flags: Span | None = None
    flag_words: tuple[str, ...] = ()
    targets: Span = field(default_factory=lambda: Span(0, 0))

    @property
    def forms(self) -> list[str]:
        """Return the texts of `msgstr`, or of `msgstr[0]` and those after it, in order."""
        return [text for keyword, text in self.texts.items() if keyword.startswith("msgstr")]


def scan_po(text: str, *, name: str) -> list[PoEntry]:
    """Return the entries of a catalogue in order, the header among them; obsolete ones are comments.

    Raises:
        ArticleError: a line belongs to no catalogue, or an entry lacks its `msgid` or `msgstr`.
    """
    return _Scanner(text, name).scan()


def unescape(quoted: str) -> str:
    """Return what a string in quotation marks says."""
    return _ESCAPE.sub(_character, quoted[1:-1])


def _character(found: re.Match[str]) -> str:
    octal, hexadecimal, letter = found.groups()
    if octal or hexadecimal:
        return chr(int(octal, 8) if octal else int(hexadecimal, 16))
    return _ESCAPES.get(letter, letter)


class _Scanner:
    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.entries: list[PoEntry] = []
        self.entry: PoEntry | None = None
        self.keyword = ""
        self.flags: tuple[Span, tuple[str, ...]] | None = None
        self.head: int | None = None

    def scan(self) -> list[PoEntry]:
        for number, match in enumerate(_LINE.finditer(self.text), start=1):
            line = match.group().rstrip("\r\n")
            if not line.strip():
                if self.entry is not None and any(key.startswith("msgstr") for key in self.entry.texts):
                    self._close()
            elif line.lstrip().startswith("#"):
                self._comment(line, match.start())
            else:
                self._text(line, match.start(), number)
        self._close()
        return self.entries

    def _comment(self, line: str, start: int) -> None:
        if self.entry is not None and any(key.startswith("msgstr") for key in self.entry.texts):
            self._close()
        if line.startswith("#,"):
            words = tuple(word.strip() for word in line[2:].split(","))
            self.flags = (Span(start, start + len(line)), words)
        elif line.startswith("#|") and self.head is None:
            self.head = start
        elif line.startswith("#~"):
            self.flags = self.head = None

    def _text(self, line: str, start: int, number: int) -> None:
        keyword = _KEYWORD.fullmatch(line)
        string = keyword.group(3) if keyword else None
        if keyword:
            self._keyword(keyword.group(1), start, number)
        elif (found := _STRING.fullmatch(line)) and self.keyword:
            string = found.group(1)
        if string is None or self.entry is None or re.search(r'(?<!\\)(?:\\\\)*"', string[1:-1]):
            raise ArticleError(
                "is no line of a PO catalogue", path=self.name, line=number,
                remedy="mend it; msgfmt --check names such lines too",
            )  # fmt: skip
        self.entry.texts[self.keyword] = self.entry.texts.get(self.keyword, "") + unescape(string)
        if self.keyword.startswith("msgstr"):
            begun = self.entry.targets.start if self.entry.targets.end else start
            self.entry.targets = Span(begun, start + len(line.rstrip()))

    def _keyword(self, keyword: str, start: int, number: int) -> None:
        ended = self.entry is not None and any(key.startswith("msgstr") for key in self.entry.texts)
        if ended and not keyword.startswith("msgstr["):
            self._close()
        if self.entry is None:
            self.entry = PoEntry(number, start if self.head is None else self.head)
            if self.flags is not None:
                self.entry.flags, self.entry.flag_words = self.flags
        if keyword in self.entry.texts:
            raise ArticleError(f"has {keyword} twice in one message", path=self.name, line=number)
        self.keyword = keyword

    def _close(self) -> None:
        if self.entry is not None:
            if "msgid" not in self.entry.texts or not self.entry.forms:
                raise ArticleError(
                    "a message lacks its msgid or msgstr", path=self.name, line=self.entry.line,
                    remedy="mend it; msgfmt --check names such messages too",
                )  # fmt: skip
            self.entries.append(self.entry)
        self.entry, self.keyword = None, ""
        self.flags = self.head = None

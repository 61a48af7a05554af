"""Clean bitext: raw `source<TAB>target<TAB>origin` files go in, pairs fit to train on come out.

Every rule has a name, and the number of pairs that each rule dropped is printed: a rule that
drops nothing, or nearly everything, is a mistake that should be seen.
"""

from __future__ import annotations

import json
import lzma
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MARKS = ("⟦", "⇒", "⟧")

_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffc\ufffd]")
_MARKUP = re.compile(
    r"</?[a-zA-Z][^>]*>|&[a-zA-Z]+;|&#\d+;|\{\{|\}\}|\]\(|:::|\$\{|\[!|\*\*|``|[<>|\\^~]{2,}|%[a-z]\b"
)
_ADDRESS = re.compile(r"https?:|www\.|\w@\w|linkgit:|\w/\w+/\w|\w\.\w+\.\w+\.\w")
_NUMBER = re.compile(r"\d+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")
_NOT_RUSSIAN = re.compile(r"[іїєґўјљњћђџѓќѕІЇЄҐЎЈЉЊЋЂЏЃЌЅ]")
_OPENS = re.compile(r'(?:(?<=^)|(?<=[\s(\[«—–/-]))["“”](?=\S)')
_IDENTIFIER = re.compile(r"\b(?:[A-Za-z]*[a-z][A-Z]\w*|\w+_\w+)")
_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
_ENDED = re.compile(r"[.!?]['\"”’»)]*$")
_BROKEN_OFF = re.compile(r"[\w,«(]$")
_SHOUTED = re.compile(r"[А-ЯЁ]{8,}")
_SHOUTED_LATIN = re.compile(r"[A-Z]{6,}")
_DASH = re.compile(r"(?<=\S) (?:-|--|–) (?=\S)")
_LEADING_DASH = re.compile(r"^(?:-|--|–) ?(?=\w)")


@dataclass(frozen=True, slots=True)
class Pair:
    """One source-target pair and the name of the collection it comes from."""

    source: str
    target: str
    origin: str


@dataclass(slots=True)
class HeldOut:
    """What must not be trained on: whole sentences and eight-word runs of the test sets."""

    sentences: set[str] = field(default_factory=set)
    runs: set[int] = field(default_factory=set)

    def add(self, text: str) -> None:
        """Forbid `text` and every run of eight words in it."""
        words = _WORD.findall(text.lower())
        self.sentences.add(" ".join(words))
        self.runs.update(hash(run) for run in eight_word_runs(words))

    def overlaps(self, text: str) -> bool:
        """Whether `text` is a held-out sentence or shares eight running words with one."""
        words = _WORD.findall(text.lower())
        if " ".join(words) in self.sentences:
            return True
        return any(hash(run) in self.runs for run in eight_word_runs(words))


def eight_word_runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield every run of eight words, none where there are fewer."""
    return (tuple(words[i : i + 8]) for i in range(len(words) - 7))


def read_held_out(folder: Path) -> HeldOut:
    """Read the test sets under `folder`: plain text a segment a line, and JSON lines."""
    held_out = HeldOut()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".en", ".ru"}:
            for line in path.read_text(encoding="utf-8").splitlines():
                held_out.add(line)
        elif path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                held_out.add(row["source"])
                held_out.add(row["reference"])
    return held_out


def tidy(text: str) -> str:
    """Return `text` composed (NFC), without invisible characters, with single spaces."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _SPACE.sub(" ", text).strip()


def typeset_russian(text: str) -> str:
    """Return `text` with the quotation marks and dashes of good Russian prose.

    Straight and curly double quotation marks become guillemets, a spaced hyphen a dash.
    """
    if "„" in text:
        text = text.replace("„", "«").replace("“", "»")
    text = _OPENS.sub("«", text)
    for mark in '"“”':
        text = text.replace(mark, "»")
    text = text.replace("’", "'").replace("‘", "'").replace("…", "...")
    text = _LEADING_DASH.sub("— ", text)
    return _DASH.sub(" — ", text)


def fault(pair: Pair, *, longest: int) -> str | None:
    """Return the name of the first rule that `pair` breaks, or None.

    Args:
        longest: the greatest number of words allowed on either side.
    """
    source, target = pair.source, pair.target
    if not source or not target:
        return "empty"
    if any(mark in source or mark in target for mark in MARKS):
        return "holds an annotation mark"
    n, m = len(source.split()), len(target.split())
    if n > longest or m > longest or len(source) > 9 * longest or len(target) > 9 * longest:
        return "too long"
    if max(n, m) > 4 and (len(target) > 2.2 * len(source) or len(source) > 1.8 * len(target)):
        return "length ratio"
    if _MARKUP.search(source) or _MARKUP.search(target):
        return "markup"
    if _ADDRESS.search(source) or _ADDRESS.search(target):
        return "address or path"
    return _language_fault(source, target) or _content_fault(pair)


def _content_fault(pair: Pair) -> str | None:
    """What translations by machine, and test suites with deliberate oddities, get wrong."""
    source, target = pair.source, pair.target
    folded = source.lower()
    if any(word.lower()[:5] not in folded for word in _LATIN_WORD.findall(target)):
        return "Latin word that the source lacks"
    # In prose such words are names (McDonald) that Russian writes in its own letters.
    if pair.origin.startswith("msdocs") and any(name not in target for name in _IDENTIFIER.findall(source)):
        return "identifier lost"
    if len(source.split()) > 5 and _ENDED.search(source) and _BROKEN_OFF.search(target):
        return "broken off"
    if _SHOUTED.search(target) and not _SHOUTED_LATIN.search(source):
        return "capitals"
    if is_repetitive(target) and not is_repetitive(source):
        return "repetition"
    return None


def is_repetitive(text: str) -> bool:
    """Whether three running words come three times, or a word four times in a row."""
    words = _WORD.findall(text.lower())
    threes = Counter(zip(words, words[1:], words[2:], strict=False))
    in_a_row = any(len(set(words[i : i + 4])) == 1 for i in range(len(words) - 3))
    return in_a_row or max(threes.values(), default=0) >= 3


def _language_fault(source: str, target: str) -> str | None:
    latin, cyrillic = len(_LATIN.findall(source)), len(_CYRILLIC.findall(source))
    if cyrillic or latin < 0.3 * len(source.replace(" ", "")):
        return "source script"
    cyrillic = len(_CYRILLIC.findall(target))
    if cyrillic < 0.6 * (cyrillic + len(_LATIN.findall(target))):
        return "target script"
    if cyrillic < 0.3 * len(target.replace(" ", "")):
        return "target script"
    if _NOT_RUSSIAN.search(target):
        return "not Russian"
    long_numbers = {x for x in _NUMBER.findall(source) if len(x) > 1}
    if long_numbers and len(long_numbers - set(_NUMBER.findall(target))) * 2 > len(long_numbers):
        return "numbers differ"
    return None


def read_pairs(path: Path, *, limit: int = 0) -> Iterator[Pair]:
    """Yield the pairs of an xz-packed file, at most `limit` of them (0: all)."""
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if limit and number > limit:
                return
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3:
                yield Pair(*fields)


def read_clean(path: Path) -> Iterator[Pair]:
    """Yield the pairs that `write_clean` wrote."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield Pair(*line.rstrip("\n").split("\t"))


def clean(pairs: Iterable[Pair], held_out: HeldOut, *, longest: int, dropped: Counter[str]) -> Iterator[Pair]:
    """Yield the tidied pairs that break no rule, each once; count the others in `dropped`."""
    seen: set[int] = set()
    for raw in pairs:
        pair = Pair(tidy(raw.source), typeset_russian(tidy(raw.target)), raw.origin)
        rule = fault(pair, longest=longest)
        if rule is None:
            key = hash((fold(pair.source), fold(pair.target)))
            if key in seen:
                rule = "duplicate"
            elif held_out.overlaps(pair.source) or held_out.overlaps(pair.target):
                rule = "overlaps a test set"
            else:
                seen.add(key)
        if rule is None:
            yield pair
        else:
            dropped[rule] += 1


def fold(text: str) -> str:
    """Return the words of `text` in small letters: what pairs are compared by."""
    return " ".join(_WORD.findall(text.lower()))


def write_clean(
    inputs: Iterable[tuple[Path, int]], output: Path, *, tests: Path, longest: int,
    leave_out: frozenset[str] = frozenset(),
) -> Counter[str]:  # fmt: skip
    """Clean the input files (path, limit) into one tab-separated file; return what was dropped."""
    held_out = read_held_out(tests)
    dropped: Counter[str] = Counter()
    partial = output.with_suffix(".partial")
    kept = 0
    with partial.open("w", encoding="utf-8", newline="\n") as out:
        raw = (
            pair
            for path, limit in inputs
            for pair in read_pairs(path, limit=limit)
            if pair.origin not in leave_out
        )
        for pair in clean(raw, held_out, longest=longest, dropped=dropped):
            out.write(f"{pair.source}\t{pair.target}\t{pair.origin}\n")
            kept += 1
    partial.replace(output)
    print(f"kept {kept:,} pairs")
    for rule, count in dropped.most_common():
        print(f"dropped {count:,}: {rule}")
    return dropped

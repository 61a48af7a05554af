"""Bytes of a glossary go in; text, and what is needed to give the same bytes back, come out."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass

from translate_pipe.errors import GlossaryError
from translate_pipe.locales import is_locale, script_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 before UTF-16: the little-endian marks begin alike.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What spreadsheets and old editors write for text in these scripts, likeliest first.
_LEGACY = {
    "Cyrl": ("cp1251", "koi8-r", "cp866", "mac-cyrillic"),
    "Latn": ("cp1252", "cp1250", "cp1254", "cp1257"),
    "Grek": ("cp1253",),
    "Hebr": ("cp1255",),
    "Arab": ("cp1256",),
    "Jpan": ("cp932",),
    "Hans": ("gb18030",),
    "Hant": ("cp950",),
    "Kore": ("cp949",),
    "Thai": ("cp874",),
}
_SCRIPT_WORDS = {
    "Cyrl": ("CYRILLIC",),
    "Latn": ("LATIN",),
    "Grek": ("GREEK",),
    "Hebr": ("HEBREW",),
    "Arab": ("ARABIC",),
    "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Hans": ("CJK",),
    "Hant": ("CJK",),
    "Kore": ("HANGUL", "CJK"),
    "Thai": ("THAI",),
}
_SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is encoded; `stray_bytes` says that some bytes do not fit and are kept as surrogates."""

    name: str = "utf-8"
    bom: bytes = b""
    stray_bytes: bool = False

    def encode(self, text: str) -> bytes:
        """Return the bytes of `text`; what was decoded comes back to the byte.

        Raises:
            GlossaryError: the encoding has no such letter.
        """
        try:
            return self.bom + text.encode(self.name, "surrogateescape" if self.stray_bytes else "strict")
        except UnicodeEncodeError as error:
            letter = text[error.start]
            raise GlossaryError(
                f"{letter!r} cannot be written in {self.name}",
                remedy="save the glossary as UTF-8 in your spreadsheet or editor first",
            ) from error


def decode_table(content: bytes, *, path: str = "") -> tuple[str, Encoding]:
    """Return the text of a glossary file and its encoding.

    Order: byte order mark; UTF-16 without one; UTF-8; the code pages of the scripts that the header names.
    A file that is UTF-8 except for a few lines is kept as such, its stray bytes as lone surrogates.

    Raises:
        GlossaryError: it is a workbook or another binary file, or fits no encoding.
    """
    _refuse_binary(content, path)
    for bom, name in _BOMS:
        if content.startswith(bom):
            return _decode_exactly(content[len(bom) :], name, bom, path)
    guessed = _utf16_without_bom(content)
    if guessed:
        return _decode_exactly(content, guessed, b"", path)
    try:
        return content.decode("utf-8"), Encoding()
    except UnicodeDecodeError:
        return _decode_legacy(content, path)


def _refuse_binary(content: bytes, path: str) -> None:
    if content.startswith(b"PK\x03\x04"):
        raise GlossaryError(
            "this is a workbook or archive, not a CSV or TSV",
            path=path,
            remedy="save it as CSV (UTF-8), or run `translate-pipe glossary convert`",
        )
    wide = content.startswith(tuple(bom for bom, _ in _BOMS[1:])) or _utf16_without_bom(content)
    known = content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\x7fELF"))
    if known or (b"\x00" in content and not wide):
        raise GlossaryError(
            "this is a binary file, not a CSV or TSV", path=path, remedy="save it as CSV (UTF-8)"
        )


def _decode_exactly(content: bytes, name: str, bom: bytes, path: str) -> tuple[str, Encoding]:
    try:
        return content.decode(name), Encoding(name, bom)
    except UnicodeDecodeError as error:
        if name == "utf-8":
            return content.decode(name, "surrogateescape"), Encoding(name, bom, stray_bytes=True)
        raise GlossaryError(
            f"the file begins as {name} but breaks off at byte {error.start}",
            path=path,
            remedy="save it again from the program that made it",
        ) from error


def _utf16_without_bom(content: bytes) -> str:
    """Return the UTF-16 flavour that the zero bytes of ASCII characters betray, or ""."""
    sample = content[:_SAMPLE]
    if len(content) % 2 or b"\x00" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # Delimiters, line ends and the header are ASCII, so some zeros stand on one side only.
    if odd > 4 and odd > 8 * even:
        return "utf-16-le"
    if even > 4 and even > 8 * odd:
        return "utf-16-be"
    return ""


def _decode_legacy(content: bytes, path: str) -> tuple[str, Encoding]:
    lines = content.splitlines()
    foreign = [line for line in lines if not line.isascii()]
    broken = [line for line in foreign if not _is_utf8(line)]
    if len(broken) * 2 < len(foreign):
        return content.decode("utf-8", "surrogateescape"), Encoding(stray_bytes=True)
    scripts = _header_scripts(lines[:20])
    sample = b"\n".join(broken)[: _SAMPLE * 4]
    name = guess_code_page(sample, scripts)
    if not name:
        raise GlossaryError(
            "the encoding of the file cannot be told", path=path, remedy="save the glossary as UTF-8"
        )
    try:
        return content.decode(name), Encoding(name)
    except UnicodeDecodeError:
        # The sample fitted but a later byte has no letter in that code page.
        return content.decode(name, "surrogateescape"), Encoding(name, stray_bytes=True)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _header_scripts(lines: list[bytes]) -> list[str]:
    """Return the scripts of the locales in the first line that names any, Latin last."""
    for line in lines:
        cells = [cell.strip(' "') for cell in _split_any(line.decode("latin-1"))]
        scripts = [script_of(cell) for cell in cells if cell.isascii() and cell and is_locale(cell)]
        if scripts:
            return sorted(set(scripts), key=lambda script: (script == "Latn", script))
    return []


def _split_any(line: str) -> list[str]:
    return line.replace(";", ",").replace("\t", ",").split(",")


def guess_code_page(sample: bytes, scripts: list[str]) -> str:
    """Return the code page that makes words of `sample`: letters of the script, no capitals inside a word.

    `scripts` are ISO 15924 codes; without any, Cyrillic and Latin are tried. "" if nothing fits.
    """
    best, best_score = "", 0.0
    for script in [*scripts, *(s for s in ("Cyrl", "Latn") if s not in scripts)]:
        for page in _LEGACY.get(script, ()):
            try:
                # A multi-byte sample may be cut in the middle of its last character.
                text = codecs.getincrementaldecoder(page)().decode(sample)
            except UnicodeDecodeError:
                continue
            score = _plausibility(text, script)
            if script in scripts:
                score += 0.05
            if score > best_score + 1e-9:
                best, best_score = page, score
    return best if best_score > 0.5 else ""


def _plausibility(text: str, script: str) -> float:
    """Return the share of non-ASCII characters that look right, less a fine for capitals inside words."""
    words = _SCRIPT_WORDS[script]
    foreign = good = bad = 0
    before = ""
    for character in text:
        if not character.isascii():
            foreign += 1
            name = unicodedata.name(character, "")
            if name.startswith(words) or character in "«»„“”‘’–—…№\xa0":
                good += 1
            if before.isalpha() and before.islower() and character.isupper():
                bad += 1
        before = character
    return (good - 2 * bad) / foreign if foreign else 0.0

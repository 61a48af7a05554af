"""Bytes go in, text and the name of its encoding come out; and the way back."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from translate_pipe.errors import ArticleError, UsageError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (perhaps a DOCX)"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
)
# What charset-normalizer may choose from; without the list it also proposes IBM mainframe code pages.
_CANDIDATES = [
    "cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "cp1252", "iso8859_15", "cp1250", "iso8859_2",
    "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
_CYRILLIC = ("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic")
# The fourteen letters that make up three quarters of Russian, Ukrainian and Bulgarian prose.
_FREQUENT = frozenset("оеаинтсрвлкмдпіу")
_LETTERS = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў")
# The bytes above ASCII that English prose has in Windows-1252: quotes, dashes, ellipsis, ©, °, ², £, é, ï …
_WESTERN_SIGNS = frozenset(
    b"\x80\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa3\xa7\xa9\xab\xb0\xb2\xb3\xb7\xbb\xbd"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file; `encoding` is Python's name of it, `mark` the byte order mark it began with."""

    text: str
    encoding: str
    mark: bytes = b""


def _byte_order_mark(content: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return mark, encoding
    return b"", ""


def decode(content: bytes, *, name: str, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """Return the text of `content`: by the given encoding, a byte order mark, UTF-8, or a well-founded guess.

    Args:
        encoding: the one the user names; it decides.
        declared: the one the file itself names (HTML, XML); it decides unless a mark contradicts it.

    Raises:
        ArticleError: the bytes are no text, or not in that encoding.
        UsageError: there is no such encoding.
    """
    _refuse_binary(content, name)
    mark, marked = _byte_order_mark(content)
    if encoding is not None:
        chosen = _codec(encoding)
        if chosen in ("utf-16", "utf-32"):
            chosen = marked if marked.startswith(chosen) else f"{chosen}-le"
        return _decode_strictly(content, mark if chosen == marked else b"", chosen, name)
    if marked:
        return _decode_strictly(content, mark, marked, name)
    found = _declared_codec(declared) or _wide(content) or _utf8(content) or _guess(content)
    if found is None:
        raise ArticleError(
            "cannot tell the encoding of the text",
            path=name,
            remedy="name it with --encoding, for example --encoding windows-1251, or save the file as UTF-8",
        )
    return _decode_strictly(content, b"", found, name)


def encode_parts(parts: Iterable[str], encoding: str, mark: bytes = b"") -> Iterator[bytes]:
    """Yield what `encode` returns of the parts together; UTF-8 holds all, so nothing is gathered for it."""
    if encoding != "utf-8":
        yield encode("".join(parts), encoding, mark)[0]
        return
    yield mark
    for part in parts:
        yield part.encode()


def encode(text: str, encoding: str, mark: bytes = b"") -> tuple[bytes, str]:
    """Return `text` in `encoding` with its mark, or in UTF-8 if that cannot hold it; and which it was."""
    try:
        return mark + text.encode(encoding), encoding
    except UnicodeEncodeError:
        return text.encode("utf-8"), "utf-8"


def _codec(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name.removesuffix("-sig")
    except LookupError:
        raise UsageError(
            f"unknown encoding {encoding!r}", remedy="name one such as utf-8, utf-16, windows-1251 or koi8-r"
        ) from None


def _declared_codec(declared: str | None) -> str | None:
    """Return the codec for the label of a file, as browsers read it: Latin-1 means Windows-1252."""
    try:
        codec = codecs.lookup((declared or "").strip()).name
    except (LookupError, ValueError):
        return None
    if codec.startswith(("utf-16", "utf-32")):
        return None  # the label could be read as ASCII, so it is wrong
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-8-sig": "utf-8"}.get(codec, codec)


def _decode_strictly(content: bytes, mark: bytes, encoding: str, name: str) -> Decoded:
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        place = error.start + len(mark)
        line = content.count(b"\n", 0, place) + 1
        raise ArticleError(
            f"byte 0x{content[place]:02X} at offset {place} is not {encoding}",
            path=name,
            line=line,
            remedy="name the right encoding with --encoding, or save the file as UTF-8",
        ) from None
    if "\0" in text or _share_of_controls(text) > 0.02:
        raise ArticleError(
            f"holds control characters when read as {encoding}: it is no text, or in another encoding",
            path=name,
            remedy="give the text itself, or name its encoding with --encoding",
        )
    return Decoded(text, encoding, mark)


def _share_of_controls(text: str) -> float:
    controls = sum(1 for char in text if char < " " and char not in "\t\n\r\f\v\x1b")
    return controls / len(text) if text else 0.0


def _refuse_binary(content: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if content.startswith(magic):
            raise ArticleError(
                f"is {what}, not text",
                path=name,
                remedy="export it as DOCX, HTML or text; set --input-format if only its name is wrong",
            )


def _wide(content: bytes) -> str | None:
    """Return UTF-16 without a mark: every other byte of Latin text is zero, of Cyrillic text is 4."""
    if len(content) < 4 or len(content) % 2:
        return None
    even, odd = Counter(content[0::2]), Counter(content[1::2])
    half = len(content) // 2
    for high, low, codec in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if high[0] + high[4] + high[0x20] > 0.9 * half and high[0] > 0 and low[0] < 0.1 * half:
            return codec
    return None


def _utf8(content: bytes) -> str | None:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _guess(content: bytes) -> str | None:
    """Return a legacy encoding: Cyrillic by the frequency of its letters, others by charset-normalizer."""
    letters = sum(1 for byte in content if byte >= 0x80 or chr(byte).isalpha())
    high = [byte for byte in content if byte >= 0x80]
    if all(byte in _WESTERN_SIGNS for byte in high) and len(high) < 0.2 * letters:
        return "cp1252"
    if len(high) > 0.5 * letters:
        cyrillic = max(
            _CYRILLIC, key=lambda codec: (_cyrillic_score(content, codec), -_CYRILLIC.index(codec))
        )
        if _cyrillic_score(content, cyrillic) > 0.5:
            return cyrillic
    from charset_normalizer import from_bytes

    match = from_bytes(content, cp_isolation=_CANDIDATES, threshold=0.35, enable_fallback=False).best()
    if match is None:
        return None
    if content.decode("cp1252", errors="ignore") == str(match):
        return "cp1252"  # the same text in a code page that holds more of the western languages
    return codecs.lookup(match.encoding).name


def _cyrillic_score(content: bytes, codec: str) -> float:
    """Return how much what is not ASCII looks like Cyrillic prose, from -1 to 1."""
    text = content.decode(codec, errors="replace")
    outside = [char for char in text if char >= "\x80" and char not in "«»—–“”„’…№\u00a0"]
    frequent = sum(1 for char in outside if char in _FREQUENT)
    foreign = sum(1 for char in outside if char.lower() not in _LETTERS)
    return (frequent - foreign) / len(outside) if outside else 0.0

"""Markdown: headings, paragraphs, list items, cells and captions are translated; all else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from translate_pipe.article.build import build_document
from translate_pipe.article.encoding import Decoded, decode, encode
from translate_pipe.article.front_matter import PROSE_KEYS
from translate_pipe.article.html_links import Move
from translate_pipe.article.markdown_captions import fill_holes
from translate_pipe.article.markdown_links import move_links
from translate_pipe.article.markdown_parse import Raw, Slot, find_slots, slot_contents
from translate_pipe.article.weave import BlockTarget, walk
from translate_pipe.article.wrap import display_width, wrap_words
from translate_pipe.errors import ArticleError
from translate_pipe.model import Document, Mark, Span

_SPACES = re.compile(r"[ \t\r\n]+")
# Each level escapes more than the one before; the lowest at which the text reads back is used.
_ESCAPES = (
    re.compile(
        r"\\(?=[!-/:-@\[-`{-~]|\Z)|(?<![\s])\*|\*(?![\s]|\Z)|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|`|<(?=[A-Za-z/!?])|&(?=#?\w+;)"
    ),
    re.compile(r"[\\*_`<&\[\]!~$^{}]"),
    re.compile(r"[!-/:-@\[-`{-~]"),
)
_BY_TAGS = len(_ESCAPES)
_LINE_START = re.compile(
    r"(?:#{1,6}(?=\s|$)|[-+*](?=\s|$)|>|={1,}\s*$|-{2,}|`{3}|~{3}|\d{1,9}(?=[.)](?:\s|$))|\[|\||:)"
)
_HELD = "\0"
"""Stands for a space at which a line must not be broken; no decoded text holds it."""
_TAGS = {"bold": ("<strong>", "</strong>"), "italic": ("<em>", "</em>"), "strike": ("<del>", "</del>")}


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into a slot: its text with marks, and the texts of its captions by (mark, attribute)."""

    text: str
    marks: tuple[Mark, ...]
    captions: dict[tuple[str, str], str]
    changed: bool


def read_markdown(
    content: bytes, *, name: str, encoding: str | None, keys: Collection[str] | None = None
) -> Document:
    """Return the article without its markup; code is left out.

    Args:
        keys: the keys of the front matter whose values are translated, None for those that hold prose.
    """
    decoded = decode(content, name=name, encoding=encoding)
    contents = [
        content
        for _, content in slot_contents(find_slots(decoded.text, keys=PROSE_KEYS if keys is None else keys))
    ]
    return build_document(contents, name=name, format_name="md", encoding=decoded.encoding, origin=content)


def write_markdown(document: Document, targets: Sequence[BlockTarget], *, move: Move | None = None) -> bytes:
    """Return the file with the inline content of each changed block written anew.

    Args:
        move: changes the addresses of links.

    Raises:
        ArticleError: the result would not read back as the same blocks.
    """
    filled = fill_markdown(document, targets)
    text = filled.text if move is None else move_links(filled.text, move)
    return encode(text, document.encoding, filled.decoded.mark)[0]


@dataclass(frozen=True, slots=True)
class Filled:
    """A file with its slots filled: the result in `text`, and by slot what filled it and how it is escaped.

    `keys` are those of the front matter whose values are slots.
    """

    decoded: Decoded
    slots: list[Slot]
    fillings: list[Filling]
    levels: list[int]
    keys: frozenset[str]
    text: str

    @property
    def newline(self) -> str:
        """Return how the file ends its lines."""
        return "\r\n" if "\r\n" in self.decoded.text else "\n"


def fill_markdown(document: Document, targets: Sequence[BlockTarget]) -> Filled:
    """Return the file with the inline content of each changed block written anew, so that it reads back.

    Raises:
        ArticleError: the result would not read back as the same blocks.
    """
    decoded = decode(document.origin, name=document.name, encoding=document.encoding)
    # What a reader took of the front matter stands in the addresses.
    keys = frozenset(block.address.partition("#")[2] for block in document.blocks if "#" in block.address)
    slots = find_slots(decoded.text, keys=keys)
    fillings = _collect(slots, targets)
    expected = [
        (content.kind, _collapse(content.text))
        for _, content in slot_contents([_preview(s, f) for s, f in zip(slots, fillings, strict=True)])
    ]
    levels = [0] * len(slots)
    filled = Filled(decoded, slots, fillings, levels, keys, "")
    while True:
        text = _apply(decoded.text, slots, fillings, levels, filled.newline)
        found = [
            (number, (content.kind, _collapse(content.text)))
            for number, content in slot_contents(find_slots(text, keys=keys))
        ]
        if [content for _, content in found] == expected:
            break
        worse = _differing(fillings, found, expected)
        if all(levels[number] == _BY_TAGS for number in worse):
            if len(found) != len(expected):
                raise ArticleError(
                    f"the translated Markdown would have {len(found)} blocks instead of {len(expected)}",
                    path=document.name,
                    remedy="look for Markdown signs at the start of a target, such as `1.` or `#`",
                )
            break
        for number in worse:
            levels[number] = min(levels[number] + 1, _BY_TAGS)
    return replace(filled, text=text)


def _collapse(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _collect(slots: Sequence[Slot], targets: Sequence[BlockTarget]) -> list[Filling]:
    """Return one filling per slot from the targets, which come in the order of `slot_contents`."""
    queue = iter(targets)
    fillings: list[Filling] = []
    for slot in slots:
        main = next(queue) if slot.has_text else BlockTarget(slot.text, tuple(slot.marks), False)
        captions = {(caption.mark, caption.attribute): next(queue) for caption in slot.captions}
        changed = main.changed or any(target.changed for target in captions.values())
        texts = {key: _collapse(target.text) for key, target in captions.items()}
        fillings.append(Filling(main.text, main.marks, texts, changed))
    return fillings


def _preview(slot: Slot, filling: Filling) -> Slot:
    """Return the slot as it ought to read back."""
    kinds = {mark.id: mark for mark in slot.marks}
    code = [m.span for m in filling.marks if m.id in kinds and kinds[m.id].span in slot.protected]
    captions = [
        replace(caption, text=filling.captions[caption.mark, caption.attribute]) for caption in slot.captions
    ]
    captions = [caption for caption in captions if any(char.isalpha() for char in caption.text)]
    return replace(slot, text=filling.text, marks=list(filling.marks), protected=code, captions=captions)


def _differing(
    fillings: Sequence[Filling],
    found: Sequence[tuple[int, tuple[str, str]]],
    expected: Sequence[tuple[str, str]],
) -> list[int]:
    """Return the numbers of the changed slots that did not read back, or of all if the count differs."""
    changed = [number for number, filling in enumerate(fillings) if filling.changed]
    if len(found) != len(expected):
        return changed
    wrong = {number for (number, text), wanted in zip(found, expected, strict=True) if text != wanted}
    return [number for number in changed if number in wrong] or changed


def _apply(
    text: str, slots: Sequence[Slot], fillings: Sequence[Filling], levels: Sequence[int], newline: str
) -> str:
    parts: list[str] = []
    position = 0
    for slot, filling, level in zip(slots, fillings, levels, strict=True):
        if filling.changed:
            rendered = render_slot(slot, filling, level, newline)
            parts += [text[position : slot.start], rendered]
            position = slot.end
            if slot.kind == "table-cell":
                padding, position = _pad(text, slot, rendered)
                parts.append(padding)
    return "".join([*parts, text[position:]])


def _pad(text: str, slot: Slot, rendered: str) -> tuple[str, int]:
    """Return the spaces behind a cell and where they end in the source, so that its column stays aligned.

    A cell without padding (at most one space behind it) keeps what it has.
    """
    end = slot.end
    while text[end : end + 1] == " ":
        end += 1
    if end - slot.end < 2:
        return "", slot.end
    width = display_width(text[slot.start : slot.end]) + end - slot.end
    return " " * max(width - display_width(rendered), 1), end


def render_slot(slot: Slot, filling: Filling, level: int, newline: str) -> str:
    """Return the inline Markdown of a slot."""
    if slot.write is not None:
        return slot.write(_collapse(filling.text))
    parts: list[str] = []
    marks = _trimmed(filling.text, filling.marks)
    code = ""
    for event in walk(filling.text, marks):
        mark = event.mark
        if event.kind == "text":
            parts.append("" if code else _escape(_SPACES.sub(" ", event.text), level, html=slot.html))
        elif mark is None:
            continue
        elif mark.kind == "break":
            parts.append(slot.raw[mark.id].opener or _hold(slot.hard_break) + "\n")
        elif event.kind == "point":
            parts.append(_hold(_point(slot, mark, filling, level)) + dict(mark.attributes).get("after", ""))
        elif event.kind == "open":
            if mark.kind == "code":
                parts.append(_hold(_code(_collapse(mark.span.of(filling.text)))))
                code = mark.id
            else:
                parts.append(_hold(_pair(slot, mark, filling, level).opener))
        elif mark.id == code:
            code = ""
        else:
            parts.append(_hold(_pair(slot, mark, filling, level).closer))
    hard_break = _hold(slot.hard_break)
    lines = [line.strip(" ") for line in "".join(parts).split("\n")]
    # A line that holds nothing but its break would end the paragraph, and no break may end it either.
    lines = [line for line in lines if line.removesuffix(hard_break)] or [""]
    lines[-1] = lines[-1].removesuffix(hard_break)
    if slot.kind != "table-cell" and not slot.html:
        lines = [_guard(line) for line in lines]
    if slot.width:
        lines = [part for line in lines for part in _wrap(line, slot)]
    rendered = (newline + slot.margin).join(lines).replace(_HELD, " ")
    if slot.kind == "table-cell":
        return rendered.replace("|", "\\|")
    # Above a line of dashes even an escaped bar begins a table.
    return rendered.replace("\\|", "&#124;") if level == _BY_TAGS and not slot.html else rendered


def _trimmed(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks without white space at their ends, which emphasis must not have."""
    kept: list[Mark] = []
    for mark in marks:
        if not mark.span or mark.kind == "break":
            kept.append(mark)
            continue
        inner = mark.span.of(text)
        start = mark.span.start + len(inner) - len(inner.lstrip())
        if inner.strip():
            kept.append(replace(mark, span=Span(start, start + len(inner.strip()))))
    return kept


def _escape(text: str, level: int, *, html: bool = False) -> str:
    """Return the text with what would be markup escaped."""
    if html and not level:
        return re.sub(r"<(?=[A-Za-z/!?])", "&lt;", re.sub(r"&(?=#?\w+;)", "&amp;", text))
    return _ESCAPES[min(level, len(_ESCAPES) - 1)].sub(
        lambda match: "&amp;" if match.group() == "&" else "\\" + match.group(), text
    )


def _guard(line: str) -> str:
    """Escape what would begin a heading, a list or the like at the start of a line."""
    match = _LINE_START.match(line)
    if match is None or line.startswith(("[", "|", ":")):
        return line
    if match.group()[0].isdigit():
        return line[: match.end()] + "\\" + line[match.end() :]
    return "\\" + line


def _wrap(line: str, slot: Slot) -> list[str]:
    return wrap_words(
        line.split(" "),
        slot.width,
        first=len(slot.margin),
        rest=len(slot.margin),
        may_begin_line=lambda word: not re.match(r"[-+*#>=|~`<\[:{$]|\d+\\?[.)]", word),
    )


def _hold(markup: str) -> str:
    return markup.replace(" ", _HELD)


def _code(text: str) -> str:
    fence = "`"
    while re.search(rf"(?<!`){fence}(?!`)", text):
        fence += "`"
    pad = " " if text.startswith("`") or text.endswith("`") or (text[:1] == text[-1:] == " ") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _pair(slot: Slot, mark: Mark, filling: Filling, level: int) -> Raw:
    raw = slot.raw[mark.id]
    raw = Raw(_filled(raw, mark, filling), raw.closer)
    attributes = dict(mark.attributes)
    if level == _BY_TAGS and mark.kind in _TAGS and "tag" not in attributes:
        return Raw(*_TAGS[mark.kind])
    if mark.kind != "link" or "tag" in attributes:
        return raw
    href = attributes["href"]
    if raw.opener == "<" and mark.span.of(filling.text) in (href, href.removeprefix("mailto:")):
        return raw
    return Raw("[", "]" + _target(attributes, filling.captions.get((mark.id, "title"))))


def _filled(raw: Raw, mark: Mark, filling: Filling) -> str:
    """Return the opener of a mark with the targets of what people read in it."""
    texts = [
        (hole, text)
        for number, hole in enumerate(raw.holes)
        if (text := filling.captions.get((mark.id, f"hole:{number}"), hole.text)) != hole.text
    ]
    return fill_holes(raw.opener, texts)


def _point(slot: Slot, mark: Mark, filling: Filling, level: int) -> str:
    if mark.kind in (*_TAGS, "code") and "tag" not in dict(mark.attributes):
        return ""  # emphasis of nothing, and code of nothing, have no notation
    if mark.kind != "image":
        raw = _pair(slot, mark, filling, level)
        return raw.opener + raw.closer
    attributes = dict(mark.attributes)
    alternative = filling.captions.get((mark.id, "alt"), attributes["alt"])
    return f"![{_escape(alternative, max(level, 1))}]" + _target(
        {**attributes, "href": attributes["src"]}, filling.captions.get((mark.id, "title"))
    )


def _target(attributes: dict[str, str], title: str | None) -> str:
    """Return what follows the brackets of a link or image: `(address "title")` or `[label]`."""
    if "label" in attributes:
        return f"[{attributes['label']}]"
    address = re.sub(r"\\(?=[!-/:-@\[-`{-~])", r"\\\\", attributes["href"]).replace("\n", "%0A")
    address = re.sub(r"&(?=#?\w+;)", "&amp;", address)
    if re.search(r"[\s<>\x00-\x1f]", address) or not re.fullmatch(r"(?:[^()]|\([^()]*\))+", address):
        address = "<" + re.sub(r"([<>])", r"\\\1", address) + ">"
    title = title if title is not None else attributes.get("title")
    if not title:
        return f"({address})"
    quoted = re.sub(r'(["\\])', r"\\\1", title)
    return f'({address} "{quoted}")'

"""Markdown goes in; its translatable stretches come out, each with its exact place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from translate_pipe.article.build import Content, MarkNames, order_marks
from translate_pipe.article.front_matter import PROSE_KEYS, find_front_values, front_matter_end
from translate_pipe.article.html_parse import find_slots as find_html_slots
from translate_pipe.article.markdown_blocks import add_block_rules, is_mdx
from translate_pipe.article.markdown_captions import READABLE, Hole, find_holes, tag_value
from translate_pipe.article.markdown_inline import add_inline_rules, find_tags
from translate_pipe.article.whole_words import is_note_sign
from translate_pipe.model import BlockKind, Mark, MarkKind, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINE_END = re.compile(r"\r\n?|\n")
_ATTRIBUTE_LIST = re.compile(r"[ \t]*\{[#.:][^{}\n]*\}[ \t]*$")
_TASK = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
_ALERT = re.compile(r"\[![\w|-]+\][+-]?[ \t]*([^\n]*)(?:\n|\Z)")
_PIPE = re.compile(r"(?<!\\)\|")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_TAG_KINDS: dict[str, MarkKind] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strike", "del": "strike", "a": "link",
}  # fmt: skip
_TOKEN_KINDS: dict[str, MarkKind] = {"strong_open": "bold", "em_open": "italic", "s_open": "strike"}
# A list, a table or a fence within HTML: its lines are not to be joined.
_BLOCK_MARKUP = re.compile(
    r"^[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|>|\||`{3}|~{3}|:{3})", re.MULTILINE
)
_CODE_IN_BRACES = re.compile(r"\{[^{}]*(?:=>|&&|\|\||\?|\.map\()|=>|\}\)?\}")
_CODE_TAGS = ("page", "code", "kbd", "samp", "var", "tt")


@dataclass(frozen=True, slots=True)
class Raw:
    """How a mark is written: what opens and closes it, or (a point) what stands there."""

    opener: str
    closer: str = ""
    holes: tuple[Hole, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """A text of its own inside a mark's markup: the alternative text of an image, the title of a link.

    `attribute` is `hole:N` where it is the N-th hole of the mark's opener.
    """

    mark: str
    attribute: str
    text: str


@dataclass(slots=True)
class Slot:
    """The inline content of one heading, paragraph or cell: the source range that its translation replaces.

    `margin` is what each further line begins with (`> `, spaces); `width` is the widest line of a paragraph
    that is wrapped in the source, else 0. `write` is there for a text without markup, such as the value of
    an attribute or of a key of the front matter (`key`); in `html` no line begins with a sign that counts.
    """

    kind: BlockKind
    start: int
    end: int
    margin: str
    width: int
    hard_break: str
    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    protected: list[Span] = field(default_factory=list)
    raw: dict[str, Raw] = field(default_factory=dict)
    captions: list[Caption] = field(default_factory=list)
    write: Callable[[str], str] | None = None
    html: bool = False
    key: str = ""

    @property
    def has_text(self) -> bool:
        """Tell whether anything in it can be translated, code apart."""
        inside = {position for span in self.protected for position in range(span.start, span.end)}
        return any(char.isalnum() for place, char in enumerate(self.text) if place not in inside)


def find_slots(text: str, *, keys: Collection[str] = PROSE_KEYS) -> list[Slot]:
    """Return the slots of a Markdown text in source order.

    Args:
        keys: the keys of the front matter whose values are slots.
    """
    return _Finder(text).find(keys)


class Lines:
    """A text in its normal form (see `_normalise`), and where its lines begin there and in the original."""

    def __init__(self, text: str) -> None:
        self.normal, self.starts = _normalise(text)
        self.lines = self.normal.split("\n")
        self.line_starts = [0]
        for line in self.lines:
            self.line_starts.append(self.line_starts[-1] + len(line) + 1)

    def place(self, span: Span) -> Span:
        """Return where a stretch of the normal text stands in the original."""
        ends = [bisect_right(self.line_starts, place) - 1 for place in (span.start, span.end)]
        start, end = (
            self.starts[line] + place - self.line_starts[line]
            for line, place in zip(ends, (span.start, span.end), strict=True)
        )
        return Span(start, end)


class _Finder(Lines):
    """Finds the slots of one text; lines and columns are those of its normal form."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.front = front_matter_end(self.normal)
        self.skipped = self.normal.count("\n", 0, self.front)
        self.names = MarkNames()
        self.env: dict[str, object] = {}
        self.parser = make_parser(mdx=is_mdx(self.normal[self.front :]))
        self.slots: list[Slot] = []

    def find(self, keys: Collection[str]) -> list[Slot]:
        """Return the slots in source order."""
        for value in find_front_values(self.normal, keys):
            self._simple(value.kind, value.span, value.text, value.write, key=value.key)
        tokens = self.parser.parse("\n".join(self.lines[self.skipped :]), self.env)
        for kind, token, cell, first in _block_tokens(tokens):
            line = (token.map or [0])[0] + self.skipped
            end = (token.map or [0, 0])[1] + self.skipped
            if token.type == "html_block":
                self._html(line, end)
            elif token.type == "kept_block":
                self._attributes(Span(self.line_starts[line], self.line_starts[end] - 1))
            elif token.type == "title":
                start = int(token.meta["column"])
                found = Span(start, start + len(token.content))
                kind = "paragraph" if self.lines[line].lstrip().startswith("*[") else "heading"
                self._inline(
                    _make_slot(kind, token.content, line, found, self.lines, self.starts), token.content
                )
            else:
                self._text(kind, token.content, line, cell, first)
        return sorted(self.slots, key=lambda slot: slot.start)

    def _text(self, kind: BlockKind, content: str, line: int, cell: int, first: bool) -> None:
        if kind == "quote" and (alert := _ALERT.match(content)):
            if alert.group(1).strip():
                self._text("heading", alert.group(1).strip(), line, -1, False)
            content, line = content[alert.end() :], line + 1
        slot = _locate(kind, content, line, cell, self.lines, self.starts)
        if slot is not None:
            self._inline(slot, _trim(slot, content, first))

    def _inline(self, slot: Slot, content: str) -> None:
        parsed: list[Token] = []
        self.parser.inline.parse(content, self.parser, self.env, parsed)
        _Reader(slot, self.names, re.findall(r"\[([^\[\]]+)\]", content)).read(parsed)
        self.slots.append(slot)

    def _simple(
        self, kind: BlockKind, span: Span, text: str, write: Callable[[str], str], *, key: str = ""
    ) -> None:
        place = self.place(span)
        self.slots.append(Slot(kind, place.start, place.end, "", 0, "", text=text, write=write, key=key))

    def _attributes(self, area: Span) -> None:
        """Take what people read in the attributes of tags and shortcodes that stand alone."""
        text = area.of(self.normal)
        tags = list(find_tags(text)) if text.lstrip(" >").startswith("<") else [(0, len(text))]
        for start, end in tags:
            for hole in find_holes(text[start:end]):
                self._simple("caption", hole.span.shift(area.start + start), hole.text, hole.write)

    def _html(self, first: int, end: int) -> None:
        """Take the prose and the readable attributes of a block of HTML, whose text may hold Markdown."""
        area = Span(self.line_starts[first], max(self.line_starts[end] - 1, self.line_starts[first]))
        text = area.of(self.normal)
        if any(line.lstrip().startswith(">") for line in text.split("\n")):
            return  # the signs of a quotation would be taken for text
        taken: list[Span] = []
        found = find_html_slots(_mask(text))
        for slot in found:
            raw = slot.span.of(text)
            if slot.attribute or _CODE_IN_BRACES.search(raw):
                continue
            if _BLOCK_MARKUP.search(raw if slot.span.start == 0 else raw.partition("\n")[2]):
                continue
            place = self.place(slot.span.shift(area.start))
            self._inline(Slot(slot.kind, place.start, place.end, "", 0, "", html=True), raw)
            taken.append(slot.span)
        for slot in found:
            place_in = bisect_right(taken, slot.span.start, key=lambda span: span.start) - 1
            inside = place_in >= 0 and taken[place_in].contains(slot.span)
            if slot.attribute in READABLE and not inside and not re.search(r"\{\{|\{%", slot.text):
                quote = slot.span.of(text)[:1]
                if quote in ("'", '"') and "{" not in slot.span.of(text):
                    self._simple("caption", slot.span.shift(area.start), slot.text, tag_value(quote))


def _mask(text: str) -> str:
    """Return HTML with the expressions in the tags of JSX, and template tags, made harmless; same length."""
    parts, position = [], 0
    for start, end in find_tags(text):
        tag = re.sub(r"\{.*\}", lambda match: "x" * len(match.group()), text[start:end], flags=re.DOTALL)
        parts += [text[position:start], tag]
        position = end
    text = "".join([*parts, text[position:]])
    return re.sub(
        r"\{\{.*?\}\}|\{%.*?%\}",
        lambda match: "{" + "x" * (len(match.group()) - 2) + "}",
        text,
        flags=re.DOTALL,
    )


def slot_contents(slots: Sequence[Slot]) -> list[tuple[int, Content]]:
    """Return what there is to translate: the text of each slot, then its captions, with the slot's number."""
    contents: list[tuple[int, Content]] = []
    for number, slot in enumerate(slots):
        if slot.has_text:
            address = f"{number}#{slot.key}" if slot.key else str(number)
            contents.append(
                (number, Content(slot.kind, slot.text, address, tuple(slot.marks), tuple(slot.protected)))
            )
        for caption in slot.captions:
            address = f"{number}:{caption.mark}:{caption.attribute}"
            contents.append((number, Content("caption", caption.text, address)))
    return contents


def _normalise(text: str) -> tuple[str, list[int]]:
    """Return the text with `\\n` as the only line end, and where each line starts in the original."""
    starts, lines, position = [0], [], 0
    for match in _LINE_END.finditer(text):
        lines.append(text[position : match.start()])
        position = match.end()
        starts.append(position)
    lines.append(text[position:])
    return "\n".join(lines).replace("\0", "\ufffd"), starts


def make_parser(*, mdx: bool) -> MarkdownIt:
    """Return a parser of blocks that knows the dialects; inline content is left to be parsed by itself."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"store_labels": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.use(deflist_plugin)
    add_block_rules(parser)
    add_inline_rules(parser)
    if mdx:
        parser.block.ruler.disable("code")
    # Inline content is parsed slot by slot, after what is no text has been cut off.
    parser.core.ruler.disable(["inline", "text_join"])
    # Addresses are written back as they were read, and never opened: nothing to normalise or forbid.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def _block_tokens(tokens: Sequence[Token]) -> Iterator[tuple[BlockKind, Token, int, bool]]:
    """Yield each token with text or markup to read, as four things.

    They are its kind, the token, the number of the cell in its row or -1, and whether it is the first in a
    list item.
    """
    stack: list[str] = []
    cell, before = -1, ""
    for token in tokens:
        if token.type == "tr_open":
            cell = -1
        elif token.type in ("th_open", "td_open"):
            cell += 1
        if token.type == "inline":
            inside = stack[-1] if stack else ""
            kind: BlockKind = "paragraph"
            if inside == "heading":
                kind = "heading"
            elif inside in ("th", "td"):
                kind = "table-cell"
            elif "list_item" in stack or inside in ("dt", "dd"):
                kind = "list-item"
            elif "blockquote" in stack:
                kind = "quote"
            yield kind, token, cell if kind == "table-cell" else -1, before == "list_item_open"
        elif token.type in ("html_block", "kept_block", "title"):
            yield "paragraph", token, -1, False
        elif token.nesting == 1:
            if token.type != "paragraph_open":
                before = token.type
            stack.append(token.type.removesuffix("_open"))
        elif token.nesting == -1:
            before = token.type
            stack.pop()


def _locate(
    kind: BlockKind, content: str, first: int, cell: int, lines: Sequence[str], starts: Sequence[int]
) -> Slot | None:
    """Return an empty slot where `content` stands from line `first` on, or None if it holds nothing."""
    if not content.strip():
        return None
    parts = content.split("\n")
    found = (
        _find_cell(lines[first], cell, content) if cell >= 0 else _find_end(lines[first], parts[0].strip())
    )
    if found is None:
        return None
    slot = _make_slot(kind, content, first, found, lines, starts)
    if cell >= 0:
        slot.width = 0
    return slot


def _make_slot(
    kind: BlockKind, content: str, first: int, found: Span, lines: Sequence[str], starts: Sequence[int]
) -> Slot:
    """Return an empty slot for a content that begins at `found` in line `first`."""
    parts = content.split("\n")
    last = first + len(parts) - 1
    return Slot(
        kind=kind,
        start=starts[first] + found.start,
        end=starts[last] + (found.end if last == first else len(lines[last].rstrip())),
        margin=re.sub(r"[^>\s]", " ", lines[first][: found.start]),
        width=_wrap_width(lines[first : last + 1]),
        hard_break="\\" if any(line.endswith("\\") for line in parts[:-1]) else "  ",
    )


def _wrap_width(lines: Sequence[str]) -> int:
    """Return the width a paragraph is wrapped at; one line may stick out (an address cannot be broken)."""
    widths = sorted(len(line.rstrip()) for line in lines)
    return widths[-2] if len(widths) > 2 and widths[-1] > 1.25 * widths[-2] else widths[-1]


def _find_end(line: str, content: str) -> Span | None:
    """Return where `content` stands at the end of a line, white space and a heading's closing # apart."""
    for bare in (line.rstrip(), re.sub(r"[ \t]+#+[ \t]*$", "", line).rstrip()):
        if bare.endswith(content):
            return Span(len(bare) - len(content), len(bare))
    return None


def _find_cell(line: str, cell: int, content: str) -> Span | None:
    """Return where the cell's content stands in its row."""
    edges = [match.start() for match in _PIPE.finditer(line)]
    bounds = list(zip([-1, *edges], [*edges, len(line)], strict=True))
    leading = not line[: edges[0]].strip(" \t>") if edges else False
    for shift in (1, 0) if leading or not edges else (0, 1):
        if cell + shift >= len(bounds):
            continue
        left, right = bounds[cell + shift]
        piece = line[left + 1 : right]
        place = piece.rfind(content.replace("|", "\\|"))
        if place >= 0 and (left >= 0 or piece.rstrip().endswith(content.replace("|", "\\|"))):
            start = left + 1 + place
            return Span(start, start + len(content.replace("|", "\\|")))
    return None


def _trim(slot: Slot, content: str, first: bool) -> str:
    """Cut off what is no text: a task's box, an alert's label, the attribute list of a heading."""
    if slot.kind == "list-item" and first and (task := _TASK.match(content)):
        slot.start += task.end()
        slot.margin += " " * task.end()
        return content[task.end() :]
    if slot.kind == "heading" and (attributes := _ATTRIBUTE_LIST.search(content)):
        slot.end -= len(content) - attributes.start()
        return content[: attributes.start()]
    return content


class _Reader:
    """Turns the inline tokens of one slot into its text, marks and captions."""

    def __init__(self, slot: Slot, names: MarkNames, labels: Sequence[str]) -> None:
        self.slot = slot
        # The parser folds the case of the labels of references; these are as they were written.
        self.labels = {label.strip().upper(): label for label in labels}
        self.names = names
        self.parts: list[str] = []
        self.length = 0
        self.open: list[tuple[str, MarkKind, int, Raw, tuple[tuple[str, str], ...], str]] = []

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self._take(token)
        while self.open:
            self._turn_into_point()
        slot = self.slot
        slot.text = "".join(self.parts)
        slot.marks = order_marks(slot.marks)
        if all(token.type != "softbreak" for token in tokens):
            slot.width = 0

    def _add(self, text: str) -> None:
        last = self.slot.marks[-1] if self.slot.marks else None
        between_spaces = text.startswith(" ") and self.parts and self.parts[-1].endswith(" ")
        if between_spaces and last and last.span == Span(self.length, self.length):
            # The text keeps one of the two spaces around a point; the other moves with the point.
            text = text[1:]
            self.slot.marks[-1] = replace(last, attributes=(*last.attributes, ("after", " ")))
        self.parts.append(text)
        self.length += len(text)

    def _take(self, token: Token) -> None:
        if token.type in ("text", "text_special"):
            self._add(token.content)
        elif token.type == "softbreak":
            self._add(" ")
        elif token.type == "hardbreak":
            self._break(Raw(""))
        elif token.type == "code_inline":
            self._code(token)
        elif token.type == "image":
            self._image(token)
        elif token.type == "footnote_ref":
            label = str(token.meta["label"])
            self._point("footnote", Raw(f"[^{label}]"), (("label", label),))
        elif token.type == "html_inline":
            self._html(token.content, whole=bool((token.meta or {}).get("whole")))
        elif token.type == "link_open":
            self._open_link(token)
        elif token.type == "pair_open":
            kind: MarkKind = "link" if token.tag == "link" else "other"
            attributes = (("href", ""), ("tag", token.tag)) if kind == "link" else (("tag", token.tag),)
            self._push(f"<{token.tag}", kind, Raw(token.markup, token.meta["closer"]), attributes)
        elif token.type == "pair_close":
            self._close(f"<{token.tag}")
        elif token.nesting == 1:
            kind = _TOKEN_KINDS.get(token.type, "other")
            self._push(token.type.removesuffix("_open"), kind, Raw(token.markup, token.markup), ())
        elif token.nesting == -1:
            self._close(token.type.removesuffix("_close"))

    def _push(
        self, what: str, kind: MarkKind, raw: Raw, attributes: tuple[tuple[str, str], ...], name: str = ""
    ) -> None:
        self.open.append((what, kind, self.length, raw, attributes, name or self.names.name(kind)))

    def _close(self, what: str, closer: str | None = None) -> bool:
        if what not in [item[0] for item in self.open]:
            return False
        while self.open[-1][0] != what:
            self._turn_into_point()
        _, kind, start, raw, attributes, name = self.open.pop()
        if closer is not None:
            raw = Raw(raw.opener, closer, raw.holes)
        text = "".join(self.parts)
        if what == "<sup" and is_note_sign(text[start:], text[:start]):
            self._note(text, start, raw)
            return True
        self.slot.marks.append(Mark(name, kind, Span(start, self.length), attributes))
        self.slot.raw[name] = raw
        if what.removeprefix("<") in _CODE_TAGS or raw.opener == "<":
            self.slot.protected.append(Span(start, self.length))
        return True

    def _turn_into_point(self) -> None:
        """An HTML tag that nothing closes stands alone."""
        _, _, start, raw, attributes, name = self.open.pop()
        self.slot.marks.append(Mark(name, "other", Span(start, start), attributes))
        self.slot.raw[name] = Raw(raw.opener, "", raw.holes)

    def _note(self, text: str, start: int, raw: Raw) -> None:
        """What is raised behind a word is the sign of a note: a point, not a part of the word."""
        self.parts, self.length = [text[:start]], start
        self.slot.marks = [mark for mark in self.slot.marks if mark.span.start < start or not mark.span]
        self._point("footnote", Raw(raw.opener + text[start:] + raw.closer))

    def _point(self, kind: MarkKind, raw: Raw, attributes: tuple[tuple[str, str], ...] = ()) -> str:
        name = self.names.name(kind)
        if self.open:
            attributes = (*attributes, ("in", self.open[-1][5]))
        self.slot.marks.append(Mark(name, kind, Span(self.length, self.length), attributes))
        self.slot.raw[name] = raw
        return name

    def _break(self, raw: Raw) -> None:
        name = self.names.name("break")
        self.slot.marks.append(Mark(name, "break", Span(self.length, self.length + 1)))
        self.slot.raw[name] = raw
        self._add("\n")

    def _code(self, token: Token) -> None:
        name = self.names.name("code")
        span = Span(self.length, self.length + len(token.content))
        self.slot.marks.append(Mark(name, "code", span))
        self.slot.protected.append(span)
        self.slot.raw[name] = Raw(token.markup, token.markup)
        self._add(token.content)

    def _open_link(self, token: Token) -> None:
        href = str(token.attrs.get("href", ""))
        title = str(token.attrs.get("title", ""))
        label = self._label(token)
        attributes: tuple[tuple[str, str], ...] = (("href", href),)
        if title and not label:
            attributes += (("title", title),)
        if label:
            attributes += (("label", label),)
        name = self.names.name("link")
        autolink = token.markup == "autolink"
        if title and not label and any(char.isalpha() for char in title):
            self.slot.captions.append(Caption(name, "title", title))
        self._push("link", "link", Raw("<", ">") if autolink else Raw("["), attributes, name)

    def _label(self, token: Token) -> str:
        label = str((token.meta or {}).get("label", ""))
        return self.labels.get(label, label) if label else ""

    def _image(self, token: Token) -> None:
        label = self._label(token)
        alternative = _plain_text(token.children or [])
        title = str(token.attrs.get("title", "")) if not label else ""
        attributes = [("src", str(token.attrs.get("src", ""))), ("alt", alternative)]
        attributes += [("title", title)] if title else []
        attributes += [("label", label)] if label else []
        name = self._point("image", Raw("!["), tuple(attributes))
        for attribute, text in (("alt", alternative), ("title", title)):
            if any(char.isalpha() for char in text):
                self.slot.captions.append(Caption(name, attribute, text))

    def _html(self, content: str, *, whole: bool) -> None:
        tag = _TAG.match(content)
        holes = tuple(find_holes(content))
        raw = Raw(content, "", holes)
        if tag is None or whole or content.endswith("/>") or tag.group(2).lower() in ("img", "wbr", "input"):
            self._holes(self._point("other", raw), holes)
        elif tag.group(2).lower() == "br":
            self._break(Raw(content))
        elif tag.group(1):
            if not self._close(f"<{tag.group(2).lower()}", content):
                self._point("other", Raw(content))
        else:
            name = tag.group(2).lower()
            kind = _TAG_KINDS.get(name, "other")
            mark = self.names.name(kind)
            self._holes(mark, holes)
            self._push(f"<{name}", kind, raw, (("tag", name),), mark)

    def _holes(self, mark: str, holes: Sequence[Hole]) -> None:
        for number, hole in enumerate(holes):
            self.slot.captions.append(Caption(mark, f"hole:{number}", hole.text))


def _plain_text(tokens: Sequence[Token]) -> str:
    """Return the text of an image's alternative text, its own markup left out."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.children:
            parts.append(_plain_text(token.children))
        elif token.type != "html_inline":
            parts.append(token.content)
    return "".join(parts)

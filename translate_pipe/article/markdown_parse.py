"""Markdown goes in; its translatable stretches come out, each with its exact place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from translate_pipe.article.build import Content, MarkNames, order_marks
from translate_pipe.model import BlockKind, Mark, MarkKind, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n(?:.*\n)*?\1[ \t]*(?:\n|\Z)")
_LINE_END = re.compile(r"\r\n?|\n")
_ATTRIBUTE_LIST = re.compile(r"[ \t]*\{[#.:][^{}\n]*\}[ \t]*$")
_TASK = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
_ALERT = re.compile(r"\[![A-Za-z]+\][ \t]*(?:\n|\Z)")
_OPAQUE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$(?=\S)[^$\n]*[\\^_={}][^$\n]*(?<=\S)\$(?!\d)", re.DOTALL)
_PIPE = re.compile(r"(?<!\\)\|")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_TAG_KINDS: dict[str, MarkKind] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strike", "del": "strike", "a": "link",
}  # fmt: skip
_TOKEN_KINDS: dict[str, MarkKind] = {"strong_open": "bold", "em_open": "italic", "s_open": "strike"}
_CODE_TAGS = ("code", "kbd", "samp", "var", "tt")


@dataclass(frozen=True, slots=True)
class Raw:
    """How a mark is written: what opens and closes it, or (a point) what stands there."""

    opener: str
    closer: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """A text of its own inside a mark's markup: the alternative text of an image, the title of a link."""

    mark: str
    attribute: str
    text: str


@dataclass(slots=True)
class Slot:
    """The inline content of one heading, paragraph or cell: the source range that its translation replaces.

    `margin` is what each further line begins with (`> `, spaces); `width` is the widest line of a paragraph
    that is wrapped in the source, else 0.
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

    @property
    def has_text(self) -> bool:
        """Tell whether anything in it can be translated, code apart."""
        inside = {position for span in self.protected for position in range(span.start, span.end)}
        return any(char.isalnum() for place, char in enumerate(self.text) if place not in inside)


def find_slots(text: str) -> list[Slot]:
    """Return the slots of a Markdown text in source order."""
    normal, starts = _normalise(text)
    front = _FRONT_MATTER.match(normal)
    skipped = normal.count("\n", 0, front.end()) if front else 0
    parser = _make_parser()
    env: dict[str, object] = {}
    names = MarkNames()
    lines = normal.split("\n")
    tokens = parser.parse("\n".join(lines[skipped:]), env)
    slots: list[Slot] = []
    for kind, token, cell, first in _inline_tokens(tokens):
        content, line = token.content, (token.map or [0])[0] + skipped
        if kind == "quote" and (alert := _ALERT.match(content)):
            content, line = content[alert.end() :], line + 1
        slot = _locate(kind, content, line, cell, lines, starts)
        if slot is None:
            continue
        content = _trim(slot, content, first)
        parsed: list[Token] = []
        parser.inline.parse(content, parser, env, parsed)
        _Reader(slot, names, re.findall(r"\[([^\[\]]+)\]", content)).read(parsed)
        slots.append(slot)
    return slots


def slot_contents(slots: Sequence[Slot]) -> list[tuple[int, Content]]:
    """Return what there is to translate: the text of each slot, then its captions, with the slot's number."""
    contents: list[tuple[int, Content]] = []
    for number, slot in enumerate(slots):
        if slot.has_text:
            contents.append(
                (number, Content(slot.kind, slot.text, str(number), tuple(slot.marks), tuple(slot.protected)))
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


def _make_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"store_labels": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.inline.ruler.before("escape", "opaque", _opaque_rule)
    # Inline content is parsed slot by slot, after what is no text has been cut off.
    parser.core.ruler.disable(["inline", "text_join"])
    # Addresses are written back as they were read, and never opened: nothing to normalise or forbid.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return parser


def _opaque_rule(state: StateInline, silent: bool) -> bool:
    """Take template tags, formulas and inline footnotes whole."""
    match = _OPAQUE.match(state.src, state.pos, state.posMax)
    end = match.end() if match else -1
    if state.src.startswith("^[", state.pos):
        end = state.md.helpers.parseLinkLabel(state, state.pos + 1) + 1
    if end <= state.pos or "`" in state.src[state.pos : end]:
        return False
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _inline_tokens(tokens: Sequence[Token]) -> Iterator[tuple[BlockKind, Token, int, bool]]:
    """Yield (kind, token, number of the cell in its row or -1, whether it is the first in a list item)."""
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
            elif "list_item" in stack:
                kind = "list-item"
            elif "blockquote" in stack:
                kind = "quote"
            yield kind, token, cell if kind == "table-cell" else -1, before == "list_item_open"
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
    last = first + len(parts) - 1
    return Slot(
        kind=kind,
        start=starts[first] + found.start,
        end=starts[last] + (found.end if last == first else len(lines[last].rstrip())),
        margin=re.sub(r"[^>\s]", " ", lines[first][: found.start]),
        width=0 if cell >= 0 else _wrap_width(lines[first : last + 1]),
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
            self._html(token.content)
        elif token.type == "link_open":
            self._open_link(token)
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
            raw = Raw(raw.opener, closer)
        self.slot.marks.append(Mark(name, kind, Span(start, self.length), attributes))
        self.slot.raw[name] = raw
        if what.removeprefix("<") in _CODE_TAGS or raw.opener == "<":
            self.slot.protected.append(Span(start, self.length))
        return True

    def _turn_into_point(self) -> None:
        """An HTML tag that nothing closes stands alone."""
        _, _, start, raw, attributes, name = self.open.pop()
        self.slot.marks.append(Mark(name, "other", Span(start, start), attributes))
        self.slot.raw[name] = Raw(raw.opener)

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

    def _html(self, content: str) -> None:
        tag = _TAG.match(content)
        if tag is None or content.endswith("/>") or tag.group(2).lower() in ("img", "wbr", "input"):
            self._point("other", Raw(content))
        elif tag.group(2).lower() == "br":
            self._break(Raw(content))
        elif tag.group(1):
            if not self._close(f"<{tag.group(2).lower()}", content):
                self._point("other", Raw(content))
        else:
            name = tag.group(2).lower()
            self._push(f"<{name}", _TAG_KINDS.get(name, "other"), Raw(content), (("tag", name),))


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

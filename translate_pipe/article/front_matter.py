"""The head of a static site's page goes in (YAML, TOML or JSON); the values that hold prose come out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import yaml

from translate_pipe.article.wrap import wrap_words
from translate_pipe.model import BlockKind, Span

PROSE_KEYS = ("title", "description", "summary", "subtitle", "excerpt", "caption")
"""The keys whose values are translated unless the user says otherwise."""

_YAML = re.compile(r"---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TOML = re.compile(r"\+\+\+[ \t]*\n((?:.*\n)*?)\+\+\+[ \t]*(?:\n|\Z)")
_JSON = re.compile(r'\{[ \t]*\n\s*"')
_TOML_VALUE = re.compile(
    r"""^[ \t]*["']?([\w-]+)["']?[ \t]*=[ \t]*"""
    r"""(\"{3}(?:[^\\]|\\[\s\S])*?\"{3}|'{3}[\s\S]*?'{3}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*(?:#.*)?$""",
    re.MULTILINE,
)
# A string in full, or a sign that gives the strings around it their places.
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|:')
# In a multi-line string of TOML a line that ends in a backslash goes on with the next word.
_TOML_JOIN = re.compile(r"\\[ \t]*\n\s*")
_TEMPLATE = re.compile(r"\{\{|\{%|<%")
_SPACES = re.compile(r"\s+")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}
_HEADINGS = ("title", "subtitle", "name")


@dataclass(frozen=True, slots=True)
class FrontValue:
    """One value: its key, where it stands (with its quotation marks), what it says, how to write another."""

    key: str
    kind: BlockKind
    span: Span
    text: str
    write: Callable[[str], str]


def front_matter_end(text: str) -> int:
    """Return where the front matter of a text ends, 0 if it has none."""
    match = _YAML.match(text) or _TOML.match(text)
    return match.end() if match else _json_end(text)


def find_front_values(text: str, keys: Collection[str]) -> list[FrontValue]:
    """Return the values of these keys in the front matter, in order; line ends must be `\\n`.

    What cannot be parsed, and what holds template tags, is left alone.
    """
    wanted = {key.lower() for key in keys}
    found: list[FrontValue] = []
    if wanted and (match := _YAML.match(text)):
        found = list(_yaml_values(match.group(1), match.start(1), wanted))
    elif wanted and (match := _TOML.match(text)):
        found = list(_toml_values(match.group(1), match.start(1), wanted))
    elif wanted and (end := _json_end(text)):
        found = list(_json_values(text[:end], wanted))
    return [
        value
        for value in sorted(found, key=lambda value: value.span)
        if any(char.isalpha() for char in value.text) and not _TEMPLATE.search(value.text)
    ]


def _kind(key: str) -> BlockKind:
    return "heading" if key in _HEADINGS else "caption" if key == "caption" else "paragraph"


def _toml_values(text: str, offset: int, keys: Collection[str]) -> Iterator[FrontValue]:
    for match in _TOML_VALUE.finditer(text):
        key, raw = match.group(1).lower(), match.group(2)
        if key not in keys:
            continue
        span = Span(*match.span(2)).shift(offset)
        if raw.startswith(('"""', "'''")):
            yield from _toml_paragraphs(key, raw, span.start)
            continue
        value = _unescape(raw[1:-1]) if raw[0] == '"' else raw[1:-1]
        write = _double_quoted if raw[0] == '"' else _toml_literal
        yield FrontValue(key, _kind(key), span, _flat(value), write)


def _toml_paragraphs(key: str, raw: str, offset: int) -> Iterator[FrontValue]:
    """Yield each paragraph of a multi-line string; a target that such a string cannot hold is escaped."""
    basic = raw[0] == '"'
    for match in re.finditer(r"\S.*(?:\n[ \t]*\S.*)*", raw[3:-3]):
        body = match.group().rstrip()
        lines = body.split("\n")
        width = max(map(len, lines)) if len(lines) > 1 else 0
        text = _unescape(_TOML_JOIN.sub("", body)) if basic else body
        span = Span(match.start(), match.start() + len(body)).shift(offset + 3)
        yield FrontValue(key, _kind(key), span, _flat(text), _within_toml(width, basic=basic))


def _within_toml(width: int, *, basic: bool) -> Callable[[str], str]:
    def write(text: str) -> str:
        if basic:
            text = text.replace("\\", "\\\\").replace('"', '\\"')
        else:
            # A literal string has no escapes: a mark that would end it gives way to a typographic one.
            text = text.replace("'''", "’’’")
            text = f"{text[:-1]}’" if text.endswith("'") else text
        return "\n".join(wrap_words(text.split(" "), width)) if width else text

    return write


def _json_end(text: str) -> int:
    """Return where an object of JSON ends that stands alone at the head of a text, 0 if there is none."""
    if not _JSON.match(text):
        return 0
    try:
        value, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return 0
    rest = re.compile(r"[ \t]*(?:\n|\Z)").match(text, end)
    return rest.end() if rest and isinstance(value, dict) else 0


def _json_values(text: str, keys: Collection[str]) -> Iterator[FrontValue]:
    tokens = list(_JSON_TOKEN.finditer(text))
    for name, colon, value in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if colon.group() != ":" or text[colon.end() : value.start()].strip() or value.group() == ":":
            continue
        key = json.loads(name.group()).lower() if name.group() != ":" else ""
        if key in keys:
            said = _flat(json.loads(value.group(), strict=False))
            yield FrontValue(key, _kind(key), Span(*value.span()), said, _double_quoted)


def _unescape(raw: str) -> str:
    def one(match: re.Match[str]) -> str:
        code = match.group(1)
        if code[0] in "uU" and len(code) > 1:
            return chr(min(int(code[1:], 16), 0x10FFFF))
        return _ESCAPES.get(code, match.group())

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", one, raw)


def _yaml_values(text: str, offset: int, keys: Collection[str]) -> Iterator[FrontValue]:
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return
    waiting, seen = [root] if root is not None else [], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                name = key.value.lower() if isinstance(key, yaml.ScalarNode) else ""
                if name in keys and isinstance(value, yaml.ScalarNode):
                    yield from _yaml_value(text, offset, name, value, within_flow=bool(node.flow_style))
                else:
                    waiting.append(value)


def _yaml_value(
    text: str, offset: int, key: str, node: yaml.ScalarNode, *, within_flow: bool
) -> Iterator[FrontValue]:
    start, end = node.start_mark.index, node.end_mark.index
    if node.tag != "tag:yaml.org,2002:str" or text[start:end].startswith(("&", "!", "*")):
        return
    if node.style in ("|", ">"):
        yield from _paragraphs(text, offset, key, Span(start, end))
        return
    if node.style == '"':
        write = _double_quoted
    elif node.style == "'":
        write = _single_quoted
    else:
        write = _plain_in_flow if within_flow else _plain
    yield FrontValue(key, _kind(key), Span(start, end).shift(offset), _flat(node.value), write)


def _paragraphs(text: str, offset: int, key: str, block: Span) -> Iterator[FrontValue]:
    """Yield each paragraph of a block scalar, which is wrapped again at its own width."""
    head = text.index("\n", block.start) + 1 if "\n" in text[block.start : block.end] else block.end
    for match in re.finditer(r"^([ \t]*)(\S.*(?:\n\1\S.*)*)", text[head : block.end], re.MULTILINE):
        indent, body = match.group(1), match.group(2)
        if not indent:
            return
        lines = body.split("\n")
        width = max(len(line.strip()) for line in lines) if len(lines) > 1 else 0
        yield FrontValue(
            key, _kind(key), Span(*match.span(2)).shift(head + offset), _flat(body), _wrapped(indent, width)
        )


def _wrapped(indent: str, width: int) -> Callable[[str], str]:
    def write(text: str) -> str:
        return f"\n{indent}".join(wrap_words(text.split(" "), width)) if width else text

    return write


def _flat(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _double_quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _toml_literal(text: str) -> str:
    return f"'{text}'" if "'" not in text else _double_quoted(text)


def _plain(text: str) -> str:
    """Return the text without quotation marks where YAML reads it so."""
    return text if _reads_as(f"key: {text}\n", text) else _double_quoted(text)


def _plain_in_flow(text: str) -> str:
    return text if _reads_as(f"{{key: {text}}}\n", text) else _double_quoted(text)


def _reads_as(line: str, text: str) -> bool:
    try:
        read = yaml.safe_load(line)
    except (yaml.YAMLError, ValueError, RecursionError):
        return False
    return isinstance(read, dict) and read == {"key": text}

"""The bytes of an XML file go in; chosen elements with the exact places of their tags come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from translate_pipe.errors import ArticleError

XML = "{http://www.w3.org/XML/1998/namespace}"
_TAG = re.compile(rb"<[^\s/>]+(?:[^\"'>]|\"[^\"]*\"|'[^']*')*>")
_ATTRIBUTE = re.compile(r"""(\s+)([^\s=/>"']+)(\s*=\s*)("[^"]*"|'[^']*')""")
_DEEPEST = 200


@dataclass(slots=True, eq=False)
class Node:
    """An element: `start` and `end` of all of it, `opened` and `closing` of what is inside, in bytes.

    `name` and the names of attributes are `{namespace}local`, or `local` without a namespace. `children` are
    elements and texts in order.
    """

    name: str
    attributes: Mapping[str, str]
    line: int
    start: int
    opened: int
    closing: int = 0
    end: int = 0
    children: list[Node | str] = field(default_factory=list)

    @property
    def local(self) -> str:
        """Return the name without its namespace."""
        return self.name.rpartition("}")[2]

    @property
    def namespace(self) -> str:
        """Return the namespace in braces, "" if it has none."""
        return self.name[: -len(self.local)]

    def find(self, name: str) -> Node | None:
        """Return the first child of this name, None if there is none."""
        return next(
            (child for child in self.children if isinstance(child, Node) and child.name == name), None
        )


def scan_xml(
    content: bytes, *, name: str, wanted: frozenset[str], found: Callable[[Node, Sequence[Node]], None]
) -> Node:
    """Return the root, without what is in it; call `found` with each element of a wanted local name.

    Args:
        content: UTF-8, whatever the declaration says.
        found: gets the complete element and its ancestors from the root inwards, these without children.

    Raises:
        ArticleError: it is not well-formed, nested too deeply, or relies on entities of its own.
    """
    scanner = _Scanner(content, name, wanted, found)
    try:
        scanner.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ArticleError(
            f"no well-formed XML: {expat.ErrorString(error.code)}", path=name, line=error.lineno,
            remedy="mend it in the program that wrote it",
        ) from None  # fmt: skip
    assert scanner.root is not None  # what is well-formed has a root
    return scanner.root


def change_tag(tag: str, attributes: Mapping[str, str | None], *, empty: bool | None = None) -> str:
    """Return a start tag with some attributes set, or taken out (None); all others stay to the letter.

    Args:
        attributes: by their names as they are written, with a prefix if they have one.
        empty: whether the element is to have no content; by default it stays as it is.
    """
    was_empty = tag.endswith("/>")
    body = tag[: -2 if was_empty else -1]
    for key, value in attributes.items():
        written = next((found for found in _ATTRIBUTE.finditer(body) if found[2] == key), None)
        if written is None:
            body = body.rstrip() + (f' {key}="{value}"' if value is not None else "")
        elif value is None:
            body = body[: written.start()] + body[written.end() :]
        else:
            quote = written[4][0]
            body = body[: written.start(4)] + quote + value + quote + body[written.end(4) :]
    ends_empty = was_empty if empty is None else empty
    return (body if ends_empty == was_empty else body.rstrip()) + ("/>" if ends_empty else ">")


def written_name(tag: str, local: str) -> str:
    """Return how a start tag writes the name of an attribute, with its prefix if it has one."""
    names = [found[2] for found in _ATTRIBUTE.finditer(tag)]
    return next((name for name in names if name.rpartition(":")[2] == local), local)


class _Scanner:
    def __init__(
        self,
        content: bytes,
        name: str,
        wanted: frozenset[str],
        found: Callable[[Node, Sequence[Node]], None],
    ) -> None:
        self.content = content
        self.name = name
        self.wanted = wanted
        self.found = found
        self.stack: list[Node] = []
        self.inside = 0
        self.root: Node | None = None
        self.parser = expat.ParserCreate("utf-8", "}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._entity

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.stack) >= _DEEPEST:
            raise ArticleError(
                f"nests elements more than {_DEEPEST} deep", path=self.name,
                line=self.parser.CurrentLineNumber, remedy="check that it is the right file",
            )  # fmt: skip
        start = self.parser.CurrentByteIndex
        tag = _TAG.match(self.content, start)
        opened = tag.end() if tag is not None else start
        named = {_braced(key): value for key, value in attributes.items()}
        node = Node(_braced(name), named, self.parser.CurrentLineNumber, start, opened)
        if self.inside:
            self.stack[-1].children.append(node)
        if self.inside or node.local in self.wanted:
            self.inside += 1
        self.root = self.root or node
        self.stack.append(node)

    def _end(self, _: str) -> None:
        node = self.stack.pop()
        if self.content[node.opened - 2 : node.opened] == b"/>":
            node.closing = node.end = node.opened
        else:
            node.closing = self.parser.CurrentByteIndex
            node.end = self.content.index(b">", node.closing) + 1
        if self.inside:
            self.inside -= 1
            if not self.inside:
                self.found(node, self.stack)

    def _text(self, text: str) -> None:
        if self.inside:
            self.stack[-1].children.append(text)

    def _entity(self, *_: object) -> None:
        raise ArticleError(
            "uses XML entities of its own, which are not read", path=self.name,
            line=self.parser.CurrentLineNumber, remedy="remove its DOCTYPE, or save it without entities",
        )  # fmt: skip


def _braced(name: str) -> str:
    return "{" + name if "}" in name else name
